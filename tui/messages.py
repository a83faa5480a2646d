"""Everything that is told inside the terminal UI: what a widget noticed, and what a worker brought back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from experiments.approval import Rules
    from experiments.catalogue import Catalogue
    from experiments.customers import Segment
    from experiments.decision import Decision
    from experiments.experiment import Budget, Experiment
    from experiments.hypothesis import Hypothesis
    from experiments.observation import Observation
    from experiments.plan import Plan
    from experiments.power import Design
    from experiments.saved_source import SavedSource
    from experiments.verdict import Verdict
    from store.again import Origin
    from store.approvals import Waiting
    from store.board import BoardRow
    from store.intake import Intake
    from store.similar import Similar
    from store.sources.preview import Preview
    from store.sources.reading import Reading
    from store.trail import Entry
    from store.undo import LastChange
    from tui.ways_of_looking import PlannedLook, Ways
    from tui.widgets.field_row import FieldRow
    from tui.widgets.paged_table import PagedTable, Row


# What a table noticed ------------------------------------------------------------------------------------------------


@dataclass
class RowMarked(Message):
    """The mark of a table moved (None: the row has not arrived yet)."""

    table: PagedTable
    row: Row | None


@dataclass
class RowOpened(Message):
    """A row is to be opened."""

    table: PagedTable
    row: Row


@dataclass
class PageWanted(Message):
    """A table needs the page that begins here."""

    table: PagedTable
    offset: int


# What a worker brought back ------------------------------------------------------------------------------------------


@dataclass
class Failed(Message):
    """What was asked of the workspace, a file or the statistics could not be done; the error says why."""

    error: Exception
    about: str = ""


@dataclass
class Revised(Message):
    """Somebody changed the workspace."""

    revision: int


@dataclass
class Written(Message):
    """A write was acknowledged: the noun as now stored, and the trail's sentence about it."""

    noun: Any
    said: str
    about: str = ""


@dataclass
class BoardPage(Message):
    """A page of the board: the filter it belongs to, how many rows there are, and those from ``offset``.

    ``more`` says that so many hold the filter's words that only the newest were ranked.
    """

    text: str
    total: int
    offset: int
    rows: tuple[BoardRow, ...]
    segments: int
    more: bool = False
    waiting: int = 0


@dataclass
class Bet(Message):
    """One hypothesis, its segment and its experiments; for ``proposed`` ones a decision waits for a second person."""

    hypothesis: Hypothesis
    segment: Segment
    experiments: tuple[Experiment, ...]
    row: BoardRow | None
    proposed: frozenset[int] = frozenset()


# What a form noticed -------------------------------------------------------------------------------------------------


@dataclass
class FieldFocused(Message):
    """The keys go into this field now."""

    row: FieldRow


@dataclass
class FieldChanged(Message):
    """Something else stands in this field."""

    row: FieldRow


@dataclass
class FormRead(Message):
    """What a form starts from has been read."""

    value: Any


@dataclass
class SegmentsPage(Message):
    """A page of the segments."""

    total: int
    offset: int
    segments: tuple[Segment, ...]


@dataclass
class SourcesPage(Message):
    """A page of the saved sources."""

    total: int
    offset: int
    sources: tuple[SavedSource, ...]


@dataclass
class SourceSeen(Message):
    """What a saved source holds, looked at without a plan."""

    source: SavedSource
    said: str


@dataclass(frozen=True)
class HypothesisStart:
    """What the hypothesis form starts from: the hypothesis (None: a new one) and the segments there are."""

    hypothesis: Hypothesis | None
    segments: tuple[Segment, ...]


@dataclass
class SimilarFound(Message):
    """Past hypotheses that are about what is being typed."""

    text: str
    hypotheses: tuple[Similar, ...]


@dataclass
class KindsRead(Message):
    """The hypothesis a test is chosen for, and the kinds there are."""

    hypothesis: Hypothesis
    catalogue: Catalogue


@dataclass
class ExperimentRead(Message):
    """One experiment with all that belongs to it."""

    experiment: Experiment
    hypothesis: Hypothesis
    segment: Segment
    batches: tuple[Observation, ...]
    decision: Decision | None
    waiting: Waiting | None = None
    rules: Rules | None = None


@dataclass
class ApprovalsRead(Message):
    """A page of the decisions that wait for a second person."""

    total: int
    offset: int
    waiting: tuple[Waiting, ...]


@dataclass
class VerdictRead(Message):
    """What the judge says of an experiment, and the looks its plan has, where it pays for each."""

    verdict: Verdict
    planned: tuple[PlannedLook, ...] = ()


@dataclass
class Designed(Message):
    """What a plan takes."""

    plan: Plan
    budget: Budget | None
    design: Design


@dataclass
class WaysCompared(Message):
    """What each way of looking would take under a plan."""

    plan: Plan
    ways: Ways


@dataclass(frozen=True)
class RecordStart:
    """What recording starts from: the experiment, and how strong its kind of evidence usually is."""

    read: ExperimentRead
    strength: int
    sources: tuple[SavedSource, ...] = ()


@dataclass
class TrailRead(Message):
    """A page of the trail, and the hash of its newest entry."""

    total: int
    offset: int
    entries: tuple[Entry, ...]
    head: str


@dataclass
class Verified(Message):
    """What checking the trail found; no fault is good, and a note breaks nothing."""

    total: int
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass
class LastChangeRead(Message):
    """The last change of whoever works here, which can be undone."""

    change: LastChange


@dataclass
class Undone(Message):
    """A change was undone; the trail's sentence about it."""

    change: LastChange
    said: str


@dataclass
class FileRead(Message):
    """What a source holds, looked at under a plan; of it what is to be recorded, or why nothing can be.

    ``where`` is what was typed to name it.
    """

    where: str
    origin: Origin
    preview: Preview
    looks: tuple[Reading, ...] = ()
    intake: Intake | None = None
    refusal: str = ""
