"""Means adjusted for what was known of each unit before the test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from math import sqrt

import numpy as np

from calibration.cells import Case, Cell, Draw, Generator, Table, simulated
from calibration.samples import Array, drawn_cross_moments
from calibration.tables import doing
from experiments.inference import Estimator, adjusted
from experiments.metric import Kind, Metric, Scale
from experiments.statistic import CrossMoments

_SIZES = ((10, 10), (30, 30), (100, 100), (1_000, 1_000))


def tables() -> Iterator[Table]:
    """Yield the tables of an adjusted difference and lift."""
    yield Table(
        title="Adjusted means, difference (Lin)",
        about="Regression with slopes of its own in each arm. Both arms have the same distribution: θ = 0.",
        cells=(
            *_cells("normal, one covariate, correlation 0.7", 1, Scale.difference, _normal(1, 0.7), _SIZES),
            *_cells("normal, one covariate, correlation 0", 1, Scale.difference, _normal(1, 0.0), _SIZES[:2]),
            *_cells("normal, three covariates, correlation 0.7", 3, Scale.difference, _normal(3, 0.7), _SIZES),
            *_cells(_SKEWED, 1, Scale.difference, skewed, (*_SIZES[1:], (200, 40), (40, 200))),
        ),
        does=doing.ADJUSTED,
    )
    yield Table(
        title="Adjusted means, relative lift (Lin, Fieller)",
        about="Both arms have the same distribution: θ = 0.",
        cells=(
            *_cells("normal, one covariate, correlation 0.7", 1, Scale.relative, _normal(1, 0.7), _SIZES),
            *_cells(_SKEWED, 1, Scale.relative, skewed, _SIZES[1:]),
        ),
        does=doing.ADJUSTED,
    )


_SKEWED = "spend lognormal, spend before lognormal, correlation 0.7 of the logs"


def _cells(words: str, covariates: int, scale: Scale, draw: object, sizes: Iterable[tuple[int, int]]) -> Iterator[Cell]:
    metric = Metric(
        name="amount",
        kind=Kind.mean,
        bar=1,
        target=2,
        scale=scale,
        covariates=tuple(f"before {k}" for k in range(covariates)),
    )
    names = ("amount", *metric.covariates)
    for n1, n2 in sizes:
        drawn = _two(names, draw, n1, n2)
        yield Cell(words, f"{n1:,} / {n2:,}", simulated(metric, partial(_judged, scale), 0.0, drawn))


def _judged(scale: Scale, treatment: CrossMoments, control: CrossMoments) -> Estimator:
    return adjusted.against_control(treatment, control, scale)


def _normal(covariates: int, correlation: float) -> object:
    """Return what draws an outcome with the given multiple correlation with independent covariates."""
    slope = correlation / sqrt(covariates)

    def draw(rng: Generator, shape: tuple[int, int]) -> Sequence[Array]:
        before = [rng.normal(0.0, 1.0, shape) for _ in range(covariates)]
        outcome = 10 + 2 * (slope * sum(before, np.zeros(shape)) + rng.normal(0, sqrt(1 - correlation**2), shape))
        return outcome, *before

    return draw


def skewed(rng: Generator, shape: tuple[int, int]) -> Sequence[Array]:
    """Return lognormal spend after and before."""
    before, noise = rng.normal(0.0, 1.0, shape), rng.normal(0.0, 1.0, shape)
    return np.exp(3 + 0.7 * before + sqrt(0.51) * noise), np.exp(3 + before)


def _two(names: tuple[str, ...], draw: object, n1: int, n2: int) -> Draw:
    def drawn(rng: Generator, replicates: int) -> Iterable[Case]:
        ours, theirs = rng.spawn(2)
        arms = (
            drawn_cross_moments(ours, names, draw, n1, replicates),  # type: ignore[arg-type]
            drawn_cross_moments(theirs, names, draw, n2, replicates),  # type: ignore[arg-type]
        )
        return (Case(pair) for pair in zip(*arms, strict=True))

    return drawn
