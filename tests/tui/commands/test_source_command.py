"""Sources on the command line, and every example of docs/sources.md that this machine has an engine for."""

from __future__ import annotations

import re
import shlex
import sqlite3
from pathlib import Path

import psycopg
import pytest

from store.sources.engine import core

PAGE = Path(__file__).parents[3] / "docs" / "sources.md"
SERVER = "postgresql://ann@db.example.com/shop"
PLAN = """
comparison = "control"
control = "old"
shares = { old = 0.5, new = 0.5 }
planned_size = 200
monitoring = "group-sequential"
looks = "daily"
columns = { arm = "version", unit = "userid", time = "day" }
[[metric]]
name = "sign-ups"
column = "signed_up"
bar = 0.0
target = 0.2
baseline = 0.3
"""


def rows(days: int) -> list[str]:
    return [
        f"u{day}-{n},{'old' if n % 2 else 'new'},2026-03-{day:02},{int(n % 6 in (0, 3, 4))}"
        for day in range(1, days + 1)
        for n in range(20)
    ]


def csv_of(days: int) -> str:
    return "\n".join(["userid,version,day,signed_up", *rows(days)]) + "\n"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the page speaks of."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.toml").write_text(PLAN)
    (tmp_path / "visits.csv").write_text(csv_of(2))
    (tmp_path / "renamed.csv").write_text(csv_of(2).replace("userid,version", "who,variant", 1))
    with core().connect("shop.duckdb") as connection:
        connection.execute("CREATE TABLE visits AS FROM 'visits.csv'; COPY visits TO 'visits.parquet'")
    with sqlite3.connect("shop.sqlite") as connection:
        connection.execute("CREATE TABLE visits (userid, version, day, signed_up INT)")
        connection.executemany("INSERT INTO visits VALUES (?, ?, ?, ?)", [row.split(",") for row in rows(2)])
    connection.close()
    return tmp_path


@pytest.fixture
def locked(ok, draft: str, shop: Path) -> str:
    """E1, locked under the plan of the page."""
    ok("experiment", "plan", draft, "--plan", "plan.toml")
    ok("experiment", "lock", draft)
    return draft


def test_every_example_of_the_page_runs(ok, locked: str, postgres: str) -> None:
    fill_server(postgres, 2)
    lines = [line for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.S) for line in block.splitlines()]
    said = {}
    for line in lines:
        words = shlex.split(line.rpartition(" | ")[2].replace(SERVER, postgres))
        assert words.pop(0) == "whatsticks"
        stdin = Path(shlex.split(line)[1]).read_text() if line.startswith("cat ") else ""
        if "--again" in words:
            fill_server(postgres, 3)
        said[line] = ok(*words, stdin=stdin)
    assert len(said) >= 10
    again = said[f"whatsticks record {locked} --again"]
    assert "20 units. 2 batches of the same source stay as they are." in again.err
    verdicts = {ended.out for line, ended in said.items() if " judge plan.toml " in line}
    assert len(verdicts) == 1


def fill_server(postgres: str, days: int) -> None:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS visits")
        connection.execute("CREATE TABLE visits (userid text, version text, day date, signed_up int)")
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO visits VALUES (%s, %s, %s, %s)", [row.split(",") for row in rows(days)])


def test_a_file_given_as_a_saved_source_is_told_how_to_be_read(run, locked: str, shop: Path) -> None:
    refused = run("record", locked, "--from", "visits.csv")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "--data" in refused.err
    assert "--data" not in run("record", locked, "--from", "nothing").err


def test_nothing_new_and_a_changed_past_are_refused_until_somebody_says_why(ok, run, locked: str, shop: Path) -> None:
    assert "was not read from a saved source yet" in run("record", locked, "--again").err
    ok("source", "add", "--name", "visits", "--address", "visits.csv")
    assert ok("record", locked, "--from", "visits", "--json").json["units"] == 40
    assert "nothing in this file is new" in run("record", locked, "--again").err
    changed = csv_of(3).replace("u1-1,old,2026-03-01,0", "u1-1,old,2026-03-01,1")
    (shop / "visits.csv").write_text(changed)
    refused = run("record", locked, "--again")
    assert refused.code == 1
    assert "yesterday's numbers are different today" in refused.err
    assert "old: sign-ups differs" in refused.err
    ok("record", locked, "--again", "--replaces", "1", "--why", "a late sign-up")
    assert ok("trail", "verify").code == 0


def test_a_source_is_shown_edited_and_removed_by_its_name(ok, run, workspace: Path) -> None:
    ok("segment", "add", "--name", "Night parents")
    ok("source", "add", "--name", "visits", "--address", "postgresql://ann@db/shop", "--table", "visits")
    ok("source", "edit", "visits", "--query", "select 1 as one", "--time-zone", "Europe/Berlin")
    shown = ok("source", "show", "VISITS", "--json").json
    assert (shown["code"], shown["table"], shown["query"]) == ("D1", "", "select 1 as one")
    assert [source["name"] for source in ok("source", "list", "--json").json["items"]] == ["visits"]
    ok("source", "remove", "visits")
    assert "there is no source 'visits'" in run("source", "show", "visits").err


DAILY = "version,visitors,signed_up\nold,60,12\nnew,60,24\nold,40,8\nnew,40,16\n"


def test_what_a_row_is_can_be_said_where_the_plan_does_not(ok, run, locked: str, shop: Path) -> None:
    plan = PLAN.replace('monitoring = "group-sequential"\nlooks = "daily"\n', "").replace(', time = "day"', "")
    (shop / "plan.toml").write_text(plan.replace(', unit = "userid"', ""))
    (shop / "daily.csv").write_text(DAILY)
    said = ("--shape", "row=total", "--shape", "units=visitors")
    found = ok("judge", "plan.toml", "daily.csv", *said, "--json").json
    assert found["metrics"][0]["observed"]["new"].startswith("40 of 100")
    (shop / "daily.toml").write_text((shop / "plan.toml").read_text() + '[shape]\nrow = "total"\nunits = "visitors"\n')
    assert "the plan says what a row is (one total)" in run("judge", "daily.toml", "daily.csv", *said).err
    assert "'total' is no KEY=VALUE" in run("judge", "plan.toml", "daily.csv", "--shape", "total").err
    assert "what can be said of rows is row, only" in run("judge", "plan.toml", "daily.csv", "--shape", "of=x").err
    saved = ("--column", "shape.row=total", "--column", "shape.units=visitors")
    ok("source", "add", "--name", "daily", "--address", "daily.csv", *saved)
    assert "4 rows" in ok("source", "check", "daily").out
    ok("experiment", "add", "--hypothesis", "H1", "--title", "Totals")
    ok("experiment", "plan", "E2", "--plan", "plan.toml")
    ok("experiment", "lock", "E2")
    assert ok("record", "E2", "--from", "daily", "--json").json["units"] == 200
