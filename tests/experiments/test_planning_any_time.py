"""Plans looked at at any time: of a size at which the judge can speak, and that finds what it promises."""

from __future__ import annotations

from math import log, sqrt
from typing import Any

import numpy as np
import pytest

from experiments.anytime.asymptotic import LEAST_UNITS, LEAST_UNITS_OF_EVEN_ARMS, LEAST_UNITS_OF_ONE_ARM
from experiments.anytime.bounded import BoundedSequence, Tuning, of_batches, of_steps
from experiments.plan import Plan
from experiments.planning.shares import control_share
from experiments.planning.waiting import waiting
from experiments.power import Design, design
from experiments.statistic import Moments
from tests.experiments.planned import PLANS

_TESTS = 300
RATINGS = {"name": "m", "kind": "mean", "bar": 3.5, "target": 4.0, "sd": 1.0, "between": [1, 5]}
PROMOTERS = {"name": "m", "kind": "ordinal", "score": "nps", "bar": 0.1, "target": 0.4, "sd": 0.8}


def designed(metric: dict[str, Any], **fields: Any) -> Design:
    return design(Plan.of({"monitoring": "anytime", "metric": [metric], **fields}))


@pytest.mark.parametrize("name", PLANS)
def test_no_plan_ends_before_its_judge_may_speak(name: str) -> None:
    plan = PLANS[name].but(monitoring="anytime")
    found = design(plan)
    assert found.size is not None
    share = control_share(plan)
    assert found.size >= waiting(plan.metrics[0], plan, share).until(found.size)


@pytest.mark.parametrize(
    ("fields", "least"),
    [
        ({}, LEAST_UNITS_OF_ONE_ARM),
        ({"comparison": "control", "control": "old"}, LEAST_UNITS_OF_EVEN_ARMS),
        ({"comparison": "control", "control": "old", "shares": {"old": 0.7, "new": 0.3}}, LEAST_UNITS),
    ],
    ids=["one group", "even arms", "uneven arms"],
)
def test_an_effect_that_few_units_would_show_is_planned_with_as_many_as_looks_ask_for(
    fields: dict[str, Any], least: int
) -> None:
    bars = {"bar": 0.0, "target": 5.0} if fields else {"bar": 3.0, "target": 8.0}
    found = designed({"name": "m", "kind": "mean", "sd": 1.0, **bars}, **fields)
    assert found.size == least
    (warning,) = (line for line in found.warnings if "say nothing before" in line)
    assert f"say nothing before {least} units" in warning
    assert ("between" in warning) == (not fields)


def test_values_with_known_ends_need_no_hundred_units() -> None:
    found = designed(RATINGS)
    assert found.size is not None
    assert found.size < LEAST_UNITS_OF_ONE_ARM
    assert not found.warnings
    without = {name: value for name, value in RATINGS.items() if name != "between"}
    assert designed(without).size == LEAST_UNITS_OF_ONE_ARM


def ended(looks: list[BoundedSequence], bar: float, target: float) -> str:
    for look in looks:
        if look.log_e_above(bar) >= log(20):
            return "invest"
        if look.log_e_below(target) >= log(5):
            return "stop"
    return "undecided"


def test_ratings_are_found_as_often_as_planned_and_end_as_early() -> None:
    found, rng = designed(RATINGS), np.random.default_rng(4)
    size = found.size or 0
    tuning = Tuning(3.5, 4.0, 1.0, size)
    chances = np.array([0.02, 0.06, 0.17, 0.4, 0.35])
    assert chances @ np.arange(1, 6) == pytest.approx(4.0)
    reached = sorted({round(size * k / 20) for k in range(1, 21)})
    ends = []
    for _ in range(_TESTS):
        values = rng.choice(np.arange(1.0, 6.0), p=chances, size=size)
        parts = [part for part in np.split(values, reached[:-1]) if len(part)]
        batches = [Moments(n=len(p), mean=p.mean(), variance=p.var(ddof=1) if len(p) > 1 else 0.0) for p in parts]
        looks = [of_batches(batches[: k + 1], 1.0, 5.0, tuning) for k in range(len(batches))]
        ends.append(ended(looks, 3.5, 4.0))
    planned = found.chances[-1]
    assert ends.count("invest") / _TESTS == pytest.approx(planned.invest, abs=4 * sqrt(0.2 * 0.8 / _TESTS))
    assert ends.count("stop") / _TESTS == pytest.approx(planned.stop, abs=4 * sqrt(0.1 * 0.9 / _TESTS))


