"""Ordered answers: superiority, and promoter scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from calibration.cells import Case, Cell, Draw, Generator, Table, simulated
from calibration.samples import answers
from calibration.tables import doing
from experiments.estimand import NPS_LEVELS
from experiments.inference import Estimator
from experiments.inference import answers as judged
from experiments.metric import Kind, Metric, Score
from experiments.statistic import Categories

_LEVELS = ("1", "2", "3", "4", "5")
_EVEN = (0.1, 0.2, 0.4, 0.2, 0.1)
_HIGH = (0.02, 0.03, 0.05, 0.3, 0.6)
_BETTER = (0.05, 0.1, 0.3, 0.3, 0.25)
_BEST = (0.01, 0.04, 0.15, 0.3, 0.5)
_WIDE = (0.3, 0.15, 0.1, 0.15, 0.3)
_PROMOTERS = (0.3, *(0.0,) * 6, 0.35, *(0.0,) * 2, 0.35)
_LOYAL = (0.05, *(0.0,) * 6, 0.15, *(0.0,) * 2, 0.8)
SUPERIORITY = Metric(name="answer", kind=Kind.ordinal, levels=_LEVELS, bar=0.5, target=0.6)
PROMOTERS = Metric(name="answer", kind=Kind.ordinal, score=Score.nps, bar=0.1, target=0.2)


def nps(chances: Sequence[float]) -> float:
    """Return the promoter score of a distribution of 0 … 10."""
    return sum(chances[9:]) - sum(chances[:7])


def superiority(first: Sequence[float], second: Sequence[float]) -> float:
    """Return P(first > second) + ½ P(tie)."""
    return sum(p * (sum(second[:k]) + second[k] / 2) for k, p in enumerate(first))


_SCORES = tuple(
    (f"NPS {100 * nps(p):.0f}: {words}", p)
    for words, p in (
        ("35% promoters, 30% detractors", _PROMOTERS),
        ("80% promoters, 5% detractors", _LOYAL),
    )
)


def tables() -> Iterator[Table]:
    """Yield the tables of superiority and of promoter scores; top-box shares are proportions."""
    pairs = (
        ("five levels, both arms 10-20-40-20-10%", _EVEN, _EVEN),
        ("five levels, both arms 2-3-5-30-60%", _HIGH, _HIGH),
        ("five levels, control 10-20-40-20-10%, treatment 5-10-30-30-25%", _BETTER, _EVEN),
        ("five levels, control 10-20-40-20-10%, treatment 30-15-10-15-30%", _WIDE, _EVEN),
        ("five levels, control 10-20-40-20-10%, treatment 1-4-15-30-50%", _BEST, _EVEN),
    )
    sizes = ((5, 5), (8, 8), (10, 10), (15, 15), (30, 30), (200, 200), (40, 10), (10, 40))
    yield Table(
        title="Ordered answers against a control arm",
        about="Brunner–Munzel's P(treatment > control) + ½ P(tie), t with Satterthwaite's degrees of freedom.",
        cells=tuple(
            Cell(words, f"{n1} / {n2}", simulated(SUPERIORITY, _superior, superiority(first, second), draw))
            for words, first, second in pairs
            for n1, n2 in sizes
            for draw in (_two(_LEVELS, (first, n1), (second, n2)),)
        ),
        does=doing.ORDERED,
    )
    yield Table(
        title="Net promoter score against a benchmark",
        about="Tango's score interval: promoters less detractors are a trinomial, as pairs that gained or lost are.",
        cells=tuple(
            Cell(words, f"{n:,}", simulated(PROMOTERS, _promoters, nps(p), draw))
            for words, p in _SCORES
            for n in (10, 30, 100, 1_000)
            for draw in (_one(NPS_LEVELS, p, n),)
        ),
        does=doing.PROMOTERS,
    )
    yield Table(
        title="Net promoter score, difference",
        about="From Tango's limits of both arms (MOVER); both arms have the same distribution: θ = 0.",
        cells=tuple(
            Cell(words, f"{n1:,} / {n2:,}", simulated(PROMOTERS, _promoters_apart, 0.0, draw))
            for words, p in _SCORES
            for n1, n2 in ((10, 10), (30, 30), (100, 20), (20, 100), (300, 60), (60, 300), (500, 500))
            for draw in (_two(NPS_LEVELS, (p, n1), (p, n2)),)
        ),
        does=doing.PROMOTERS,
    )


def _superior(treatment: Categories, control: Categories) -> Estimator:
    return judged.against_control(treatment, control, Score.usual, 1)


def _promoters(arm: Categories) -> Estimator:
    return judged.against_benchmark(arm, Score.nps, 1)


def _promoters_apart(treatment: Categories, control: Categories) -> Estimator:
    return judged.against_control(treatment, control, Score.nps, 1)


def _drawn(rng: Generator, chances: Sequence[float], n: int, replicates: int) -> np.ndarray:
    return rng.multinomial(n, chances, replicates)


def _one(levels: Sequence[str], chances: Sequence[float], n: int) -> Draw:
    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        return _cases(levels, [_drawn(rng, chances, n, replicates)])

    return draw


def _two(levels: Sequence[str], first: tuple[Sequence[float], int], second: tuple[Sequence[float], int]) -> Draw:
    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        return _cases(levels, [_drawn(rng, *arm, replicates) for arm in (first, second)])

    return draw


def _cases(levels: Sequence[str], arms: Sequence[np.ndarray]) -> Iterator[Case]:
    """Yield each set of counts once, with how often it came up."""
    k = len(levels)
    rows, times = np.unique(np.concatenate(arms, axis=1), axis=0, return_counts=True)
    order = np.random.default_rng(0).permutation(len(rows))
    for row, weight in zip(rows[order].tolist(), times[order].tolist(), strict=True):
        yield Case(tuple(answers(levels, row[at : at + k]) for at in range(0, len(row), k)), weight)
