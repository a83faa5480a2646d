"""What a reader took for granted of the files behind the batches, or left out of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from experiments.health.result import result
from experiments.observation import Observation, standing
from experiments.verdict import HealthCheck, Status

_MOST = 5


def as_read(batches: Sequence[Observation]) -> Iterator[HealthCheck]:
    """Yield what was said while files were read, each thing once."""
    notes = list(dict.fromkeys(note for batch in standing(tuple(batches)) for note in batch.source.notes))
    if notes:
        more = f"; and {len(notes) - _MOST} more" if len(notes) > _MOST else ""
        yield result("as read", Status.warn, len(notes), 0, "; ".join(notes[:_MOST]) + more)
