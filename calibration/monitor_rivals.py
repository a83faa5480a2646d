"""The sequential tests of A/B platforms, for comparing sizes: normal mixtures around an estimate with its spread.

Both are √(ρ/(t + ρ)) exp(s²/2(t + ρ)) for a standardised sum s at time t, called where they pass 1/(2α) on the side
asked for: mSPRT (Johari et al. 2017) with effects as spread as the target is far from the bar, and the asymptotic
confidence sequence (Waudby-Smith et al. 2024) tuned to the size of one look. Neither is exact for few units. Where
their chance to be wrong within the sizes compared is above its level, their threshold is raised until it is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, log, sqrt

from calibration.monitor_paths import Edges, OneArm, passing
from experiments.anytime.normal_mixture import log_two_sided, tuned_two_sided

MSPRT, ASYMPTOTIC = "mSPRT", "tuned asymptotic sequence"
_SLACK, _CLOSE = 1e-6, 1e-3


@dataclass(frozen=True)
class Mixture:
    """One such test: ρ, and the thresholds towards the bar and towards the target."""

    rho: float
    up: float
    down: float


def nominal(rho: float, alpha: float, beta: float) -> Mixture:
    """Return the test at the thresholds for a normal sum: each side of a two-sided test at twice its rate."""
    return Mixture(rho, log(1 / (2 * alpha)), log(1 / (2 * beta)))


def precision(name: str, variance: float, distance: float, once: int, alpha: float) -> float:
    """Return ρ: from the spread of effects that are looked for, or tuned to the size of one look."""
    return variance / distance**2 if name == MSPRT else tuned_two_sided(once, 2 * alpha)


def edges(test: OneArm, rule: Mixture, most: int) -> Edges:
    """Return where it ends tests of one arm of counts, each side standardised by the spread at its own null."""
    up = [_least(test, rule, n) for n in range(1, most + 1)]
    down = [_most(test, rule, n) for n in range(1, most + 1)]
    return Edges(tuple(range(1, most + 1)), tuple(up), tuple(down))


def spread(test: OneArm, theta: float) -> float:
    """Return the variance of one unit's events at a rate."""
    return theta * (1 - theta) if test.kind == "proportion" else theta


def _least(test: OneArm, rule: Mixture, n: int) -> int:
    if rule.up == inf:
        return test.most(n) + 1
    wanted = _distance(rule.up, n, rule.rho) * sqrt(spread(test, test.bar))
    return min(int(n * test.bar + wanted) + 1, test.most(n) + 1)


def _most(test: OneArm, rule: Mixture, n: int) -> int:
    if rule.down == inf:
        return -1
    wanted = n * test.target - _distance(rule.down, n, rule.rho) * sqrt(spread(test, test.target))
    return -1 if wanted < 0 else int(wanted)


def _distance(threshold: float, n: int, rho: float) -> float:
    """Return the standardised sum at which the mixture reaches its threshold."""
    inside = threshold - log_two_sided(0.0, n, rho)
    return sqrt(2 * (n + rho) * inside) if inside > 0 else 0.0


def valid(test: OneArm, rule: Mixture, most: int) -> tuple[Mixture, bool]:
    """Return the test with thresholds raised until both rates hold up to ``most``, and whether that was needed."""

    def above(up: float) -> float:
        found = edges(test, Mixture(rule.rho, up, inf), most)
        return passing(test, found, test.bar, down=False).above - test.alpha

    def below(down: float) -> float:
        found = edges(test, Mixture(rule.rho, inf, down), most)
        return passing(test, found, test.target, up=False).below - test.beta

    up, down = _raised(above, rule.up), _raised(below, rule.down)
    return Mixture(rule.rho, up, down), (up, down) != (rule.up, rule.down)


def _raised(excess: Callable[[float], float], start: float) -> float:
    """Return the least threshold from ``start`` on that holds its level, to a thousandth."""
    if excess(start) <= _SLACK:
        return start
    low, high = start, start + 8
    while high - low > _CLOSE:
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return high
