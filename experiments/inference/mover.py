"""Two arms from the limits of each (MOVER): a difference or a lift as trustworthy as what is known of one arm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import cos, hypot, inf, pi, sin, sqrt

from experiments.inference import Estimator
from experiments.inference.root import crossing, quantile
from experiments.plan import Scale

_ANGLE = 1e-11


@dataclass(frozen=True)
class Mover:
    """A difference θ₁ − θ₂ or a lift θ₁ / θ₂ − 1 whose error is recovered from the one-sided limits of both arms.

    The lower limit of a difference is d − √((θ̂₁ − l₁)² + (u₂ − θ̂₂)²) (Zou & Donner, Statistics in Medicine 27:1693,
    2008, eq. 5); that of a ratio ρ solves θ̂₁ − ρ θ̂₂ = √((θ̂₁ − l₁)² + ρ² (u₂ − θ̂₂)²) (Donner & Zou, Statistical
    Methods in Medical Research 21:347, 2012). Unlike a standard error, limits know that a share ends at 1, that a rate
    ends at 0 and that an arm without events is not known for certain. Every arm lies in ``within``; a lift needs it to
    begin at 0.
    """

    first: Estimator
    second: Estimator
    scale: Scale
    within: tuple[float, float]
    method: str

    @property
    def estimate(self) -> float:
        """Return θ as observed; an infinite lift where control has nothing."""
        first, second = self.first.estimate, self.second.estimate
        if self.scale is Scale.difference:
            return first - second
        if not second:
            return inf if first else 0.0
        return first / second - 1

    @property
    def standard_error(self) -> float | None:
        """Return the root of both squared errors of a difference, None for a lift; the limits do not rest on it."""
        errors = self.first.standard_error, self.second.standard_error
        if self.scale is Scale.relative or errors == (None, None):
            return None
        return hypot(errors[0] or 0.0, errors[1] or 0.0)

    def lower(self, level: float) -> float:
        """Return the limit from the lower limit of the first arm and the upper one of the second."""
        down, up = _down(self.first, level), _up(self.second, level)
        first, second = self.first.estimate, self.second.estimate
        if self.scale is Scale.difference:
            return first - second - hypot(down, up)
        if not (first and (second or up)):
            return min(self.estimate, -1.0 if not first else inf)
        # The root for ρ − 1, so written that arms a billionth apart lose no digits.
        apart, rest = first - second, second * second - up * up
        middle, root = apart * second + up * up, sqrt(max(0.0, up * up * first * first + down * down * rest))
        if middle > 0:
            return (apart * apart - down * down - up * up) / (middle + root)
        return (middle - root) / rest

    def upper(self, level: float) -> float:
        """Return the lower limit with the arms exchanged, turned back."""
        turned = self.turned.lower(level)
        if self.scale is Scale.difference:
            return -turned
        return -turned / (1 + turned) if turned > -1 else inf

    def p_above(self, null: float) -> float:
        """Return the level at which the lower limit reaches ``null``."""
        weight, gap = self._gap(null)
        reached = self._reached(null, gap, weight)
        return reached if gap > 0 else max(1 - reached, self._split(0.0, weight))

    def p_below(self, null: float) -> float:
        """Return the level at which the upper limit reaches ``null``."""
        if self.scale is Scale.relative and null <= -1:
            return 1.0
        weight, gap = self._gap(null)
        reached = self._reached(null, gap, weight)
        return reached if gap < 0 else max(1 - reached, self.turned._split(0.0, weight, exchanged=True))

    def _reached(self, null: float, gap: float, weight: float) -> float:
        """Return the level at which the limit between the estimate and ``null`` reaches that."""
        if null not in self._found:
            exchanged = gap <= 0
            self._found[null] = (self.turned if exchanged else self)._split(abs(gap), weight, exchanged=exchanged)
        return self._found[null]

    @cached_property
    def turned(self) -> Mover:
        """The same with the arms in each other's place."""
        return replace(self, first=self.second, second=self.first)

    @cached_property
    def _found(self) -> dict[float, float]:
        """What :meth:`_reached` found, by null: one value often is a metric's bar, its target and the mark of harm."""
        return {}

    def _gap(self, null: float) -> tuple[float, float]:
        """Return the weight of the second arm at the null and how far the arms lie apart beyond it."""
        first, second = self.first.estimate, self.second.estimate
        if self.scale is Scale.difference:
            return 1.0, first - second - null
        return max(0.0, 1 + null), inf if null < -1 else first - second - null * second

    def _split(self, gap: float, weight: float, *, exchanged: bool = False) -> float:
        """Return the level at which both arms' limits together just span ``gap``.

        They lie at right angles: at the angle t the first takes gap · cos t, the second gap · sin t over its weight,
        and at the right angle both have the same p-value. Where one of them jumps past the other's (at the end of what
        an arm can be), the other's is the level.
        """
        if gap == inf:
            return 0.0
        one, other = (weight, 1.0) if exchanged else (1.0, weight)

        def down(angle: float) -> float:
            return self._p_down(gap * cos(angle) / one if one else inf)

        def up(angle: float) -> float:
            return self._p_up(gap * sin(angle) / other if other else inf)

        def apart(angle: float) -> float:
            return quantile(down(angle)) - quantile(up(angle))

        found = crossing(apart, 0.0, pi / 2, _ANGLE)
        return max(down(found), up(min(found + _ANGLE, pi / 2)))

    def _p_down(self, gap: float) -> float:
        """Return the level at which the first arm's lower limit lies ``gap`` below its estimate."""
        null = self.first.estimate - gap
        return self.first.p_above(null) if null >= self.within[0] else 0.0

    def _p_up(self, gap: float) -> float:
        """Return the level at which the second arm's upper limit lies ``gap`` above its estimate."""
        null = self.second.estimate + gap
        return self.second.p_below(null) if null <= self.within[1] else 0.0


def _down(arm: Estimator, level: float) -> float:
    return max(0.0, arm.estimate - arm.lower(level))


def _up(arm: Estimator, level: float) -> float:
    return max(0.0, arm.upper(level) - arm.estimate)
