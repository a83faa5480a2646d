"""Where measurements are: files, or a table or query of a database. An address never holds a secret.

Imports nothing that costs time: reading a file needs no more of this than to see that it is one.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote

from experiments.errors import Unreadable
from experiments.text import clean

Kind = Literal["file", "duckdb", "sqlite", "postgresql", "ibis"]

STARS = "***"
UTC = "UTC"
_KEYRING = "whatsticks"
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
_SUFFIXES: dict[str, Kind] = {
    **dict.fromkeys((".duckdb", ".ddb"), "duckdb"),
    **dict.fromkeys((".sqlite", ".sqlite3", ".db3"), "sqlite"),
}
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_SECRET_NAMES = re.compile(
    r"pass(word|wd|phrase)?$|pwd$|token|secret|credential|(access|account|api|private)_?key", re.I
)
_FILES = ("file", "duckdb", "sqlite")


@dataclass(frozen=True)
class Address:
    """Where rows are.

    Parameters
    ----------
    kind : str
        What can read them.
    where : str
        The path of a file, or the address of a server as it was written: with the names of secrets, never the secrets.
    table, query : str
        One of the two for a database. A table may have its schema before it, and a point between them.
    zone : str
        The time zone in which days are counted. A time that names no zone is in it.
    """

    kind: Kind
    where: str
    table: str = ""
    query: str = ""
    zone: str = UTC

    @classmethod
    def of(cls, where: str | Path, table: str = "", query: str = "", zone: str = "") -> Address:
        """Read an address as somebody typed it.

        Raises
        ------
        Unreadable
            Where it holds a password, or where a database is named and not what of it.
        """
        text = str(where)
        kind = _kind_of(text)
        address = cls(kind, _local(text, kind), table.strip(), query.strip().rstrip(";").rstrip(), zone or UTC)
        if table and query:
            raise Unreadable(f"{address.place}: name a table or write a query, not both")
        if kind == "file" and (table or query):
            raise Unreadable(f"{address.place} is a file, which has no tables and takes no query")
        if kind not in _FILES:
            address._refuse_secrets()
        if kind != "file" and not (table or query):
            raise Unreadable(f"{address.place}: say what to read: --table NAME, or --query 'select …'")
        return address

    @property
    def place(self) -> str:
        """Return the database as it may be shown anywhere: without what follows the question mark, or a secret."""
        if self.kind in _FILES:
            return clean(self.where)
        scheme, _, rest = self.where.partition("://")
        body = rest.partition("?")[0]
        person, at, server = body.rpartition("@")
        name, colon, _ = person.partition(":")
        return clean(f"{scheme}://{name}{colon}{STARS if colon else ''}{at}{server}")

    @property
    def shown(self) -> str:
        """Return what the data are called in a message and in the trail."""
        if self.table:
            return f"{clean(self.table)} in {self.place}"
        return f"a query of {self.place}" if self.query else self.place

    def of_table(self, table: str) -> Address:
        """Return another table of the same database."""
        return replace(self, table=table, query="")

    @property
    def name(self) -> str:
        """Return a short name for the record: it tells the source from others of the same test."""
        return self.shown[:200]

    def relation(self, quote_mark: str) -> str:
        """Return what stands after FROM in the engine's own SQL."""
        if self.query:
            return f"(\n{self.query}\n) AS asked"
        parts = re.findall(r'"((?:[^"]|"")*)"|([^".]+)', self.table)
        names = [(inside.replace('""', '"') or plain) for inside, plain in parts]
        return ".".join(f"{quote_mark}{name.replace(quote_mark, quote_mark * 2)}{quote_mark}" for name in names)

    def with_secrets(self) -> str:
        """Return the address with every ``${NAME}`` out of the environment, and the password out of the keyring.

        Raises
        ------
        Unreadable
            Where the environment has no such name.
        """
        full = _VARIABLE.sub(self._from_environment, self.where)
        if full != self.where or _password(self.where):
            return full
        kept = _from_keyring(self.where)
        if not kept:
            return full
        scheme, _, rest = full.partition("://")
        body, mark, options = rest.partition("?")
        person, _, server = body.rpartition("@")
        return f"{scheme}://{person}:{quote(kept, safe='')}@{server}{mark}{options}"

    def masked(self, message: str) -> str:
        """Return a message of a database without any secret of this address."""
        secrets = {os.environ.get(name, "") for name in _VARIABLE.findall(self.where)} | {
            os.environ.get("PGPASSWORD", "")
        }
        kept = "" if self.kind in _FILES else _from_keyring(self.where)
        written = {way for secret in secrets | {kept} for way in (secret, quote(secret, safe=""))}
        for secret in sorted(written - {""}, key=len, reverse=True):
            message = message.replace(secret, STARS)
        return re.sub(r"://[^\s/@]*:[^\s/@]*@", f"://{STARS}@", message)

    def _from_environment(self, found: re.Match[str]) -> str:
        value = os.environ.get(found[1])
        if value is None:
            raise Unreadable(f"{self.place}: the environment has no {found[1]}, which the address names")
        return quote(value, safe="")

    def _refuse_secrets(self) -> None:
        """Refuse a password that is written out: it would stay in the shell's history and in the list of processes."""
        password = _password(self.where)
        options = parse_qsl(self.where.partition("?")[2])
        named = next((key for key, value in options if _SECRET_NAMES.search(key) and not _only_variables(value)), "")
        if not named and (not password or _only_variables(password)):
            return
        what = f"the value of {named}" if named else "the password"
        also = ", or use PGPASSWORD, ~/.pgpass or a service file" if self.kind == "postgresql" else ""
        raise Unreadable(
            f"{self.place}: {what} is written out in the address; put it into the environment and write ${{NAME}} in"
            f" its place, or into the keyring of this machine{also}"
        )


