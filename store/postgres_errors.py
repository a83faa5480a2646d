"""What PostgreSQL's refusals mean in words."""

from __future__ import annotations

import re

import psycopg
from sqlalchemy.exc import DBAPIError

from experiments.errors import Unreachable, WhatSticksError

GONE = "the server does not answer; nothing was written, try again when it is back"

_BY_STATE = {
    "08": GONE,
    "23": "the database refused what its rules do not allow; nothing was written",
    "25006": "the server takes no changes now (it is a copy of another, or was set to be read only)",
    "25P03": "this program held up the others for too long, so the server ended the change; nothing was written",
    "28": "the server does not let you in",
    "3D000": "there is no such database on the server",
    "3F000": "its schema is no longer there",
    "40": "somebody changed the same thing at the same moment; nothing was written, try again",
    "42501": "you do not have the right to do this; ask whoever looks after the database",
    "42P01": "its tables are no longer there",
    "53100": "the disk of the server is full; nothing was written",
    "53200": "the server has no memory left; nothing was written, try again",
    "53300": "the server has as many connections as it takes; close a terminal, or raise max_connections",
    "53": "the server has run out of something; nothing was written, try again",
    "55P03": "another program has been writing to it for too long; nothing was written, try again",
    "57014": "the server took too long over this and was stopped; nothing was written",
    "57P": GONE,
    "58": "the disk of the server does not answer properly; nothing was written",
    "XX001": "the database is damaged; put a backup in its place",
    "XX002": "an index of the database is damaged; REINDEX repairs it",
}
"""Error codes, or how they begin, and what they mean; the longest beginning that fits counts."""

_ASK = "; set PGPASSWORD or write it to ~/.pgpass"

_BY_SENTENCE = (
    (r"password authentication failed", f"the server does not accept this person with this password{_ASK}"),
    (r"no password supplied", f"the server asks for a password{_ASK}"),
    (r'role ".*" does not exist', "the server does not know this person; whoever looks after it can CREATE ROLE"),
    (r'database ".*" does not exist', "there is no such database on the server; createdb makes one"),
    (r"no pg_hba.conf entry|Peer authentication|Ident authentication", "the server does not let you in from here"),
    (r"too many (clients|connections)|connection slots are reserved", _BY_STATE["53300"]),
    (r"is not permitted to log in", "this person may not log in to the server"),
    (r"permission denied for database", "you may not use this database; ask whoever looks after it"),
    (r"is (starting up|shutting down)|in recovery mode|accepting connections", "the server is just starting"),
    (r"SSL|certificate", "the server and this program do not agree on encryption (see sslmode)"),
    (r"resolve host|translate host", "no server of this name is known; is it spelled right, and is the network there?"),
    (r"definition of service|service file", "the service that it names is in no service file"),
    (r"Connection refused|No such file", "nothing answers there; is the server running, and are name and port right?"),
    (r"timeout|timed out", "the server did not answer in time; is the network there?"),
)
"""Refusals while connecting carry no code; where the server speaks English, these say more than its own sentence."""


def in_words(error: Exception, address: str) -> WhatSticksError:
    """Turn an error of the database into one line for people."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None) or ""
    if state == "42501" and _is_a_rule_of_ours(cause):
        told = f"the database refused: {_first_line(cause)}; nothing was written"
    elif state:
        told = _by_state(state) or f"the database refused: {_first_line(cause)}"
    elif isinstance(error, DBAPIError) and error.connection_invalidated:
        told = GONE
    else:
        told = _by_sentence(str(cause))
    return Unreachable(f"{address}: {told}")


def _is_a_rule_of_ours(error: BaseException | None) -> bool:
    """Say whether a function of the workspace refused, which says why, and not a missing right."""
    context = error.diag.context if isinstance(error, psycopg.Error) else None
    return (context or "").startswith("PL/pgSQL function")


def _by_state(state: str) -> str:
    fitting = [start for start in _BY_STATE if state.startswith(start)]
    return _BY_STATE[max(fitting, key=len)] if fitting else ""


def _by_sentence(sentence: str) -> str:
    """Name what the server said while connecting; a sentence that is not known is its own, without the address."""
    for pattern, words in _BY_SENTENCE:
        if re.search(pattern, sentence):
            return words
    said = sentence.rpartition("FATAL:")[2].strip() if "FATAL:" in sentence else ""
    return f"the server refused: {said.splitlines()[0]}" if said else GONE


def _first_line(error: BaseException | None) -> str:
    primary = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    return primary or (str(error).splitlines() or [""])[0]
