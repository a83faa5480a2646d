"""The picture of a decision interval: labels that never touch, and nothing drawn that is not so."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from experiments.plan import Direction, Kind, Role, Scale
from experiments.verdict import MetricResult
from tui.widgets.interval import picture
from tui.widgets.value_axis import Mark

FINITE = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 6))


def result(estimate: float | None, lower: float, upper: float, ci95: tuple[float, float] | None = None) -> MetricResult:
    return MetricResult(
        name="sign-ups", arm="all", role=Role.success, kind=Kind.proportion, direction=Direction.increase,
        scale=Scale.difference, estimate=estimate, lower=lower, upper=upper, ci95=ci95, alpha=0.05, beta=0.2,
        n={"all": 10}, observed={}, method="exact",
    )  # fmt: skip


def drawn(one: MetricResult, marks: list[Mark], width: int = 80) -> list[str]:
    return [line.plain for line in picture(one, marks, lambda value: f"{value:.4g}", width)]


def test_the_interval_stands_where_its_numbers_are() -> None:
    lines = drawn(result(0.2, 0.1, 0.3, (0.05, 0.35)), [Mark(0.0, "bar"), Mark(0.4, "target")])
    labels, decision, thin = lines[0], lines[1], lines[2]
    assert labels.index("bar 0") < decision.index("┣") < decision.index("●") < decision.index("┫")
    assert thin.index("├") < decision.index("┣")
    assert decision.index("┫") < thin.index("┤") < labels.index("target 0.4")


def test_labels_that_would_touch_stand_above_each_other() -> None:
    lines = drawn(result(0.2, 0.1, 0.3), [Mark(0.2, "bar"), Mark(0.2000001, "target")])
    assert "bar 0.2" in lines[0]
    assert "target" not in lines[0]
    assert "target 0.2" in lines[1]


def test_a_limit_without_end_is_drawn_as_an_arrow() -> None:
    lines = drawn(result(0.2, -math.inf, math.inf), [Mark(0.0, "bar")])
    assert lines[1].strip().startswith("decision")
    assert "◂" in lines[1]
    assert "▸" in lines[1]


def test_nothing_is_drawn_of_what_may_not_be_seen() -> None:
    assert drawn(result(None, 0.1, 0.3), [Mark(0.0, "bar")]) == []


@given(
    estimate=FINITE,
    below=st.floats(0, 1e5),
    above=st.floats(0, 1e5),
    marks=st.lists(FINITE, min_size=0, max_size=4),
    width=st.integers(20, 160),
)
def test_any_result_fits_its_width_and_shows_every_mark(
    estimate: float, below: float, above: float, marks: list[float], width: int
) -> None:
    names = [f"m{place}" for place in range(len(marks))]
    one = result(estimate, estimate - below, estimate + above)
    lines = drawn(one, [Mark(at, name) for at, name in zip(marks, names, strict=True)], width)
    if width - 10 < 16:
        assert lines == []
        return
    assert all(len(line) <= width for line in lines)
    text = "\n".join(lines)
    assert all(f"{at:.4g}" in text for at in marks)
    assert "●" in text
