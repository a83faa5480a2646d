"""What the fields of a metric have to be for its role, its kind and what it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from experiments.estimand import Writing, ends_of_theta, scoring, writing_of
from experiments.metric import Comparison, Direction, Kind, Metric, Role, Scale, Score

_OWN_FIELDS: dict[str, tuple[Kind, ...]] = {
    "numerator": (Kind.ratio,),
    "denominator": (Kind.ratio,),
    "exposure": (Kind.rate,),
    "exposure_per_unit": (Kind.rate,),
    "levels": (Kind.ordinal,),
    "score": (Kind.ordinal,),
    "top": (Kind.ordinal,),
    "time": (Kind.time_to_event,),
    "event": (Kind.time_to_event,),
    "horizon": (Kind.time_to_event,),
    "loss": (Kind.time_to_event,),
    "covariates": (Kind.mean,),
    "correlation": (Kind.mean,),
    "between": (Kind.mean,),
    "second_coder": (Kind.theme,),
    "prices": (Kind.price,),
    "discordant": (Kind.proportion, Kind.theme, Kind.ordinal),
}
"""Fields that mean something for some kinds only."""

_SHARES = (Kind.proportion, Kind.theme, Kind.time_to_event)


def check_role(metric: Metric) -> None:
    """Raise ValueError where bar, target, margin or baseline do not fit the metric's role."""
    if metric.role is Role.success:
        _check_bar_and_target(metric)
    elif metric.bar is not None or metric.target is not None:
        raise ValueError(f"metric {metric.name!r} is a {metric.role}: bar and target belong to a success metric")
    if metric.role is Role.guardrail and metric.margin is None:
        raise ValueError(f"metric {metric.name!r} is a guardrail: give the margin, the loss you could still accept")
    if metric.role is not Role.guardrail and metric.margin is not None:
        raise ValueError(f"metric {metric.name!r} is a {metric.role}: a margin belongs to a guardrail")


def _check_bar_and_target(metric: Metric) -> None:
    if metric.bar is None or metric.target is None:
        missing = "bar" if metric.bar is None else "target"
        raise ValueError(
            f"metric {metric.name!r} has no {missing}: the bar is the least that would justify more investment,"
            " the target what you expect if you are right"
        )
    if (metric.target - metric.bar) * metric.direction.sign <= 0:
        side = "above" if metric.direction is Direction.increase else "below"
        raise ValueError(f"metric {metric.name!r}: target {metric.target:g} must lie {side} the bar {metric.bar:g}")


@cache
def _left_out(model: type[Metric], field: str) -> object:
    """Return what a field is where nothing was given."""
    return model.model_fields[field].default


def check_kind(metric: Metric) -> None:
    """Raise ValueError where a field is missing that the metric's kind needs, or one is given that it cannot use."""
    for field in metric.model_fields_set:
        kinds = _OWN_FIELDS.get(field)
        if kinds and metric.kind not in kinds and getattr(metric, field) != _left_out(type(metric), field):
            named = " or ".join(f'kind = "{kind}"' for kind in kinds)
            raise ValueError(
                f"metric {metric.name!r} is a {in_words(metric.kind)}: {field} belongs to {named}; remove one of them"
            )
    if metric.kind is Kind.ordinal:
        _check_levels(metric)
    if metric.kind is Kind.time_to_event and metric.horizon is None:
        raise ValueError(
            f"metric {metric.name!r} is a time to event: give its horizon, the time at which the share without the"
            " event is judged, such as 30"
        )
    if metric.kind is Kind.rate:
        _check_rate(metric)
    if metric.discordant is not None and metric.target is not None and metric.discordant < abs(metric.target):
        raise ValueError(
            f"metric {metric.name!r}: {metric.discordant:g} of the pairs cannot change by {metric.target:g} on balance;"
            " discordant is at least the target"
        )
    if metric.prices and len(metric.prices) != 4:
        raise ValueError(
            f"metric {metric.name!r}: prices names {len(metric.prices)} columns; name four: too cheap, cheap,"
            " expensive, too expensive"
        )
    if metric.kind in _SHARES and metric.baseline is not None and not 0 <= metric.baseline <= 1:
        raise ValueError(f"metric {metric.name!r}: baseline {metric.baseline:g} is not a share; write 5% as 0.05")


def _check_rate(metric: Metric) -> None:
    if metric.baseline is not None and metric.baseline < 0:
        raise ValueError(f"metric {metric.name!r}: baseline {metric.baseline:g} is no rate; none is below 0")


