"""What each way of looking means for the team, in a sentence, and its numbers as short texts."""

from __future__ import annotations

from experiments.plan import Monitoring, Plan
from experiments.words import count, percent, rounded
from tui.ways_of_looking import Way, Ways

_MILLION = 1_000_000
_LEAST_P = 0.0001

AVERAGE = "bar, target: its mean size if that is true"


def when_looked_at(plan: Plan) -> str:
    """Return when results may be seen."""
    match plan.monitoring:
        case Monitoring.fixed:
            return "one, at the end"
        case Monitoring.anytime:
            return "at any time, after every recorded batch; it may stop at each"
        case _:
            return f"group-sequential, {looks_in_words(plan)}; it may stop at each"


def looks_in_words(plan: Plan) -> str:
    """Return how many looks are planned, or when."""
    match plan.looks:
        case None:
            return "5 planned"
        case int():
            return f"{plan.looks} planned"
        case str():
            return plan.looks
        case _:
            return f"{len(plan.looks)} planned, the last at {plan.looks[-1]}"


def meaning(way: Way, ways: Ways) -> str:
    """Say what choosing this way means for the team."""
    if way.size is None:
        return "No affordable size is enough for this way of looking."
    if way.monitoring is Monitoring.fixed:
        return "One look, at the end: nobody sees results before all units are in."
    more = _more(way, ways)
    if way.monitoring is Monitoring.group_sequential:
        looks = f"{len(ways.looks)} looks" if len(ways.looks) != 1 else "One look"
        assumed = " How many they are is a guess: say how many units come per day." if ways.uncounted else ""
        return f"{looks}, paid for in advance with {more} units at most; it may stop at any of them.{assumed}"
    return f"Look whenever you like, and stop when it is clear; where it stays unclear, it takes {more} units."


def _more(way: Way, ways: Ways) -> str:
    """Say how many more units a way may take than one look."""
    once = ways.way(Monitoring.fixed).size
    if not once or way.size is None:
        return f"{count(way.size or 0)}"
    extra = way.size / once - 1
    return f"{percent(extra, 2)} more" if extra > 0 else "no more"


def size_words(units: float | None) -> str:
    """Return a number of units, short enough for a narrow column."""
    if units is None:
        return "–"
    return f"{rounded(units / _MILLION)} M" if units >= _MILLION else count(round(units))


def p_words(p: float | None) -> str:
    """Return the p-value that ends a test at a look; a dash where no p-value does."""
    if p is None:
        return "–"
    return f"{p:.4f}" if p >= _LEAST_P else "<0.0001"
