"""The score test of two proportions: difference and lift."""

from __future__ import annotations

from math import sqrt

import numpy as np

from experiments.inference.score import Contrast, Difference, Lift
from experiments.plan import Scale
from experiments.planning import Asked
from experiments.planning.large_sample import LargeSample, Spread

_AT_THE_NULL = 1e-7


class TwoProportions(LargeSample):
    """Power of the score test by its large-sample form (Farrington & Manning, Statistics in Medicine 9:1447, 1990).

    The spread under the null is that of the restricted estimate. Where expected counts are small the judge uses the
    exact test, which needs a few units more.
    """

    method = "score (Farrington–Manning)"

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._baseline = asked.metric.baseline or 0.0
        self._relative = asked.metric.scale is Scale.relative
        self._contrast: Contrast = Lift() if self._relative else Difference()

    def spread(self, null: float, at: float) -> Spread:
        """Return the distance of the rates from ``null`` and its standard deviations, for one unit of the pair."""
        share = self._asked.control_share or 0.5
        n1, n2 = 1 - share, share
        p2 = self._baseline
        p1 = min(max(float(self._contrast.first(np.array(p2), at)), 0.0), 1.0)
        factor = 1 + null if self._relative else 1.0
        distance = p1 - factor * p2 if self._relative else p1 - p2 - null
        true = sqrt(max(p1 * (1 - p1) / n1 + factor**2 * p2 * (1 - p2) / n2, 1e-300))
        if abs(distance) < _AT_THE_NULL * true:  # the restricted rates are the rates, and a ratio would be of noise
            return Spread(distance, true, true)
        # The restricted estimate of a very large table with these rates; its z gives back the spread under the null.
        scale = 1e9
        z = self._contrast.z(scale * n1 * p1, scale * n1, scale * n2 * p2, scale * n2, null)
        return Spread(distance, abs(distance) * sqrt(scale) / abs(z) if z and np.isfinite(z) else true, true)