def test_promoters_are_found_as_often_as_planned() -> None:
    found, rng, tests = designed(PROMOTERS), np.random.default_rng(7), 4_000
    size = found.size or 0
    tuning, known = Tuning(0.1, 0.4, 0.8, size), {}
    changed = 0.8**2 + 0.4**2
    shares = [(changed + 0.4) / 2, (changed - 0.4) / 2, 1 - changed]
    reached = sorted({round(size * k / 20) for k in range(1, 21)})

    def look(up: int, down: int, n: int) -> str:
        if (up, down, n) not in known:
            known[up, down, n] = ended([of_steps(up, down, n, tuning)], 0.1, 0.4)
        return known[up, down, n]

    ends = []
    for _ in range(tests):
        steps = rng.choice([1, -1, 0], p=shares, size=size)
        up, down = (steps > 0).cumsum(), (steps < 0).cumsum()
        each = (look(int(up[n - 1]), int(down[n - 1]), n) for n in reached)
        ends.append(next((end for end in each if end != "undecided"), "undecided"))
    planned, error = found.chances[-1], sqrt(0.2 * 0.8 * (1 / tests + 1 / 2_000))
    assert ends.count("invest") / tests == pytest.approx(planned.invest, abs=3 * error)
    assert ends.count("stop") / tests == pytest.approx(planned.stop, abs=3 * error)
    assert found.expected_at_bar is not None
    assert found.expected_at_bar < size


def test_the_power_beside_a_guardrail_is_that_of_its_bets() -> None:
    """Both have to be shown; by the boundary of large samples the plan would promise far more than it keeps."""
    guardrail = {"name": "g", "role": "guardrail", "kind": "mean", "margin": 0.4, "sd": 0.8, "baseline": 4.0}
    fields = {"monitoring": "anytime", "metric": [RATINGS, guardrail | {"between": [1, 5]}]}
    found, rng = design(Plan.of(fields)), np.random.default_rng(9)
    size, invested, tests = found.size or 0, 0, 150
    reached = sorted({round(size * k / 20) for k in range(1, 21)})
    answers, liked = np.arange(1.0, 6.0), np.array([0.02, 0.06, 0.17, 0.4, 0.35])
    steady = np.array([0.01, 0.03, 0.18, 0.51, 0.27])
    assert steady @ answers == pytest.approx(4.0)
    for _ in range(tests):
        both = [np.split(rng.choice(answers, p=chances, size=size), reached[:-1]) for chances in (liked, steady)]
        batches = [[Moments(n=len(p), mean=p.mean(), variance=p.var(ddof=1)) for p in parts] for parts in both]
        safe = False
        for k in range(1, len(reached) + 1):
            success = of_batches(batches[0][:k], 1.0, 5.0, Tuning(3.5, 4.0, 1.0, size))
            guard = of_batches(batches[1][:k], 1.0, 5.0, Tuning(3.6, 4.0, 0.8, size))
            safe = safe or guard.log_e_above(3.6) >= log(20)
            if success.log_e_above(3.5) >= log(20) and safe:
                invested += 1
                break
            if success.log_e_below(4.0) >= log(5):
                break
    assert invested / tests >= 0.8 - 3 * sqrt(0.2 * 0.8 / tests)
