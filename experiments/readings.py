"""Each metric of each treatment arm, measured (or withheld) under a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from experiments.estimand import bar_of, harm_null, target_of
from experiments.inference import estimator
from experiments.monitoring import Monitor, Question, Sight
from experiments.observed import in_words
from experiments.plan import Comparison, Metric, Plan, Role
from experiments.pooling import Data
from experiments.statistic import Counts, Moments
from experiments.verdict import Beside, Finding, MetricResult

_REPORTED = 0.025


def treatments(plan: Plan, data: Data) -> tuple[str, ...]:
    """Return the arms that are held against something."""
    if plan.comparison is Comparison.control:
        return tuple(arm for arm in data.arms if arm != plan.control)
    return tuple(data.arms)


def judged(plan: Plan) -> tuple[Metric, ...]:
    """Return the metrics that enter the decision; quality metrics are a matter of health."""
    return tuple(metric for metric in plan.metrics if metric.role is not Role.quality)


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
    return plan.alpha / max(1, arms) / len(judged(plan))


@dataclass(frozen=True)
class History:
    """All data at each look so far, the latest last, and the units over all arms that are planned."""

    looks: tuple[Data, ...]
    planned: int | None
    final: bool
    seen: dict[tuple[str, str], tuple[Sight, ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def latest(self) -> Data:
        """Return the data as they stand."""
        return self.looks[-1]

    def until(self, look: int) -> History:
        """Return the history as it was at an earlier look, counting from 1."""
        return History(self.looks[:look], self.planned, self.final and look == len(self.looks), self.seen)


def measured(plan: Plan, history: History, watch: Monitor, *, views: bool = True) -> Iterator[MetricResult]:
    """Yield the result of every metric that has units in the arms it needs; with ``views``, what stands beside it."""
    data = history.latest
    arms = treatments(plan, data)
    for arm in arms:
        for metric in judged(plan):
            blank = _blank(plan, data, metric, arm, len(arms))
            seen = _sights(plan, metric, arm, history)
            if not seen or seen[-1].units < data.units:
                yield blank.model_copy(update={"finding": Finding.no_data})
                continue
            harm = _Harm(harm_null(metric, plan.comparison), harm_level(plan, len(arms)))
            yield _filled(blank, seen, harm, watch, _views(plan, metric, seen[-1], data) if views else {})


def _views(plan: Plan, metric: Metric, latest: Sight, data: Data) -> dict[str, Any]:
    """Return what is read beside a result; the 95% interval of an exact test takes as long as all the rest."""
    found = latest.estimator
    return {"ci95": (found.lower(_REPORTED), found.upper(_REPORTED)), "beside": _told(plan, metric, latest, data)}


def _told(plan: Plan, metric: Metric, latest: Sight, data: Data) -> tuple[Beside, ...]:
    """Return what stands beside a result; of plain counts and means there is nothing more to say."""
    treatment, lost = latest.treatment, metric.name in data.tails_lost
    if isinstance(treatment, Counts) or (isinstance(treatment, Moments) and treatment.tail is None and not lost):
        return ()
    from experiments.beside import beside

    return beside(plan, metric, treatment, latest.control, tail_lost=lost)


def success_seen(plan: Plan, history: History, result: MetricResult) -> tuple[tuple[Sight, ...], Question] | None:
    """Return every look at the metric of a result, with its question; None where it has none."""
    metric = next(metric for metric in plan.metrics if metric.name == result.name)
    seen = _sights(plan, metric, result.arm, history)
    if not seen or result.bar is None:
        return None
    return seen, Question(result.direction, result.bar, result.target, result.alpha, result.beta)


def _sights(plan: Plan, metric: Metric, arm: str, history: History) -> tuple[Sight, ...]:
    """Return one metric of one arm at each look where its arms have units; each is made once."""
    key = (metric.name, arm)
    if key not in history.seen:
        history.seen[key] = tuple(_made(plan, metric, arm, history))
    units = history.latest.units
    return tuple(sight for sight in history.seen[key] if sight.units <= units)


def _made(plan: Plan, metric: Metric, arm: str, history: History) -> Iterator[Sight]:
    planned = history.planned or history.latest.units or 1
    for data in history.looks:
        treatment = data.with_units(arm, metric.name)
        control = data.with_units(plan.control, metric.name) if plan.comparison is Comparison.control else None
        if treatment is None or (plan.comparison is Comparison.control and control is None):
            continue
        found = estimator(plan, metric, treatment, control)
        yield Sight(found, treatment, control, data.units, data.units / planned, metric, plan.form(metric))


def withheld(plan: Plan, data: Data) -> Iterator[MetricResult]:
    """Yield every metric with its question and its units, but none of its numbers."""
    arms = treatments(plan, data)
    for arm in arms:
        for metric in judged(plan):
            blank = _blank(plan, data, metric, arm, len(arms))
            yield blank.model_copy(update={"observed": {}, "finding": Finding.not_looked_at})


def _target(plan: Plan, metric: Metric) -> float:
    if metric.role is Role.deterioration:
        return harm_null(metric, plan.comparison)
    return target_of(metric, plan.comparison)


def _blank(plan: Plan, data: Data, metric: Metric, arm: str, arms: int) -> MetricResult:
    shown = [plan.control, arm] if plan.comparison is Comparison.control else [arm]
    statistics = {name: data.statistic(name, metric.name) for name in shown}
    alpha, beta = levels(plan, metric, arms)
    return MetricResult(
        name=metric.name,
        arm=arm,
        role=metric.role,
        kind=metric.kind,
        direction=metric.direction,
        scale=metric.scale,
        bar=bar_of(metric, plan.comparison),
        target=_target(plan, metric),
        alpha=alpha,
        beta=harm_level(plan, arms) if metric.role is Role.deterioration else beta,
        n={name: found.n if found else 0 for name, found in statistics.items()},
        observed={
            name: in_words(found, metric, plan.comparison) for name, found in statistics.items() if found and found.n
        },
        method="",
        unit=metric.unit,
        score=metric.score,
        horizon=metric.horizon,
    )


@dataclass(frozen=True)
class _Harm:
    """The value a metric must not be shown to undercut, and the level of that test."""

    null: float
    level: float


def _filled(
    blank: MetricResult, seen: tuple[Sight, ...], harm: _Harm, watch: Monitor, views: dict[str, Any]
) -> MetricResult:
    found = seen[-1].estimator
    bar = blank.bar if blank.bar is not None else harm.null
    bounds = watch.bounds(seen, Question(blank.direction, bar, blank.target, blank.alpha, blank.beta))
    watched = blank.role is not Role.success or len(blank.n) > 1
    harmed = watched and watch.shows_below(seen, harm.null, blank.direction, harm.level)
    return blank.model_copy(
        update={
            "estimate": found.estimate,
            "lower": bounds.lower,
            "upper": bounds.upper,
            "p_bar": bounds.p_bar,
            "p_target": bounds.p_target,
            "alpha_spent": bounds.alpha_spent,
            "beta_spent": bounds.beta_spent,
            "e_bar": bounds.e_bar,
            "method": bounds.method or found.method,
            "finding": _finding(blank, bounds.lower, bounds.upper, harmed=harmed),
            **views,
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
