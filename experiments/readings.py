"""Each metric of each treatment arm, measured (or withheld) under a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from experiments.inference import Estimator, estimator
from experiments.monitoring import Monitor, Question
from experiments.observation import Counts, Moments, Statistic
from experiments.plan import Comparison, Kind, Metric, Plan, Role
from experiments.pooling import Data
from experiments.verdict import Finding, MetricResult
from experiments.words import amount, count, percent

_REPORTED = 0.025


def treatments(plan: Plan, data: Data) -> tuple[str, ...]:
    """Return the arms that are held against something."""
    if plan.comparison is Comparison.control:
        return tuple(arm for arm in data.arms if arm != plan.control)
    return tuple(data.arms)


def levels(plan: Plan, metric: Metric, arms: int) -> tuple[float, float]:
    """Return the error rates of one metric of one arm (STATISTICS: roles after arXiv 2402.11609).

    α is split over treatment arms, and over success metrics where any of them suffices; β over success metrics where
    all of them must hold, since each could stop the test.
    """
    alpha, beta = plan.alpha / max(1, arms), plan.beta
    successes = len(plan.of_role(Role.success))
    if metric.role is Role.success and successes > 1:
        if plan.success == "any":
            alpha /= successes
        else:
            beta /= successes
    return alpha, beta


def harm_level(plan: Plan, arms: int) -> float:
    """Return the level of each test for harm: α split over arms and over all metrics watched for harm."""
    return plan.alpha / max(1, arms) / len(plan.metrics)


def measured(plan: Plan, data: Data, watch: Monitor) -> Iterator[MetricResult]:
    """Yield the result of every metric that has units in the arms it needs."""
    arms = treatments(plan, data)
    for arm in arms:
        for metric in plan.metrics:
            blank = _blank(plan, data, metric, arm, len(arms))
            treatment = data.with_units(arm, metric.name)
            control = data.with_units(plan.control, metric.name) if plan.comparison is Comparison.control else None
            if treatment is None or (plan.comparison is Comparison.control and control is None):
                yield blank.model_copy(update={"finding": Finding.no_data})
                continue
            found = estimator(metric, plan.comparison, treatment, control)
            yield _filled(blank, found, _Harm(harm_null(metric, plan.comparison), harm_level(plan, len(arms))), watch)


def withheld(plan: Plan, data: Data) -> Iterator[MetricResult]:
    """Yield every metric with its question and its units, but none of its numbers."""
    arms = treatments(plan, data)
    for arm in arms:
        for metric in plan.metrics:
            blank = _blank(plan, data, metric, arm, len(arms))
            yield blank.model_copy(update={"observed": {}, "finding": Finding.not_looked_at})


def harm_null(metric: Metric, comparison: Comparison) -> float:
    """Return the value that must not be undercut: no change, or for a success metric a bar that allows a loss."""
    if comparison is Comparison.benchmark:
        return metric.baseline or 0.0
    if metric.bar is not None and metric.bar * metric.direction.sign < 0:
        return metric.bar
    return 0.0


def _bar(plan: Plan, metric: Metric) -> float | None:
    """Return what the estimand must beat, on its own scale."""
    if metric.role is Role.guardrail and plan.comparison is Comparison.benchmark:
        return (metric.baseline or 0.0) + (metric.null or 0.0)
    return metric.null


def _target(plan: Plan, metric: Metric) -> float | None:
    if metric.role is Role.deterioration:
        return harm_null(metric, plan.comparison)
    if metric.role is Role.guardrail and plan.comparison is Comparison.benchmark:
        return metric.baseline
    return metric.expected


def _blank(plan: Plan, data: Data, metric: Metric, arm: str, arms: int) -> MetricResult:
    shown = [arm] if plan.comparison is Comparison.benchmark else [plan.control, arm]
    statistics = {name: data.statistic(name, metric.name) for name in shown}
    alpha, beta = levels(plan, metric, arms)
    return MetricResult(
        name=metric.name,
        arm=arm,
        role=metric.role,
        kind=metric.kind,
        direction=metric.direction,
        scale=metric.scale,
        bar=_bar(plan, metric),
        target=_target(plan, metric),
        alpha=alpha,
        beta=harm_level(plan, arms) if metric.role is Role.deterioration else beta,
        n={name: found.n if found else 0 for name, found in statistics.items()},
        observed={name: _in_words(found, metric) for name, found in statistics.items() if found and found.n},
        method="",
        unit=metric.unit,
    )


def _in_words(statistic: Statistic, metric: Metric) -> str:
    if isinstance(statistic, Counts):
        return f"{count(statistic.successes)} of {count(statistic.trials)} ({percent(statistic.rate)})"
    if isinstance(statistic, Moments):
        return f"{amount(statistic.mean, metric.unit)} (n {count(statistic.n)})"
    return f"n {count(statistic.n)}"


@dataclass(frozen=True)
class _Harm:
    """The value a metric must not be shown to undercut, and the level of that test."""

    null: float
    level: float


def _filled(blank: MetricResult, found: Estimator, harm: _Harm, watch: Monitor) -> MetricResult:
    bar = blank.bar if blank.bar is not None else harm.null
    bounds = watch.bounds(found, Question(blank.direction, bar, blank.target, blank.alpha, blank.beta))
    p_harm = found.p_below(harm.null) if blank.direction.sign > 0 else found.p_above(harm.null)
    watched = blank.role is not Role.success or len(blank.n) > 1
    return blank.model_copy(
        update={
            "estimate": found.estimate,
            "lower": bounds.lower,
            "upper": bounds.upper,
            "p_bar": bounds.p_bar,
            "p_target": bounds.p_target,
            "ci95": (found.lower(_REPORTED), found.upper(_REPORTED)),
            "method": found.method,
            "finding": _finding(blank, bounds.lower, bounds.upper, harmed=watched and p_harm <= harm.level),
        }
    )


def _finding(result: MetricResult, lower: float, upper: float, *, harmed: bool) -> Finding:
    """Name what one metric shows: what :mod:`experiments.decide` reasons with."""
    rising = result.direction.sign > 0
    clears = result.bar is not None and (lower > result.bar if rising else upper < result.bar)
    misses = result.target is not None and (upper < result.target if rising else lower > result.target)
    if harmed:
        return Finding.harmed
    if result.role is Role.deterioration:
        return Finding.no_harm_shown
    if result.role is Role.guardrail:
        return Finding.safe if clears else Finding.not_shown_safe
    if clears:
        return Finding.clears_but_short if misses else Finding.clears
    return Finding.short if misses else Finding.undecided


def with_observed_spread(plan: Plan, data: Data) -> Plan:
    """Fill in baselines and standard deviations that the plan leaves open, from all arms together."""
    return plan.model_copy(update={"metrics": tuple(_completed(metric, plan, data) for metric in plan.metrics)})


def _completed(metric: Metric, plan: Plan, data: Data) -> Metric:
    total: Statistic | None = None
    for arm in data.arms:
        statistic = data.with_units(arm, metric.name)
        if statistic is not None:
            total = statistic if total is None else total.plus(statistic)  # type: ignore[arg-type]
    changes: dict[str, float] = {}
    if isinstance(total, Counts) and metric.baseline is None and plan.comparison is Comparison.control:
        changes["baseline"] = (total.successes + 0.5) / (total.trials + 1)
    if isinstance(total, Moments):
        if metric.baseline is None and plan.comparison is Comparison.control:
            changes["baseline"] = total.mean
        if metric.sd is None and total.variance > 0:
            changes["sd"] = total.sd
    return metric.model_copy(update=changes) if changes and metric.kind in Kind else metric
