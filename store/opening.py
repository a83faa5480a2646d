"""Opening a workspace, wherever it is: a file, or a database on a server."""

from __future__ import annotations

from pathlib import Path

from experiments.errors import Unreachable
from store.address import is_server, scheme_of
from store.database import Database


def open_database(address: str | Path, *, create: bool, upgrade: bool = False) -> Database:
    """Open the workspace at an address.

    Parameters
    ----------
    address : str or Path
        A file, or ``postgresql://person@server:5432/database``, with ``?schema=`` where it is not ``whatsticks``.
    create : bool
        Whether a workspace that does not exist is made.
    upgrade : bool
        Whether an older workspace on a server is brought up to date; a file always is, after a copy was made of it.

    Raises
    ------
    Unreachable
        With one line on why not, and what to do.
    """
    if is_server(address):
        from store.postgres_opening import open_on_server

        return open_on_server(str(address), create=create, upgrade=upgrade)
    from store.sqlite_opening import open_file

    return open_file(_path(address), create=create)


def _path(address: str | Path) -> Path:
    if "://" in str(address):
        raise Unreachable(
            f"a workspace is a file or is at postgresql://…; addresses that begin with {scheme_of(address)}://"
            " cannot be opened"
        )
    if not str(address) or "\0" in str(address):
        raise Unreachable("name the file of the workspace, such as bets.db")
    return Path(address).expanduser()
