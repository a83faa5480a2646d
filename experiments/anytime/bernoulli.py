"""One rate against a bar, at any time: mixtures of likelihood ratios over the rates beyond the null.

For a rate p above the null p₀ the likelihood ratio (p/p₀)ˣ ((1 − p)/(1 − p₀))ⁿ⁻ˣ is a product of bets, each of
expectation q p/p₀ + (1 − q)(1 − p)/(1 − p₀) ≤ 1 for every true rate q ≤ p₀: a supermartingale under the whole null
hypothesis, and so is any mixture over p (Robbins, Ann. Math. Stat. 41:1397, 1970; Howard et al., Ann. Stat. 49:1055,
2021, §3). The mixture here is a Beta distribution cut off at the null, in closed form by the incomplete beta function.

In the logit of the null the e-value falls wherever it is above 1. Write ℓ for the log-likelihood, concave in the logit,
and w for the density of the mixture with tail W̄. Cutting off at θ₀, W̄(θ₀) L(θ₀)(e − 1) = ∫ℓ′L W̄ ≤ ℓ′(θ₀) ∫L W̄, and
w/W̄ rises, since w is log-concave, so that w(θ₀)/W̄(θ₀) · ∫L W̄ ≤ ∫L w. Together (w/W̄)(1 − 1/e) ≤ ℓ′ at θ₀, and the
difference of the two is the derivative of log e. So limits are intervals and p-values agree with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log, log1p, nan, sqrt
from typing import Self

from scipy import special

from experiments.anytime.e_value import limit_below, p_value
from experiments.anytime.tails import log_beta_above, log_beta_below, log_beta_function
from experiments.statistic import Counts

SPREAD = 0.2
"""The standard deviation of a tuned mixture, in units of the distance from bar to target.

Narrower mixtures are nothing but the likelihood ratio at the target and stop hardly sooner (under 2% in exact
enumeration, for bars from 0.05 to 0.6); wider ones need more data at the target: 3% more at ½, 6% at 1.
"""
TUNED_SHARE = 0.95
"""The share of the error rate that the tuned mixture gets; the rest is Jeffreys' prior's.

