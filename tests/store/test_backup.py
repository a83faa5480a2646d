"""A copy of a workspace is one itself, of one moment, and never takes the place of another file."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from experiments.errors import Refused, Unreachable
from experiments.experiment import Experiment
from store.backup import back_up
from store.workspace import Workspace


def test_a_copy_is_a_workspace_in_one_file(ws: Workspace, concluded: Experiment, address: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    size = back_up(str(address), target)
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]
    assert target.stat().st_size == size
    with Workspace.open(target, create=False) as copy:
        assert copy.trail.head() == ws.trail.head()
        assert copy.trail.verify() == ()
        assert copy.experiments.get(1) == concluded


def test_a_copy_taken_while_others_write_is_of_one_moment(ws: Workspace, address: Path, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        with Workspace.open(address, actor="Bo") as other:
            while not done.is_set():
                other.segments.add({"name": "Night owls", "description": "x" * 5000})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while ws.segments.count() < 20:
            pass
        for number in range(3):
            back_up(str(address), tmp_path / f"copy{number}.db")
    finally:
        done.set()
        writer.join()
    for number in range(3):
        with Workspace.open(tmp_path / f"copy{number}.db") as copy:
            assert copy.trail.verify() == ()
            assert copy.segments.count() == copy.trail.count() >= 20


def test_nothing_is_written_over(ws: Workspace, address: Path, tmp_path: Path) -> None:
    target = tmp_path / "notes"
    target.write_text("precious")
    with pytest.raises(Refused, match=r"there is a file .*notes already; nothing is written over it"):
        back_up(str(address), target)
    assert target.read_text() == "precious"
    with pytest.raises(Unreachable, match=r"a copy cannot be made at .*: no such file or directory; choose another"):
        back_up(str(address), tmp_path / "no folder" / "copy.db")


def test_a_damaged_file_is_not_copied_as_if_it_were_sound(ws: Workspace, address: Path, tmp_path: Path) -> None:
    for number in range(50):
        ws.segments.add({"name": f"Segment {number}", "description": "x" * 500})
    ws.close()
    content = bytearray(address.read_bytes())
    for page in range(4096 * 20, len(content), 4096):
        content[page : page + 100] = b"\xff" * 100
    address.write_bytes(content)
    with pytest.raises(Unreachable, match="damaged"):
        back_up(str(address), tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []


def test_a_server_names_its_own_tool_and_no_password(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        back_up("postgresql://ann:geheim@db/bets?schema=team", tmp_path / "copy.dump")
    assert "pg_dump --format=custom --schema=team --file=" in str(refused.value)
    assert "geheim" not in str(refused.value)
