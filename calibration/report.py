"""The page: a summary, then one table per estimator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calibration.cells import Table
from calibration.chances import ALPHA, BETA, COVERAGE, Chance, Chances
from calibration.results import Results

_CLEARLY, _MOSTLY = 1.1, 0.5
_OPENING = f"""# How often the judge is wrong

This page is written by `make calibration`; do not edit it.

Each row draws or enumerates data whose true θ is known and asks the product's own estimator three things:

- **invest at the bar**: θ lies exactly on the bar; how often does the lower limit at α = {ALPHA:g} lie above it?
  At most {ALPHA:.0%} is promised.
- **stop at the target**: θ lies exactly on the target; how often does the upper limit at β = {BETA:g} lie below it?
  At most {BETA:.0%} is promised.
- **covers**: how often does the 95% interval hold θ? At least {COVERAGE:.0%} is promised.

Behind each number stands its Monte Carlo standard error, in points; *exact* means that every possible outcome was
counted, so that there is none. A number in **bold** breaks its promise by more than three standard errors (exact ones:
by 0.01 points), and the factor behind it says how many times its error rate is what it should be. *Warned* is the share
of such data on which the product shows a warning about their size, spread or values. Sizes are treatment / control.

Where arms are small every method is in places far below its level: few data cannot be cut into a chance of exactly 5%.
That costs time, not honesty, and is not marked.
"""
_HEADS = (
    "estimator",
    "cells",
    "outside",
    "by over a tenth",
    "of these without a warning",
    "most invest",
    "most stop",
    "least coverage",
    "worst place",
)


def page(tables: Sequence[Table], results: Results, replicates: int) -> str:
    """Return the whole page in Markdown."""
    parts = [_OPENING, f"Drawn cells rest on {replicates:,} replicates each, from a fixed seed.\n", "## Summary\n"]
    parts.append("\n".join(_sorted_out(tables, results)) + "\n")
    parts.append("\n".join(_summary(tables, results)) + "\n")
    for table in tables:
        parts += [f"## {table.title}\n", f"{table.about}\n"]
        if table.cells:
            parts.append("\n".join(_rows(table, results)) + "\n")
        parts.append(f"{table.does}\n")
    return "\n".join(parts)


def _sorted_out(tables: Sequence[Table], results: Results) -> Iterator[str]:
    """Yield which estimators keep their promises in every cell, which nearly, and which not."""
    groups: dict[str, list[str]] = {
        "Keep every promise in every cell": [],
        "Never break one by more than a tenth": [],
        "Break one by more than a tenth somewhere, and warn on most such data": [],
        "Break one by more than a tenth somewhere, and mostly do not warn there": [],
    }
    for table in tables:
        known = [found for cell in table.cells if (found := results.of(table, cell)) is not None]
        outside = [found for found in known if found.outside]
        clearly = [found for found in outside if _excess(found) > _CLEARLY]
        silent = any(found.warned < _MOSTLY for found in clearly)
        place = 3 if silent else 2 if clearly else 1 if outside else 0
        if known:
            list(groups.values())[place].append(table.title)
    for words, titles in groups.items():
        yield f"- **{words}**: {'; '.join(titles) or 'none'}."


def _summary(tables: Sequence[Table], results: Results) -> Iterator[str]:
    yield f"| {' | '.join(_HEADS)} |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---|"
    for table in tables:
        known = [(cell, found) for cell in table.cells if (found := results.of(table, cell)) is not None]
        if not known:
            yield f"| {table.title} | 0 | – | – | – | – | – | – | not yet |"
            continue
        outside = [(cell, found) for cell, found in known if found.outside]
        clearly = [found for _, found in outside if _excess(found) > _CLEARLY]
        silent = [found for found in clearly if found.warned < _MOSTLY]
        invest, stop, misses = (max(found.levels[k][0].value for _, found in known) for k in range(3))
        worst = max(outside, key=lambda pair: _excess(pair[1]), default=None)
        place = "holds" if worst is None else f"{worst[0].data}, n {worst[0].size}: ×{_excess(worst[1]):.2f}"
        where = f"holds within a tenth; most at {place}" if worst and not clearly else place
        yield (
            f"| {table.title} | {len(known)} | {len(outside)} | {len(clearly)} | {len(silent)} | {invest:.1%} |"
            f" {stop:.1%} | {1 - misses:.1%} | {where} |"
        )


def _excess(found: Chances) -> float:
    return max(chance.value / level for chance, level in found.levels if chance.exceeds(level))


def _rows(table: Table, results: Results) -> Iterator[str]:
    yield "| data | n | invest at the bar | stop at the target | covers | warned |"
    yield "|---|---:|---:|---:|---:|---:|"
    for cell in table.cells:
        found = results.of(table, cell)
        if found is None:
            yield f"| {cell.data} | {cell.size} | … | … | … | … |"
            continue
        invest, stop = _shown(found.invest, ALPHA), _shown(found.stop, BETA)
        covers = _shown(found.misses, 1 - COVERAGE, turned=True)
        yield f"| {cell.data} | {cell.size} | {invest} | {stop} | {covers} | {found.warned:.0%} |"


def _shown(chance: Chance, level: float, *, turned: bool = False) -> str:
    value = f"{1 - chance.value if turned else chance.value:.2%}"
    behind = f"±{100 * chance.error:.2f}" if chance.error else "exact"
    if not chance.exceeds(level):
        return f"{value} {behind}"
    return f"**{value}** {behind} ×{chance.value / level:.2f}"
