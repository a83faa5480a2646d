"""Tests of a mean of values with known ends, a look after every unit: net shares by every path, ratings drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from calibration.chances import ALPHA, BETA
from calibration.monitor_arms import Calls, Drawn, Seen
from calibration.monitor_draws import Generator, moments
from calibration.monitor_figures import Figures, MonitorCell, drawn, exact
from calibration.monitor_sizes import METHODS, MOST, OURS
from calibration.samples import portions
from experiments.anytime.betting import MOST as MOST_RISKED
from experiments.anytime.bounded import Tuning, of_batches, of_steps, purse
from experiments.plan import Plan
from experiments.power import design

Array = NDArray[np.float64]
IN_TENS, ON_EACH = "anytime, recorded in tens", "bets that change with each value"
"""Ways beside the product's own: its bets on sums of ten, and those of Waudby-Smith & Ramdas, which need the values."""


@dataclass(frozen=True)
class Steps:
    """Pairs of which some gain and some lose (or promoters and detractors), and the plan that asks about it."""

    gained: float
    lost: float
    bar: float
    target: float

    def at(self, net: float) -> Steps:
        """Return the same number of changes with another net share."""
        changed = self.gained + self.lost
        return replace(self, gained=(changed + net) / 2, lost=(changed - net) / 2)

    @property
    def tuning(self) -> Tuning:
        """Return what the product tunes its bets to."""
        return Tuning(self.bar, self.target, sqrt(self.gained + self.lost - self.target**2), MOST)


def ever_wrong(test: Steps, units: Sequence[int]) -> Iterator[Figures]:
    """Yield the chances to be wrong up to each number of units, a look after every unit, every path counted."""
    tuned, (low, high) = of_steps(0, 0, 1, test.tuning), ((test.bar + 1) / 2, (test.target + 1) / 2)
    above = _refused(test.at(test.bar), tuned.above.bet, low, log(1 / ALPHA), units[-1])
    falling = test.at(test.target)
    upside_down = replace(falling, gained=falling.lost, lost=falling.gained)
    below = _refused(upside_down, tuned.below.bet, 1 - high, log(1 / BETA), units[-1])
    for n in units:
        yield Figures(exact(above[n - 1]), exact(below[n - 1]))


def _refused(test: Steps, bet: float, null: float, wanted: float, most: int) -> list[float]:
    """Return the chance that some look up to each refuses ``null``; states are the gains and losses so far."""
    bets, shares = purse(bet)
    up, stay, down = (np.log1p(bets * (x / null - 1)) for x in (1.0, 0.5, 0.0))
    places = np.arange(most + 1)
    gains, losses = places[:, None, None], places[None, :, None]
    changes = gains * (up - stay) + losses * (down - stay) + shares
    going = np.zeros((most + 1, most + 1))
    going[0, 0], refused, each = 1.0, 0.0, []
    for n in range(1, most + 1):
        after = (1 - test.gained - test.lost) * going
        after[1:] += test.gained * going[:-1]
        after[:, 1:] += test.lost * going[:, :-1]
        held = special.logsumexp(changes[: n + 1, : n + 1] + n * stay, axis=2)
        hit = held >= wanted
        refused += float(after[: n + 1, : n + 1][hit].sum())
        after[: n + 1, : n + 1][hit] = 0.0
        going = after
        each.append(refused)
    return each


@dataclass(frozen=True)
class Ratings:
    """Answers from 1 to 5 with these chances at some mean; other means are had by tilting them exponentially."""

    chances: tuple[float, ...]
    bar: float
    target: float

    def at(self, mean: float) -> Array:
        """Return the chances of the answers at a mean."""
        answers, start = np.arange(1, 6), np.array(self.chances)

        def tilted(by: float) -> Array:
            weights = start * np.exp(by * (answers - 3))
            return np.asarray(weights / weights.sum())

        return tilted(optimize.brentq(lambda by: float(tilted(by) @ answers) - mean, -20, 20))

    @property
    def spread(self) -> float:
        """Return the standard deviation at the bar."""
        chances, answers = self.at(self.bar), np.arange(1, 6)
        return float(np.sqrt(chances @ (answers - self.bar) ** 2))

    @property
    def metric(self) -> dict[str, object]:
        """Return the metric that the product plans and judges."""
        numbers = {"bar": self.bar, "target": self.target, "sd": self.spread}
        return {"name": "m", "kind": "mean", "between": (1.0, 5.0), **numbers}

    @property
    def tuning(self) -> Tuning:
        """Return what the product tunes its bets to."""
        return Tuning(self.bar, self.target, self.spread, MOST)

    def draw(self, rng: Generator, mean: float, tests: int, units: int) -> Array:
        """Draw tests, a row each."""
        return np.asarray(rng.choice(np.arange(1.0, 6.0), size=(tests, units), p=self.at(mean)))


def calls(test: Ratings, values: Array, batch: int) -> Calls:
    """Say where bar and target are passed with a look after every ``batch`` of units."""
    tuned = of_batches((), 1.0, 5.0, test.tuning)
    low, high = (test.bar - 1) / 4, (test.target - 1) / 4
    above = _log_e((values - 1) / 4, tuned.above.bet, low, batch) >= log(1 / ALPHA)
    below = _log_e((5 - values) / 4, tuned.below.bet, 1 - high, batch) >= log(1 / BETA)
    return above, below


