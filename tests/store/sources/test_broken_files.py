"""A file that is broken, of another kind or not there gets one line that names the place, and nothing is left out."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from experiments.errors import Unreadable
from store.sources import opened as opened_module
from store.sources.files import opened, preview, read


@pytest.fixture
def refusal(planned):
    """Say what is said of a file."""

    def said(path: Path | str) -> str:
        with pytest.raises(Unreadable) as refused:
            read(path, planned())
        text = str(refused.value)
        assert text.startswith(str(path)) or not str(path).isprintable()
        assert text.isprintable()
        assert len(text) < 500
        return text.removeprefix(f"{path}: ")

    return said


HEAD = "arm,converted\nold,1\nnew,0\n"

CSV = {
    "empty": ("", "the file is empty"),
    "only a header": ("arm,converted\n", "the file has a header and no rows"),
    "only a header, without a line end": ("arm,converted", "the file has a header and no rows"),
    "a blank first line": ("\n" + HEAD, "line 1 is blank; the first line must name the columns"),
    "only blank lines": ("\n\n\n", "line 1 is blank"),
    "no names": (",,\n1,2,3\n", "line 1 names no column"),
    "a row too short": (HEAD + "old\nnew,1\n", "line 4 has 1 field where the header has 2"),
    "a row too long": (HEAD + "old,1,1\n", "line 4 has 3 fields where the header has 2"),
    "a line of blanks": (HEAD + "   \nnew,1\n", "line 4 has 1 field where the header has 2"),
    "a quote left open": (HEAD + 'old,"1\nnew,1\n', "line 4 has a quote that is not closed"),
    "text after a quote": (HEAD + 'old,"1"x\n', "line 4 has a quote that is not closed, or text after a closing quote"),
    "two kinds of line end": (
        "arm,converted\r\nold,1\r\nnew,0\nold,1\r\n",
        "line 3 ends otherwise than the lines before",
    ),
    "two kinds, the other way": (HEAD + "old,1\r\nnew,0\n", "line 4 ends otherwise than the lines before it"),
    "a line of 3 MB": (HEAD + "old," + "x" * 3_000_000 + "\n", "line 4 is longer than 2 MB"),
    "a first line of 3 MB": ("x" * 3_000_000, "line 1 is longer than 2 MB; is this a CSV file?"),
    "UTF-16 without a mark": (HEAD.encode("utf-16-le"), "line 1 holds a NUL byte"),
    "a cut character at the end": (HEAD.encode() + "old,é".encode()[:-1], "line 4 is not UTF-8"),
}


@pytest.mark.parametrize(("content", "says"), CSV.values(), ids=CSV.keys())
def test_a_broken_csv_file_gets_a_line_that_names_the_line(csv, refusal, content, says) -> None:
    assert says in refusal(csv(content))


def test_bytes_that_cannot_be_are_found_in_columns_that_are_not_needed(csv, refusal) -> None:
    start = b"arm,converted,note\n" + b"old,1,fine\nnew,0,fine\n" * 300_000
    assert refusal(csv(start + b"old,1,a\x00b\n")).startswith("line 600,002 holds a NUL byte")
    accented = start.replace(b"fine", "café".encode(), 1)
    assert "line 600,002 is not UTF-8 (byte 0xE9), while line 2 is" in refusal(csv(accented + b"old,1,caf\xe9\n"))
    across = b"x" * (4 * 2**20 - len(start) % (4 * 2**20) - 1)  # the two bytes of é lie in two chunks
    read_well = csv(start.replace(b"fine", b"ok", 1) + b"old,1," + across + "é\n".encode())
    assert read_well.stat().st_size > 4 * 2**20


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not ended"])
def test_separators_line_ends_and_a_mark_are_told_apart(csv, planned, mark, end, separator, last) -> None:
    lines = [["arm", "note", "converted"], ["old", '"a, b; c|d"', "1"], ["new", '"""quoted"""', "0"]]
    content = mark + end.join(separator.join(line) for line in lines) + (end if last else "")
    found = read(csv(content), planned())
    assert found.arms["old"].statistics["converted"].successes == 1
    assert found.source.rows == 2


def test_a_header_of_ten_thousand_columns(csv, planned) -> None:
    names = ",".join(f"column {number}" for number in range(10_000))
    row = "," * 9_999
    assert read(csv(f"{names},arm,converted\n{row},old,1\n{row},new,0\n"), planned()).source.rows == 2


def test_an_error_far_down_has_the_line_an_editor_shows(csv, refusal) -> None:
    rows = 'old,1\n"ne\nw",0\n\n' * 100_000
    assert refusal(csv("arm,converted\n" + rows + "old\n")).startswith("line 400,002 has 1 field")
    assert refusal(csv("arm,converted\n" + rows + "old,maybe\n")).startswith("line 400,002, column 'converted'")


PARQUET_NAME = ("data.parquet", "data.csv", "data")


@pytest.mark.parametrize("name", PARQUET_NAME)
def test_the_format_is_told_from_the_bytes_and_not_from_the_name(parquet, csv, planned, name) -> None:
    assert read(parquet({"arm": ["old", "new"], "converted": [1, 0]}, name), planned()).source.rows == 2
    if not name.endswith(".parquet"):
        assert read(csv(HEAD, name), planned()).source.rows == 2


def test_what_is_called_parquet_and_is_none(csv, refusal) -> None:
    assert refusal(csv(HEAD, "data.parquet")) == "this is not a Parquet file: it does not begin as one"


@pytest.mark.parametrize("kept", [8, 300, -1, -4, -200])
def test_a_parquet_file_cut_short(parquet, refusal, kept) -> None:
    path = parquet({"arm": ["old", "new"] * 500, "converted": [1, 0] * 500})
    path.write_bytes(path.read_bytes()[:kept])
    assert "the Parquet file is cut short" in refusal(path)


def test_a_parquet_file_damaged_inside(parquet, refusal) -> None:
    path = parquet({"arm": [f"a{n % 7}" for n in range(50_000)], "converted": [n % 2 for n in range(50_000)]})
    content = bytearray(path.read_bytes())
    content[40:400] = b"\xff" * 360
    path.write_bytes(bytes(content))
    assert "the Parquet file is damaged: " in refusal(path)


def test_a_parquet_file_without_rows(parquet, refusal) -> None:
    table = pa.table({"arm": pa.array([], pa.string()), "converted": pa.array([], pa.int8())})
    assert refusal(parquet(table)) == "the file has no rows"


def test_other_formats_are_named(csv, refusal) -> None:
    assert "is a database" in refusal(csv(b"SQLite format 3\x00" + b"\x00" * 100))
    assert "is a PDF" in refusal(csv(b"%PDF-1.7\n"))
    assert "is compressed with bzip2; unpack it first" in refusal(csv(b"BZh91AY&SY"))


def test_paths_that_are_no_file(tmp_path, refusal) -> None:
    assert refusal(tmp_path / "nowhere.csv") == "no such file or directory"
    assert "the folder holds no file of data" in refusal(tmp_path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(pipe) == "this is not a regular file"
    assert "no file can have this name" in refusal("a\x00b.csv")


@pytest.mark.parametrize("address", ["https://example.com/data.csv", "s3://bucket/data.parquet", "file:///etc/passwd"])
def test_an_address_is_not_fetched(refusal, address) -> None:
    assert refusal(address) == "only files on this machine are read; download it first"


@pytest.mark.parametrize(
    "name", ["*.csv", "data*.csv", "a?.csv", "[ab].csv", "it's.csv", '"; DROP.csv', "{a,b}.csv", "né 🙂.csv"]
)
def test_a_path_is_only_a_path(csv, planned, name) -> None:
    for decoy in ("data1.csv", "ab.csv", "a.csv", "b.csv"):
        csv("arm,converted\nold,1\nnew,1\nnew,1\n", decoy)
    assert read(csv(HEAD, name), planned()).source.rows == 2


def test_a_name_that_could_steer_a_terminal_is_shown_harmless(csv, planned, refusal) -> None:
    path = csv("", "\x1b]52;c;ZXZpbA==\x07.csv")
    assert "\x1b" not in refusal(path)
    good = csv(HEAD, "\x1b[31mred.csv")
    assert read(good, planned()).source.name == "[31mred.csv"


def test_a_file_that_changes_while_it_is_read_is_refused(csv, planned) -> None:
    path = csv(HEAD)

    def read_while_it_grows() -> None:
        with opened(path) as file:
            file.read(planned())
            path.write_text(HEAD + "old,1\n")

    with pytest.raises(Unreadable, match="changed while it was being read"):
        read_while_it_grows()


def test_a_file_that_nobody_may_read(csv, refusal, monkeypatch) -> None:
    def denied(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(opened_module, "matched", denied)
    assert refusal(csv(HEAD)) == "permission denied"


def test_nothing_is_left_behind(csv, planned, tmp_path, monkeypatch) -> None:
    folder = tmp_path / "overflow"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    read(csv(HEAD), planned())
    with pytest.raises(Unreadable):
        read(csv(HEAD + "x\n"), planned())
    assert list(folder.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name == "fingerprint"]


def test_the_engine_can_open_no_other_file(csv, tmp_path) -> None:
    import duckdb

    other = csv("secret\n1\n", "other.csv")
    with opened(csv(HEAD)) as file:
        for reading in (f"read_csv('{other}')", "read_text('/etc/hostname')", "'https://example.com/x.csv'"):
            with pytest.raises(duckdb.Error, match=r"disabled by configuration|Cannot access|does not exist"):
                file.engine.connection.execute(f"SELECT * FROM {reading}").fetchall()
        with pytest.raises(duckdb.Error):
            file.engine.connection.execute("SET enable_external_access = true")


def test_a_preview_refuses_what_cannot_be_read_and_shows_the_rest(csv, parquet, tmp_path) -> None:
    with pytest.raises(Unreadable, match="line 4 has 1 field"):
        preview(csv(HEAD + "old\n"))
    assert preview(csv("arm,converted\n")).oddities == ("the file has no rows",)
    table = pa.table({"arm": pa.array([], pa.string())})
    pq.write_table(table, tmp_path / "empty.parquet")
    assert preview(tmp_path / "empty.parquet").rows == 0
