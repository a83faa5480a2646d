"""The score test of two proportions: difference and lift."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import special

from experiments.inference.score import Contrast, Difference, Lift
from experiments.plan import Scale
from experiments.planning import Asked, smallest


@dataclass(frozen=True)
class _Spread:
    """The standard deviation of one unit's contribution to the contrast, under the null and as it is."""

    distance: float
    null: float
    true: float


class TwoProportions:
    """Power of the score test by its large-sample form (Farrington & Manning, Statistics in Medicine 9:1447, 1990).

    The spread under the null is that of the restricted estimate. Where expected counts are small the judge uses the
    exact test, which needs a few units more.
    """

    method = "score (Farrington–Manning)"

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._sign = asked.metric.direction.sign
        self._baseline = asked.metric.baseline or 0.0
        self._relative = asked.metric.scale is Scale.relative
        self._contrast: Contrast = Lift() if self._relative else Difference()

    def clears(self, units: float, at: float) -> float:
        """Return Φ((√N·distance − z(α)·σ₀) / σ₁), all towards better."""
        spread = self._spread(self._asked.null, at)
        drift = self._sign * spread.distance * sqrt(units)
        return float(special.ndtr((drift + special.ndtri(self._asked.alpha) * spread.null) / spread.true))

    def misses(self, units: float, at: float) -> float:
        """Return the same chance towards worse of the target, at β."""
        spread = self._spread(self._asked.target, at)
        drift = -self._sign * spread.distance * sqrt(units)
        return float(special.ndtr((drift + special.ndtri(self._asked.beta) * spread.null) / spread.true))

    def size(self, power: float) -> int | None:
        """Return the fewest units in both arms."""
        return smallest(self, power, self._asked.target, least=4)

    def _spread(self, null: float, at: float) -> _Spread:
        share = self._asked.control_share or 0.5
        n1, n2 = 1 - share, share
        p2 = self._baseline
        p1 = min(max(float(self._contrast.first(np.array(p2), at)), 0.0), 1.0)
        factor = 1 + null if self._relative else 1.0
        distance = p1 - factor * p2 if self._relative else p1 - p2 - null
        true = sqrt(max(p1 * (1 - p1) / n1 + factor**2 * p2 * (1 - p2) / n2, 1e-300))
        # The restricted estimate of a very large table with these rates; its z gives back the spread under the null.
        scale = 1e9
        z = float(self._contrast.score(scale * n1 * p1, scale * n1, scale * n2 * p2, scale * n2, null))
        return _Spread(distance, abs(distance) * sqrt(scale) / abs(z) if z and np.isfinite(z) else true, true)
