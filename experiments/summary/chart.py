"""The picture of a verdict: where the decision interval lies against bar and target, or a guardrail's margin."""

from __future__ import annotations

import math
from collections.abc import Sequence

from experiments.estimand import Writing, writing_of
from experiments.plan import Comparison, Direction, Kind, Plan
from experiments.summary.axis import Axis, fitted, spanning, text_width, ticks
from experiments.summary.facts import progress_words
from experiments.summary.numbers import ci95, comparison_of, interval, meaning, value, withheld
from experiments.summary.svg import Label, element, picture
from experiments.summary.zones import Mark, Zone, marks_of, zones_of
from experiments.verdict import MetricResult, Progress
from experiments.words import percent, rounded

WIDE, NARROW = 720.0, 350.0
_INK, _LINE, _SOFT = "#1d2733", "#23476f", "#6b7685"
_ROW, _EDGE = 56.0, 2.0


def bars(
    results: Sequence[MetricResult],
    plan: Plan | None,
    width: float = WIDE,
    name: str = "",
    *,
    concluding: bool = True,
) -> str:
    """Draw one metric, a row per arm, as an SVG element; empty where there is nothing that can be drawn.

    Parameters
    ----------
    results : sequence of MetricResult
        The same metric in each treatment arm.
    width : float
        ``WIDE`` for a page, ``NARROW`` for a phone.
    name : str
        The class of the element, for a style sheet.
    concluding : bool
        Whether the words beside the picture may say what it means; not so where the data are invalid.
    """
    seen = [result for result in results if not withheld(result)]
    if not seen:
        return ""
    compared = comparison_of(seen[0], plan) is not Comparison.benchmark
    marks = marks_of(seen[0], compared)
    axis = spanning(_values(seen), [mark.value for mark in marks], _EDGE, width - _EDGE, 0.2 if width > 500 else 0.28)
    if axis is None:
        return ""
    above = _mark_labels(marks, seen[0], compared, axis)
    top = max((label.y for label in above), default=2) + 7
    bottom = top + 26 + _ROW * len(seen)
    parts = [*_drawn_zones(zones_of(seen[0], marks), axis, top, bottom)]
    parts += [_drawn_mark(mark, axis, top - 4, bottom) for mark in marks]
    first = top + 40
    estimates = [_estimate_label(result, compared, axis, first + _ROW * place) for place, result in enumerate(seen)]
    for place, (result, estimate) in enumerate(zip(seen, estimates, strict=True)):
        parts += _drawn_row(result, estimate, axis, first + _ROW * place)
    named = _arm_labels(seen, estimates, axis, first) if compared else []
    parts += [label.drawn() for label in (*above, *named)]
    parts += _drawn_axis(seen[0], plan, axis, bottom)
    title = f"{seen[0].name}: the decision interval against {_listed([mark.name for mark in marks]) or 'no change'}"
    return picture(width, bottom + 42, title, twin(seen, plan, concluding=concluding), parts, name)


def twin(results: Sequence[MetricResult], plan: Plan | None, *, concluding: bool = True) -> str:
    """Say in words what the picture of a metric shows."""
    sentences = []
    for result in results:
        against = [
            mark.name if mark.name == "no change" else f"{mark.name} {value(mark.value, result, plan)}"
            for mark in marks_of(result, comparison_of(result, plan) is not Comparison.benchmark)
        ]
        facts = [
            f"estimate {value(result.estimate, result, plan)}",
            f"decision interval {interval((result.lower, result.upper), result, plan)}",
            *([f"95% interval {ci95(result, plan)}"] if result.ci95 else []),
            *against,
        ]
        who = f"{result.arm}: " if result.arm else ""
        sentences.append(f"{who}{', '.join(facts)}. {meaning(result) if concluding else ''}".rstrip())
    better = "Less is better." if results and results[0].direction is Direction.decrease else "More is better."
    return " ".join([*sentences, better])


def progress_bar(progress: Progress, width: float = WIDE, name: str = "") -> str:
    """Draw how far the data have come, for a plan that does not show results yet."""
    planned = progress.planned
    done = min(1.0, progress.units / planned) if planned else 0.0
    text = progress_words(progress)
    inner = width - 2 * _EDGE
    parts = [
        element("rect", x=_EDGE, y=6, width=inner, height=22, rx=4, fill="#eef1f5", stroke="#c6ced8"),
        element("rect", x=_EDGE, y=6, width=inner * done, height=22, rx=4, fill=_LINE),
        Label(text, _EDGE, 48, size=13, colour=_INK).drawn(),
    ]
    return picture(width, 56, "How far the data have come", text, parts, name)


