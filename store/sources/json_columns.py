"""JSON lines, or one array of objects: a row for each object, a column for each key, read as text as CSV is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from store.sources.engine import literal_pattern, text_literal
from store.sources.wording import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_KEYS = 20_000
_MOST_FORMS = 100_000
_LONGEST = 2_000_000


def json_keys(connection: DuckDBPyConnection, file: Path) -> tuple[str, ...]:
    """Return the keys of all objects in a file, in the order in which they first come.

    Raises
    ------
    Unreadable
        Where a value is no object, has a key twice, or there is none with a key.
    """
    connection.execute("SET preserve_insertion_order = true")
    forms = connection.execute(
        "SELECT json_keys(json) AS keys, json_type(json), min(row) FROM"
        f" (SELECT json, row_number() OVER () AS row FROM {_objects(file)})"
        f" GROUP BY ALL ORDER BY 3 LIMIT {_MOST_FORMS}"
    ).fetchall()
    connection.execute("SET preserve_insertion_order = false")
    found: dict[str, None] = {}
    for keys, kind, row in forms:
        if kind != "OBJECT":
            raise Unreadable(f"value {row:,} of the JSON is {_called(kind)}; a row is an object of keys and values")
        if twice := next((key for key in keys if keys.count(key) > 1), None) if len(set(keys)) < len(keys) else None:
            raise Unreadable(f"object {row:,} of the JSON has the key {quoted(twice)} twice")
        found.update(dict.fromkeys(keys))
    if not forms:
        raise Unreadable("the file has no rows")
    if not found:
        raise Unreadable("the objects of the JSON have no keys")
    if len(found) > _MOST_KEYS or len(forms) == _MOST_FORMS:
        raise Unreadable(
            f"the objects of the JSON have too many different keys (over {_MOST_KEYS:,}); give all the same"
        )
    return tuple(found)


def json_source(files: Sequence[Path], keys: Sequence[str]) -> str:
    """Return the reading of these keys, which are called c0, c1 and so on. What is not text is as JSON has it."""
    # By pointer and not by name: names of columns may not differ by case alone, and a pointer takes any character.
    columns = ", ".join(f"json ->> {text_literal(_pointer(key))} AS c{at}" for at, key in enumerate(keys))
    objects = " UNION ALL ".join(f"SELECT json FROM {_objects(file)}" for file in files)
    return f"(SELECT {columns} FROM ({objects}))"


def _objects(file: Path) -> str:
    form = "array" if is_array(file) else "newline_delimited"
    path = text_literal(literal_pattern(file))
    return f"read_json_objects({path}, format = '{form}', maximum_object_size = {_LONGEST})"


def is_array(file: Path) -> bool:
    """Say whether the file is one array, and not an object on each line."""
    with file.open("rb") as stream:
        return stream.read(1 << 12).lstrip().startswith(b"[")


def _pointer(key: str) -> str:
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _called(kind: str) -> str:
    return {"ARRAY": "a list", "VARCHAR": "a text", "NULL": "null", "BOOLEAN": "true or false"}.get(kind, "a number")
