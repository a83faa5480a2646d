"""Two streams of yes and no, a pair of units at a time: the product's e-processes along many paths at once.

What is bet on a pair follows from the counts before it, so that one call of the product's own :class:`Side` serves the
next pair of all paths: the counts before each are handed to it as blocks that lead from one path's to the next's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experiments.anytime.projection import Units
from experiments.anytime.streams import Side, StreamsSequence, averaged
from experiments.inference import proportion
from experiments.monitoring import Sight
from experiments.monitoring.anytime import Anytime
from experiments.plan import Plan, Scale
from experiments.statistic import Counts

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Two arms that fill evenly, bar and target of their difference or relative lift."""

    bar: float
    target: float
    baseline: float
    scale: Scale = Scale.difference

    def treated(self, effect: float) -> float:
        """Return the rate of treatment with this effect."""
        return self.baseline + effect if self.scale is Scale.difference else self.baseline * (1 + effect)

    def at_the_bar(self, control: Array) -> Array:
        """Return the rates of treatment that lie on the bar for these of control."""
        return control + self.bar if self.scale is Scale.difference else control * (1 + self.bar)

    @property
    def sequence(self) -> StreamsSequence:
        """Return the evidence as the product's monitor sets it up for this plan, before any units."""
        metric = {"name": "m", "bar": self.bar, "target": self.target, "baseline": self.baseline, "scale": self.scale}
        plan = Plan.of({"monitoring": "anytime", "comparison": "control", "control": "c", "metric": [metric]})
        nobody = Counts(successes=0, trials=0)
        nothing = Counts(successes=0, trials=1)
        found = proportion.against_control(nothing, nothing, self.scale)
        sight = Sight(found, nobody, nobody, 2, 0.01, metric=plan.metrics[0])
        made = Anytime(plan).sequence([sight], self.bar, self.target)
        if not isinstance(made, StreamsSequence):
            raise TypeError("two streams are not judged as two streams")
        return made


@dataclass(frozen=True)
class Evidence:
    """The log e-values after each pair, a row per path: against the bar and below, against the target and above."""

    beyond_bar: Array
    short_of_target: Array


def evidence(test: Pairs, treated: NDArray[np.bool_], control: NDArray[np.bool_]) -> Evidence:
    """Return the evidence along paths; ``treated`` and ``control`` hold a row of answers per path."""
    both = test.sequence
    plane = both.above.plane
    up = _along(both.above, test.bar, treated, control)
    down = _along(both.below, plane.swapped(test.target), control, treated)
    return Evidence(up, down)


def _along(side: Side, null: float, first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Array:
    paths, pairs = first.shape
    held, found = np.zeros((len(side.effects) + 1, paths)), np.empty((paths, pairs))
    xa, xb = np.zeros(paths), np.zeros(paths)
    for pair in range(pairs):
        pa, pb = predicted(side, np.full(paths, float(pair)), xa, xb)
        held += gained(side, null, (pa, pb), (first[:, pair], second[:, pair]))
        found[:, pair] = averaged(held.T)
        xa += first[:, pair]
        xb += second[:, pair]
    return found


def predicted(side: Side, pairs: Array, xa: Array, xb: Array) -> tuple[Array, Array]:
    """Return the rates bet on after so many pairs with so many successes: a row per bet, a column per path."""
    states = np.stack([pairs, xa, pairs, xb], axis=1)
    steps = np.diff(np.concatenate([np.zeros((1, 4)), states, states[-1:]]), axis=0)
    pa, pb = replace(side, table=steps).predicted
    return pa[:, 1:], pb[:, 1:]


def gained(side: Side, null: float, rates: tuple[Array, Array], seen: tuple[ArrayLike, ArrayLike]) -> Array:
    """Return what one pair adds to the log of each bet."""
    ones = np.ones(rates[0].shape[1])
    table = np.stack([ones, np.asarray(seen[0], float), ones, np.asarray(seen[1], float)], axis=1)
    block = replace(side, table=table)
    edge = side.plane.edge(*rates, Units(ones, ones), np.array(null))
    ratio = block.log_likelihood(*rates) - block.log_likelihood(*edge)
    return np.where(side.plane.within(*rates, np.array(null)), 0.0, ratio)


def every_path(pairs: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return all paths of so many pairs, a row each."""
    found = np.array(list(product((False, True), repeat=2 * pairs)))
    return found[:, :pairs], found[:, pairs:]


def weights(rate: float, answers: NDArray[np.bool_]) -> Array:
    """Return the chance of each row of answers."""
    yes = answers.sum(axis=1)
    return np.asarray(rate**yes * (1 - rate) ** (answers.shape[1] - yes))


def fairest(test: Pairs, pairs: int, rates: Array) -> tuple[float, int]:
    """Return the most that a pair is expected to multiply a bet by if the bar is true, and in how many states.

    All counts that ``pairs`` pairs can have shown are gone through, with every bet and every control rate of ``rates``.
    At most 1 in all of them means a supermartingale, hence a level that holds at every look (Ville's inequality).
    """
    side, most, states = test.sequence.above, 0.0, 0
    pb = rates[(test.at_the_bar(rates) >= 0) & (test.at_the_bar(rates) <= 1)]
    pa = test.at_the_bar(pb)
    for before in range(pairs):
        counts = np.arange(before + 1.0)
        xa, xb = (grid.ravel() for grid in np.meshgrid(counts, counts))
        bet = predicted(side, np.full(len(xa), float(before)), xa, xb)
        expected = np.zeros((len(side.effects) + 1, len(xa), len(pb)))
        for a, b in product((0.0, 1.0), repeat=2):
            factor = np.exp(gained(side, test.bar, bet, (np.full(len(xa), a), np.full(len(xa), b))))
            chance = (pa if a else 1 - pa) * (pb if b else 1 - pb)
            expected += factor[:, :, None] * chance
        most, states = max(most, float(expected.max())), states + len(xa)
    return most, states
