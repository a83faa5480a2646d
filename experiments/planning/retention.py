"""Shares still there at a horizon: the exact test of one, Greenwood's variance for two, and units that leave unseen."""

from __future__ import annotations

from math import expm1, log, log1p, sqrt

from scipy import special

from experiments.inference.root import crossing
from experiments.plan import Scale
from experiments.planning import Asked, smallest
from experiments.planning.large_sample import LargeSample, Spread

_EDGE = 1e-12
_FASTEST = 500.0
"""The hazard of leaving, per horizon, beyond which nobody stays."""


class Losses:
    """Constant hazards of the event and of leaving unseen, per horizon (1 = up to the horizon).

    ``loss`` is the share of all units that leave unseen before the horizon when the share without the event is
    ``share``: c / (λ + c) · (1 − e^−(λ + c)), solved for c.
    """

    def __init__(self, share: float, loss: float) -> None:
        event = -log(_inside(share))
        self.hazard = 0.0
        if loss > 0:
            most = 1.0
            while most < _FASTEST and most / (event + most) * -expm1(-event - most) < loss:
                most *= 2
            self.hazard = crossing(lambda c: c / (event + c) * -expm1(-event - c) - loss, 0.0, most, 1e-9)

    def greenwood(self, share: float) -> float:
        """Return n times Greenwood's sum for a share without the event: ∫ λ e^((λ + c) u) du over (0, 1).

        Breslow & Crowley, Annals of Statistics 2:437 (1974); (1 − S) / S where nobody leaves.
        """
        event = -log(share)
        return event / (event + self.hazard) * expm1(event + self.hazard)

    def kept(self, share: float) -> float:
        """Return what fraction of the units, all seen to the horizon, would know the share as well."""
        return (1 - share) / share / self.greenwood(share)


def losses_of(asked: Asked) -> Losses:
    """Return the hazards that a plan expects: at control's baseline, or at the target of a single group."""
    alone = asked.control_share is None
    return Losses(asked.target if alone else asked.metric.baseline or 0.0, asked.metric.loss)


class OneShare:
    """Power of the exact test of one share.

    Events are binomial among the units kept (:class:`Losses`), and so is the judge where nobody is lost; between whole
    counts the power is interpolated, so this is the middle of the saw-tooth.
    """

    method = "Kaplan–Meier (beta product)"

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._rising = asked.metric.direction.sign > 0
        self._losses = losses_of(asked)

    def clears(self, units: float, at: float) -> float:
        """Return the power against the bar at level α."""
        return self._beyond(units, at, self._asked.null, self._asked.alpha, above=self._rising)

    def misses(self, units: float, at: float) -> float:
        """Return the same chance towards worse of the target, at β."""
        return self._beyond(units, at, self._asked.target, self._asked.beta, above=not self._rising)

    def size(self, power: float) -> int | None:
        """Return the fewest units."""
        return smallest(self, power, self._asked.target)

    def _beyond(self, units: float, at: float, null: float, level: float, *, above: bool) -> float:
        if not 0 < null < 1:
            return float(above is (null <= 0))
        share = _inside(at)
        kept = units * self._losses.kept(share)
        if kept <= 2:
            return 0.0
        stayed = _touching(kept, null, level, above=above)
        if stayed is None:
            return 0.0
        chance = special.betainc if above else special.betaincc
        return float(chance(stayed + 0.5, kept - stayed + 0.5, share))


def _touching(kept: float, null: float, level: float, *, above: bool) -> float | None:
    """Return how many of ``kept`` units stay where the limit touches ``null``; None where no number does."""
    if above:
        if null**kept > level:
            return None
        return crossing(lambda stayed: level - special.betainc(stayed, kept - stayed + 1, null), 0.0, kept, 1e-9)
    if (1 - null) ** kept > level:
        return None
    return crossing(lambda stayed: special.betaincc(stayed + 1, kept - stayed, null) - level, 0.0, kept, 1e-9)


class TwoShares(LargeSample):
    """Power of the difference or ratio of two Kaplan–Meier shares, whose limits are Greenwood's in large samples.

    Both arms lose units at the same rate (:class:`Losses`). The error is the estimate's own, so there is one spread.
    """

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._relative = asked.metric.scale is Scale.relative
        self._baseline = _inside(asked.metric.baseline or 0.0)
        self._losses = losses_of(asked)
        self.method = f"Kaplan–Meier {'ratio' if self._relative else 'difference'} (MOVER)"

    def spread(self, null: float, at: float) -> Spread:
        """Return the distance from ``null`` and its standard deviation, for one unit of the pair."""
        share = self._asked.control_share or 0.5
        second = self._baseline
        first = _inside(second * (1 + at) if self._relative else second + at)
        if self._relative:
            distance = log(first / second) - log1p(max(null, _EDGE - 1))
            variance = self._losses.greenwood(first) / (1 - share) + self._losses.greenwood(second) / share
        else:
            distance = first - second - null
            variance = first**2 * self._losses.greenwood(first) / (1 - share)
            variance += second**2 * self._losses.greenwood(second) / share
        return Spread(distance, sqrt(variance), sqrt(variance))


def _inside(share: float) -> float:
    return min(max(share, _EDGE), 1 - _EDGE)
