"""Moving a workspace from the command line: to a server and back, through one file, and two into one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

Run = Callable


@pytest.fixture
def team(postgres: str) -> str:
    """The address of a place on a server where no workspace is yet, with a password that must not be seen."""
    return f"{postgres.replace('postgres:@', 'postgres:geheim@')}&schema=team_{uuid4().hex[:8]}"


def test_from_the_laptop_to_the_server_and_back(ok: Run, run: Run, locked: str, team: str, tmp_path: Path) -> None:
    laptop, home = tmp_path / "bets.db", tmp_path / "home.db"
    head = ok("trail", "head").out
    told = ok("copy", laptop, team)
    assert told.out == head
    assert told.err == "Copied 5 entries of the trail, 8 rows in all; the trail is whole.\n"
    assert ok("copy", laptop, team).err == "Nothing to do: both hold the same 5 entries.\n"
    ok("--workspace", team, "record", locked, "--counts", "27/141")
    again = ok("copy", laptop, team, "--json")
    assert (again.json["ahead"], "geheim" in again.out + again.err) == (2, False)
    ok("copy", team, home)
    assert ok("--workspace", home, "trail", "export").out == ok("--workspace", team, "trail", "export").out
    ok("--workspace", home, "trail", "verify")


def test_a_place_that_is_none_is_said_in_a_line(run: Run, locked: str, tmp_path: Path) -> None:
    missing = run("copy", tmp_path / "none.db", tmp_path / "new.db")
    assert (missing.code, missing.err.count("\n"), (tmp_path / "new.db").exists()) == (3, 1, False)
    same = run("copy", tmp_path / "bets.db", tmp_path / "bets.db")
    assert (same.code, "Nothing to do" in same.err) == (0, True)


def test_through_one_file(ok: Run, run: Run, locked: str, team: str, tmp_path: Path) -> None:
    file = tmp_path / "bets.zip"
    head = ok("trail", "head").out
    assert ok("export", "workspace", file).out == head
    again = run("export", "workspace", file)
    assert (again.code, "--force overwrites it" in again.err) == (1, True)
    ok("export", "workspace", file, "--force")
    assert ok("--workspace", team, "import", "workspace", file).out == head
    assert "Nothing to do" in ok("--workspace", team, "import", "workspace", file).err
    ok("--workspace", team, "trail", "verify")
    (tmp_path / "x.zip").write_bytes(file.read_bytes()[:500])
    broken = run("--workspace", team, "import", "workspace", tmp_path / "x.zip")
    assert (broken.code, broken.err.count("\n")) == (1, 1)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".whatsticks")] == []


def test_two_who_worked_apart(ok: Run, run: Run, draft: str, tmp_path: Path) -> None:
    bea, file = tmp_path / "bea.db", tmp_path / "bea.zip"
    ok("copy", tmp_path / "bets.db", bea)
    ok("--workspace", bea, "hypothesis", "edit", "H1", "--title", "They pay at dawn")
    ok("--workspace", bea, "segment", "add", "--name", "Night owls")
    ok("hypothesis", "edit", "H1", "--title", "They pay at noon")
    dry = run("merge", bea, "--dry-run")
    assert dry.out == (
        "added: segment S2 “Night owls”\n"
        "conflict: hypothesis H1 “They pay at dawn” (H1 there): it was changed on both sides\n"
    )
    assert (dry.code, dry.err.splitlines()[0]) == (1, "Nothing was written: this was a dry run.")
    ok("--workspace", bea, "export", "workspace", file)
    assert run("merge", file).code == 1
    settled = ok("merge", bea, "--take", "theirs", "h1", "--json")
    assert (settled.json["updated"], settled.json["conflicts"]) == (["hypothesis H1 “They pay at noon”"], [])
    assert ok("merge", file).err == "There is nothing to merge.\n"
    assert ok("hypothesis", "show", "H1", "--json").json["title"] == "They pay at dawn"
    assert run("merge", bea, "--take", "mine", "H1").code == 2
    ok("trail", "verify")
