"""Looking at a workspace on PostgreSQL: whether its tables are sound, and whether the server keeps what it promised."""

from __future__ import annotations

from typing import Any

import psycopg

from experiments.people import Role, named
from store.checkup import Checkup
from store.guards import names
from store.migrations import VERSION_TABLE
from store.postgres import connect, server_at
from store.postgres_errors import in_words
from store.rights import TABLES, policies
from store.rights_triggers import TRIGGERS

_ABOUT = f"""
    SELECT current_setting('server_version') AS version, current_user::text AS person,
           (SELECT version_num FROM {VERSION_TABLE}) AS revision,
           has_table_privilege('trail', 'INSERT') AS may_write, to_regproc('role_of') IS NOT NULL AS team,
           pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool AS closed,
           (SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class
            WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace) AS bytes
"""

_FAULTS = """
    SELECT 'the index ' || indexrelid::regclass || ' is not valid; REINDEX repairs it'
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = current_schema()::regnamespace AND NOT (indisvalid AND indisready)
    UNION ALL
    SELECT 'the rule ' || conname || ' was not checked for all rows'
    FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND NOT convalidated
"""

_GUARDS = """
    SELECT tgname::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND tgenabled IN ('A', 'O')
"""

_OPEN = """
    SELECT relname::text FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity
"""

_POLICIES = "SELECT policyname::text FROM pg_policies WHERE schemaname = current_schema()"

_RISKS = {
    "fsync": "the server runs with fsync off: a power cut may destroy the database",
    "full_page_writes": "the server runs with full_page_writes off: a power cut may damage the database",
}


def check_server(address: str) -> Checkup:
    """Check a workspace that exists; nothing in it is changed."""
    server = server_at(address)
    try:
        with connect(server) as connection:
            return _checked(connection)
    except psycopg.Error as error:
        raise in_words(error, server.shown) from error


def _rights_taken_off(connection: psycopg.Connection) -> list[str]:
    """Say what of the roles is not as it was made; whatsticks admin init makes it so again."""
    again = "whatsticks admin init puts it back"
    secured = {row[0] for row in connection.execute(_OPEN)}
    there = {row[0] for row in connection.execute(_POLICIES)}
    rows = [
        f"what roles may do with rows of {name} was switched off; {again}" for name in TABLES if name not in secured
    ]
    return rows + [f"the rule {name} of the roles was taken off; {again}" for name in policies() if name not in there]


def _checked(connection: psycopg.Connection) -> Checkup:
    about: Any = connection.cursor(row_factory=psycopg.rows.namedtuple_row).execute(_ABOUT).fetchone()
    there = {row[0] for row in connection.execute(_GUARDS)}
    expected = [*names("postgresql"), *(TRIGGERS if about.team else ())]
    guards = [f"the guard {name} was taken off" for name in expected if name not in there]
    role = connection.execute("SELECT role_of(session_user)").fetchone()[0] if about.team else None  # type: ignore[index]
    if about.team:
        guards += _rights_taken_off(connection)
    asked = "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)"
    settings: dict[str, str] = dict(connection.execute(asked, [list(_RISKS)]).fetchall())
    read_only = "" if about.may_write else "you may only read it"
    return Checkup(
        engine=f"PostgreSQL {about.version}",
        bytes=about.bytes,
        rights=f"as {about.person}{f', {named(Role(role))}' if role else ''}",
        read_only="the server takes no changes now" if about.closed else read_only,
        schema_revision=str(about.revision),
        faults=(*(str(row[0]) for row in connection.execute(_FAULTS)), *guards),
        risks=tuple(words for name, words in _RISKS.items() if settings.get(name) == "off"),
    )
