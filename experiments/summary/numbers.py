"""The numbers of a verdict as texts: one row per metric and arm, shared by every format."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from experiments.plan import Comparison, Direction, Plan, Role
from experiments.verdict import MetricResult, Verdict
from experiments.words import count, effect, p_value, percent, rounded

ROLES = {
    Role.success: "success",
    Role.guardrail: "guardrail",
    Role.deterioration: "must not get worse",
    Role.quality: "must not differ",
}

NONE = "–"
ONE_LOOK = "of one look, not of many"
_LARGE = 1e6
_FEWEST, _MOST = 3, 15
"""Significant digits of an amount: as a rule, and where it takes more to tell it from its neighbour."""


def withheld(result: MetricResult) -> bool:
    """Say whether the plan does not let this metric's numbers be seen yet."""
    return result.estimate is None and result.lower is None and result.upper is None


def unseen(result: MetricResult) -> str:
    """Say why a metric has no numbers to show; empty where it has."""
    if not withheld(result):
        return ""
    return "no data" if result.finding == "no data" else "not shown yet"


def comparison_of(result: MetricResult, plan: Plan | None) -> Comparison:
    """Return what a result is held against, as far as it can be known without a plan."""
    if plan is not None:
        return plan.comparison
    return Comparison.control if len(result.n) > 1 else Comparison.benchmark


def value(amount: float | None, result: MetricResult, plan: Plan | None) -> str:
    """Return an amount on a metric's own scale, with as many digits as it takes to tell it from bar and target."""
    if amount is None or math.isnan(amount):
        return NONE
    if math.isinf(amount):
        return "no upper limit" if amount > 0 else "no lower limit"
    return value_beside(amount, result, comparison_of(result, plan))


def value_beside(amount: float, result: MetricResult, comparison: Comparison) -> str:
    """Return an amount with as many digits as it takes to tell it from all it is read beside.

    Estimate and limits are told from bar and target, and these from estimate and limits: whichever is rounded alone
    would read as reached.
    """

    def words(number: float, digits: int) -> str:
        return effect(number, result, comparison, digits)

    held_against = (result.bar, result.target)
    found = (result.estimate, result.lower, result.upper)
    beside = [other for other in (found if amount in held_against else held_against) if other is not None]
    digits = _FEWEST
    while digits < _MOST and any(words(amount, digits) == words(other, digits) for other in beside if other != amount):
        digits += 1
    return words(amount, digits)


def interval(limits: tuple[float | None, float | None] | None, result: MetricResult, plan: Plan | None) -> str:
    """Return two limits as text, the unit once: ``−1.25 to −0.6 points``."""
    if limits is None or limits[0] is None or limits[1] is None:
        return NONE
    low, high = (value(limit, result, plan) for limit in limits)
    if not (math.isfinite(limits[0]) and math.isfinite(limits[1])):
        known = [
            text for text, limit in ((f"from {low}", limits[0]), (f"up to {high}", limits[1])) if math.isfinite(limit)
        ]
        return ", ".join([*known, "without limit on the other side"]) if known else "no limits"
    figure, _, unit = low.partition(" ")
    return f"{figure if high.endswith(f' {unit}') else low} to {high}"


def ci95(result: MetricResult, plan: Plan | None) -> str:
    """Return the 95% interval, and that it is of one look where the plan allows many."""
    limits = interval(result.ci95, result, plan)
    return f"{limits} ({ONE_LOOK})" if result.ci95 is not None and result.of_many_looks else limits


def after_stopping(result: MetricResult, plan: Plan | None) -> str:
    """Say what a test of several looks says of a metric once it is over, corrected for the looks; empty where none."""
    found = result.after_stopping
    if found is None:
        return ""
    limits = interval((found.lower, found.upper), result, plan)
    estimate = value(found.estimate, result, plan)
    return f"Corrected for the looks: {estimate}, 95% interval {limits}, p {p_value(found.p)}."


class Limits(NamedTuple):
    """The decision interval seen by what is good: its limit towards worse and towards better, more being better."""

    worse: float
    better: float


def oriented(result: MetricResult) -> Limits | None:
    """Return the decision interval turned so that more is better, or None where there is none."""
    if result.lower is None or result.upper is None:
        return None
    ends = sorted(result.direction.sign * limit for limit in (result.lower, result.upper))
    return Limits(*ends)


_MEANINGS = {
    "clears the bar": "It clears the bar, chance allowed for.",
    "clears the bar, short of the target": "It clears the bar, chance allowed for, and stays short of the target.",
    "short of the target": "It stays short of the target, chance allowed for.",
    "undecided": "It can neither be shown to clear the bar nor to miss the target.",
    "harmed": "It is shown to have got worse.",
    "safe": "It stays within the loss we could accept, chance allowed for.",
    "not shown safe": "It is not shown to stay within the loss we could accept.",
    "no harm shown": "It is not shown to have got worse, which is no proof that it is safe.",
}


