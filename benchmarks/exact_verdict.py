"""What an exact verdict on two small arms costs, against one p-value of scipy's Barnard test on the same tables.

    python benchmarks/exact_verdict.py [--rounds 5]

A verdict asks one estimator for the limits at alpha, at beta and of the 95% interval, and for p-values at the bar, the
target and 0. Everything is warm and in one process; both contestants take each table in turn, so that the ratio holds
whatever the machine is doing. Seconds are of the processor.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

from scipy import stats

from experiments.inference.proportion import ExactScore
from experiments.inference.score import Contrast, Difference, Lift

TABLES = (
    (3, 12, 1, 12),
    (12, 12, 3, 14),
    (0, 40, 9, 40),
    (5, 30, 2, 25),
    (9, 60, 3, 60),
    (4, 20, 30, 100),
    (7, 80, 4, 120),
    (6, 97, 1, 97),
    (12, 150, 5, 140),
    (8, 150, 3, 150),
    (3, 300, 9, 300),
)
BARS = {"difference": (Difference(), 0.05, 0.15), "lift": (Lift(), 0.1, 0.5)}


def verdict(contrast: Contrast, table: tuple[int, int, int, int], bar: float, target: float) -> None:
    """Ask an estimator for all that a verdict and its report need."""
    found = ExactScore(contrast, *table)
    found.lower(0.05), found.upper(0.2), found.lower(0.025), found.upper(0.025)
    found.p_above(bar), found.p_below(target), found.p_above(0.0), found.p_below(0.0)


def barnard(table: tuple[int, int, int, int]) -> None:
    """Ask scipy for one one-sided p-value."""
    x1, n1, x2, n2 = table
    stats.barnard_exact([[x1, x2], [n1 - x1, n2 - x2]], alternative="greater", pooled=True)


def milliseconds(work: Callable[..., None], *asked: object) -> float:
    start = time.process_time()
    work(*asked)
    return 1000 * (time.process_time() - start)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    print(f"{'':32}{'median ms':>11}{'worst ms':>10}{'ratio':>8}")
    for name, (contrast, bar, target) in BARS.items():
        costs, ratios = [], []
        for table in TABLES:
            pairs = [
                (milliseconds(verdict, contrast, table, bar, target), milliseconds(barnard, table))
                for _ in range(rounds + 1)
            ][1:]
            costs.append(statistics.median(ours for ours, _ in pairs))
            ratios.append(statistics.median(ours / theirs for ours, theirs in pairs))
        print(
            f"exact verdict on a {name:13}{statistics.median(costs):11.1f}{max(costs):10.1f}"
            f"{statistics.median(ratios):8.2f}"
        )
    print("ratio: a whole verdict against one p-value of scipy.stats.barnard_exact, the median over tables")


if __name__ == "__main__":
    main()
