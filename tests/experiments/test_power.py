"""How many are needed, and what the plan will say: against other programs and against the judge itself."""

from __future__ import annotations

import time
from math import ceil

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import special, stats
from statsmodels.stats.power import TTestIndPower, TTestPower

from experiments.errors import InvalidField
from experiments.experiment import Budget
from experiments.inference.proportion import against_control
from experiments.plan import Metric, Plan, Scale
from experiments.planning import Asked
from experiments.planning.binomial import Binomial
from experiments.planning.means import OneMean, TwoMeans
from experiments.power import design
from experiments.verdict import Outcome
from tests.experiments.recorded import amounts, benchmark, controlled, counts, judged

# One rate: exact, saw-tooth and all


def _critical(n: int, bar: float, alpha: float) -> int:
    """The smallest count that n units reach at the bar with chance alpha at most."""
    return int(np.argmax(stats.binom.sf(np.arange(-1, n + 1), n, bar) <= alpha))


def _power(n: int, bar: float, target: float, alpha: float) -> float:
    return float(stats.binom.sf(_critical(n, bar, alpha) - 1, n, target))


def _first_size_that_stays(bar: float, target: float, alpha: float, power: float, most: int) -> int:
    """Walk every n: the smallest from which no saw-tooth falls below the power again."""
    strong = [_power(n, bar, target, alpha) >= power for n in range(1, most)]
    weak = [n for n, enough in enumerate(strong, start=1) if not enough]
    return (weak[-1] if weak else 0) + 1


@pytest.mark.parametrize(
    ("bar", "target", "alpha", "beta", "most"),
    [
        (0.05, 0.15, 0.05, 0.2, 400),
        (0.1, 0.2, 0.05, 0.2, 400),
        (0.1, 0.3, 0.05, 0.1, 200),
        (0.5, 0.7, 0.05, 0.2, 200),
        (0.3, 0.9, 0.05, 0.2, 60),
        (0.001, 0.3, 0.05, 0.2, 100),
        (0.8, 0.95, 0.05, 0.2, 300),
        (0.9, 0.99, 0.05, 0.2, 500),
        (0.02, 0.06, 0.025, 0.1, 600),
    ],
)
def test_the_size_for_a_rate_is_the_first_that_no_later_one_falls_below(
    bar: float, target: float, alpha: float, beta: float, most: int
) -> None:
    found = design(benchmark(bar=bar, target=target, alpha=alpha, beta=beta))
    assert found.size == _first_size_that_stays(bar, target, alpha, 1 - beta, most)


@pytest.mark.parametrize(("bar", "target"), [(0.1, 0.2), (0.5, 0.65), (0.02, 0.05)])
def test_a_decreasing_rate_needs_as_many_as_its_mirror(bar: float, target: float) -> None:
    up = design(benchmark(bar=bar, target=target))
    down = design(benchmark(bar=1 - bar, target=1 - target, direction="decrease"))
    assert (up.size, up.power) == (down.size, pytest.approx(down.power))


@pytest.mark.parametrize("n", [7, 20, 59, 60, 150])
def test_the_chances_of_a_rate_are_those_of_the_judge_itself(n: int) -> None:
    """Judge every count that could come; weigh it by its chance."""
    plan = benchmark(bar=0.1, target=0.2, planned_size=n)
    verdicts = [judged(plan, {"all": counts(x, n)}).verdict for x in range(n + 1)]
    for chances in design(plan).chances:
        weights = stats.binom.pmf(np.arange(n + 1), n, chances.at)
        for outcome, expected in (
            (Outcome.invest, chances.invest),
            (Outcome.stop, chances.stop),
            (Outcome.inconclusive, chances.undecided),
        ):
            seen = sum(w for w, verdict in zip(weights, verdicts, strict=True) if verdict is outcome)
            assert seen == pytest.approx(expected, abs=1e-9), (outcome, chances.where)


def test_rates_near_one_have_a_size_too() -> None:
    found = design(benchmark(bar=0.999999, target=0.9999999))
    assert found.size is not None
    assert 3_000_000 < found.size < 8_000_000
    assert found.power is not None
    assert found.power >= 0.8


