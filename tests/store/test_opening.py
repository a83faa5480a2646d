"""Opening a workspace: made when new, refused in one line when it cannot be one, and never harmed by a look."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from experiments.errors import InvalidField, Refused, Unreachable
from store.workspace import DEFAULT_ADDRESS, Workspace

CHECKOUT = Path(__file__).parents[2]


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_workspace_is_made_with_its_folders(tmp_path: Path) -> None:
    address = tmp_path / "a folder" / "100% bets?#.db"
    with Workspace.open(address) as ws:
        ws.segments.add({"name": "Night owls"})
        assert ws.address == str(address)
        assert ws.read_only is False
    assert files_in(address.parent).keys() == {"100% bets?#.db"}
    with Workspace.open(str(address), create=False) as ws:
        assert ws.segments.count() == 1


def test_an_empty_file_becomes_a_workspace(address: Path) -> None:
    address.touch()
    with Workspace.open(address, create=False) as ws:
        assert ws.segments.add({"name": "Night owls"}).id == 1


def test_a_workspace_writes_ahead_and_waits_for_the_disk(ws: Workspace) -> None:
    with ws._desk.reading() as session:
        connection = session.connection()
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert settings == ["wal", 2, 1]


def test_opening_what_is_there_needs_no_alembic(address: Path) -> None:
    code = (
        "import sys\nfrom store.workspace import Workspace\n"
        "for _ in range(2):\n    Workspace.open(sys.argv[1]).close()\n"
        "print(sorted(name for name in ('alembic', 'scipy', 'duckdb', 'textual', 'click') if name in sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(
        [sys.executable, "-c", code, str(address)], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_workspace_that_is_not_there_is_not_made_unasked(tmp_path: Path) -> None:
    for address in (tmp_path / "bets.db", tmp_path / "no such folder" / "bets.db"):
        with pytest.raises(Unreachable, match=r"there is no workspace at .*bets.db; whatsticks init makes one"):
            Workspace.open(address, create=False)
    assert files_in(tmp_path) == {}


def test_a_folder_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=r"is a folder; name a file in it, such as .*workspace.db"):
        Workspace.open(tmp_path)


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("hello")
    with pytest.raises(Unreachable, match=r"cannot be (made|opened)"):
        Workspace.open(tmp_path / "notes" / "bets.db")


@pytest.mark.parametrize(
    "address", ["", "x" * 5000, "nul\0l", "mysql://team@db/bets", "postgresql://team@127.0.0.1:1/bets"]
)
def test_what_cannot_be_an_address_gets_one_line(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unreachable) as refused:
        Workspace.open(address)
    assert "\n" not in str(refused.value)
    assert files_in(tmp_path) == {}


@pytest.mark.parametrize("content", [b"name;age\n", b"SQLite format 4\0", b"\0" * 4096, b"PAR1"])
def test_another_kind_of_file_is_refused_untouched(address: Path, content: bytes) -> None:
    address.write_bytes(content)
    with pytest.raises(Unreachable, match="is not a workspace"):
        Workspace.open(address)
    assert files_in(address.parent) == {address.name: content}


def test_a_pipe_is_refused_and_not_waited_for(address: Path) -> None:
    os.mkfifo(address)
    with pytest.raises(Unreachable, match="is no ordinary file"):
        Workspace.open(address)


def test_another_programs_database_is_refused_untouched(address: Path) -> None:
    connection = sqlite3.connect(address)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    before = files_in(address.parent)
    with pytest.raises(Unreachable, match="is a database of another program; nothing was changed"):
        Workspace.open(address)
    assert files_in(address.parent) == before


@pytest.mark.parametrize("crashed", [False, True], ids=["closed", "left with a log"])
def test_a_newer_file_is_refused_untouched(address: Path, crashed: bool) -> None:
    Workspace.open(address).close()
    newer = "import os, sqlite3, sys\nfile = sqlite3.connect(sys.argv[1])\n"
    newer += "file.execute(\"UPDATE alembic_version SET version_num = '9999'\")\nfile.commit()\n"
    subprocess.run([sys.executable, "-c", newer + ("os._exit(0)" if crashed else "file.close()"), address], check=True)
    before = files_in(address.parent)
    assert (f"{address.name}-wal" in before) is crashed
    with pytest.raises(Unreachable, match="was written by a newer version of this program"):
        Workspace.open(address)
    after = files_in(address.parent)
    shared = f"{address.name}-shm"  # where readers note that they are reading
    assert {name: after[name] for name in after if name != shared} == {
        name: before[name] for name in before if name != shared
    }


def test_a_damaged_file_is_called_damaged(address: Path) -> None:
    with Workspace.open(address) as ws:
        for number in range(50):
            ws.segments.add({"name": f"Segment {number}", "description": "x" * 500})
    content = bytearray(address.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page : page + 100] = b"\xff" * 100
    address.write_bytes(content)
    with pytest.raises(Unreachable, match="the file is damaged; put a backup in its place"):
        Workspace.open(address)


def test_a_file_cut_short_is_called_damaged(address: Path) -> None:
    with Workspace.open(address) as ws:
        for number in range(50):
            ws.segments.add({"name": f"Segment {number}", "description": "x" * 500})
    address.write_bytes(address.read_bytes()[:9000])
    with pytest.raises(Unreachable, match="damaged"), Workspace.open(address) as ws:
        ws.segments.list()


def as_nobody(work: Callable[[], None]) -> str:
    """Do some work without a superuser's rights, in a process of its own; answer what it says."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            work()
            said = "done"
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


