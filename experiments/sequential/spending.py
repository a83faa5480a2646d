"""Spending functions: how much of an error rate may be used up by each fraction of the information."""

from __future__ import annotations

from collections.abc import Callable
from math import e, expm1, log

from scipy import special

from experiments.errors import InvalidField

Spending = Callable[[float, float], float]
"""Maps (error rate, information fraction from 0 to 1) to the error spent so far; 0 at 0, the whole rate at 1."""


def obrien_fleming(rate: float, fraction: float) -> float:
    """Return 2 − 2Φ(z(rate/2) / √t): almost nothing early (Lan & DeMets 1983)."""
    if fraction <= 0:
        return 0.0
    return float(2 * special.ndtr(special.ndtri(rate / 2) / min(fraction, 1.0) ** 0.5))


def pocock(rate: float, fraction: float) -> float:
    """Return rate · ln(1 + (e − 1) t): nearly the same at every look (Lan & DeMets 1983)."""
    return rate * log(1 + (e - 1) * _within(fraction))


def hwang_shih_decani(gamma: float) -> Spending:
    """Return rate · (1 − e^(−γt)) / (1 − e^(−γ)); −4 is near O'Brien–Fleming, 1 near Pocock (1990)."""

    def spent(rate: float, fraction: float) -> float:
        t = _within(fraction)
        return rate * t if gamma == 0 else rate * expm1(-gamma * t) / expm1(-gamma)

    return spent


def power(rho: float) -> Spending:
    """Return rate · t^ρ (Kim & DeMets 1987)."""

    def spent(rate: float, fraction: float) -> float:
        return float(rate * _within(fraction) ** rho)

    return spent


def named(text: str) -> Spending:
    """Read ``obrien-fleming``, ``pocock``, ``hsd:γ`` or ``power:ρ``.

    Raises
    ------
    InvalidField
        Where the text names no spending function or its parameter cannot be.
    """
    name, _, parameter = text.strip().lower().partition(":")
    if name in _PLAIN and not parameter:
        return _PLAIN[name]
    if name in _WITH_PARAMETER:
        make, least, most = _WITH_PARAMETER[name]
        try:
            value = float(parameter)
        except ValueError:
            value = float("nan")
        if least <= value <= most:
            return make(value)
        raise InvalidField(
            "spending", text, f"{name} needs a number from {least:g} to {most:g}, such as {_EXAMPLE[name]}"
        )
    raise InvalidField(
        "spending", text, "write obrien-fleming, pocock, hsd:γ (such as hsd:-4) or power:ρ (such as power:3)"
    )


def _within(fraction: float) -> float:
    return min(max(fraction, 0.0), 1.0)


_PLAIN: dict[str, Spending] = {"obrien-fleming": obrien_fleming, "pocock": pocock}
_WITH_PARAMETER: dict[str, tuple[Callable[[float], Spending], float, float]] = {
    "hsd": (hwang_shih_decani, -40.0, 40.0),
    "power": (power, 0.1, 50.0),
}
_EXAMPLE = {"hsd": "hsd:-4", "power": "power:3"}
