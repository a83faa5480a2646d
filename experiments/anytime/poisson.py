"""Events per exposure against a bar, at any time: a Gamma mixture of likelihood ratios, cut off at the null.

For a rate λ above the null λ₀ the likelihood ratio (λ/λ₀)ˣ exp(−(λ − λ₀)T) has, over any exposure fixed before its
events are seen, expectation exp((λ/λ₀ − 1)(ρ − λ₀) t) ≤ 1 for every true rate ρ ≤ λ₀; mixtures over λ keep that (Howard
et al., Ann. Stat. 49:1055, 2021, Prop. 10 is the gamma–Poisson mixture). That the e-value falls in the logarithm of the
null wherever it is above 1 follows as for :mod:`~experiments.anytime.bernoulli`: both densities are log-concave in it.

Events of one unit may come together. Where each unit's events are known and ever varied φ > 1 times as much as Poisson
counts would, events and exposure are divided by φ (quasi-likelihood: McCullagh & Nelder, Generalized Linear Models,
1989, §6.2.3). That raises every likelihood ratio to the power of 1/φ; by Jensen's inequality their mixture is then no
more than that power of the mixture as it was, so where events are independent nothing is lost of the promise, whatever
φ chance makes of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import Self

from scipy import special

from experiments.anytime.bernoulli import LEAST_WEIGHT, SPREAD, hedged
from experiments.anytime.e_value import limit_below, p_value
from experiments.anytime.tails import log_gamma_above, log_gamma_below
from experiments.statistic import Events

_PLANNED_DISTANCE = 2.5
_FARTHEST = 700.0
_NEAR = 1e-9


@dataclass(frozen=True)
class GammaMixture:
    """Weights over rates: Gamma with a shape, and a rate in units of exposure, cut off at the null."""

    shape: float
    exposure: float

    @classmethod
    def around(cls, rate: float, spread: float) -> Self:
        """Return the mixture with this mean and standard deviation, as far as a shape of at least ½ allows."""
        shape = max((rate / spread) ** 2, LEAST_WEIGHT)
        return cls(shape, shape / rate if rate > 0 else LEAST_WEIGHT / spread)

    @property
    def flat(self) -> GammaMixture:
        """Return the widest mixture with this mean."""
        return GammaMixture(LEAST_WEIGHT, self.exposure * LEAST_WEIGHT / self.shape)

    def log_e_above(self, x: float, exposure: float, null: float) -> float:
        """Return the log e-value of x events in ``exposure`` against every rate up to ``null``."""
        if null <= 0:
            return inf if x else 0.0
        after = log_gamma_above(self.shape + x, (self.exposure + exposure) * null)
        return after - log_gamma_above(self.shape, self.exposure * null) + self._log_ratio(x, exposure, null)

    def log_e_below(self, x: float, exposure: float, null: float) -> float:
        """Return the log e-value of x events in ``exposure`` against every rate from ``null`` on."""
        if null <= 0:
            return 0.0
        after = log_gamma_below(self.shape + x, (self.exposure + exposure) * null)
        return after - log_gamma_below(self.shape, self.exposure * null) + self._log_ratio(x, exposure, null)

    def _log_ratio(self, x: float, exposure: float, null: float) -> float:
        among = float(special.gammaln(self.shape + x) - special.gammaln(self.shape))
        among += self.shape * log(self.exposure) - (self.shape + x) * log(self.exposure + exposure)
        return among - x * log(null) + exposure * null


@dataclass(frozen=True)
class PoissonSequence:
    """The confidence sequence and e-process of one rate, after ``events`` in ``exposure``, whole numbers or not.

    ``ready`` says whether a verdict may rest on it.
    """

    events: float
    exposure: float
    above: GammaMixture
    below: GammaMixture
    ready: bool = True
    method: str = "anytime-valid exact Poisson (truncated Gamma mixture)"

    @property
    def estimate(self) -> float:
        """Return events / exposure."""
        return self.events / self.exposure

    @property
    def standard_error(self) -> float | None:
        """Return √events / exposure; the limits do not rest on it."""
        return sqrt(self.events) / self.exposure

    def log_e_above(self, null: float) -> float:
        """Return the log e-value against every rate up to ``null``."""
        seen = (self.events, self.exposure, null)
        return hedged(self.above.log_e_above(*seen), self.above.flat.log_e_above(*seen))

    def log_e_below(self, null: float) -> float:
        """Return the log e-value against every rate from ``null`` on."""
        seen = (self.events, self.exposure, null)
        return hedged(self.below.log_e_below(*seen), self.below.flat.log_e_below(*seen))

    def p_above(self, null: float) -> float:
        """Return min(1, 1/e) against every rate up to ``null``."""
        return p_value(self.log_e_above(null))

    def p_below(self, null: float) -> float:
        """Return min(1, 1/e) against every rate from ``null`` on."""
        return p_value(self.log_e_below(null))

    def lower(self, level: float) -> float:
        """Return the rate up to which every one is refused at ``level``."""
        if not self.events:
            return 0.0
        place = limit_below(lambda at: self.log_e_above(exp(at)), self._place, self._stride, -_FARTHEST, level)
        return 0.0 if place <= -_FARTHEST else exp(place)

    def upper(self, level: float) -> float:
        """Return the rate from which on every one is refused at ``level``."""
        place = limit_below(lambda at: self.log_e_below(exp(-at)), -self._place, self._stride, -_FARTHEST, level)
        return inf if place <= -_FARTHEST else exp(-place)

    @property
    def _place(self) -> float:
        return log(max(self.events, _NEAR) / self.exposure)

    @property
    def _stride(self) -> float:
        return 3 / sqrt(self.events + 0.5)


def tuned(bar: float, target: float | None, planned: float | None) -> tuple[GammaMixture, GammaMixture]:
    """Return the mixtures over the rates above and below, for a plan; ``planned`` is an exposure.

    As for proportions: the one above is centred on the larger of bar and target, the one below on the smaller.
    """
    if target is None:
        distance = _PLANNED_DISTANCE * sqrt(max(bar, 1e-12) / (planned or 100.0))
        low, high = max(bar - distance, 0.0), bar + distance
    else:
        low, high = min(bar, target), max(bar, target)
        distance = high - low
    return GammaMixture.around(high, SPREAD * distance), GammaMixture.around(low, SPREAD * distance)


def against_bar(
    arm: Events, bar: float, target: float | None, planned: float | None, vary: float = 1.0
) -> PoissonSequence:
    """Return the sequence of one rate, tuned to a plan, held back where units ``vary`` so many times as much."""
    if vary <= 1:
        return PoissonSequence(arm.events, arm.exposure, *tuned(bar, target, planned))
    method = f"{PoissonSequence.method}, held back by how much more the units vary"
    return PoissonSequence(arm.events / vary, arm.exposure / vary, *tuned(bar, target, planned), method=method)
