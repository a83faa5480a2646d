"""How many units tests need under each way of looking where they are drawn: the same tests under each way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf, log

import numpy as np
from numpy.typing import NDArray
from scipy import special

from calibration.chances import ALPHA, BETA
from calibration.monitor_draws import levels as asymptotic_levels
from calibration.monitor_draws import welch
from calibration.monitor_figures import Figures, drawn
from calibration.monitor_looks import levels
from calibration.monitor_rivals import precision
from calibration.monitor_sizes import FIXED, GROUP, METHODS, MOST, OURS, POWER, between
from calibration.monitor_streams import Pairs, evidence
from calibration.shapes import Shape
from experiments.anytime.normal_mixture import log_two_sided
from experiments.inference import proportion
from experiments.plan import Plan, Scale
from experiments.power import design
from experiments.statistic import Counts

Array = NDArray[np.float64]
Generator = np.random.Generator
_PAIRS = MOST // 2
_FIRST = 10
"""Pairs (or units of one arm) before which the tests of A/B platforms are not asked: their spread is not known yet."""

Calls = tuple[NDArray[np.bool_], NDArray[np.bool_]]
"""Where bar and target are passed, a row per test and a column per pair."""


@dataclass(frozen=True)
class Seen:
    """Tests at each pair or unit: p-values against bar and target, the z of both, and what exact sequences call."""

    above: Array
    below: Array
    to_bar: Array
    to_target: Array
    exact: Mapping[str, Calls] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawn:
    """One arm or two of like size: how they are drawn at an effect, and the plan that asks about it.

    ``once`` and ``group`` are the sizes that the product plans, in pairs where there are two arms. ``freedom_lost`` is
    how many degrees of freedom the spread costs, where it is estimated.
    """

    bar: float
    target: float
    once: int
    group: int
    draw: Callable[[Generator, float, int], Seen]
    arms: int = 2
    freedom_lost: int = 0
    methods: tuple[str, ...] = METHODS


def _pairs_planned(metric: dict[str, object], monitoring: str) -> int:
    """Return the pairs that the product plans."""
    fields = {"monitoring": monitoring, "comparison": "control", "control": "c", "metric": [metric]}
    plan = Plan.of(fields | ({"looks": 5} if monitoring == "group-sequential" else {}))
    return min(_PAIRS, -(-(design(plan).size or MOST) // 2))


def _fifths(size: int) -> tuple[int, ...]:
    return tuple(sorted({max(2, round(size * k / 5)) for k in range(1, 6)}))


def figures(test: Drawn, rng: Generator, replicates: int) -> dict[str, Figures]:
    """Return for each method what tests need that find the target with 80%, at most 500 units, and how often they err.

    All methods see the same draws. Sizes are units over all arms.
    """
    ends = [test.draw(rng, theta, replicates) for theta in (test.bar, test.target)]
    rules = {method: _rule(method, test, *ends) for method in test.methods}
    passages = {method: [_passages(rule, seen) for seen in ends] for method, rule in rules.items()}
    longest = MOST // test.arms
    most = {method: rule.pairs or _enough(passages[method][1], longest) for method, rule in rules.items()}
    sizes = {
        method: {"most": float(test.arms * most[method]), "power": float(_invests(found[1], most[method]).mean())}
        for method, found in passages.items()
    }
    del ends
    for name, theta in between(test.bar, test.target).items():
        known = {"bar": 0, "target": 1}.get(name)
        seen = None if known is not None else test.draw(rng, theta, replicates)
        for method, rule in rules.items():
            up, down = _passages(rule, seen) if seen is not None else passages[method][known or 0]
            sizes[method][name] = test.arms * float(np.minimum(np.minimum(up, down), most[method]).mean())
    return {method: _summed(rules[method], passages[method], sizes[method], most[method]) for method in test.methods}


def _summed(rule: _Rule, found: list[Passages], sizes: dict[str, float], most: int) -> Figures:
    wrong = int((found[0][0] <= most).sum()), int((found[1][1] <= most).sum())
    short = "" if sizes["power"] >= POWER - 0.01 else f"finds the target with less than 80% in {MOST}"
    note = "; ".join(part for part in ("threshold raised" if rule.raised else "", short) if part)
    runs = len(found[0][0])
    return Figures(drawn(wrong[0], runs), drawn(wrong[1], runs), sizes, note)


Passages = tuple[Array, Array]


@dataclass(frozen=True)
class _Rule:
    """When a test ends: ``calls`` says so of each pair; ``pairs`` is the planned size, None where it has none."""

    calls: Callable[[Seen], Calls]
    pairs: int | None = None
    raised: bool = False


def _rule(method: str, test: Drawn, at_bar: Seen, at_target: Seen) -> _Rule:
    if method in (FIXED, GROUP):
        size = test.once if method == FIXED else test.group
        looks = (size,) if method == FIXED else _fifths(size)
        return _Rule(lambda seen: _at_looks(test, seen, looks, size), size)
    if method in at_bar.exact:
        return _Rule(lambda seen: seen.exact[method])
    if method == OURS:
        return _Rule(lambda seen: _any_time(seen, 2 * test.once))
    # bar and target lie this many standard errors apart after the last pair, whose root is that of their number
    apart = float(np.median(at_bar.to_bar[:, -1] - at_bar.to_target[:, -1]))
    variance = ((test.target - test.bar) / apart) ** 2 * at_bar.to_bar.shape[1]
    rho = precision(method, variance, test.target - test.bar, test.once, ALPHA)
    up = _threshold(_mixture(at_bar.to_bar, rho), ALPHA)
    down = _threshold(_mixture(-at_target.to_target, rho), BETA)
    raised = up > log(1 / (2 * ALPHA)) or down > log(1 / (2 * BETA))
    return _Rule(lambda seen: (_mixture(seen.to_bar, rho) >= up, _mixture(-seen.to_target, rho) >= down), None, raised)


def _at_looks(test: Drawn, seen: Seen, looks: tuple[int, ...], size: int) -> Calls:
    up, down = np.zeros_like(seen.above, bool), np.zeros_like(seen.above, bool)
    at, counted = [look - 1 for look in looks], test.arms if test.freedom_lost else 1
    units, planned = tuple(counted * look for look in looks), counted * size
    up[:, at] = seen.above[:, at] <= levels(units, planned, ALPHA, "obrien-fleming", test.freedom_lost)
    down[:, at] = seen.below[:, at] <= levels(units, planned, BETA, "obrien-fleming", test.freedom_lost)
    return up, down


def _any_time(seen: Seen, planned: int) -> Calls:
    own = asymptotic_levels(tuple(range(2, 2 * seen.above.shape[1] + 1, 2)), planned, 2, even=True)
    return special.ndtr(-seen.to_bar) <= own.alpha, special.ndtr(seen.to_target) <= own.beta


def _mixture(z: Array, rho: float) -> Array:
    """Return the log of the mixture at each pair on the side of positive z."""
    time = np.arange(1, z.shape[1] + 1)
    least = np.array([log_two_sided(0.0, float(t), rho) for t in time])
    found = least + z * z * time / (2 * (time + rho))
    return np.where((z > 0) & (time >= _FIRST), found, -inf)


def _threshold(mixture: Array, rate: float) -> float:
    """Return 1/(2·rate) in logs, or what passes it with chance ``rate`` within the sizes compared if that is more."""
    return max(log(1 / (2 * rate)), float(np.quantile(mixture.max(axis=1), 1 - rate)))


def _passages(rule: _Rule, seen: Seen) -> Passages:
    """Return the pairs after which each test would first invest and first stop; infinite where never."""
    up, down = rule.calls(seen)
    return _first(up), _first(down)


def _first(calls: NDArray[np.bool_]) -> Array:
    return np.where(calls.any(axis=1), calls.argmax(axis=1) + 1.0, inf)


def _invests(passages: Passages, most: float) -> NDArray[np.bool_]:
    up, down = passages
    return np.asarray((up <= most) & (up <= down))


def _enough(passages: Passages, longest: int) -> int:
    up, down = passages
    found = np.sort(np.where(up <= down, up, inf))[int(np.ceil(POWER * len(up))) - 1]
    return int(found) if found < inf else longest


def shares(baseline: float, bar: float, target: float) -> Drawn:
    """Return tests of a difference of two shares."""
    pairs = Pairs(bar, target, baseline)
    metric: dict[str, object] = {"name": "m", "bar": bar, "target": target, "baseline": baseline}

    once, group = (_pairs_planned(metric, way) for way in ("fixed", "group-sequential"))
    looks = (once, *_fifths(group))

    def draw(rng: Generator, effect: float, replicates: int) -> Seen:
        treated = rng.random((replicates, _PAIRS)) < baseline + effect
        control = rng.random((replicates, _PAIRS)) < baseline
        found = evidence(pairs, treated, control)
        above, below = _p_values(treated, control, (bar, target), looks)
        n, (a, b) = np.arange(1, _PAIRS + 1), (arm.cumsum(axis=1) for arm in (treated, control))
        rates = (a + 0.5) / (n + 1), (b + 0.5) / (n + 1)
        error = np.sqrt(sum(rate * (1 - rate) for rate in rates) / n)
        to_bar, to_target = (((a - b) / n - null) / error for null in (bar, target))
        called, missed = found.beyond_bar >= log(1 / ALPHA), found.short_of_target >= log(1 / BETA)
        return Seen(above, below, to_bar, to_target, {OURS: (called, missed)})

    return Drawn(bar, target, once, group, draw)


def _p_values(
    treated: NDArray[np.bool_], control: NDArray[np.bool_], nulls: tuple[float, float], looks: tuple[int, ...]
) -> tuple[Array, Array]:
    """Return the product's p-values at these looks; 1 elsewhere."""
    above, below = (np.ones(treated.shape) for _ in range(2))
    xa, xb = treated.cumsum(axis=1), control.cumsum(axis=1)
    for pairs in looks:
        both, place = np.unique(np.stack([xa[:, pairs - 1], xb[:, pairs - 1]], axis=1), axis=0, return_inverse=True)
        found = [_judged(int(a), int(b), pairs, *nulls) for a, b in both]
        above[:, pairs - 1] = np.array([one for one, _ in found])[place.ravel()]
        below[:, pairs - 1] = np.array([other for _, other in found])[place.ravel()]
    return above, below


