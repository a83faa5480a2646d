"""A workspace in one file: anybody can read it, it comes back whole, and no file from outside can do harm."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from experiments.errors import Refused, Unreadable
from experiments.experiment import Experiment
from store.archive import MANIFEST, TRAIL, write_archive
from store.archive_reading import unpacked
from store.copying import Copied, copy
from store.migrations import HEAD
from store.opening import open_database
from store.trail_file import check_file
from store.workspace import Workspace
from tests.store.histories import history
from tests.store.released import load_file
from tests.store.test_copying import rows_of, trail_of

Members = dict[str, bytes]


def exported(address: str | Path, file: Path) -> Path:
    database = open_database(address, create=False)
    try:
        write_archive(database, file, "1.0", lambda *_: None)
    finally:
        database.close()
    return file


def imported(file: Path, address: str | Path) -> Copied:
    with unpacked(file) as there:
        here = open_database(address, create=True)
        try:
            return copy(there, here)
        finally:
            here.close()


@pytest.mark.engines
def test_it_comes_back_whole_on_either_engine(address: str, tmp_path: Path) -> None:
    start = tmp_path / "start.db"
    history(start, seed=7, steps=40)
    first = exported(start, tmp_path / "first.zip")
    assert imported(first, address).rows == sum(map(len, rows_of(start).values()))
    assert imported(first, address).rows == 0
    assert exported(address, tmp_path / "again.zip").read_bytes() == first.read_bytes()
    entries = history(address, seed=1, steps=10)
    assert imported(first, address).ahead == entries - len(trail_of(start))
    assert imported(exported(address, tmp_path / "later.zip"), start).entries > 0
    assert trail_of(start) == trail_of(address)
    assert rows_of(start) == rows_of(address)


def test_what_is_in_it_can_be_read_by_anybody(
    ws: Workspace, concluded: Experiment, address: str, tmp_path: Path
) -> None:
    with zipfile.ZipFile(exported(address, tmp_path / "w.zip")) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        trail = archive.read(TRAIL)
        assert trail.decode() == "".join(f"{line}\n" for line in ws.trail.exported())
        assert check_file(trail.decode().splitlines(), TRAIL, [ws.trail.newest()]).faults == ()
        assert manifest["head"] == str(ws.trail.newest())
        assert (manifest["format_version"], manifest["schema"], manifest["program"]) == (1, HEAD, "1.0")
        for name, told in manifest["members"].items():
            data = archive.read(name)
            assert (told["bytes"], told["lines"]) == (len(data), data.count(b"\n"))
            assert told["sha256"] == hashlib.sha256(data).hexdigest()
        (row,) = archive.read("tables/experiment.jsonl").splitlines()
        assert list(json.loads(json.loads(row)["plan"])["shares"]) == ["old", "new"]


def test_an_archive_of_an_older_program_is_read(tmp_path: Path) -> None:
    """The tables of the first schema, packed as a program of that time would have packed them."""
    old = load_file("0001", tmp_path / "old.db")
    file = tmp_path / "old.zip"
    packed = packed_as_it_is(old, file)
    assert packed["schema"] == "0001" != HEAD
    imported(file, tmp_path / "new.db")
    with Workspace.open(old) as before:  # which brings it up to date
        assert trail_of(tmp_path / "new.db") == tuple(before.trail.exported())
    assert rows_of(tmp_path / "new.db") == rows_of(old)


# Files from outside ---------------------------------------------------------------------------------------------------


@pytest.fixture
def members(ws: Workspace, running: Experiment, address: str, tmp_path: Path) -> Members:
    with zipfile.ZipFile(exported(address, tmp_path / "whole.zip")) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


Pack = Callable[[Members], Path]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    def packed(members: Members) -> Path:
        with zipfile.ZipFile(tmp_path / "bad.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return tmp_path / "bad.zip"

    return packed


def signed(members: Members, **changes: Any) -> Members:
    """Make the manifest fit what is in the members: somebody who knows how forged it."""
    manifest = {**json.loads(members[MANIFEST]), **changes}
    told = manifest["members"]
    for name, data in members.items():
        if name != MANIFEST and name in told:
            told[name] = {"bytes": len(data), "lines": data.count(b"\n"), "sha256": hashlib.sha256(data).hexdigest()}
    return {**members, MANIFEST: json.dumps(manifest).encode()}


def refusal(file: Path, tmp_path: Path) -> str:
    """What is said of a file; nothing of it may arrive, and nothing may be left behind."""
    with pytest.raises((Unreadable, Refused)) as refused:
        imported(file, tmp_path / "target.db")
    if (tmp_path / "target.db").exists():
        assert not any(rows_of(tmp_path / "target.db").values())
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_members_that_are_not_what_they_were(members: Members, pack: Pack, tmp_path: Path) -> None:
    changed = {**members, "tables/segment.jsonl": members["tables/segment.jsonl"].replace(b"Parents", b"Patents")}
    assert "segment.jsonl is not what it was when it was written" in refusal(pack(changed), tmp_path)
    forged = refusal(pack(signed(changed)), tmp_path)
    assert "segment S1 differs from entry 1 of the trail" in forged
    trail = {**members, TRAIL: members[TRAIL].replace(b"Parents", b"Patents")}
    assert "entry 1 of the trail was changed" in refusal(pack(signed(trail)), tmp_path)
    cut = {**members, TRAIL: members[TRAIL][: members[TRAIL].rindex(b'{"action')]}
    assert "its trail ends with" in refusal(pack(signed(cut)), tmp_path)


def test_members_that_do_not_belong(members: Members, pack: Pack, tmp_path: Path) -> None:
    assert "has a member '../../evil'" in refusal(pack({**members, "../../evil": b"x"}), tmp_path)
    manifest = json.loads(members[MANIFEST])
    manifest["members"]["tables/../../evil"] = {"bytes": 1, "lines": 0, "sha256": "0" * 64}
    told = {**members, "tables/../../evil": b"x", MANIFEST: json.dumps(manifest).encode()}
    assert "which is no table of a workspace" in refusal(pack(signed(told)), tmp_path)
    gone = {name: data for name, data in members.items() if name != "tables/segment.jsonl"}
    assert "it has no member tables/segment.jsonl" in refusal(pack(gone), tmp_path)
    file = pack(members)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as archive:
        archive.writestr(TRAIL, b"")
    assert "it has two members 'trail.jsonl'" in refusal(file, tmp_path)


def test_rows_that_no_program_writes(members: Members, pack: Pack, tmp_path: Path) -> None:
    for row in (b"[]", b"{}", b"1", b"[" * 50_000, b'{"id": {"x": 1}}', b"\xff", b"9" * 5000):
        said = refusal(pack(signed({**members, "tables/segment.jsonl": row + b"\n"})), tmp_path)
        assert "segment.jsonl" in said
    twice = {**members, "tables/segment.jsonl": members["tables/segment.jsonl"] * 2}
    assert "rows that do not fit together" in refusal(pack(signed(twice)), tmp_path)
    half = members["tables/segment.jsonl"].replace(b"Parents", b"\\ud800")
    assert "half a character" in refusal(pack(signed({**members, "tables/segment.jsonl": half})), tmp_path)
    large = members["tables/segment.jsonl"].replace(b'"id":1', b'"id":99999999999999999999')
    refusal(pack(signed({**members, "tables/segment.jsonl": large})), tmp_path)


def test_other_versions_and_other_files(members: Members, pack: Pack, tmp_path: Path) -> None:
    for newer in ({"format_version": 2}, {"schema": "9999"}):
        assert "written by a newer version of this program" in refusal(pack(signed(members, **newer)), tmp_path)
    assert "another kind of file" in refusal(pack({"word/document.xml": b"<a/>"}), tmp_path)
    assert "manifest.json cannot be read" in refusal(pack({**members, MANIFEST: b"[1]"}), tmp_path)
    (tmp_path / "text.zip").write_text("Dear all")
    assert "is no archive, or is damaged" in refusal(tmp_path / "text.zip", tmp_path)
    assert "no such file" in refusal(tmp_path / "none.zip", tmp_path)


def test_a_file_that_was_cut_or_changed_anywhere(members: Members, pack: Pack, tmp_path: Path) -> None:
    whole = pack(members).read_bytes()
    file = tmp_path / "bad.zip"
    for cut in (1, 30, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:cut])
        refusal(file, tmp_path)
    for place in range(0, len(whole), max(1, len(whole) // 25)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with suppress(Unreadable, Refused):
            imported(file, tmp_path / "target.db")
        arrived = rows_of(tmp_path / "target.db") if (tmp_path / "target.db").exists() else {}
        assert not any(arrived.values()) or arrived == rows_of(tmp_path / "bets.db"), place


def bomb(size: int) -> Iterator[bytes]:
    for _ in range(size // 2**20):
        yield b" " * 2**20


def test_a_bomb_is_not_unpacked(members: Members, pack: Pack, tmp_path: Path) -> None:
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            if name != "tables/segment.jsonl":
                archive.writestr(name, data)
        with archive.open("tables/segment.jsonl", "w") as member:
            for block in bomb(64 * 2**20):
                member.write(block)
    assert "100 times larger than it is packed" in refusal(file, tmp_path)
    # The same with a lie about its size, which the unpacking itself has to meet.
    data = bytearray(file.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"tables/segment.jsonl"))
    struct.pack_into("<I", data, at + 24, 1000)
    file.write_bytes(data)
    refusal(file, tmp_path)


def test_a_directory_of_endless_names_is_not_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(2000):
            archive.writestr(f"{number:040}", b"")
    assert "far more members than a workspace has tables" in refusal(tmp_path / "many.zip", tmp_path)


def packed_as_it_is(database: Path, file: Path) -> dict[str, Any]:
    """Pack a database file of any schema as an archive of its time, with nothing of the program but the format."""
    import sqlite3

    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    members: Members = {}
    for table in ("segment", "hypothesis", "experiment", "decision", "observation"):
        rows = [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]
        for row in rows:
            for name in row.keys() & {"at", "locked_at", "started_at", "concluded_at"}:
                row[name] = row[name] and f"{row[name].replace(' ', 'T')}Z"
        members[f"tables/{table}.jsonl"] = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    lines, head = [], ""
    for row in connection.execute("SELECT * FROM trail ORDER BY seq"):
        texts = {name: row[name] for name in ("action", "actor", "at")}
        rest = {name: row[name] for name in ("sentence", "seq", "subject")}
        plain = {"separators": (",", ":"), "ensure_ascii": False}
        text = f'{json.dumps(texts, **plain)[:-1]},"payload":{row["payload"]},{json.dumps(rest, **plain)[1:-1]}'
        lines.append(f'{text},"previous":"{row["previous"]}","hash":"{row["hash"]}"}}\n')
        head = f"{row['hash']}@{row['seq']}"
    members[TRAIL] = "".join(lines).encode()
    connection.close()
    told = {name: {} for name in members}
    manifest = {"format": "whatsticks workspace", "format_version": 1, "schema": schema, "head": head, "members": told}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in signed({**members, MANIFEST: json.dumps(manifest).encode()}).items():
            archive.writestr(name, data)
    return manifest
