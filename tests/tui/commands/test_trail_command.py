"""The trail on the command line: verify, head, export and check-lock, with exit codes that scripts can rely on."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def test_a_head_noted_today_is_found_tomorrow(ok, run, draft: str, workspace: Path) -> None:
    noted = ok("trail", "head").out.strip()
    assert noted.endswith("@3")
    ok("segment", "add", "--name", "Night owls")
    assert "It holds the head noted earlier." in ok("trail", "verify", "--head", noted).err
    hash_alone = noted.partition("@")[0]
    ok("trail", "verify", "--head", hash_alone, "--head", hash_alone[:16])
    wrong = run("trail", "verify", "--head", f"{hash_alone}@2")
    assert (wrong.code, wrong.out.count("\n")) == (1, 1)
    assert run("trail", "verify", "--head", "yesterday").code == 1
    assert ok("trail", "head", "--json").json["entries"] == 4


def test_an_export_verifies_without_the_workspace(ok, run, draft: str, workspace: Path, tmp_path: Path) -> None:
    head = ok("trail", "head").out.strip()
    file = tmp_path / "trail.jsonl"
    assert "3 entries" in ok("trail", "export", file).err
    assert ok("trail", "export").out == file.read_text()
    assert run("trail", "export", file).code == 1, "an existing file is not overwritten"
    ok("trail", "export", file, "--force")
    workspace.unlink()
    assert ok("trail", "verify", file, "--head", head).out == ""
    assert ok("trail", "verify", "-", "--json", stdin=file.read_bytes()).json["clean"] is True
    file.write_text(file.read_text().replace("Night", "Day", 1))
    changed = run("trail", "verify", file)
    assert (changed.code, changed.out) == (1, "entry 1 of the trail was changed after it was written\n")
    assert not workspace.exists()


def test_a_lock_is_checked_with_a_page_and_an_export(ok, run, locked: str, tmp_path: Path, workspace: Path) -> None:
    page, file = tmp_path / "page.html", tmp_path / "trail.jsonl"
    ok("export", "decision", locked, "-o", page)
    ok("trail", "export", file)
    workspace.unlink()
    found = ok("trail", "check-lock", page, file)
    assert found.out.count("\n") == 1
    assert "E1: plan" in found.out
    assert found.out.endswith("with no result recorded so far; unchanged since.\n")
    told = ok("trail", "check-lock", page, file, "--json").json
    assert (told["holds"], told["unchanged"], told["lock"]["seq"], told["first_result"]) == (True, True, 5, None)
    file.write_text(file.read_text().replace('"alpha":0.05', '"alpha":0.2'))
    bent = run("trail", "check-lock", page, file)
    assert bent.code == 1
    assert "page and trail do NOT agree" in bent.out


def test_a_row_changed_by_hand_is_named_with_exit_code_1(run, draft: str, workspace: Path) -> None:
    with sqlite3.connect(workspace) as behind_our_back:
        behind_our_back.execute("UPDATE segment SET name = 'somebody else'")
    ended = run("trail", "verify", "--json")
    assert ended.code == 1
    assert ended.json["faults"] == ["segment S1 differs from entry 1 of the trail, the last that tells of it"]


def test_a_file_that_is_damaged_is_refused_with_exit_code_3(run, draft: str, workspace: Path) -> None:
    whole = bytearray(workspace.read_bytes())
    whole[100:4096] = b"\xff" * 3996
    workspace.write_bytes(bytes(whole))
    assert run("trail", "verify").code == 3
