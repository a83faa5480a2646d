"""Logarithms of tails of beta and gamma distributions, also where the tails themselves are too small for a float."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, log

from scipy import special

_SMALL = 1e-280
_TINY = 1e-300
_STEPS = 100_000
_DONE = 1e-15


def log_beta_above(a: float, b: float, at: float) -> float:
    """Return log P(B > at) for B ~ Beta(a, b)."""
    tail = float(special.betaincc(a, b, at))
    return log(tail) if tail > _SMALL else _log_beta_tail(b, a, 1 - at, at)


def log_beta_below(a: float, b: float, at: float) -> float:
    """Return log P(B < at) for B ~ Beta(a, b)."""
    tail = float(special.betainc(a, b, at))
    return log(tail) if tail > _SMALL else _log_beta_tail(a, b, at, 1 - at)


def log_gamma_above(shape: float, at: float) -> float:
    """Return log P(G > at) for G ~ Gamma(shape) with rate 1."""
    tail = float(special.gammaincc(shape, at))
    if tail > _SMALL:
        return log(tail)
    # Legendre's continued fraction (DLMF 8.9.2); a tail this small lies far above the mean, where it converges.
    fraction = _lentz(lambda k: (-k * (k - shape), at + 1 - shape + 2 * k), at + 1 - shape)
    return float(special.xlogy(shape, at)) - at - float(special.gammaln(shape)) - log(fraction)


def log_gamma_below(shape: float, at: float) -> float:
    """Return log P(G < at) for G ~ Gamma(shape) with rate 1."""
    tail = float(special.gammainc(shape, at))
    if tail > _SMALL:
        return log(tail)
    if at <= 0:
        return -inf
    total = term = 1 / shape
    for k in range(1, _STEPS):  # DLMF 8.7.1; far below the mean each term is a fraction of the last
        term *= at / (shape + k)
        total += term
        if term < _DONE * total:
            break
    return shape * log(at) - at - float(special.gammaln(shape)) + log(total)


def log_beta_function(a: float, b: float) -> float:
    """Return log B(a, b)."""
    return float(special.betaln(a, b))


def _log_beta_tail(a: float, b: float, at: float, rest: float) -> float:
    """Return log I_at(a, b), far below the mean, by the continued fraction DLMF 8.17.22; ``rest`` is 1 − at."""
    if at <= 0:
        return -inf

    def term(k: int) -> tuple[float, float]:
        half = k // 2
        if k % 2:
            return -(a + half) * (a + b + half) * at / ((a + 2 * half) * (a + 2 * half + 1)), 1.0
        return half * (b - half) * at / ((a + 2 * half - 1) * (a + 2 * half)), 1.0

    fraction = _lentz(term, 1.0)
    return a * log(at) + float(special.xlogy(b, rest)) - log_beta_function(a, b) - log(a) - log(fraction)


def _lentz(term: Callable[[int], tuple[float, float]], first: float) -> float:
    """Return first + n₁/(d₁ + n₂/(d₂ + …)) for (n, d) = term(k), k = 1, 2, … (modified Lentz)."""
    value = first or _TINY
    c, d = value, 0.0
    for k in range(1, _STEPS):
        numerator, denominator = term(k)
        d = 1 / ((denominator + numerator * d) or _TINY)
        c = (denominator + numerator / c) or _TINY
        value *= c * d
        if abs(c * d - 1) < _DONE:
            break
    return value
