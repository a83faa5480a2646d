"""What a whole has beyond a part of it: a later reading of growing data, less an earlier one, is what came since."""

from __future__ import annotations

from experiments.observation import ArmData, Statistic
from experiments.statistic import (
    Categories,
    Coded,
    Counts,
    CrossMoments,
    Events,
    EventTable,
    Moments,
    Pairs,
    Tally,
)

_ROUNDING = 1e-9


def remainder(whole: ArmData, part: ArmData) -> ArmData | None:
    """Return what has to be added to the part to make the whole; None where the whole cannot hold the part."""
    units = whole.units - part.units
    if units < 0:
        return None
    found: dict[str, Statistic] = {}
    for name in {**whole.statistics, **part.statistics}:
        left = _less(whole.statistics.get(name), part.statistics.get(name))
        if left is None or left.n > units:
            return None
        if left.n or not isinstance(left, Moments | CrossMoments):
            found[name] = left
    missing = {name: number - part.missing.get(name, 0) for name, number in whole.missing.items()}
    if any(number < 0 for number in missing.values()):
        return None
    return ArmData(units=units, statistics=found, missing=missing)


def _less(whole: Statistic | None, part: Statistic | None) -> Statistic | None:
    if part is None or whole is None or type(whole) is not type(part):
        return whole if part is None else None
    try:
        return _of_a_kind(whole, part)
    except ValueError:  # a count below 0, more successes than trials: the past has changed
        return None


def _of_a_kind(whole: Statistic, part: Statistic) -> Statistic | None:
    match whole, part:
        case Moments(), Moments():
            return _moments(whole, part)
        case CrossMoments(), CrossMoments():
            return _cross(whole, part)
        case Events(), Events():
            return _events(whole, part)
        case Categories(), Categories() if whole.levels == part.levels:
            counts = tuple(a - b for a, b in zip(whole.counts, part.counts, strict=True))
            return Categories(levels=whole.levels, counts=counts)
        case EventTable(), EventTable():
            both = [_by_time(table) for table in (whole, part)]
            rows = {
                time: tuple(a - b for a, b in zip(*_at(both, time), strict=True)) for time in {**both[0], **both[1]}
            }
            times = sorted(time for time, row in rows.items() if any(row))
            return EventTable(
                times=tuple(times),
                events=tuple(rows[time][0] for time in times),
                censored=tuple(rows[time][1] for time in times),
            )
        case Tally(), Tally():
            left = dict(zip(whole.values, whole.counts, strict=True))
            for value, number in zip(part.values, part.counts, strict=True):
                left[value] = left.get(value, 0) - number
            kept = sorted(value for value, number in left.items() if number)
            return Tally(values=tuple(kept), counts=tuple(left[value] for value in kept))
        case (Counts(), _) | (Coded(), _) | (Pairs(), _):
            fields = {
                name: getattr(whole, name) - getattr(part, name) for name in type(whole).model_fields if name != "kind"
            }
            return type(whole)(**fields)
        case _:
            return None


def _by_time(table: EventTable) -> dict[float, tuple[int, int]]:
    return dict(zip(table.times, zip(table.events, table.censored, strict=True), strict=True))


def _at(tables: list[dict[float, tuple[int, int]]], time: float) -> list[tuple[int, int]]:
    return [table.get(time, (0, 0)) for table in tables]


def _moments(whole: Moments, part: Moments) -> Moments | None:
    """Undo the pairwise update (Chan, Golub & LeVeque 1983, eq. 2.1). Of the largest value nothing new may be known."""
    n = whole.n - part.n
    if n <= 0 or not part.n:
        return whole if not part.n else _nothing(whole, part) if n == 0 else None
    mean = whole.mean + (whole.mean - part.mean) * (part.n / n)
    shift = mean - part.mean
    total = whole.variance * (whole.n - 1)
    squares = total - part.variance * max(0, part.n - 1) - shift * shift * (part.n * (n / whole.n))
    if squares < -_ROUNDING * total - _ROUNDING:
        return None
    largest = whole.largest if whole.largest != part.largest else None
    return Moments(n=n, mean=mean, variance=max(0.0, squares) / (n - 1) if n > 1 else 0.0, largest=largest)


def _nothing(whole: Moments, part: Moments) -> Moments | None:
    """Return no units where both are the same but for rounding."""
    spread = whole.sd + abs(whole.mean) + _ROUNDING
    same = abs(whole.mean - part.mean) <= _ROUNDING * spread and abs(whole.sd - part.sd) <= _ROUNDING * spread
    return Moments(n=0, mean=0.0, variance=0.0) if same else None


def _cross(whole: CrossMoments, part: CrossMoments) -> CrossMoments | None:
    """Undo the pairwise update for each pair of variables."""
    n = whole.n - part.n
    if whole.names != part.names or n < 0:
        return None
    if not part.n:
        return whole
    variables = range(len(whole.names))
    if n == 0:
        each = [(_variable(whole, at), _variable(part, at)) for at in variables]
        return (
            None
            if any(_nothing(a, b) is None for a, b in each)
            else CrossMoments(n=0, names=whole.names, means=whole.means, covariance=whole.covariance)
        )
    means = [a + (a - b) * (part.n / n) for a, b in zip(whole.means, part.means, strict=True)]
    shift = [mean - b for mean, b in zip(means, part.means, strict=True)]
    weight = part.n * (n / whole.n)
    products = [
        [
            whole.covariance[i][j] * (whole.n - 1) - part.covariance[i][j] * (part.n - 1) - weight * shift[i] * shift[j]
            for j in variables
        ]
        for i in variables
    ]
    if any(products[i][i] < -_ROUNDING * (whole.covariance[i][i] * whole.n + 1) for i in variables):
        return None
    for i in variables:
        products[i][i] = max(0.0, products[i][i])
    covariance = tuple(tuple(value / (n - 1) if n > 1 else 0.0 for value in row) for row in products)
    return CrossMoments(n=n, names=whole.names, means=tuple(means), covariance=covariance)


def _variable(cross: CrossMoments, at: int) -> Moments:
    return Moments(n=cross.n, mean=cross.means[at], variance=cross.covariance[at][at])


def _events(whole: Events, part: Events) -> Events | None:
    """Subtract events and exposure; what is known of single units, where both know it."""
    exposure = whole.exposure - part.exposure
    units = None
    if whole.units is not None and part.units is not None:
        units = _cross(whole.units, part.units)
        if units is None:
            return None
    known = units is None and whole.counts_units and part.counts_units
    return Events(
        events=whole.events - part.events,
        exposure=exposure,
        units=units,
        over=whole.n - part.n if known else None,
    )
