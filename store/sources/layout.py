"""What a file looks like to the engine: its format and its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from experiments.errors import Unreadable
from store.sources.csv_header import Header, read_header
from store.sources.engine import identifier, literal_pattern, text_literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Format = Literal["csv", "parquet", "table"]
"""What rows are read from: a file, or a table that was made from one."""

_NOT_READ = {
    b"\x1f\x8b": "is compressed with gzip; unpack it first",
    b"\x28\xb5\x2f\xfd": "is compressed with zstd; unpack it first",
    b"BZh": "is compressed with bzip2; unpack it first",
    b"PK\x03\x04": "is a ZIP archive or an Excel workbook; save the sheet as CSV in UTF-8",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook; save the sheet as CSV in UTF-8",
    b"SQLite format 3": "is a database; export the table as CSV or Parquet",
    b"%PDF": "is a PDF; measurements are read from CSV or Parquet",
}


@dataclass(frozen=True)
class Column:
    """A column: its name in the file, its name in SQL and the engine's type. All columns of a CSV file are text."""

    name: str
    sql: str
    type: str

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
class Layout:
    """A file as the engine reads it; ``source`` stands after FROM."""

    path: Path
    format: Format
    columns: tuple[Column, ...]
    source: str


def format_of(path: Path) -> Format:
    """Tell the format from the first bytes, whatever the file is called.

    Raises
    ------
    Unreadable
        Where the file is empty or of a format that is not read.
    """
    with path.open("rb") as file:
        start = file.read(16)
    if not start:
        raise Unreadable("the file is empty")
    for magic, why in _NOT_READ.items():
        if start.startswith(magic):
            raise Unreadable(f"the file {why}")
    if start.startswith(b"PAR1"):
        return "parquet"
    if path.suffix.lower() in {".parquet", ".pq"}:
        raise Unreadable("this is not a Parquet file: it does not begin as one")
    return "csv"


def table_layout(layout: Layout, table: str) -> Layout:
    """Return a table of the engine in place of the file that it was made from."""
    return Layout(layout.path, "table", (), table)


def layout_of(connection: DuckDBPyConnection, path: Path, format_: Format) -> Layout:
    """Read the names and types of a file's columns."""
    if format_ == "parquet":
        return _parquet_layout(connection, path)
    header = read_header(path)
    columns = tuple(Column(name, f"c{position}", "VARCHAR") for position, name in enumerate(header.names))
    return Layout(path, "csv", columns, _csv_source(path, header))


def _csv_source(path: Path, header: Header) -> str:
    """Return the reading of a CSV file with nothing left to guess, strict, all columns as text."""
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(len(header.names)))
    delimiter = text_literal(header.delimiter)
    return (
        f"read_csv({text_literal(literal_pattern(path))}, auto_detect = false, header = true, delim = {delimiter},"
        f" quote = '\"', escape = '\"', columns = {{{columns}}}, strict_mode = true, null_padding = false)"
    )


def _parquet_layout(connection: DuckDBPyConnection, path: Path) -> Layout:
    file = text_literal(literal_pattern(path))
    source = f"read_parquet({file})"
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    # The engine renames what is called the same but for case; the schema has the names as they were written.
    schema = connection.execute(f"SELECT name, num_children FROM parquet_schema({file})").fetchall()
    names = list(_top_level(schema))
    columns = tuple(
        Column(name, identifier(called), kind.strip('"'))
        for name, (called, kind, *_) in zip(names, described, strict=True)
    )
    return Layout(path, "parquet", columns, source)


def _top_level(schema: list[tuple[str, int | None]]) -> Iterator[str]:
    """Yield the names of whole columns from a schema that lists nested fields after their parent."""
    inside = 0
    for name, children in schema[1:]:
        if not inside:
            yield name
        inside += (children or 0) - (1 if inside else 0)


def no_rows(layout: Layout) -> Unreadable:
    """Return the refusal of a file without rows."""
    return Unreadable("the file has a header and no rows" if layout.format == "csv" else "the file has no rows")
