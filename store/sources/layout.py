"""What files look like to the engine: their format and their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from experiments.errors import Unreadable
from store.sources.engine import identifier, literal_pattern, text_literal
from store.sources.plain import Kind, Plain
from store.sources.wording import listed, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from store.sources.csv_header import Header

Format = Kind | Literal["table", "database"]
"""What rows are read from: files, a table that was made from them, or a database."""


@dataclass(frozen=True)
class Column:
    """A column: its name in the file, its name in SQL and the engine's type. All columns of a CSV file are text.

    ``commas`` says that numbers in its text have decimal commas, ``complete`` that every row is known to have a value.
    """

    name: str
    sql: str
    type: str
    commas: bool = False
    complete: bool = False

    @property
    def is_text(self) -> bool:
        """Say whether values are read out of text."""
        return self.type == "VARCHAR"

    @property
    def is_whole(self) -> bool:
        """Say whether values are whole numbers of the engine."""
        return self.type in {
            *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
        }

    @property
    def is_number(self) -> bool:
        """Say whether values are numbers of the engine."""
        wide = self.type in {"HUGEINT", "UHUGEINT", "FLOAT", "DOUBLE"}
        return self.is_whole or wide or self.type.startswith("DECIMAL")


@dataclass(frozen=True)
class Part:
    """One of the files: what it is called among them, where its rows lie, and the SQL after FROM for it alone."""

    name: str
    file: Plain
    source: str


@dataclass(frozen=True)
class Layout:
    """Files as the engine reads them, together; ``source`` stands after FROM, ``path`` is where the first lies."""

    path: Path
    format: Format
    columns: tuple[Column, ...]
    source: str
    parts: tuple[Part, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what was taken for granted of a file, and what was left out."""
        several = len(self.parts) > 1
        told = (f"{part.name}: {note}" if several else note for part in self.parts for note in part.file.notes)
        return (*self.left_out, *told)


def table_layout(layout: Layout, table: str) -> Layout:
    """Return a table of the engine in place of the file that it was made from."""
    return Layout(layout.path, "table", (), table, layout.parts, layout.left_out)


def unseen(files: Sequence[tuple[str, Plain]]) -> Layout:
    """Return files of which no column is known yet."""
    return Layout(files[0][1].read, files[0][1].kind, (), "", tuple(Part(name, file, "") for name, file in files))


def layout_of(
    connection: DuckDBPyConnection, files: Sequence[tuple[str, Plain]], left_out: tuple[str, ...] = ()
) -> Layout:
    """Read the names and types of the columns of files that are read as one, each with its name.

    ``left_out`` says what was not taken with them.

    Raises
    ------
    Unreadable
        Where a file differs from the first, naming it.
    """
    first_name, first = files[0]
    for name, file in files:
        if file.kind != first.kind:
            raise Unreadable(
                f"{name} is {_KINDS[file.kind]} and {first_name} {_KINDS[first.kind]}; keep one kind of file"
            )
    layout_in = {"parquet": _parquet_layout, "json": _json_layout}.get(first.kind, _csv_layout)
    return replace(layout_in(connection, files), left_out=left_out)


_KINDS = {"csv": "CSV", "json": "JSON", "parquet": "Parquet", "excel": "Excel"}


def _csv_layout(_: DuckDBPyConnection, files: Sequence[tuple[str, Plain]]) -> Layout:
    headers = [_header(name, file, several=len(files) > 1) for name, file in files]
    _refuse_different(files, [header.names for header in headers])
    first = headers[0]
    parts = tuple(
        Part(name, file, _csv_source([file.read], header)) for (name, file), header in zip(files, headers, strict=True)
    )
    alike = all(header.delimiter == first.delimiter for header in headers)
    source = _csv_source([file.read for _, file in files], first) if alike else _one_after_another(parts)
    # A file without decimals at its start says nothing of how they are written; one with a point is refused there.
    commas = frozenset().union(*(header.commas for header in headers))
    columns = (Column(name, f"c{at}", "VARCHAR", at in commas) for at, name in enumerate(first.names))
    return Layout(files[0][1].read, files[0][1].kind, tuple(columns), source, parts)


def _header(name: str, file: Plain, *, several: bool) -> Header:
    from store.sources.csv_header import read_header

    try:
        return read_header(file.read)
    except Unreadable as error:
        raise Unreadable(f"{name}: {error}" if several else str(error)) from None