def _kind_of(text: str) -> Kind:
    scheme = text.partition("://")[0].lower() if "://" in text else ""
    if not scheme:
        return _SUFFIXES.get(Path(text).suffix.lower()) or _kind_by_content(text)
    if os.path.exists(text):  # a folder may be called anything
        return "file"
    if scheme in _POSTGRES:
        return "postgresql"
    if scheme in ("duckdb", "sqlite"):
        return "duckdb" if scheme == "duckdb" else "sqlite"
    if scheme in ("http", "https", "s3", "gs", "file", "ftp"):
        return "file"
    return "ibis"


def _kind_by_content(text: str) -> Kind:
    """Tell a database from other files by its first bytes, whatever it is called."""
    try:
        if not os.path.isfile(text):
            return "file"
        with open(text, "rb") as file:
            start = file.read(16)
    except (OSError, ValueError):
        return "file"
    if start.startswith(b"SQLite format 3\x00"):
        return "sqlite"
    return "duckdb" if start[8:12] == b"DUCK" else "file"


def _local(text: str, kind: Kind) -> str:
    """Return the path of a database file that was written as an address, and one spelling of a server's."""
    scheme, sign, rest = text.partition("://")
    if kind == "postgresql":
        return f"postgresql://{rest}"
    if kind not in ("duckdb", "sqlite") or not sign or scheme.lower() not in ("duckdb", "sqlite"):
        return text
    path = unquote(rest.partition("?")[0])
    return path[1:] if kind == "sqlite" and path.startswith("/") and not path.startswith("//") else path


def _password(where: str) -> str:
    person = where.partition("://")[2].partition("?")[0].rpartition("@")[0]
    return person.partition(":")[2]


def _only_variables(text: str) -> bool:
    return bool(text) and not _VARIABLE.sub("", text)


@cache
def _from_keyring(where: str) -> str:
    """Return the password kept for this address; empty where there is none, or no keyring is installed."""
    person = where.partition("://")[2].partition("?")[0].rpartition("@")[0]
    if not person:
        return ""
    try:
        import keyring
        import keyring.errors
    except ImportError:
        return ""
    try:
        return keyring.get_password(_KEYRING, where.partition("?")[0]) or ""
    except keyring.errors.KeyringError:
        return ""
