"""A folder or a pattern is one set of rows, in the order of names; what does not belong is named."""

from __future__ import annotations

import gzip
import hashlib
import os

import pyarrow as pa
import pytest

from experiments.errors import Unreadable
from store.sources.files import preview, read

FIRST = "arm,converted\nold,1\nnew,0\n"
SECOND = "arm,converted\nold,1\nnew,1\nnew,1\n"


def test_a_folder_and_a_pattern_are_read_as_one(csv, tmp_path, planned) -> None:
    csv(SECOND, "b.csv")
    csv(FIRST, "a.csv")
    csv("# about", "README.md")
    csv("", ".hidden.csv")
    whole = read(tmp_path, planned())
    assert whole.source.rows == 5
    assert whole.arms["new"].statistics["converted"].successes == 2
    assert whole == read(tmp_path / "*.csv", planned()).but(source=whole.source)
    listing = "".join(
        f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in (("a.csv", FIRST), ("b.csv", SECOND))
    )
    assert whole.source.digest == hashlib.sha256(listing.encode()).hexdigest()
    seen = preview(tmp_path)
    assert seen.files == ("a.csv", "b.csv")
    assert seen.oddities[0] == "2 files are read as one, in this order: 'a.csv', 'b.csv'"
    assert seen.rows == 5
    assert seen.bytes == len(FIRST) + len(SECOND)
    assert "1 of the folder's entries were left out: 'README.md'" in seen.oddities


def test_one_file_that_matches_is_as_if_it_were_named(csv, tmp_path, planned) -> None:
    path = csv(FIRST, "only.csv")
    by_pattern = read(tmp_path / "on*", planned())
    assert by_pattern.source.digest == read(path, planned()).source.digest


@pytest.mark.parametrize("name", ["*.csv", "a[1].csv", "a?.csv"])
def test_a_name_that_exists_is_no_pattern(csv, tmp_path, planned, name) -> None:
    csv(SECOND, "a1.csv")
    csv(SECOND, "ab.csv")
    csv(FIRST, name)
    assert read(tmp_path / name, planned()).source.rows == 2


def test_the_order_of_rows_is_that_of_names(csv, tmp_path) -> None:
    for name in ("b", "a", "c"):
        csv(f"x\n{name}1\n{name}2\n", f"{name}.csv")
    assert [row[0] for row in preview(tmp_path).head] == ["a1", "a2", "b1", "b2", "c1", "c2"]


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (
            "arm,bought\nold,1\n",
            "the columns of b.csv are not those of a.csv: it has 'bought' more and lacks 'converted'",
        ),
        ("converted,arm\n1,old\n", "the columns of b.csv are not those of a.csv: it has them in another order"),
        ("arm,converted\nold\n", "b.csv: line 2 has 1 field where the header has 2"),
        ("arm,converted\nold,1\n\nold,maybe\n", "b.csv, line 4, column 'converted' .*'maybe' is not possible"),
        ("", "b.csv: the file is empty"),
        ('{"arm": "old", "converted": 1}\n', "b.csv is JSON and a.csv CSV; keep one kind of file"),
        (b"PAR1" + b"\0" * 20, "b.csv: the Parquet file is cut short|b.csv is Parquet and a.csv CSV"),
        ("\n", "b.csv: line 1 is blank"),
    ],
)
def test_the_file_that_differs_or_is_broken_is_named(csv, tmp_path, planned, second, says) -> None:
    csv(FIRST, "a.csv")
    csv(second, "b.csv")
    with pytest.raises(Unreadable, match=says):
        read(tmp_path, planned())


def test_separators_and_packing_may_differ_from_file_to_file(csv, tmp_path, planned) -> None:
    csv(FIRST, "a.csv")
    csv(FIRST.replace(",", ";"), "b.csv")
    csv(gzip.compress(SECOND.encode()), "c.csv.gz")
    assert read(tmp_path, planned()).source.rows == 7


def test_parquet_files_are_matched_by_the_names_of_columns(parquet, tmp_path, planned) -> None:
    parquet({"arm": ["old", "new"], "converted": pa.array([1, 0], pa.int8())}, "a.parquet")
    parquet({"converted": pa.array([1.0, None]), "arm": ["new", "new"]}, "b.parquet")
    found = read(tmp_path, planned())
    assert found.arms["new"].statistics["converted"].trials == 2
    assert found.arms["new"].missing == {"converted": 1}
    parquet({"arm": ["old"], "converted": ["yes"]}, "c.parquet")
    with pytest.raises(Unreadable, match=r"column 'converted' holds varchar in c.parquet and tinyint in a.parquet"):
        read(tmp_path, planned())


def test_what_matches_nothing_is_said(tmp_path, planned) -> None:
    with pytest.raises(Unreadable, match=r"no file is there, and none matches it as a pattern"):
        read(tmp_path / "*.parquet", planned())


def test_folders_within_a_pattern(csv, tmp_path, planned) -> None:
    for day in ("01", "02"):
        (tmp_path / "2026" / day).mkdir(parents=True)
        csv(FIRST, f"2026/{day}/part.csv")
    seen = preview(tmp_path / "2026" / "**" / "*.csv")
    assert (seen.files, seen.rows) == (("01/part.csv", "02/part.csv"), 4)


def test_a_file_that_nobody_may_read_is_named(csv, tmp_path, planned) -> None:
    csv(FIRST, "a.csv")
    os.symlink(tmp_path / "nowhere", tmp_path / "b.csv")
    seen = preview(tmp_path)
    assert "1 of the folder's entries were left out: 'b.csv'" in seen.oddities
