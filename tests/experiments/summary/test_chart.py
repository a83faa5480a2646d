"""The picture: labels that can be read, limits that may not exist, and the same in words."""

from __future__ import annotations

import itertools
import math
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.plan import Direction, Kind, Role
from experiments.summary.axis import spanning, ticks
from experiments.summary.chart import NARROW, WIDE, bars, progress_bar
from experiments.summary.svg import Label
from experiments.verdict import MetricResult, Progress
from experiments.words import rounded
from tests.experiments.summary import samples


class Drawing(HTMLParser):
    """The labels of a picture with their boxes, and its other elements."""

    def __init__(self, svg: str) -> None:
        super().__init__()
        self.labels: list[Label] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.said: dict[str, str] = {}
        self._in = ""
        self.feed(svg)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in = tag
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        found = self.elements[-1][1]
        if self._in == "text":
            place = float(found["x"]), float(found["y"])
            size, bold = float(found["font-size"]), "font-weight" in found
            self.labels.append(Label(data, *place, found["text-anchor"], size, bold))
        else:
            self.said[self._in] = data

    def texts(self) -> list[str]:
        return [label.text for label in self.labels]


def overlapping(svg: str) -> list[tuple[str, str]]:
    pairs = itertools.combinations(Drawing(svg).labels, 2)
    return [(one.text, other.text) for one, other in pairs if one.box.touches(other.box)]


def drawn(name: str, width: float) -> list[str]:
    summary = samples.DECISIONS[name]()
    assert summary.judged
    by_metric: dict[str, list[MetricResult]] = {}
    for result in summary.judged.metrics:
        by_metric.setdefault(result.name, []).append(result)
    return [bars(results, summary.planned, width) for results in by_metric.values()]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", [name for name in samples.DECISIONS if name not in {"early", "draft"}])
def test_no_label_lies_on_another(name: str, width: float) -> None:
    for svg in drawn(name, width):
        assert overlapping(svg) == []
        assert all(label.box.left >= 0 and label.box.right <= width for label in Drawing(svg).labels)


numbers = st.floats(-0.9, 0.9).map(lambda number: round(number, 4))


@given(
    st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=4),
    numbers,
    st.floats(1e-4, 0.5),
    st.sampled_from([role for role in Role if role is not Role.quality]),  # health shows those
    st.sampled_from(Direction),
    st.sampled_from([WIDE, NARROW]),
)
def test_labels_never_collide_wherever_the_numbers_lie(
    arms: list[tuple[float, float, float]],
    bar: float,
    gap: float,
    role: Role,
    direction: Direction,
    width: float,
) -> None:
    target = 0.0 if role is Role.guardrail else bar + direction.sign * gap
    results = [
        samples.retention(f"an arm with name {place}").but(
            role=role,
            direction=direction,
            bar=-direction.sign * gap if role is Role.guardrail else None if role is Role.deterioration else bar,
            target=None if role is Role.deterioration else target,
            lower=sorted(three)[0],
            estimate=sorted(three)[1],
            upper=sorted(three)[2],
            ci95=(sorted(three)[0], sorted(three)[2]),
        )
        for place, three in enumerate(arms)
    ]
    svg = bars(results, None, width)
    assert svg
    assert overlapping(svg) == []
    assert all(label.box.left >= -0.01 and label.box.right <= width + 0.01 for label in Drawing(svg).labels)


def test_bar_and_target_are_named_with_their_values() -> None:
    texts = Drawing(drawn("stop", WIDE)[0]).texts()
    assert "bar 0" in texts
    assert "target +1" in texts
    assert {"not worth more investment", "worth it, less than expected", "as expected or better"} <= set(texts)


def test_a_guardrail_is_held_against_its_limit() -> None:
    texts = Drawing(drawn("stop", WIDE)[1]).texts()
    assert "limit −0.2" in texts
    assert "no change" in texts


def test_where_less_is_better_the_good_side_is_on_the_left() -> None:
    drawing = Drawing(drawn("interviews", WIDE)[0])
    place = {label.text: label.x for label in drawing.labels}
    assert place["as expected or better"] < place["not worth it"]
    assert "← better" in place
    assert place["target 12"] < place["bar 20"]


def test_the_picture_says_the_same_in_words() -> None:
    drawing = Drawing(drawn("stop", WIDE)[0])
    assert drawing.said["title"] == "7-day retention: the decision interval against bar and target"
    assert "estimate −0.82 points, decision interval −1.25 to −0.602 points" in drawing.said["desc"]
    assert "bar 0 points, target +1 point" in drawing.said["desc"]
    assert drawing.elements[0][1]["role"] == "img"


@pytest.mark.parametrize("sides", [(-math.inf, 0.01), (-0.01, math.inf), (-math.inf, math.inf)])
def test_a_limit_that_does_not_exist_is_an_arrow_to_the_edge(sides: tuple[float, float]) -> None:
    svg = bars([samples.retention(lower=sides[0], upper=sides[1], ci95=sides)], samples.gate_plan(), WIDE)
    arrows = [tag for tag, _ in Drawing(svg).elements if tag == "polygon"]
    assert len(arrows) == 2 * sum(map(math.isinf, sides))
    coordinates = re.findall(r' (?:x|y|x1|x2|cx|points)="([^"]*)"', svg)
    assert not [text for text in coordinates if "inf" in text or "nan" in text]


def test_nothing_is_drawn_of_what_is_withheld() -> None:
    assert bars([samples.withheld(samples.retention())], samples.gate_plan(), WIDE) == ""


def test_numbers_too_far_apart_to_draw_are_left_to_the_table() -> None:
    huge = samples.retention(estimate=1e308, lower=-1e308, upper=1e308, ci95=None)
    assert bars([huge], samples.gate_plan(), WIDE) == ""


def test_equal_numbers_are_drawn_all_the_same() -> None:
    same = samples.retention(estimate=0.0, lower=0.0, upper=0.0, ci95=(0.0, 0.0), bar=0.0, target=1e-9)
    assert "circle" in bars([same], samples.gate_plan(), WIDE)


def test_progress_is_never_rounded_up_to_done() -> None:
    assert "999 of 1,000 planned units (99%)" in progress_bar(Progress(units=999, planned=1000))
    assert "1,200 of 1,000 planned units (120%)" in progress_bar(Progress(units=1200, planned=1000))
    assert "no size is planned" in progress_bar(Progress(units=3))


def test_names_in_a_picture_are_text() -> None:
    for text in samples.HOSTILE:
        svg = bars([samples.retention(arm=text, name=text)], samples.gate_plan(), WIDE)
        assert {tag for tag, _ in Drawing(svg).elements} <= {"svg", "title", "desc", "rect", "line", "text", "circle"}


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_are_round_apart_and_all_different(low: float, width: float) -> None:
    axis = spanning([low, low + width], [], 0, 720, 0.2)
    assert axis
    marks = ticks(axis, rounded, 12)
    assert 2 <= len(marks) <= 7
    assert len({text for _, text in marks}) == len(marks)


def test_a_mean_against_a_benchmark_names_its_unit_once() -> None:
    texts = Drawing(drawn("interviews", WIDE)[0]).texts()
    assert "minutes" in texts
    assert samples.interviews().judged.metrics[0].kind is Kind.mean  # type: ignore[union-attr]
