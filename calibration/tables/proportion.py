"""One share against a benchmark: every outcome enumerated."""

from __future__ import annotations

from collections.abc import Iterator

from scipy import stats

from calibration.cells import Case, Cell, Table, enumerated
from calibration.tables import doing
from experiments.inference import proportion
from experiments.metric import Kind, Metric
from experiments.statistic import Counts

METRIC = Metric(name="share", kind=Kind.proportion, bar=0.1, target=0.2)
_SPREADS = 9.0


def tables() -> Iterator[Table]:
    """Yield the table of one share."""
    cases = [(5, 0.3), (12, 0.3), (20, 0.1), (50, 0.1), (100, 0.05), (100, 0.5), (1_000, 0.02), (100_000, 0.03)]
    yield Table(
        title="Proportion against a benchmark",
        about="Exact binomial (Clopper–Pearson); themes and top-box shares are judged the same way.",
        cells=tuple(
            Cell(
                f"binomial, rate {p:g}",
                f"{n:,}",
                enumerated(METRIC, proportion.against_benchmark, p, lambda n=n, p=p: outcomes(n, p)),  # type: ignore[misc]
            )
            for n, p in cases
        ),
        does=doing.PROPORTION,
    )


def outcomes(n: int, p: float) -> Iterator[Case]:
    """Yield every count of n at rate p that has a chance worth counting."""
    for x, weight in likely(n, p):
        yield Case((Counts(successes=x, trials=n),), weight)


def likely(n: int, p: float) -> list[tuple[int, float]]:
    """Return counts with their binomial probability; what is left out has chance under 1e-15 in all."""
    half = _SPREADS * (n * p * (1 - p)) ** 0.5 + 20
    counts = range(max(0, int(n * p - half)), min(n, int(n * p + half)) + 1)
    return list(zip(counts, stats.binom.pmf(list(counts), n, p).tolist(), strict=True))
