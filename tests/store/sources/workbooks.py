"""Workbooks in the format of Excel, written cell by cell, so that tests need no library to make one."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DATE, TIME_OF_DAY = 1, 3
"""Places in the list of styles: as a date, as a time."""

_STYLES = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 22, 20))


def number(value: float, style: int = 0) -> str:
    """Return a cell of a number, or of a date or time."""
    return f' s="{style}"><v>{value}</v>'


def cell(value: object) -> str:
    """Return what follows ``<c r="A1"``."""
    if isinstance(value, str) and value.startswith(" "):
        return value
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v>'
    if isinstance(value, int | float):
        return number(value)
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is>'


def sheet(rows: Sequence[Sequence[object] | None], merged: Sequence[str] = ()) -> str:
    """Return a sheet's XML; None is a row that is not there, and so is a cell."""
    lines = []
    for at, row in enumerate(rows, start=1):
        if row is not None:
            cells = (
                f'<c r="{chr(65 + column)}{at}"{cell(value)}</c>'
                for column, value in enumerate(row)
                if value is not None
            )
            lines.append(f'<row r="{at}">{"".join(cells)}</row>')
    ranges = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    return f"<sheetData>{''.join(lines)}</sheetData>" + (f"<mergeCells>{ranges}</mergeCells>" if merged else "")


def workbook(path: Path, sheets: Mapping[str, str], hidden: Sequence[str] = ()) -> Path:
    """Write a workbook of sheets."""
    state = dict.fromkeys(hidden, ' state="hidden"')
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}"{state.get(name, "")} r:id="rId{at}"/>'
        for at, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{LINK}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{LINK}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets>{listed}</sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{links}'
            f'<Relationship Id="rId999" Type="{LINK}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><cellXfs count="4">{_STYLES}</cellXfs></styleSheet>'
        )
        for at, content in enumerate(sheets.values(), start=1):
            archive.writestr(f"xl/worksheets/sheet{at}.xml", f'<worksheet xmlns="{MAIN}">{content}</worksheet>')
    return path
