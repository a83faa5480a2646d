"""A batch as a small table: what was counted in each arm."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual.content import Content

from experiments.observation import ArmData, Counts, Moments, Statistic
from experiments.plan import Plan
from experiments.words import count, rounded
from tui.text import clean, fitted, joined, shown

_WIDEST = 28


def arms_table(arms: Mapping[str, ArmData], plan: Plan, *, hidden: bool = False) -> Content:
    """Return arms down, metrics across; ``hidden`` outcomes are left out, and it is said that they are."""
    names = [] if hidden else [metric.name for metric in plan.metrics]
    cells = [["arm", "units", *names]]
    for arm, data in arms.items():
        cells.append([arm, count(data.units), *(_cell(data.statistics.get(name)) for name in names)])
    widths = [min(_WIDEST, max(cell_len(clean(row[place])) for row in cells)) for place in range(len(cells[0]))]
    lines = []
    for number, row in enumerate(cells):
        text = "  ".join(
            fitted(clean(cell), width, right=place > 0)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append(joined((text, "$quiet" if number == 0 else "")))
    if hidden:
        lines.append(
            shown("How they did stays hidden until the planned size: an early look would let chance decide.", "$quiet")
        )
    return Content("\n").join(lines)


def _cell(found: Statistic | None) -> str:
    if isinstance(found, Counts):
        return f"{count(found.successes)} of {count(found.trials)}"
    if isinstance(found, Moments):
        return f"{count(found.n)}: {rounded(found.mean, 5)} ± {rounded(found.sd, 4)}"
    return "–"
