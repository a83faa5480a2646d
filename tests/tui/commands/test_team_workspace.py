"""A workspace on PostgreSQL from the command line: made, worked in, looked after; and copies of one in a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest


@pytest.fixture
def team(workspace: Path, postgres: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a workspace that is not there yet, with a password that must not be seen."""
    address = f"{postgres.replace('postgres:@', 'postgres:geheim@')}&schema=team_{uuid4().hex[:8]}"
    monkeypatch.setenv("WHATSTICKS_WORKSPACE", address)
    return address


def test_a_team_makes_its_workspace_and_works_in_it(ok: Callable, run: Callable, team: str, draft_words: list) -> None:
    missing = run("board")
    assert missing.code == 3
    assert "whatsticks init makes one" in missing.err
    made = ok("init", team)
    assert "***" in made.out
    for words in draft_words:
        ok(*words)
    assert ok("board", "--json").json["total"] == 1
    assert ok("trail", "verify").code == 0
    assert "It exists already." in ok("init").err
    found = {row["check"]: row for row in ok("doctor", "--json").json["items"]}
    assert found["engine"]["finding"].startswith("PostgreSQL ")
    assert found["integrity"]["status"] == found["trail"]["status"] == "ok"
    told = [run(*words) for words in (("doctor",), ("backup", "b.dump"), ("board",), ("segment", "show", "S9"))]
    for ended in (missing, made, *told):
        assert "geheim" not in ended.out + ended.err
    assert "pg_dump --format=custom --schema=team_" in told[1].err
    assert told[1].code == 1


def test_the_doctor_names_a_guard_that_was_taken_off(ok: Callable, run: Callable, team: str) -> None:
    ok("init")
    schema = team.partition("schema=")[2]
    with psycopg.connect(team.partition("&schema")[0], autocommit=True) as connection:
        connection.execute(f"ALTER TABLE {schema}.trail DISABLE TRIGGER trail_refuses_change")
    ended = run("doctor")
    assert ended.code == 1
    assert "the guard trail_refuses_change was taken off" in ended.out


def test_a_backup_of_a_file_is_a_workspace_with_the_same_trail(
    ok: Callable, run: Callable, draft: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    told = ok("backup", copy, "--json").json
    assert told["head"] == ok("trail", "head", "--json").json["head"]
    assert ok("--workspace", copy, "trail", "head").out == ok("trail", "head").out
    again = run("backup", copy)
    assert (again.code, "nothing is written over it" in again.err) == (1, True)


@pytest.fixture
def draft_words() -> list:
    return [
        ("segment", "add", "--name", "Night parents"),
        ("hypothesis", "add", "--segment", "S1", "--title", "They pay for morning delivery"),
        ("experiment", "add", "--hypothesis", "H1", "--title", "Page with a price"),
    ]
