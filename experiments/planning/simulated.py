"""What the judge itself says of made-up data: the chances of a plan where no closed form is to be trusted."""

from __future__ import annotations

from math import sqrt

import numpy as np

from experiments.inference import Estimator, estimator
from experiments.plan import Plan
from experiments.planning import REPEATS, Asked, Planner
from experiments.planning.drawn import drawn


def seed_of(plan: Plan) -> int:
    """Return the seed that belongs to a plan, from its hash: the same plan is always simulated alike."""
    return int(plan.hash[:16], 16)


class Simulated:
    """A planner whose chances are shares of simulated tests, judged by the estimator of the plan.

    Each chance has the Monte Carlo standard error :func:`error_of`. The same seed gives the same answer; every size and
    every θ is drawn afresh from it. The size is that of the closed form.
    """

    def __init__(self, plan: Plan, asked: Asked, closed: Planner, seed: int, repeats: int = REPEATS) -> None:
        self.method = f"{closed.method}, simulated"
        self._plan, self._asked, self._closed = plan, asked, closed
        self._seed, self._repeats = seed, repeats
        self._judged: dict[tuple[float, float], tuple[float, float]] = {}

    def clears(self, units: float, at: float) -> float:
        """Return the share of tests whose limit towards worse lies beyond the null."""
        return self._shares(units, at)[0]

    def misses(self, units: float, at: float) -> float:
        """Return the share of tests whose limit towards better falls short of the target."""
        return self._shares(units, at)[1]

    def size(self, power: float) -> int | None:
        """Return the size by the closed form."""
        return self._closed.size(power)

    def _shares(self, units: float, at: float) -> tuple[float, float]:
        if (units, at) not in self._judged:
            form = self._plan.form(self._asked.metric)
            rng = np.random.default_rng(self._seed)
            cleared = missed = 0
            for _ in range(self._repeats):
                found = estimator(self._plan, self._asked.metric, *drawn(rng, self._asked, form, units, at))
                cleared += self._is_clear(found)
                missed += self._is_short(found)
            self._judged[units, at] = cleared / self._repeats, missed / self._repeats
        return self._judged[units, at]

    def _is_clear(self, found: Estimator) -> bool:
        rising = self._asked.metric.direction.sign > 0
        p = found.p_above(self._asked.null) if rising else found.p_below(self._asked.null)
        return p <= self._asked.alpha

    def _is_short(self, found: Estimator) -> bool:
        rising = self._asked.metric.direction.sign > 0
        p = found.p_below(self._asked.target) if rising else found.p_above(self._asked.target)
        return p <= self._asked.beta


def error_of(chance: float, repeats: int) -> float:
    """Return the Monte Carlo standard error √(p (1 − p) / repeats) of a simulated chance.

    Of a product of chances, it is that at most. Where no test or every test agreed, that of half a test more.
    """
    within = min(max(chance, 0.5 / repeats), 1 - 0.5 / repeats)
    return sqrt(within * (1 - within) / repeats)
