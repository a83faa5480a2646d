"""Time to event: the share still there at a horizon, with and without censoring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from math import log

import numpy as np

from calibration.cells import Case, Cell, Draw, Generator, Table, enumerated, simulated
from calibration.samples import portions
from calibration.tables import doing
from calibration.tables.proportion import likely
from experiments.inference import Estimator, survival
from experiments.metric import Kind, Metric, Scale
from experiments.statistic import EventTable

_HORIZON = 8
METRIC = Metric(name="stay", kind=Kind.time_to_event, horizon=_HORIZON, bar=0.5, target=0.6)
_ONE = ((0.5, (10, 20, 50, 200)), (0.8, (10, 20, 50, 200)), (0.95, (20, 50, 100, 200, 1_000)), (0.2, (20, 50, 200)))
_TWO = (
    (0.5, ((10, 10), (20, 20), (50, 50), (200, 200), (100, 20), (20, 100))),
    (0.8, ((20, 20), (50, 50), (200, 200))),
    (0.95, ((50, 50), (100, 100), (200, 200), (1_000, 1_000), (500, 100), (100, 500))),
)
_LOST, _NEGLIGIBLE = 0.3, 1e-9


def tables() -> Iterator[Table]:
    """Yield the tables of one share at the horizon, of a difference and of a ratio."""
    yield Table(
        title="Retention against a benchmark",
        about="Kaplan–Meier at week 8, limits by the beta product procedure. Times are exponential in whole weeks."
        " Where said, 30% are lost to view evenly over the first 16 weeks; where nobody is every outcome is counted.",
        cells=tuple(_alone(share, n, lost=lost) for lost in (False, True) for share, sizes in _ONE for n in sizes),
        does=doing.RETENTION,
    )
    for scale, title, method in (
        (Scale.difference, "difference", "Kaplan–Meier difference at week 8 from the limits of both arms (MOVER)"),
        (Scale.relative, "ratio", "Kaplan–Meier ratio at week 8 from the limits of both arms (MOVER)"),
    ):
        yield Table(
            title=f"Two retentions, {title}",
            about=f"{method}. Both arms have the same distribution: θ = 0.",
            cells=tuple(
                _apart(scale, share, n, lost=lost) for lost in (False, True) for share, sizes in _TWO for n in sizes
            ),
            does=doing.TWO_RETENTIONS,
        )


def _alone(share: float, n: int, *, lost: bool) -> Cell:
    make = partial(survival.against_benchmark, horizon=_HORIZON)
    size = f"{n:,} ({n * (1 - share):.0f} events)"
    if lost:
        return Cell(_words(share, lost=lost), size, simulated(METRIC, make, share, _one(share, n)))
    return Cell(_words(share, lost=lost), size, enumerated(METRIC, make, share, partial(_outcomes, share, n)))


def _apart(scale: Scale, share: float, sizes: tuple[int, int], *, lost: bool) -> Cell:
    make = partial(_judged, scale)
    size = " / ".join(f"{n:,}" for n in sizes) + f" ({' / '.join(f'{n * (1 - share):.0f}' for n in sizes)} events)"
    if lost:
        return Cell(_words(share, lost=lost), size, simulated(METRIC, make, 0.0, _two(share, *sizes)))
    return Cell(_words(share, lost=lost), size, enumerated(METRIC, make, 0.0, partial(_pairs, share, *sizes)))


def _words(share: float, *, lost: bool) -> str:
    return f"{share:.0%} stay" + (f", {_LOST:.0%} lost to view" if lost else "")


def _outcomes(share: float, n: int) -> Iterator[Case]:
    """Yield every number of events where nobody is lost: when they happened then changes nothing."""
    for events, weight in likely(n, 1 - share):
        table = EventTable(times=(1.0, _HORIZON + 1.0), events=(events, 0), censored=(0, n - events))
        yield Case((table,), weight)


def _pairs(share: float, n1: int, n2: int) -> Iterator[Case]:
    second = list(_outcomes(share, n2))
    for treatment, first in _outcomes(share, n1):
        for control, weight in second:
            if first * weight > _NEGLIGIBLE:
                yield Case((*treatment, *control), first * weight)


def _judged(scale: Scale, treatment: EventTable, control: EventTable) -> Estimator:
    return survival.against_control(treatment, control, scale, _HORIZON)


def event_tables(rng: Generator, share: float, n: int, replicates: int) -> Iterator[EventTable]:
    """Yield event tables in whole weeks, all that is left after the horizon being censored there."""
    scale, last = -_HORIZON / log(share), _HORIZON + 1
    weeks = tuple(float(week) for week in range(1, last + 1))
    for portion in portions(replicates, n):
        event = np.ceil(rng.exponential(scale, (portion, n)))
        leaves = np.where(rng.random((portion, n)) < _LOST, rng.integers(1, 2 * _HORIZON + 1, (portion, n)), last)
        leaves = np.minimum(leaves, last)
        happened = event <= np.minimum(leaves, _HORIZON)
        week = np.where(happened, event, leaves).astype(int)
        row = np.arange(portion)[:, None] * last
        ended = [
            np.bincount((row + week - 1)[which], minlength=portion * last).reshape(portion, last).tolist()
            for which in (happened, ~happened)
        ]
        for events, censored in zip(*ended, strict=True):
            yield EventTable(times=weeks, events=tuple(events), censored=tuple(censored))


def _one(share: float, n: int) -> Draw:
    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        return (Case((arm,)) for arm in event_tables(rng, share, n, replicates))

    return draw


def _two(share: float, n1: int, n2: int) -> Draw:
    def draw(rng: Generator, replicates: int) -> Iterable[Case]:
        ours, theirs = rng.spawn(2)
        arms = event_tables(ours, share, n1, replicates), event_tables(theirs, share, n2, replicates)
        return (Case(pair) for pair in zip(*arms, strict=True))

    return draw
