"""Whatever a row is, the verdict is that of the same data with a row per unit, from every engine."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from experiments.plan import Plan
from tests.store.sources.shapes.tables import PLACES, called, judged, place, written

pytestmark = pytest.mark.xdist_group("engines")

UNITS = 500
START = datetime(2026, 3, 1)  # noqa: DTZ001 - a time without a zone, as files have them
END = START + timedelta(days=60)
WINDOW = timedelta(days=14)
TEST = {"comparison": "control", "control": "old", "shares": {"old": 0.5, "new": 0.5}}
# Joined events, the hardest of all, are read in every place each time; the others in the two that differ most.
SOME = [kind if kind in ("csv", "postgresql") else pytest.param(kind, marks=pytest.mark.slow) for kind in PLACES]
CHANNELS = ("friend", "search", "shop")


def tables() -> dict[str, list[dict[str, Any]]]:
    """One row per unit, and the same data as events, answers, groups, days and dates."""
    chance = random.Random(20260301)
    units, assigned, events, answers = [], [], [], []
    for number in range(UNITS):
        who = f"u{number:04}"
        arm = chance.choice(("old", "new"))
        since = START + timedelta(seconds=chance.randrange(40 * 86_400))
        assigned.append({"who": who, "arm": arm, "since": since, "before": chance.randrange(40)})
        if chance.random() < 0.1:  # shown again, later
            assigned.append({**assigned[-1], "since": since + timedelta(days=3)})
        mine = []
        for _ in range(chance.choice((0, 0, 1, 2, 5))):
            at = since + timedelta(seconds=chance.randrange(-5 * 86_400, 25 * 86_400))
            kind, amount = chance.choice(("visit", "purchase")), chance.randrange(1, 400) / 4
            mine.append({"person": who, "at": at, "what": kind, "amount": amount})
        events += mine
        counted = [one for one in mine if since <= one["at"] < since + WINDOW]
        bought = [one for one in counted if one["what"] == "purchase"]
        first = min((one["at"] for one in bought), default=None)
        last = max(END, *(one["at"] for one in events))
        watched = min(WINDOW, last - since)
        left = None if chance.random() < 0.5 else since.date() + timedelta(days=chance.randrange(30))
        units.append(
            {"who": who, "arm": arm, "since": since, "before": assigned[-1]["before"], "bought": int(bool(bought))}
            | {"visits": len(counted) - len(bought), "spent": sum(one["amount"] for one in bought)}
            | {"days": ((first - since) if first else watched).total_seconds() / 86_400, "first": int(bool(first))}
            | {"began": since.date(), "left_on": left, "rating": chance.choice((1, 2, 3, 4, 5, None))}
            | {"friend": int(chance.random() < 0.4), "shop": int(chance.random() < 0.2)}
        )
        units[-1]["search"] = int(not (units[-1]["friend"] or units[-1]["shop"]))
        answers += [{"person": who, "version": arm, "question": "rating", "answer": units[-1]["rating"]}]
        answers += [
            {"person": who, "version": arm, "question": "how did you hear?", "answer": channel}
            for channel in CHANNELS
            if units[-1][channel]
        ]
    events += [{"person": "stranger", "at": START, "what": "purchase", "amount": 1.0}]
    ends = max([*(one["left_on"] for one in units if one["left_on"]), *(one["began"] for one in units)])
    for one in units:
        one["stayed"] = max(((one["left_on"] or ends) - one["began"]).days, 1 / 86_400)
        one["ended"] = int(one["left_on"] is not None)
        one["heard"] = "; ".join(channel for channel in CHANNELS if one[channel])
    chance.shuffle(events)
    chance.shuffle(answers)
    return {"units": units, "assigned": assigned, "events": events, "answers": answers} | _summed(units)


def _summed(units: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The units in rows that stand for several of them."""
    groups: dict[tuple[Any, ...], int] = {}
    days: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in units:
        key = one["arm"], "yes, bought" if one["bought"] else "did not", one["rating"]
        groups[key] = groups.get(key, 0) + 1
        days.setdefault((one["since"].date(), one["arm"]), []).append(one)
    daily, totals = [], []
    until: dict[str, list[dict[str, Any]]] = {"old": [], "new": []}
    for day in sorted({day for day, _ in days}):
        for arm in ("old", "new"):
            mine = days.get((day, arm), [])
            until[arm] += mine
            daily.append({"day": day, "arm": arm, **_sums(mine)})
            totals.append({"day": day, "arm": arm, **_sums(until[arm])})
    grouped = [{"arm": arm, "bought": bought, "rating": rating, "n": n} for (arm, bought, rating), n in groups.items()]
    side_by_side = [{f"{key} ({arm})": value for arm in until for key, value in _sums(until[arm]).items()}]
    named = [{key.replace(" ", "_").replace("(", "").replace(")", ""): v for key, v in side_by_side[0].items()}]
    return {"grouped": grouped, "daily": daily, "totals": totals, "side_by_side": named}


