"""Two streams of yes and no, at any time: never refused too often, by enumeration and simulation; laws; extremes."""

from __future__ import annotations

from itertools import product
from math import comb, exp, inf, isnan, log, sqrt
from time import process_time

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import optimize, special

from experiments.anytime.projection import Difference, HalfPlane, Lift, Units
from experiments.anytime.streams import Block, Side, StreamsSequence, at_once, block_log_e
from experiments.plan import Scale
from experiments.statistic import Counts

PLANES: list[tuple[HalfPlane, float, tuple[float, ...]]] = [
    (Difference(), 0.0, (0.18, 0.3, 0.48)),
    (Difference(), 0.1, (0.2, 0.3, 0.4)),
    (Difference(), -0.3, (-0.1, 0.1, 0.3)),
    (Lift(), 0.0, (0.5, 1.0, 1.5)),
    (Lift(), 0.5, (0.8, 1.2, 2.0)),
    (Lift(), -0.4, (-0.2, 0.0, 0.4)),
]


def counts(x: int, n: int) -> Counts:
    return Counts(successes=x, trials=n)


def blocks(*rows: tuple[int, int, int, int]) -> list[Block]:
    return [Block(counts(xa, na), counts(xb, nb)) for xa, na, xb, nb in rows]


def null_pairs(plane: HalfPlane, null: float) -> list[tuple[float, float]]:
    """Pairs of true rates inside the null hypothesis and along its edge."""
    grid = np.linspace(0, 1, 21)
    inside = [(a, b) for a in grid for b in grid if a - b <= null] if isinstance(plane, Difference) else [
        (a, b) for a in grid for b in grid if a <= (1 + null) * b]  # fmt: skip
    edge = [(float(plane.first(np.array(b), null)), float(b)) for b in np.linspace(0, 1, 201)]
    return inside + [(a, b) for a, b in edge if 0 <= a <= 1]


@pytest.mark.parametrize(("plane", "null", "effects"), PLANES)
@pytest.mark.parametrize("sizes", [(1, 1), (3, 2), (1, 5), (0, 2)])
def test_a_block_multiplies_the_capital_by_at_most_one_on_average(
    plane: HalfPlane, null: float, effects: tuple[float, ...], sizes: tuple[int, int]
) -> None:
    """After any past: here a block of 4 and 3 with each of a few outcomes."""
    na, nb = sizes
    for past in [(4, 4, 3, 0), (4, 1, 3, 2), (4, 0, 3, 3)]:
        outcomes = list(product(range(na + 1), range(nb + 1)))
        before = np.array([past], float)
        held = Side(plane, before, effects, 0.2).path(null)[-1]
        gains = []
        for xa, xb in outcomes:
            table = np.vstack([before, [na, xa, nb, xb]])
            gains.append(exp(Side(plane, table, effects, 0.2).path(null)[-1] - held))
        for a, b in null_pairs(plane, null):
            chance = [comb(na, xa) * a**xa * (1 - a) ** (na - xa) * comb(nb, xb) * b**xb * (1 - b) ** (nb - xb)
                      for xa, xb in outcomes]  # fmt: skip
            assert np.dot(chance, gains) <= 1 + 1e-9


@pytest.mark.parametrize(("plane", "null", "effects"), PLANES)
def test_every_path_of_five_pairs_is_counted_and_refusals_stay_below_alpha(
    plane: HalfPlane, null: float, effects: tuple[float, ...]
) -> None:
    pairs = 5
    refused: dict[float, list[np.ndarray]] = {0.3: [], 0.1: []}
    for outcomes in product(product((0, 1), repeat=2), repeat=pairs):
        table = np.array([(1, xa, 1, xb) for xa, xb in outcomes], float)
        most = Side(plane, table, effects, 0.2).path(null).max()
        for alpha, found in refused.items():
            if most >= -log(alpha):
                found.append(table.sum(axis=0))
    assert refused[0.3]
    for alpha, found in refused.items():
        for a, b in null_pairs(plane, null):
            chance = sum(a**xa * (1 - a) ** (pairs - xa) * b**xb * (1 - b) ** (pairs - xb) for _, xa, _, xb in found)
            assert chance <= alpha


