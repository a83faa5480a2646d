"""A verdict as plain text: what it is, why, the numbers with their picture, health, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from rich.cells import cell_len

from experiments.plan import Direction, Plan, Role
from experiments.summary.numbers import NONE, NumberRow, meaning, rows, value
from experiments.summary.textchart import drawn
from experiments.text import clean
from experiments.verdict import MetricResult, Status, Verdict
from experiments.words import count, percent
from tui.look_table import look_table

WIDTH = 80
_SIGNS = {Status.ok: "ok", Status.warn: "warn", Status.fail: "FAIL"}


def report(verdict: Verdict, plan: Plan | None = None, width: int = WIDTH) -> str:
    """Return the whole report.

    Parameters
    ----------
    verdict : Verdict
        What the judge said.
    plan : Plan, optional
        What it was judged by; it settles in what words numbers are told.
    width : int
        Where sentences are broken. Tables are as wide as their words.
    """
    blocks = [
        _opening(verdict, plan, width),
        _warnings(verdict, width),  # such as that the plan was changed knowing results: before anybody reads on
        *(_metric(results, plan, width) for results in _by_name(verdict.metrics)),
        look_table(verdict, plan),
        _health(verdict, width),
        [f"Plan {verdict.plan_hash[:8]} · judge {verdict.judge_version}"],
    ]
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks if block)


def _opening(verdict: Verdict, plan: Plan | None, width: int) -> list[str]:
    said = [
        ("Verdict", verdict.verdict.value.upper() + (f" in {verdict.best_arm}" if verdict.best_arm else "")),
        ("Why", verdict.reason),
        ("Mind", verdict.not_said),
        ("Next", verdict.next_step),
        ("Units", _units(verdict, plan)),
    ]
    return [clean(verdict.title), "", *_labelled(said, width)]


def _units(verdict: Verdict, plan: Plan | None) -> str:
    """Say how many units came; a size that nobody planned is only what bar and target would ask for."""
    came, size = count(verdict.progress.units), verdict.progress.planned
    if size is None:
        return came
    if plan is not None and plan.planned_size is None:
        return f"{came}; {count(size)} would be asked for by bar and target"
    return f"{came} of {count(size)} planned"


def _by_name(results: Iterable[MetricResult]) -> Iterator[list[MetricResult]]:
    """Yield the results of each metric, an arm after the other."""
    found: dict[str, list[MetricResult]] = {}
    for result in results:
        found.setdefault(result.name, []).append(result)
    yield from found.values()


def _metric(results: list[MetricResult], plan: Plan | None, width: int) -> list[str]:
    """Return one metric: a table with a row per arm, then what each treatment shows, with its picture."""
    told = rows(results, plan)
    nature = [told[0].role, told[0].better, f"bar {told[0].bar}", f"target {told[0].target}"]
    heading = f"{clean(results[0].name)} ({', '.join(part for part in nature if part and not part.endswith(NONE))})"
    lines = [heading, *_table(list(_arms(results, told, plan)))]
    for result, row in zip(results, told, strict=True):
        if row.unseen:
            continue
        name = f"{clean(result.arm)}: " if len(results) > 1 else ""
        lines += _wrapped(f"{name}{meaning(result)}", width)
        lines += _wrapped(
            f"{row.method}; {_range(result)}; 95% interval {row.ci95}; p: {', '.join(row.p) or NONE}", width
        )
        lines += _beside(result, width)
        if result.role is Role.success and (picture := drawn(result, plan)):
            lines += ["", *(f"  {line}" for line in picture.splitlines())]
            lines += [""] if result is not results[-1] else []
    return lines


def _beside(result: MetricResult, width: int) -> list[str]:
    """Return other ways to look at the same data, each with its sentence."""
    return _labelled([(clean(other.name), other.sentence) for other in result.beside], width)


def _range(result: MetricResult) -> str:
    """Say how often each limit of the range errs: it is two one-sided limits, at the rates the plan chose."""
    worse, better = (percent(rate) for rate in (result.alpha, result.beta))
    below, above = (worse, better) if result.direction is Direction.increase else (better, worse)
    return f"range: one-sided limits, {below} below, {above} above"


def _arms(results: list[MetricResult], told: tuple[NumberRow, ...], plan: Plan | None) -> Iterator[list[str]]:
    """Yield the table row by row, its heading first: what each arm is held against once, then each treatment."""
    unseen = bool(told[0].unseen)
    yield ["", "units" if unseen else "observed", *([] if unseen else ["estimate", "range, allowing for chance"])]
    treatments = {result.arm for result in results}
    shown: set[str] = set()
    for result, row in zip(results, told, strict=True):
        for seen in row.observed:
            if seen.arm in shown or (seen.arm in treatments and seen.arm != result.arm):
                continue
            shown.add(seen.arm)
            line = [seen.arm, ", ".join(part for part in (seen.text, seen.units, row.unseen) if part)]
            if seen.arm == result.arm and not row.unseen:
                line += [value(result.estimate, result, plan), row.interval]
            yield line


def _table(lines: list[list[str]]) -> list[str]:
    """Align columns on their widest cell."""
    cells = [[clean(cell) for cell in line] for line in lines]
    widths = [max(cell_len(line[at]) for line in cells if at < len(line)) for at in range(len(cells[0]))]
    return ["  " + "  ".join(_padded(cell, widths[at]) for at, cell in enumerate(line)) for line in cells]


def _wrapped(text: str, width: int) -> list[str]:
    return [f"  {line}" for line in wrap(clean(text), width - 2, break_long_words=False)]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - cell_len(cell))


def _health(verdict: Verdict, width: int) -> list[str]:
    found = [(_SIGNS[check.status], f"{check.kind}: {check.message}") for check in verdict.health]
    return ["Health", *_labelled(found, width)] if found else []


def _warnings(verdict: Verdict, width: int) -> list[str]:
    return ["Warnings", *_labelled([("!", warning) for warning in verdict.warnings], width)] if verdict.warnings else []


def _labelled(pairs: list[tuple[str, str]], width: int) -> list[str]:
    """Return labels and texts in two columns, texts broken between words."""
    told = [(label, clean(text)) for label, text in pairs if text]
    indent = max((len(label) for label, _ in told), default=0) + 4
    lines = []
    for label, text in told:
        first, *others = wrap(text, max(20, width - indent), break_long_words=False) or [""]
        lines.append(f"  {label:<{indent - 4}}  {first}")
        lines += [" " * indent + other for other in others]
    return lines
