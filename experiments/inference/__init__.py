"""Estimators: what a batch of sufficient statistics says about one estimand. One file per method.

An estimator is made from statistics by :func:`estimator` and imported only when a plan needs it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from experiments.form import Form
from experiments.observation import Statistic
from experiments.plan import Comparison, Metric, Plan


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


@dataclass(frozen=True)
class _Maker:
    """Where an estimator is made, and which fields of the metric it asks for after the statistics."""

    place: str
    takes: tuple[str, ...] = ()


_WITH_SCALE = ("scale",)
_MAKERS: dict[tuple[Form, Comparison], _Maker] = {
    (Form.counts, Comparison.benchmark): _Maker("proportion:against_benchmark"),
    (Form.counts, Comparison.control): _Maker("proportion:against_control", _WITH_SCALE),
    (Form.coded, Comparison.benchmark): _Maker("theme:against_benchmark"),
    (Form.coded, Comparison.control): _Maker("theme:against_control", _WITH_SCALE),
    (Form.moments, Comparison.benchmark): _Maker("mean:against_benchmark"),
    (Form.moments, Comparison.control): _Maker("mean:against_control", _WITH_SCALE),
    (Form.totals, Comparison.benchmark): _Maker("ratio:against_benchmark"),
    (Form.totals, Comparison.control): _Maker("ratio:against_control", _WITH_SCALE),
    (Form.adjusted, Comparison.control): _Maker("adjusted:against_control", _WITH_SCALE),
    (Form.events, Comparison.benchmark): _Maker("rate:against_benchmark"),
    (Form.events, Comparison.control): _Maker("rate:against_control", _WITH_SCALE),
    (Form.levels, Comparison.benchmark): _Maker("answers:against_benchmark", ("score", "top")),
    (Form.levels, Comparison.control): _Maker("answers:against_control", ("score", "top")),
    (Form.event_table, Comparison.benchmark): _Maker("survival:against_benchmark", ("horizon",)),
    (Form.event_table, Comparison.control): _Maker("survival:against_control", ("scale", "horizon")),
    (Form.prices, Comparison.benchmark): _Maker("price:against_benchmark"),
    (Form.pairs, Comparison.paired): _Maker("paired:proportion"),
    (Form.differences, Comparison.paired): _Maker("paired:mean"),
    (Form.steps, Comparison.paired): _Maker("paired:moved"),
}


@cache
def maker(form: Form, comparison: Comparison) -> Callable[..., Estimator]:
    """Import and return the function that makes the estimator of data in this form."""
    module, name = _MAKERS[form, comparison].place.split(":")
    made: Callable[..., Estimator] = getattr(importlib.import_module(f"experiments.inference.{module}"), name)
    return made


def estimator(plan: Plan, metric: Metric, treatment: Statistic, control: Statistic | None = None) -> Estimator:
    """Make the estimator of one metric of one arm from its sufficient statistics.

    ``control`` is the control arm's statistic where the plan compares with one; pairs are one statistic.
    """
    form = plan.form(metric)
    asked = [getattr(metric, field) for field in _MAKERS[form, plan.comparison].takes]
    arms = [treatment] if control is None else [treatment, control]
    return maker(form, plan.comparison)(*arms, *asked)