def _sums(units: list[dict[str, Any]]) -> dict[str, Any]:
    spent = [one["spent"] for one in units]
    return {"n": len(units), "buyers": sum(one["bought"] for one in units), "total": sum(spent)} | {
        "squares": sum(value * value for value in spent),
        "visits": sum(one["visits"] for one in units),
        "weight": float(sum(one["before"] + 1 for one in units)),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("shapes")
    written(made, postgres, tables())
    return made


@pytest.fixture(scope="module")
def by_unit(folder: Path):
    """Judge the rows of one unit each, once for each plan."""
    known: dict[str, dict[str, Any]] = {}

    def told(plan: Plan) -> dict[str, Any]:
        if plan.hash not in known:
            known[plan.hash] = judged(place(folder, "csv", "units"), plan)["told"]
        return deepcopy(known[plan.hash])

    return told


def share(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "bar": 0.0, "target": 0.1, **fields}


def mean(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "kind": "mean", "role": "guardrail", "margin": 5.0, **fields}


def stay(**fields: Any) -> dict[str, Any]:
    return {"name": "stay", "kind": "time_to_event", "role": "guardrail", "margin": 0.2, "horizon": 10, **fields}


UNIT = Plan.of(
    {
        **TEST,
        "columns": {"arm": "arm", "unit": "who", "time": "since"},
        "metric": [
            share("bought"),
            mean("visits"),
            mean("spent", covariates=["before"]),
            stay(time="days", event="first", direction="decrease"),
        ],
    }
)
WEEKLY = {"monitoring": "group-sequential", "looks": "weekly", "planned_size": UNITS}


def of_events(kind: str) -> Plan:
    took = {"events": "purchase"}
    return Plan.of(
        {
            **TEST,
            "columns": {"arm": "arm", "unit": "who", "time": "since"},
            "shape": {"row": "event", "assignment": called(kind, "assigned"), "unit": "person", "time": "at"}
            | {"event": "what", "window_days": 14},
            "metric": [
                share("bought", read=took),
                mean("visits", read={"events": "visit", "take": "count"}),
                mean("spent", column="amount", read=took, covariates=["before"]),
                stay(direction="decrease", read=took),
            ],
        }
    )


@pytest.mark.parametrize("kind", PLACES)
def test_events_are_joined_to_the_units_that_were_assigned(kind, folder, postgres, by_unit) -> None:
    found = judged(place(folder, kind, "events", postgres), of_events(kind))
    assert found["told"] == by_unit(UNIT)
    assert "1 events of units that were not assigned were left out" in found["notes"]
    assert any("before their unit was assigned were left out" in note for note in found["notes"])
    assert any("later than 14 days after it were left out" in note for note in found["notes"])


@pytest.mark.parametrize("kind", ["csv", "postgresql"])
def test_events_are_looked_at_by_when_their_units_were_assigned(kind, folder, postgres, by_unit) -> None:
    found = judged(place(folder, kind, "events", postgres), of_events(kind).but(**WEEKLY))
    assert len(found["told"]["looks"]) > 4
    assert found["told"] == by_unit(UNIT.but(**WEEKLY))


ANSWERS = {"row": "answer", "question": "question", "answer": "answer"}
RATING = {"name": "rating", "kind": "ordinal", "levels": [1, 2, 3, 4, 5], "bar": 0.5, "target": 0.6}


@pytest.mark.parametrize("kind", SOME)
def test_answers_of_a_person_are_put_into_one_row(kind, folder, postgres, by_unit) -> None:
    columns = {"arm": "version", "unit": "person"}
    heard = share("from friends", column="how did you hear?", read={"yes": "friend"})
    plan = Plan.of({**TEST, "columns": columns, "shape": ANSWERS, "metric": [RATING, heard]})
    wide = plan.but(
        columns={"arm": "arm", "unit": "who"}, shape={}, metric=[RATING, share("from friends", column="friend")]
    )
    assert judged(place(folder, kind, "answers", postgres), plan)["told"] == by_unit(wide)


@pytest.mark.parametrize("kind", SOME)
def test_one_of_several_choices_in_a_cell_counts(kind, folder, postgres, by_unit) -> None:
    columns = {"arm": "arm", "unit": "who"}
    heard = share("from friends", column="heard", read={"yes": ["friend", "shop"]})
    plan = Plan.of({**TEST, "columns": columns, "shape": {"separator": ";"}, "metric": [heard]})
    found = judged(place(folder, kind, "units", postgres), plan)["told"]
    either = [bool(one["friend"] or one["shop"]) for one in tables()["units"] if one["arm"] == "new"]
    assert found["metrics"][0]["observed"]["new"].startswith(f"{sum(either)} of {len(either)}")


@pytest.mark.parametrize("kind", SOME)
def test_a_group_counts_as_often_as_it_says(kind, folder, postgres, by_unit) -> None:
    plan = Plan.of(
        {
            **TEST,
            "columns": {"arm": "arm"},
            "shape": {"row": "group", "times": "n"},
            "metric": [share("bought", read={"yes": "yes, bought"}), {**RATING, "name": "rating"}],
        }
    )
    wide = plan.but(shape={}, metric=[share("bought"), RATING])
    assert judged(place(folder, kind, "grouped", postgres), plan)["told"] == by_unit(wide)


TOTALS = [
    share("bought", column="buyers"),
    mean("spent", read={"sum": "total", "squares": "squares"}),
]
UNITS_OF_TOTALS = [share("bought"), mean("spent")]


def without_the_largest(told: dict[str, Any]) -> dict[str, Any]:
    """A sum does not know the largest of its values, nor the median."""
    for metric in told["metrics"]:
        metric["beside"] = []
    return told


@pytest.mark.parametrize("kind", SOME)
@pytest.mark.parametrize("table", ["daily", "totals"])
@pytest.mark.parametrize("looks", [{}, WEEKLY], ids=["once", "weekly"])
def test_totals_of_days_give_what_their_units_give(table, looks, kind, folder, postgres, by_unit) -> None:
    shape = {"row": "total", "units": "n", "cumulative": table == "totals"}
    columns = {"arm": "arm", "time": "day"}
    plan = Plan.of({**TEST, **looks, "columns": columns, "shape": shape, "metric": TOTALS})
    wide = plan.but(shape={}, columns={"arm": "arm", "time": "since"}, metric=UNITS_OF_TOTALS)
    found = judged(place(folder, kind, table, postgres), plan)["told"]
    assert without_the_largest(found) == without_the_largest(by_unit(wide))


@pytest.mark.parametrize("kind", SOME)
def test_arms_may_stand_side_by_side(kind, folder, postgres, by_unit) -> None:
    shape = {"row": "total", "units": "n_{arm}"}
    metrics = [
        share("bought", column="buyers_{arm}"),
        mean("spent", read={"sum": "total_{arm}", "squares": "squares_{arm}"}),
    ]
    plan = Plan.of({**TEST, "shape": shape, "metric": metrics})
    wide = plan.but(shape={}, columns={"arm": "arm"}, metric=UNITS_OF_TOTALS)
    found = judged(place(folder, kind, "side_by_side", postgres), plan)["told"]
    assert without_the_largest(found) == without_the_largest(by_unit(wide))


@pytest.mark.parametrize("kind", SOME)
def test_dates_say_how_long_it_was(kind, folder, postgres, by_unit) -> None:
    columns = {"arm": "arm", "unit": "who"}
    metric = stay(read={"start": "began", "end": "left_on"})
    plan = Plan.of({**TEST, "columns": columns, "metric": [share("bought"), metric]})
    wide = plan.but(metric=[share("bought"), stay(time="stayed", event="ended")])
    found = judged(place(folder, kind, "units", postgres), plan)
    assert found["told"] == by_unit(wide)
    assert any("was watched until the end of the data" in note for note in found["notes"])


@pytest.mark.parametrize("kind", ["csv", "postgresql"])
def test_only_some_rows_are_read(kind, folder, postgres) -> None:
    plan = Plan.of(
        {**TEST, "columns": {"arm": "arm"}, "shape": {"only": {"rating": [4, 5]}}, "metric": [share("bought")]}
    )
    found = judged(place(folder, kind, "units", postgres), plan)["told"]
    chosen = [one["bought"] for one in tables()["units"] if one["arm"] == "new" and one["rating"] in (4, 5)]
    assert found["metrics"][0]["observed"]["new"].startswith(f"{sum(chosen)} of {len(chosen)}")
