"""A program of its own: writes one sheet of a workbook as tab-separated text, within limits of memory and time.

    python -I sheet_to_text.py WORKBOOK SHEET TO

``SHEET`` may be empty. It answers with one line of JSON: what was read and what was left out, or why it cannot be.
A workbook is read as a whole by the library that knows the format, and a small file can ask for any amount of memory:
so it is read in a process that may be refused, and not in the one that shows the answer.
"""

from __future__ import annotations

import csv
import datetime
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any

_MEMORY = 320 << 20
_SECONDS = 120
_ALWAYS_FINE = 1 << 27
_MOST_TIMES = 200
_CHUNK = 1 << 20
_ERROR_CELL = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*>')
_NO_VALUE = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_PLACE = re.compile(rb'\br="([A-Z]+[0-9]+)"')


class Refusal(Exception):
    """Why a sheet cannot be read, in one line."""


def main(file: str, sheet: str, to: str) -> dict[str, Any]:
    """Write a sheet as text."""
    import python_calamine as calamine

    try:
        _refuse_bomb(file)
        with calamine.CalamineWorkbook.from_path(file) as book:
            name, notes = _chosen(book, sheet)
            notes += _not_taken(file, name)
            found = book.get_sheet_by_name(name)
            skipped, more = _write(found, to)
    except Refusal as refusal:
        return {"refusal": str(refusal)}
    except calamine.PasswordError:
        return {"refusal": "the workbook is protected by a password; save it without one"}
    except (calamine.CalamineError, zipfile.BadZipFile) as error:
        return {"refusal": f"the workbook is damaged, or is none: {error}"}
    return {"sheet": name, "skipped": skipped, "notes": notes + more}


def _refuse_bomb(file: str) -> None:
    if not zipfile.is_zipfile(file):
        return
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    packed, unpacked = sum(one.compress_size for one in members), sum(one.file_size for one in members)
    if unpacked > max(_ALWAYS_FINE, packed * _MOST_TIMES):
        raise Refusal(
            f"the workbook unpacks to more than {_MOST_TIMES} times its size, as measurements do not; save the sheet as"
            " CSV"
        )


def _chosen(book: Any, sheet: str) -> tuple[str, list[str]]:
    """Return the sheet that is asked for, or the first that is shown."""
    if sheet:
        if sheet not in book.sheet_names:
            raise Refusal(f"there is no sheet {sheet!r}; the sheets are {_listed(book.sheet_names)}")
        return sheet, []
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    cells, visible = SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible
    shown = [one.name for one in book.sheets_metadata if one.typ == cells and one.visible == visible]
    if not shown:
        raise Refusal("the workbook has no sheet of cells that is shown; name one after a #, such as book.xlsx#Data")
    if len(shown) == 1:
        return shown[0], []
    others = f"the sheet {shown[0]!r} is read; name another after a #: {_listed(shown[1:])}"
    return shown[0], [others]


def _listed(names: list[str]) -> str:
    return ", ".join(map(repr, names[:20])) + (f" and {len(names) - 20} more" if len(names) > 20 else "")


def _write(sheet: Any, to: str) -> tuple[int, list[str]]:
    """Write rows, one record each, from the first that is not empty; return how many were empty before it."""
    skipped = blank = width = 0
    with open(to, "w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, delimiter="\t", lineterminator="\n").writerow
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            row = _trimmed([_text(cell) for cell in cells])
            if not width:
                if not row:
                    skipped += 1
                    continue
                width = len(row)
                _refuse_merged_header(sheet, number)
            elif len(row) > width:
                raise Refusal(
                    f"row {number:,} has {len(row):,} cells where row {skipped + 1:,} has {width:,}; the first row must"
                    " name every column"
                )
            elif not row:  # kept back: a sheet may end in thousands of them
                blank += 1
                continue
            file.write("\n" * blank)
            blank = 0
            write(row + [""] * (width - len(row)))
    if not width:
        raise Refusal("the sheet is empty")
    return skipped, list(_merged(sheet))


def _trimmed(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def _text(cell: Any) -> str:
    """Return a cell as it would be written in a text file: whole numbers without a point, times as ISO has them."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, datetime.timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell)


def _refuse_merged_header(sheet: Any, number: int) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top < number <= bottom + 1:
            raise Refusal(
                f"cells {_cell(top, left)}:{_cell(bottom, right)} are merged, in the row that names the columns; give"
                " every column a name of its own in one row"
            )


def _merged(sheet: Any) -> Iterator[str]:
    ranges = sheet.merged_cell_ranges or []
    if ranges:
        (top, left), (bottom, right) = ranges[0]
        yield (
            f"{len(ranges):,} ranges of cells are merged, such as {_cell(top, left)}:{_cell(bottom, right)}; only the"
            " first cell of each has its value"
        )


def _cell(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _not_taken(file: str, sheet: str) -> list[str]:
    """Count what the library reads as an empty cell though it is none: errors, and formulas never worked out."""
    if not zipfile.is_zipfile(file):
        return []
    with zipfile.ZipFile(file) as archive:
        part = _part_of(archive, sheet)
        if not part:
            return []
        errors, formulas = _Count(_ERROR_CELL), _Count(_NO_VALUE)
        kept = b""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                whole, mark, kept = (kept + chunk).rpartition(b"</c>")
                errors.look_in(whole + mark)
                formulas.look_in(whole + mark)
                kept = kept[-_CHUNK:]
    notes = []
    if errors.number:
        notes.append(f"{errors.number:,} cells hold an error such as #DIV/0! ({errors.first}); they are read as empty")
    if formulas.number:
        notes.append(
            f"{formulas.number:,} formulas have no stored value ({formulas.first}) and are read as empty; open and save"
            " the workbook in a spreadsheet program"
        )
    return notes


class _Count:
    def __init__(self, sign: re.Pattern[bytes]) -> None:
        self._sign = sign
        self.number = 0
        self.first = ""

    def look_in(self, text: bytes) -> None:
        for found in self._sign.finditer(text):
            self.number += 1
            if not self.first:
                start = text.rfind(b"<c ", 0, found.start() + 3)
                place = _PLACE.search(text, max(0, start), found.end())
                self.first = place[1].decode() if place else "?"


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return where a sheet of an .xlsx workbook lies, or "" where that cannot be told."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return ""
    book, links = (
        archive.read(name)[:_CHUNK].decode("utf-8", "replace")
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    )
    for tag in re.findall(r"<sheet\b[^>]*>", book):
        if unescape(_attribute(tag, "name")) == sheet:
            link = _attribute(tag, r"\w+:id")
            for relation in re.findall(r"<Relationship\b[^>]*>", links):
                if _attribute(relation, "Id") == link:
                    target = _attribute(relation, "Target")
                    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                    return part if part in names else ""
    return ""


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _within_limits() -> None:
    try:
        import resource
    except ImportError:  # Windows sets no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _within_limits()
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))
