"""What the database or the disk refuses is said in words, and nothing is written by half."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from experiments.customers import Segment
from experiments.errors import Refused, Unreachable
from store.backup import back_up
from store.workspace import Workspace


def test_a_full_disk_is_called_full_and_leaves_nothing(ws: Workspace, address: Path) -> None:
    ws.segments.add({"name": "Night owls"})

    def no_more_pages(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    event.listen(Engine, "connect", no_more_pages)
    try:
        with Workspace.open(address, actor="Bo") as other:
            with pytest.raises(Unreachable, match=r"bets.db: the disk is full; nothing was written"):
                other.segments.add({"name": "Early birds", "description": "x" * 20_000})
            assert other.said == ""
            assert other.segments.count() == 1
            assert other.trail.verify() == ()
    finally:
        event.remove(Engine, "connect", no_more_pages)
    assert ws.segments.add({"name": "Early birds"}).id == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=2m", "none", folder], check=False).returncode:
        pytest.skip("only a superuser may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill_up(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


def add_many(ws: Workspace) -> None:
    for number in range(50):
        ws.segments.add({"name": f"Segment {number}", "description": "x" * 20_000})


def test_on_a_disk_that_is_really_full_nothing_is_lost_and_all_can_be_read(small_disk: Path) -> None:
    address = small_disk / "bets.db"
    with Workspace.open(address, actor="Ann") as ws:
        ws.segments.add({"name": "Night owls"})
        ballast = small_disk / "ballast"
        with pytest.raises(OSError, match="No space"):
            fill_up(ballast)
        with pytest.raises(Unreachable, match=r"bets.db: the disk is full; nothing was written"):
            add_many(ws)  # what is open already has a little room of its own
        kept = ws.segments.count()
        with Workspace.open(address, actor="Bo") as other:
            assert other.read_only
            assert other.segments.count() == kept
            assert other.trail.verify() == ()
            with pytest.raises(Refused, match="is open for reading only: the disk is full"):
                other.segments.add({"name": "Early birds"})
        with pytest.raises(Unreachable, match=r"a copy cannot be made at|the copy .* was not made"):
            back_up(str(address), small_disk / "copy.db")
        assert not list(small_disk.glob("copy*"))
        ballast.unlink()
        assert ws.segments.add({"name": "Early birds"}).id == kept + 1
        assert ws.trail.verify() == ()
    with Workspace.open(address, actor="Bo") as other:
        assert not other.read_only


@pytest.fixture
def share(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], None], Callable[[], None]]]:
    """A folder like one on the network: where it is seen, how it goes away and how it comes back."""
    there, seen = tmp_path / "there", tmp_path / "seen"
    there.mkdir()
    seen.mkdir()
    mount = ["mount", "--bind", str(there), str(seen)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        seen.rmdir()
        there.rename(seen)  # no superuser: it is moved away and back
        yield seen, lambda: (seen.rename(there), None)[1], lambda: (there.rename(seen), None)[1]
        return
    away = ["umount", "--lazy", str(seen)]
    yield (
        seen,
        lambda: (subprocess.run(away, check=True), None)[1],
        lambda: (subprocess.run(mount, check=True), None)[1],
    )
    subprocess.run(away, check=False, capture_output=True)


def test_a_folder_that_vanishes_takes_nothing_along_that_was_acknowledged(share: Any) -> None:
    folder, away, back = share
    with Workspace.open(folder / "bets.db", actor="Ann") as ws:
        ws.segments.add({"name": "Night owls"})
        seen = ws.revision()
        away()
        for use in (ws.segments.count, ws.revision, lambda: ws.segments.add({"name": "Early birds"})):
            with pytest.raises(
                Unreachable, match=r"bets.db is no longer there \(.*\); nothing was written, and it goes"
            ):
                use()
        back()
        assert ws.segments.count() == 1
        assert ws.segments.add({"name": "Early birds"}).id == 2
        assert ws.revision() != seen
        assert ws.trail.verify() == ()
    with Workspace.open(folder / "bets.db", actor="Bo") as other:
        assert [segment.name for segment in other.segments.list()] == ["Early birds", "Night owls"]


def test_a_folder_that_vanishes_in_the_middle_of_a_change_leaves_no_false_promise(share: Any) -> None:
    folder, away, back = share
    with Workspace.open(folder / "bets.db", actor="Ann") as ws:

        def interrupted() -> None:
            with ws._desk.changing() as change:
                change.insert(Segment(name="Night owls"))
                change.enter("add", "S1", "Added.")
                away()

        with pytest.raises(Unreachable, match="it may be saved or not; look when it is back"):
            interrupted()
        back()
        assert ws.segments.count() in (0, 1)
        assert ws.trail.verify() == ()


def test_a_backup_put_in_the_place_of_an_open_file_is_what_is_worked_on(ws: Workspace, address: Path) -> None:
    ws.segments.add({"name": "Night owls"})
    back_up(str(address), address.with_name("backup.db"))
    ws.segments.add({"name": "Early birds"})
    seen = ws.revision()
    address.with_name("backup.db").rename(address)
    for log in ("-wal", "-shm"):
        Path(f"{address}{log}").unlink()
    assert ws.segments.count() == 1
    assert ws.revision() != seen
    assert ws.segments.add({"name": "Parents"}).id == 2
    assert ws.trail.verify() == ()


def test_a_program_that_never_lets_go_is_waited_for_and_then_named(
    ws: Workspace, address: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.sqlite.PATIENCE", 0.2)
    rude = sqlite3.connect(address)
    rude.execute("BEGIN IMMEDIATE")
    with (
        Workspace.open(address, actor="Bo") as other,
        pytest.raises(Unreachable, match="another program has been writing to it for too long; nothing was written"),
    ):
        other.segments.add({"name": "Night owls"})
    rude.close()
    assert ws.segments.add({"name": "Night owls"}).id == 1


def test_a_clock_that_jumps_back_does_not_disturb_the_trail(ws: Workspace, clock: object) -> None:
    ws.segments.add({"name": "Night owls"})
    clock.now = clock.now.replace(year=2020)  # type: ignore[attr-defined]
    ws.segments.add({"name": "Early birds"})
    assert [entry.at.year for entry in ws.trail.entries()] == [2020, 2026]
    assert ws.trail.verify() == ()


def test_a_change_that_fails_half_way_leaves_no_row_and_no_entry(ws: Workspace) -> None:
    with pytest.raises(RuntimeError), ws._desk.changing() as change:  # noqa: PT012
        change.insert(Segment(name="Night owls"))
        change.enter("add", "S1", "Added.")
        raise RuntimeError("the power went")
    assert (ws.segments.count(), ws.trail.count(), ws.said) == (0, 0, "")
