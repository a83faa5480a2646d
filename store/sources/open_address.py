"""Opening what an address names. An engine's module is imported when an address asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from store.sources.address import Address

if TYPE_CHECKING:
    from store.sources.open_rows import OpenRows

_PLACES = {
    "duckdb": "store.sources.engines.duckdb_file",
    "sqlite": "store.sources.engines.sqlite_file",
    "postgresql": "store.sources.engines.postgres",
    "ibis": "store.sources.engines.ibis",
}


@contextmanager
def opened_at(address: Address, name: str = "") -> Iterator[OpenRows]:
    """Open files, or a table or query of a database, to be measured.

    Parameters
    ----------
    name : str
        What a file is called in messages, where that is not its path.

    Raises
    ------
    Unreadable
        Where they cannot be reached; the message begins with the address and holds no secret.
    """
    if address.kind == "file":
        from store.sources.opened import opened

        with opened(address.where, name) as file:
            yield file
        return
    module = import_module(_PLACES[address.kind])
    with module.opened(address) as rows:
        yield rows
