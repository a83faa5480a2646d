"""Sizes for paired measurements, against enumeration and published designs."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats
from statsmodels.stats.power import TTestPower

from experiments.errors import InvalidField
from experiments.inference.paired import Tango
from experiments.plan import Metric
from experiments.planning import Asked
from experiments.planning.pairs import PairedShares
from experiments.power import design
from tests.experiments.planned import PLANS, plan


def _asked(null: float, target: float, discordant: float) -> Asked:
    direction = "increase" if target > null else "decrease"
    metric = Metric.of({"name": "m", "bar": null, "target": target, "discordant": discordant, "direction": direction})
    return Asked(metric, null, target, 0.05, 0.2, None)


@pytest.mark.parametrize(("null", "target", "discordant"), [(0.0, 0.2, 0.4), (-0.1, 0.05, 0.2), (0.0, -0.25, 0.5)])
@pytest.mark.parametrize("pairs", [40, 70])
def test_the_power_for_pairs_is_nearly_that_of_the_judge_over_all_tables(
    null: float, target: float, discordant: float, pairs: int
) -> None:
    asked = _asked(null, target, discordant)
    rising = target > null
    gained, lost = (discordant + target) / 2, (discordant - target) / 2
    seen = 0.0
    for b in range(pairs + 1):
        for c in range(pairs + 1 - b):
            weight = float(stats.multinomial.pmf([b, c, pairs - b - c], pairs, [gained, lost, 1 - gained - lost]))
            if weight > 1e-7:
                judge = Tango(b, c, pairs)
                p = judge.p_above(null) if rising else judge.p_below(null)
                seen += weight * (p <= 0.05)
    assert PairedShares(asked).clears(pairs, target) == pytest.approx(seen, abs=0.04)


def test_without_a_bar_the_size_is_that_of_mcnemar_in_large_samples() -> None:
    """Connor, Biometrics 43:207 (1987), eq. 1: n = (z(α)√ψ + z(β)√(ψ − θ²))² / θ²."""
    for discordant, change in ((0.3, 0.1), (0.5, 0.2), (0.1, 0.02)):
        wanted = -special.ndtri(0.05) * sqrt(discordant) + special.ndtri(0.8) * sqrt(discordant - change**2)
        size = PairedShares(_asked(0.0, change, discordant)).size(0.8)
        assert size is not None
        assert 0 <= size - (wanted / change) ** 2 < 1


@given(st.floats(-0.3, 0.3), st.floats(0.02, 0.6), st.floats(0.01, 1.0), st.integers(2, 500))
@settings(max_examples=100)
def test_chances_of_pairs_are_chances_and_grow(null: float, distance: float, discordant: float, pairs: int) -> None:
    discordant = max(discordant, min(1.0, abs(null + distance)))
    chances = PairedShares(_asked(null, null + distance, discordant))
    few, many = (chances.clears(n, null + distance) for n in (pairs, pairs + 10))
    assert 0 <= few <= many + 1e-12 <= 1 + 1e-9
    assert chances.clears(pairs, null) <= 0.5


def test_paired_means_are_planned_as_statsmodels_does() -> None:
    expected = TTestPower().solve_power(0.4, alpha=0.05, power=0.8, alternative="larger")
    assert design(PLANS["paired means"]).size == int(np.ceil(expected))


def test_ordered_steps_are_planned_as_pairs_that_move() -> None:
    steps = design(PLANS["paired answers"]).size
    assert steps == design(plan("paired", {"bar": 0, "target": 0.2, "discordant": 0.5})).size


def test_fewer_pairs_that_change_than_the_target_asks_for_are_refused() -> None:
    with pytest.raises(InvalidField, match="discordant is at least the target"):
        plan("paired", {"bar": 0, "target": 0.2, "discordant": 0.1})
