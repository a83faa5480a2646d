"""Making the schema at once, and moving an old one forward."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, inspect, select

from store.migrations import HEAD, VERSION_TABLE
from store.tables import Row

SCRIPTS = Path(__file__).parent
"""Where Alembic finds the migrations."""

_version = Table(
    VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)


def revision(connection: Connection) -> str:
    """Return the revision that a database is at; empty where there is none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    return connection.execute(select(_version.c.version_num)).scalar() or ""


def create(connection: Connection) -> None:
    """Make all tables with their guards, as at the newest revision."""
    Row.metadata.create_all(connection)
    _version.create(connection)
    connection.execute(_version.insert().values(version_num=HEAD))


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations that a database lacks, inside the transaction of its connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
