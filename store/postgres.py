"""How this product talks to PostgreSQL. Nothing here is imported before an address asks for it."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, create_engine, event

from experiments.errors import Unreachable
from store.address import shown, split_schema
from store.database import WRITES

LONGEST_NAME = 63
"""Bytes that PostgreSQL keeps of a name."""

CONNECT_SECONDS = 10
"""How long a server may take to answer, where neither the address nor PGCONNECT_TIMEOUT says."""

_SESSION = {
    "lock_timeout": "30s",  # a writer queues behind others, and then gives up
    "statement_timeout": "120s",
    "timezone": "UTC",
    # What is asked for here are some hundred rows of tables that mostly are in memory. Reads that are handed to others
    # ahead of time (PostgreSQL 18) take twice as long then, and a statement that is compiled first takes longer still.
    "effective_io_concurrency": "0",
    "jit": "off",
}

# As on SQLite: a write that returned is on disk. Where the server waits for more than its own disk, it goes on to.
_ON_DISK = """
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') IN ('off', 'false', 'no', '0')
"""

# Whoever holds the lock and does nothing (a laptop that fell asleep) is shown out, so that the team can go on.
_BEGIN_TO_WRITE = """
    SELECT pg_advisory_xact_lock(%s), set_config('idle_in_transaction_session_timeout', '60s', true)
"""

_CONNECTION = {
    "fallback_application_name": "whatsticks",
    "client_encoding": "utf8",
    "connect_timeout": CONNECT_SECONDS,
    # A network that swallows everything is noticed within half a minute, not after the two hours of the system.
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


class Server(NamedTuple):
    """Where a workspace on PostgreSQL is: what the client library is told, the schema, and the address as shown."""

    parameters: dict[str, Any]
    schema: str
    shown: str

    @property
    def lock(self) -> int:
        """Return the number of the advisory lock that writers of this workspace queue for."""
        digest = hashlib.sha256(f"whatsticks {self.schema}".encode()).digest()
        return int.from_bytes(digest[:8], signed=True)


def server_at(address: str) -> Server:
    """Read an address.

    Raises
    ------
    Unreachable
        Where it is none, without repeating what might be a password.
    """
    told, schema = split_schema(address)
    if "\0" in address or len(schema.encode("utf-8", "replace")) > LONGEST_NAME or schema.startswith("pg_"):
        raise Unreachable(f"{shown(address)}: a workspace cannot live in a schema of this name; choose another")
    try:
        given: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(told)
    except psycopg.Error:
        raise Unreachable(
            f"{shown(address)} cannot be understood; write postgresql://person@server:5432/database,"
            " with %40 for an @ and %2F for a / inside a name or password"
        ) from None
    return Server({**_defaults(given), **given}, schema, shown(address))


def _defaults(given: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters that nobody set: what stands in the address, a service file or the environment wins."""
    import os

    defaults = dict(_CONNECTION)
    if "PGCONNECT_TIMEOUT" in os.environ or "PGSERVICE" in os.environ or "service" in given:
        del defaults["connect_timeout"]
    return defaults


def connect(server: Server, **more: Any) -> psycopg.Connection:
    """Open a connection whose names mean the tables of this workspace."""
    connection = psycopg.connect(**{**server.parameters, **more}, autocommit=True)
    try:
        settings = [sql.SQL("SET {} TO {}").format(sql.Identifier(name), value) for name, value in _SESSION.items()]
        path = sql.SQL("SET search_path TO {}, pg_temp").format(sql.Identifier(server.schema))
        connection.execute(sql.SQL("; ").join([*settings, path, sql.SQL(_ON_DISK)]))
    except BaseException:
        connection.close()
        raise
    return connection


def engine_for(server: Server) -> Engine:
    """Return an engine whose writers queue and whose readers never wait."""

    def opened() -> psycopg.Connection:
        connection = connect(server)
        connection.autocommit = False
        return connection

    engine = create_engine(
        "postgresql+psycopg://",
        creator=opened,
        use_native_hstore=False,  # spares every new connection a question
        pool_size=2,  # a terminal has one thread that asks; more only while a long list is being read
        max_overflow=4,
        pool_pre_ping=True,  # a server that was started anew is found again without anybody noticing
    )

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES):
            connection.exec_driver_sql(_BEGIN_TO_WRITE, (server.lock,))

    event.listen(engine, "begin", begin)
    return engine


def reading(engine: Engine) -> Engine:
    """Return the engine for those who only read: all that they see is from one moment."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
