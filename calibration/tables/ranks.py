"""Paired answers in levels: who moved up and who moved down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from calibration.cells import Case, Cell, Draw, Generator, Table, simulated
from calibration.tables import doing
from experiments.form import Form
from experiments.inference import maker
from experiments.metric import Comparison, Kind, Metric
from experiments.statistic import Tally

METRIC = Metric(name="answer", kind=Kind.ordinal, levels=("1", "2", "3", "4", "5"), bar=0.5, target=1)
_STEPS = (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0)
_PROCESSES: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("steps −2 to 2: 10-20-40-20-10%", (0.1, 0.2, 0.4, 0.2, 0.1, 0.0)),
    ("steps −2 to 3: 5-15-30-30-15-5%", (0.05, 0.15, 0.3, 0.3, 0.15, 0.05)),
    ("steps −2 to 3: 5-20-45-15-10-5%", (0.05, 0.2, 0.45, 0.15, 0.1, 0.05)),
    ("steps −2 to 3: 1-4-75-10-7-3%", (0.01, 0.04, 0.75, 0.1, 0.07, 0.03)),
)


def tables() -> Iterator[Table]:
    """Yield the table of paired answers."""
    yield Table(
        title="Paired answers",
        about="Tango's score interval of the net share of pairs that moved up: θ is the share that moved up less the"
        " share that moved down. The signed-rank test is shown beside it only: whole steps that are not symmetric about"
        " their pseudomedian make it refuse a true null more often the more pairs there are.",
        cells=tuple(
            Cell(words, f"{n:,}", simulated(METRIC, make, _net(chances), _draw(chances, n)))
            for make in (maker(Form.steps, Comparison.paired),)
            for words, chances in _PROCESSES
            for n in (5, 10, 30, 100, 1_000)
        ),
        does=doing.STEPS,
    )


def _net(chances: Sequence[float]) -> float:
    """Return the share of steps up less the share of steps down."""
    return sum(p * (step > 0) - p * (step < 0) for step, p in zip(_STEPS, chances, strict=True))


def _draw(chances: Sequence[float], n: int) -> Draw:
    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        rows, times = np.unique(rng.multinomial(n, chances, replicates), axis=0, return_counts=True)
        order = np.random.default_rng(0).permutation(len(rows))
        for row, weight in zip(rows[order].tolist(), times[order].tolist(), strict=True):
            seen = [(step, count) for step, count in zip(_STEPS, row, strict=True) if count]
            yield Case(
                (Tally(values=tuple((step,) for step, _ in seen), counts=tuple(count for _, count in seen)),), weight
            )

    return draw
