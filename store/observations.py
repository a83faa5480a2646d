"""The shelf of observations: batches are recorded and read, never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from experiments.errors import NotFound, Refused
from experiments.experiment import Action, Experiment, Stage
from experiments.observation import Observation, standing
from experiments.plan import Plan
from experiments.pooling import pooled
from store import sentences
from store.change import Change, Desk, noun_of, read
from store.shelf import refuse_own
from store.stages import allow, planned, started
from store.tables import ObservationRow

New = Callable[[tuple[Observation, ...]], Sequence[Mapping[str, Any]]]
"""What is new of something that was read, given all batches there are."""

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
        return self.record_all(experiment_id, (fields,))[0]

    def record_all(self, experiment_id: int, batches: Sequence[Mapping[str, Any]]) -> tuple[Observation, ...]:
        """Record several batches in the order given, all of them or none: one transaction, a trail entry for each.

        The workspace is afterwards as if they had been recorded one by one. They may come from one file.

        Raises
        ------
        InvalidField, Refused
            As :meth:`record`, or where there is no batch.
        """
        with self._desk.changing() as change:
            test = read(change.session, Experiment, experiment_id)
            allow(Action.record, test)
            return _recorded(change, test, batches_of(change.session, test), batches)

    def take_in(self, experiment_id: int, read_under: Plan, new: New) -> tuple[Observation, ...]:
        """Record what is new of something that was read: what that is, is asked inside the transaction.

        Two people who read the same source at the same moment do not both add it: the second is held against what the
        first has recorded.

        Parameters
        ----------
        read_under : Plan
            The plan that the reading is of.
        new : callable
            Returns the batches to record, given all that are recorded; :func:`store.intake.intake` says which.

        Raises
        ------
        Refused
            As :meth:`record_all`; where ``new`` refuses; or where the plan was amended after the reading.
        """
        with self._desk.changing() as change:
            test = read(change.session, Experiment, experiment_id)
            allow(Action.record, test)
            if planned(test) != read_under:
                raise Refused(f"the plan of {test.code} was changed while the data were read; read them again")
            before = batches_of(change.session, test)
            return _recorded(change, test, before, new(before))

    def of(self, experiment_id: int) -> tuple[Observation, ...]:
        """Return the batches of an experiment in the order they were recorded."""
        with self._desk.reading() as session:
            return batches_of(session, read(session, Experiment, experiment_id))

    def get(self, number: int) -> Observation:
        """Return one batch, or raise NotFound."""
        with self._desk.reading() as session:
            return read(session, Observation, number)


def _recorded(
    change: Change, test: Experiment, before: tuple[Observation, ...], batches: Sequence[Mapping[str, Any]]
) -> tuple[Observation, ...]:
    """Write batches one after the other, with an entry for each."""
    for fields in batches:
        refuse_own(fields, _OWN)
    if not batches:
        raise Refused("there is nothing to record")
    replaced = {fields.get("supersedes") for fields in batches}
    corrected = {other.source.digest for other in before if other.id in replaced}
    recorded: list[Observation] = []
    for fields in batches:
        batch = _checked(change, test, fields, (*before, *recorded))
        if batch.source.digest not in corrected:
            _refuse_again(batch, before, test)
        test = started(change, test) if test.stage is Stage.locked else test
        recorded.append(change.insert(batch))
        change.enter("record", test.code, sentences.recorded(test, recorded[-1]))
    if len(recorded) > 1:
        change.said = sentences.recorded_together(test, recorded)
    return tuple(recorded)


def _checked(
    change: Change, test: Experiment, fields: Mapping[str, Any], others: tuple[Observation, ...]
) -> Observation:
    """Return the batch that the fields make; refuse one that does not fit the plan, or corrects what is not there."""
    batch = Observation.of({"at": change.at, "recorded_by": change.actor, **fields, "experiment_id": test.id})
    pooled(planned(test), (batch,))  # refuses arms and metrics that the plan does not have
    numbers = {other.id for other in standing(others) if other.id is not None}
    if batch.supersedes is None or batch.supersedes in numbers:
        return batch
    if batch.supersedes in {other.id for other in others}:
        raise Refused(f"batch {batch.supersedes} of {test.code} was replaced already; correct the one in its place")
    known = ", ".join(map(str, sorted(numbers)))
    raise NotFound("batch", str(batch.supersedes), f"{test.code} has {known or 'none yet'}")


def _refuse_again(batch: Observation, before: tuple[Observation, ...], test: Experiment) -> None:
    """Refuse a file that is there already; looks that are recorded together may share theirs."""
    for other in standing(before):
        if batch.source.digest and other.source.digest == batch.source.digest:
            raise Refused(
                f"this file is in {test.code} already, as batch {other.id} of {other.at:%Y-%m-%d};"
                f" to correct that batch, record this one in its place (supersedes {other.id})"
            )
