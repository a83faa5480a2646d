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
_MOST_TIMES = 5.0


@dataclass(frozen=True)
class _Average:
    """What one arm's estimate averages: units, mean, and the standard deviation of one unit's share in it.

    ``summed`` says that it sums events or amounts over exposure, which unlike differences do not lie about 0.
    """

    n: int
    mean: float
    sd: float
    summed: bool = False

    @property
    def enough_alone(self) -> int:
        """Return how many units make a skewed mean that no other arm's skewness cancels nearly normal.

        It grows with the square of the skewness (Cochran 1977, § 2.15), which for amounts grows with sd / mean.
        """
        wide = (self.sd / self.mean) ** 2 if self.mean else 0.0
        return round(FEW_IF_SKEWED * min(max(wide, 1.0), _MOST_TIMES)) if self.summed else FEW_IF_SKEWED

    @property
    def skewed(self) -> bool:
        """Say whether units spread nearly as wide as their mean, as money and counts with a long tail do."""
        return spreads_wide(self.sd, self.mean)


def spreads_wide(sd: float, mean: float) -> bool:
    """Say whether values spread nearly as wide as their mean."""
    return sd > _WIDE * abs(mean)


def skew(metric: Metric, data: Data, units: str = "units") -> Iterator[HealthCheck]:
    """Yield a warning for every arm whose limits the long tail of its values makes doubtful."""
    found = {arm: _averaged(metric, held.statistics.get(metric.name)) for arm, held in data.arms.items()}
    known = {arm: average for arm, average in found.items() if average is not None}
    most = max((average.n for average in known.values()), default=0)
    for arm, average in known.items():
        needed = average.enough_alone if len(known) == 1 else FEW_IF_SKEWED
        small = average.n < needed
        outweighed = average.n < ENOUGH_IF_UNEQUAL and most > _UNEQUAL * average.n
        if average.skewed and (small or outweighed):
            limit = needed if small else ENOUGH_IF_UNEQUAL
            message = (
                f"{metric.name}: {arm} has {count(average.n)} {units} that spread about as wide as their mean,"
                f" or wider; there the limits of few {units}, or of unequal arms, are wrong more often than planned"
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
    return _Average(units.n, value, sqrt(variance * units.n), summed=True)