@pytest.mark.parametrize(("scale", "bar", "target"), [(Scale.difference, 0.0, 0.3), (Scale.relative, 0.0, 1.5)])
def test_sixty_pairs_are_refused_no_more_often_than_alpha_and_often_enough_at_the_target(
    scale: Scale, bar: float, target: float
) -> None:
    chance = np.random.default_rng(20240501)
    runs, alpha = 1500, 0.05
    plane: HalfPlane = Difference() if scale is Scale.difference else Lift()
    effects = tuple(bar + share * (target - bar) for share in (0.6, 1.0, 1.6))

    def ever(effect: float, control: float) -> float:
        rates = [float(plane.first(np.array(control), effect)), control]
        seen = chance.random((runs, 60, 2)) < rates
        hits = 0
        for run in seen:
            table = np.column_stack([np.ones(60), run[:, 0], np.ones(60), run[:, 1]])
            hits += bool(Side(plane, table, effects, 0.2).path(bar).max() >= -log(alpha))
        return hits / runs

    error = sqrt(alpha * (1 - alpha) / runs)
    for control in (0.05, 0.2, 0.5):
        assert ever(bar, control) <= alpha + 3 * error
    assert ever(target, 0.2) > 0.8


@given(
    st.floats(0.001, 0.999),
    st.floats(0.001, 0.999),
    st.integers(1, 10_000),
    st.integers(1, 10_000),
    st.floats(-0.99, 0.99),
)
@settings(deadline=None)
def test_the_edge_is_where_the_divergence_is_least(pa: float, pb: float, na: int, nb: int, null: float) -> None:
    def divergence(p: float, q: float) -> float:
        return float(special.rel_entr(p, q) + special.rel_entr(1 - p, 1 - q))

    units = Units(np.array(float(na)), np.array(float(nb)))
    for plane, null_ in ((Difference(), null), (Lift(), 5 * null if null > 0 else null)):
        a, b = (float(side) for side in plane.edge(np.array(pa), np.array(pb), units, np.array(null_)))
        lift = isinstance(plane, Lift)
        ends = (0.0, min(1.0, 1 / (1 + null_))) if lift else (max(0.0, -null_), min(1.0, 1 - null_))

        def total(q: float, lift: bool = lift, null_: float = null_) -> float:
            first = min(q * (1 + null_) if lift else q + null_, 1.0)
            return na * divergence(pa, first) + nb * divergence(pb, q)

        least = optimize.minimize_scalar(total, bounds=ends, method="bounded", options={"xatol": 1e-12}).fun
        assert na * divergence(pa, a) + nb * divergence(pb, b) <= least + 1e-6 * max(1.0, least)


@st.composite
def streams(draw: st.DrawFn) -> list[Block]:
    rows = []
    for _ in range(draw(st.integers(1, 8))):
        na, nb = draw(st.integers(0, 30)), draw(st.integers(0, 30))
        rows.append((draw(st.integers(0, na)), na, draw(st.integers(0, nb)), nb))
    return blocks(*rows)


scales = st.sampled_from([(Scale.difference, 0.0, 0.1), (Scale.difference, -0.1, 0.05), (Scale.relative, 0.0, 0.5)])
levels = st.sampled_from([0.2, 0.05, 0.01])


@given(streams(), scales, levels)
@settings(deadline=None)
def test_limits_nest_in_level(seen: list[Block], plan: tuple[Scale, float, float], level: float) -> None:
    found = StreamsSequence(seen, *plan, baseline=0.3)
    assert found.lower(level / 2) <= found.lower(level) + 1e-9
    assert found.upper(level / 2) >= found.upper(level) - 1e-9