def meaning(result: MetricResult) -> str:
    """Say in everyday words what one metric shows; where the judge named no finding, the interval itself says it."""
    finding = result.finding or _by_interval(result)
    if finding == "harmed" and result.role is Role.guardrail and _clears(result):
        return "It is shown to have got worse, though by less than we could accept."
    if finding == "no harm shown" and _gained(result):
        return "It did not get worse: it got better, chance allowed for."
    return _MEANINGS.get(finding, finding)


def _by_interval(result: MetricResult) -> str:
    if oriented(result) is None or result.bar is None:
        return ""
    misses = _misses(result)
    if result.role is not Role.success:
        return "safe" if _clears(result) else "not shown safe"
    if _clears(result):
        return "clears the bar, short of the target" if misses else "clears the bar"
    return "short of the target" if misses else "undecided"


def _clears(result: MetricResult) -> bool:
    limits = oriented(result)
    return limits is not None and result.bar is not None and limits.worse > result.direction.sign * result.bar


def _gained(result: MetricResult) -> bool:
    """Whether what must not get worse got better: its ``target`` is no change."""
    limits = oriented(result)
    return limits is not None and result.target is not None and limits.worse > result.direction.sign * result.target


def _misses(result: MetricResult) -> bool:
    limits = oriented(result)
    return limits is not None and result.target is not None and limits.better < result.direction.sign * result.target


class Observed(NamedTuple):
    """What was seen in one arm."""

    arm: str
    text: str
    units: str


class NumberRow(NamedTuple):
    """One metric of one arm in the table of numbers."""

    metric: str
    arm: str
    role: str
    better: str
    observed: tuple[Observed, ...]
    estimate: str
    interval: str
    levels: str
    bar: str
    target: str
    p: tuple[str, ...]
    ci95: str
    method: str
    unseen: str


def rows(results: Iterable[MetricResult], plan: Plan | None) -> tuple[NumberRow, ...]:
    """Return the table of numbers, a row per metric and arm; what the plan withholds stays out of it."""
    return tuple(_row(result, plan) for result in results)


def _levels(result: MetricResult) -> str:
    return f"error rates {percent(result.alpha)} and {percent(result.beta)}"


def _tests(result: MetricResult) -> tuple[str, ...]:
    """Return the p-values, each with what it holds the metric against; looks at any time have an e-value too."""
    named = {
        Role.success: ("bar", "target"),
        Role.guardrail: ("limit", "no loss"),
        Role.deterioration: ("no change", ""),
    }[result.role]
    found = zip(named, (result.p_bar, result.p_target), strict=True)
    p_values = [f"{name} {p_value(p)}" for name, p in found if name and p is not None]
    if result.e_bar is not None:
        p_values.insert(1, f"e-value {evidence(result.e_bar)}")
    return tuple(p_values)


def evidence(e_value: float) -> str:
    """Return an e-value: what a stake of 1 against "no better than the bar" would have grown to."""
    return f"{e_value:.1e}" if e_value >= _LARGE else rounded(e_value)


def shared_levels(verdict: Verdict) -> str:
    """Return the error rates of the decision intervals where all metrics share them, to be said once."""
    found = {_levels(result) for result in verdict.metrics if not withheld(result)}
    return found.pop() if len(found) == 1 else ""


def _row(result: MetricResult, plan: Plan | None) -> NumberRow:
    return NumberRow(
        metric=result.name,
        arm=result.arm if len(result.n) > 1 else "",
        role=ROLES[result.role],
        better="" if result.direction is Direction.increase else "less is better",
        observed=_observed(result),
        estimate=value(result.estimate, result, plan),
        interval=interval((result.lower, result.upper), result, plan),
        levels=_levels(result),
        bar=value(result.bar, result, plan),
        target=value(result.target, result, plan),
        p=() if withheld(result) else _tests(result),
        ci95=ci95(result, plan),
        method=result.method,
        unseen=unseen(result),
    )


def _observed(result: MetricResult) -> tuple[Observed, ...]:
    """Join each arm's figures with its units, saying a number of units once."""
    arms = dict.fromkeys([*result.n, *result.observed])
    found = []
    for arm in arms:
        text = "" if withheld(result) else result.observed.get(arm, "")
        units = result.n.get(arm)
        said = units is None or any(f"{word} {count(units)}" in text for word in ("of", "n"))
        found.append(Observed(arm, text, "" if said else f"n {count(units or 0)}"))
    return tuple(found)