def _values(results: Sequence[MetricResult]) -> list[float]:
    each = ([result.estimate, result.lower, result.upper, *(result.ci95 or ())] for result in results)
    return [value for values in each for value in values if value is not None]


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names)


def on_axis(amount: float, result: MetricResult, compared: bool, digits: int = 3) -> str:
    """Return a value without its unit, which the axis names once."""
    match writing_of(result, Comparison.control if compared else Comparison.benchmark):
        case Writing.share:
            return percent(amount, digits)
        case Writing.relative:
            return ("+" if amount > 0 else "") + percent(amount, digits)
        case Writing.points:
            return ("+" if compared and amount > 0 else "") + rounded(100 * amount, digits)
        case Writing.amount:
            return rounded(amount, digits)
        case Writing.change:
            return ("+" if amount > 0 else "") + rounded(amount, digits)


def _axis_words(result: MetricResult, plan: Plan | None) -> tuple[str, ...]:
    """Say what the axis measures, the longest wording first."""
    against = f", against {plan.control}" if plan and plan.control else ""
    comparison = comparison_of(result, plan)
    writing = writing_of(result, comparison)
    if comparison is Comparison.benchmark:
        return (_of_one_group(result, writing),)
    if writing is Writing.relative:
        return f"relative change{against}", "relative change"
    if writing is Writing.share:
        return f"chance to answer better{against}", "chance to answer better"
    unit = "percentage points" if writing is Writing.points else result.unit
    words = f"difference in {unit}" if unit else "difference"
    return words + against, (unit or words) + against, words


def _of_one_group(result: MetricResult, writing: Writing) -> str:
    if result.kind is Kind.time_to_event:
        return f"share without the event at {rounded(result.horizon or 0)}"
    if writing is Writing.share:
        return "share of units"
    return "points" if writing is Writing.points else result.unit or result.kind.value


def _mark_labels(marks: Sequence[Mark], result: MetricResult, compared: bool, axis: Axis) -> list[Label]:
    """Name the marks above the zones, leaning away from each other; those that would still touch go up a row."""
    leaning = ["end", "start"] if len(marks) == 2 else ["middle"]
    placed: list[Label] = []
    for mark, anchor in zip(sorted(marks, key=lambda mark: mark.value), leaning, strict=False):
        shown = mark.name if mark.name == "no change" else f"{mark.name} {on_axis(mark.value, result, compared)}"
        label = Label(shown, axis.at(mark.value), 0, anchor, 12, True, _INK).inside(axis.left, axis.right)
        rows = (
            row
            for row in range(len(marks))
            if not any(label._replace(y=16.0 * row).box.touches(one.box) for one in placed)
        )
        placed.append(label._replace(y=16.0 * next(rows, len(marks))))
    lowest = max((label.y for label in placed), default=0)
    return [label._replace(y=lowest - label.y + 13) for label in placed]


def _drawn_zones(zones: Sequence[Zone], axis: Axis, top: float, bottom: float) -> list[str]:
    rects, words = [], []
    for zone in zones:
        left, right = axis.at(zone.low), axis.at(zone.high)
        rects.append(
            element("rect", x=left, y=top, width=max(0.0, right - left), height=bottom - top, fill=zone.colour)
        )
        label = next((text for text in zone.words if Label(text, 0, 0, size=11.5).width <= right - left - 6), "")
        if label:
            words.append(Label(label, (left + right) / 2, top + 15, "middle", 11.5, colour="#5a5348").drawn())
    return [*rects, *words]


def _drawn_mark(mark: Mark, axis: Axis, top: float, bottom: float) -> str:
    place = axis.at(mark.value)
    return element(
        "line", x1=place, x2=place, y1=top, y2=bottom, stroke=_INK, stroke_width=1.4,
        stroke_dasharray="4 3" if mark.dashed else None,
    )  # fmt: skip


