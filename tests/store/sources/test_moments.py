"""Means and variances: right to eleven digits wherever the values lie, and the same to the last bit on every run."""

from __future__ import annotations

import statistics
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.errors import Unreadable
from experiments.observation import Moments
from store.sources.files import read
from store.sources.fixed_point import Grid, Sums

MEAN = {"name": "revenue", "kind": "mean", "bar": 0.0, "target": 1.0}
SETTINGS = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


def exact(values: list[float]) -> tuple[float, float]:
    """Mean and variance by whole fractions."""
    exactly = [Fraction(value) for value in values]
    mean = sum(exactly) / len(exactly)
    spread = sum((value - mean) ** 2 for value in exactly)
    return float(mean), float(spread / (len(exactly) - 1)) if len(exactly) > 1 else 0.0


def agrees(found: Moments, values: list[float]) -> None:
    mean, variance = exact(values)
    scale = max(abs(mean), variance**0.5)
    assert found.mean == pytest.approx(mean, rel=1e-12, abs=1e-12 * scale)
    assert found.variance == pytest.approx(variance, rel=1e-10)
    assert abs(found.largest or 0) == max(map(abs, values))


@SETTINGS
@given(
    st.lists(st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda value: round(value, 6)), min_size=2, max_size=50),
    st.sampled_from([0.0, 1.0, 1e8, -1e12]),
)
def test_any_values_anywhere(numbers, parquet, one_group, values, offset) -> None:
    values = [value + offset for value in values]
    agrees(numbers([repr(value) for value in values]).arms["all"].statistics["revenue"], values)
    agrees(read(parquet({"revenue": values}), one_group(MEAN)).arms["all"].statistics["revenue"], values)


@pytest.mark.parametrize("offset", [0.0, 1e8, 1e9, -1e15, 1e-9])
@pytest.mark.parametrize("spread", [1.0, 1e-3, 1e6])
def test_a_large_offset_costs_no_digits(parquet, planned, offset, spread) -> None:
    values = np.random.default_rng(7).normal(0, spread, 20_000) + offset
    arms = np.where(np.arange(20_000) % 2, "old", "new")
    found = read(parquet({"arm": arms, "revenue": values}), planned(MEAN)).arms
    for arm, data in found.items():
        agrees(data.statistics["revenue"], list(values[arms == arm]))


def test_arms_of_quite_different_size_are_each_exact(parquet, planned) -> None:
    rng = np.random.default_rng(11)
    small, huge = rng.normal(1e9, 1e-3, 3000), rng.lognormal(0, 1, 3000)
    huge[17] = 4e15
    table = {"arm": ["old"] * 3000 + ["new"] * 3000, "revenue": np.r_[small, huge]}
    found = read(parquet(table), planned(MEAN)).arms
    agrees(found["old"].statistics["revenue"], list(small))
    agrees(found["new"].statistics["revenue"], list(huge))


def test_a_late_value_far_beyond_the_first_rows_of_a_csv_file(numbers) -> None:
    for late in ("3e12", "1e100", "-0.25"):
        values = ["0.5", "0"] * 6000 + [late]
        agrees(numbers(values).arms["all"].statistics["revenue"], [float(value) for value in values])


def test_equal_values_have_no_variance_at_all(numbers) -> None:
    found = numbers(["0.1"] * 1000).arms["all"].statistics["revenue"]
    assert (found.mean, found.variance, found.largest) == (0.1, 0.0, 0.1)


def test_the_largest_keeps_its_sign(numbers) -> None:
    assert numbers(["3", "-7", "5"]).arms["all"].statistics["revenue"].largest == -7


def test_values_beyond_all_measure_are_refused(numbers) -> None:
    with pytest.raises(Unreadable, match=r"values as large as 1e\+300 cannot be averaged"):
        numbers(["1e300", "1"])


def test_the_order_of_rows_and_row_groups_changes_not_even_the_last_digit(parquet, csv, one_group) -> None:
    rng = np.random.default_rng(3)
    values = np.round(rng.lognormal(1, 2, 60_000), 2)
    found = set()
    for turn in range(6):
        path = parquet({"revenue": rng.permutation(values)}, f"{turn}.parquet", row_group_size=2_000 + 1_400 * turn)
        found.add(read(path, one_group(MEAN)).arms["all"].model_dump_json())
    assert len(found) == 1
    for _ in range(3):
        text = "revenue\n" + "\n".join(map(repr, map(float, rng.permutation(values))))
        agrees(read(csv(text), one_group(MEAN)).arms["all"].statistics["revenue"], list(values))


def test_a_grid_says_when_it_is_too_coarse() -> None:
    grid = Grid.over(0, 1e9)
    sums = Sums(n=1000, total=0, squares=1000, least=0, greatest=1e9)
    assert not grid.resolves(sums)
    assert grid.finer(sums).wide


def test_many_small_values_do_not_get_lost_beside_a_large_one(numbers) -> None:
    values = [repr(0.001 * (number % 7)) for number in range(9999)] + ["1e7"]
    agrees(numbers(values).arms["all"].statistics["revenue"], [float(value) for value in values])


def test_the_moments_are_those_of_the_standard_library(numbers) -> None:
    values = [0.1, 0.2, 0.7, 12.5]
    found = numbers([str(value) for value in values]).arms["all"].statistics["revenue"]
    assert found.mean == statistics.fmean(values)
    assert found.variance == pytest.approx(statistics.variance(values), rel=1e-15)
