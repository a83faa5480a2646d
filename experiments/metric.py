"""A metric: one measurement, what kind it is, and what it has to show."""

from __future__ import annotations

from enum import StrEnum
from math import isfinite
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from experiments.noun import Value
from experiments.shape import BY_ITS_COLUMN, Read
from experiments.text import Line, Name


class Comparison(StrEnum):
    """What a metric is held against."""

    benchmark = "benchmark"
    control = "control"
    paired = "paired"


class Role(StrEnum):
    """What a metric has to show.

    Gain (success), no loss beyond a margin (guardrail), no loss shown (deterioration), arms that do not differ in what
    the change cannot have touched (quality).
    """

    success = "success"
    guardrail = "guardrail"
    deterioration = "deterioration"
    quality = "quality"


class Kind(StrEnum):
    """What one unit's measurement is."""

    proportion = "proportion"
    mean = "mean"
    ratio = "ratio"
    rate = "rate"
    ordinal = "ordinal"
    time_to_event = "time_to_event"
    price = "price"
    theme = "theme"


class Direction(StrEnum):
    """Which way is better."""

    increase = "increase"
    decrease = "decrease"

    @property
    def sign(self) -> int:
        """Return +1 where more is better and −1 where less is."""
        return 1 if self is Direction.increase else -1


class Scale(StrEnum):
    """How treatment is held against control: θ = t − c, or θ = t / c − 1."""

    difference = "difference"
    relative = "relative"


class Score(StrEnum):
    """What ordered answers are summed up as.

    ``usual`` is the share of the best levels against a benchmark, and the chance that a treated unit answers better
    than an untreated one (ties half) against a control arm. ``top-box`` and ``nps`` hold with either.
    """

    usual = "usual"
    top_box = "top-box"
    nps = "nps"


def _as_text(levels: object) -> object:
    """Let levels be written as numbers: 1 to 5 is how most scales are."""
    return tuple(str(level) for level in levels) if isinstance(levels, list | tuple) else levels


Levels = Annotated[tuple[Name, ...], BeforeValidator(_as_text)]


def _ascends(ends: tuple[float, float] | None) -> tuple[float, float] | None:
    if ends is not None and not (isfinite(ends[0]) and isfinite(ends[1]) and ends[0] < ends[1]):
        raise ValueError(f"{ends[0]:g} and {ends[1]:g} are no range: name the least value, then the greatest")
    return ends


Ends = Annotated[tuple[float, float] | None, AfterValidator(_ascends)]
"""Where values lie: the least and the greatest there can be."""


class Metric(Value):
    """One measurement and what it has to show.

    Parameters
    ----------
    bar, target : float
        In units of the estimand: a rate, mean or share against a benchmark, a difference or relative lift against
        control. ``bar`` is the least that would justify more investment, ``target`` what the team expects if it is
        right.
    margin : float
        For a guardrail: the loss that is still acceptable, a positive number on the metric's scale.
    baseline : float
        The rate or mean expected without the change; used to plan, and as the reference of a guardrail that has no
        control arm.
    sd : float
        The standard deviation of one unit (of one cluster's mean, of one pair's difference), for planning.
    between : tuple of float, float
        The least and the greatest value that a unit can have, such as 1 and 5. Values outside are refused, and looks
        at any time are judged exactly.
    numerator, denominator : str
        Columns of a ratio, both summed over units; the unit is what was randomised.
    exposure, exposure_per_unit : str, float
        Column of a rate's exposure, and how much of it one unit is expected to bring.
    levels, score, top : tuple of str, Score, int
        The answers of an ordinal metric, worst first; what they are summed up as; how many of the best levels count.
    time, event, horizon : str, str, float
        Columns of a time to event (time under observation, whether the event ended it), and the time at which the
        share without the event is judged. ``loss`` is the share expected to leave before the horizon unseen.
    covariates, correlation : tuple of str, float
        Columns known of each unit before the test, and their expected (multiple) correlation with the metric.
    second_coder : str
        Column with a second person's coding of a theme, where there is one.
    prices : tuple of str
        The four columns of a price question: too cheap, cheap, expensive, too expensive.
    discordant : float
        The share of pairs expected to change either way, for planning a paired proportion.
    read : Read
        How it is read where its column does not say it by itself.
    """

    name: Name
    role: Role = Role.success
    kind: Kind = Kind.proportion
    column: Line = ""
    direction: Direction = Direction.increase
    scale: Scale = Scale.difference
    bar: float | None = None
    target: float | None = None
    margin: float | None = Field(default=None, gt=0)
    baseline: float | None = None
    sd: float | None = Field(default=None, gt=0)
    between: Ends = Field(default=None, exclude_if=lambda ends: ends is None)
    unit: Line = ""
    numerator: Line = ""
    denominator: Line = ""
    exposure: Line = ""
    exposure_per_unit: float | None = Field(default=None, gt=0)
    levels: Levels = Field(default=(), max_length=100)
    score: Score = Score.usual
    top: int = Field(default=1, ge=1, le=99)
    time: Line = ""
    event: Line = ""
    horizon: float | None = Field(default=None, gt=0)
    loss: float = Field(default=0.0, ge=0, lt=1)
    covariates: tuple[Name, ...] = Field(default=(), max_length=20)
    correlation: float | None = Field(default=None, gt=-1, lt=1)
    second_coder: Line = ""
    prices: tuple[Name, ...] = ()
    discordant: float | None = Field(default=None, gt=0, le=1)
    read: Read = Field(default=BY_ITS_COLUMN, exclude_if=lambda read: read == BY_ITS_COLUMN)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        from experiments.metric_rules import check_kind, check_role

        check_role(self)
        check_kind(self)
        return self