def _drawn_row(result: MetricResult, estimate: Label | None, axis: Axis, y: float) -> list[str]:
    """Draw one arm: its estimate, the decision interval thick, the 95% interval thin below it."""
    parts = []
    if result.ci95:
        parts += _drawn_line(axis, result.ci95, y + 25, 1.5, _SOFT)
    if result.lower is not None and result.upper is not None:
        parts += _drawn_line(axis, (result.lower, result.upper), y + 14, 6, _LINE)
    if result.estimate is not None and estimate is not None:
        place = axis.at(result.estimate)
        parts.append(element("circle", cx=place, cy=y + 14, r=6, fill="#ffffff", stroke=_LINE, stroke_width=3))
        parts.append(estimate.drawn())
    return parts


def _estimate_label(result: MetricResult, compared: bool, axis: Axis, y: float) -> Label | None:
    if result.estimate is None:
        return None
    label = Label(on_axis(result.estimate, result, compared), axis.at(result.estimate), y, "middle", 14, True, _INK)
    return label.inside(axis.left + 3, axis.right - 3)


def _arm_labels(
    results: Sequence[MetricResult], estimates: Sequence[Label | None], axis: Axis, y: float
) -> list[Label]:
    """Name the arms on one side where all names fit beside the estimates, else each where it has more room."""
    left, right = axis.left + 5, axis.right - 5
    most = 0.36 * (right - left)  # a longer name would run across the marks; the table has it in full
    rooms = [
        (min(most, label.box.left - left - 10), min(most, right - label.box.right - 10)) if label else (most, most)
        for label in estimates
    ]
    need = [text_width(result.arm, 12.5) for result in results]
    sides = [1 if room[1] > room[0] else 0 for room in rooms]
    for side in (0, 1):
        if all(room[side] >= width for room, width in zip(rooms, need, strict=True)):
            sides = [side] * len(rooms)
            break
    return [
        Label(fitted(result.arm, room[side], 12.5), (left, right)[side], y + _ROW * place, ("start", "end")[side], 12.5)
        for place, (result, room, side) in enumerate(zip(results, rooms, sides, strict=True))
    ]


def _drawn_line(axis: Axis, limits: tuple[float, float], y: float, thick: float, colour: str) -> list[str]:
    """Draw an interval; a limit that does not exist ends in an arrow at the edge."""
    low, high = sorted(limits)
    ends = axis.at(low), axis.at(high)
    inset = [8.0 if math.isinf(limit) else 0.0 for limit in (low, high)]
    parts = [
        element("line", x1=ends[0] + inset[0], x2=ends[1] - inset[1], y1=y, y2=y, stroke=colour, stroke_width=thick)
    ]
    for end, limit, inwards in ((ends[0], low, 1), (ends[1], high, -1)):
        half = thick / 2 + 4
        if math.isinf(limit):
            base = end + inwards * 11
            points = f"{end + inwards:.1f},{y:.1f} {base:.1f},{y - half:.1f} {base:.1f},{y + half:.1f}"
            parts.append(element("polygon", points=points, fill=colour))
        else:
            parts.append(
                element("line", x1=end, x2=end, y1=y - half + 2, y2=y + half - 2, stroke=colour, stroke_width=1.5)
            )
    return parts


def _drawn_axis(result: MetricResult, plan: Plan | None, axis: Axis, y: float) -> list[str]:
    compared = comparison_of(result, plan) is not Comparison.benchmark
    parts = [element("line", x1=axis.left, x2=axis.right, y1=y, y2=y, stroke=_SOFT)]
    for at, text in ticks(axis, lambda at, digits: on_axis(at, result, compared, digits), 11.5):
        place = axis.at(at)
        parts.append(element("line", x1=place, x2=place, y1=y, y2=y + 4, stroke=_SOFT))
        parts.append(Label(text, place, y + 17, "middle", 11.5).inside(axis.left, axis.right).drawn())
    better, side, other = (
        ("better →", "end", "start") if result.direction is Direction.increase else ("← better", "start", "end")
    )
    ends = {"start": axis.left, "end": axis.right}
    arrow = Label(better, ends[side], y + 36, side, 12, True, _INK)
    room = axis.right - axis.left - arrow.width - 12
    wordings = _axis_words(result, plan)
    words = next((text for text in wordings if text_width(text, 12) <= room), fitted(wordings[-1], room, 12))
    return [*parts, arrow.drawn(), Label(words, ends[other], y + 36, other, 12).drawn()]
