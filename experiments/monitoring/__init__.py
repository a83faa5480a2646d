"""Monitors: when data may be looked at, and what limits a look allows. One file per way of looking."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from experiments.form import Form
from experiments.inference import Estimator
from experiments.observation import Statistic
from experiments.plan import Direction, Metric, Monitoring, Plan


@dataclass(frozen=True)
class Question:
    """What is asked of one estimand at one look.

    ``alpha`` is the error rate against the bar, ``beta`` the one against the target (None: no target to miss).
    """

    direction: Direction
    bar: float
    target: float | None
    alpha: float
    beta: float


@dataclass(frozen=True)
class Bounds:
    """The decision interval of one look and the p-values that agree with it.

    ``alpha_spent`` and ``beta_spent`` are the error rates used up so far. ``p_bar`` is None where a p-value would only
    mean something once the test has stopped. ``e_bar`` is the evidence against "no better than the bar" as a bet would
    have grown: the stake times so much.
    """

    lower: float
    upper: float
    p_bar: float | None
    p_target: float | None
    alpha_spent: float | None = None
    beta_spent: float | None = None
    e_bar: float | None = None
    method: str = ""


@dataclass(frozen=True)
class Sight:
    """One metric of one arm as it stood at one look, its data in one ``form``.

    ``fraction`` is the share of the planned units that were in.
    """

    estimator: Estimator
    treatment: Statistic
    control: Statistic | None
    units: int
    fraction: float
    metric: Metric | None = None
    form: Form = Form.moments


class Monitor(Protocol):
    """A way of looking at data while they come in."""

    def may_look(self, units: int, planned: int | None, *, final: bool) -> bool:
        """Say whether effects may be seen now."""

    def bounds(self, seen: Sequence[Sight], question: Question) -> Bounds:
        """Return what the latest look allows to say, given all looks so far."""

    def shows_below(self, seen: Sequence[Sight], null: float, direction: Direction, level: float) -> bool:
        """Say whether some look so far shows, at ``level`` over all looks, that θ is worse than ``null``."""


_MONITORS = {
    Monitoring.fixed: "experiments.monitoring.fixed:Fixed",
    Monitoring.group_sequential: "experiments.monitoring.group_sequential:GroupSequential",
    Monitoring.anytime: "experiments.monitoring.anytime:Anytime",
}


def offered(monitoring: Monitoring) -> bool:
    """Say whether the product can judge under this kind of monitoring."""
    return monitoring in _MONITORS


def monitor(plan: Plan) -> Monitor:
    """Import and make the monitor of a plan."""
    module, name = _MONITORS[plan.monitoring].split(":")
    made: Monitor = getattr(importlib.import_module(module), name)(plan)
    return made
