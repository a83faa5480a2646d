"""A share still there at a horizon, exact where nobody is lost to view: the beta product confidence procedure."""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1, inf, log, log1p, sqrt

from scipy import special

from experiments.statistic import EventTable


@dataclass(frozen=True)
class Beta:
    """A beta distribution with shapes ``a`` and ``b``."""

    a: float
    b: float


@dataclass(frozen=True)
class BetaProduct:
    """The Kaplan–Meier share at a horizon with the limits of Fay, Brittain & Proschan (Biostatistics 14:723, 2013).

    At each time with d events among r at risk the share that stays is Beta(r − d + 1, d). Their product bounds the
    share from above (``above``; None without events, where it is 1). From below the next event is taken to come at
    once after the horizon: one factor Beta(r, 1) more, r at risk then (``below``; None where nobody is, and it is 0).
    Products are replaced by the beta distribution with the same two moments (Fay & Brittain, Statistics in Medicine
    35:2726, 2016), which is exact where nobody is lost: limits and p-values are then Clopper and Pearson's.
    """

    estimate: float
    greenwood: float
    below: Beta | None
    above: Beta | None
    method: str = "Kaplan–Meier (beta product)"

    @property
    def standard_error(self) -> float | None:
        """Return Greenwood's standard error; the limits do not rest on it."""
        return self.estimate * sqrt(self.greenwood) if 0 < self.greenwood < inf else None

    def lower(self, level: float) -> float:
        """Return the ``level`` quantile of the product from below."""
        return float(special.betaincinv(self.below.a, self.below.b, level)) if self.below else 0.0

    def upper(self, level: float) -> float:
        """Return the upper ``level`` quantile of the product from above."""
        return float(special.betainccinv(self.above.a, self.above.b, level)) if self.above else 1.0

    def p_above(self, null: float) -> float:
        """Return the chance that the product from below lies at or under ``null``."""
        at = min(max(null, 0.0), 1.0)
        return float(special.betainc(self.below.a, self.below.b, at)) if self.below else 1.0

    def p_below(self, null: float) -> float:
        """Return the chance that the product from above lies at or over ``null``."""
        return _beyond(self.above, min(max(null, 0.0), 1.0)) if self.above else 1.0


def _beyond(beta: Beta, at: float) -> float:
    """Return the chance of a value over ``at``; from ½ on 1 less that is exact, and so asked it takes half as long."""
    if at >= 0.5:
        return float(special.betainc(beta.b, beta.a, 1 - at))
    return float(special.betaincc(beta.a, beta.b, at))


def beta_product(table: EventTable, horizon: float) -> BetaProduct:
    """Return the share without the event at ``horizon`` from an event table; who leaves then is still there."""
    share, greenwood, at_risk, watched = 1.0, 0.0, table.n, table.n
    mean = spread = 0.0  # of the product: the log of its mean, and that of its second moment over the mean's square
    for time, events, lost in zip(table.times, table.events, table.censored, strict=True):
        if time > horizon:
            break
        if events:
            left = at_risk - events
            share *= left / at_risk
            greenwood += events / (at_risk * left) if left else inf
            mean += log1p(-events / (at_risk + 1))
            spread += log1p(events / ((left + 1) * (at_risk + 2)))
        watched = at_risk - events
        at_risk = watched - lost
        if time < horizon:
            watched = at_risk
    below = None
    if watched:
        below = _of_moments(mean + log(watched / (watched + 1)), spread + log1p(1 / (watched * (watched + 2))))
    return BetaProduct(share, greenwood, below, _of_moments(mean, spread) if spread else None)


def _of_moments(mean: float, spread: float) -> Beta:
    """Return the beta distribution with the mean e^``mean`` and the second moment e^``spread`` times its square."""
    missing = -expm1(mean)
    a = missing / expm1(spread) - (1 - missing)
    return Beta(a, a * missing / (1 - missing))
