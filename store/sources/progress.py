"""How far the reading of files is."""

from __future__ import annotations

from dataclasses import dataclass

_MEGA, _KILO = 1_000_000, 1_000


@dataclass(frozen=True)
class Progress:
    """Bytes whose fingerprint was taken, of how many, and how far the engine is with what it was asked last.

    The first never falls and ends at ``total``. ``share`` is between 0 and 1, None between questions, of which reading
    a plan takes several: it begins anew with each.
    """

    done: int
    total: int
    share: float | None

    @property
    def part(self) -> float | None:
        """Return how far it is, between 0 and 1: the engine's word, or else the bytes'."""
        if self.share is not None:
            return min(1.0, self.share)
        return min(1.0, self.done / self.total) if self.total else None

    def told(self, rows: int = 0) -> str:
        """Return how far it is in numbers: ``34% · 24.1 of 72.2 MB · 3,400 of 10,000 rows``."""
        part = self.part
        unit, name = (_MEGA, "MB") if self.total >= _MEGA else (_KILO, "kB")
        parts = (
            "" if part is None else f"{part:.0%}",
            f"{self.done / unit:,.1f} of {self.total / unit:,.1f} {name}" if self.total else "",
            "" if not rows else f"{rows:,} rows" if part is None else f"{round(part * rows):,} of {rows:,} rows",
        )
        return " · ".join(one for one in parts if one)
