"""Means looked at group-sequentially when nobody planned it: drawn, and the levels of looks as the product has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from calibration.chances import ALPHA, BETA
from calibration.monitor_draws import Array, Generator, Tails
from calibration.monitor_figures import Figures, drawn
from experiments.monitoring.group_sequential import nominal_levels
from experiments.sequential.boundaries import spent
from experiments.sequential.spending import named

Looks = tuple[int, ...]
SPENDING, FUTILITY = "obrien-fleming", "obrien-fleming"
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
        invest += int(_impatient(some.above, first, planned, (ALPHA, SPENDING)).sum())
        stop += int(_impatient(some.below, first, planned, (BETA, FUTILITY)).sum())
    return Figures(drawn(invest, runs), drawn(stop, runs))


def _impatient(p: Array, first: int, planned: int, rule: tuple[float, str]) -> NDArray[np.bool_]:
    """Return which tests go wrong; those with the same looks so far are followed together."""
    wrong = np.zeros(len(p), bool)
    soon, late = max(1, round(_SOON * planned)), max(1, round(3 * _SOON * planned))
    groups: dict[Looks, NDArray[np.intp]] = {(max(first, late),): np.arange(len(p))}
    while groups:
        following: dict[Looks, list[NDArray[np.intp]]] = {}
        for looks, rows in groups.items():
            wanted, seen = levels(looks, planned, *rule, parameters=1)[-1], p[rows, looks[-1] - first]
            wrong[rows[seen <= wanted]] = True
            promising = seen <= _NEAR * max(wanted, rule[0] / 4)
            for chosen, step in (((seen > wanted) & promising, soon), (~promising, late)):
                size = min(looks[-1] + step, planned)
                if looks[-1] < planned and chosen.any():
                    following.setdefault((*looks, size), []).append(rows[chosen])
        groups = {looks: np.concatenate(several) for looks, several in following.items()}
    return wrong
