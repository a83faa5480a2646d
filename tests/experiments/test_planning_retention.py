"""Sizes for retention, against enumeration by the judge and against units that leave unseen."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from scipy import integrate, stats

from experiments.inference import survival
from experiments.plan import Metric
from experiments.planning import Asked
from experiments.planning.drawn import _times
from experiments.planning.retention import Losses, OneShare, TwoShares
from experiments.power import design
from experiments.statistic import EventTable
from tests.experiments.planned import PLANS, plan


def _asked(null: float, target: float, share: float | None = None, **fields: float | str) -> Asked:
    direction = "increase" if target > null else "decrease"
    named = {"name": "m", "kind": "time_to_event", "time": "t", "event": "e", "horizon": 30, "direction": direction}
    metric = Metric.of({**named, "bar": null, "target": target, **fields})
    return Asked(metric, null, target, 0.05, 0.2, share)


@pytest.mark.parametrize("units", [20, 50, 65, 200, 1000])
@pytest.mark.parametrize(("null", "target"), [(0.6, 0.75), (0.3, 0.5), (0.5, 0.35), (0.8, 0.95)])
def test_the_power_for_a_share_is_nearly_that_of_the_judge_over_all_counts(
    null: float, target: float, units: int
) -> None:
    """Nobody leaves unseen: the survivors are binomial, and the plan is the middle of the saw-tooth."""
    asked = _asked(null, target)
    rising = target > null
    for at in ((null + target) / 2, target):
        seen = 0.0
        for left in range(units + 1):
            judge = survival.against_benchmark(
                EventTable(times=(1.0, 30.0), events=(units - left, 0), censored=(0, left)), 30.0
            )
            p = judge.p_above(null) if rising else judge.p_below(null)
            seen += float(stats.binom.pmf(left, units, at)) * (p <= 0.05)
        tooth = float(stats.binom.pmf(np.arange(units + 1), units, at).max())
        assert OneShare(asked).clears(units, at) == pytest.approx(seen, abs=tooth / 2 + 0.01)


@pytest.mark.parametrize("loss", [0.0, 0.1, 0.4])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_losses_are_those_that_are_asked_for(share: float, loss: float) -> None:
    losses, event = Losses(share, loss), -log(share)
    seen, _ = integrate.quad(lambda u: losses.hazard * exp(-(event + losses.hazard) * u), 0, 1)
    variance, _ = integrate.quad(lambda u: event * exp((event + losses.hazard) * u), 0, 1)
    assert seen == pytest.approx(loss, abs=1e-7)
    assert losses.greenwood(share) == pytest.approx(variance)
    assert losses.kept(share) == pytest.approx(1.0 if loss == 0 else losses.kept(share))
    assert 1 - 2 * loss <= losses.kept(share) <= 1 + 1e-12


def test_made_up_times_have_the_share_and_the_losses_of_the_plan() -> None:
    losses = Losses(0.6, 0.2)
    metric = _asked(0.5, 0.6).metric
    table = _times(np.random.default_rng(1), 200_000, metric, 0.6, losses.hazard)
    assert sum(table.censored[:-1]) / 200_000 == pytest.approx(0.2, abs=0.01)
    assert sum(table.events) / 200_000 == pytest.approx(0.4 * losses.kept(0.6), abs=0.03)


def test_losses_cost_units_but_no_more_than_they_take() -> None:
    for name in ("retention", "two retentions"):
        metric = PLANS[name].metrics[0]
        sizes = [design(PLANS[name].but(metric=(metric.but(loss=loss),))).size for loss in (0.0, 0.1, 0.3)]
        none, some, many = (size or 0 for size in sizes)
        assert none < some < many < none / (1 - 2 * 0.3)


def test_units_without_any_event_are_evidence_once_there_are_enough() -> None:
    """0.8¹⁴ is the first power of 0.8 below 5%: fewer units cannot clear a bar of 80%."""
    chances = OneShare(_asked(0.8, 0.999))
    assert chances.clears(13, 0.999) == 0.0
    assert chances.clears(14, 0.999) > 0.85


@pytest.mark.parametrize(("null", "above"), [(-0.1, 1.0), (0.0, 1.0), (1.0, 0.0)])
def test_a_bar_outside_what_a_share_can_be_is_certain(null: float, above: float) -> None:
    metric = _asked(0.5, 0.6).metric
    assert OneShare(Asked(metric, null, 0.6, 0.05, 0.2, None)).clears(50, 0.6) == above


def test_two_shares_without_losses_are_two_proportions_with_their_own_variance() -> None:
    asked = _asked(0.0, 0.1, 0.5, baseline=0.6)
    spread = TwoShares(asked).spread(0.0, 0.1)
    assert spread.true**2 == pytest.approx(2 * (0.7 * 0.3 + 0.6 * 0.4))
    assert spread.distance == pytest.approx(0.1)


def test_a_loss_of_retention_that_may_not_exceed_a_margin_has_a_size() -> None:
    found = design(
        plan(
            "control",
            {"bar": 0.0, "target": 0.1, "baseline": 0.2},
            {
                "kind": "time_to_event",
                "time": "t",
                "event": "e",
                "horizon": 30,
                "role": "guardrail",
                "margin": 0.02,
                "baseline": 0.9,
            },
        )
    )
    assert found.driver == "m1"
    assert found.power is not None
    assert found.power >= 0.8
