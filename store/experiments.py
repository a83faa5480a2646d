"""The shelf of experiments, and what moves one forward."""

from __future__ import annotations

from experiments.errors import InvalidField, Refused
from experiments.experiment import Action, Experiment, Spend, Stage
from experiments.hypothesis import Hypothesis
from experiments.plan import Amendment, Plan, Seen, changes
from store import sentences
from store.amending import claimed, refuse_misfits
from store.change import Change, read
from store.shelf import Conditions, Shelf
from store.stages import allow, concluded, planned, started


class Experiments(Shelf[Experiment]):
    """The experiments of a workspace."""

    noun = Experiment
    free = frozenset({"hypothesis_id", "title", "kind", "we_will", "owner", "budget"})

    def list(
        self,
        hypothesis_id: int | None = None,
        stage: Stage | None = None,
        text: str = "",
        limit: int = 200,
        offset: int = 0,
    ) -> tuple[Experiment, ...]:
        """Return experiments, of one hypothesis and stage or all, that hold a text; the newest first."""
        return self._page(self._conditions(hypothesis_id, stage), text, limit, offset)

    def count(self, hypothesis_id: int | None = None, stage: Stage | None = None, text: str = "") -> int:
        """Return how many experiments :meth:`list` has in all."""
        return self._count(self._conditions(hypothesis_id, stage), text)

    def plan(self, number: int, version: int, plan: Plan) -> Experiment:
        """Set the plan of a draft."""
        with self._desk.changing() as change:
            test = self._allowed(change, Action.plan, number, version)
            test = change.update(test.but(plan=plan))
            change.enter("plan", test.code, sentences.planned(test))
        return test

    def lock(self, number: int, version: int, planned_size: int | None = None) -> Experiment:
        """Freeze the plan, with the size it was designed for if it names none itself."""
        with self._desk.changing() as change:
            test = self._allowed(change, Action.lock, number, version)
            plan = planned(test)
            if plan.planned_size is None:
                plan = plan.but(planned_size=planned_size)
            if plan.prior is None:  # what was believed belongs to what was promised: it weighs the verdict
                plan = plan.but(prior=read(change.session, Hypothesis, test.hypothesis_id).prior)
            frozen = test.but(plan=plan, plan_hash=plan.hash, stage=Stage.locked, locked_at=change.at)
            test = change.update(frozen)
            change.enter("lock", test.code, sentences.locked(test))
        return test

    def start(self, number: int, version: int) -> Experiment:
        """Let a locked experiment run."""
        with self._desk.changing() as change:
            return started(change, change.current(Experiment, number, version))

    def conclude(self, number: int, version: int) -> Experiment:
        """End the recording of a running experiment."""
        with self._desk.changing() as change:
            return concluded(change, change.current(Experiment, number, version))

    def abandon(self, number: int, version: int, why: str) -> Experiment:
        """Give an experiment up, and say why."""
        if not why.strip():
            raise InvalidField("why", why, "say why it is given up")
        with self._desk.changing() as change:
            test = self._allowed(change, Action.abandon, number, version)
            test = change.update(test.but(stage=Stage.abandoned, abandoned_why=why))
            change.enter("abandon", test.code, sentences.abandoned(test))
        return test

    def amend(self, number: int, version: int, plan: Plan, why: str, seen: Seen | None = None) -> Experiment:
        """Change a locked plan, openly.

        Parameters
        ----------
        seen : Seen, optional
            What had been seen of the data. It follows from what was recorded; say so if it was more, never less.
        """
        with self._desk.changing() as change:
            test = self._allowed(change, Action.amend, number, version)
            before = planned(test)
            after = plan if plan.planned_size is not None else plan.but(planned_size=before.planned_size)
            after = after if after.prior is not None else after.but(prior=before.prior)
            differences = changes(before, after)
            if not differences:
                raise Refused(f"cannot amend {sentences.named(test)}: the plan given is the one it has")
            refuse_misfits(change.session, test, after)
            amendment = Amendment.of(
                {
                    "at": change.at,
                    "who": change.actor,
                    "why": why,
                    "seen": claimed(change.session, test, seen),
                    "before": before.hash,
                    "after": after.hash,
                    "changes": differences,
                }
            )
            amended = test.but(plan=after, plan_hash=after.hash, amendments=(*test.amendments, amendment))
            test = change.update(amended)
            change.enter("amend", test.code, sentences.amended(test, amendment))
        return test

    def spend(self, number: int, version: int, money: float, person_days: float) -> Experiment:
        """Set what an experiment has cost so far."""
        cost = Spend.of({"money": money, "person_days": person_days})
        with self._desk.changing() as change:
            test = change.current(Experiment, number, version)
            test = change.update(test.but(spend=cost))
            change.enter("spend", test.code, sentences.spent(test))
        return test

    def copy(self, number: int) -> Experiment:
        """Make a new draft with the same plan."""
        with self._desk.changing() as change:
            original = read(change.session, Experiment, number)
            kept = {field: getattr(original, field) for field in (*self.free, "plan")}
            draft = change.insert(Experiment.of(kept))
            change.enter("copy", draft.code, sentences.copied(original, draft))
        return draft

    def _allowed(self, change: Change, action: Action, number: int, version: int) -> Experiment:
        test = change.current(Experiment, number, version)
        allow(action, test)
        return test

    def _conditions(self, hypothesis_id: int | None, stage: Stage | None) -> Conditions:
        of_hypothesis = [] if hypothesis_id is None else [self._row.hypothesis_id == hypothesis_id]
        of_stage = [] if stage is None else [self._row.stage == str(stage)]
        return [*of_hypothesis, *of_stage]

    def _check(self, change: Change, noun: Experiment) -> None:
        read(change.session, Hypothesis, noun.hypothesis_id)

    def _check_edit(self, noun: Experiment) -> None:
        allow(Action.edit, noun)
