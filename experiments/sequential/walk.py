"""The chances that a score process crosses boundaries at its looks, by recursive numerical integration.

Source: Armitage, McPherson & Rowe, JRSS A 132:235 (1969); Jennison & Turnbull 2000, ch. 19. Between looks at
information t < t' the standardised statistic moves as z'√t' = z√t + N(θ(t' − t), t' − t).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]
_FAR = 8.5
_PANEL, _WIDTH = np.polynomial.legendre.leggauss(20), 8
"""Nodes and weights on one panel, and how many standard deviations of a step it spans: right to 1e-6 in z."""
_MOST_PANELS, _STEADY = 4000, 1e-11


@dataclass(frozen=True)
class Walk:
    """Where the statistic is after a look, for those that go on: nodes in z with their share of chance.

    ``information`` is that of the look; before the first look it is 0 and all chance sits in one node.
    """

    drift: float
    information: float
    nodes: Array
    mass: Array

    @classmethod
    def start(cls, drift: float) -> Walk:
        """Return the walk before any look."""
        return cls(drift, 0.0, np.zeros(1), np.ones(1))

    def above(self, bound: float, information: float) -> float:
        """Return the chance to go on so far and to lie above ``bound`` at ``information``."""
        if bound == inf:
            return 0.0
        return float(self.mass @ special.ndtr(-self._standard(bound, information)))

    def below(self, bound: float, information: float) -> float:
        """Return the chance to go on so far and to lie below ``bound`` at ``information``."""
        if bound == -inf:
            return 0.0
        return float(self.mass @ special.ndtr(self._standard(bound, information)))

    def on(self, lower: float, upper: float, information: float) -> Walk:
        """Return the walk after a look at which it stayed between two bounds."""
        centre = self.drift * sqrt(information)
        low, high = max(lower, centre - _FAR), min(upper, centre + _FAR)
        if low >= high:
            return Walk(self.drift, information, np.zeros(1), np.zeros(1))
        step = information - self.information
        kernel = sqrt(step / information)
        panels = min(_MOST_PANELS, max(4, int(np.ceil((high - low) / (_WIDTH * kernel)))))
        edges = np.linspace(low, high, panels + 1)
        half = (edges[1:] - edges[:-1]) / 2
        nodes = (edges[:-1, None] + half[:, None] * (_PANEL[0] + 1)[None, :]).ravel()
        weights = (half[:, None] * _PANEL[1][None, :]).ravel()
        distance = self._standard(nodes[:, None], information)
        density = np.exp(-0.5 * distance * distance) @ self.mass * sqrt(information / step) / sqrt(2 * np.pi)
        return Walk(self.drift, information, nodes, weights * density)

    def tilted(self, drift: float) -> Walk:
        """Return where the walk is under another drift: the same nodes, their mass times the likelihood ratio.

        Exact but for what lies beyond the nodes, so the other drift must be near: within some five standard errors.
        """
        change = drift - self.drift
        reached = self.nodes * sqrt(self.information) - (drift + self.drift) / 2 * self.information
        return Walk(drift, self.information, self.nodes, self.mass * np.exp(change * reached))

    def _standard(self, bound: float | Array, information: float) -> Array:
        step = information - self.information
        reached = self.nodes * sqrt(self.information) + self.drift * step
        return np.asarray((np.asarray(bound) * sqrt(information) - reached) / sqrt(step))

    def upper_bound(self, chance: float, information: float) -> float:
        """Return the bound above which the walk lies with ``chance`` at ``information``; infinite for none.

        Newton's steps on the normal scale, where the chance to be above is nearly a straight line of the bound.
        """
        if chance <= 0:
            return inf
        low, high, whole = -20.0, 20.0, float(self.mass.sum()) or 1.0
        wanted = float(special.ndtri(min(chance / whole, 1 - 1e-16)))
        per_step = sqrt(information / (information - self.information)) / whole
        value = -wanted
        for _ in range(100):
            distance = self._standard(value, information)
            above = float(self.mass @ special.ndtr(-distance)) / whole
            low, high = (value, high) if above * whole > chance else (low, value)
            slope = float(self.mass @ np.exp(-0.5 * distance * distance)) * per_step
            moved = (low + high) / 2
            if 0 < above < 1 and slope > 1e-300:
                reached = float(special.ndtri(above))
                moved = value + (reached - wanted) * exp(-0.5 * reached * reached) / slope
            if abs(moved - value) < _STEADY:
                return moved
            value = moved if low < moved < high else (low + high) / 2
        return value

    def lower_bound(self, chance: float, information: float) -> float:
        """Return the bound below which the walk lies with ``chance`` at ``information``; infinite for none."""
        return -Walk(-self.drift, self.information, -self.nodes, self.mass).upper_bound(chance, information)
