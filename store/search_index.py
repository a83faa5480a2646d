"""The index that searches go by, kept by the engine itself: whatever writes a row, in the same transaction it is found.

On SQLite each noun's table has an FTS5 index beside it that holds no text of its own (external content), followed up by
triggers; on PostgreSQL it is a generated column with a GIN index, so that nobody needs a right to write to it. Both go
over the column ``folded`` and know no language: words are neither stemmed nor left out.

Where SQLite was built without FTS5 there is no index, and searches read the texts themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, event

INDEXED = ("segment", "hypothesis", "experiment", "decision")
"""The tables that are searched."""

ACCENTS = r"[\u0300-\u036f]"

_PUNCTUATION = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u2bff\u3000-\u3020]"
)
"""What never belongs to a word. PostgreSQL would take ``cheap/fast`` for a path and ``a-b`` for one word."""

_BARE = f"regexp_replace(normalize(left(folded, 100000), NFKD), '{ACCENTS}', '', 'g')"

WORDS = f"to_tsvector('pg_catalog.simple'::regconfig, regexp_replace({_BARE}, '{_PUNCTUATION}', ' ', 'g'))"
"""The words of a row on PostgreSQL: without accents, in any database locale; upper case is gone from ``folded``."""


def statements(engine: str) -> Iterator[str]:
    """Yield the statements that make the index on ``sqlite`` or ``postgresql``."""
    yield from _on_postgresql() if engine == "postgresql" else _on_sqlite()


def _on_sqlite() -> Iterator[str]:
    for table in INDEXED:
        index = f"{table}_search"
        yield (
            f"CREATE VIRTUAL TABLE {index} USING fts5(folded, content='{table}', content_rowid='id', "
            "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
        )
        gone = f"INSERT INTO {index} ({index}, rowid, folded) VALUES ('delete', OLD.id, OLD.folded);"
        come = f"INSERT INTO {index} (rowid, folded) VALUES (NEW.id, NEW.folded);"
        yield f"CREATE TRIGGER {table}_found_when_added AFTER INSERT ON {table} BEGIN {come} END"
        yield f"CREATE TRIGGER {table}_found_no_more AFTER DELETE ON {table} BEGIN {gone} END"
        yield (
            f"CREATE TRIGGER {table}_found_as_changed AFTER UPDATE ON {table} "
            f"WHEN OLD.folded IS NOT NEW.folded OR OLD.id IS NOT NEW.id BEGIN {gone} {come} END"
        )


def _on_postgresql() -> Iterator[str]:
    for table in INDEXED:
        yield f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({WORDS}) STORED"
        # Without the list of pending entries: each write pays for itself, and no search pays for the writes before it.
        yield f"CREATE INDEX ix_{table}_words ON {table} USING gin (words) WITH (fastupdate = off)"


def make(connection: Connection) -> None:
    """Make the index, and fill it from the rows that are there."""
    if connection.dialect.name == "sqlite" and not has_fts5(connection):
        return
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
    if connection.dialect.name == "sqlite":
        fill(connection)


def fill(connection: Connection) -> None:
    """Fill SQLite's index anew from the rows."""
    for table in INDEXED:
        connection.exec_driver_sql(f"INSERT INTO {table}_search ({table}_search) VALUES ('rebuild')")


def has_fts5(connection: Connection) -> bool:
    """Say whether this SQLite was built with FTS5."""
    return bool(connection.exec_driver_sql("SELECT sqlite_compileoption_used('ENABLE_FTS5')").scalar())


def is_there(connection: Connection) -> bool:
    """Say whether the index is there."""
    if connection.dialect.name != "sqlite":
        return True
    found = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ({})"
    names = ", ".join(f"'{table}_search'" for table in INDEXED)
    return connection.exec_driver_sql(found.format(names)).scalar() == len(INDEXED)


def make_on_creation(metadata: MetaData) -> None:
    """Let ``metadata.create_all`` make the index as well."""
    event.listen(metadata, "after_create", lambda _target, connection, **_options: make(connection))


def fault(connection: Connection) -> str:
    """Say in one line what is wrong with the index; empty where all is well, as far as counting tells."""
    if connection.dialect.name != "sqlite" or not has_fts5(connection):
        return ""
    if not is_there(connection) or _missing_triggers(connection):
        return "the search index is missing or not kept up to date"
    for table in INDEXED:
        counts = f"SELECT (SELECT count(*) FROM {table}), (SELECT count(*) FROM {table}_search_docsize)"
        rows, known = connection.exec_driver_sql(counts).one()
        if rows != known:
            return f"the search index knows {known} of {rows} rows of table {table}"
    return ""


def remake(connection: Connection) -> None:
    """Make the index anew, whatever is there of it."""
    if connection.dialect.name == "sqlite":
        for table in INDEXED:
            for trigger in ("found_when_added", "found_no_more", "found_as_changed"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{trigger}")
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}_search")
    else:
        for table in INDEXED:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN IF EXISTS words")
    make(connection)


def _missing_triggers(connection: Connection) -> bool:
    count = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_found\\_%' ESCAPE '\\'"
    return bool(connection.exec_driver_sql(count).scalar() != 3 * len(INDEXED))
