"""Mid-p: half of what was seen counts as beyond the null, so that an exact method is neither too wide nor too narrow.

Alone it may leave its level; as the parts of a difference (:mod:`experiments.inference.mover`) such limits keep it.
"""

from __future__ import annotations

from dataclasses import dataclass

from experiments.inference import Estimator
from experiments.inference.root import crossing, quantile

_TOLERANCE = 1e-11


@dataclass(frozen=True)
class MidP:
    """P(X > x) + ½ P(X = x) of an exact discrete estimator, and its inversion (Lancaster, JASA 56:223, 1961)."""

    exact: Estimator

    @property
    def method(self) -> str:
        """Return the exact method's name."""
        return f"{self.exact.method}, mid-p"

    @property
    def estimate(self) -> float:
        """Return the exact method's estimate."""
        return self.exact.estimate

    @property
    def standard_error(self) -> float | None:
        """Return the exact method's standard error; the limits do not rest on it."""
        return self.exact.standard_error

    def lower(self, level: float) -> float:
        """Return the null with a mid-p of ``level``: between the exact limits at ``level`` and at twice that."""
        if level >= 0.5:
            return self.estimate
        low, high = self.exact.lower(level), min(self.exact.lower(2 * level), self.estimate)
        wanted = quantile(level)

        def beyond(null: float) -> float:
            return quantile(self.p_above(null)) - wanted

        return crossing(beyond, low, high, _TOLERANCE * max(high, 0.0))

    def upper(self, level: float) -> float:
        """Return the same from above."""
        if level >= 0.5:
            return self.estimate
        low, high = max(self.exact.upper(2 * level), self.estimate), self.exact.upper(level)
        wanted = quantile(level)

        def beyond(null: float) -> float:
            return quantile(self.p_below(-null)) - wanted

        return -crossing(beyond, -high, -low, _TOLERANCE * high)

    def p_above(self, null: float) -> float:
        """Return P(X > x) + ½ P(X = x): P(X > x) is one less P(X ≤ x)."""
        return max(0.0, self.exact.p_above(null) + 1 - self.exact.p_below(null)) / 2

    def p_below(self, null: float) -> float:
        """Return P(X < x) + ½ P(X = x)."""
        return max(0.0, self.exact.p_below(null) + 1 - self.exact.p_above(null)) / 2
