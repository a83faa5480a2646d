"""What the address of a workspace is, and how it is shown: never with a password.

Imports nothing that costs time: the first frame names the workspace before any library is loaded.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode

DEFAULT_SCHEMA = "whatsticks"
"""The schema of a database server that a workspace lives in, unless its address names another."""

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_HIDDEN = "***"
_SHOWN_PARAMETERS = ("dbname", "host", "hostaddr", "port", "schema", "service", "sslmode", "user")
"""Parameters of an address that are no secret; what is not listed is not shown."""

_PLACE = re.compile(r"[^:@/?]*(:\d*)?(/.*)?", re.DOTALL)
"""Server, port and database where no person is named."""


_SCHEMA = "schema="
_PERSON = re.compile(r"[^@/]*@")
_PARAMETER = re.compile(r"\w+=")


def scheme_of(address: str | Path) -> str:
    """Return what stands before ``://``; empty for a file."""
    before, sign, _ = str(address).partition("://")
    return before if sign else ""


def is_server(address: str | Path) -> bool:
    """Say whether an address is that of a workspace on PostgreSQL."""
    return scheme_of(address).lower() in _SCHEMES


def split_schema(address: str) -> tuple[str, str]:
    """Return the address as the PostgreSQL client library takes it, and the schema that the workspace lives in."""
    place, query = _place_and_query(address.partition("://")[2])
    parts = [part for part in query.split("&") if part]
    named = [unquote(part.partition("=")[2]) for part in parts if part.startswith(_SCHEMA)]
    kept = "&".join(part for part in parts if not part.startswith(_SCHEMA))
    return f"postgresql://{place}" + (f"?{kept}" if kept else ""), (named or [""])[-1] or DEFAULT_SCHEMA


def shown(address: str | Path) -> str:
    """Return an address as it may be shown, logged and exported: the password is replaced by stars.

    A password with an unescaped ``@``, ``/`` or ``?`` in it makes an address that no server understands; it is hidden
    all the same: everything up to the last ``@`` is taken for the person and the password.
    """
    if not is_server(address):
        return str(address)
    place, query = _place_and_query(str(address).partition("://")[2])
    person, at, server = place.rpartition("@")
    name, _, secret = person.partition(":")
    known = f"{name}{f':{_HIDDEN}' if secret else ''}{at}{server}"
    parameters = [(key, value) for key, value in parse_qsl(query) if key in _SHOWN_PARAMETERS]
    return f"postgresql://{known}" + (f"?{urlencode(parameters, safe='/')}" if parameters else "")


def _place_and_query(body: str) -> tuple[str, str]:
    """Cut an address where its parameters begin; what is no proper address is not cut, so that nothing slips out."""
    named = _PERSON.match(body)  # the client library looks for a person first, and a question mark may be in a password
    start = named.end() if named else 0
    place, _, query = body[start:].partition("?")
    place = body[:start] + place
    proper = all(_PARAMETER.match(part) for part in query.split("&") if part)
    if proper and ("@" in place or _PLACE.fullmatch(place)):
        return place, query
    return body, ""


def short_name(address: str | Path) -> str:
    """Return what a narrow line calls a workspace: its file, or its database and server."""
    if not is_server(address):
        return Path(address).name
    place = shown(address).partition("://")[2].partition("?")[0].rpartition("@")[2]
    server, _, database = place.partition("/")
    return unquote(" on ".join(part for part in (database, server) if part)) or "PostgreSQL"