@lru_cache(maxsize=200_000)
def _judged(a: int, b: int, pairs: int, bar: float, target: float) -> tuple[float, float]:
    treated, control = (Counts(successes=x, trials=pairs) for x in (a, b))
    found = proportion.against_control(treated, control, Scale.difference)
    return found.p_above(bar), found.p_below(target)


def means(shape: Shape, bar: float, target: float, sd: float) -> Drawn:
    """Return tests of a difference of two means."""
    metric: dict[str, object] = {
        "name": "m",
        "kind": "mean",
        "bar": bar,
        "target": target,
        "baseline": shape.mean,
        "sd": sd,
    }

    def draw(rng: Generator, effect: float, replicates: int) -> Seen:
        arms = [shape.draw(rng, (replicates, _PAIRS)) for _ in range(2)]
        difference, error, freedom = welch(arms[0] + effect, arms[1])
        blank = np.ones((replicates, 1))

        def z(null: float) -> Array:
            return np.concatenate([0 * blank, (difference - null) / error], axis=1)

        above = np.concatenate([blank, special.stdtr(freedom, -z(bar)[:, 1:])], axis=1)
        below = np.concatenate([blank, special.stdtr(freedom, z(target)[:, 1:])], axis=1)
        return Seen(above, below, z(bar), z(target))

    once, group = (_pairs_planned(metric, way) for way in ("fixed", "group-sequential"))
    return Drawn(bar, target, once, group, draw, freedom_lost=2)
