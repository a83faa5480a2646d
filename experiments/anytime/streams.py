"""Two streams of yes and no, at any time, exactly: an e-value per block of units, multiplied over blocks.

Sources: Turner, Ly & Grünwald, J. Stat. Plan. Inference 230:106116 (2024), arXiv:2106.02693 (equal rates); Turner &
Grünwald, Statistics & Probability Letters 198:109835 (2023) (a difference δ, and other convex nulls).

Before a block is seen its rates (pₐ, p_b) are predicted from earlier blocks; (p°ₐ, p°_b) is the nearest pair in the
null hypothesis. The e-value is the likelihood ratio of the two. With true rates (qₐ, q_b) it expects A^nₐ B^n_b, where
A = qₐpₐ/p°ₐ + (1 − qₐ)(1 − pₐ)/(1 − p°ₐ) and B likewise. The logarithm of that is concave in (qₐ, q_b) and 0 at
the nearest pair, and its slope from there towards any pair of a convex null hypothesis is that of −KL, hence not above
0: so the expectation is at most 1 on all of the null hypothesis, for blocks of any sizes fixed before their outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import special

from experiments.anytime.e_value import p_value, threshold
from experiments.anytime.projection import Array, Difference, HalfPlane, Lift, Units
from experiments.inference.root import crossing
from experiments.plan import Scale
from experiments.statistic import Counts

EFFECTS = (0.6, 1.0, 1.6)
"""The effects bet on, beyond the bar in units of the distance from bar to target."""
SHARES = (0.2, 0.5, 0.15, 0.15)
"""The share of capital on each; the last bets on the rates as they have been, whatever the plan expected."""
BASELINE_UNITS = 20.0
"""How many units of the control arm its expected rate weighs; then the units seen speak louder."""
LEARNT_UNITS = 2.0
"""How many units of each arm the plan weighs in the last bet."""
_SCAN = (-40.0, -12.0, -6.0, -4.5, -3.5, -2.5, -1.5, 0.0, 3.0)
_LEAST = 0.25
_CLOSE = 1e-6
_MOST = 1e300
_WEIGHTS = np.array(SHARES)


@dataclass(frozen=True)
class Block:
    """One batch of new units of both arms; an arm may have none."""

    treatment: Counts
    control: Counts


@dataclass(frozen=True)
class Side:
    """One e-process: blocks of arms a and b, against θ(a, b) ≤ δ for every δ, betting on ``effects`` above it."""

    plane: HalfPlane
    table: Array
    effects: tuple[float, ...]
    baseline: float

    @cached_property
    def _units(self) -> Units:
        return Units(self.table[:, 0], self.table[:, 2])

    @cached_property
    def predicted(self) -> tuple[Array, Array]:
        """Return pₐ and p_b, a row per bet and a column per block, each from the blocks before it."""
        before = np.cumsum(self.table, axis=0) - self.table
        na, xa, nb, xb = before.T
        least = _LEAST * min(self.baseline, 1 - self.baseline) * BASELINE_UNITS / (na + nb + BASELINE_UNITS)
        known = Units(na, nb + BASELINE_UNITS)
        rates = []
        for effect in self.effects:
            pb = self.plane.baseline(xa + xb + BASELINE_UNITS * self.baseline, known, effect)
            rates.append(self._inside(pb, effect, least))
        start = self.effects[len(self.effects) // 2]
        pa, pb = self._inside(np.full(1, self.baseline), start, least[:1])
        learnt = [(x + LEARNT_UNITS * p) / (n + LEARNT_UNITS) for x, n, p in ((xa, na, pa), (xb, nb, pb))]
        rates.append((learnt[0], learnt[1]))
        return np.array([pair[0] for pair in rates]), np.array([pair[1] for pair in rates])

    def _inside(self, pb: Array, effect: float, least: Array) -> tuple[Array, Array]:
        """Return a pair of rates an effect apart, as far as both stay probabilities."""
        pa = np.clip(self.plane.first(np.clip(pb, least, 1 - least), effect), least, 1 - least)
        if isinstance(self.plane, Difference):
            return pa, np.clip(pa - effect, least, 1 - least)
        return pa, np.clip(pa / max(1 + effect, 1e-9), least, 1 - least)

    @cached_property
    def _likelihood(self) -> Array:
        pa, pb = self.predicted
        return self.log_likelihood(pa, pb)

    def log_likelihood(self, pa: Array, pb: Array) -> Array:
        """Return the log-likelihood of each block, but for what does not depend on the rates."""
        na, xa, nb, xb = self.table.T
        with np.errstate(divide="ignore"):
            first = special.xlogy(xa, pa) + special.xlog1py(na - xa, -pa)
            return np.asarray(first + special.xlogy(xb, pb) + special.xlog1py(nb - xb, -pb))

    def log_e(self, nulls: Array) -> Array:
        """Return the log e-value against each null: bets multiplied over blocks, then averaged by their shares."""
        return averaged(self._ratios(nulls).sum(axis=2))

    def path(self, null: float) -> Array:
        """Return the log e-value against one null after each block."""
        return averaged(self._ratios(np.array([null]))[0].cumsum(axis=1).T)

    def _ratios(self, nulls: Array) -> Array:
        pa, pb = self.predicted
        null = np.asarray(nulls, float)[:, None, None]
        edge = self.plane.edge(pa, pb, self._units, null)
        ratio = self._likelihood - self.log_likelihood(*edge)
        return np.where(self.plane.within(pa, pb, null), 0.0, ratio)


def averaged(held: Array) -> Array:
    """Return the log of the average of exp(held), a bet per column, by their shares."""
    most = held.max(axis=1)
    if not np.isfinite(most).all():
        held, most = np.clip(held, -_MOST, _MOST), np.clip(most, -_MOST, _MOST)
    return np.asarray(most + np.log(np.exp(held - most[:, None]) @ _WEIGHTS))


def block_log_e(block: Block, pa: float, pb: float, null: float, scale: Scale) -> float:
    """Return the log e-value of one block against θ ≤ ``null``, for rates predicted before it."""
    plane: HalfPlane = Difference() if scale is Scale.difference else Lift()
    a, b = block.treatment, block.control
    rates = (np.array([pa]), np.array([pb]))
    if plane.within(*rates, np.array(null))[0]:
        return 0.0
    nearest = plane.edge(*rates, Units(np.array([float(a.trials)]), np.array([float(b.trials)])), np.array(null))
    total = 0.0
    for arm, predicted, held in zip((a, b), rates, nearest, strict=True):
        x, p, q = arm.successes, predicted[0], held[0]
        total += special.xlogy(x, p / q) + (arm.trials - x) * (np.log1p(-p) - np.log1p(-q))
    return float(total)


class StreamsSequence:
    """The confidence sequence and e-process of a difference or lift of two rates, from blocks in order."""

    method = "anytime-valid exact two-stream e-process (Turner–Ly–Grünwald)"
    standard_error: float | None = None

    def __init__(self, blocks: Sequence[Block], scale: Scale, bar: float, target: float, baseline: float) -> None:
        """Prepare both sides.

        Parameters
        ----------
        blocks
            New units per batch, first to last; how large a batch is must not depend on its own outcomes.
        scale
            Difference, or lift relative to control.
        bar, target
            The effects that the plan tells apart.
        baseline
            The control arm's rate as the plan expects it, strictly between 0 and 1. A wrong one costs data only.
        """
        self._plane: HalfPlane = Difference() if scale is Scale.difference else Lift()
        self._arms = tuple(
            Counts(
                successes=sum(getattr(block, arm).successes for block in blocks),
                trials=sum(getattr(block, arm).trials for block in blocks),
            )
            for arm in ("treatment", "control")
        )
        rows = [(b.treatment.trials, b.treatment.successes, b.control.trials, b.control.successes) for b in blocks]
        table = np.array([row for row in rows if row[0] or row[2]], float).reshape(-1, 4)
        low, high = min(bar, target), max(bar, target)
        above = tuple(low + share * (high - low) for share in EFFECTS)
        below = tuple(self._plane.swapped(high - share * (high - low)) for share in EFFECTS)
        expected = float(self._plane.first(np.array(baseline), low))
        self.above = Side(self._plane, table, above, baseline)
        self.below = Side(self._plane, table[:, [2, 3, 0, 1]], below, min(max(expected, 1e-9), 1 - 1e-9))

    @property
    def estimate(self) -> float:
        """Return θ as observed over all blocks."""
        return self._plane.estimate(*self._arms)

    def log_e_above(self, null: float) -> float:
        """Return the log e-value against every θ up to ``null``."""
        return self._log_e(self.above, self._arms, null)

    def log_e_below(self, null: float) -> float:
        """Return the log e-value against every θ from ``null`` on."""
        return self._log_e(self.below, self._arms[::-1], self._plane.swapped(null))

    def p_above(self, null: float) -> float:
        """Return min(1, 1/e) against every θ up to ``null``."""
        return p_value(self.log_e_above(null))

    def p_below(self, null: float) -> float:
        """Return min(1, 1/e) against every θ from ``null`` on."""
        return p_value(self.log_e_below(null))

    def lower(self, level: float) -> float:
        """Return the θ up to which every one is refused at ``level``."""
        return self._limit(self.above, self._arms, level)

    def upper(self, level: float) -> float:
        """Return the lower limit with the arms exchanged, turned back."""
        return self._plane.swapped(self._limit(self.below, self._arms[::-1], level))

    def _log_e(self, side: Side, arms: tuple[Counts, ...], null: float) -> float:
        """Return the least log e-value of the null and of those below it that a search for the limit looks at.

        The e-value of a product need not fall as the null rises, though it nearly always does. The least of several is
        no more than that of the null itself, and agrees with the limit.
        """
        places, _ = self._scan(arms)
        nulls = [at for at in (self._plane.at(float(place)) for place in places[1:-1]) if at < null]
        return float(side.log_e(np.array([*nulls, null])).min())

    def _limit(self, side: Side, arms: tuple[Counts, ...], level: float) -> float:
        """Return where the e-value first is short of 1/level, seen from the least θ."""
        plane, wanted = self._plane, threshold(level)
        places, stride = self._scan(arms)
        short = np.flatnonzero(side.log_e(np.array([plane.at(float(place)) for place in places[1:-1]])) < wanted)
        first = int(short[0]) + 1 if len(short) else len(places) - 1

        def lacking(place: float) -> float:
            if place <= plane.ends[0]:
                return -1.0
            if place >= plane.ends[1]:
                return 1.0
            return wanted - float(side.log_e(np.array([plane.at(place)]))[0])

        low, high = float(places[first - 1]), float(places[first])
        return plane.at(crossing(lacking, low, high, max(_CLOSE * stride, 1e-15)))

    def _scan(self, arms: tuple[Counts, ...]) -> tuple[Array, float]:
        """Return places to look at first, from end to end, and a length of the order of a standard error."""
        least, most = self._plane.ends
        centre, stride = self._plane.around(*arms)
        places = centre + stride * np.array(_SCAN)
        return np.array([least, *places[(places > least) & (places < most)], most]), stride


def at_once(treatment: Counts, control: Counts) -> tuple[Block]:
    """Return all units as one block."""
    return (Block(treatment, control),)
