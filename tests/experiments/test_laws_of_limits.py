"""Laws every estimator keeps, whatever the data: limits in order, p-values that agree with them, arms exchanged."""

from __future__ import annotations

from itertools import pairwise
from math import inf, isfinite, isnan

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from experiments.inference import Estimator
from experiments.monitoring import Bounds, Question
from experiments.monitoring.fixed import agreeing
from experiments.plan import Direction
from tests.experiments.every_estimator import EVERY, TWO_ARMS, Kind, Swap

_GRID = (0.5, 0.2, 0.1, 0.05, 0.025, 0.005, 0.001)
few = settings(max_examples=12)
some_level = st.sampled_from(_GRID[1:])


@pytest.mark.parametrize("kind", EVERY, ids=str)
@given(data=st.data())
@few
def test_limits_nest_in_level_and_hold_the_estimate(kind: Kind, data: st.DataObject) -> None:
    found = kind.make(*data.draw(kind.arms))
    lower, upper = [found.lower(level) for level in _GRID], [found.upper(level) for level in _GRID]
    assert not any(isnan(limit) for limit in (*lower, *upper))
    slack = 1e-6 * _width(found)
    assert all(wide <= narrow + slack for narrow, wide in pairwise(lower))
    assert all(wide >= narrow - slack for narrow, wide in pairwise(upper))
    assert lower[1] <= upper[1]
    if isfinite(found.estimate):
        assert lower[1] - slack <= found.estimate <= upper[1] + slack


@pytest.mark.parametrize("kind", EVERY, ids=str)
@given(data=st.data(), level=some_level, place=st.floats(-2, 2))
@few
def test_the_p_value_reaches_the_level_where_the_limit_passes_the_null(
    kind: Kind, data: st.DataObject, level: float, place: float
) -> None:
    """A null is tried anywhere around the limits; so near to one that rounding decides, it is not."""
    found = kind.make(*data.draw(kind.arms))
    lower, upper = found.lower(level), found.upper(level)
    middle, reach = _reach(found)
    null = middle + place * reach
    assume(kind.range[0] < null < kind.range[1])
    assume(abs(null - lower) > 1e-6 * reach and abs(null - upper) > 1e-6 * reach)
    above, below = found.p_above(null), found.p_below(null)
    assert 0 <= above <= 1
    assert 0 <= below <= 1
    if not kind.stepped:
        assert (above <= level) == (lower >= null)
        assert (below <= level) == (upper <= null)
    asked = Question(Direction.increase, null, null + reach, level, level)
    bounds = agreeing(Bounds(lower, upper, above, found.p_below(null + reach)), asked)
    assert (bounds.lower > null) == (bounds.p_bar <= level)
    assert bounds.p_target is not None
    assert (bounds.upper < null + reach) == (bounds.p_target <= level)


@pytest.mark.parametrize("kind", TWO_ARMS, ids=str)
@given(data=st.data(), level=some_level)
@few
def test_exchanging_the_arms_turns_theta_around(kind: Kind, data: st.DataObject, level: float) -> None:
    one, other = data.draw(kind.arms)
    found, turned = kind.make(one, other), kind.make(other, one)
    pairs = (
        (found.estimate, turned.estimate),
        (found.lower(level), turned.upper(level)),
        (found.upper(level), turned.lower(level)),
    )
    slack = 1e-6 * _width(found) if kind.swap is not Swap.inverse else 0.0
    for here, there in pairs:
        if kind.swap is Swap.inverse:
            assert _inverse(here, there), (here, there)
        else:
            image = -there if kind.swap is Swap.sign else 1 - there
            assert here == pytest.approx(image, rel=1e-6, abs=slack + 1e-12)


def _inverse(here: float, there: float) -> bool:
    """Say whether two lifts are each other's inverse. None at all and any, and no claim at all, go together."""
    if not (isfinite(here) and isfinite(there)):
        return {here, there} & {inf, -inf} != set()
    if min(here, there) <= -1 + 1e-9:
        return True
    return (1 + here) * (1 + there) == pytest.approx(1, rel=1e-5)


def _width(found: Estimator) -> float:
    width = found.upper(0.025) - found.lower(0.025)
    return width if isfinite(width) else 1.0


def _reach(found: Estimator) -> tuple[float, float]:
    """Return a middle and a length of the order of the interval."""
    low, high = found.lower(0.05), found.upper(0.05)
    if isfinite(low) and isfinite(high):
        return (low + high) / 2, max(high - low, 1e-9)
    known = next((value for value in (found.estimate, low, high) if isfinite(value)), 0.0)
    return known, 1.0 + abs(known)
