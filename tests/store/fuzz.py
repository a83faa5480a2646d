"""Somebody who changes a workspace behind the program's back, at random but repeatably: bytes of the file, or rows."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from experiments.errors import WhatSticksError
from store.chain import BEFORE_THE_FIRST, link_hash
from store.replay import called
from store.tables import Row, TrailRow
from store.trail import line_of
from store.workspace import Workspace
from tests.store.behind import raw, take_guards_off

TABLES = ("segment", "hypothesis", "experiment", "observation", "decision", "trail")
Content = dict[str, list[Any]]


# Bytes ----------------------------------------------------------------------------------------------------------------


def damaged(whole: bytes, dice: random.Random) -> bytes:
    """Flip, overwrite, insert or delete some bytes, zero or swap pages, or cut the end off."""
    at = dice.randrange(len(whole))
    few = dice.randint(1, 8)
    page = 4096 * dice.randrange(len(whole) // 4096)
    other = 4096 * dice.randrange(len(whole) // 4096)
    ways: dict[str, Callable[[], bytes]] = {
        "flip": lambda: whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :],
        "overwrite": lambda: whole[:at] + dice.randbytes(few) + whole[at + few :],
        "insert": lambda: whole[:at] + dice.randbytes(few) + whole[at:],
        "delete": lambda: whole[:at] + whole[at + few :],
        "zero a page": lambda: whole[:page] + bytes(4096) + whole[page + 4096 :],
        "copy a page": lambda: whole[:page] + whole[other : other + 4096] + whole[page + 4096 :],
        "cut": lambda: whole[: max(at, 1)],
    }
    likely = (
        "flip",
        "flip",
        "flip",
        "flip",
        "overwrite",
        "overwrite",
        "insert",
        "delete",
        "zero a page",
        "copy a page",
    )
    return ways[dice.choice((*likely, "cut"))]()


def content_of(path: Path) -> Content | None:
    """Every row of every table, as bytes, read along the tables and not along an index; None where that fails."""
    file = sqlite3.connect(path)
    file.text_factory = bytes
    try:
        return {table: file.execute(f"SELECT * FROM {table} NOT INDEXED ORDER BY rowid").fetchall() for table in TABLES}
    except (sqlite3.Error, UnicodeDecodeError):  # the second where not even the complaint can be read
        return None
    finally:
        file.close()


def fuzz_bytes(template: Path, scratch: Path, rounds: int, seed: int) -> Counter[str]:
    """Damage a copy of a file again and again; count what came of it, and fail where a change stayed unseen."""
    whole, before = template.read_bytes(), content_of(template)
    dice, ends = random.Random(seed), Counter[str]()
    for turn in range(rounds):
        path = scratch / "fuzzed.db"
        for left in scratch.glob("fuzzed.db*"):
            left.unlink()
        path.write_bytes(damaged(whole, dice))
        same = content_of(path) == before
        try:
            with Workspace.open(path, actor="Eve", create=False) as ws:
                faults = ws.trail.verify()
        except WhatSticksError:
            ends["refused as damaged"] += 1
            continue
        assert faults or same, f"turn {turn} of seed {seed} changed what is kept, and nobody noticed"
        ends["named by verify" if faults else "in unused bytes, nothing changed"] += 1
    return ends


# Rows -----------------------------------------------------------------------------------------------------------------


class Rows:
    """All rows of a workspace, which somebody with every right changes and puts back."""

    def __init__(self, address: Path | str) -> None:
        self.address = address
        with raw(address) as connection:
            take_guards_off(connection)
            self.columns = {table: _columns(table) for table in TABLES}
            self.before = self.read(connection)

    def read(self, connection: Any) -> Content:
        return {table: self._rows(connection, table) for table in TABLES}

    def _rows(self, connection: Any, table: str) -> list[Any]:
        key = "seq" if table == "trail" else "id"
        names = ", ".join(self.columns[table])
        return [tuple(row) for row in connection.execute(f"SELECT {names} FROM {table} ORDER BY {key}").fetchall()]

    def write(self, connection: Any, content: Content) -> None:
        """Put these rows in place of all that are there."""
        sqlite = isinstance(connection, sqlite3.Connection)
        connection.execute("PRAGMA foreign_keys = OFF" if sqlite else "SET session_replication_role = replica")
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")
            marks = ", ".join("?" if sqlite else "%s" for _ in self.columns[table])
            names = ", ".join(self.columns[table])
            for row in content[table]:
                connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)

    def numbers(self, table: str, content: Content) -> set[int]:
        """The numbers of the rows of a table that differ, as they were and as they are."""
        key = self.columns[table].index("id")
        before, now = self.before[table], content[table]
        return {row[key] for row in (*before, *now) if row not in before or row not in now}

    def changed(self, dice: random.Random) -> tuple[str, int, Content]:
        """Change, delete, copy or swap a row of some table; answer which, and all rows as they are then."""
        content = {table: [*rows] for table, rows in self.before.items()}
        table = dice.choice([table for table in TABLES if content[table]])
        names, rows = self.columns[table], content[table]
        place = dice.randrange(len(rows))
        number = rows[place][names.index("seq" if table == "trail" else "id")]
        column = dice.randrange(len(names))
        row = list(rows[place])
        match dice.choice(("change", "change", "change", "delete", "copy", "swap")):
            case "change":
                row[column] = _other(row[column], dice)
                rows[place] = tuple(row)
            case "delete":
                del rows[place]
            case "copy":
                for name in ("id", "seq"):
                    if name in names:
                        number = row[names.index(name)] = max(one[names.index(name)] for one in rows) + 1
                for name in ("uid", "hash"):
                    if name in names:
                        row[names.index(name)] = dice.randbytes(16).hex()
                rows.append(tuple(row))
            case "swap":
                other = dice.randrange(len(rows))
                there = list(rows[other])
                row[column], there[column] = there[column], row[column]
                rows[place], rows[other] = tuple(row), tuple(there)
        return table, number, content


def _columns(table: str) -> list[str]:
    """The columns that are written: what the engine itself works out follows from them."""
    return [column.name for column in Row.metadata.tables[table].columns if column.computed is None]


def _other(value: Any, dice: random.Random) -> Any:
    """A value that is not this one, of the same kind."""
    if isinstance(value, str):
        at = dice.randrange(len(value) + 1)
        return value[:at] + dice.choice((" ", "0", "x", "é")) + value[at + dice.randint(0, 1) :]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + dice.choice((-1, 1, 10))
    if isinstance(value, datetime):
        return value + timedelta(microseconds=dice.choice((-1, 1)))
    return 1


def fuzz_rows(address: Path | str, rounds: int, seed: int) -> Counter[str]:
    """Change rows with all guards off again and again; count what came of it, and fail where a change stayed unseen."""
    rows, dice, ends = Rows(address), random.Random(seed), Counter[str]()
    with Workspace.open(address, actor="Eve", create=False) as ws:
        head = ws.trail.newest()
        for turn in range(rounds):
            table, number, content = rows.changed(dice)
            try:
                with raw(address) as connection:
                    rows.write(connection, content)
                    same = rows.read(connection) == rows.before
            except (sqlite3.Error, psycopg.Error):
                ends["refused by the database"] += 1
                continue
            try:
                faults = ws.trail.check([head]).faults
            except WhatSticksError:
                faults = ("refused",)
            names = ["entr"] if table == "trail" else [called(table, one) for one in rows.numbers(table, content)]
            seen = any(name in fault or fault == "refused" for fault in faults for name in names)
            assert seen or same, f"turn {turn} of seed {seed} changed {table} {number}; verify says {faults}"
            ends["nothing changed" if same else "named by verify"] += 1
        with raw(address) as connection:
            rows.write(connection, rows.before)
        assert ws.trail.check([head]).faults == ()
    return ends


def forge(address: Path | str, old: str, new: str) -> None:
    """Rewrite the past as somebody does who knows how: every text, every row to fit, and every hash anew."""
    rows = Rows(address)
    forged: Content = {
        table: [tuple(_replaced(value, old, new) for value in row) for row in found]
        for table, found in rows.before.items()
    }
    previous, names, chain = BEFORE_THE_FIRST, rows.columns["trail"], []
    for row in forged["trail"]:
        entry = TrailRow(**dict(zip(names, row, strict=True)))
        entry.previous = previous
        entry.hash = previous = link_hash(previous, line_of(entry))
        chain.append(tuple(getattr(entry, name) for name in names))
    with raw(address) as connection:
        rows.write(connection, {**forged, "trail": chain})


def _replaced(value: Any, old: str, new: str) -> Any:
    if not isinstance(value, str):
        return value
    return value.replace(old, new).replace(old.casefold(), new.casefold())
