"""Proportions: k of n units did it, against a benchmark rate or a control arm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING

from scipy import special

from experiments.inference import Estimator
from experiments.inference.root import crossing
from experiments.inference.score import Contrast, Difference, Lift
from experiments.observation import Counts
from experiments.plan import Scale

if TYPE_CHECKING:
    from experiments.inference.exact import ExactUnconditional

_TOLERANCE = 1e-9
SMALL_EXPECTED = 5.0
SMALL_OBSERVED, SMALL_OBSERVED_UNEQUAL, UNEQUAL = 10, 20, 1.5
SMALL_OBSERVED_OF_FEW, FEW_UNITS = 25, 200


def against_benchmark(arm: Counts) -> Estimator:
    """Return the exact binomial estimator of one rate."""
    return ClopperPearson(arm.successes, arm.trials)


def against_control(treatment: Counts, control: Counts, scale: Scale) -> Estimator:
    """Return the estimator of a difference or lift of two rates: by score, or exact where expected counts are small."""
    contrast: Contrast = Difference() if scale is Scale.difference else Lift()
    table = (treatment.successes, treatment.trials, control.successes, control.trials)
    if is_small(treatment, control):
        return ExactScore(contrast, *table)
    return Score(contrast, *table)


def is_small(treatment: Counts, control: Counts) -> bool:
    """Say whether the score statistic is not trusted to be normal.

    An expected count under 5 (Cochran's rule), or an observed one under 10, under 20 where one arm is half as large
    again as the other, under 25 where both arms together have at most 200 units: with a bar away from 0 or unequal arms
    the expected count alone lets through tables on which the score test invests up to twice as often as alpha allows,
    as exact enumeration shows.
    """
    arms = (treatment, control)
    sizes = sorted(arm.trials for arm in arms)
    rate = (treatment.successes + control.successes) / sum(sizes)
    expected = sizes[0] * min(rate, 1 - rate)
    observed = min(min(arm.successes, arm.trials - arm.successes) for arm in arms)
    least = SMALL_OBSERVED_UNEQUAL if sizes[1] >= UNEQUAL * sizes[0] else SMALL_OBSERVED
    if sum(sizes) <= FEW_UNITS:
        least = SMALL_OBSERVED_OF_FEW
    return expected < SMALL_EXPECTED or observed < least


@dataclass(frozen=True)
class ClopperPearson:
    """The exact binomial test and its inversion (Clopper & Pearson, Biometrika 26:404, 1934).

    The same numbers as statsmodels' ``proportion_confint(method="beta")`` and scipy's ``binomtest``, through the
    incomplete beta function they rest on: 3 s of imports less, and right for rates of 1e-9.
    """

    successes: int
    trials: int
    method: str = "exact binomial (Clopper–Pearson)"

    @property
    def estimate(self) -> float:
        """Return k / n."""
        return self.successes / self.trials

    @property
    def standard_error(self) -> float | None:
        """Return √(p̂(1 − p̂)/n); the limits do not rest on it."""
        return sqrt(self.estimate * (1 - self.estimate) / self.trials)

    def lower(self, level: float) -> float:
        """Return the rate p with P(X ≥ k | p) = level."""
        x, n = self.successes, self.trials
        return float(special.betaincinv(x, n - x + 1, level)) if x else 0.0

    def upper(self, level: float) -> float:
        """Return the rate p with P(X ≤ k | p) = level."""
        x, n = self.successes, self.trials
        return float(special.betainccinv(x + 1, n - x, level)) if x < n else 1.0

    def p_above(self, null: float) -> float:
        """Return P(X ≥ k | null)."""
        x, n = self.successes, self.trials
        return float(special.betainc(x, n - x + 1, min(max(null, 0.0), 1.0))) if x else 1.0

    def p_below(self, null: float) -> float:
        """Return P(X ≤ k | null)."""
        x, n = self.successes, self.trials
        return float(special.betaincc(x + 1, n - x, min(max(null, 0.0), 1.0))) if x < n else 1.0


@dataclass(frozen=True)
class Score:
    """The score test of a difference or a lift and its inversion (Miettinen & Nurminen 1985, with N / (N − 1))."""

    contrast: Contrast
    x1: int
    n1: int
    x2: int
    n2: int

    @property
    def method(self) -> str:
        """Return the method's name."""
        return "score (Miettinen–Nurminen)" if isinstance(self.contrast, Difference) else "score for a ratio (Koopman)"

    @property
    def estimate(self) -> float:
        """Return θ as observed."""
        return self.contrast.estimate(self.x1, self.n1, self.x2, self.n2)

    @property
    def standard_error(self) -> float | None:
        """Return the unpooled standard error of a difference, None for a lift; the limits do not rest on it."""
        if not isinstance(self.contrast, Difference):
            return None
        p1, p2 = self.x1 / self.n1, self.x2 / self.n2
        return sqrt(p1 * (1 - p1) / self.n1 + p2 * (1 - p2) / self.n2)

    def lower(self, level: float) -> float:
        """Return the null at which z is the upper ``level`` quantile."""
        wanted, contrast = -float(special.ndtri(level)), self.contrast
        if self.estimate <= contrast.least:
            return contrast.least
        stride = contrast.stride(self.x1, self.n1, self.x2, self.n2)

        def short(place: float) -> float:
            return wanted - self._z(contrast.at(place))

        high, least = contrast.along(self.estimate), contrast.ends[0]
        low = max(least, high - 2 * stride)
        ends = short(low), wanted  # at the estimate z is 0
        while low > least and ends[0] > 0:
            high, stride = low, 2 * stride
            low = max(least, low - 2 * stride)
            ends = short(low), ends[0]
        return contrast.at(crossing(short, low, high, _TOLERANCE * stride, ends=ends))

    def upper(self, level: float) -> float:
        """Return the lower limit with the arms exchanged, turned back."""
        mirrored = replace(self, x1=self.x2, n1=self.n2, x2=self.x1, n2=self.n1)
        return self.contrast.swapped(mirrored.lower(level))

    def p_above(self, null: float) -> float:
        """Return P(Z ≥ z(null))."""
        return float(special.ndtr(-self._z(null)))

    def p_below(self, null: float) -> float:
        """Return P(Z ≤ z(null))."""
        return float(special.ndtr(self._z(null)))

    def _z(self, null: float) -> float:
        return self.contrast.z(self.x1, self.n1, self.x2, self.n2, null)


@lru_cache(maxsize=40)
def _exact(contrast: Contrast, x1: int, n1: int, x2: int, n2: int) -> ExactUnconditional:
    """Return the test of a table; it keeps what it works out, and earlier looks are judged again with every new one."""
    from experiments.inference.exact import ExactUnconditional  # most tables are large, and it takes long to load

    return ExactUnconditional(contrast, x1, n1, x2, n2)


class ExactScore:
    """The exact unconditional test of a difference or lift and its inversion (Chan & Zhang 1999)."""

    method = "exact unconditional (Chan–Zhang)"
    standard_error: float | None = None

    def __init__(self, contrast: Contrast, x1: int, n1: int, x2: int, n2: int) -> None:
        self._contrast = contrast
        self._test = _exact(contrast, x1, n1, x2, n2)
        self.estimate = contrast.estimate(x1, n1, x2, n2)

    def lower(self, level: float) -> float:
        """Return the largest null below which every null is refused at ``level``."""
        return self._test.lower(level)

    def upper(self, level: float) -> float:
        """Return the smallest null above which every null is refused at ``level``."""
        return self._contrast.swapped(self._test.mirrored.lower(level))

    def p_above(self, null: float) -> float:
        """Return the largest chance, over the rates at the null, of a table as far above it."""
        return self._test.p_above(null)

    def p_below(self, null: float) -> float:
        """Return the largest chance, over the rates at the null, of a table as far below it."""
        return self._test.mirrored.p_above(self._contrast.swapped(null))
