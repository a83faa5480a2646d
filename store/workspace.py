"""The one door into a workspace: everything that is kept is read and written through it."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from platformdirs import user_data_dir

from experiments.experiment import Experiment
from experiments.observation import Observation
from experiments.plan import Plan
from store.approvals import Approvals
from store.board import BoardFound, BoardRow, board
from store.change import Clock, Desk, read, utcnow
from store.decisions import Decisions
from store.experiments import Experiments
from store.hypotheses import Hypotheses
from store.judging import Evidence, evidence_for
from store.login import checked_actor
from store.observations import Observations
from store.opening import open_database
from store.people import People, signing
from store.saved_sources import SavedSources
from store.segments import Segments
from store.trail import Trail
from store.undo import LastChange, Undo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from experiments.summary.model import DecisionSummary, PortfolioSummary
    from experiments.verdict import Verdict
    from store.database import Database
    from store.merging import Merged
    from store.merging_comparison import Take
    from store.search import Found
    from store.similar import Similar

__all__ = ["DEFAULT_ADDRESS", "BoardRow", "Workspace"]

DEFAULT_ADDRESS = os.path.join(user_data_dir("whatsticks", appauthor=False), "workspace.db")


class Workspace:
    """One workspace, open. Use it in a ``with`` block, or close it.

    Every verb writes its change and its trail entry in one transaction and returns the noun as now stored.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.segments = Segments(desk)
        self.hypotheses = Hypotheses(desk)
        self.experiments = Experiments(desk)
        self.observations = Observations(desk)
        self.sources = SavedSources(desk)
        self.decisions = Decisions(desk)
        self.approvals = Approvals(desk)
        self.people = People(desk)
        self.trail = Trail(desk.database)
        self._undo = Undo(desk)

    @classmethod
    def open(
        cls,
        address: str | Path,
        *,
        actor: str | None = None,
        create: bool = True,
        upgrade: bool = False,
        clock: Clock = utcnow,
    ) -> Workspace:
        """Open the workspace at an address, and make it if there is none.

        Parameters
        ----------
        address : str or Path
            The file it is kept in, or ``postgresql://person@server/database``.
        actor : str, optional
            Who works; the login name if not given.
        create : bool
            Whether a workspace that does not exist is made.
        upgrade : bool
            Whether an older workspace on a server is brought up to date; a file always is.

        Raises
        ------
        Unreachable
            With one line on why it cannot be opened.
        Refused
            Where people sign with the name they log in with, and ``actor`` is another.
        """
        name = checked_actor(actor)
        database = open_database(address, create=create, upgrade=upgrade)
        try:
            return cls(Desk(database, signing(database, name, chosen=actor is not None), clock))
        except BaseException:
            database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._desk.database.close()

    def by(self, actor: str, clock: Clock | None = None) -> Workspace:
        """Return the same open workspace in somebody else's hands; closing either closes both."""
        name = signing(self._desk.database, checked_actor(actor), chosen=True)
        return Workspace(Desk(self._desk.database, name, clock or self._desk.clock))

    @property
    def address(self) -> str:
        """Return where the workspace is, without a password."""
        return self._desk.database.address

    @property
    def actor(self) -> str:
        """Return who works here."""
        return self._desk.actor

    @property
    def read_only(self) -> bool:
        """Say whether nothing can be written here."""
        return bool(self.why_read_only)

    @property
    def why_read_only(self) -> str:
        """Say why nothing can be written here; empty where it can."""
        return self._desk.database.read_only

    @property
    def said(self) -> str:
        """Return the sentence about the last change made through this object."""
        return self._desk.said

    def undoable(self) -> LastChange:
        """Return the last change made by whoever works here, if it can be undone; raise Refused, saying why, if not."""
        return self._undo.last()

    def undo(self, seq: int) -> LastChange:
        """Take that change back, by an entry of its own.

        Parameters
        ----------
        seq : int
            The entry that :meth:`undoable` named.

        Raises
        ------
        Refused
            Where it cannot be undone, or somebody built on it.
        Conflict
            Where it is not the last one any more.
        """
        return self._undo.take_back(seq)

    def merge(self, other: Database, take: Mapping[str, Take] | None = None, *, dry_run: bool = False) -> Merged:
        """Bring in what is only in another workspace of the team: see :func:`store.merging.merge`."""
        from store.merging import merge

        return merge(self._desk, other, take, dry_run=dry_run)

    def revision(self) -> int:
        """Return a number that changes whenever anybody changes the workspace; cheap enough to ask every moment."""
        return self._desk.database.revision()

    def judged(self, experiment_id: int) -> tuple[Plan, tuple[Observation, ...], bool]:
        """Return what the judge needs of an experiment: its plan, all its batches, whether more may come."""
        evidence = self._evidence(experiment_id)
        return evidence.plan, evidence.batches, evidence.final

    def verdict(self, experiment_id: int) -> Verdict:
        """Judge an experiment on the batches that stand."""
        return self._evidence(experiment_id).verdict()

    def board(self, text: str = "", limit: int = 200, offset: int = 0) -> tuple[BoardRow, ...]:
        """Return how hypotheses stand: the newest first, or those that hold a text, the best first."""
        return self.board_page(text, limit, offset).rows

    def board_page(self, text: str = "", limit: int = 200, offset: int = 0) -> BoardFound:
        """Return a page of the board, with how many rows it has in all."""
        with self._desk.reading() as session:
            return board(session, text, limit, offset)

    def board_count(self, text: str = "") -> int:
        """Return how many rows :meth:`board` has in all."""
        return self.board_page(text, limit=0).total

    def search(self, text: str, limit: int = 20, offset: int = 0) -> Found:
        """Return segments, hypotheses, experiments and decisions that hold all the words of a text, the best first."""
        from store.search import search

        with self._desk.reading() as session:
            return search(session, text, limit, offset)

    def similar(self, text: str, limit: int = 5, but: int | None = None) -> tuple[Similar, ...]:
        """Return past hypotheses that are about what a text is about, with what was learned; ``but`` leaves out one."""
        from store.similar import similar

        with self._desk.reading() as session:
            return similar(session, text, limit, but)

    def search_fault(self) -> str:
        """Say in one line why the search index cannot be relied on; empty where it can."""
        from store.search_index import fault

        with self._desk.reading() as session:
            return fault(session.connection())

    def remake_search(self) -> None:
        """Make the search index anew, from what is kept."""
        from store.search_index import remake

        with self._desk.database.writing() as session:
            remake(session.connection())

    def summary(self, experiment_id: int, verdict: Verdict | None = None) -> DecisionSummary:
        """Return what the page of one experiment shows.

        ``verdict`` is the one made elsewhere, to spare judging again; one that is not of these data is not taken.
        """
        from store.summaries import decision_summary

        with self._desk.reading() as session:
            return decision_summary(session, experiment_id, self.address, self._desk.clock(), verdict)

    def portfolio(self) -> PortfolioSummary:
        """Return what the page of the whole portfolio shows."""
        from store.summaries import portfolio_summary

        with self._desk.reading() as session:
            return portfolio_summary(session, self.address, self._desk.clock())

    def _evidence(self, experiment_id: int) -> Evidence:
        with self._desk.reading() as session:
            return evidence_for(session, read(session, Experiment, experiment_id))
