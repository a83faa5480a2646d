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
from dataclasses import dataclass
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
    walk, used, upper, information = Walk.start(0.0), 0.0, list[float](), list[float]()
    for look, (fraction, may) in enumerate(zip(fractions, cumulative, strict=True)):
        if look and fraction - fractions[look - 1] < LEAST_STEP * fraction:
            information.append(information[-1] * fraction / fractions[look - 1])
            upper.append(inf)
            continue
        if look:
            alike = fractions[look - 1] / fraction
            naive = walk.upper_bound(may - used, information[-1] / alike)
            noise = max(0.0, 1 / (known[look - 1] + 1) - 1 / (known[look] + 1))
            alike *= max(_LEAST_ALIKE, 1 - (min(naive, _FARTHEST) ** 2 + 1) * noise)
            information.append(information[-1] / alike)
        else:
            information.append(fraction)
        bound = walk.upper_bound(may - used, information[-1])
        upper.append(bound)
        walk, used = walk.on(-inf, bound, information[-1]), may
    return Bounded(tuple(upper), tuple(information))
