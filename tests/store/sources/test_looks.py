"""A file read look by look: where it is cut, and that what lies between the cuts adds up to the whole."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from experiments.errors import Unreadable
from experiments.observation import Observation
from experiments.plan import Plan
from experiments.pooling import pooled
from store.sources.files import read, read_looks
from store.sources.reading import Reading

FIRST = dt.datetime.fromisoformat("2026-03-02T09:00")
UNITS = {"arm": "arm", "unit": "unit", "time": "at"}
METRICS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "proportion": ({"name": "converted"}, {}),
    "theme": ({"name": "converted", "kind": "theme", "second_coder": "again"}, {}),
    "mean": ({"name": "revenue", "kind": "mean"}, {}),
    "mean beside a covariate": ({"name": "revenue", "kind": "mean", "covariates": ["before"]}, {}),
    "ratio": ({"name": "per visit", "kind": "ratio", "numerator": "revenue", "denominator": "days"}, {}),
    "rate": ({"name": "calls", "kind": "rate", "exposure": "days"}, {}),
    "answers": ({"name": "ease", "kind": "ordinal", "levels": ["1", "2", "3"]}, {}),
    "time to event": ({"name": "stay", "kind": "time_to_event", "time": "days", "event": "left", "horizon": 5}, {}),
    "price": ({"name": "price", "kind": "price", "prices": ["days", "before", "revenue", "calls"]}, {}),
    "clusters": ({"name": "revenue", "kind": "mean"}, {"cluster": "shop"}),
    "pairs of yes and no": ({"name": "converted"}, {"pair": "who"}),
    "differences of pairs": ({"name": "revenue", "kind": "mean"}, {"pair": "who"}),
    "steps of pairs": ({"name": "ease", "kind": "ordinal", "levels": ["1", "2", "3"]}, {"pair": "who"}),
}
LOOKS: dict[str, Any] = {
    "none said": None,
    "three": 3,
    "daily": "daily",
    "weekly": "weekly",
    "sizes": [1, 77, 300, 5000],
    "days": ["2026-03-01", "2026-03-04", "2026-03-12"],
}


def units(n: int = 500, days: float = 17.5, seed: int = 3) -> list[dict[str, Any]]:
    """Rows of units that came in over some days, several of them at the same moment."""
    chance = random.Random(seed)
    rows = []
    for unit in range(n):
        at = FIRST + dt.timedelta(hours=round(chance.random() * days * 24))
        rows.append(
            {
                "unit": f"u{unit}",
                "shop": f"s{unit % 120}",
                "who": unit // 2,
                "arm": ("old", "new")[unit % 2],
                "at": at.isoformat(),
                "converted": int(chance.random() < 0.3),
                "again": chance.choice(["", 0, 1]),
                "revenue": "" if chance.random() < 0.05 else round(100 + chance.gauss(0, 3), 3),
                "before": round(chance.gauss(100, 2), 2),
                "days": chance.randint(1, 9),
                "calls": chance.randint(0, 3),
                "left": chance.choice(["yes", "no"]),
                "ease": chance.randint(1, 3),
            }
        )
    return rows


def as_csv(rows: Sequence[dict[str, Any]]) -> str:
    return "\n".join([",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]) + "\n"


def plan_of(metric: dict[str, Any], columns: dict[str, Any], looks: Any, **fields: Any) -> Plan:
    paired = "pair" in columns
    one_group = metric.get("kind") == "price"
    placed = {name: column for name, column in UNITS.items() if name != "unit" or not columns}
    return Plan.of(
        {
            "comparison": "paired" if paired else "benchmark" if one_group else "control",
            "control": "" if one_group else "old",
            "columns": {name: column for name, column in placed.items() if name != "arm" or not one_group} | columns,
            "metric": [{"bar": 0.0, "target": 0.1, **metric}],
            "monitoring": "anytime",
            "planned_size": 100,
            "looks": looks,
        }
        | fields
    )


def observed(readings: Sequence[Reading]) -> list[Observation]:
    fields = {"experiment_id": 1, "at": "2026-04-01T09:00:00Z", "recorded_by": "Ana"}
    return [Observation.of({**fields, "id": at, **dict(one)}) for at, one in enumerate(readings, start=1)]


def numbers(value: Any) -> dict[str, float]:
    """Return what can be compared up to rounding: all numbers of nested fields as one flat mapping."""
    flat: dict[str, float] = {}

    def walk(node: Any, path: str) -> None:
        if isinstance(node, dict):
            for name, inner in node.items():
                if name != "tail":
                    walk(inner, f"{path}.{name}")
        elif isinstance(node, list | tuple):
            for at, inner in enumerate(node):
                walk(inner, f"{path}.{at}")
        elif isinstance(node, int | float):
            flat[path] = node

    walk(value, "")
    return flat


_USUAL = ("weekly", "sizes")
EVERY_WAY = [
    pytest.param(looks, id=name, marks=() if name in _USUAL else pytest.mark.slow) for name, looks in LOOKS.items()
]
"""Two ways of cutting for every kind of data; the others behind the marker, as each takes a second."""


@pytest.mark.parametrize(("metric", "columns"), METRICS.values(), ids=METRICS)
@pytest.mark.parametrize("looks", EVERY_WAY)
def test_what_came_in_between_looks_adds_up_to_the_whole(csv, metric, columns, looks) -> None:
    path, plan = csv(as_csv(units())), plan_of(metric, columns, looks)
    parts, whole = read_looks(path, plan), read(path, plan)
    assert len(parts) > 1
    found, at_once = pooled(plan, observed(parts)), pooled(plan, observed([whole]))
    assert list(found.arms) == list(at_once.arms)
    assert found.faults == at_once.faults
    for arm, data in at_once.arms.items():
        assert found.arms[arm].units == data.units
        missing = {name: number for name, number in found.arms[arm].missing.items() if number}
        assert missing == data.missing
        got, wanted = (numbers(one.model_dump()["statistics"]) for one in (found.arms[arm], data))
        assert got == pytest.approx(wanted, rel=1e-9, abs=1e-12)
    assert sum(part.source.rows for part in parts) == whole.source.rows or "pair" in columns or "cluster" in columns
    assert (parts[0].source.first, parts[-1].source.last) == (whole.source.first, whole.source.last)


@pytest.mark.parametrize("looks", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("columns", [{}, {"cluster": "shop"}, {"pair": "who"}], ids=["units", "clusters", "pairs"])
def test_the_order_of_rows_does_not_matter(csv, columns, looks) -> None:
    rows = units()
    plan = plan_of({"name": "revenue", "kind": "mean"}, columns, looks)
    first = read_looks(csv(as_csv(rows)), plan)
    random.Random(8).shuffle(rows)
    again = read_looks(csv(as_csv(rows), "shuffled.csv"), plan)
    assert [part.arms for part in first] == [part.arms for part in again]
    assert [part.source.last for part in first] == [part.source.last for part in again]


def test_csv_and_parquet_are_cut_at_the_same_units(csv, parquet) -> None:
    rows = units()
    columns = {name: [row[name] for row in rows] for name in ("arm", "unit", "converted")}
    columns["at"] = [dt.datetime.fromisoformat(row["at"]) for row in rows]
    for looks in LOOKS.values():
        plan = plan_of({"name": "converted"}, {}, looks)
        found = read_looks(csv(as_csv(rows)), plan), read_looks(parquet(columns), plan)
        assert [part.arms for part in found[0]] == [part.arms for part in found[1]]


def reached(path: Any, looks: Any, **fields: Any) -> list[tuple[int, dt.date | None]]:
    """Return the units that each look adds, and its last day."""
    parts = read_looks(path, plan_of({"name": "converted"}, {}, looks, **fields))
    return [(sum(arm.units for arm in part.arms.values()), part.source.last) for part in parts]


def test_days_and_weeks_are_those_of_the_data(csv) -> None:
    rows = units()
    path = csv(as_csv(rows))
    by_day = Counter(dt.datetime.fromisoformat(row["at"]).date() for row in rows)
    assert reached(path, "daily") == [(by_day[day], day) for day in sorted(by_day)]
    by_week = Counter((day - FIRST.date()).days // 7 for day in by_day.elements())
    assert [units for units, _ in reached(path, "weekly")] == [by_week[0], by_week[1], by_week[2]]


def test_a_listed_day_counts_as_a_whole_and_the_rest_is_one_more_look(csv) -> None:
    rows = units()
    days = [dt.datetime.fromisoformat(row["at"]).date() for row in rows]
    until = dt.date(2026, 3, 4)
    early = sum(day <= until for day in days)
    assert reached(csv(as_csv(rows)), ["2026-02-01", "2026-03-04"]) == [(early, until), (500 - early, max(days))]


def test_sizes_are_met_to_the_unit_though_units_came_at_one_moment(csv) -> None:
    rows = [{**row, "at": "2026-03-02"} for row in units(200)]
    added = [units for units, _ in reached(csv(as_csv(rows)), [10, 50, 150])]
    assert added == [10, 40, 100, 50]
    cut = read_looks(csv(as_csv(rows)), plan_of({"name": "converted"}, {}, [100]))[0]
    assert all(35 <= arm.units <= 65 for arm in cut.arms.values())  # whoever came first is not settled by the arm


def test_without_a_name_units_of_one_moment_come_in_together(csv) -> None:
    rows = [{**row, "at": f"2026-03-0{2 + at // 80}"} for at, row in enumerate(units(200))]
    plan = plan_of({"name": "converted"}, {"unit": ""}, [10, 90, 120])
    parts = read_looks(csv(as_csv(rows)), plan)
    assert [sum(arm.units for arm in part.arms.values()) for part in parts] == [80, 80, 40]


def test_equal_parts_are_of_the_planned_size(csv) -> None:
    path = csv(as_csv(units()))
    assert [units for units, _ in reached(path, 4, planned_size=400)] == [100, 100, 100, 100, 100]
    assert [units for units, _ in reached(path, 4, planned_size=1000)] == [250, 250]
    assert [units for units, _ in reached(path, None, planned_size=500)] == [100] * 5


def test_equal_parts_of_a_size_that_nobody_planned_are_of_what_bar_and_target_ask_for(csv) -> None:
    from experiments.judge import planned_size

    path, plan = csv(as_csv(units())), plan_of({"name": "converted", "target": 0.2}, {}, 2, planned_size=None)
    asked = planned_size(plan, pooled(plan, observed([read(path, plan)])))
    assert asked is not None
    assert sum(arm.units for arm in read_looks(path, plan)[0].arms.values()) == -(-asked // 2)


def test_a_cluster_came_in_with_its_first_row(csv) -> None:
    rows = "arm,shop,at,converted\nold,a,2026-03-02,1\nold,a,2026-03-09,0\nnew,b,2026-03-03,1\nnew,c,2026-03-03,0\n"
    parts = read_looks(csv(rows), plan_of({"name": "converted"}, {"cluster": "shop"}, "daily"))
    assert [{arm: data.units for arm, data in part.arms.items()} for part in parts] == [
        {"new": 0, "old": 1},
        {"new": 2, "old": 0},
    ]
    assert parts[0].arms["old"].statistics["converted"].means == (1.0, 2.0)


def test_a_pair_came_in_when_it_became_complete(csv) -> None:
    rows = (
        "arm,who,at,converted\nold,a,2026-03-02,0\nnew,a,2026-03-05,1\nold,b,2026-03-04,1\nnew,b,2026-03-03,1\n"
        "old,c,2026-03-02,1\n"
    )
    parts = read_looks(csv(rows), plan_of({"name": "converted"}, {"pair": "who"}, "daily"))
    assert [part.source.last.day for part in parts] == [2, 4, 5]
    assert [part.arms["new"].statistics["converted"].n for part in parts] == [0, 1, 1]
    assert [part.faults.incomplete_pairs for part in parts] == [0, 0, 1]


def test_units_are_checked_over_the_whole_file(csv) -> None:
    rows = units(100)
    rows += [{**rows[0], "at": "2026-04-01"}, {**rows[1], "arm": "old", "at": "2026-04-02"}]
    parts = read_looks(csv(as_csv(rows)), plan_of({"name": "converted"}, {}, "weekly"))
    assert (parts[-1].faults.duplicate_units, parts[-1].faults.units_in_two_arms) == (1, 1)
    assert parts[0].faults.duplicate_units == 0


def test_every_look_has_every_arm_and_rows_of_others_are_in_none(csv) -> None:
    rows = "arm,unit,at,converted\nold,1,2026-03-02,1\nnew,2,2026-03-03,1\npilot,3,2026-01-01,1\n,4,,1\n"
    plan = plan_of({"name": "converted"}, {}, "daily", shares={"old": 0.5, "new": 0.5})
    parts = read_looks(csv(rows), plan)
    assert [{arm: data.units for arm, data in part.arms.items()} for part in parts] == [
        {"old": 1, "new": 0},
        {"old": 0, "new": 1},
    ]
    assert parts[-1].faults.unknown_arms == {"pilot": 1}


def test_days_since_the_start_are_cut_too(csv) -> None:
    rows = [{**row, "at": at / 10} for at, row in enumerate(units(200))]
    path = csv(as_csv(rows))
    assert [units for units, _ in reached(path, "weekly")] == [70, 70, 60]
    assert [units for units, _ in reached(path, [5, 195])] == [5, 190, 5]
    with pytest.raises(Unreadable, match="set start to the plan's first day"):
        reached(path, ["2026-03-03"])
    dated = reached(path, ["2026-03-03"], start="2026-03-02")
    assert dated == [(20, dt.date(2026, 3, 3)), (180, dt.date(2026, 3, 21))]


@pytest.mark.parametrize(
    ("columns", "monitoring"), [({}, "fixed"), ({"time": ""}, "anytime")], ids=["one look", "no time"]
)
def test_it_is_one_reading_where_there_is_one_look(csv, columns, monitoring) -> None:
    metric = {"name": "revenue", "kind": "mean"}
    path, plan = csv(as_csv(units())), plan_of(metric, columns, "daily", monitoring=monitoring)
    assert read_looks(path, plan) == (read(path, plan),)


def test_a_file_within_the_first_look_is_read_as_a_whole(csv) -> None:
    path, plan = csv(as_csv(units())), plan_of({"name": "revenue", "kind": "mean"}, {}, [900])
    assert read_looks(path, plan) == (read(path, plan),)


def test_more_looks_than_the_way_of_looking_allows_are_refused(csv) -> None:
    month = csv(as_csv(units(days=25)))
    assert len(reached(month, "daily")) > 20
    with pytest.raises(Unreadable, match=r'more than 20 times, .* set looks = "weekly", or 20'):
        reached(month, "daily", monitoring="group-sequential")
    assert len(reached(month, "weekly", monitoring="group-sequential")) == 4
    with pytest.raises(Unreadable, match="more than 400 times"):
        reached(csv(as_csv(units(2000, days=900))), "daily")


def test_what_exceeds_the_last_of_twenty_looks_belongs_to_it(csv) -> None:
    parts = reached(csv(as_csv(units())), 20, monitoring="group-sequential", planned_size=400)
    assert [units for units, _ in parts] == [20] * 19 + [120]


def test_values_far_from_zero_keep_their_digits_in_every_look(parquet) -> None:
    chance = random.Random(5)
    rows = [{"arm": ("old", "new")[at % 2], "unit": at, "at": at / 40, "m": 1e9 + chance.random()} for at in range(400)]
    plan = plan_of({"name": "m", "kind": "mean"}, {}, "daily")
    parts = read_looks(parquet({name: [row[name] for row in rows] for name in rows[0]}), plan)
    first = [row["m"] for row in rows if row["at"] < 1 and row["arm"] == "old"]
    mean = sum(value - 1e9 for value in first) / len(first)
    spread = sum((value - 1e9 - mean) ** 2 for value in first) / (len(first) - 1)
    found = parts[0].arms["old"].statistics["m"]
    assert found.mean - 1e9 == pytest.approx(mean, abs=1e-6)
    assert found.variance == pytest.approx(spread, rel=1e-6)


@pytest.mark.parametrize("looks", [[50, 120], "daily"], ids=["sizes", "daily"])
@pytest.mark.parametrize("key", ["unit", "cluster"])
def test_columns_called_as_the_reader_calls_its_own_are_not_mixed_up(parquet, key, looks) -> None:
    rows = units(200)
    names = {"at": "moment", "unit": "tie", "arm": "judged", "before": "day", "shop": "place", "days": "look"}
    plain = {name: [row[name] for row in rows] for name in names}
    called = {names[name]: values for name, values in plain.items()}
    keyed = {"unit": "unit"} if key == "unit" else {"cluster": "shop", "unit": ""}
    metric = {"name": "m", "kind": "mean"}
    first = plan_of({**metric, "column": "before"}, {"arm": "arm", "time": "at", **keyed}, looks)
    own = {"arm": "judged", "time": "moment", **{what: names.get(column, "") for what, column in keyed.items()}}
    again = plan_of({**metric, "column": "day"}, own, looks)
    found, wanted = read_looks(parquet(called), again), read_looks(parquet(plain, "plain.parquet"), first)
    assert [part.arms for part in found] == [part.arms for part in wanted]
    assert len(found) > 1


def test_a_look_at_which_nothing_can_be_counted_counts_nothing(csv) -> None:
    blank, coded = "old,1,2026-03-02,,\nnew,2,2026-03-02,,\n", "old,3,2026-03-03,1,1\nnew,4,2026-03-03,1,\n"
    plan = plan_of({"name": "converted", "kind": "theme", "second_coder": "again"}, {}, "daily")
    first, second = read_looks(csv(f"arm,unit,at,converted,again\n{blank}{coded}"), plan)
    assert (first.arms["old"].statistics["converted"].n, first.arms["old"].missing) == (0, {"converted": 1})
    assert second.arms["new"].statistics["converted"].twice == 0
