"""Tests judged by the asymptotic confidence sequence, drawn many at once, with a look after every unit or pair.

The levels of the looks and the first look are the product's own (:class:`AsymptoticSequence`), a limit's place is that
of its quantile at that level (t for one mean, normal for two of even arms), and the statistics are the textbook ones
cumulated along each test;
``tests/experiments/test_calibration_monitors.py`` holds some of the tests to the product's monitor, look by look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from calibration.chances import ALPHA, BETA
from calibration.monitor_figures import Figures, drawn
from calibration.samples import portions
from calibration.shapes import Shape
from experiments.anytime.asymptotic import AsymptoticSequence
from experiments.inference.mean import StudentT

Array = NDArray[np.float64]
Generator = np.random.Generator


@dataclass(frozen=True)
class Levels:
    """The level of the limit after each of ``units``, 0 where nothing may be said yet: for α and for β."""

    units: tuple[int, ...]
    alpha: Array
    beta: Array


@cache
def levels(units: tuple[int, ...], planned: int, arms: int, *, even: bool = False) -> Levels:
    """Return the levels of the product's confidence sequence at these looks."""
    nobody = StudentT(0.0, 1.0, float("inf"), "")
    at = [AsymptoticSequence(nobody, n, planned, arms, even) for n in units]
    found = [[one.nominal(rate) if one.ready else 0.0 for one in at] for rate in (ALPHA, BETA)]
    return Levels(units, np.array(found[0]), np.array(found[1]))


@dataclass(frozen=True)
class Tails:
    """One-sided p-values at the true θ, a row per test and a column per look."""

    above: Array
    below: Array


def errors(tails: Iterator[Tails], at: Levels) -> Figures:
    """Count the tests in which some limit ever was on the wrong side of θ."""
    invest = stop = runs = 0
    for some in tails:
        runs += len(some.above)
        invest += int((some.above <= at.alpha).any(axis=1).sum())
        stop += int((some.below <= at.beta).any(axis=1).sum())
    return Figures(drawn(invest, runs), drawn(stop, runs))


def one_mean(rng: Generator, shape: Shape, looks: int, replicates: int) -> Iterator[Tails]:
    """Yield the t tests of one mean after each unit, from the second on."""
    for portion in portions(replicates, 4 * looks):
        values = shape.draw(rng, (portion, looks)) - shape.mean
        n, mean, variance = moments(values)
        z = mean / np.sqrt(variance / n)
        yield Tails(special.stdtr(n - 1, -z), special.stdtr(n - 1, z))


def two_means(rng: Generator, shape: Shape, pairs: int, replicates: int) -> Iterator[Tails]:
    """Yield Welch's tests of a difference after each pair of units, from the second on."""
    for portion in portions(replicates, 8 * pairs):
        difference, error, _ = welch(shape.draw(rng, (portion, pairs)), shape.draw(rng, (portion, pairs)))
        z = difference / error
        yield Tails(special.ndtr(-z), special.ndtr(z))


def welch(treatment: Array, control: Array) -> tuple[Array, Array, Array]:
    """Return difference, standard error and degrees of freedom after each pair from the second on, a row per test."""
    n, first, one = moments(treatment)
    _, second, other = moments(control)
    one, other = one / n, other / n
    freedom = (one + other) ** 2 / (one**2 + other**2) * (n - 1)
    return first - second, np.sqrt(one + other), freedom


def moments(values: Array) -> tuple[Array, Array, Array]:
    """Return units, mean and variance after each value from the second on, a row per test."""
    n = np.arange(1, values.shape[1] + 1)
    centre = values[:, :1]  # sums of what is left are small, so nothing is lost in them
    mean = np.cumsum(values - centre, axis=1) / n
    square = np.cumsum((values - centre) ** 2, axis=1)
    variance = np.maximum(square - n * mean**2, 1e-300) / np.maximum(n - 1, 1)
    return n[1:], (mean + centre)[:, 1:], variance[:, 1:]


Estimates = Callable[[Generator], Iterator[tuple[float, float]]]
"""Draws one test and yields the one-sided p-values at the true θ at each look, from the product's own estimator."""


def one_by_one(draw: Estimates, rng: Generator, replicates: int) -> Iterator[Tails]:
    """Yield tests whose every look is worked out by the product's own estimator."""
    for _ in range(replicates):
        both = np.array(list(draw(rng)))
        yield Tails(both[None, :, 0], both[None, :, 1])


__all__ = ["Levels", "Tails", "errors", "levels", "moments", "one_by_one", "one_mean", "two_means", "welch"]
