"""Where few units carry much of a mean, its median and the mean without the extremes stand beside it."""

from __future__ import annotations

import numpy as np
import pytest

from store.sources import tails
from store.sources.files import read

MEAN = {"name": "revenue", "kind": "mean", "bar": 0.0, "target": 1.0}


def test_a_long_tail_is_cut_at_the_quantiles_of_all_arms_together(parquet, planned) -> None:
    rng = np.random.default_rng(8)
    values = rng.lognormal(1, 2, 5000)
    arms = np.where(np.arange(5000) % 3, "old", "new")
    least, most = np.quantile(values, [0.01, 0.99])
    found = read(parquet({"arm": arms, "revenue": values}), planned(MEAN)).arms
    for arm, data in found.items():
        mine = values[arms == arm]
        cut = np.clip(mine, least, most)
        tail = data.statistics["revenue"].tail
        assert (tail.least, tail.most) == (pytest.approx(least, rel=1e-12), pytest.approx(most, rel=1e-12))
        assert tail.median == pytest.approx(np.median(mine), rel=1e-12)
        assert (tail.mean, tail.variance) == (pytest.approx(cut.mean(), rel=1e-11), pytest.approx(cut.var(ddof=1)))
        assert data.statistics["revenue"].mean == pytest.approx(mine.mean(), rel=1e-12)


def test_one_unit_that_stands_out_in_one_arm_gives_both_their_tail(csv, planned) -> None:
    rows = "".join(f"{arm},{50 + number % 7}\n" for arm in ("old", "new") for number in range(2000))
    arms = read(csv(f"arm,revenue\n{rows}new,9000\nnew,\n"), planned(MEAN)).arms
    assert arms["new"].statistics["revenue"].largest == 9000
    assert arms["new"].statistics["revenue"].tail.mean < 53.1
    assert arms["old"].statistics["revenue"].tail.median == 53
    assert arms["new"].missing == {"revenue": 1}


def test_rows_of_arms_that_are_left_out_move_no_limit(csv, planned) -> None:
    rows = "".join(f"{arm},{number**4}\n" for arm in ("old", "new") for number in range(100))
    plan = planned(MEAN, shares={"old": 0.5, "new": 0.5})
    alone = read(csv(f"arm,revenue\n{rows}"), plan).arms["old"]
    beside_others = read(csv(f"arm,revenue\n{rows}" + "other,1000000\n" * 100), plan).arms["old"]
    assert alone == beside_others
    assert alone.statistics["revenue"].tail is not None


@pytest.mark.parametrize(
    "values",
    [
        [50 + number % 7 for number in range(1000)],
        [0] * 999 + [1],
        [number**4 for number in range(10)],
        [3] * 500,
    ],
    ids=["no tail", "nothing left after the cut", "too few", "constant"],
)
def test_a_mean_that_needs_no_second_look_gets_none(csv, one_group, values) -> None:
    path = csv("revenue\n" + "".join(f"{value}\n" for value in values))
    assert read(path, one_group(MEAN)).arms["all"].statistics["revenue"].tail is None


def test_very_many_units_that_only_spread_widely_are_not_read_again(csv, one_group, monkeypatch) -> None:
    path = csv("revenue\n" + "".join(f"{(number % 40) ** 3}\n" for number in range(5000)))
    plan = one_group(MEAN)
    assert read(path, plan).arms["all"].statistics["revenue"].tail is not None
    monkeypatch.setattr(tails, "_MOST_IF_WIDE", 4999)
    assert read(path, plan).arms["all"].statistics["revenue"].tail is None


def test_differences_of_pairs_have_their_tail_too(csv, planned) -> None:
    rows = "".join(f"{who},before,1\n{who},after,{1 + who % 5 - 2}\n" for who in range(200))
    plan = planned(MEAN, comparison="paired", control="before", columns={"arm": "when", "pair": "who"})
    found = read(csv(f"who,when,revenue\n{rows}"), plan).arms["after"].statistics["revenue"]
    assert (found.tail.median, found.tail.least, found.tail.most) == (0, -2, 2)
