"""What a plan left open for its size, filled in from the data of all arms together, which does not show the effect."""

from __future__ import annotations

from math import isnan, sqrt

from experiments.observation import Statistic
from experiments.plan import Kind, Metric, Plan
from experiments.pooling import Data
from experiments.statistic import (
    Categories,
    Coded,
    Counts,
    CrossMoments,
    Events,
    EventTable,
    Moments,
    Pairs,
    Tally,
)


def with_observed_spread(plan: Plan, data: Data) -> Plan:
    """Fill in baselines, spreads and exposures that the plan leaves open."""
    return plan.model_copy(update={"metrics": tuple(_completed(metric, plan, data) for metric in plan.metrics)})


def _completed(metric: Metric, plan: Plan, data: Data) -> Metric:
    total: Statistic | None = None
    for arm in data.arms:
        statistic = data.with_units(arm, metric.name)
        if statistic is not None:
            total = statistic if total is None else total.plus(statistic)  # type: ignore[arg-type]
    if total is None:
        return metric
    seen = {name: value for name, value in _seen(total, metric).items() if value is not None}
    changes = {name: value for name, value in seen.items() if getattr(metric, name) is None}
    if "loss" in seen and not metric.loss:
        changes["loss"] = seen["loss"]
    if plan.comparison.value == "benchmark":
        changes.pop("baseline", None)  # against a benchmark the baseline is a reference, not an expectation
    return metric.model_copy(update=changes) if changes else metric


def _seen(total: Statistic, metric: Metric) -> dict[str, float | None]:
    """Return what the data say of each assumption; a spread of nothing says nothing."""
    match total:
        case Counts() | Coded():
            return {"baseline": (total.successes + 0.5) / (total.trials + 1)}
        case Moments():
            return {"baseline": total.mean, "sd": total.sd or None}
        case CrossMoments():
            return _of_cross(total, metric)
        case Events():
            return {"baseline": (total.events + 0.5) / total.exposure, "exposure_per_unit": _per_unit(total)}
        case Categories():
            return _of_answers(total, metric)
        case EventTable():
            return _of_times(total, metric)
        case Pairs():
            return {"discordant": (total.gained + total.lost + 0.5) / (total.n + 1)}
        case Tally() if metric.kind is Kind.ordinal:
            moved = sum(count for value, count in zip(total.values, total.counts, strict=True) if value[0])
            return {"discordant": (moved + 0.5) / (total.n + 1)}
        case Tally():
            return {"sd": _spread(total)}


def _of_cross(total: CrossMoments, metric: Metric) -> dict[str, float | None]:
    if metric.covariates:
        from experiments.inference.adjusted import explained

        sd = sqrt(total.covariance[0][0])
        return {"baseline": total.means[0], "sd": sd or None, "correlation": min(0.999, sqrt(explained(total)))}
    from experiments.inference.ratio import ratio

    value, variance = ratio(total)
    return {} if isnan(value) else {"baseline": value, "sd": sqrt(variance * total.n) or None}


def _per_unit(total: Events) -> float | None:
    return total.exposure / total.units.n if total.units is not None and total.units.n else None


def _of_answers(total: Categories, metric: Metric) -> dict[str, float | None]:
    from experiments.inference.ordinal import net_promoter, top_box

    if metric.score.value == "nps":
        moments = net_promoter(total)
        return {"baseline": moments.mean, "sd": moments.sd or None}
    counts = top_box(total, metric.top)
    return {"baseline": (counts.successes + 0.5) / (counts.trials + 1)}


def _of_times(total: EventTable, metric: Metric) -> dict[str, float | None]:
    from experiments.inference.survival import kaplan_meier

    horizon = metric.horizon or 0.0
    share = kaplan_meier(total, horizon).share
    lost = sum(n for time, n in zip(total.times, total.censored, strict=True) if time < horizon)
    return {"baseline": min(max(share, 0.5 / total.n), 1 - 0.5 / total.n), "loss": min(0.99, lost / total.n)}


def _spread(total: Tally) -> float | None:
    """Return the standard deviation of the middle of each answer (the difference itself, of pairs)."""
    middles = [sum(value) / len(value) for value in total.values]
    n = total.n
    if n < 2:
        return None
    mean = sum(c * m for c, m in zip(total.counts, middles, strict=True)) / n
    squares = sum(c * (m - mean) ** 2 for c, m in zip(total.counts, middles, strict=True))
    return sqrt(squares / (n - 1)) or None
