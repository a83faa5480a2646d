"""Estimators: what a batch of sufficient statistics says about one estimand. One file per kind of metric.

An estimator is made from statistics by :func:`estimator` and imported only when a plan needs it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Protocol

from experiments.observation import Statistic
from experiments.plan import Comparison, Kind, Metric


class Estimator(Protocol):
    """An estimand θ as the data show it, on the metric's own scale.

    Limits and p-values come from one inversion, so ``p_above(null) <= level`` exactly where ``lower(level) >= null``.
    """

    @property
    def method(self) -> str:
        """Return the method's name, with its source, as shown to readers."""

    @property
    def estimate(self) -> float:
        """Return the point estimate of θ."""

    @property
    def standard_error(self) -> float | None:
        """Return the standard error of the estimate, or None where the method has none."""

    def lower(self, level: float) -> float:
        """Return the one-sided lower limit that lies above θ with probability at most ``level``."""

    def upper(self, level: float) -> float:
        """Return the one-sided upper limit that lies below θ with probability at most ``level``."""

    def p_above(self, null: float) -> float:
        """Return the one-sided p-value of H₀: θ ≤ null (small: the data lie above)."""

    def p_below(self, null: float) -> float:
        """Return the one-sided p-value of H₀: θ ≥ null (small: the data lie below)."""


_MAKERS: dict[tuple[Kind, Comparison], str] = {
    (Kind.proportion, Comparison.benchmark): "experiments.inference.proportion:against_benchmark",
    (Kind.proportion, Comparison.control): "experiments.inference.proportion:against_control",
    (Kind.mean, Comparison.benchmark): "experiments.inference.mean:against_benchmark",
    (Kind.mean, Comparison.control): "experiments.inference.mean:against_control",
}


def offered(kind: Kind, comparison: Comparison) -> bool:
    """Say whether the product can judge this kind of metric in this comparison."""
    return (kind, comparison) in _MAKERS


def maker(kind: Kind, comparison: Comparison) -> Callable[..., Estimator]:
    """Import and return the function that makes the estimator of a kind of metric."""
    module, name = _MAKERS[kind, comparison].split(":")
    made: Callable[..., Estimator] = getattr(importlib.import_module(module), name)
    return made


def estimator(
    metric: Metric, comparison: Comparison, treatment: Statistic, control: Statistic | None = None
) -> Estimator:
    """Make the estimator of one metric of one arm from its sufficient statistics."""
    make = maker(metric.kind, comparison)
    if comparison is Comparison.benchmark:
        return make(treatment)
    return make(treatment, control, metric.scale)
