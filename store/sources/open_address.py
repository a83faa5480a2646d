"""Opening what an address names. An engine's module is imported when an address asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from store.sources.address import UTC, Address

if TYPE_CHECKING:
    from store.sources.engines.embedded import Embedded
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
            _count_days_in(address.zone, file.engine)
            yield file
        return
    if address.kind == "ibis" and address.zone != UTC:
        raise Unreadable(
            f"{address.place}: days are counted in UTC here; write a query that turns its times into {address.zone}"
        )
    module = import_module(_PLACES[address.kind])
    with module.opened(address) as rows:
        if address.kind in ("duckdb", "sqlite"):
            _count_days_in(address.zone, rows.engine)
        yield rows


def _count_days_in(zone: str, engine: Embedded) -> None:
    if zone != UTC:
        from store.sources.engine import text_literal

        engine.connection.execute(f"SET TimeZone = {text_literal(zone)}")