def _log_e(values: Array, bet: float, null: float, batch: int) -> Array:
    """Return the log e-value against means up to ``null`` of values from 0 to 1; −∞ between looks."""
    tests, units = values.shape
    bets, shares = purse(bet)
    parts = values.reshape(tests, units // batch, batch)
    mean, variance = parts.mean(axis=2), parts.var(axis=2)
    rest = mean + np.divide(variance, mean, out=np.zeros_like(mean), where=mean > 0)
    nothing = np.divide(variance, variance + mean**2, out=np.ones_like(mean), where=mean > 0)
    held = np.full((tests, units // batch), -np.inf)
    for one, share in zip(bets, shares, strict=True):
        gain = batch * (nothing * np.log1p(-one) + (1 - nothing) * np.log1p(one * (rest / null - 1)))
        held = np.logaddexp(held, share + gain.cumsum(axis=1))
    found = np.full((tests, units), -np.inf)
    found[:, batch - 1 :: batch] = held
    return found


def drawn_errors(test: Ratings, rng: Generator, tests: int, units: int, batch: int) -> Figures:
    """Return how often some look is wrong, at the bar and at the target."""
    wrong = [0, 0]
    for portion in portions(tests, 8 * units):
        wrong[0] += int(calls(test, test.draw(rng, test.bar, portion, units), batch)[0].any(axis=1).sum())
        wrong[1] += int(calls(test, test.draw(rng, test.target, portion, units), batch)[1].any(axis=1).sum())
    return Figures(drawn(wrong[0], tests), drawn(wrong[1], tests))


def needed(test: Ratings) -> Drawn:
    """Return tests of one mean of ratings, for comparing sizes."""

    def draw(rng: Generator, mean: float, tests: int) -> Seen:
        values = test.draw(rng, mean, tests, MOST)
        n, means, variances = moments(values)
        error = np.sqrt(np.maximum(variances, 1e-12) / n)
        blank = np.zeros((tests, 1))
        to_bar, to_target = (np.concatenate([blank, (means - at) / error], axis=1) for at in (test.bar, test.target))
        freedom = np.concatenate([[1], n - 1])
        above, below = special.stdtr(freedom, -to_bar), special.stdtr(freedom, to_target)
        ways = {OURS: calls(test, values, 1), IN_TENS: calls(test, values, 10), ON_EACH: _bets_on_each(test, values)}
        return Seen(above, below, to_bar, to_target, ways)

    once, group = (_planned(test, way) for way in ("fixed", "group-sequential"))
    methods = (*METHODS, IN_TENS, ON_EACH)
    return Drawn(test.bar, test.target, once, group, draw, arms=1, freedom_lost=1, methods=methods)


def _planned(test: Ratings, monitoring: str) -> int:
    looks = {"looks": 5} if monitoring == "group-sequential" else {}
    return min(MOST, design(Plan.of({"monitoring": monitoring, "metric": [test.metric], **looks})).size or MOST)


def _bets_on_each(test: Ratings, values: Array) -> Calls:
    """Say where one-sided bets that change with what was seen pass bar and target (Waudby-Smith & Ramdas, §4.2)."""
    x = (values - 1) / 4
    low, high = (test.bar - 1) / 4, (test.target - 1) / 4
    return _grown(x, low, ALPHA) >= log(1 / ALPHA), _grown(1 - x, 1 - high, BETA) >= log(1 / BETA)


def _grown(x: Array, null: float, level: float) -> Array:
    """Return the log capital of who bets on a mean above ``null``, at most half of it at a time."""
    t = np.arange(1, x.shape[1] + 1)
    mean = (0.5 + x.cumsum(axis=1)) / (t + 1)
    spread = (0.25 + ((x - mean) ** 2).cumsum(axis=1)) / (t + 1)
    before = np.concatenate([np.full((len(x), 1), 0.25), spread[:, :-1]], axis=1)
    bets = np.minimum(np.sqrt(2 * log(1 / level) / (before * t * np.log1p(t))), MOST_RISKED / null)
    return np.asarray(np.log1p(bets * (x - null)).cumsum(axis=1))


_UPTO = (10, 20, 50, 100, 200)
_EVERY = tuple(f"after each of {n} units" for n in _UPTO)
_OF_RATINGS = ("after each of 100 units", "after every ten of 100 units")


def cells() -> Iterator[MonitorCell]:
    """Yield the cells of the table: net shares, every path counted, and ratings, drawn."""
    for words, test in _STEPS.items():

        def counted(rng: Generator, replicates: int, test: Steps = test) -> dict[str, Figures]:  # noqa: ARG001
            return dict(zip(_EVERY, ever_wrong(test, _UPTO), strict=True))

        yield MonitorCell(words, _EVERY, counted)
    for words, ratings in _RATINGS.items():

        def drawn_ones(rng: Generator, replicates: int, test: Ratings = ratings) -> dict[str, Figures]:
            sizes = zip(_OF_RATINGS, (1, 10), strict=True)
            return {name: drawn_errors(test, rng, replicates, 100, batch) for name, batch in sizes}

        yield MonitorCell(words, _OF_RATINGS, drawn_ones)


_STEPS = {
    "pairs, 20% gain and 20% lose, bar 0, target 20 points": Steps(0.2, 0.2, 0.0, 0.2),
    "pairs, 5% gain and 5% lose, bar 0, target 8 points": Steps(0.05, 0.05, 0.0, 0.08),
    "NPS, 40% promoters and 30% detractors, bar 10, target 40": Steps(0.4, 0.3, 0.1, 0.4),
}
_RATINGS = {
    "ratings, most in the middle, bar 3, target 3.5": Ratings((0.1, 0.2, 0.4, 0.2, 0.1), 3.0, 3.5),
    "ratings, most at the top, bar 4, target 4.4": Ratings((0.05, 0.05, 0.15, 0.3, 0.45), 4.0, 4.4),
    "ratings of 1 or 5, bar 4, target 4.5": Ratings((0.25, 0.0, 0.0, 0.0, 0.75), 4.0, 4.5),
}
