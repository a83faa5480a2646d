"""Compressed text, JSON and text in other encodings are read as CSV in UTF-8 is, and what was assumed is said."""

from __future__ import annotations

import gzip
import hashlib
import json

import pyarrow as pa
import pytest

from experiments.errors import Unreadable
from store.sources.files import opened, preview, read

HEAD = "arm,converted\nold,1\nnew,0\n"


def zstd(content: bytes) -> bytes:
    return pa.compress(content, "zstd", asbytes=True)


@pytest.mark.parametrize("name", ["data.csv.gz", "data.csv", "data"])
@pytest.mark.parametrize("packed", [gzip.compress, zstd], ids=["gzip", "zstd"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_compressed_text_is_told_by_what_it_holds(csv, planned, packed, name, end) -> None:
    path = csv(packed((HEAD + 'new,"1"\n').replace("\n", end).encode()), name)
    found = read(path, planned())
    assert found.arms["new"].statistics["converted"].trials == 2
    assert found.source.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(Unreadable, match=r"line 4, column 'converted' .*'maybe' is not possible"):
        read(csv(packed((HEAD + "old,maybe\n").replace("\n", end).encode()), name), planned())


@pytest.mark.parametrize("packed", [gzip.compress, zstd], ids=["gzip", "zstd"])
def test_compressed_files_that_are_damaged_or_hold_something_else(csv, planned, packed) -> None:
    whole = packed("".join(f"old,{number}\n" for number in range(50_000)).encode())
    for content, says in (
        (whole[: len(whole) // 2], "cut short|damaged|cannot be read"),
        (packed(b""), "there is nothing in the"),
        (packed(packed(HEAD.encode())), "is not text; unpack it first"),
        (packed(b"PAR1" + b"\0" * 50), "Parquet compressed with"),
        (packed(HEAD.encode() + b"old,caf\xc3\xa9\nold,caf\xe9\n"), "line 5 is not UTF-8 .* while line 4 is"),
        (packed(b"arm,converted,note\nold,1,\nnew,1,a\x00\n"), "line 3 holds a NUL byte"),
    ):
        with pytest.raises(Unreadable, match=says):
            read(csv(content), planned())


def test_a_gzip_file_that_is_damaged_inside(csv, planned) -> None:
    whole = gzip.compress("".join(f"old,{number}\n" for number in range(50_000)).encode())
    with pytest.raises(Unreadable, match="the gzip file is damaged"):
        read(csv(whole[:100] + b"\xff" * 100 + whole[200:]), planned())


@pytest.mark.parametrize("packed", [gzip.compress, zstd], ids=["gzip", "zstd"])
def test_a_file_that_unpacks_to_far_more_than_it_is_is_refused(csv, planned, packed) -> None:
    with pytest.raises(Unreadable, match="unpacks to more than 200 times its size"):
        read(csv(packed(HEAD.encode() + (b"old,1" + b" " * 1000 + b"\n") * 140_000)), planned())


JSON_ROWS = [
    {"arm": "old", "converted": True, "paid": 1.5},
    {"arm": "new", "converted": 0},
    {"converted": "no", "arm": "new"},
]


@pytest.mark.parametrize("name", ["data.jsonl", "data.json", "data.csv"])
@pytest.mark.parametrize("form", ["lines", "array", "indented", "marked", "gzip"])
def test_json_is_a_row_for_each_object(csv, planned, described, form, name) -> None:
    lines = "\n".join(map(json.dumps, JSON_ROWS)) + "\n"
    content = {
        "lines": lines,
        "array": json.dumps(JSON_ROWS),
        "indented": json.dumps(JSON_ROWS, indent=2),
        "marked": "\ufeff" + lines,
        "gzip": gzip.compress(lines.encode()),
    }[form]
    share, mean = described
    found = read(csv(content, name), planned(share(), mean("paid")))
    assert found.arms["new"].statistics["converted"].trials == 2
    assert found.arms["new"].missing == {"paid": 2}
    assert preview(csv(content, name)).format == "json"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"arm": "old", "converted": 1}\n{"arm": "new", "conv\n', "line 2 is not JSON: "),
        (
            '{"arm": "old", "converted": 1}\n\n{"arm": "new", "converted": 7}\n',
            "line 3, column 'converted' .*'7' is not",
        ),
        ('{"arm": "old", "arm": "new"}\n', "object 1 of the JSON has the key 'arm' twice"),
        ('{"arm": "old"}\n[1, 2]\n', "value 2 of the JSON is a list; a row is an object"),
        ('[{"arm": "old"}, {"arm": "new"}', "the JSON is damaged or cut short"),
        ('{"data": [{"arm": "old", "converted": 1}]}\n', "there is no column 'arm'"),
        ("[]", "the file has no rows"),
        ('{"a": 1}\n{"a": "caf\xe9"}\n'.encode("latin-1") + '{"a": "é"}\n'.encode(), "line 2 is not UTF-8"),
    ],
)
def test_json_that_is_no_table_is_refused(csv, planned, content, says) -> None:
    with pytest.raises(Unreadable, match=says):
        read(csv(content, "data.json"), planned())


def test_keys_of_json_are_taken_as_they_are(csv) -> None:
    rows = [{"a": 1, "A": 2, "a/b~c": 3, 'q"t': 4}, {"late": 5}]
    seen = preview(csv("\n".join(map(json.dumps, rows))))
    assert [column.name for column in seen.columns] == ["a", "A", "a/b~c", 'q"t', "late"]
    assert seen.head == (("1", "2", "3", "4", ""), ("", "", "", "", "5"))


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-8-sig", "utf-8"])
def test_text_in_other_encodings_is_read_and_that_is_said(csv, planned, codec) -> None:
    mark = "\ufeff" if codec in ("utf-16-le", "utf-16-be") else ""
    path = csv((mark + "arm,converted,city\nold,1,Köln\nnéw,0,–\n").encode(codec))
    found = read(path, planned(shares={"old": 0.5, "néw": 0.5}))
    assert found.arms["néw"].units == 1
    assert found.source.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    said = preview(path).oddities
    if codec == "cp1252":
        assert said == ("the file is not UTF-8 (line 2); it is read as Windows-1252, which makes 'old,1,Köln' of it",)
    elif codec.startswith("utf-8"):
        assert said == ()
    else:
        assert said == (f"the file is written in {codec[:6].upper()}",)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (HEAD.encode() + b"old,caf\xc3\xa9\nold,\xfc\n", "line 5 is not UTF-8 \\(byte 0xFC\\), while line 4 is"),
        (HEAD.encode() + b"old,\x81\n", "line 4 is not UTF-8, nor Windows-1252 \\(byte 0x81\\)"),
        (
            HEAD.encode() + "old,é".encode()[:-1],
            "line 4 is not UTF-8: the file ends inside a character; it is cut short",
        ),
        (HEAD.encode("utf-16")[:-1], "is not UTF-16: truncated data"),
    ],
)
def test_text_in_no_single_encoding_is_refused(csv, planned, content, says) -> None:
    with pytest.raises(Unreadable, match=says):
        read(csv(content), planned())


@pytest.mark.parametrize("name", ["table.txt", "table.dat"])
def test_a_table_of_blanks_is_read_where_the_name_says_plain_text(csv, planned, name) -> None:
    path = csv('arm      converted  author\nold      1          "Ferguson & Simes"\n\n new  0   x\n', name)
    seen = preview(path, planned())
    assert "columns are separated by blanks" in seen.oddities
    assert seen.head[0] == ("old", "1", "Ferguson & Simes")
    assert seen.reading is not None
    assert seen.reading.source.notes == ("columns are separated by blanks",)
    assert len(preview(csv("full name\nAda Lovelace\n")).columns) == 1


def test_how_far_reading_is_can_be_asked_at_any_time(csv, planned) -> None:
    path = csv(HEAD + "old,1\n" * 100_000)
    with opened(path) as file:
        before = file.progress()
        file.read(planned())
        after = file.progress()
    assert before.done <= after.done == after.total == path.stat().st_size
