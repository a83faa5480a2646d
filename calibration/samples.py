"""Sufficient statistics of many samples at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from calibration.shapes import Shape
from experiments.statistic import Categories, CrossMoments, Moments

Array = NDArray[np.float64]
_CELLS = 2_000_000


def portions(replicates: int, size: int) -> Iterator[int]:
    """Yield how many samples to draw at a time, so that memory stays small."""
    at_once = max(1, _CELLS // max(size, 1))
    while replicates > 0:
        yield min(at_once, replicates)
        replicates -= at_once


def moments(values: Array) -> list[Moments]:
    """Return the moments of each row."""
    n = values.shape[1]
    means, variances = values.mean(axis=1).tolist(), values.var(axis=1, ddof=1).tolist()
    largest = np.take_along_axis(values, np.abs(values).argmax(axis=1)[:, None], axis=1)[:, 0].tolist()
    return [
        Moments(n=n, mean=mean, variance=variance, largest=most)
        for mean, variance, most in zip(means, variances, largest, strict=True)
    ]


def drawn_moments(rng: np.random.Generator, shape: Shape, n: int, replicates: int) -> Iterator[Moments]:
    """Yield the moments of ``replicates`` samples of n units."""
    for portion in portions(replicates, n):
        yield from moments(shape.draw(rng, (portion, n)))


def cross_moments(names: Sequence[str], variables: Sequence[Array]) -> list[CrossMoments]:
    """Return means and covariances of each row of several variables."""
    n = variables[0].shape[1]
    means = np.stack([variable.mean(axis=1) for variable in variables], axis=1)
    centred = np.stack([variable - variable.mean(axis=1, keepdims=True) for variable in variables])
    covariance = np.einsum("aru,bru->rab", centred, centred) / (n - 1)
    label = tuple(names)
    return [
        CrossMoments(n=n, names=label, means=tuple(mean), covariance=tuple(tuple(row) for row in matrix))
        for mean, matrix in zip(means.tolist(), covariance.tolist(), strict=True)
    ]


def drawn_cross_moments(
    rng: np.random.Generator,
    names: Sequence[str],
    draw: Callable[[np.random.Generator, tuple[int, int]], Sequence[Array]],
    n: int,
    replicates: int,
) -> Iterator[CrossMoments]:
    """Yield means and covariances of ``replicates`` samples of n units on several variables."""
    for portion in portions(replicates, n * len(names)):
        yield from cross_moments(names, draw(rng, (portion, n)))


def answers(levels: Sequence[str], counts: Sequence[int]) -> Categories:
    """Return how many chose each level."""
    return Categories(levels=tuple(levels), counts=tuple(counts))
