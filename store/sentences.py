"""What the trail says to people: one plain sentence for each thing that can be done, written in this one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from experiments.approval import Proposal, Review, Ruling
from experiments.customers import Segment
from experiments.decision import Decision
from experiments.experiment import Experiment
from experiments.hypothesis import Hypothesis
from experiments.observation import Observation
from experiments.plan import Amendment
from experiments.saved_source import SavedSource

Named = Segment | Hypothesis | Experiment | SavedSource

SHORT_HASH = 8


def named(noun: Named) -> str:
    """Return a noun as people call it: ``E3 “Landing page”``."""
    return f"{noun.code} “{noun.name if isinstance(noun, Segment | SavedSource) else noun.title}”"


def added(noun: Named) -> str:
    """Say that something is new."""
    return f"Added {_kind(noun)} {named(noun)}."


def removed(noun: Named) -> str:
    """Say that something is gone."""
    return f"Removed {_kind(noun)} {named(noun)}."


def edited(noun: Named, fields: Iterable[str]) -> str:
    """Say which fields of something were changed."""
    changed = [field.replace("_", " ") for field in fields]
    return f"Changed the {_listed(changed)} of {_kind(noun)} {named(noun)}."


def unchanged(noun: Named) -> str:
    """Say that an edit changed nothing."""
    return f"Nothing of {_kind(noun)} {named(noun)} was different, so nothing was changed."


def planned(test: Experiment) -> str:
    """Say that a draft has a new plan."""
    return f"Set the plan of {named(test)}{_hash(test.plan.hash if test.plan else '')}."


def locked(test: Experiment) -> str:
    """Say that a plan is frozen."""
    return f"Locked the plan of {named(test)}{_hash(test.plan_hash)}."


def started(test: Experiment) -> str:
    """Say that a test runs."""
    return f"Started {named(test)}."


def concluded(test: Experiment) -> str:
    """Say that no more data will come."""
    return f"Concluded {named(test)}: no more results will be recorded."


def abandoned(test: Experiment) -> str:
    """Say that a test was given up."""
    return f"Abandoned {named(test)}: {_ended(test.abandoned_why)}"


def amended(test: Experiment, amendment: Amendment) -> str:
    """Say that a locked plan was changed, and what had been seen by then."""
    hashes = f"({amendment.before[:SHORT_HASH]} → {amendment.after[:SHORT_HASH]})"
    return f"Amended the plan of {named(test)} {hashes}, with {amendment.seen}: {_ended(amendment.why)}"


def spent(test: Experiment) -> str:
    """Say what a test has cost so far."""
    cost = f"{test.spend.money:,.10g} in money and {test.spend.person_days:,.10g} person-days"
    return f"{named(test)} has cost {cost} so far."


def copied(original: Experiment, copy: Experiment) -> str:
    """Say that a draft was made from another test."""
    return f"Copied {named(original)} to {copy.code}."


def recorded(test: Experiment, batch: Observation) -> str:
    """Say that results came in."""
    units = "1 unit" if batch.units == 1 else f"{batch.units:,} units"
    place = f" in place of batch {batch.supersedes}" if batch.supersedes is not None else ""
    return f"Recorded batch {batch.id} of {named(test)}: {units}{place}."


def recorded_together(test: Experiment, batches: Sequence[Observation]) -> str:
    """Say that several batches came in at once."""
    units = sum(batch.units for batch in batches)
    return f"Recorded {len(batches):,} batches of {named(test)}, {batches[0].id} to {batches[-1].id}: {units:,} units."


def decided(test: Experiment, decision: Decision) -> str:
    """Say what was chosen, and whether the verdict said otherwise."""
    outcome = decision.verdict.verdict
    word = f", against the verdict ({outcome})" if decision.against_verdict else ""
    return f"Decided on {named(test)}: {decision.choice}{word}."


def decided_by_two(test: Experiment, decision: Decision) -> str:
    """Say what was chosen, who proposed it and who approved it."""
    both = f"; proposed by {decision.who}, approved by {decision.seconded_by}."
    return decided(test, decision).removesuffix(".") + both


def proposed(test: Experiment, proposal: Proposal, reasons: Sequence[str]) -> str:
    """Say what waits for a second person, and why it does."""
    return f"Proposed for {named(test)}: {proposal.choice}. It waits for a second person: {'; '.join(reasons)}."


def reviewed(test: Experiment, proposal: Proposal, review: Review) -> str:
    """Say what became of a proposal."""
    whose = "their proposal" if review.ruling is Ruling.withdraw else f"the proposal of {proposal.who}"
    return f"{review.who} {review.ruling.done} {whose} for {named(test)} ({proposal.choice}): {_ended(review.why)}"


def _kind(noun: Named) -> str:
    return "source" if isinstance(noun, SavedSource) else type(noun).__name__.lower()


def _hash(plan_hash: str) -> str:
    return f" ({plan_hash[:SHORT_HASH]})" if plan_hash else ""


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _ended(reason: str, limit: int = 300) -> str:
    """Return a reason on one line, cut where it is long, with a full stop."""
    line = " ".join(reason.split())
    line = line if len(line) <= limit else f"{line[: limit - 1]}…"
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."
