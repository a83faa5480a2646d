"""Paired answers in levels: the signed-rank test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from calibration.cells import Case, Cell, Draw, Generator, Table, simulated
from experiments.inference import signed_rank
from experiments.metric import Kind, Metric
from experiments.statistic import Tally

METRIC = Metric(name="answer", kind=Kind.ordinal, levels=("1", "2", "3", "4", "5"), bar=0.5, target=1)
_STEPS = (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0)
_PROCESSES: tuple[tuple[str, float, tuple[float, ...]], ...] = (
    ("steps −2 to 2, symmetric about 0: 10-20-40-20-10%", 0.0, (0.1, 0.2, 0.4, 0.2, 0.1, 0.0)),
    ("steps −2 to 3, symmetric about 0.5: 5-15-30-30-15-5%", 0.5, (0.05, 0.15, 0.3, 0.3, 0.15, 0.05)),
    ("steps −2 to 3, not symmetric, pseudomedian 0: 5-20-45-15-10-5%", 0.0, (0.05, 0.2, 0.45, 0.15, 0.1, 0.05)),
)


def tables() -> Iterator[Table]:
    """Yield the table of paired answers."""
    yield Table(
        title="Paired answers",
        about="Wilcoxon's signed-rank test and its inversion; θ is the pseudomedian of the steps from before to after.",
        cells=tuple(
            Cell(words, f"{n:,}", simulated(METRIC, signed_rank.against_before, truth, _draw(chances, n)))
            for words, truth, chances in _PROCESSES
            for n in (5, 10, 30, 100, 1_000)
        ),
        does="Exact where steps are symmetric about θ. Where they are not, the test takes the"
        " lopsidedness for a shift; the product has no warning of that.",
    )


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
