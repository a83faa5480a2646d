"""The same unit with and without the change: a difference of paired shares, means or ordered answers."""

from __future__ import annotations

from math import pi, sqrt

from experiments.planning import Asked
from experiments.planning.large_sample import LargeSample, Spread
from experiments.planning.means import OneMean

_EFFICIENCY = 3 / pi
"""Of the signed-rank test relative to t, for normal differences (Hodges & Lehmann 1956)."""


class PairedShares(LargeSample):
    """Power of Tango's score test in large samples (Tango, Statistics in Medicine 17:891, 1998, eqs. 8–10).

    One pair's change has the variance ψ − θ², ψ the discordant share; under the null that of the restricted estimate.
    A discordant share below θ is impossible; θ is then taken for it.
    """

    method = "paired score (Tango)"
    least = 2

    def spread(self, null: float, at: float) -> Spread:
        """Return the distance from ``null`` and its standard deviations, for one pair."""
        discordant = min(1.0, max(self._discordant(at), abs(at)))
        gained, lost = (discordant + at) / 2, (discordant - at) / 2
        b, c = (2 - gained + lost) * null - gained - lost, -lost * null * (1 - null)
        rate = max(0.0, (sqrt(max(0.0, b * b - 8 * c)) - b) / 4)
        restricted = max(0.0, 2 * rate + null * (1 - null))
        return Spread(at - null, sqrt(restricted), sqrt(max(0.0, discordant - at * at)))

    def _discordant(self, at: float) -> float:  # noqa: ARG002 - what pairs change is planned by itself
        """Return the share of pairs that change one way or the other where θ is ``at``."""
        return self._asked.metric.discordant or 0.0


class Promoters(PairedShares):
    """Power of the same test on a promoter score: promoters gained, detractors lost, of all who answered.

    Both together are the answers' ``sd`` squared plus θ².
    """

    method = "promoter score (Tango, large sample)"

    def _discordant(self, at: float) -> float:
        return (self._asked.metric.sd or 0.0) ** 2 + at * at


class PairedMeans(OneMean):
    """Power of the paired t test; ``sd`` is that of one pair's difference."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked, "paired t")
