"""Price questions: the optimal price point and its bootstrap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, partial
from math import exp

import numpy as np
from numpy.typing import NDArray
from scipy import special

from calibration.cells import Case, Cell, Draw, Generator, Table, simulated
from calibration.chances import Chances
from calibration.tables import doing
from experiments.inference import price
from experiments.metric import Kind, Metric
from experiments.statistic import Tally

METRIC = Metric(
    name="price", kind=Kind.price, prices=("too cheap", "cheap", "expensive", "too expensive"), bar=10, target=12
)
_PARTS = (0.5, 0.8, 1.1, 1.5)
_CENTRE, _HIGHEST, _PEOPLE = 3.0, 500, 10**9
_FEWER = 20
Array = NDArray[np.float64]


def tables() -> Iterator[Table]:
    """Yield the table of the optimal price point."""
    yield Table(
        title="Price (van Westendorp)",
        about=f"Bootstrap over respondents, percentile limits. What a product is worth to each is lognormal around"
        f" {exp(_CENTRE):.0f}; the four prices are 50%, 80%, 110% and 150% of it in whole units. One replicate in"
        f" {_FEWER} of the number above, since each is a bootstrap of its own.",
        cells=tuple(
            Cell(f"spread {spread:g} of the logs", str(n), partial(_fewer, spread, n))
            for spread in (0.4, 0.8)
            for n in (30, 100, 300)
        ),
        does=doing.PRICE,
    )


def _fewer(spread: float, n: int, rng: Generator, replicates: int) -> Chances:
    """Measure a cell on a fraction of the replicates."""
    truth = price.points(_tally(*_everybody(spread))).optimal
    return simulated(METRIC, price.against_benchmark, truth, _draw(spread, n))(rng, max(_FEWER, replicates // _FEWER))


@cache
def _everybody(spread: float) -> tuple[Array, Array]:
    """Return every possible answer in order, and the chance of each: rounding makes them finitely many."""
    edges = np.unique(np.concatenate([(np.arange(_HIGHEST) + 0.5) / part for part in _PARTS]))
    chances = np.diff(special.ndtr((np.log(edges) - _CENTRE) / spread))
    rows = np.asarray(np.round(np.outer((edges[:-1] + edges[1:]) / 2, _PARTS)), float)
    return rows, chances / chances.sum()


def _draw(spread: float, n: int) -> Draw:
    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        rows, chances = _everybody(spread)
        return (Case((_tally(rows, counts / n, n),)) for counts in rng.multinomial(n, chances, replicates))

    return draw


def _tally(rows: Array, shares: Array, people: int = _PEOPLE) -> Tally:
    counts = np.round(shares * people).astype(int).tolist()
    seen = [(tuple(row), count) for row, count in zip(rows.tolist(), counts, strict=True) if count]
    return Tally(values=tuple(row for row, _ in seen), counts=tuple(count for _, count in seen))