def test_large_sizes_reach_their_power_to_a_third_of_a_point() -> None:
    """Above some thousands of successes the teeth are too small to walk over one by one."""
    for bar, target in ((0.05, 0.0505), (0.5, 0.503)):
        found = design(benchmark(bar=bar, target=target))
        assert found.size is not None
        powers = [
            Binomial(Asked(found_metric(bar, target), bar, target, 0.05, 0.2, None)).clears(n, target)
            for n in range(found.size, found.size + 200)
        ]
        assert min(powers) > 0.8 - 0.0035


def found_metric(bar: float, target: float) -> Metric:
    return Metric(name="m", bar=bar, target=target)


@pytest.mark.parametrize(("bar", "target"), [(0.5, 0.5000001), (0.05, 0.0500001), (1e-9, 2e-9), (0.1, 0.9), (0.0, 1.0)])
def test_no_question_takes_long_to_answer(bar: float, target: float) -> None:
    began = time.perf_counter()
    found = design(benchmark(bar=bar, target=target))
    assert found.size is not None or found.warnings
    assert time.perf_counter() - began < 3


# Means


@pytest.mark.parametrize(("distance", "alpha", "beta"), [(0.5, 0.05, 0.2), (0.1, 0.05, 0.1), (1.5, 0.025, 0.2)])
def test_the_size_for_one_mean_is_that_of_statsmodels(distance: float, alpha: float, beta: float) -> None:
    plan = benchmark(kind="mean", bar=10.0, target=10 + 2 * distance, sd=2.0, alpha=alpha, beta=beta)
    expected = TTestPower().solve_power(distance, alpha=alpha, power=1 - beta, alternative="larger")
    assert design(plan).size == ceil(expected)


@pytest.mark.parametrize(("distance", "alpha", "beta"), [(0.5, 0.05, 0.2), (0.1, 0.05, 0.1), (1.5, 0.025, 0.2)])
def test_the_size_for_two_means_is_that_of_statsmodels(distance: float, alpha: float, beta: float) -> None:
    plan = controlled(kind="mean", bar=0.0, target=2 * distance, sd=2.0, alpha=alpha, beta=beta)
    expected = TTestIndPower().solve_power(distance, alpha=alpha, power=1 - beta, alternative="larger")
    size = design(plan).size
    assert size is not None
    assert 0 <= size - 2 * expected <= 2


@given(st.floats(0, 3), st.integers(4, 400), st.sampled_from([0.05, 0.2]))
@settings(max_examples=50)
def test_the_power_of_a_mean_is_that_of_statsmodels(distance: float, n: int, alpha: float) -> None:
    assume(distance * n**0.5 < 20)  # beyond, statsmodels has no number
    metric = Metric(name="m", kind="mean", bar=0.0, target=1.0, sd=1.0)  # type: ignore[arg-type]
    one = OneMean(Asked(metric, 0.0, 1.0, alpha, 0.2, None)).clears(n, distance)
    two = TwoMeans(Asked(metric, 0.0, 1.0, alpha, 0.2, 0.5)).clears(2 * n, distance)
    assert one == pytest.approx(TTestPower().power(distance, n, alpha, alternative="larger"), abs=1e-7)
    assert two == pytest.approx(TTestIndPower().power(distance, n, alpha, alternative="larger"), abs=1e-7)


@pytest.mark.parametrize(("kind", "scale"), [("difference", 0.4), ("relative", 0.04)])
def test_the_power_for_means_is_what_simulated_tests_show(kind: str, scale: float) -> None:
    plan = controlled(kind="mean", scale=kind, bar=0.0, target=scale, baseline=10.0, sd=1.0)
    found = design(plan)
    per_arm = found.per_arm["old"]
    rng = np.random.default_rng(3)
    repeats, cleared = 600, 0
    new = rng.normal(10.4, 1, (repeats, per_arm))
    old = rng.normal(10.0, 1, (repeats, per_arm))
    for one, other in zip(new, old, strict=True):
        verdict = judged(
            plan.but(planned_size=2),
            {
                "old": amounts(per_arm, float(other.mean()), float(other.std(ddof=1))),
                "new": amounts(per_arm, float(one.mean()), float(one.std(ddof=1))),
            },
        )
        cleared += verdict.verdict is Outcome.invest
    assert found.power is not None
    assert cleared / repeats == pytest.approx(found.power, abs=4 * (0.16 / repeats) ** 0.5)


# Two rates


