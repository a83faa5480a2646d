"""The worst that choosing the next look by the data can do, over every rule that chooses among given steps.

Spending functions promise their level for looks whose times do not depend on the data (Lan & DeMets, Biometrika 70:659,
1983), and that is what looks by the calendar get. Here somebody looks at the data and then says when to look next, so
as to be wrong as often as possible. The best rule for that follows backwards: in each state take the step after which a
wrong call is likeliest.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from calibration.monitor_paths import OneArm, edge
from experiments.inference import proportion
from experiments.monitoring.group_sequential import nominal_levels
from experiments.plan import Scale
from experiments.sequential.boundaries import efficacy, spent
from experiments.sequential.spending import named
from experiments.sequential.unplanned import Rule, bounds_of_looks
from experiments.sequential.walk import Walk
from experiments.statistic import Counts

Array = NDArray[np.float64]
Looks = tuple[int, ...]
_Z = np.linspace(-8.0, 8.0, 641)
_INNER = np.polynomial.legendre.leggauss(200)


def worst_of_one(test: OneArm, steps: Sequence[int], *, above: bool) -> float:
    """Return the largest chance to clear the bar at the bar (``above``), or to miss the target at the target."""
    theta = test.bar if above else test.target

    def wrong(units: Looks) -> NDArray[np.bool_]:
        events = np.arange(units[-1] + 1)
        least, most = edge(test, units)
        return events >= least if above else events <= most

    @cache
    def ahead(units: Looks) -> Array:
        """Return the chance to go wrong yet, by events so far."""
        so_far = units[-1] if units else 0
        best = np.zeros(so_far + 1)
        for step in steps:
            if so_far + step <= test.planned:
                after = (*units, so_far + step)
                value = np.where(wrong(after), 1.0, ahead(after))
                pmf = test.step(theta, step)
                found = np.array([pmf @ value[x : x + step + 1] for x in range(so_far + 1)])
                best = np.maximum(best, found)
        return best

    return float(ahead(())[0])


def worst_of_two(rate: float, effect: float, planned: int, steps: Sequence[int], *, rule: tuple[float, str]) -> float:
    """Return the largest chance to clear a bar of ``effect`` that is true, for two shares of one arm each.

    ``planned`` and ``steps`` count units per arm; ``rule`` is α with its spending function.
    """
    alpha, spending = rule

    def wrong(units: Looks) -> NDArray[np.bool_]:
        fractions = tuple(size / planned for size in units)
        level = nominal_levels(fractions, spent(fractions, alpha, named(spending)))[-1]
        return np.asarray(p_values(units[-1], effect) <= level) if level else np.zeros((units[-1] + 1,) * 2, bool)

    @cache
    def ahead(units: Looks) -> Array:
        so_far = units[-1] if units else 0
        best = np.zeros((so_far + 1, so_far + 1))
        for step in steps:
            if so_far + step <= planned:
                after = (*units, so_far + step)
                value = np.where(wrong(after), 1.0, ahead(after))
                best = np.maximum(best, _moved(rate + effect, so_far, step) @ value @ _moved(rate, so_far, step).T)
        return best

    return float(ahead(())[0, 0])


def worst_of_normal(steps: Sequence[int], parts: int, *, rule: tuple[float, str]) -> float:
    """Return the largest chance to clear a bar that is true, for a normal estimate whose spread is known.

    ``parts`` is the planned size in units of the ``steps``; ``rule`` is the error rate with its spending function.
    """
    rate, spending = rule

    def bound(looks: Looks) -> float:
        fractions = tuple(look / parts for look in looks)
        return efficacy(fractions, spent(fractions, rate, named(spending)))[-1]

    @cache
    def ahead(looks: Looks) -> Array:
        """Return the chance to go wrong yet, by the z so far."""
        so_far = looks[-1] if looks else 0
        best = np.zeros(len(_Z))
        for step in steps:
            if so_far + step <= parts:
                after = (*looks, so_far + step)
                best = np.maximum(best, _carried(ahead(after), bound(after), so_far, so_far + step))
        return best

    return float(np.interp(0.0, _Z, ahead(())))


def worst_with_one_more(rule: Rule, *, as_judged: bool) -> float:
    """Return the largest chance to clear a bar that is true, for who may look once more between two planned looks.

    After the first look that one is made at the tenth of the plan where a wrong call is likeliest, or not at all.
    ``as_judged`` takes the bounds that the product gives such a look, else they follow from the information alone.
    """
    first, end = rule.planned
    planned = efficacy(rule.planned, spent(rule.planned, rule.rate, named(rule.spending)))
    between = [tenth / 10 for tenth in range(1, 10) if first < tenth / 10 < end]

    def upper(looks: tuple[float, ...], z: float) -> tuple[float, ...]:
        if as_judged:
            return bounds_of_looks(rule, looks, [inf] * len(looks), lambda look: z if not look else 0.0).upper
        return efficacy(looks, spent(looks, rule.rate, named(rule.spending)))

    def wrong(z: float) -> float:
        ways = [(rule.planned, planned), *((looks := (first, at, end), upper(looks, z)) for at in between)]
        return max(_crossing(z, looks, bounds) for looks, bounds in ways)

    nodes = _Z[0] + (planned[0] - _Z[0]) * (_INNER[0] + 1) / 2
    weights = (planned[0] - _Z[0]) / 2 * _INNER[1] * np.exp(-0.5 * nodes * nodes) / sqrt(2 * np.pi)
    later = sum(weight * wrong(float(z)) for z, weight in zip(nodes, weights, strict=True))
    return float(special.ndtr(-planned[0]) + later)


def _crossing(z: float, looks: Sequence[float], upper: Sequence[float]) -> float:
    """Return the chance to cross after the first of some looks, given its z."""
    walk, found = Walk(0.0, looks[0], np.array([z]), np.ones(1)), 0.0
    for at, bound in zip(looks[1:], upper[1:], strict=True):
        found += walk.above(bound, at)
        walk = walk.on(-inf, bound, at)
    return found


def _carried(ahead: Array, bound: float, before: int, after: int) -> Array:
    """Return the chance to be above ``bound`` after the step or to go wrong later, by z before it."""
    means, spread = _Z * sqrt(before / after), sqrt(1 - before / after)
    top = min(bound, _Z[-1])
    nodes = _Z[0] + (top - _Z[0]) * (_INNER[0] + 1) / 2
    weights = (top - _Z[0]) / 2 * _INNER[1] * np.interp(nodes, _Z, ahead)
    density = np.exp(-0.5 * ((nodes - means[:, None]) / spread) ** 2) / (spread * sqrt(2 * np.pi))
    return np.asarray(special.ndtr((means - bound) / spread) + density @ weights)


@lru_cache(maxsize=512)
def _moved(rate: float, so_far: int, step: int) -> Array:
    """Return the chances to get from each number of successes to each, in so many more units."""
    pmf = stats.binom.pmf(np.arange(step + 1), step, rate)
    found = np.zeros((so_far + 1, so_far + step + 1))
    for x in range(so_far + 1):
        found[x, x : x + step + 1] = pmf
    return found


@lru_cache(maxsize=64)
def p_values(size: int, null: float) -> Array:
    """Return the product's p-value against differences up to ``null``, for all outcomes of two arms of one size."""
    counts = [Counts(successes=x, trials=size) for x in range(size + 1)]
    made = [[proportion.against_control(a, b, Scale.difference) for b in counts] for a in counts]
    return np.array([[found.p_above(null) for found in row] for row in made])
