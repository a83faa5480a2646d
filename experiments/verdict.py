"""The verdict: what the numbers say, every number behind it, and what may not be read into it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from experiments.noun import Value
from experiments.plan import Direction, Kind, Role, Scale, Score


class Outcome(StrEnum):
    """The five things a verdict can be."""

    invest = "invest"
    stop = "stop"
    keep_testing = "keep testing"
    inconclusive = "inconclusive"
    invalid = "invalid"


class Status(StrEnum):
    """How a health check went."""

    ok = "ok"
    warn = "warn"
    fail = "fail"


class Finding(StrEnum):
    """What one metric of one arm shows."""

    none = ""
    no_data = "no data"
    not_looked_at = "not looked at yet"
    clears = "clears the bar"
    clears_but_short = "clears the bar, short of the target"
    undecided = "undecided"
    short = "short of the target"
    safe = "safe"
    not_shown_safe = "not shown safe"
    no_harm_shown = "no harm shown"
    harmed = "harmed"

    @property
    def beats_the_bar(self) -> bool:
        """Say whether the whole decision interval lies beyond the bar."""
        return self in (Finding.clears, Finding.clears_but_short)

    @property
    def misses_the_target(self) -> bool:
        """Say whether the whole decision interval falls short of the target."""
        return self in (Finding.short, Finding.clears_but_short)


class HealthCheck(Value):
    """One check of the data: its number, its limit and one sentence.

    ``check`` names what was looked at and, where it is one metric's, that metric; the sentence names it again.
    """

    check: str
    status: Status
    value: float | None
    limit: float | None
    message: str

    @property
    def kind(self) -> str:
        """Return what was looked at, without the metric."""
        return self.check.split(":")[0]


class Beside(Value):
    """Another way to look at the same data, shown beside a result and never instead of it.

    ``numbers`` holds what the sentence says, by name, for programs.
    """

    model_config = Value.model_config | {"allow_inf_nan": True}

    name: str
    sentence: str
    numbers: dict[str, float] = Field(default_factory=dict)


class AfterStopping(Value):
    """One metric once a test of several looks is over, corrected for the looks: estimate, 95% interval, p-value.

    In the stagewise ordering (Tsiatis, Rosner & Mehta 1984): the estimate lies above the truth as often as below it,
    and ``p`` tests that the estimand is no better than the bar.
    """

    estimate: float
    lower: float
    upper: float
    p: float


class MetricResult(Value):
    """One metric of one treatment arm.

    All values are on the metric's own scale: a rate or mean against a benchmark, a difference or relative lift against
    control. ``lower`` and ``upper`` are the decision interval: the limit towards worse holds at ``alpha``, the limit
    towards better at ``beta``. ``p_bar`` tests that the estimand is no better than the bar, ``p_target`` that it is at
    least the target; for a deterioration metric the target is "no change", so that ``p_target`` is the p-value of harm.
    Numbers are None while the plan does not allow them to be seen; a limit that does not exist is infinite.
    ``after_stopping`` is there once a group-sequential test is over; without it nothing is written, so that verdicts
    from before it was known keep their hash.
    """

    model_config = Value.model_config | {"allow_inf_nan": True}

    name: str
    arm: str
    role: Role
    kind: Kind
    direction: Direction
    scale: Scale
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    bar: float | None = None
    target: float | None = None
    p_bar: float | None = None
    p_target: float | None = None
    ci95: tuple[float, float] | None = None
    alpha: float
    beta: float
    n: dict[str, int]
    observed: dict[str, str]
    method: str
    unit: str = ""
    score: Score = Score.usual
    horizon: float | None = None
    alpha_spent: float | None = None
    beta_spent: float | None = None
    e_bar: float | None = None
    finding: Finding = Finding.none
    beside: tuple[Beside, ...] = ()
    after_stopping: AfterStopping | None = Field(default=None, exclude_if=lambda found: found is None)

    @property
    def of_many_looks(self) -> bool:
        """Say whether the plan looks more than once: then the decision interval holds at all looks, ``ci95`` at one."""
        return self.e_bar is not None or self.alpha_spent is not None


class Shrunk(Value):
    """An estimate pulled towards what was believed before; ``weight`` is how much the data count in it."""

    name: str
    arm: str
    estimate: float
    weight: float


class Caution(Value):
    """How far an `invest` may be trusted, given the share of such ideas that are good.

    ``prior`` is that share, ``assumed`` whether nobody gave it.
    """

    prior: float
    assumed: bool
    false_positive_risk: float
    shrunk: tuple[Shrunk, ...] = ()


class Progress(Value):
    """How far the data have come: units seen, units planned (None: not known yet)."""

    units: int
    planned: int | None = None

    @property
    def remaining(self) -> int | None:
        """Return how many units the plan still asks for."""
        return None if self.planned is None else max(0, self.planned - self.units)


class Outlook(Value):
    """The chances of each end from here: if θ is at the target, if it is at the bar, and as the data look now."""

    invest_at_target: float
    stop_at_bar: float
    invest_as_seen: float
    stop_as_seen: float


class LookResult(Value):
    """One metric of one arm at one look: estimate, decision interval, and the error rates used up by then."""

    model_config = Value.model_config | {"allow_inf_nan": True}

    name: str
    arm: str
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    alpha_spent: float | None = None
    beta_spent: float | None = None
    finding: Finding = Finding.none


class Look(Value):
    """What was known at one look: units over all arms, their share of the planned ones, and what it meant.

    ``until`` is the last day of its data, where that is known.
    """

    number: int
    units: int
    fraction: float
    verdict: Outcome
    results: tuple[LookResult, ...]
    until: date | None = Field(default=None, exclude_if=lambda found: found is None)


class Verdict(Value):
    """What the evidence says about one experiment. A pure function of plan and observations.

    ``looks`` are there where a plan allows more than one; ``stopped_at`` is the first that said invest or stop.
    """

    title: str
    verdict: Outcome
    reason: str
    not_said: str = ""
    next_step: str = ""
    best_arm: str = ""
    progress: Progress
    metrics: tuple[MetricResult, ...]
    health: tuple[HealthCheck, ...]
    warnings: tuple[str, ...] = ()
    caution: Caution | None = None
    looks: tuple[Look, ...] = ()
    stopped_at: int | None = None
    outlook: Outlook | None = None
    plan_hash: str
    judge_version: str
