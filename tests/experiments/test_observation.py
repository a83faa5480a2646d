"""Batches: sufficient statistics add up to what the raw values would give, and the impossible is refused."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.errors import InvalidField
from experiments.observation import ArmData, Counts, Moments, Observation, standing
from tests.experiments.recorded import AT, batch, counts

_values = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


def _moments(values: list[float]) -> Moments:
    column = np.asarray(values)
    variance = float(column.var(ddof=1)) if len(column) > 1 else 0.0
    return Moments(n=len(column), mean=float(column.mean()), variance=variance, largest=max(values, key=abs))


@given(st.lists(_values, min_size=1, max_size=6))
def test_batches_of_a_mean_add_up_to_the_whole(parts: list[list[float]]) -> None:
    whole = _moments([value for part in parts for value in part])
    added = reduce(Moments.plus, map(_moments, parts))
    scale = max(1.0, *(abs(value) for part in parts for value in part))
    assert added.n == whole.n
    assert added.mean == pytest.approx(whole.mean, rel=1e-12, abs=1e-12 * scale)
    assert added.variance == pytest.approx(whole.variance, rel=1e-9, abs=1e-12 * scale**2)
    assert abs(added.largest or 0) == abs(whole.largest or 0)


@given(st.lists(_values, min_size=2, max_size=4))
def test_the_order_of_two_batches_does_not_matter(parts: list[list[float]]) -> None:
    one, other = _moments(parts[0]), _moments(parts[1])
    there, back = one.plus(other), other.plus(one)
    assert (there.n, there.largest) == (back.n, back.largest)
    assert there.mean == pytest.approx(back.mean, rel=1e-12, abs=1e-9)
    assert there.variance == pytest.approx(back.variance, rel=1e-9, abs=1e-9)


def test_two_equally_large_units_are_the_same_pair_in_either_order() -> None:
    up, down = (Moments(n=9, mean=1.0, variance=4.0, largest=value) for value in (7.0, -7.0))
    assert up.plus(down) == down.plus(up)


def test_an_offset_of_a_million_costs_no_digits() -> None:
    """Sums of squares would lose all of them."""
    values = [1_000_000.2, *[1_000_000.1, 1_000_000.3] * 500]
    added = reduce(Moments.plus, (Moments(n=1, mean=value, variance=0) for value in values))
    assert added.mean == pytest.approx(1_000_000.2, abs=1e-8)
    assert added.sd == pytest.approx(0.1, rel=1e-6)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=5))
def test_counts_add_up(parts: list[tuple[int, int]]) -> None:
    found = reduce(Counts.plus, (Counts(successes=min(p), trials=max(p)) for p in parts))
    assert (found.successes, found.trials) == (sum(min(p) for p in parts), sum(max(p) for p in parts))


def test_an_empty_batch_changes_nothing() -> None:
    full, empty = _moments([1.0, 2.0, 4.0]), Moments(n=0, mean=0, variance=0)
    assert full.plus(empty) == full == empty.plus(full)


@pytest.mark.parametrize(
    ("largest", "mean", "share"),
    [(30.0, 3.0, 0.1), (-30.0, -3.0, 0.1), (-30.0, 3.0, None), (None, 3.0, None), (1.0, 0.0, None)],
)
def test_the_share_of_the_largest_unit_is_known_only_where_it_means_something(
    largest: float | None, mean: float, share: float | None
) -> None:
    found = Moments(n=100, mean=mean, variance=1, largest=largest).largest_share
    assert found == (None if share is None else pytest.approx(share))


def _fields(**of_arm: Any) -> dict[str, Any]:
    return {
        "experiment_id": 1,
        "at": AT,
        "recorded_by": "Ada",
        "arms": {"all": {"units": 10, "statistics": {}, **of_arm}},
    }


@pytest.mark.parametrize(
    ("statistic", "named"),
    [
        ({"kind": "counts", "successes": 11, "trials": 10}, "more than there were"),
        ({"kind": "counts", "successes": -1, "trials": 10}, "successes"),
        ({"kind": "counts", "successes": 1, "trials": 11}, "units"),
        ({"kind": "counts", "successes": 1.5, "trials": 10}, "successes"),
        ({"kind": "moments", "n": 10, "mean": 1, "variance": -1}, "variance"),
        ({"kind": "moments", "n": 10, "mean": float("nan"), "variance": 1}, "mean"),
        ({"kind": "moments", "n": 10, "mean": 1e200, "variance": 1}, "mean"),
        ({"kind": "moments", "n": 11, "mean": 1, "variance": 1}, "units"),
        ({"kind": "median", "n": 10}, "kind"),
    ],
)
def test_what_cannot_have_been_counted_is_refused_by_name(statistic: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidField) as refused:
        Observation.of(_fields(statistics={"m": statistic}))
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_batch_has_arms_and_a_correction_has_a_reason() -> None:
    with pytest.raises(InvalidField, match="arms"):
        Observation.of({**_fields(), "arms": {}})
    with pytest.raises(InvalidField, match="why"):
        Observation.of({**_fields(), "supersedes": 3})


def test_a_moment_needs_its_zone() -> None:
    with pytest.raises(InvalidField, match="time zone"):
        Observation.of({**_fields(), "at": "2026-03-02T09:00:00"})


def test_replaced_batches_no_longer_stand_but_corrections_of_corrections_do() -> None:
    first, second, third = (
        batch({"all": counts(n, 10)}, id=n, supersedes=n - 1 or None, why="typing error") for n in (1, 2, 3)
    )
    other = batch({"all": counts(4, 10)}, id=4)
    assert standing((first, second, third, other)) == (third, other)


def test_batches_not_yet_numbered_all_stand() -> None:
    one, two = batch({"all": counts(1, 10)}), batch({"all": counts(1, 10)})
    assert len(standing((one, two))) == 2


def test_units_are_those_of_all_arms() -> None:
    found = batch({"old": ArmData(units=12, statistics={}), "new": counts(3, 9)})
    assert found.units == 21
