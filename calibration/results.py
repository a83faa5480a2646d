"""What was worked out so far, kept in a file so that some tables can be worked out anew without the others."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from calibration.cells import Cell, Table
from calibration.chances import Chance, Chances


@dataclass
class Results:
    """Chances by table and cell."""

    place: Path
    found: dict[str, Chances] = field(default_factory=dict)

    @classmethod
    def read(cls, place: Path) -> Results:
        """Return what the file holds, or nothing where there is none."""
        kept = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
        return cls(place, {name: _chances(fields) for name, fields in kept.items()})

    def of(self, table: Table, cell: Cell) -> Chances | None:
        """Return what is known of a cell."""
        return self.found.get(name_of(table, cell))

    def keep(self, table: Table, cell: Cell, chances: Chances) -> None:
        """Write one more cell down."""
        self.found[name_of(table, cell)] = chances
        self.place.parent.mkdir(parents=True, exist_ok=True)
        kept = {name: asdict(found) for name, found in self.found.items()}
        self.place.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")


def name_of(table: Table, cell: Cell) -> str:
    """Return what tells a cell from all others; its random numbers follow from it too."""
    return f"{table.title} | {cell.data} | {cell.size}"


def _chances(fields: dict[str, object]) -> Chances:
    parts = {name: Chance(**fields[name]) for name in ("invest", "stop", "misses")}  # type: ignore[arg-type]
    return Chances(**parts, warned=float(str(fields["warned"])))
