"""Means looked at group-sequentially when nobody planned it: drawn, and the levels of looks as the product has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import numpy as np
from scipy import special

from calibration.chances import ALPHA, BETA
from calibration.monitor_draws import Array, Generator, Tails
from calibration.monitor_figures import Figures, drawn
from experiments.monitoring.group_sequential import nominal_levels
from experiments.sequential.boundaries import nominal, spent
from experiments.sequential.spending import named
from experiments.sequential.unplanned import Rule, bounds_of_looks

Looks = tuple[int, ...]
SPENDING, FUTILITY = "obrien-fleming", "obrien-fleming"
_FIFTHS = (0.2, 0.4, 0.6, 0.8, 1.0)
_SOON, _NEAR = 0.1, 4.0


@lru_cache(maxsize=4096)
def levels(looks: Looks, planned: int, rate: float, spending: str, parameters: int = 0) -> tuple[float, ...]:
    """Return the level of the limits at each of these looks; later looks do not change those of earlier ones.

    Of statistics that estimate their spread, ``parameters`` is how many degrees of freedom fewer than units they have.
    """
    fractions = tuple(size / planned for size in looks)
    freedoms = tuple(float(size - parameters) for size in looks) if parameters else None
    return nominal_levels(fractions, spent(fractions, rate, named(spending)), freedoms)


def at_random(planned: int, share: float = 1.0) -> Callable[[Generator], Looks]:
    """Return what draws looks nobody planned: anywhere, up to ten, the last at the planned size or ``share`` of it."""

    def draw(rng: Generator) -> Looks:
        inner = rng.integers(max(2, planned // 20), planned, rng.integers(1, 10))
        return (*sorted({int(at) for at in inner if at < planned}), round(share * planned))

    return draw


def errors_of_plans(
    tails: Iterable[Tails], first: int, planned: int, looks: Callable[[Generator], Looks], rng: Generator
) -> Figures:
    """Count wrong calls of tests looked at by a plan of their own each; column 0 of the tails is after ``first``."""
    invest = stop = runs = 0
    for some in tails:
        for rows in np.array_split(np.arange(len(some.above)), max(1, len(some.above) // 200)):
            plan = looks(rng)
            columns = [size - first for size in plan]
            for rate, p, up in ((ALPHA, some.above, True), (BETA, some.below, False)):
                wanted = levels(plan, planned, rate, SPENDING if up else FUTILITY, parameters=1)
                hits = int((p[rows[:, None], columns] <= wanted).any(axis=1).sum())
                invest, stop = (invest + hits, stop) if up else (invest, stop + hits)
        runs += len(some.above)
    return Figures(drawn(invest, runs), drawn(stop, runs))


def errors_of_the_impatient(tails: Iterable[Tails], first: int, planned: int) -> Figures:
    """Count wrong calls of who looks again soon where the last look was promising, and later where it was not."""
    invest = stop = runs = 0
    for some in tails:
        runs += len(some.above)
        invest += sum(_impatient(some.above, first, planned, Rule(ALPHA, SPENDING, _FIFTHS)))
        stop += sum(_impatient(some.below, first, planned, Rule(BETA, FUTILITY, _FIFTHS)))
    return Figures(drawn(invest, runs), drawn(stop, runs))


def _impatient(p: Array, first: int, planned: int, rule: Rule) -> Iterator[bool]:
    """Yield whether each test goes wrong, those that look alike at first one after the other."""
    soon, late = max(1, round(_SOON * planned)), max(1, round(3 * _SOON * planned))
    start = max(first, late)
    for row in np.argsort(p[:, start - first]):
        looks, wrong = [start], False
        while not wrong:
            seen = p[row, looks[-1] - first]
            wanted = _level(rule, looks, planned, [float(p[row, size - first]) for size in looks])
            wrong = bool(seen <= wanted)
            if looks[-1] >= planned:
                break
            promising = seen <= _NEAR * max(wanted, rule.rate / 4)
            looks.append(min(looks[-1] + (soon if promising else late), planned))
        yield wrong


def _level(rule: Rule, looks: list[int], planned: int, p: list[float]) -> float:
    """Return the level of the latest look as the product has it, given the p-values of those before."""

    def statistic(look: int) -> float:
        return round(-float(special.ndtri(p[look])), 1)  # near enough, and many tests share it

    fractions = [size / planned for size in looks]
    return nominal(bounds_of_looks(rule, fractions, [float(size - 1) for size in looks], statistic).upper)[-1]