def _enumerated(n1: int, n2: int, p1: float, p2: float, bar: float, alpha: float) -> float:
    """The chance that the judge's score test clears the bar, over all tables."""
    from experiments.inference.score import Difference

    first, second = np.meshgrid(np.arange(n1 + 1.0), np.arange(n2 + 1.0), indexing="ij")
    clears = special.ndtr(-Difference().score(first, n1, second, n2, bar)) <= alpha
    weights = stats.binom.pmf(first, n1, p1) * stats.binom.pmf(second, n2, p2)
    return float(weights[clears].sum())


@pytest.mark.parametrize(("baseline", "bar", "target"), [(0.2, 0.0, 0.05), (0.5, 0.0, 0.1), (0.3, -0.02, 0.05)])
def test_the_power_for_two_rates_is_that_of_the_score_test(baseline: float, bar: float, target: float) -> None:
    found = design(controlled(bar=bar, target=target, baseline=baseline))
    assert found.power is not None
    n = found.per_arm["old"]
    assert _enumerated(n, n, baseline + target, baseline, bar, 0.05) == pytest.approx(found.power, abs=0.01)


def test_where_counts_are_small_the_exact_judge_is_a_little_weaker_than_the_plan() -> None:
    """By how much, over all outcomes: this is stated, not hidden."""
    found = design(controlled(bar=0.0, target=0.45, baseline=0.05))
    n = found.per_arm["old"]
    seen = 0.0
    for new in range(n + 1):
        for old in range(n + 1):
            weight = float(stats.binom.pmf(new, n, 0.5) * stats.binom.pmf(old, n, 0.05))
            if weight > 1e-4:
                judge = against_control(counts(new, n), counts(old, n), Scale.difference)
                seen += weight * (judge.p_above(0.0) <= 0.05)
    assert found.power is not None
    assert seen == pytest.approx(found.power, abs=0.08)


@pytest.mark.parametrize(("bar", "target"), [(-0.04968888, -0.2), (-0.001052257, 0.0), (0.0, 0.1), (0.05, 0.2)])
@pytest.mark.parametrize("scale", ["difference", "relative"])
def test_at_the_bar_the_chance_for_two_rates_is_alpha(bar: float, target: float, scale: str) -> None:
    direction = "increase" if target > bar else "decrease"
    found = design(controlled(bar=bar, target=target, baseline=0.4, direction=direction, scale=scale))
    assert found.chances[0].invest == pytest.approx(0.05, abs=1e-6)


def test_an_uneven_split_costs_units() -> None:
    even = design(controlled(baseline=0.2)).size
    uneven = design(controlled(baseline=0.2, shares={"old": 0.9, "new": 0.1})).size
    assert even is not None
    assert uneven is not None
    assert uneven > 2 * even


# The whole rule


def _with(rule: str, successes: int, guardrails: int = 0, arms: int = 1) -> Plan:
    share = 1 / (arms + 1)
    return Plan.of(
        {
            "comparison": "control",
            "control": "old",
            "success": rule,
            "shares": dict.fromkeys(["old", *[f"arm {i}" for i in range(arms)]], share),
            "metric": [
                *({"name": f"s{i}", "bar": 0.0, "target": 0.05, "baseline": 0.2} for i in range(successes)),
                *({"name": f"g{i}", "role": "guardrail", "margin": 0.04, "baseline": 0.2} for i in range(guardrails)),
            ],
        }
    )


@pytest.mark.parametrize("rule", ["any", "all"])
@pytest.mark.parametrize(("successes", "guardrails"), [(1, 0), (2, 0), (3, 0), (1, 1), (2, 2), (1, 4)])
def test_a_plan_with_several_metrics_keeps_its_promised_power(rule: str, successes: int, guardrails: int) -> None:
    """All metrics at their targets, guardrails unharmed: the chance to invest is 1 − beta, or it says so."""
    found = design(_with(rule, successes, guardrails))
    assert found.power is not None
    assert found.power >= 0.8 - 1e-9


@pytest.mark.parametrize(("successes", "guardrails"), [(1, 0), (2, 0), (2, 1)])
def test_chances_are_chances(successes: int, guardrails: int) -> None:
    for rule in ("any", "all"):
        for chances in design(_with(rule, successes, guardrails)).chances:
            parts = (chances.invest, chances.stop, chances.undecided)
            assert all(-1e-9 <= part <= 1 + 1e-9 for part in parts)
            assert sum(parts) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(("rule", "successes"), [("any", 1), ("any", 3), ("all", 1), ("all", 3)])
