"""Numbers as people read them. A number never loses the digit that makes it differ from the one beside it."""

from __future__ import annotations

from math import floor, isfinite, log10

from experiments.estimand import Measured, Writing, writing_of
from experiments.metric import Comparison, Direction

_DIGITS = 3
_MOST_DIGITS = 15


def rounded(value: float, digits: int = _DIGITS) -> str:
    """Return a number with so many significant digits, thousands set apart, no trailing zeros."""
    if value == 0:
        return "0"
    if not isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "unknown"
    places = max(0, digits - 1 - floor(log10(abs(value))))
    text = f"{abs(value):,.{min(places, 15)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "0":
        text = f"{abs(value):.{digits - 1}e}"
    return f"−{text}" if value < 0 else text


def percent(value: float, digits: int = _DIGITS) -> str:
    """Return a share as a percentage; one that is not quite all never reads as 100%."""
    text = rounded(100 * value, digits)
    while text == "100" and value < 1 and digits < _MOST_DIGITS:
        digits += 1
        text = rounded(100 * value, digits)
    return f"{text}%"


def points(value: float, digits: int = _DIGITS, *, signed: bool = True) -> str:
    """Return a difference of shares in percentage points."""
    sign = "+" if signed and value > 0 else ""
    text = rounded(100 * value, digits)
    return f"{sign}{text} {'point' if text.lstrip('−') == '1' else 'points'}"


def amount(value: float, unit: str, digits: int = _DIGITS) -> str:
    """Return a mean with its unit."""
    text = rounded(value, max(digits, _whole_digits(value)))
    return f"{text} {unit}" if unit else text


def _whole_digits(value: float) -> int:
    return floor(log10(abs(value))) + 1 if value and isfinite(value) else 1


def effect(value: float, measured: Measured, comparison: Comparison, digits: int = _DIGITS) -> str:
    """Return a value of the estimand in the words of its scale: a share, points, a relative change, an amount."""
    match writing_of(measured, comparison):
        case Writing.relative:
            return ("+" if value > 0 else "") + percent(value, digits)
        case Writing.share:
            return percent(value, digits)
        case Writing.points:
            return points(value, digits)
        case Writing.amount:
            return amount(value, measured.unit, digits)
        case Writing.change:
            return ("+" if value > 0 else "") + amount(value, measured.unit, digits)


def apart(value: float, other: float | None, metric: Measured, comparison: Comparison) -> str:
    """Return ``value`` in words with as many digits as it takes to read differently from ``other``."""
    text = ""
    for digits in range(_DIGITS, _MOST_DIGITS + 1):
        text = effect(value, metric, comparison, digits)
        if other is None or value == other or not isfinite(value):
            return text
        if text != effect(other, metric, comparison, digits):
            return text
    return text


def p_value(p: float) -> str:
    """Return a p-value: three decimals, or two digits where it is smaller."""
    if p < 1e-6:
        return "< 0.000001"
    return f"{p:.3f}" if p >= 0.001 else rounded(p, 2)


def count(n: int) -> str:
    """Return a whole number with thousands set apart."""
    return f"{n:,}"


def better_word(direction: Direction) -> str:
    """Return the comparative that means better."""
    return "above" if direction is Direction.increase else "below"


def worse_word(direction: Direction) -> str:
    """Return the comparative that means worse."""
    return "below" if direction is Direction.increase else "above"
