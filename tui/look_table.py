"""The looks at a test as a small table of plain text: until when, how many units, what was seen and what it meant."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from experiments.plan import Plan, Role
from experiments.summary.numbers import NONE, value
from experiments.text import clean
from experiments.verdict import Look, LookResult, MetricResult, Verdict
from experiments.words import count

_MOST, _FIRST = 20, 2


def look_table(verdict: Verdict, plan: Plan | None) -> list[str]:
    """Return the lines of the table, for each success metric of each arm; none where the plan has one look."""
    if len(verdict.looks) < 2:
        return []
    results = [result for result in verdict.metrics if result.role is Role.success]
    lines = ["Looks"]
    for result in results:
        if len(results) > 1:
            lines.append(f"  {clean(result.name)}{f', {clean(result.arm)}' if len(result.n) > 1 else ''}")
        lines += _aligned(list(_rows(verdict, result, plan)))
    if verdict.stopped_at is not None:
        lines.append(f"  * the first look that ended the test: {verdict.stopped_at}")
    return lines


def _rows(verdict: Verdict, result: MetricResult, plan: Plan | None) -> Iterator[list[str]]:
    """Yield the table row by row, its heading first; of very many looks the first few and the latest."""
    days = any(look.until is not None for look in verdict.looks)
    yield ["look", *(["until"] if days else []), "units", "estimate", "lower", "upper", "verdict"]
    before = 0
    for look in _shown(verdict):
        if look.number > before + 1:
            yield ["…"]
        before = look.number
        seen = next((one for one in look.results if (one.name, one.arm) == (result.name, result.arm)), None)
        yield [
            f"{look.number}{'*' if look.number == verdict.stopped_at else ''}",
            *([f"{look.until or NONE}"] if days else []),
            count(look.units),
            *_numbers(seen, result, plan),
            look.verdict.value,
        ]


def _shown(verdict: Verdict) -> Iterator[Look]:
    looks = verdict.looks
    for look in looks:
        latest = look.number > len(looks) - (_MOST - _FIRST)
        if len(looks) <= _MOST or latest or look.number <= _FIRST or look.number == verdict.stopped_at:
            yield look


def _numbers(seen: LookResult | None, result: MetricResult, plan: Plan | None) -> tuple[str, str, str]:
    if seen is None or seen.estimate is None:
        return NONE, NONE, NONE
    return value(seen.estimate, result, plan), value(seen.lower, result, plan), value(seen.upper, result, plan)


def _aligned(lines: list[list[str]]) -> list[str]:
    """Align columns on their widest cell: look, day and verdict to the left, numbers to the right."""
    heading = lines[0]
    width = len(heading)
    left = {heading.index(name) for name in ("look", "until", "verdict") if name in heading}
    widths = [max(cell_len(line[at]) for line in lines if at < len(line)) for at in range(width)]
    return [
        "  " + "  ".join(_padded(cell, widths[at], left=at in left) for at, cell in enumerate(line)) for line in lines
    ]


def _padded(cell: str, width: int, *, left: bool) -> str:
    blanks = " " * (width - cell_len(cell))
    return cell + blanks if left else blanks + cell
