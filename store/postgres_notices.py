"""Hearing from PostgreSQL that somebody wrote: one connection that listens, and asks the tables nothing."""

from __future__ import annotations

import psycopg

from store.guards import CHANNEL
from store.postgres import Server, connect

_LISTENING_SECONDS = 3
"""How long the server may take to answer somebody who only wants to hear news."""


class Notices:
    """A count that grows whenever somebody, this program included, has written.

    The server tells of a change when it is committed. A connection that broke is made again by the next question, and
    what may have been missed meanwhile counts as news.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection: psycopg.Connection | None = None
        self._heard = 0

    def __call__(self) -> int:
        """Return the count.

        Raises
        ------
        psycopg.Error
            While the server does not answer.
        """
        if self._connection is None:
            self._listen()
        elif self._news():
            self._heard += 1
        return self._heard

    def place(self) -> object:
        """Return nothing: a server is where it is, and says itself that it went away."""
        return None

    def close(self) -> None:
        """Stop listening."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _listen(self) -> None:
        connection = connect(self._server, connect_timeout=_LISTENING_SECONDS)
        connection.execute(f"LISTEN {CHANNEL}")
        self._connection = connection
        self._heard += 1

    def _news(self) -> bool:
        """Ask the server for nothing: with the answer comes all that was committed before the question."""
        connection = self._connection
        assert connection is not None
        try:
            connection.execute("")
            return any([notice.payload == self._server.schema for notice in connection.notifies(timeout=0)])  # noqa: C419
        except psycopg.Error:
            self.close()
            raise