@given(streams(), scales, levels, st.floats(-0.9, 0.9))
@settings(deadline=None)
def test_a_null_below_the_limit_is_refused(
    seen: list[Block], plan: tuple[Scale, float, float], level: float, null: float
) -> None:
    found = StreamsSequence(seen, *plan, baseline=0.3)
    lower, upper = found.lower(level), found.upper(level)
    assume(abs(lower - null) > 1e-3 and abs(upper - null) > 1e-3)
    assert (found.p_above(null) <= level) == (null < lower)
    assert (found.p_below(null) <= level) == (null > upper)


@given(streams(), levels)
@settings(deadline=None)
def test_exchanging_the_arms_turns_the_interval_round(seen: list[Block], level: float) -> None:
    turned = [Block(block.control, block.treatment) for block in seen]
    found = StreamsSequence(seen, Scale.difference, -0.1, 0.1, 0.4)
    mirrored = StreamsSequence(turned, Scale.difference, -0.1, 0.1, 0.3)
    assert mirrored.lower(level) == pytest.approx(-found.upper(level), abs=1e-9)
    assert mirrored.log_e_above(-0.1) == pytest.approx(found.log_e_below(0.1), abs=1e-9)


@given(streams())
@settings(deadline=None)
def test_batches_without_units_change_nothing(seen: list[Block]) -> None:
    with_gaps = [block for pair in zip(seen, blocks(*[(0, 0, 0, 0)] * len(seen)), strict=True) for block in pair]
    one, other = (StreamsSequence(found, Scale.difference, 0.0, 0.1, 0.3) for found in (seen, with_gaps))
    assert one.log_e_above(0.0) == other.log_e_above(0.0)


@pytest.mark.parametrize("scale", [Scale.difference, Scale.relative])
@pytest.mark.parametrize(
    "row",
    [
        (0, 1, 0, 1),
        (1, 1, 1, 1),
        (0, 40, 40, 40),
        (40, 40, 0, 40),
        (5, 10, 0, 0),
        (0, 0, 0, 0),
        (1, 10**9, 0, 10**9),
        (500_100_000, 10**9, 500_000_000, 10**9),
        (10**9, 10**9, 10**9, 10**9),
    ],
)
def test_extremes_are_answered(scale: Scale, row: tuple[int, int, int, int]) -> None:
    for baseline in (1e-9, 0.5, 1 - 1e-6):
        found = StreamsSequence(blocks(row), scale, 0.0, 0.1, baseline)
        lower, upper = found.lower(0.05), found.upper(0.2)
        assert -1 <= lower <= upper <= (1 if scale is Scale.difference else inf)
        for null in (-0.999, -0.5, 0.0, 0.1, 0.999):
            assert not isnan(found.log_e_above(null))
            assert not isnan(found.log_e_below(null))


def test_one_block_is_the_likelihood_ratio_to_the_pooled_rate() -> None:
    """Turner, Ly & Grünwald 2024, eq. 3: for equal rates the nearest pair is the weighted mean twice."""
    block = at_once(counts(18, 50), counts(9, 40))[0]
    pooled = (50 * 0.35 + 40 * 0.15) / 90
    expected = 18 * log(0.35 / pooled) + 32 * log(0.65 / (1 - pooled))
    expected += 9 * log(0.15 / pooled) + 31 * log(0.85 / (1 - pooled))
    for scale in Scale.difference, Scale.relative:
        assert block_log_e(block, 0.35, 0.15, 0.0, scale) == pytest.approx(expected, rel=1e-12)
    assert block_log_e(block, 0.15, 0.35, 0.0, Scale.difference) == 0.0


def test_a_month_of_batches_is_judged_in_few_milliseconds() -> None:
    chance, spent = np.random.default_rng(5), []
    rows = [(int(chance.binomial(100, 0.12)), 100, int(chance.binomial(100, 0.1)), 100) for _ in range(30)]
    for _ in range(5):
        found = StreamsSequence(blocks(*rows), Scale.difference, 0.0, 0.02, 0.1)
        start = process_time()
        found.lower(0.05), found.upper(0.2), found.log_e_above(0.0), found.log_e_below(0.02)
        spent.append(process_time() - start)
    assert min(spent) < 0.01
