"""Whether few units with a long tail, or arms of unequal size, make the limits of a mean unreliable.

docs/calibration.md shows by how much: with values spread like money, `stop` comes more often than planned in small
samples, and in unequal arms `invest` may come twice as often.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from experiments.health.result import result
from experiments.observation import Statistic
from experiments.plan import Metric
from experiments.pooling import Data
from experiments.statistic import CrossMoments, Events, Moments
from experiments.verdict import HealthCheck, Status
from experiments.words import count

FEW_IF_SKEWED, ENOUGH_IF_UNEQUAL = 200, 500
_WIDE = 0.75
_UNEQUAL = 2


@dataclass(frozen=True)
class _Average:
    """What one arm's estimate averages: units, mean, and the standard deviation of one unit's share in it."""

    n: int
    mean: float
    sd: float

    @property
    def skewed(self) -> bool:
        """Say whether units spread nearly as wide as their mean, as money and counts with a long tail do."""
        return self.sd > _WIDE * abs(self.mean)


def skew(metric: Metric, data: Data) -> Iterator[HealthCheck]:
    """Yield a warning for every arm whose limits the long tail of its values makes doubtful."""
    found = {arm: _averaged(metric, held.statistics.get(metric.name)) for arm, held in data.arms.items()}
    known = {arm: average for arm, average in found.items() if average is not None}
    most = max((average.n for average in known.values()), default=0)
    for arm, average in known.items():
        small = average.n < FEW_IF_SKEWED
        outweighed = average.n < ENOUGH_IF_UNEQUAL and most > _UNEQUAL * average.n
        if average.skewed and (small or outweighed):
            limit = FEW_IF_SKEWED if small else ENOUGH_IF_UNEQUAL
            message = (
                f"{metric.name}: {arm} has {count(average.n)} units that spread about as wide as their mean; there the"
                " limits of few units, or of arms of unequal size, are wrong more often than planned"
            )
            yield result(f"long tail: {metric.name}", Status.warn, average.n, limit, message)


def _averaged(metric: Metric, statistic: Statistic | None) -> _Average | None:
    match statistic:
        case Moments(n=n) if n > 1 and statistic.variance > 0:
            return _Average(n, statistic.mean, statistic.sd)
        case CrossMoments(n=n) if n > 1 and metric.covariates:
            return _Average(n, statistic.means[0], sqrt(statistic.covariance[0][0]))
        case CrossMoments(n=n) if n > 1 and statistic.means[1] > 0:
            return _linearised(statistic)
        case Events(units=CrossMoments() as units) if units.n > 1 and units.means[1] > 0:
            return _linearised(units)
        case _:
            return None


def _linearised(units: CrossMoments) -> _Average:
    from experiments.inference.ratio import ratio

    value, variance = ratio(units)
    return _Average(units.n, value, sqrt(variance * units.n))
