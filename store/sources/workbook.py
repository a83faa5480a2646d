"""Workbooks: .xlsx, .xls and .ods, of which one sheet is written as text and read like any other text."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from experiments.errors import Unreadable

_SECONDS = 600
_LONGEST = 300
_TOO_MUCH = (
    "the sheet needs more memory or time to be read than a workbook is given; save it as CSV, which has no such limit"
)


@dataclass(frozen=True)
class Sheet:
    """A sheet that was written as text: its name, how many empty rows were above it, and what to know of it."""

    name: str
    skipped: int
    notes: tuple[str, ...]


def sheet_to_text(file: Path, sheet: str, to: Path) -> Sheet:
    """Write a sheet (empty: the first that is shown) as tab-separated text in UTF-8.

    Raises
    ------
    Unreadable
        Where the workbook is damaged, protected or far too large, or has no such sheet.
    """
    program = Path(__file__).with_name("sheet_to_text.py")
    command = [sys.executable, "-I", str(program), str(file), sheet, str(to)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable(_TOO_MUCH) from None
    if done.returncode:
        fault = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        if done.returncode < 0 or "MemoryError" in fault or "allocat" in fault:
            raise Unreadable(_TOO_MUCH)
        raise Unreadable(f"the workbook is damaged, or is none: {fault[:_LONGEST]}")
    answer = json.loads(done.stdout)
    if "refusal" in answer:
        raise Unreadable(answer["refusal"])
    return Sheet(answer["sheet"], answer["skipped"], tuple(answer["notes"]))
