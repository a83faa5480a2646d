"""Themes coded from interviews: the share of people who showed one, by the first coder's reading."""

from __future__ import annotations

from experiments.inference import Estimator, proportion
from experiments.plan import Scale
from experiments.statistic import Coded


def against_benchmark(arm: Coded) -> Estimator:
    """Return the exact binomial estimator of one share."""
    return proportion.against_benchmark(arm.counts)


def against_control(treatment: Coded, control: Coded, scale: Scale) -> Estimator:
    """Return the estimator of a difference or lift of two shares."""
    return proportion.against_control(treatment.counts, control.counts, scale)
