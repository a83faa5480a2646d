"""When rows came in: what reads as a time, which days the data cover, and what is refused."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from experiments.errors import Unreadable
from store.sources.files import read, read_looks

COLUMNS = {"arm": "arm", "time": "at"}


def csv_of(*times: str) -> str:
    return "arm,converted,at\n" + "".join(f"{'new' if at % 2 else 'old'},0,{time}\n" for at, time in enumerate(times))


@pytest.mark.parametrize(
    "times",
    [
        ("2026-03-09", "2026-03-02", "2026-03-05"),
        ("2026-03-09T23:59:59", "2026-03-02T00:00", " 2026-03-05 "),
        ("2026-03-09 23:59:59.999999", "2026/03/02", "2026-3-5"),
        ("2026-03-10T01:59:59+02:00", "2026-03-01T22:00:00-05", "2026-03-09T23:59:59Z"),
    ],
    ids=["days", "times", "spellings", "offsets, whose day is that in UTC"],
)
def test_the_days_that_the_data_cover_are_told(csv, planned, times) -> None:
    source = read(csv(csv_of(*times)), planned(columns=COLUMNS)).source
    assert (source.first, source.last) == (dt.date(2026, 3, 2), dt.date(2026, 3, 9))


@pytest.mark.parametrize(
    "kind",
    [pa.date32(), pa.date64(), *(pa.timestamp(unit) for unit in ("s", "ms", "us", "ns")), pa.timestamp("us", "UTC")],
    ids=str,
)
def test_every_type_of_time_in_parquet_is_read(parquet, planned, kind) -> None:
    moments = [dt.datetime(2026, 3, 9, tzinfo=dt.UTC), dt.datetime(2026, 3, 2, tzinfo=dt.UTC)]
    at = pa.array([moment.replace(tzinfo=None) for moment in moments], pa.timestamp("us")).cast(kind)
    source = read(parquet({"arm": ["old", "new"], "converted": [0, 1], "at": at}), planned(columns=COLUMNS)).source
    assert (source.first, source.last) == (dt.date(2026, 3, 2), dt.date(2026, 3, 9))


def test_numbers_are_days_since_the_start_of_the_plan(csv, parquet, planned) -> None:
    start = dt.date(2026, 3, 2)
    plan = planned(columns=COLUMNS, start="2026-03-02")
    for path in (
        csv(csv_of("0.5", "13", "2.75")),
        parquet({"arm": ["old", "new"], "converted": [0, 1], "at": [0, 13]}),
    ):
        source = read(path, plan).source
        assert (source.first, source.last) == (start, start + dt.timedelta(days=13))
        undated = read(path, planned(columns=COLUMNS)).source
        assert (undated.first, undated.last) == (None, None)


def test_rows_of_arms_that_are_not_judged_have_no_say(csv, planned) -> None:
    plan = planned(columns=COLUMNS, shares={"old": 0.5, "new": 0.5})
    rows = csv_of("2026-03-02", "2026-03-04") + "pilot,0,2025-01-01\npilot,0,soon\n,0,\n"
    source = read(csv(rows), plan).source
    assert (source.first, source.last) == (dt.date(2026, 3, 2), dt.date(2026, 3, 4))


def test_an_empty_time_only_matters_where_looks_are_to_be_told_apart(csv, planned) -> None:
    path = csv(csv_of("2026-03-02", "", "2026-03-03", ""))
    assert read(path, planned(columns=COLUMNS)).source.last == dt.date(2026, 3, 3)
    with pytest.raises(Unreadable, match=r"line 3, column 'at' \(the time\) is empty; .*; 1 more like it"):
        read_looks(path, planned(columns=COLUMNS, monitoring="group-sequential"))


def test_a_column_without_any_time_tells_no_days(csv, planned) -> None:
    source = read(csv(csv_of("", "")), planned(columns=COLUMNS)).source
    assert (source.first, source.last) == (None, None)


@pytest.mark.parametrize(
    "wrong", ["01/09/21", "1.9.2026", "soon", "2026-13-01", "infinity", "9999-01-01", "1788220800"]
)
def test_what_is_no_time_is_named_with_its_line(csv, planned, wrong) -> None:
    path = csv(csv_of("2026-03-02", "2026-03-03", wrong, "2026-03-03"))
    with pytest.raises(Unreadable, match=rf"line 4, column 'at' \(the time\): '{wrong}' is not possible; a time is"):
        read(path, planned(columns=COLUMNS))


def test_seconds_since_1970_are_not_taken_for_days(parquet, planned) -> None:
    path = parquet({"arm": ["old", "new"], "converted": [0, 1], "at": [1_788_220_800, 1_788_220_801]})
    with pytest.raises(Unreadable, match=r"row 1, column 'at' .* number of days since the start"):
        read(path, planned(columns=COLUMNS))


def test_a_column_of_another_type_is_refused_by_name(parquet, planned) -> None:
    path = parquet({"arm": ["old", "new"], "converted": [0, 1], "at": [True, False]})
    with pytest.raises(Unreadable, match=r"column 'at' \(the time\) holds boolean, not dates"):
        read(path, planned(columns=COLUMNS))
    with pytest.raises(Unreadable, match=r"no column 'when' \(the time\)"):
        read(path, planned(columns={"arm": "arm", "time": "when"}))


def test_pairs_and_clusters_cover_days_too(csv, planned) -> None:
    rows = (
        "who,when,done,at\na,before,0,2026-03-02\na,after,1,2026-03-20\nb,before,0,2026-03-03\nb,after,1,2026-03-04\n"
    )
    share = {"name": "done", "bar": 0.0, "target": 0.1}
    columns = {"arm": "when", "time": "at"}
    for fields in (
        {"comparison": "paired", "control": "before", "columns": {**columns, "pair": "who"}},
        {"control": "before", "columns": {**columns, "cluster": "who"}},
    ):
        source = read(csv(rows), planned(share, **fields)).source
        assert (source.first, source.last) == (dt.date(2026, 3, 2), dt.date(2026, 3, 20))


@pytest.mark.parametrize(
    ("days", "start", "first", "last"),
    [
        (("11 October 2014", "Oct 12, 2014"), None, "2014-10-11", "2014-10-12"),
        (("Sat, 11 Oct 2014", "Sunday 12 Oct 2014"), None, "2014-10-11", "2014-10-12"),
        (("Dec 31", "1 January", "Jan. 2"), "2025-12-30", "2025-12-31", "2026-01-02"),
        (("Sat, Oct 11", "Sun, Oct 12"), "2014-10-01", "2014-10-11", "2014-10-12"),
    ],
)
def test_dates_with_the_name_of_their_month_are_read(csv, one_group, days, start, first, last) -> None:
    rows = "".join(f'"{day}",{n % 2}\n' for n, day in enumerate(days))
    found = read(csv(f"came,converted\n{rows}"), one_group(columns={"time": "came"}, start=start)).source
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("day", "start", "says"),
    [
        ("Oct 11", None, "'Oct 11' names no year; set the plan's start"),
        ("Mon, Oct 11", "2014-10-01", "'Mon, Oct 11' is no Monday in 2014"),
        ("Feb 30", "2014-10-01", "'Feb 30' is not a day from the start of the plan on"),
    ],
)
def test_a_day_whose_year_cannot_be_told_is_refused(csv, one_group, day, start, says) -> None:
    with pytest.raises(Unreadable, match=says):
        read(csv(f'came,converted\n"{day}",1\n'), one_group(columns={"time": "came"}, start=start))
