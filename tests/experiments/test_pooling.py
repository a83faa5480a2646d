"""Batches as one: the one group under its several names, and what several batches together no longer tell."""

from __future__ import annotations

from typing import Any

import pytest

from experiments.errors import InvalidField
from experiments.observation import Observation
from experiments.plan import Plan
from experiments.statistic import Moments, Pairs, Tail
from experiments.verdict import Outcome
from tests.experiments.recorded import batch, benchmark, controlled, counts, judged, only


def pairs(both: int, gained: int, lost: int, neither: int) -> Pairs:
    return Pairs(both=both, gained=gained, lost=lost, neither=neither)


def paired(**fields: Any) -> Plan:
    metric = {"name": "m", "bar": 0, "target": 0.2, "discordant": 0.3}
    return Plan.of({"comparison": "paired", "planned_size": 200, "metric": [metric], **fields})


@pytest.mark.parametrize("order", [1, -1])
def test_pairs_typed_without_a_name_and_pairs_of_a_file_are_one_group(order: int) -> None:
    typed, read = batch({"all": pairs(30, 24, 6, 40)}, id=1), batch({"after": pairs(31, 25, 5, 39)}, id=2)
    found = only(judged(paired(), *[typed, read][::order]))
    whole = only(judged(paired(), {"after": pairs(61, 49, 11, 79)}))
    assert (found.arm, found.estimate, found.lower, found.n) == ("after", whole.estimate, whole.lower, {"after": 200})


def test_every_look_sees_the_one_group_whatever_it_is_called() -> None:
    plan = paired(monitoring="group-sequential", looks=2)
    batches = batch({"all": pairs(30, 20, 12, 38)}, id=1), batch({"after": pairs(31, 25, 5, 39)}, id=2)
    looks = judged(plan, *batches).looks
    assert [look.units for look in looks] == [100, 200]
    assert all(look.results for look in looks)


def test_a_benchmark_with_two_named_groups_is_still_refused() -> None:
    with pytest.raises(InvalidField, match="one group"):
        judged(benchmark(), {"shop": counts(3, 20)}, {"street": counts(4, 20)})


def tailed(mean: float) -> Moments:
    tail = Tail(median=mean / 2, least=0, most=90, mean=mean - 1, variance=60)
    return Moments(n=200, mean=mean, variance=100, largest=400, tail=tail)


def test_a_view_that_batches_lose_says_so_and_why() -> None:
    plan = controlled(kind="mean", bar=0.0, target=2.0, sd=10, planned_size=800)
    first = batch({"old": tailed(18), "new": tailed(21)}, id=1)
    second = batch({"old": tailed(18.5), "new": tailed(20)}, id=2)

    def told(*batches: Observation) -> str:
        return " ".join(view.sentence for view in only(judged(plan, *batches)).beside)

    assert "Medians" in told(first)
    assert "of several batches together nobody knows them" in told(first, second)
    typed = batch({"old": Moments(n=9, mean=1, variance=1), "new": Moments(n=9, mean=1, variance=1)}, id=3)
    assert told(typed, typed.but(id=4)) == "", "what was never known is not missed"
    assert judged(plan, first, second).verdict is Outcome.invest