A tuned mixture alone would answer rates far outside the plan with limits that hardly move; the share costs 1% of data.
"""
LEAST_WEIGHT = 0.5
"""The least a and b of a tuned mixture (Jeffreys'), so that a bar of 0 or a target of 1 can be its centre."""
_PLANNED_DISTANCE = 2.5
_FARTHEST = 700.0
_CERTAIN = 34.0
_NEAR = 1e-9


@dataclass(frozen=True)
class BetaMixture:
    """Weights over rates: Beta(a, b), cut off at the null and scaled back to 1."""

    a: float
    b: float

    @classmethod
    def around(cls, rate: float, spread: float) -> Self:
        """Return the mixture with this mean and standard deviation, as far as a, b ≥ ½ allow."""
        units = max(rate * (1 - rate) / spread**2 - 1, 0.0)
        return cls(max(rate * units, LEAST_WEIGHT), max((1 - rate) * units, LEAST_WEIGHT))

    def log_e_above(self, x: int, n: int, null: float) -> float:
        """Return the log e-value of x of n against every rate up to ``null``."""
        if null >= 1:
            return 0.0
        if null <= 0:
            return inf if x else 0.0
        after = log_beta_above(self.a + x, self.b + n - x, null) - log_beta_above(self.a, self.b, null)
        return after + self._log_ratio(x, n, null)

    def log_e_below(self, x: int, n: int, null: float) -> float:
        """Return the log e-value of x of n against every rate from ``null`` on."""
        if null <= 0:
            return 0.0
        if null >= 1:
            return inf if x < n else 0.0
        after = log_beta_below(self.a + x, self.b + n - x, null) - log_beta_below(self.a, self.b, null)
        return after + self._log_ratio(x, n, null)

    def log_e(self, x: int, n: int, null: float) -> float:
        """Return the log e-value against the one rate ``null``, from the mixture over all rates."""
        return self._log_ratio(x, n, null)

    def _log_ratio(self, x: int, n: int, null: float) -> float:
        among = log_beta_function(self.a + x, self.b + n - x) - log_beta_function(self.a, self.b)
        return among - float(special.xlogy(x, null)) - float(special.xlog1py(n - x, -null))


FLAT = BetaMixture(LEAST_WEIGHT, LEAST_WEIGHT)


@dataclass(frozen=True)
class BernoulliSequence:
    """The confidence sequence and e-process of one rate, after ``successes`` of ``trials``."""

    successes: int
    trials: int
    above: BetaMixture
    below: BetaMixture
    method: str = "anytime-valid exact binomial (truncated Beta mixture)"

    @property
    def estimate(self) -> float:
        """Return x / n, NaN of nothing."""
        return self.successes / self.trials if self.trials else nan

    @property
    def standard_error(self) -> float | None:
        """Return √(p̂(1 − p̂)/n); the limits do not rest on it."""
        return sqrt(self.estimate * (1 - self.estimate) / self.trials) if self.trials else None

    def log_e_above(self, null: float) -> float:
        """Return the log e-value against every rate up to ``null``."""
        seen = (self.successes, self.trials, null)
        return hedged(self.above.log_e_above(*seen), FLAT.log_e_above(*seen))

    def log_e_below(self, null: float) -> float:
        """Return the log e-value against every rate from ``null`` on."""
        seen = (self.successes, self.trials, null)
        return hedged(self.below.log_e_below(*seen), FLAT.log_e_below(*seen))

    def p_above(self, null: float) -> float:
        """Return min(1, 1/e) against every rate up to ``null``."""
        return p_value(self.log_e_above(null))

    def p_below(self, null: float) -> float:
        """Return min(1, 1/e) against every rate from ``null`` on."""
        return p_value(self.log_e_below(null))

    def lower(self, level: float) -> float:
        """Return the rate up to which every one is refused at ``level``."""
        if not self.successes:
            return 0.0
        place = limit_below(lambda at: self.log_e_above(_rate(at)), self._logit, self._stride, -_FARTHEST, level)
        return 0.0 if place <= -_FARTHEST else _rate(place)

    def upper(self, level: float) -> float:
        """Return the rate from which on every one is refused at ``level``."""
        if self.successes == self.trials:
            return 1.0
        place = limit_below(lambda at: self.log_e_below(_rate(-at)), -self._logit, self._stride, -_CERTAIN, level)
        return 1.0 if place <= -_CERTAIN else _rate(-place)

    @property
    def _logit(self) -> float:
        """Return the logit of x / n; at 0 and n of n, of a rate so near that no null in between can be refused."""
        if 0 < self.successes < self.trials:
            return float(special.logit(self.estimate))
        near = log(_NEAR / self.trials)
        return near if not self.successes else min(-near, _CERTAIN)

    @property
    def _stride(self) -> float:
        x, rest = self.successes, self.trials - self.successes
        return 3 * sqrt(1 / (x + 0.5) + 1 / (rest + 0.5))


def tuned(bar: float, target: float | None, planned: int | None) -> tuple[BetaMixture, BetaMixture]:
    """Return the mixtures over the rates above and below, for a plan.

    The one above is centred on the larger of bar and target, the one below on the smaller: against the bar the rate to
    bet on is the target, and against the target it is the bar. Without a target, the distance is what the planned size
    could tell from the bar with 80% power at 5%, 2½ standard errors.
    """
    if target is None:
        distance = _PLANNED_DISTANCE * sqrt(max(bar * (1 - bar), 1e-12) / (planned or 100))
        low, high = max(bar - distance, 0.0), min(bar + distance, 1.0)
    else:
        low, high = min(bar, target), max(bar, target)
        distance = high - low
    return BetaMixture.around(high, SPREAD * distance), BetaMixture.around(low, SPREAD * distance)


def against_bar(arm: Counts, bar: float, target: float | None, planned: int | None) -> BernoulliSequence:
    """Return the sequence of one rate, tuned to a plan."""
    return BernoulliSequence(arm.successes, arm.trials, *tuned(bar, target, planned))


def hedged(tuned_e: float, flat_e: float) -> float:
    """Return the log of max(share · tuned, (1 − share) · flat): no more than their weighted sum, hence an e-value.

    The larger of the two, and not the sum, because it keeps falling in the null where each of them does.
    """
    return max(tuned_e + log(TUNED_SHARE), flat_e + log1p(-TUNED_SHARE))


def _rate(logit: float) -> float:
    return float(special.expit(logit))
