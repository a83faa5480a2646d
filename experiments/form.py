"""In what form a metric's data are recorded: which sufficient statistic the judge needs of each arm."""

from __future__ import annotations

from enum import StrEnum

from experiments.metric import Comparison, Kind, Metric, Scale, Score


class Form(StrEnum):
    """What is recorded of an arm (of the pairs, where measurements are paired)."""

    counts = "counts"
    coded = "coded"
    moments = "moments"
    totals = "totals"
    adjusted = "adjusted"
    events = "events"
    levels = "levels"
    event_table = "event table"
    prices = "prices"
    pairs = "pairs"
    differences = "differences"
    steps = "steps"


_PLAIN = {
    Kind.proportion: Form.counts,
    Kind.mean: Form.moments,
    Kind.ratio: Form.totals,
    Kind.rate: Form.events,
    Kind.ordinal: Form.levels,
    Kind.time_to_event: Form.event_table,
    Kind.price: Form.prices,
    Kind.theme: Form.coded,
}
_PAIRED = {Kind.proportion: Form.pairs, Kind.mean: Form.differences, Kind.ordinal: Form.steps, Kind.theme: Form.pairs}
_CLUSTERED = {
    Kind.proportion: Form.totals,
    Kind.mean: Form.totals,
    Kind.ratio: Form.totals,
    Kind.rate: Form.totals,
}


def form_of(metric: Metric, comparison: Comparison, *, clustered: bool = False) -> Form:
    """Return the form of a metric's data.

    Raises
    ------
    ValueError
        Where no method is offered for this kind of metric in this comparison, saying what to use instead.
    """
    if comparison is Comparison.paired:
        return _paired(metric, clustered)
    if metric.kind is Kind.price and comparison is not Comparison.benchmark:
        raise _not_offered(metric, 'a price question has one group; use comparison = "benchmark"')
    if metric.kind is Kind.ordinal and metric.scale is Scale.relative:
        raise _not_offered(metric, 'ordered answers have no relative lift; use scale = "difference"')
    if metric.covariates:
        return _adjusted(metric, comparison, clustered)
    if clustered:
        return _clustered(metric)
    return _PLAIN[metric.kind]


def _paired(metric: Metric, clustered: bool) -> Form:
    if metric.kind not in _PAIRED:
        kinds = ", ".join(kind.value for kind in _PAIRED)
        raise _not_offered(metric, f"pairs are judged for {kinds}; other kinds need a control arm")
    if metric.scale is Scale.relative:
        raise _not_offered(metric, 'pairs are judged by their difference; use scale = "difference"')
    if metric.kind is Kind.ordinal and metric.score is not Score.usual:
        raise _not_offered(metric, "paired answers are judged by their shift in levels; leave score out")
    if clustered or metric.covariates:
        raise _not_offered(metric, "a pair is its own cluster and its own covariate; leave those out")
    return _PAIRED[metric.kind]


def _adjusted(metric: Metric, comparison: Comparison, clustered: bool) -> Form:
    if comparison is not Comparison.control:
        raise _not_offered(metric, "covariates adjust a comparison of arms; a benchmark has one group")
    if clustered:
        raise _not_offered(metric, "covariates of clusters cannot be used yet; leave out covariates or cluster")
    return Form.adjusted


def _clustered(metric: Metric) -> Form:
    if metric.kind not in _CLUSTERED:
        kinds = ", ".join(kind.value for kind in _CLUSTERED)
        raise _not_offered(metric, f"with a cluster, {kinds} can be judged")
    if metric.between is not None:
        raise _not_offered(metric, "between is of single units, and with a cluster groups are judged; leave it out")
    return _CLUSTERED[metric.kind]


def _not_offered(metric: Metric, way_out: str) -> ValueError:
    return ValueError(f"metric {metric.name!r}: {way_out}")
