"""Numbers in words: nothing that is there reads as nothing, and no two numbers that differ read alike."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from experiments.plan import Comparison, Direction, Kind, Metric, Scale
from experiments.words import amount, apart, better_word, count, effect, p_value, percent, points, rounded, worse_word

_MINUS = "−"
_RATE = Metric(name="m", bar=0.1, target=0.2)
_LIFT = Metric(name="m", bar=0.0, target=0.1, scale=Scale.relative)
_MONEY = Metric(name="m", bar=1.0, target=2.0, kind=Kind.mean, unit="€")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (12, "12"),
        (1234567, "1,234,567"),
        (0.5, "0.5"),
        (0.12345, "0.123"),
        (99.96, "100"),
        (-3.2, "−3.2"),
        (-1234.5, "−1,234"),
        (1e-9, "0.000000001"),
        (1e-20, "1.00e-20"),
        (inf, "∞"),
        (-inf, "−∞"),
    ],
)
def test_numbers_have_three_digits_thousands_and_a_proper_minus(value: float, text: str) -> None:
    assert rounded(value) == text


def test_a_number_that_is_none_is_not_called_infinite() -> None:
    assert "∞" not in rounded(nan)


@given(st.floats(-1e12, 1e12, allow_subnormal=False))
def test_rounding_keeps_sign_and_size(value: float) -> None:
    text = rounded(value)
    assert "-" not in text.split("e")[0]
    assert text.startswith(_MINUS) == (value < 0)
    read = float(text.replace(_MINUS, "-").replace(",", ""))
    assert read == pytest.approx(value, rel=0.006, abs=1e-300)


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_a_rate_that_is_not_zero_never_reads_as_zero_nor_one_below_all_as_all(x: int, n: int) -> None:
    assume(x <= n)
    text = percent(x / n)
    assert text not in ("0%", "−0%")
    assert float(text.replace(",", "").rstrip("%")) > 0
    if x < n:
        assert text != "100%"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0%"), (1, "100%"), (0.15, "15%"), (0.99999, "99.999%"), (1e-9, "0.0000001%"), (12.5, "1,250%")],
)
def test_shares_are_percentages(value: float, text: str) -> None:
    assert percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.01, "+1 point"), (-0.01, "−1 point"), (0.0123, "+1.23 points"), (0, "0 points"), (-0.5, "−50 points")],
)
def test_differences_of_shares_are_points_with_their_sign(value: float, text: str) -> None:
    assert points(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(12.5, "€", "12.5 €"), (1234567.89, "€", "1,234,568 €"), (3.14159, "", "3.14"), (0.0, "min", "0 min")],
)
def test_amounts_keep_their_whole_part_and_their_unit(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text


@pytest.mark.parametrize(
    ("value", "kind", "comparison", "scale", "text"),
    [
        (0.08, Kind.proportion, Comparison.benchmark, Scale.difference, "8%"),
        (0.08, Kind.proportion, Comparison.control, Scale.difference, "+8 points"),
        (-0.08, Kind.proportion, Comparison.control, Scale.relative, "−8%"),
        (0.08, Kind.mean, Comparison.control, Scale.relative, "+8%"),
        (3.5, Kind.mean, Comparison.benchmark, Scale.difference, "3.5 €"),
        (3.5, Kind.mean, Comparison.control, Scale.difference, "+3.5 €"),
    ],
)
def test_an_effect_is_said_in_the_words_of_its_scale(
    value: float, kind: Kind, comparison: Comparison, scale: Scale, text: str
) -> None:
    unit = "€" if kind is Kind.mean else ""
    metric = Metric.of({"name": "m", "kind": kind, "scale": scale, "unit": unit, "bar": 0.0, "target": 0.5})
    assert effect(value, metric, comparison) == text


def _read(text: str) -> float:
    figure = text.replace(_MINUS, "-").replace(",", "").replace("+", "").replace("%", "").replace("€", "")
    return float(figure.replace("points", "").replace("point", "").strip())


_CASES = [
    (_RATE, Comparison.benchmark),
    (_RATE, Comparison.control),
    (_LIFT, Comparison.control),
    (_MONEY, Comparison.control),
]


@pytest.mark.parametrize(("metric", "comparison"), _CASES)
@given(st.floats(-0.99, 1), st.floats(-1e-3, 1e-3), st.integers(0, 9))
def test_two_numbers_that_differ_read_differently_and_in_their_order(
    metric: Metric, comparison: Comparison, value: float, distance: float, smaller: int
) -> None:
    other = value + distance / 10**smaller
    assume(abs(other - value) > 1e-13)
    assume(min(abs(value), abs(other)) > 1e-9)
    one, two = apart(value, other, metric, comparison), apart(other, value, metric, comparison)
    assert one != two
    assert (_read(one) < _read(two)) == (value < other)


@given(st.floats(1e6, 1e11), st.floats(0.001, 100))
def test_amounts_in_the_billions_are_told_apart_too(value: float, distance: float) -> None:
    other = value + distance
    assume(other - value > value * 1e-14)
    one, two = (apart(a, b, _MONEY, Comparison.benchmark) for a, b in ((value, other), (other, value)))
    assert one != two
    assert _read(one) < _read(two)


def test_equal_numbers_and_infinite_ones_are_not_searched_for_a_difference() -> None:
    assert apart(0.1, 0.1, _RATE, Comparison.benchmark) == "10%"
    assert apart(0.1, None, _RATE, Comparison.benchmark) == "10%"
    assert "∞" in apart(inf, 0.1, _LIFT, Comparison.control)


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.5, "0.500"),
        (0.0123, "0.012"),
        (0.001, "0.001"),
        (0.000123, "0.00012"),
        (1e-7, "< 0.000001"),
        (0, "< 0.000001"),
    ],
)
def test_a_p_value_is_never_zero(p: float, text: str) -> None:
    assert p_value(p) == text


@given(st.floats(0, 1))
def test_every_p_value_reads_as_a_positive_number(p: float) -> None:
    assert float(p_value(p).removeprefix("< ")) > 0


def test_counts_have_thousands() -> None:
    assert count(1234567) == "1,234,567"


def test_better_and_worse_follow_the_direction() -> None:
    assert (better_word(Direction.increase), worse_word(Direction.increase)) == ("above", "below")
    assert (better_word(Direction.decrease), worse_word(Direction.decrease)) == ("below", "above")
