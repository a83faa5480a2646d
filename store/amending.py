"""What had been seen of the data when a locked plan was changed."""

from __future__ import annotations

from sqlmodel import Session

from experiments.errors import InvalidField, Refused
from experiments.experiment import Experiment, Stage
from experiments.observation import Observation, standing
from experiments.plan import Monitoring, Plan, Seen
from experiments.pooling import pooled
from store.observations import batches_of
from store.stages import planned

_FROM_LITTLE_TO_MUCH = (Seen.nothing_run, Seen.no_results_seen, Seen.results_seen)


def claimed(session: Session, test: Experiment, claim: Seen | None) -> Seen:
    """Return what an amendment made now says had been seen.

    Raises
    ------
    Refused
        Where the claim is less than what the records show.
    """
    least = _most([_recorded(test, batches_of(session, test)), *(one.seen for one in test.amendments)])
    if claim is None:
        return least
    if _much(claim) < _much(least):
        raise Refused(f"{test.code} cannot be amended as “{claim}”: its records show “{least}”")
    return claim


def refuse_misfits(session: Session, test: Experiment, plan: Plan) -> None:
    """Refuse a plan that what was recorded could never be judged by."""
    try:
        pooled(plan, batches_of(session, test))
    except InvalidField as misfit:
        raise Refused(f"cannot amend {test.code}: recorded results do not fit the new plan: {misfit}") from None


def _recorded(test: Experiment, batches: tuple[Observation, ...]) -> Seen:
    """Return what the records alone show. Numbers that the judge withholds until the end cannot have been seen."""
    if not batches:
        return Seen.nothing_run
    size = _size_that_opens(test)
    if size is None or test.stage not in (Stage.locked, Stage.running):
        return Seen.results_seen
    # A correction may have taken units away again: what counts is the most that ever stood.
    most = max(sum(batch.units for batch in standing(batches[:end])) for end in range(1, len(batches) + 1))
    return Seen.results_seen if most >= size else Seen.no_results_seen


def _size_that_opens(test: Experiment) -> int | None:
    """Return the units from which on results are shown; None where they are shown from the first."""
    plan = planned(test)
    return plan.planned_size if plan.monitoring is Monitoring.fixed else None


def _most(claims: list[Seen]) -> Seen:
    return max(claims, key=_much)


def _much(seen: Seen) -> int:
    return _FROM_LITTLE_TO_MUCH.index(seen)
