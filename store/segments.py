"""The shelf of segments."""

from __future__ import annotations

from experiments.customers import Segment
from store.shelf import Shelf


class Segments(Shelf[Segment]):
    """The segments of a workspace."""

    noun = Segment

    def list(self, text: str = "", limit: int = 200, offset: int = 0) -> tuple[Segment, ...]:
        """Return segments that hold a text, the newest first."""
        return self._page([], text, limit, offset)

    def count(self, text: str = "") -> int:
        """Return how many segments hold a text."""
        return self._count([], text)
