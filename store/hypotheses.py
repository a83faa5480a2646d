"""The shelf of hypotheses."""

from __future__ import annotations

from experiments.customers import Segment
from experiments.hypothesis import Hypothesis
from store.change import Change, read
from store.shelf import Conditions, Shelf


class Hypotheses(Shelf[Hypothesis]):
    """The hypotheses of a workspace."""

    noun = Hypothesis

    def list(
        self, segment_id: int | None = None, text: str = "", limit: int = 200, offset: int = 0
    ) -> tuple[Hypothesis, ...]:
        """Return hypotheses, of one segment or all, that hold a text; the newest first."""
        return self._page(self._conditions(segment_id), text, limit, offset)

    def count(self, segment_id: int | None = None, text: str = "") -> int:
        """Return how many hypotheses :meth:`list` has in all."""
        return self._count(self._conditions(segment_id), text)

    def _conditions(self, segment_id: int | None) -> Conditions:
        return [] if segment_id is None else [self._row.segment_id == segment_id]

    def _check(self, change: Change, noun: Hypothesis) -> None:
        read(change.session, Segment, noun.segment_id)