def _in_order(levels: Sequence[str]) -> bool:
    """Say whether levels rise or fall; of words nobody but the team knows."""
    try:
        numbers = [float(level) for level in levels]
    except ValueError:
        return True
    return numbers in (sorted(numbers), sorted(numbers, reverse=True))


def _check_levels(metric: Metric) -> None:
    if metric.score is Score.nps:
        if metric.levels:
            raise ValueError(f"metric {metric.name!r}: NPS answers are 0 to 10; leave levels out")
        return
    if len(metric.levels) < 2:
        raise ValueError(
            f"metric {metric.name!r} is ordinal: give its levels, worst first, such as levels = [1, 2, 3, 4, 5]"
        )
    if len(set(metric.levels)) < len(metric.levels):
        raise ValueError(f"metric {metric.name!r}: a level is named twice in {', '.join(metric.levels)}")
    if not _in_order(metric.levels):
        raise ValueError(
            f"metric {metric.name!r}: the levels {', '.join(metric.levels)} are numbers out of order; list them from"
            " worst to best"
        )
    if metric.top >= len(metric.levels):
        raise ValueError(
            f"metric {metric.name!r}: top {metric.top} of {len(metric.levels)} levels would count every answer;"
            " name fewer"
        )


def check_range(metric: Metric, comparison: Comparison) -> None:
    """Refuse bars, targets and margins outside what the estimand can be."""
    writing = writing_of(metric, comparison)
    for name, value in (("bar", metric.bar), ("target", metric.target)):
        if value is None:
            continue
        if metric.scale is Scale.relative:
            if value <= -1:
                raise ValueError(f"metric {metric.name!r}: {name} {value:g} is no relative lift; −100% is the least")
        elif metric.kind is Kind.rate and writing is Writing.amount and value < 0:
            raise ValueError(f"metric {metric.name!r}: {name} {value:g} is no rate; none is below 0")
        elif writing is Writing.share and not 0 <= value <= 1:
            raise ValueError(f"metric {metric.name!r}: {name} {value:g} is not a share; write 8% as 0.08")
        elif writing is Writing.points and not -1 < value < 1 and scoring(metric, comparison) is not Score.nps:
            raise ValueError(
                f"metric {metric.name!r}: {name} {value:g} is not a difference of shares; write 1 point as 0.01"
            )
        elif scoring(metric, comparison) is Score.nps and not -2 < value < 2:
            raise ValueError(f"metric {metric.name!r}: {name} {value:g} is no promoter score; write 20 as 0.20")
    if metric.between is not None:
        _check_ends(metric, metric.between, comparison)
    if comparison is Comparison.control and metric.baseline is not None and metric.kind in _SHARES:
        _check_against_baseline(metric, metric.baseline)


def _check_ends(metric: Metric, ends: tuple[float, float], comparison: Comparison) -> None:
    """Refuse ends of values where nothing rests on them, and numbers that no such value can have on average."""
    if comparison is Comparison.control:
        raise ValueError(
            f"metric {metric.name!r}: between serves a mean of one group or of pairs; leave it out beside a control arm"
        )
    least, greatest = ends_of_theta(ends, comparison)
    for name, value in (("bar", metric.bar), ("target", metric.target), ("baseline", metric.baseline)):
        if value is not None and not least <= value <= greatest:
            raise ValueError(
                f"metric {metric.name!r}: {name} {value:g} lies outside {least:g} to {greatest:g}, where values between"
                f" {ends[0]:g} and {ends[1]:g} put it"
            )
    if metric.sd is not None and metric.sd > (greatest - least) / 2:
        raise ValueError(
            f"metric {metric.name!r}: sd {metric.sd:g} is too much; values from {least:g} to {greatest:g} spread by"
            f" {(greatest - least) / 2:g} at most"
        )


def _check_against_baseline(metric: Metric, baseline: float) -> None:
    """Refuse a bar, target or margin that would take the baseline rate below 0% or above 100%."""
    margin = None if metric.margin is None else -metric.direction.sign * metric.margin
    for name, value in (("bar", metric.bar), ("target", metric.target), ("margin", margin)):
        if value is None:
            continue
        rate = baseline * (1 + value) if metric.scale is Scale.relative else baseline + value
        if not 0 <= rate <= 1:
            raise ValueError(
                f"metric {metric.name!r}: {name} {abs(value):g} on a baseline of {baseline:g} would be a rate of"
                f" {rate:g}; a rate lies between 0 and 1"
            )


def in_words(kind: Kind) -> str:
    """Return a kind as a reader would say it."""
    return {Kind.time_to_event: "time to event", Kind.ordinal: "metric of ordered answers"}.get(kind, kind.value)
