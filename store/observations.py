"""The shelf of observations: batches are recorded and read, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from experiments.errors import NotFound, Refused
from experiments.experiment import Action, Experiment, Stage
from experiments.observation import Observation, standing
from experiments.pooling import pooled
from store import sentences
from store.change import Desk, noun_of, read
from store.shelf import refuse_own
from store.stages import allow, planned, started
from store.tables import ObservationRow

_OWN = ("id", "version", "experiment_id")


def batches_of(session: Session, test: Experiment) -> tuple[Observation, ...]:
    """Return all batches of an experiment, in the order they were recorded."""
    query = select(ObservationRow).where(ObservationRow.experiment_id == test.id).order_by(col(ObservationRow.id))
    return tuple(noun_of(Observation, row) for row in session.exec(query))


class Observations:
    """The observations of a workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def record(self, experiment_id: int, fields: Mapping[str, Any]) -> Observation:
        """Record a batch of results; a locked experiment starts with its first one.

        Raises
        ------
        InvalidField
            Where an arm or a metric is not the plan's, naming those that are.
        Refused
            Where the experiment takes no results now, or has this very file already.
        """
        refuse_own(fields, _OWN)
        with self._desk.changing() as change:
            test = read(change.session, Experiment, experiment_id)
            allow(Action.record, test)
            given = {"at": change.at, "recorded_by": change.actor, **fields, "experiment_id": experiment_id}
            batch = Observation.of(given)
            pooled(planned(test), (batch,))  # refuses arms and metrics that the plan does not have
            _check_against_others(batch, batches_of(change.session, test), test)
            if test.stage is Stage.locked:
                test = started(change, test)
            batch = change.insert(batch)
            change.enter("record", test.code, sentences.recorded(test, batch))
        return batch

    def of(self, experiment_id: int) -> tuple[Observation, ...]:
        """Return the batches of an experiment in the order they were recorded."""
        with self._desk.reading() as session:
            return batches_of(session, read(session, Experiment, experiment_id))

    def get(self, number: int) -> Observation:
        """Return one batch, or raise NotFound."""
        with self._desk.reading() as session:
            return read(session, Observation, number)


def _check_against_others(batch: Observation, others: tuple[Observation, ...], test: Experiment) -> None:
    """Refuse a correction of what is not there, and the same file twice."""
    in_force = standing(others)
    numbers = {other.id for other in in_force if other.id is not None}
    if batch.supersedes is not None and batch.supersedes not in numbers:
        if batch.supersedes in {other.id for other in others}:
            raise Refused(f"batch {batch.supersedes} of {test.code} was replaced already; correct the one in its place")
        known = ", ".join(map(str, sorted(numbers)))
        raise NotFound("batch", str(batch.supersedes), f"{test.code} has {known or 'none yet'}")
    for other in in_force:
        if batch.source.digest and other.source.digest == batch.source.digest and batch.supersedes != other.id:
            raise Refused(
                f"this file is in {test.code} already, as batch {other.id} of {other.at:%Y-%m-%d};"
                f" to correct that batch, record this one in its place (supersedes {other.id})"
            )
