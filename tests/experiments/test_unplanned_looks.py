"""Looks the plan did not have: whatever they were made for, the error rate holds, and innocent ones cost nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special

from experiments.sequential.boundaries import efficacy, spent
from experiments.sequential.spending import named
from experiments.sequential.unplanned import Rule, bounds_of_looks

SPENDING = ["obrien-fleming", "pocock", "hsd:-4", "power:2"]
ALPHA = 0.05


def bounds(rule: Rule, looks: Sequence[float], statistics: Sequence[float]) -> tuple[float, ...]:
    return bounds_of_looks(rule, looks, [inf] * len(looks), lambda look: statistics[look]).upper


def as_spent(looks: Sequence[float], spending: str) -> tuple[float, ...]:
    return efficacy(looks, spent(looks, ALPHA, named(spending)))


def crossing(z: float, looks: Sequence[float], upper: Sequence[float]) -> float:
    """Return the chance to cross at the later of two or three looks, given z at the first: by plain quadrature."""
    t, *later = looks
    if not later:
        return 0.0
    mean, spread = z * sqrt(t / later[0]), sqrt(1 - t / later[0])
    above = float(special.ndtr((mean - upper[1]) / spread))
    if len(later) == 1:
        return above

    def on(value: float) -> float:
        density = np.exp(-0.5 * ((value - mean) / spread) ** 2) / (spread * sqrt(2 * np.pi))
        return float(density) * crossing(value, later, upper[1:])

    return above + float(integrate.quad(on, mean - 7 * spread, upper[1], epsabs=1e-9)[0])


@pytest.mark.parametrize("spending", SPENDING)
def test_who_looks_once_more_exactly_where_that_helps_is_wrong_no_more_often_than_alpha(spending: str) -> None:
    rule, extra = Rule(ALPHA, spending, (0.5, 1.0)), (0.6, 0.75, 0.9)
    planned = as_spent((0.5, 1.0), spending)
    nodes, weights = np.polynomial.legendre.leggauss(40)
    low, high = -4.0, planned[0]
    at = low + (high - low) * (nodes + 1) / 2
    density = np.exp(-0.5 * at * at) / sqrt(2 * np.pi)
    paid = free = float(special.ndtr(-planned[0]))
    for z, share in zip(at, weights * (high - low) / 2 * density, strict=True):
        stays = crossing(z, (0.5, 1.0), planned)
        chances = {True: [stays], False: [stays]}
        for look in extra:
            looks = (0.5, look, 1.0)
            chances[True].append(crossing(z, looks, bounds(rule, looks, [z, 0.0])))
            chances[False].append(crossing(z, looks, as_spent(looks, spending)))
        paid, free = paid + share * max(chances[True]), free + share * max(chances[False])
    assert free > 1.02 * ALPHA  # what spending by the information alone would come to
    assert paid <= ALPHA * (1 + 1e-4)


@pytest.mark.parametrize("spending", SPENDING)
def test_looks_as_planned_have_the_bounds_that_are_printed(spending: str) -> None:
    looks = (0.2, 0.4, 0.6, 0.8, 1.0)
    rule = Rule(ALPHA, spending, looks)
    for made in range(1, 6):
        assert bounds(rule, looks[:made], [1.0] * made) == pytest.approx(as_spent(looks[:made], spending), abs=1e-9)


@pytest.mark.parametrize("spending", SPENDING)
def test_looks_that_only_came_at_other_sizes_cost_next_to_nothing(spending: str) -> None:
    rule, looks = Rule(ALPHA, spending, (0.2, 0.4, 0.6, 0.8, 1.0)), (0.23, 0.41, 0.66, 0.83, 1.0)
    steps = np.diff([0.0, *looks])
    walks = np.cumsum(np.random.default_rng(8).normal(size=(100, 5)) * np.sqrt(steps), axis=1) / np.sqrt(looks)
    moved = np.array([bounds(rule, looks, walk) for walk in walks]) - np.array(as_spent(looks, spending))
    assert moved.min() > -1e-9
    assert moved[:, 0].max() < 1e-9
    assert moved.mean() < 0.01
    assert moved.max() < 0.1


def test_what_a_look_is_given_does_not_change_later() -> None:
    rule, looks = Rule(ALPHA, "pocock", (0.5, 1.0)), (0.5, 0.6, 0.7, 1.0)
    statistics = [1.8, 1.9, 1.7, 1.6]
    found = [bounds(rule, looks[:made], statistics) for made in range(1, 5)]
    assert all(later[: len(earlier)] == earlier for earlier, later in pairwise(found))


def test_after_the_planned_size_nothing_is_left_to_spend() -> None:
    rule = Rule(ALPHA, "pocock", (0.5, 1.0))
    assert bounds(rule, (0.5, 1.0, 1.2), [1.0, 1.9, 2.0])[-1] == inf
    assert bounds(rule, (0.5, 1.3), [1.0, 1.9])[-1] < 2.2


@given(
    looks=st.lists(st.integers(1, 130), min_size=1, max_size=8, unique=True).map(sorted),
    planned=st.lists(st.integers(5, 95), max_size=4, unique=True).map(sorted),
    freedoms=st.lists(st.floats(0, 60), min_size=8, max_size=8),
    statistics=st.lists(st.floats(-38, 38), min_size=8, max_size=8),
    spending=st.sampled_from(SPENDING),
    rate=st.sampled_from([0.001, 0.05, 0.4]),
)
@settings(max_examples=60, deadline=None)
def test_any_looks_at_any_data_have_bounds_no_nearer_than_what_they_may_spend(
    looks: list[int],
    planned: list[int],
    freedoms: list[float],
    statistics: list[float],
    spending: str,
    rate: float,
) -> None:
    """Degrees of freedom of Welch's test fall when a small arm turns out to vary, also after the plan was left."""
    fractions = [units / 100 for units in looks]
    rule = Rule(rate, spending, (*(units / 100 for units in planned), 1.0))
    found = bounds_of_looks(rule, fractions, freedoms[: len(looks)], lambda look: statistics[look])
    assert len(found.upper) == len(looks)
    assert all(later > earlier for earlier, later in pairwise((0.0, *found.information)))
    used = spent(fractions, rate, named(spending))
    assert all(special.ndtr(-bound) <= may + 1e-9 for bound, may in zip(found.upper, used, strict=True))
