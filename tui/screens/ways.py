"""The ways from screen to screen. Each imports its screen when it is first gone, so that the start stays short."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

Opened = Screen[Any]


def hypothesis(number: int) -> Opened:
    """Return the screen of one hypothesis."""
    from tui.screens.hypothesis import HypothesisPage

    return HypothesisPage(number)


def new_hypothesis(segment_id: int | None = None) -> Opened:
    """Return the form for a new hypothesis."""
    from tui.screens.hypothesis_form import HypothesisForm

    return HypothesisForm(None, segment_id)


def edit_hypothesis(number: int) -> Opened:
    """Return the form of a hypothesis."""
    from tui.screens.hypothesis_form import HypothesisForm

    return HypothesisForm(number)


def experiment(number: int) -> Opened:
    """Return the screen of one experiment."""
    from tui.screens.experiment import ExperimentPage

    return ExperimentPage(number)


def new_experiment(hypothesis_id: int) -> Opened:
    """Return the choice of a kind of test, on the way to a new experiment."""
    from tui.screens.catalogue import CataloguePage

    return CataloguePage(hypothesis_id)


def edit_experiment(number: int) -> Opened:
    """Return the form of an experiment's own fields."""
    from tui.screens.experiment_form import ExperimentForm

    return ExperimentForm(number)


def plan(number: int, *, lock: bool = False) -> Opened:
    """Return the plan designer of a draft, or the amendment of a locked plan; ``lock`` goes on to locking at once."""
    from tui.screens.plan import PlanDesigner

    return PlanDesigner(number, lock=lock)


def spend(number: int) -> Opened:
    """Return the form of what an experiment has cost."""
    from tui.screens.spend import SpendForm

    return SpendForm(number)


def record(number: int) -> Opened:
    """Return the form that takes results."""
    from tui.screens.record import RecordPage

    return RecordPage(number)


def verdict(number: int) -> Opened:
    """Return the verdict of an experiment."""
    from tui.screens.verdict import VerdictPage

    return VerdictPage(number)


def decide(number: int) -> Opened:
    """Return the decision form."""
    from tui.screens.decide import DecidePage

    return DecidePage(number)


def export(number: int | None) -> Opened:
    """Return the export of one experiment, or of the whole portfolio."""
    from tui.screens.export import ExportPage

    return ExportPage(number)


def segments() -> Opened:
    """Return the list of segments."""
    from tui.screens.segments import SegmentsPage

    return SegmentsPage()


def segment(number: int | None) -> Opened:
    """Return the form of a segment, or of a new one."""
    from tui.screens.segment_form import SegmentForm

    return SegmentForm(number)


def sources() -> Opened:
    """Return the list of saved sources."""
    from tui.screens.sources import SourcesPage

    return SourcesPage()


def source(number: int | None) -> Opened:
    """Return the form of a saved source, or of a new one."""
    from tui.screens.source_form import SourceForm

    return SourceForm(number)


def read_again(number: int) -> Opened:
    """Return the reading of the source that an experiment was recorded from last."""
    from tui.screens.record_file import RecordFile

    return RecordFile(number, again=True)


def approvals() -> Opened:
    """Return the list of decisions that wait for a second person."""
    from tui.screens.approvals import ApprovalsPage

    return ApprovalsPage()


def trail() -> Opened:
    """Return the trail."""
    from tui.screens.trail import TrailPage

    return TrailPage()
