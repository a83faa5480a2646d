"""What the judge needs of an experiment, read together so that it belongs together."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from experiments.experiment import Experiment, Stage
from experiments.observation import Observation, standing
from experiments.plan import Plan
from experiments.verdict import Outcome, Verdict
from store.observations import batches_of
from store.stages import planned


@dataclass(frozen=True)
class Evidence:
    """An experiment with its plan and all its batches, replaced ones included."""

    test: Experiment
    plan: Plan
    batches: tuple[Observation, ...]

    @property
    def final(self) -> bool:
        """Say whether no more data will come."""
        return self.test.stage in (Stage.concluded, Stage.decided)

    def verdict(self, *, final: bool | None = None) -> Verdict:
        """Judge it, as it stands or as final."""
        from experiments.judge import judge

        last = self.final if final is None else final
        return judge(self.plan, self.batches, final=last, amendments=self.test.amendments)

    def gave(self, verdict: Verdict) -> bool:
        """Say whether a verdict that somebody was shown is the final one on this evidence.

        One that says to keep testing was made while more could come; each amendment leaves a warning on it.
        """
        return self.fits(verdict) and verdict.verdict is not Outcome.keep_testing

    def fits(self, verdict: Verdict) -> bool:
        """Say whether a verdict was made on this plan and these batches."""
        marked = len(verdict.warnings) >= len(self.test.amendments)
        same_plan = verdict.plan_hash == self.plan.hash and marked
        return same_plan and verdict.progress.units == sum(batch.units for batch in standing(self.batches))


def evidence_for(session: Session, test: Experiment) -> Evidence:
    """Read what the judge needs."""
    return Evidence(test, planned(test), batches_of(session, test))
