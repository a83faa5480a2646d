"""Tables whose columns are separated by blanks, as statistics programs print them: written again with tabs."""

from __future__ import annotations

import csv
import re
from itertools import islice
from pathlib import Path

NOTE = "columns are separated by blanks"

_FIELD = re.compile(r'"([^"]*)"|[^\s"]+')
_SIGNS = (",", ";", "\t", "|")
_LOOKED_AT = 100
_LONGEST = 1 << 16


def is_blank_separated(file: Path) -> bool:
    """Say whether the first lines have as many fields, told apart by blanks, and none of the usual separators."""
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        first = [line.rstrip("\n") for line in islice(iter(lambda: lines.readline(_LONGEST), ""), _LOOKED_AT)]
    filled = [line for line in first if line.strip()]
    if len(filled) < 2 or any(sign in filled[0] for sign in _SIGNS):
        return False
    widths = {len(_fields(line)) for line in filled}
    return len(widths) == 1 and widths.pop() > 1


def with_tabs(file: Path, to: Path) -> None:
    """Write a table of blanks with tabs, line by line."""
    with file.open(encoding="utf-8-sig") as lines, to.open("w", encoding="utf-8", newline="") as written:
        write = csv.writer(written, delimiter="\t", lineterminator="\n").writerow
        for line in iter(lambda: lines.readline(_LONGEST), ""):
            fields = _fields(line)
            if fields:
                write(fields)
            else:
                written.write("\n")


def _fields(line: str) -> list[str]:
    return [found[1] if found[1] is not None else found[0] for found in _FIELD.finditer(line)]
