"""A verdict in words and numbers: the text twin of its pictures, the health of the data, and what it does not mean."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content

from experiments.plan import Comparison, Role
from experiments.summary.numbers import ONE_LOOK, value_beside
from experiments.verdict import MetricResult, Verdict
from experiments.words import count, p_value, percent
from tui import glyphs
from tui.text import clean, joined, shown, wrapped
from tui.widgets.value_axis import Mark

_BAR = 40
_WIDE = 110
_CORRECTED = "corrected for the looks: who stops early tends to stop at an extreme"


def banner(verdict: Verdict) -> Content:
    """Return the word, large, with its sign."""
    sign, _ = glyphs.OUTCOMES[verdict.verdict]
    spaced = " ".join(verdict.verdict.upper())
    arm = f"   {verdict.best_arm}" if verdict.best_arm else ""
    return joined((f"{sign}   {spaced}", "bold"), (arm, "bold"))


def value_words(result: MetricResult, comparison: Comparison, value: float | None) -> str:
    """Return a value of a metric on its own scale, with the digits that tell it from what it stands beside."""
    return "–" if value is None else value_beside(value, result, comparison)


def marks_of(result: MetricResult, comparison: Comparison) -> list[Mark]:
    """Return what a result is held against: bar and target, or the margin and no change."""
    guarded = result.role is not Role.success
    unchanged = "no change" if comparison is not Comparison.benchmark else "baseline"
    bar, target = ("margin", unchanged) if guarded else ("bar", "target")
    marks = []
    if result.bar is not None:
        marks.append(Mark(result.bar, bar, "$error" if guarded else "$accent"))
    if result.target is not None:
        marks.append(Mark(result.target, target, "$quiet" if guarded else "$success"))
    return marks


def metric_title(result: MetricResult, several_arms: bool) -> Content:
    """Return the metric's name with its role and finding."""
    arm = f" · {result.arm}" if several_arms else ""
    finding = f"   {result.finding}" if result.finding else ""
    return joined((f"{result.name}{arm}", "bold $primary"), (f"   {result.role}", "$quiet"), finding)


def numbers(result: MetricResult, comparison: Comparison, room: int = _WIDE) -> Content:
    """Return the numbers behind a picture, as the two columns of a table."""
    return _table([(name, text) for name, text in _numbers(result, comparison) if text], room)


def beside(result: MetricResult, room: int) -> Content:
    """Return other ways to look at the same data, each with its sentence."""
    width = max((cell_len(clean(other.name)) for other in result.beside), default=0)
    lines = []
    for other in result.beside:
        first, *rest = wrapped(other.sentence, max(24, room - width - 2))
        lines.append(joined((f"{clean(other.name):<{width}}  ", "$quiet"), first))
        lines += [joined(" " * (width + 2), line) for line in rest]
    return Content("\n").join([shown("Beside it, never instead of it", "$quiet"), *lines])


def _numbers(result: MetricResult, comparison: Comparison) -> Iterator[tuple[str, str]]:
    def words(value: float | None) -> str:
        return value_words(result, comparison, value)

    if result.estimate is not None:
        yield "estimate", words(result.estimate)
        yield "decision interval", f"{words(result.lower)} to {words(result.upper)}   ({_levels(result)})"
        if result.ci95 is not None:
            once = f"   ({ONE_LOOK})" if result.of_many_looks else ""
            yield "95% interval", f"{words(result.ci95[0])} to {words(result.ci95[1])}{once}"
        if (corrected := result.after_stopping) is not None:
            limits = f"{words(corrected.lower)} to {words(corrected.upper)}"
            p = p_value(corrected.p)
            yield "after stopping", f"{words(corrected.estimate)}, 95% interval {limits}, p {p}   ({_CORRECTED})"
        marks = zip(marks_of(result, comparison), (result.p_bar, result.p_target), strict=False)
        yield "held against", ", ".join(f"{mark.name} {words(mark.at)}{_p(p)}" for mark, p in marks)
    yield "counted", _counted(result)
    yield "method", result.method


def _levels(result: MetricResult) -> str:
    return f"one-sided: {percent(result.alpha)} towards worse, {percent(result.beta)} towards better"


def _p(p: float | None) -> str:
    return "" if p is None else f" (p {p_value(p)})"


def _counted(result: MetricResult) -> str:
    """Return what was counted in each arm; one group needs no name."""
    if len(result.observed) == 1:
        return next(iter(result.observed.values()))
    return "; ".join(f"{arm}: {text}" for arm, text in result.observed.items()) or _sizes(result)


def _sizes(result: MetricResult) -> str:
    return "; ".join(f"{arm}: {count(n)}" for arm, n in result.n.items())


def _table(rows: list[tuple[str, str]], room: int) -> Content:
    width = max(cell_len(name) for name, _ in rows)
    lines = []
    for name, text in rows:
        first, *rest = wrapped(text, max(24, room - width - 2))
        lines.append(joined((f"{name:<{width}}  ", "$quiet"), first))
        lines += [joined(" " * (width + 2), line) for line in rest]
    return Content("\n").join(lines)


def progress(verdict: Verdict, room: int) -> Content:
    """Return how far the data have come, as a bar and in words."""
    units, planned = verdict.progress.units, verdict.progress.planned
    if not planned:
        return shown(f"{count(units)} units so far")
    width = max(10, min(_BAR, room - 34))
    full = min(width, width * units // planned)
    words = f"  {count(units)} of {count(planned)} units"
    return joined(("█" * full, "$primary"), ("░" * (width - full), "$quiet"), words)


def health(verdict: Verdict, room: int) -> Content:
    """Return every check of the data with its sentence."""
    lines = [shown("Is the data fit to judge?", "bold $primary")]
    kinds = [clean(check.kind) for check in verdict.health]
    width = max(map(cell_len, kinds), default=0)
    for check, kind in zip(verdict.health, kinds, strict=True):
        sign, tone = glyphs.HEALTH[check.status]
        head = f"{sign} {check.status:<4}  {kind:<{width}}  "
        first, *rest = wrapped(check.message, max(24, room - len(head)))
        lines.append(joined((head, f"bold {glyphs.TONES[tone]}" if tone != "good" else "$success"), first))
        lines += [joined(" " * len(head), line) for line in rest]
    return Content("\n").join(lines)


def afterwords(verdict: Verdict) -> Content:
    """Return warnings, what the verdict does not mean, and what to do next."""
    lines = [joined(("! ", "bold $warning"), (warning, "$warning")) for warning in verdict.warnings]
    if lines:
        lines.append(Content(""))
    if verdict.not_said:
        lines += [shown("What this does not mean", "bold $primary"), shown(verdict.not_said), Content("")]
    if verdict.next_step:
        lines += [shown("What to do next", "bold $primary"), shown(verdict.next_step)]
    return Content("\n").join(lines)


def fingerprint(verdict: Verdict) -> Content:
    """Return what a reader can check the verdict by."""
    return shown(f"plan {verdict.plan_hash[:12]} · judge {verdict.judge_version}", "$quiet")
