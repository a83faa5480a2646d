"""Time to event: the share still there at a horizon, with and without censoring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from math import log

import numpy as np

from calibration.cells import Case, Cell, Draw, Generator, Table, simulated
from calibration.samples import portions
from experiments.inference import Estimator, survival
from experiments.metric import Kind, Metric, Scale
from experiments.statistic import EventTable

_HORIZON = 30
METRIC = Metric(name="stay", kind=Kind.time_to_event, horizon=_HORIZON, bar=0.5, target=0.6)
_ONE = ((0.5, (10, 20, 50, 200)), (0.8, (10, 20, 50, 200)), (0.95, (20, 50, 100, 200, 1_000)), (0.2, (20, 50, 200)))
_TWO = (
    (0.5, ((10, 10), (20, 20), (50, 50), (200, 200), (100, 20), (20, 100))),
    (0.8, ((20, 20), (50, 50), (200, 200))),
    (0.95, ((50, 50), (100, 100), (200, 200), (1_000, 1_000), (500, 100), (100, 500))),
)
_CENSORED = (0.0, 0.3)


def tables() -> Iterator[Table]:
    """Yield the tables of one share at the horizon, of a difference and of a ratio."""
    yield Table(
        title="Retention against a benchmark",
        about="Kaplan–Meier at day 30, limits on the log–log scale. Times are exponential in whole days; where said,"
        " 30% are lost to view evenly over the first 60 days.",
        cells=tuple(
            Cell(
                _words(share, lost),
                f"{n:,} ({n * (1 - share):.0f} events)",
                simulated(METRIC, partial(survival.against_benchmark, horizon=_HORIZON), share, _one(share, lost, n)),
            )
            for lost in _CENSORED
            for share, sizes in _ONE
            for n in sizes
        ),
        does="Warns below 10 events by the horizon, and of none.",
    )
    for scale, title, method in (
        (Scale.difference, "difference", "Kaplan–Meier difference at day 30 (Greenwood, normal)"),
        (Scale.relative, "ratio", "Kaplan–Meier ratio at day 30 (log scale, normal)"),
    ):
        yield Table(
            title=f"Two retentions, {title}",
            about=f"{method}. Both arms have the same distribution: θ = 0.",
            cells=tuple(
                Cell(
                    _words(share, lost),
                    f"{n1:,} / {n2:,} ({n1 * (1 - share):.0f} / {n2 * (1 - share):.0f} events)",
                    simulated(METRIC, partial(_judged, scale), 0.0, _two(share, lost, n1, n2)),
                )
                for lost in _CENSORED
                for share, sizes in _TWO
                for n1, n2 in sizes
            ),
            does="Warns below 10 events by the horizon in an arm, and of none.",
        )


def _words(share: float, lost: float) -> str:
    return f"{share:.0%} stay" + (f", {lost:.0%} lost to view" if lost else "")


def _judged(scale: Scale, treatment: EventTable, control: EventTable) -> Estimator:
    return survival.against_control(treatment, control, scale, _HORIZON)


def event_tables(rng: Generator, share: float, lost: float, n: int, replicates: int) -> Iterator[EventTable]:
    """Yield event tables in whole days, all that is left at day 31 being censored there."""
    scale, last = -_HORIZON / log(share), _HORIZON + 1
    days = tuple(float(day) for day in range(1, last + 1))
    for portion in portions(replicates, n):
        event = np.ceil(rng.exponential(scale, (portion, n)))
        leaves = np.where(rng.random((portion, n)) < lost, rng.integers(1, 61, (portion, n)), last)
        leaves = np.minimum(leaves, last)
        happened = event <= np.minimum(leaves, _HORIZON)
        day = np.where(happened, event, leaves).astype(int)
        row = np.arange(portion)[:, None] * last
        ended = [
            np.bincount((row + day - 1)[which], minlength=portion * last).reshape(portion, last).tolist()
            for which in (happened, ~happened)
        ]
        for events, censored in zip(*ended, strict=True):
            yield EventTable(times=days, events=tuple(events), censored=tuple(censored))


def _one(share: float, lost: float, n: int) -> Draw:
    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        return (Case((arm,)) for arm in event_tables(rng, share, lost, n, replicates))

    return draw


def _two(share: float, lost: float, n1: int, n2: int) -> Draw:
    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        ours, theirs = rng.spawn(2)
        arms = (
            event_tables(ours, share, lost, n1, replicates),
            event_tables(theirs, share, lost, n2, replicates),
        )
        return (Case(pair) for pair in zip(*arms, strict=True))

    return draw
