"""Triggers that make the append-only tables append-only for everybody, not only for this program.

They stop accidents and honest tools. Whoever may change the tables themselves can drop them; that is what the trail's
hashes are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, event

APPEND_ONLY = {
    "trail": ("seq", "hash"),
    "observation": ("id", "uid", "supersedes"),
    "decision": ("id", "uid", "experiment_id"),
    "proposal": ("id", "uid"),
    "review": ("id", "uid", "proposal_id"),
}
"""The guarded tables with their unique columns."""

CHANNEL = "whatsticks"
"""Where PostgreSQL tells listeners that somebody wrote, and in which schema."""


def statements(engine: str) -> Iterator[str]:
    """Yield the statements that guard the append-only tables on ``sqlite`` or ``postgresql``."""
    yield from _on_postgresql() if engine == "postgresql" else _on_sqlite()


def _on_sqlite() -> Iterator[str]:
    """Guard inserting too: ``INSERT OR REPLACE`` removes a row without asking the trigger on DELETE."""
    for table, unique in APPEND_ONLY.items():
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        # One question for each column: asked of all at once, a file that was analyzed is read from end to end.
        taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {column} = NEW.{column})" for column in unique)
        yield f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {refusal}"
        yield f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refusal}"
        yield (f"CREATE TRIGGER {table}_refuses_replacement BEFORE INSERT ON {table} WHEN {taken} {refusal}")


def _on_postgresql() -> Iterator[str]:
    """Guard whole statements, also those that happen to meet no row, and also where triggers are switched off.

    An entry of the trail is what every change leaves, so that is what listeners are told of.
    """
    yield """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
        BEGIN
            RAISE EXCEPTION USING
                MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'integrity_constraint_violation';
        END $$
    """
    for table in APPEND_ONLY:
        yield (
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_refuses_change"
    yield f"""
        CREATE FUNCTION tell_of_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
        BEGIN
            PERFORM pg_notify('{CHANNEL}', TG_TABLE_SCHEMA);
            RETURN NULL;
        END $$
    """
    yield (
        "CREATE TRIGGER trail_tells_of_change AFTER INSERT ON trail "
        "FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change()"
    )


def names(engine: str) -> list[str]:
    """Return the names of the guards on ``sqlite`` or ``postgresql``."""
    words = (statement.split() for statement in statements(engine))
    return [found[2] for found in words if found[:2] == ["CREATE", "TRIGGER"]]


def guard(connection: Connection) -> None:
    """Put the guards on."""
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def guard_on_creation(metadata: MetaData) -> None:
    """Let ``metadata.create_all`` put the guards on as well."""
    event.listen(metadata, "after_create", lambda _target, connection, **_options: guard(connection))