def test_at_the_bar_the_chance_to_invest_is_alpha_and_at_the_target_that_to_stop_is_beta_at_most(
    rule: str, successes: int
) -> None:
    at = {chances.where: chances for chances in design(_with(rule, successes)).chances}
    assert at["bar"].invest <= 0.05 + 1e-9
    assert at["target"].stop <= 0.2 + 1e-9
    assert at["bar"].invest < at["halfway"].invest < at["target"].invest


def test_more_arms_need_more_units_in_each() -> None:
    one, two = design(_with("all", 1, arms=1)), design(_with("all", 1, arms=2))
    assert two.per_arm["old"] > one.per_arm["old"]
    assert two.size is not None
    assert sum(two.per_arm.values()) == pytest.approx(two.size, abs=3)


def test_a_plan_that_is_too_small_says_what_it_can_see_and_what_it_would_need() -> None:
    found = design(benchmark(bar=0.1, target=0.2, planned_size=30))
    assert found.needed == design(benchmark(bar=0.1, target=0.2)).size
    assert found.power is not None
    assert found.power < 0.8
    assert any(str(found.needed) in warning for warning in found.warnings)
    assert found.detectable is not None
    assert found.detectable > 0.2


def test_a_size_that_does_see_the_target_is_not_called_too_small() -> None:
    """What several metrics need is a bound that holds however they hang together; fewer units may do."""
    plan = _with("all", 2, 0)
    needed = design(plan).size
    assert needed is not None
    found = design(plan.model_copy(update={"planned_size": needed - 20}))
    assert found.power is not None
    assert found.power > 0.8
    assert not any("would be needed" in warning for warning in found.warnings)


def test_the_smallest_detectable_target_is_found_with_the_planned_power() -> None:
    found = design(benchmark(bar=0.1, target=0.2, planned_size=120))
    assert found.detectable is not None
    assert _power(120, 0.1, found.detectable, 0.05) == pytest.approx(0.8, abs=1e-6)


def test_more_units_see_smaller_targets() -> None:
    for plan in (benchmark(), controlled(baseline=0.2), controlled(kind="mean", sd=1.0)):
        curve = design(plan).curve
        assert len(curve) >= 3
        assert [size for size, _ in curve] == sorted({size for size, _ in curve})
        seen = [target for _, target in curve]
        assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize(
    ("plan", "missing"),
    [
        (controlled(), "baseline"),
        (controlled(kind="mean"), "standard deviation"),
        (benchmark(kind="mean"), "standard deviation"),
        (controlled(kind="mean", scale="relative", sd=1.0), "baseline"),
    ],
)
def test_what_is_missing_for_a_size_is_named(plan: Plan, missing: str) -> None:
    found = design(plan)
    assert found.size is None
    assert missing in " ".join(found.needs)


@pytest.mark.parametrize(
    "fields",
    [
        {"baseline": 0.9, "target": 0.2},
        {"baseline": 0.9, "scale": "relative", "target": 1.0},
        {"baseline": 0.05, "bar": -0.1, "target": 0.1},
    ],
)
def test_a_plan_whose_rate_would_pass_100_percent_or_0_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidField, match="rate"):
        controlled(**fields)  # type: ignore[arg-type]


def test_time_and_cost_follow_the_size_and_the_budget_is_held_against_them() -> None:
    pace = {"units_per_day": 20, "setup_days": 3, "fixed_cost": 100, "cost_per_unit": 2, "person_days": 5}
    plan = benchmark(planned_size=80, pace=pace, start="2026-03-02", deadline="2026-03-05")
    found = design(plan, Budget(money=200, calendar_days=5, person_days=4))
    assert (found.days, found.cost, found.person_days) == (7, 260, 5)
    said = " ".join(found.warnings)
    for part in ("260", "7 days", "5 person-days", "deadline", "less than a week"):
        assert part in said


def test_a_single_day_is_not_several() -> None:
    plan = benchmark(planned_size=20, pace={"units_per_day": 20, "person_days": 1})
    said = " ".join(design(plan, Budget(calendar_days=0.5, person_days=0.5)).warnings)
    assert "it takes 1 day where" in said
    assert "it takes 1 person-day where" in said


def test_the_sentence_promises_what_was_computed() -> None:
    found = design(benchmark(bar=0.1, target=0.2))
    assert f"{found.size} units" in found.sentence
    assert "20%" in found.sentence
