"""Monitors: when data may be looked at, and what limits a look allows. One file per way of looking."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Protocol

from experiments.inference import Estimator
from experiments.plan import Direction, Monitoring


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
    """The decision interval of one look and the p-values that agree with it."""

    lower: float
    upper: float
    p_bar: float
    p_target: float | None


class Monitor(Protocol):
    """A way of looking at data while they come in."""

    def may_look(self, units: int, planned: int | None, *, final: bool) -> bool:
        """Say whether effects may be seen now."""

    def bounds(self, estimator: Estimator, question: Question) -> Bounds:
        """Return what this look allows to say."""


_MONITORS = {Monitoring.fixed: "experiments.monitoring.fixed:Fixed"}


def offered(monitoring: Monitoring) -> bool:
    """Say whether the product can judge under this kind of monitoring."""
    return monitoring in _MONITORS


def monitor(monitoring: Monitoring) -> Monitor:
    """Import and return the monitor of a plan."""
    module, name = _MONITORS[monitoring].split(":")
    made: Monitor = getattr(importlib.import_module(module), name)()
    return made
