"""What was observed in one arm, in words: the form of the data decides what a reader is shown."""

from __future__ import annotations

from bisect import bisect_right

from experiments.estimand import scoring
from experiments.metric import Comparison, Kind, Score
from experiments.observation import Statistic
from experiments.plan import Metric
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
from experiments.words import amount, count, percent, rounded

_NAMED = 2
"""The best levels are named one by one up to so many, then by the first and the last."""


def in_words(statistic: Statistic, metric: Metric, comparison: Comparison) -> str:
    """Return the data of one arm in a few words, such as ``12 of 80 (15%)``."""
    match statistic:
        case Counts():
            return _share(statistic.successes, statistic.trials)
        case Coded():
            return _share(statistic.successes, statistic.trials)
        case Moments():
            return f"{amount(statistic.mean, metric.unit)} (n {count(statistic.n)})"
        case CrossMoments():
            return _cross(statistic, metric)
        case Events():
            rate = amount(statistic.rate, metric.unit)
            return f"{count(statistic.events)} in {rounded(statistic.exposure, 6)} ({rate} each)"
        case Categories():
            return _answers(statistic, metric, comparison)
        case EventTable():
            return _remaining(statistic, metric)
        case Pairs():
            return (
                f"{count(statistic.gained)} gained and {count(statistic.lost)} lost of {count(statistic.n)} pairs"
                f" ({count(statistic.both)} both times, {count(statistic.neither)} neither)"
            )
        case Tally() if comparison is Comparison.paired:
            return _moved(statistic)
        case Tally():
            return f"{count(statistic.n)} people"


def _moved(statistic: Tally) -> str:
    rows = list(zip(statistic.values, statistic.counts, strict=True))
    up = sum(number for value, number in rows if value[0] > 0)
    down = sum(number for value, number in rows if value[0] < 0)
    return f"{count(up)} moved up and {count(down)} down of {count(statistic.n)} pairs"


def _share(successes: int, trials: int) -> str:
    return f"{count(successes)} of {count(trials)} ({percent(successes / trials) if trials else 'none'})"


def _cross(statistic: CrossMoments, metric: Metric) -> str:
    first = statistic.means[0]
    if metric.covariates:
        return f"{amount(first, metric.unit)} before adjusting (n {count(statistic.n)})"
    value = first / statistic.means[1] if statistic.means[1] else float("nan")
    shown = percent(value) if metric.kind is Kind.proportion else amount(value, metric.unit)
    return f"{shown} (n {count(statistic.n)})"


def _answers(statistic: Categories, metric: Metric, comparison: Comparison) -> str:
    score = scoring(metric, comparison)
    if score is Score.nps:
        low, high = sum(statistic.counts[:7]), sum(statistic.counts[9:])
        net = (high - low) / statistic.n if statistic.n else 0.0
        return f"NPS {rounded(100 * net)} of {count(statistic.n)}"
    if score is Score.top_box:
        best = statistic.levels[-metric.top :]
        said = " or ".join(best) if len(best) <= _NAMED else f"{best[0]} to {best[-1]}"
        return f"{_share(sum(statistic.counts[-metric.top :]), statistic.n)} say {said}"
    answers = ", ".join(
        f"{level} × {count(number)}" for level, number in zip(statistic.levels, statistic.counts, strict=True)
    )
    return f"{answers} (n {count(statistic.n)})"


def _remaining(statistic: EventTable, metric: Metric) -> str:
    from experiments.inference.survival import kaplan_meier

    horizon = metric.horizon or 0.0
    share = kaplan_meier(statistic, horizon).share
    events = sum(statistic.events[: bisect_right(statistic.times, horizon)])
    return f"{percent(share)} without the event at {rounded(horizon)} ({count(events)} events, n {count(statistic.n)})"
