"""Triggers that make the append-only tables append-only for everybody, not only for this program.

They stop accidents and honest tools. Whoever may write the file can drop them; that is what the trail's hashes are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, event

APPEND_ONLY = {
    "trail": ("seq", "hash"),
    "observation": ("id", "uid", "supersedes"),
    "decision": ("id", "uid", "experiment_id"),
}
"""The guarded tables with their unique columns."""


def statements() -> Iterator[str]:
    """Yield the statements that guard the append-only tables on SQLite.

    Inserting is guarded too: SQLite's ``INSERT OR REPLACE`` removes a row without asking the trigger on DELETE.
    """
    for table, unique in APPEND_ONLY.items():
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        taken = " OR ".join(f"{column} = NEW.{column}" for column in unique)
        yield f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {refusal}"
        yield f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refusal}"
        yield (
            f"CREATE TRIGGER {table}_refuses_replacement BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {refusal}"
        )


def guard(connection: Connection) -> None:
    """Put the guards on."""
    for statement in statements():
        connection.exec_driver_sql(statement)


def guard_on_creation(metadata: MetaData) -> None:
    """Let ``metadata.create_all`` put the guards on as well."""
    event.listen(metadata, "after_create", lambda _target, connection, **_options: guard(connection))