@pytest.fixture
def guarded() -> Iterator[Path]:
    """A workspace that others may read but not write, in a folder they can come to."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        address = Path(folder) / "kept" / "bets.db"
        with Workspace.open(address) as ws:
            ws.segments.add({"name": "Night owls"})
        address.chmod(0o444)
        yield address
        address.parent.chmod(0o755)


def test_a_file_that_may_not_be_written_opens_for_reading_and_says_so(guarded: Path) -> None:
    guarded.parent.chmod(0o555)
    before = files_in(guarded.parent)

    def look() -> None:
        with Workspace.open(guarded, actor="guest") as ws:
            assert ws.read_only
            assert ws.segments.get(1).name == "Night owls"
            assert ws.trail.verify() == ()
            assert ws.board() == ()
            ws.revision()
            with pytest.raises(Refused, match=r"is open for reading only: the file may not be written by you"):
                ws.segments.add({"name": "Early birds"})

    assert as_nobody(look) == "done"
    assert files_in(guarded.parent) == before


def test_a_reader_without_rights_sees_what_an_open_writer_has_just_written(guarded: Path) -> None:
    def look() -> None:
        with Workspace.open(guarded, actor="guest") as ws:
            assert ws.read_only
            assert ws.segments.count() == 2

    with Workspace.open(guarded) as ws:
        if ws.read_only:
            pytest.skip("only a superuser may write what nobody may")
        ws.segments.add({"name": "Early birds"})
        assert as_nobody(look) == "done"


def test_a_folder_that_may_not_be_written_gets_no_new_workspace(guarded: Path) -> None:
    guarded.parent.chmod(0o555)
    said = as_nobody(lambda: Workspace.open(guarded.parent / "new.db", actor="guest").close())
    assert said.startswith("Unreachable: a workspace cannot be made at")
    assert said.endswith("permission denied; choose another place")


def test_a_file_that_may_not_be_read_is_unreachable(guarded: Path) -> None:
    guarded.chmod(0o000)
    said = as_nobody(lambda: Workspace.open(guarded, actor="guest").close())
    assert said == f"Unreachable: {guarded} cannot be opened: permission denied"


def test_the_actor_is_who_is_logged_in_unless_named(address: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ann")
    with Workspace.open(address) as ws:
        assert ws.actor == "ann"
    monkeypatch.setenv("WHATSTICKS_ACTOR", "Ann Lee")
    with Workspace.open(address) as ws:
        assert ws.actor == "Ann Lee"
        assert ws.by("Bo").actor == "Bo"
    with Workspace.open(address, actor="Bo") as ws:
        assert ws.actor == "Bo"


def test_an_actor_whose_name_would_reach_the_terminal_is_refused(address: Path) -> None:
    with pytest.raises(InvalidField, match=r"your name: .*control character.*set WHATSTICKS_ACTOR"):
        Workspace.open(address, actor="\x1b]52;c;eA==\x07")
    assert not address.exists()


def test_the_default_place_belongs_to_this_person() -> None:
    assert DEFAULT_ADDRESS.endswith("/whatsticks/workspace.db")
