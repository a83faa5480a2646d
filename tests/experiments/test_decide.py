"""The three-outcome rule on literal results: every combination of findings, arms and roles."""

from __future__ import annotations

from itertools import product

import pytest

from experiments.decide import Reading, decide
from experiments.plan import Direction, Kind, Plan, Role, Scale
from experiments.verdict import Finding, HealthCheck, MetricResult, Outcome, Progress, Status

_LIMITS = {
    Finding.clears: (0.02, 0.09),
    Finding.clears_but_short: (0.01, 0.04),
    Finding.undecided: (-0.02, 0.08),
    Finding.short: (-0.03, 0.03),
    Finding.safe: (-0.005, 0.01),
    Finding.not_shown_safe: (-0.03, 0.02),
    Finding.no_harm_shown: (-0.02, 0.02),
    Finding.harmed: (-0.09, -0.04),
}
_SUCCESS = (Finding.clears, Finding.clears_but_short, Finding.undecided, Finding.short, Finding.harmed)
_GUARDRAIL = (Finding.safe, Finding.not_shown_safe, Finding.harmed)


def _plan(rule: str = "all", size: int | None = 1000, arms: tuple[str, ...] = ("new",)) -> Plan:
    share = 1 / (len(arms) + 1)
    return Plan.of(
        {
            "comparison": "control",
            "control": "old",
            "success": rule,
            "planned_size": size,
            "shares": dict.fromkeys(("old", *arms), share),
            "metric": [
                {"name": "a", "bar": 0.0, "target": 0.05},
                {"name": "b", "bar": 0.0, "target": 0.05},
                {"name": "g", "role": "guardrail", "margin": 0.01},
            ],
        }
    )


def _result(name: str, finding: Finding, arm: str = "new", shift: float = 0.0) -> MetricResult:
    guardrail = name == "g"
    lower, upper = _LIMITS[finding]
    return MetricResult(
        name=name,
        arm=arm,
        role=Role.guardrail if guardrail else Role.success,
        kind=Kind.proportion,
        direction=Direction.increase,
        scale=Scale.difference,
        estimate=(lower + upper) / 2 + shift,
        lower=lower + shift,
        upper=upper + shift,
        bar=-0.01 if guardrail else 0.0,
        target=0.0 if guardrail else 0.05,
        p_bar=0.01,
        p_target=0.5,
        ci95=(lower, upper),
        alpha=0.05,
        beta=0.2,
        n={"old": 500, arm: 500},
        observed={"old": "50 of 500 (10%)", arm: "60 of 500 (12%)"},
        method="score",
        finding=finding,
    )


def _decided(
    *results: MetricResult,
    rule: str = "all",
    units: int = 1000,
    size: int | None = 1000,
    health: tuple[HealthCheck, ...] = (),
    looked: bool = True,
    final: bool = True,
    arms: tuple[str, ...] = ("new",),
) -> tuple[Outcome, str]:
    progress = Progress(units=units, planned=size)
    reading = Reading(_plan(rule, size, arms), progress, results, health, looked, final)
    found = decide(reading, "test")
    assert found.reason
    assert found.next_step
    assert found.not_said
    return found.verdict, found.best_arm


def _expected(rule: str, a: Finding, b: Finding, g: Finding) -> Outcome:
    """The table of the contract, read row by row."""
    enough, hopeless = (any, all) if rule == "any" else (all, any)
    if Finding.harmed in (a, b, g):
        return Outcome.stop
    if enough(finding.beats_the_bar for finding in (a, b)) and g is Finding.safe:
        return Outcome.invest
    if hopeless(finding.misses_the_target for finding in (a, b)):
        return Outcome.stop
    return Outcome.inconclusive


@pytest.mark.parametrize("rule", ["any", "all"])
def test_every_combination_of_findings_has_the_verdict_of_the_table(rule: str) -> None:
    for a, b, g in product(_SUCCESS, _SUCCESS, _GUARDRAIL):
        results = (_result("a", a), _result("b", b), _result("g", g))
        assert _decided(*results, rule=rule)[0] is _expected(rule, a, b, g), (rule, a, b, g)


