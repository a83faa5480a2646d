"""Sheets of workbooks are read as people see them; what has no value there is counted and named."""

from __future__ import annotations

import datetime
import zipfile

import pytest

from experiments.errors import Unreadable
from store.sources.files import preview, read
from tests.store.sources.workbooks import DATE, number, sheet, workbook

DAY = (datetime.date(2026, 3, 1) - datetime.date(1899, 12, 30)).days
HEAD = ["arm", "converted", "day", "paid"]
ROWS = [
    HEAD,
    ["old", True, number(DAY, DATE), 12.5],
    ["new", 1, number(DAY + 1, DATE), 2],
    None,
    ["new", 0, number(DAY + 9, DATE), None],
]


def test_a_sheet_is_read_with_dates_answers_and_gaps(tmp_path, planned, described) -> None:
    share, mean = described
    path = workbook(tmp_path / "week 1.xlsx", {"Data": sheet(ROWS)})
    found = read(path, planned(share(), mean("paid"), columns={"arm": "arm", "time": "day"}))
    assert found.source.rows == 3
    assert (found.source.first, found.source.last) == (datetime.date(2026, 3, 1), datetime.date(2026, 3, 10))
    assert found.arms["new"].statistics["converted"].successes == 1
    assert found.arms["new"].missing == {"paid": 1}
    seen = preview(path)
    assert (seen.format, seen.oddities) == ("excel", ())
    assert seen.head[1] == ("new", "1", "2026-03-02", "2")


def test_the_first_sheet_that_is_shown_is_read_and_the_others_are_named(tmp_path) -> None:
    sheets = {"Old": sheet([["x"], [1]]), "Q1 & Q2": sheet([["arm", "converted"], ["a", 1]]), "Notes": sheet([["n"]])}
    path = workbook(tmp_path / "book.xlsx", sheets, hidden=["Old"])
    seen = preview(path)
    assert seen.oddities[0] == "the sheet 'Q1 & Q2' is read; name another after a #: 'Notes'"
    assert preview(f"{path}#Old").columns[0].name == "x"
    with pytest.raises(Unreadable, match="there is no sheet 'New'; the sheets are 'Old', 'Q1 & Q2', 'Notes'"):
        preview(f"{path}#New")


def test_a_file_whose_name_has_a_sign_for_a_sheet_in_it_is_that_file(tmp_path, csv) -> None:
    workbook(tmp_path / "a.xlsx", {"b": sheet([["from the sheet"], [1]])})
    assert preview(tmp_path / "a.xlsx#b").columns[0].name == "from the sheet"
    csv("from the file\n1\n", "a.xlsx#b")
    assert preview(tmp_path / "a.xlsx#b").columns[0].name == "from the file"


def test_what_is_wrong_is_named_by_its_row_in_the_sheet(tmp_path, planned) -> None:
    rows = [None, None, ["arm", "converted"], ["old", 1], None, ["ne\nw", 1], ["new", "maybe"]]
    path = workbook(tmp_path / "a.xlsx", {"Data": sheet(rows)})
    with pytest.raises(Unreadable, match=r"a.xlsx: row 7, column 'converted' .*'maybe' is not possible"):
        read(path, planned())


def test_errors_and_formulas_without_a_value_are_counted_and_named(tmp_path) -> None:
    rows = [["arm", "paid"], ["a", ' t="e"><v>#DIV/0!</v>'], ["b", " ><f>1+1</f>"], ["c", " ><f>1+1</f><v>2</v>"]]
    seen = preview(workbook(tmp_path / "a.xlsx", {"Data": sheet(rows)}))
    assert seen.oddities[:2] == (
        "1 cells hold an error such as #DIV/0! (B2); they are read as empty",
        "1 formulas have no stored value (B3) and are read as empty; open and save the workbook in a spreadsheet"
        " program",
    )
    assert seen.head == (("a", ""), ("b", ""), ("c", "2"))


@pytest.mark.parametrize(
    ("rows", "merged", "says"),
    [
        ([["arm", "total"], ["old", 1]], ["A1:B1"], "cells A1:B1 are merged, in the row that names the columns"),
        ([["Report of March"], ["arm", "converted"], ["old", 1]], [], "row 2 has 2 cells where row 1 has 1; the first"),
        ([], [], "the sheet is empty"),
        ([["arm", "converted"]], [], "has a header and no rows"),
    ],
)
def test_sheets_that_are_no_table_are_refused(tmp_path, planned, rows, merged, says) -> None:
    with pytest.raises(Unreadable, match=says):
        read(workbook(tmp_path / "a.xlsx", {"Data": sheet(rows, merged)}), planned())


def test_cells_merged_among_the_rows_are_counted(tmp_path) -> None:
    rows = [["arm", "converted"], ["old", 1], [None, 0], ["new", 0]]
    seen = preview(workbook(tmp_path / "a.xlsx", {"Data": sheet(rows, ["A2:A3"])}))
    assert seen.oddities[0].startswith("1 ranges of cells are merged, such as A2:A3; only the first cell")
    assert "1 row name no arm" in seen.oddities


def test_workbooks_that_would_fill_the_memory_are_refused(tmp_path, planned) -> None:
    far = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    with pytest.raises(Unreadable, match="needs more memory or time"):
        read(workbook(tmp_path / "far.xlsx", {"Data": far}), planned())
    bomb = workbook(tmp_path / "bomb.xlsx", {"Data": sheet([["arm"], ["a"]]), "Zeros": " " * (130 << 20)})
    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(Unreadable, match="unpacks to more than 200 times its size"):
        read(bomb, planned())


def test_archives_that_are_no_workbook_are_refused(tmp_path, csv, planned) -> None:
    with zipfile.ZipFile(tmp_path / "data.zip", "w") as archive:
        archive.writestr("data.csv", "arm,converted\nold,1\n")
    for path in (tmp_path / "data.zip", csv(b"PK\x03\x04" + b"x" * 500), csv(b"\xd0\xcf\x11\xe0" + b"x" * 600)):
        with pytest.raises(Unreadable, match="the workbook is damaged, or is none"):
            read(path, planned())
