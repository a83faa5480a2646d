"""The part of the page on monitors."""

from __future__ import annotations

from collections.abc import Iterator

from calibration.chances import ALPHA, BETA, Chance
from calibration.monitor_figures import Figures, Known, MonitorCell, MonitorTable
from calibration.monitor_rivals import ASYMPTOTIC, MSPRT
from calibration.monitor_sizes import OURS, PLACES
from calibration.monitor_tables import SIZES, all_monitors

_OPENING = """## Looking while data come in

Below, tests are looked at again and again and somebody acts at the first look that lets them. **Invest at the bar** is
the chance that *some* look clears the bar when θ lies on it, **stop at the target** that some look falls short of the
target when θ lies on that; neither is helped by the other's stopping. Promised are 5% and 20%. The monitors are the
product's own.
"""
_RIVALS = (MSPRT, ASYMPTOTIC)
_SAME = 1.01


def section(known: Known) -> str:
    """Return all tables on monitors in Markdown."""
    parts = [_OPENING]
    for table in all_monitors():
        rows = _sizes(table, known) if table.title == SIZES else _rows(table, known)
        parts += [f"### {table.title}\n", f"{table.about}\n", "\n".join(rows) + "\n"]
        if table.title == SIZES:
            parts.append("\n".join(_against_rivals(table, known)) + "\n")
    return "\n".join(parts)


def _rows(table: MonitorTable, known: Known) -> Iterator[str]:
    noted = any(found.note for cell in table.cells for found in known.of(table, cell).values())
    yield "| data | looks | invest at the bar | stop at the target |" + (" checked |" if noted else "")
    yield "|---|---|---:|---:|" + ("---|" if noted else "")
    for cell in table.cells:
        found = known.of(table, cell)
        for looks in cell.looks:
            one = found.get(looks, Figures())
            line = f"| {cell.data} | {looks} | {_shown(one.invest, ALPHA)} | {_shown(one.stop, BETA)} |"
            yield line + (f" {one.note} |" if noted else "")


def _shown(chance: Chance | None, level: float) -> str:
    if chance is None:
        return "–"
    value, behind = f"{chance.value:.2%}", f"±{100 * chance.error:.2f}" if chance.error else "exact"
    return f"**{value}** {behind} ×{chance.value / level:.2f}" if chance.exceeds(level) else f"{value} {behind}"


def _sizes(table: MonitorTable, known: Known) -> Iterator[str]:
    yield "| data | way | at most | finds the target | bar | ¼ | ½ | ¾ | target | invest at bar | stop at target | |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"
    for cell in table.cells:
        for way, one in known.of(table, cell).items():
            sizes = " | ".join(f"{one.sizes[place]:.0f}" for place in PLACES)
            errors = f"{_shown(one.invest, ALPHA)} | {_shown(one.stop, BETA)}"
            start = f"| {cell.data} | {way} | {one.sizes['most']:.0f} | {one.sizes['power']:.0%}"
            yield f"{start} | {sizes} | {errors} | {one.note} |"


def _against_rivals(table: MonitorTable, known: Known) -> Iterator[str]:
    """Yield in one sentence per comparison whether ours needs more than the best of the others that are valid there."""
    yield "**Anytime against the best valid one of the two:**\n"
    for cell in table.cells:
        found = known.of(table, cell)
        if OURS in found:
            yield f"- {cell.data}: {_compared(cell, found)}."


def _compared(cell: MonitorCell, found: dict[str, Figures]) -> str:
    valid = [found[name] for name in _RIVALS if name in cell.looks and not found[name].outside]
    if not valid:
        return "neither is valid here"
    ratios = {place: found[OURS].sizes[place] / min(one.sizes[place] for one in valid) for place in PLACES}
    words = "; ".join(f"{place} {_percent(ratio)}" for place, ratio in ratios.items())
    more = [place for place, ratio in ratios.items() if ratio > _SAME]
    longest = found[OURS].sizes["most"] / min(one.sizes["most"] for one in valid)
    tail = f", and its longest test is {_percent(longest)}" if longest > _SAME else ""
    verdict = f"**needs more** at {', '.join(more)}" if more else "needs no more on average"
    return f"{verdict} ({words}){tail}"


def _percent(ratio: float) -> str:
    return "the same" if abs(ratio - 1) < 0.005 else f"{ratio - 1:+.0%}".replace("-", "−")
