"""A batch as a small table: what was counted in each arm."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from math import sqrt

from rich.cells import cell_len
from textual.content import Content

from experiments.observation import ArmData, Counts, Moments, Statistic
from experiments.plan import Plan
from experiments.statistic import Categories, Coded, CrossMoments, Events, EventTable, Pairs, Tally
from experiments.words import count, rounded
from tui.text import clean, fitted, joined, shown

_WIDEST = 28


def arms_table(arms: Mapping[str, ArmData], plan: Plan, *, hidden: bool = False) -> Content:
    """Return arms down, metrics across; ``hidden`` outcomes are left out, and it is said that they are.

    A metric whose numbers are many (answers, tables) stands below, a line for each arm.
    """
    names = [] if hidden else [metric.name for metric in plan.metrics]
    cells = {name: {arm: _cell(data.statistics.get(name)) for arm, data in arms.items()} for name in names}
    across = [name for name in names if all(cell_len(cell) <= _WIDEST for cell in cells[name].values())]
    lines = _table(
        [["arm", "units", *across]]
        + [[arm, count(data.units), *(cells[name][arm] for name in across)] for arm, data in arms.items()]
    )
    for name in (name for name in names if name not in across):
        lines.append(shown(name, "$quiet"))
        lines += [joined((f"  {clean(arm)}: ", "$quiet"), cell) for arm, cell in cells[name].items()]
    if hidden:
        lines.append(
            shown("How they did stays hidden until the planned size: an early look would let chance decide.", "$quiet")
        )
    return Content("\n").join(lines)


def _table(cells: list[list[str]]) -> list[Content]:
    widths = [min(_WIDEST, max(cell_len(clean(row[place])) for row in cells)) for place in range(len(cells[0]))]
    lines = []
    for number, row in enumerate(cells):
        text = "  ".join(
            fitted(clean(cell), width, right=place > 0)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append(joined((text, "$quiet" if number == 0 else "")))
    return lines


def _cell(found: Statistic | None) -> str:
    match found:
        case None:
            return "–"
        case Counts():
            return f"{count(found.successes)} of {count(found.trials)}"
        case Coded():
            return f"{count(found.successes)} of {count(found.trials)}{_coders(found)}"
        case Moments():
            return f"{count(found.n)}: {rounded(found.mean, 5)} ± {rounded(found.sd, 4)}"
        case CrossMoments():
            return _variables(found)
        case Events():
            return f"{count(found.events)} in {rounded(found.exposure, 6)}"
        case Categories():
            return ", ".join(f"{level} × {count(n)}" for level, n in zip(found.levels, found.counts, strict=True))
        case EventTable():
            return f"{count(sum(found.events))} events, {count(sum(found.censored))} lost"
        case Pairs():
            changed = f"+{count(found.gained)}, −{count(found.lost)}"
            return f"both {count(found.both)}, {changed}, neither {count(found.neither)}"
        case Tally():
            return _people(found) if any(len(value) > 1 for value in found.values) else _steps(found)


def _coders(found: Coded) -> str:
    if not found.twice:
        return ""
    return (
        f"; of {count(found.twice)} coded twice both found it in {count(found.both)}, only the first in"
        f" {count(found.only_first)}, only the second in {count(found.only_second)}, neither in {count(found.neither)}"
    )


def _people(found: Tally) -> str:
    """Return what half of the people named at most, for each of the prices."""
    middles = []
    for at in range(len(found.values[0])):
        prices = sorted(zip((value[at] for value in found.values), found.counts, strict=True))
        seen = accumulate(number for _, number in prices)
        middles.append(next(price for (price, _), so_far in zip(prices, seen, strict=True) if 2 * so_far >= found.n))
    return f"{count(found.n)} people, medians {', '.join(rounded(price, 4) for price in middles)}"


def _steps(found: Tally) -> str:
    """Return how many pairs moved which way."""
    rows = list(zip((value[0] for value in found.values), found.counts, strict=True))
    up, down = (sum(number for step, number in rows if sign * step > 0) for sign in (1, -1))
    return f"{count(found.n)} pairs: {count(up)} up, {count(down)} down"


def _variables(found: CrossMoments) -> str:
    each = ", ".join(
        f"{name} {rounded(mean, 5)} ± {rounded(sqrt(found.covariance[place][place]), 4)}"
        for place, (name, mean) in enumerate(zip(found.names, found.means, strict=True))
    )
    return f"{count(found.n)}: {each}"