def _csv_source(files: Sequence[Path], header: Header) -> str:
    """Return the reading of CSV files with nothing left to guess, strict, all columns as text."""
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(len(header.names)))
    return (
        f"read_csv({_listed(files)}, auto_detect = false, header = true, delim = {text_literal(header.delimiter)},"
        f" quote = '\"', escape = '\"', columns = {{{columns}}}, strict_mode = true, null_padding = false)"
    )


def _listed(files: Sequence[Path]) -> str:
    paths = [text_literal(literal_pattern(file)) for file in files]
    return paths[0] if len(paths) == 1 else f"[{', '.join(paths)}]"


def _one_after_another(parts: Sequence[Part]) -> str:
    return "(" + " UNION ALL ".join(f"SELECT * FROM {part.source}" for part in parts) + ")"


def _json_layout(connection: DuckDBPyConnection, files: Sequence[tuple[str, Plain]]) -> Layout:
    """Take the keys of all files together: an object without a key has no value there."""
    from store.sources.json_columns import json_keys, json_source

    keys = tuple(dict.fromkeys(key for _, file in files for key in json_keys(connection, file.read)))
    columns = tuple(Column(key, f"c{at}", "VARCHAR") for at, key in enumerate(keys))
    parts = tuple(Part(name, file, json_source([file.read], keys)) for name, file in files)
    return Layout(files[0][1].read, "json", columns, json_source([file.read for _, file in files], keys), parts)


def _parquet_layout(connection: DuckDBPyConnection, files: Sequence[tuple[str, Plain]]) -> Layout:
    described = [_parquet_columns(connection, file.read) for _, file in files]
    _refuse_different(files, [tuple(sorted(column.name for column in columns)) for columns in described])
    first = {column.name: column for column in described[0]}
    for (name, _), columns in zip(files, described, strict=True):
        for column in columns:
            other = first[column.name]
            if column.type != other.type and not (column.is_number and other.is_number):
                raise Unreadable(
                    f"column {quoted(column.name)} holds {column.type.lower()} in {name} and {other.type.lower()} in"
                    f" {files[0][0]}; give it one type in all files"
                )
    source = f"read_parquet({_listed([file.read for _, file in files])}{_BY_NAME if len(files) > 1 else ''})"
    parts = tuple(Part(name, file, f"read_parquet({_listed([file.read])})") for name, file in files)
    columns = described[0]
    if any(len({column.type for column in alike}) > 1 for alike in zip(*map(_by_name, described), strict=True)):
        types = {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        columns = tuple(Column(one.name, one.sql, types.get(one.name, one.type).strip('"')) for one in columns)
    return Layout(files[0][1].read, "parquet", columns, source, parts)


_BY_NAME = ", union_by_name = true"


def _by_name(columns: Sequence[Column]) -> list[Column]:
    return sorted(columns, key=lambda column: column.name)


def _parquet_columns(connection: DuckDBPyConnection, path: Path) -> tuple[Column, ...]:
    file = text_literal(literal_pattern(path))
    described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({file})").fetchall()
    # The engine renames what is called the same but for case; the schema has the names as they were written.
    schema = connection.execute(f"SELECT name, num_children FROM parquet_schema({file})").fetchall()
    names = list(_top_level(schema))
    return tuple(
        Column(name, identifier(called), kind.strip('"'))
        for name, (called, kind, *_) in zip(names, described, strict=True)
    )


def _refuse_different(files: Sequence[tuple[str, Plain]], names: Sequence[tuple[str, ...]]) -> None:
    """Refuse files whose columns are others than those of the first, naming the first of them."""
    for (name, _), columns in zip(files, names, strict=True):
        if columns == names[0]:
            continue
        more = [column for column in columns if column not in names[0]]
        fewer = [column for column in names[0] if column not in columns]
        parts = [f"has {listed(more)} more" if more else "", f"lacks {listed(fewer)}" if fewer else ""]
        what = " and ".join(part for part in parts if part) or "has them in another order, or as often not"
        raise Unreadable(f"the columns of {name} are not those of {files[0][0]}: it {what}")


def _top_level(schema: list[tuple[str, int | None]]) -> Iterator[str]:
    """Yield the names of whole columns from a schema that lists nested fields after their parent."""
    inside = 0
    for name, children in schema[1:]:
        if not inside:
            yield name
        inside += (children or 0) - (1 if inside else 0)


def no_rows(layout: Layout) -> Unreadable:
    """Return the refusal of a file without rows."""
    return Unreadable(
        "the file has a header and no rows" if layout.format in ("csv", "excel") else "the file has no rows"
    )
