"""Looks that a plan did not have, paid for so that it does not matter what about earlier looks they were made for.

A spending function promises its level for looks whose times do not depend on the data. Whoever looks again because the
last look was promising, or leaves out a look because it was not, exceeds it: by a twentieth without meaning to, by a
sixth at worst. What any change of plan has to keep is known (Müller & Schäfer, Biometrics 57:886, 2001; Statistics in
Medicine 23:2497, 2004): given what was seen so far, the chance under the null to be rejected yet must not be larger
than it was under the plan in force. So a look that the plan did not have gets the bound of the spending function, on
the information actually there, and where that would raise this chance, it and all later bounds move out until it does
not. Where it would not, nothing moves: times that have nothing to do with the data cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import inf

import numpy as np
from scipy.optimize import brentq

from experiments.sequential.boundaries import spent
from experiments.sequential.own_spread import Bounded, efficacy_of_estimated
from experiments.sequential.spending import named
from experiments.sequential.walk import Walk

_SAME = 1e-9
"""How near two shares of the information are one."""

_SOON = 0.01
"""A planned look that comes so soon after another is left out; the last one stays."""

_FARTHEST = 8.0
"""In standard errors: bounds never move farther, and no statistic counts as farther out."""


@dataclass(frozen=True)
class Rule:
    """One error rate, how it is spent, and the shares of the planned information at which looks are planned."""

    rate: float
    spending: str
    planned: tuple[float, ...]


@dataclass(frozen=True)
class _Course:
    """Bounds of the looks that were made, and of those to come if the plan in force is kept to; ``left`` says that it
    is no longer the plan that was locked.
    """

    made: Bounded
    fractions: tuple[float, ...]
    coming: Bounded
    left: bool = False


def bounds_of_looks(
    rule: Rule, fractions: Sequence[float], freedoms: Sequence[float], statistic: Callable[[int], float]
) -> Bounded:
    """Return the bound of each look that was made.

    Parameters
    ----------
    fractions : sequence of float
        Information at each look, as a share of the planned one, ascending.
    freedoms : sequence of float
        Degrees of freedom of each look's statistic; infinite where its spread is known.
    statistic : callable
        Returns the z of a look, counted from 0, against the null that the bounds are for. It is asked only of looks
        after which the plan was left.
    """
    course = _planned(rule, (), ())
    for look, at in enumerate(fractions):
        so_far, free = tuple(fractions[: look + 1]), tuple(freedoms[: look + 1])
        planned = bool(course.fractions) and abs(course.fractions[0] - at) < _SAME
        if planned:
            course = _on(course) if course.left else _planned(rule, so_far, free)
        elif look:
            course = _left(rule, course, so_far, free, statistic(look - 1))
        else:
            course = replace(_planned(rule, so_far, free), left=True)
    return course.made


@lru_cache(maxsize=1024)
def _planned(rule: Rule, fractions: tuple[float, ...], freedoms: tuple[float, ...]) -> _Course:
    """Return the course of these looks and then the plan's own: each spends by the information it has."""
    now = fractions[-1] if fractions else 0.0
    kept = not now or any(abs(now - at) < _SAME for at in rule.planned)
    soon = _SAME if kept else _SOON
    later = tuple(at for at in rule.planned if at > now + (_SAME if at == rule.planned[-1] else soon) and now < 1)
    every = fractions + later
    grown = [freedoms[-1] * at / now if now else inf for at in later]
    found = efficacy_of_estimated(every, spent(every, rule.rate, named(rule.spending)), (*freedoms, *grown))
    return _Course(_part(found, slice(len(fractions))), later, _part(found, slice(len(fractions), None)))


@lru_cache(maxsize=1024)
def _left(rule: Rule, before: _Course, fractions: tuple[float, ...], freedoms: tuple[float, ...], z: float) -> _Course:
    """Return the course after a look that was not the next one, made when the statistic last stood at ``z``."""
    new = _planned(rule, fractions, freedoms)
    latest = _part(new.made, slice(-1, None))
    shift = 0.0
    if z < before.made.upper[-1]:
        have = Bounded(latest.upper + new.coming.upper, latest.information + new.coming.information)
        asked = (before.made.information[-1], before.coming), (new.made.information[-2], have)
        # Given z, statistics that are thought less alike than they are make every bound look as hard to cross as any.
        had, have = Bounded(before.coming.upper, before.fractions), Bounded(have.upper, fractions[-1:] + new.fractions)
        as_any = (fractions[-2], had), (fractions[-2], have)
        shift = _shift(z, *asked)
        if as_any != asked:  # which they are where no spread is estimated
            shift = max(shift, _shift(z, *as_any))
    upper = (*before.made.upper, latest.upper[0] + shift)
    return _Course(Bounded(upper, new.made.information), new.fractions, _moved(new.coming, shift), left=True)


def _on(course: _Course) -> _Course:
    """Return the course after the next look of the plan in force was made."""
    upper = course.made.upper + course.coming.upper[:1]
    information = course.made.information + course.coming.information[:1]
    return _Course(Bounded(upper, information), course.fractions[1:], _part(course.coming, slice(1, None)), left=True)


def _shift(z: float, had: tuple[float, Bounded], have: tuple[float, Bounded]) -> float:
    """Return how far the new bounds have to move out, so that after ``z`` they are no likelier to be crossed.

    Each goes with the information of the look that showed ``z``, on the scale of its own course: where a spread is
    estimated, that scale depends on the degrees of freedom that later looks were thought to have.
    """
    allowed = _chance(had[0], z, had[1])

    @cache
    def excess(shift: float) -> float:
        return _chance(have[0], z, _moved(have[1], shift)) - allowed

    if excess(0.0) <= 0:
        return 0.0
    return float(brentq(excess, 0.0, _FARTHEST, xtol=1e-7)) if excess(_FARTHEST) < 0 else inf


def _chance(information: float, z: float, coming: Bounded) -> float:
    """Return the chance under the null to cross yet, from ``z`` at ``information`` on."""
    start = min(max(z, -_FARTHEST), _FARTHEST)
    walk, found = Walk(0.0, information, np.array([start]), np.ones(1)), 0.0
    for bound, at in zip(coming.upper, coming.information, strict=True):
        if bound < inf:
            found += walk.above(bound, at)
            walk = walk.on(-inf, bound, at)
    return found


def _moved(bounds: Bounded, shift: float) -> Bounded:
    return Bounded(tuple(bound + shift for bound in bounds.upper), bounds.information)


def _part(bounds: Bounded, some: slice) -> Bounded:
    return Bounded(bounds.upper[some], bounds.information[some])
