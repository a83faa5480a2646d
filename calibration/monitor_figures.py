"""What is found out of one monitor on data of one kind, and where it is kept between runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from calibration.chances import ALPHA, BETA, Chance


@dataclass(frozen=True)
class Figures:
    """How often a monitor that is looked at as often as the cell says is wrong, and how large its tests become.

    ``invest`` is the chance that some look clears the bar when θ is on the bar, ``stop`` that some look falls short of
    the target when θ is on the target; neither takes credit for the other's stopping. ``sizes`` holds mean sizes at
    stopping by name, ``note`` what is to be said of the cell. Where a chance was not asked for it is None.
    """

    invest: Chance | None = None
    stop: Chance | None = None
    sizes: dict[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def outside(self) -> bool:
        """Say whether a chance is above its level."""
        known = ((self.invest, ALPHA), (self.stop, BETA))
        return any(chance is not None and chance.exceeds(level) for chance, level in known)


@dataclass(frozen=True)
class MonitorCell:
    """Data of one kind; ``measure`` takes a random generator and a number of replicates, and answers by way of looking.

    ``looks`` are the ways, in the order of the page.
    """

    data: str
    looks: tuple[str, ...]
    measure: Callable[[np.random.Generator, int], dict[str, Figures]]


@dataclass(frozen=True)
class MonitorTable:
    """All cells of one monitor, or of one comparison of sizes."""

    title: str
    about: str
    cells: tuple[MonitorCell, ...]


@dataclass
class Known:
    """Figures by table and cell, kept in a file so that some can be worked out anew without the others."""

    place: Path
    found: dict[str, Figures] = field(default_factory=dict)

    @classmethod
    def read(cls, place: Path) -> Known:
        """Return what the file holds, or nothing where there is none."""
        kept = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
        return cls(place, {name: _figures(fields) for name, fields in kept.items()})

    def of(self, table: MonitorTable, cell: MonitorCell) -> dict[str, Figures]:
        """Return what is known of a cell, by way of looking."""
        names = {looks: f"{name_of(table, cell)} | {looks}" for looks in cell.looks}
        return {looks: self.found[name] for looks, name in names.items() if name in self.found}

    def keep(self, table: MonitorTable, cell: MonitorCell, figures: dict[str, Figures]) -> None:
        """Write one more cell down."""
        for looks, found in figures.items():
            self.found[f"{name_of(table, cell)} | {looks}"] = found
        self.place.parent.mkdir(parents=True, exist_ok=True)
        kept = {name: asdict(known) for name, known in self.found.items()}
        self.place.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")


def name_of(table: MonitorTable, cell: MonitorCell) -> str:
    """Return what tells a cell from all others; its random numbers follow from it too."""
    return f"{table.title} | {cell.data}"


def exact(value: float) -> Chance:
    """Return a chance of which every path was counted."""
    return Chance(min(value, 1.0), 0.0)


def drawn(hits: int, runs: int) -> Chance:
    """Return a chance as it was in simulated tests, with its standard error."""
    value = hits / runs
    return Chance(value, max(value * (1 - value), 1 / runs) ** 0.5 / runs**0.5)


def _figures(fields: dict[str, object]) -> Figures:
    chances = {name: Chance(**found) if (found := fields[name]) else None for name in ("invest", "stop")}  # type: ignore[arg-type]
    return Figures(**chances, sizes=fields["sizes"], note=str(fields["note"]))  # type: ignore[arg-type]
