"""What θ is: how its values are written, where it lies when nothing changed, and which values it is held against."""

from __future__ import annotations

from enum import Enum, auto
from typing import Protocol

from experiments.metric import Comparison, Direction, Kind, Metric, Role, Scale, Score


class Measured(Protocol):
    """What a plan's metric and a verdict's result both tell of a measurement."""

    @property
    def kind(self) -> Kind:
        """Return what one unit's measurement is."""

    @property
    def scale(self) -> Scale:
        """Return how treatment is held against control."""

    @property
    def score(self) -> Score:
        """Return what ordered answers are summed up as."""

    @property
    def unit(self) -> str:
        """Return what one of it is called."""


class Writing(Enum):
    """How a value of θ is written."""

    share = auto()
    points = auto()
    relative = auto()
    amount = auto()
    change = auto()


NPS_LEVELS = tuple(str(answer) for answer in range(11))
_SHARES = (Kind.proportion, Kind.theme, Kind.time_to_event)


def scoring(measured: Measured, comparison: Comparison) -> Score | None:
    """Return what ordered answers are summed up as in this comparison; None for other kinds and for superiority."""
    if measured.kind is not Kind.ordinal:
        return None
    if measured.score is Score.usual:
        return Score.top_box if comparison is Comparison.benchmark else None
    return measured.score


def levels_of(metric: Metric) -> tuple[str, ...]:
    """Return the answers an ordinal metric takes, worst first; a promoter score takes 0 to 10."""
    return NPS_LEVELS if metric.score is Score.nps else metric.levels


def writing_of(measured: Measured, comparison: Comparison) -> Writing:
    """Return how values of θ are written: a share, points, a relative change, an amount or a change of an amount."""
    against = comparison is not Comparison.benchmark
    if measured.scale is Scale.relative:
        return Writing.relative
    if measured.kind in _SHARES:
        return Writing.points if against else Writing.share
    if measured.kind is Kind.ordinal:
        return _of_answers(measured, comparison)
    return Writing.change if against else Writing.amount


def _of_answers(measured: Measured, comparison: Comparison) -> Writing:
    score = scoring(measured, comparison)
    if score is Score.nps:
        return Writing.points
    if score is Score.top_box:
        return Writing.points if comparison is Comparison.control else Writing.share
    return Writing.share if comparison is Comparison.control else Writing.points


def unchanged(metric: Metric, comparison: Comparison) -> float:
    """Return where θ lies if the change does nothing: the baseline, no difference, an even chance to answer better."""
    if comparison is Comparison.benchmark:
        return metric.baseline or 0.0
    is_chance = metric.kind is Kind.ordinal and comparison is Comparison.control and scoring(metric, comparison) is None
    return 0.5 if is_chance else 0.0


def bar_of(metric: Metric, comparison: Comparison) -> float | None:
    """Return the value of θ that has to be beaten: the bar, or what a guardrail may lose; None where there is none."""
    if metric.role is Role.success:
        return metric.bar
    if metric.role is Role.guardrail and metric.margin is not None:
        return unchanged(metric, comparison) - metric.direction.sign * metric.margin
    return None


def target_of(metric: Metric, comparison: Comparison) -> float:
    """Return the value of θ that the plan expects: the target of a success metric, no change of any other."""
    return metric.target if metric.target is not None else unchanged(metric, comparison)


def ends_of_theta(ends: tuple[float, float], comparison: Comparison) -> tuple[float, float]:
    """Return where a mean can lie whose values lie between these ends; that of pairs' differences as far either way."""
    least, greatest = ends
    return (least - greatest, greatest - least) if comparison is Comparison.paired else ends


def harm_null(metric: Metric, comparison: Comparison) -> float:
    """Return the value that must not be undercut: no change, or for a success metric a bar that allows a loss."""
    none = unchanged(metric, comparison)
    if comparison is Comparison.benchmark or metric.bar is None:
        return none
    rising = metric.direction is Direction.increase
    allows_loss = metric.bar < none if rising else metric.bar > none
    return metric.bar if allows_loss else none
