"""Bounds for statistics that estimate their own spread anew at each look, as those of Student and Welch do.

Their p-values, taken as z, are less alike from look to look than those of a known spread. To first order, with d one
more than the degrees of freedom, a step from d to d′ adds z² (1/d − 1/d′)/2 to the variance that the information alone
brings: the two estimates of spread differ by so much. Tails are heavier than that, and quantiles bend: with z² + 1 in
place of z²/2 the error rates of normal data hold within two hundredths of themselves from ten units on, whatever the
looks (docs/calibration.md, "Group-sequential: two shares and means"). Without it they are exceeded by a tenth to a
fifth at twenty units looked at one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf

from experiments.sequential.boundaries import LEAST_STEP, efficacy
from experiments.sequential.walk import Walk

_AS_KNOWN = 1000.0
"""Degrees of freedom from which on a spread counts as known."""
_FARTHEST, _LEAST_ALIKE = 6.0, 1e-3


@dataclass(frozen=True)
class Bounded:
    """The bound of each look, and the information whose walk is as alike from look to look as the statistics are."""

    upper: tuple[float, ...]
    information: tuple[float, ...]


def efficacy_of_estimated(
    fractions: Sequence[float], cumulative: Sequence[float], freedoms: Sequence[float]
) -> Bounded:
    """Return bounds so that P(first above at look k | no effect) is what look k may spend.

    Parameters
    ----------
    fractions : sequence of float
        Information at each look, as a share of the planned one; what may be spent goes by it.
    cumulative : sequence of float
        The error used up by each look.
    freedoms : sequence of float
        Degrees of freedom of each look's statistic; infinite where its spread is known.
    """
    known = tuple(freedom if freedom < _AS_KNOWN else inf for freedom in freedoms)
    if all(freedom == inf for freedom in known):
        return Bounded(efficacy(fractions, cumulative), tuple(fractions))
    found = _NOTHING_SPENT
    for fraction, may, freedom in zip(fractions, cumulative, known, strict=True):
        found = _with(found, fraction, may, freedom)
    return Bounded(found.upper, found.information)


@dataclass(frozen=True, eq=False)
class _Spent:
    """The bounds of some looks, the walk of what has not crossed them, the error used up, and the latest look's own."""

    upper: tuple[float, ...]
    information: tuple[float, ...]
    walk: Walk
    used: float
    fraction: float
    freedom: float


_NOTHING_SPENT = _Spent((), (), Walk.start(0.0), 0.0, 0.0, 0.0)


@lru_cache(maxsize=1024)
def _with(before: _Spent, fraction: float, may: float, freedom: float) -> _Spent:
    """Return what looks and one more spend; kept, since a test that goes on has the looks that it had, and one more."""
    information = fraction
    if before.upper:
        latest = before.information[-1]
        if fraction - before.fraction < LEAST_STEP * fraction:
            grown = (*before.information, latest * fraction / before.fraction)
            upper = (*before.upper, inf)
            return replace(before, upper=upper, information=grown, fraction=fraction, freedom=freedom)
        alike = before.fraction / fraction
        naive = before.walk.upper_bound(may - before.used, latest / alike)
        noise = max(0.0, 1 / (before.freedom + 1) - 1 / (freedom + 1))
        alike *= max(_LEAST_ALIKE, 1 - (min(naive, _FARTHEST) ** 2 + 1) * noise)
        information = latest / alike
    bound = before.walk.upper_bound(may - before.used, information)
    walk = before.walk.on(-inf, bound, information)
    return _Spent((*before.upper, bound), (*before.information, information), walk, may, fraction, freedom)
