"""Opening a workspace on PostgreSQL: made if new, left alone if it is not ours or too new."""

from __future__ import annotations

from typing import NamedTuple

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from experiments.errors import Unreachable
from experiments.people import Role
from store.database import WRITES, Database
from store.migrations import HEAD, REVISIONS, VERSION_TABLE
from store.postgres import Server, engine_for, reading, server_at
from store.postgres_errors import in_words
from store.postgres_notices import Notices

OLDEST = 13
"""The oldest PostgreSQL that has everything that is used here."""

_LOOK = text("""
    SELECT current_setting('server_version_num')::int / 10000 AS release,
           current_setting('server_encoding') AS encoding,
           pg_is_in_recovery() AS copy,
           current_setting('default_transaction_read_only')::bool AS closed,
           EXISTS (SELECT FROM pg_namespace WHERE nspname = :schema) AS made,
           EXISTS (SELECT FROM pg_namespace WHERE nspname = :schema AND NOT has_schema_privilege(oid, 'USAGE'))
           AS shut, session_user::text AS person,
           ARRAY(SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
                 AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = :schema)) AS tables
""")

_RIGHTS = text(f"""
    SELECT (SELECT version_num FROM {VERSION_TABLE}) AS revision, has_table_privilege('trail', 'INSERT') AS may_write,
           to_regproc('role_of') IS NOT NULL AS team
""")


_ROLE = text("SELECT role_of(session_user)")


class _Found(NamedTuple):
    """What is there: the schema or not, its revision (empty where it holds nothing), and why it cannot be written.

    ``person`` and ``role`` are who works and as what, where the workspace has roles.
    """

    made: bool
    revision: str
    read_only: str
    person: str = ""
    role: Role | None = None


def open_on_server(address: str, *, create: bool, upgrade: bool = False) -> Database:
    """Open the workspace at an address of PostgreSQL.

    Raises
    ------
    Unreachable
        With one line on why not, and what to do; never with a password.
    """
    server = server_at(address)
    engine = engine_for(server)
    try:
        with reading(engine).connect() as connection:
            found = _look(connection, server)
        if not found.revision:
            _make(engine, server, create=create)
        elif found.revision != HEAD:
            _bring_up_to_date(engine, server, found.revision, asked=upgrade)
    except (psycopg.Error, DBAPIError) as error:
        engine.dispose()
        raise in_words(error, server.shown) from error
    except BaseException:
        engine.dispose()
        raise
    return Database(
        server.shown,
        reading(engine),
        Notices(server),
        in_words,
        read_only=found.read_only,
        writer=engine,
        person=found.person,
        role=found.role,
    )


def _look(connection: Connection, server: Server) -> _Found:
    found = connection.execute(_LOOK, {"schema": server.schema}).one()
    if found.release < OLDEST:
        raise Unreachable(f"{server.shown}: PostgreSQL {OLDEST} or newer is needed; this one is {found.release}")
    if found.encoding != "UTF8":
        raise Unreachable(
            f"{server.shown}: the database keeps text as {found.encoding};"
            " make one WITH ENCODING 'UTF8' TEMPLATE template0"
        )
    closed = "the server is a copy of another" if found.copy else "the database was set to be read only"
    read_only = closed if found.copy or found.closed else ""
    if not found.tables:
        return _Found(found.made, "", read_only)
    if not {VERSION_TABLE, "trail"} <= set(found.tables):
        raise Unreachable(
            f"{server.shown}: schema {server.schema} holds tables of another program; nothing was changed;"
            " name another with ?schema="
        )
    if found.shut:
        raise Unreachable(
            f"{server.shown}: {found.person} is not of its team; an owner adds people: whatsticks admin add"
        )
    rights = connection.execute(_RIGHTS).one()
    role = _role(connection, server, found.person) if rights.team else None
    closed = "" if rights.may_write else f"{f'as a {role} ' if role else ''}you may only read it"
    return _Found(True, rights.revision or "unknown", read_only or closed, found.person if role else "", role)


def _role(connection: Connection, server: Server, person: str) -> Role:
    role = connection.execute(_ROLE).scalar()
    if role is None:
        raise _stranger(server, person)
    return Role(role)


def _stranger(server: Server, person: str) -> Unreachable:
    return Unreachable(f"{server.shown}: {person} is not of its team; an owner adds people: whatsticks admin add")


def _make(engine: Engine, server: Server, *, create: bool) -> None:
    """Make schema, tables and guards at once; either wholly or not at all."""
    if not create:
        raise Unreachable(f"there is no workspace at {server.shown}; whatsticks init makes one")
    from store.migrations import schema

    with engine.execution_options(**{WRITES: True}).begin() as connection:
        found = _look(connection, server)
        if found.revision:  # somebody else was quicker
            return
        if not found.made:
            statement = sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(server.schema))
            connection.exec_driver_sql(statement.as_string().replace("%", "%%"))
        schema.create(connection)


def _bring_up_to_date(engine: Engine, server: Server, revision: str, *, asked: bool) -> None:
    """Run the migrations that the tables lack, wholly or not at all; but only where somebody asked for it.

    The team's other programs stop understanding the tables at that moment, and only the server's own tools make a
    backup: so this is nothing that opening a board should do on the way.
    """
    if revision not in REVISIONS:
        raise Unreachable(
            f"{server.shown} was written by a newer version of this program; install that version to open it"
            " (nothing was changed)"
        )
    if not asked:
        raise Unreachable(
            f"{server.shown} was made by an earlier version of this program; when the team has this version and there"
            " is a backup (whatsticks backup says how), whatsticks init brings it up to date"
        )
    from store.migrations import schema

    with engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        if schema.revision(connection) != HEAD:  # somebody else may have been quicker
            schema.upgrade(connection)
            from store.people_server import renew_rights

            renew_rights(connection)