def test_harm_stops_even_where_everything_else_clears() -> None:
    results = (_result("a", Finding.clears), _result("b", Finding.clears), _result("g", Finding.harmed))
    assert _decided(*results)[0] is Outcome.stop


@pytest.mark.parametrize(
    ("status", "outcome"), [(Status.fail, Outcome.invalid), (Status.warn, Outcome.invest), (Status.ok, Outcome.invest)]
)
def test_only_a_failed_check_comes_before_the_evidence(status: Status, outcome: Outcome) -> None:
    results = (_result("a", Finding.clears), _result("b", Finding.clears), _result("g", Finding.safe))
    check = HealthCheck(check="sample ratio", status=status, value=0.0, limit=0.001, message="a split far off")
    assert _decided(*results, health=(check,))[0] is outcome


def test_a_failed_check_makes_even_an_unseen_test_invalid() -> None:
    """Better to know on the first day than at the planned size."""
    check = HealthCheck(check="sample ratio", status=Status.fail, value=0.0, limit=0.001, message="a split far off")
    assert _decided(_result("a", Finding.clears), health=(check,), looked=False, final=False)[0] is Outcome.invalid


def test_what_was_not_looked_at_is_kept_testing_whatever_the_results_hold() -> None:
    results = (_result("a", Finding.short), _result("b", Finding.short), _result("g", Finding.harmed))
    assert _decided(*results, looked=False, final=False, units=300)[0] is Outcome.keep_testing


@pytest.mark.parametrize(
    ("units", "size", "final", "outcome"),
    [
        (1000, 1000, False, Outcome.inconclusive),
        (1200, 1000, False, Outcome.inconclusive),
        (600, 1000, True, Outcome.inconclusive),
    ],
)
def test_undecided_at_the_end_of_the_plan_is_inconclusive(
    units: int, size: int | None, final: bool, outcome: Outcome
) -> None:
    results = (_result("a", Finding.undecided), _result("b", Finding.clears), _result("g", Finding.safe))
    assert _decided(*results, units=units, size=size, final=final)[0] is outcome


def _arm(name: str, finding: Finding, shift: float = 0.0) -> tuple[MetricResult, ...]:
    return (_result("a", finding, name, shift), _result("b", finding, name, shift), _result("g", Finding.safe, name))


def test_the_arm_with_the_best_lower_limit_is_named_not_the_first() -> None:
    results = (*_arm("blue", Finding.clears), *_arm("green", Finding.clears, shift=0.01))
    assert _decided(*results, arms=("blue", "green")) == (Outcome.invest, "green")


def test_an_arm_that_does_not_clear_is_never_named() -> None:
    results = (*_arm("blue", Finding.clears_but_short), *_arm("green", Finding.undecided, shift=0.2))
    assert _decided(*results, arms=("blue", "green")) == (Outcome.invest, "blue")


@pytest.mark.parametrize(
    ("blue", "green", "outcome"),
    [
        (Finding.short, Finding.short, Outcome.stop),
        (Finding.short, Finding.harmed, Outcome.stop),
        (Finding.short, Finding.undecided, Outcome.inconclusive),
        (Finding.harmed, Finding.clears, Outcome.invest),
    ],
)
def test_arms_stop_only_together_and_one_winner_is_enough(blue: Finding, green: Finding, outcome: Outcome) -> None:
    results = (*_arm("blue", blue), *_arm("green", green))
    assert _decided(*results, arms=("blue", "green"))[0] is outcome


def test_guardrails_bind_the_arm_they_belong_to() -> None:
    results = (
        _result("a", Finding.clears, "blue", 0.05),
        _result("b", Finding.clears, "blue", 0.05),
        _result("g", Finding.not_shown_safe, "blue"),
        *_arm("green", Finding.clears),
    )
    assert _decided(*results, arms=("blue", "green")) == (Outcome.invest, "green")
