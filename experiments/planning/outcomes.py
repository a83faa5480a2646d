"""The chance of each outcome of a plan's rule, from the chances of its metrics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import Literal, Protocol

from experiments.noun import Value
from experiments.plan import Role
from experiments.planning import Asked, Planner

Part = tuple[Asked, Planner]


class Chances(Value):
    """The chance of each outcome if every success metric is at its bar, halfway or at its target, guardrails unharmed.

    ``at`` is the value of the first success metric, in units of θ. With several treatment arms: of one of them, the
    smallest, whatever the others do.
    """

    where: Literal["bar", "halfway", "target"]
    at: float
    invest: float
    stop: float
    undecided: float


_POINTS: tuple[tuple[Literal["bar", "halfway", "target"], float], ...] = (
    ("bar", 0.0),
    ("halfway", 0.5),
    ("target", 1.0),
)


class Together(Protocol):
    """What metrics do together where that does not follow from what each does.

    ``way`` says how far θ lies on the way from bar to target.
    """

    def ends(self, pair: float, way: float) -> tuple[float, float]:
        """Return the chances to invest and to stop with so many units in a pair of arms."""

    def mean_size(self, pair: float, way: float) -> float:
        """Return the mean number of units in the pair when the test ends."""


def chances(
    success: Literal["any", "all"], parts: Sequence[Part], pair: float, together: Together | None = None
) -> Iterator[Chances]:
    """Yield the chances at bar, halfway and target with so many units in a pair of arms.

    Metrics are independent.
    """
    for where, way in _POINTS:
        invest, stop = _ends(success, parts, pair, way) if together is None else together.ends(pair, way)
        undecided = max(0.0, round(1 - invest - stop, 12))
        at = _places(parts, way)[0][1]
        yield Chances(where=where, at=at, invest=invest, stop=stop, undecided=undecided)


def invested(
    success: Literal["any", "all"], parts: Sequence[Part], pair: float, together: Together | None = None
) -> float:
    """Return the chance to invest at the target."""
    if together is not None:
        return together.ends(pair, 1.0)[0]
    return _cleared(success, _places(parts, 1.0), pair) * _safe(parts, pair)


def _ends(success: Literal["any", "all"], parts: Sequence[Part], pair: float, way: float) -> tuple[float, float]:
    places = _places(parts, way)
    cleared = _cleared(success, places, pair)
    misses = [part.misses(pair, at) for part, at in places]
    hopeless = prod(misses) if success == "any" else 1 - prod(1 - chance for chance in misses)
    return cleared * _safe(parts, pair), min(hopeless, 1 - cleared)


def _safe(parts: Sequence[Part], pair: float) -> float:
    return prod(part.clears(pair, asked.target) for asked, part in parts if asked.metric.role is not Role.success)


def _places(parts: Sequence[Part], way: float) -> list[tuple[Planner, float]]:
    """Return each success metric with the θ that lies so far on the way from its bar to its target."""
    return [
        (part, asked.null + way * (asked.target - asked.null))
        for asked, part in parts
        if asked.metric.role is Role.success
    ]


def _cleared(success: Literal["any", "all"], places: Sequence[tuple[Planner, float]], pair: float) -> float:
    clears = [part.clears(pair, at) for part, at in places]
    return 1 - prod(1 - chance for chance in clears) if success == "any" else prod(clears)


def assurance(found: Sequence[Chances], prior: float) -> float:
    """Return the chance to invest averaged over a two-point belief: with probability ``prior`` at target, else at bar.

    O'Hagan, Stevens & Campbell, Pharmaceutical Statistics 4:187 (2005), with the prior of a hypothesis that is either
    true (the target) or not (the bar at best); between 0 and 1.
    """
    at = {chance.where: chance.invest for chance in found}
    return prior * at["target"] + (1 - prior) * at["bar"]
