"""Whether arms differ in what the change cannot have touched: covariates from before the test, quality metrics."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from experiments.estimand import unchanged
from experiments.form import Form
from experiments.health.result import FAILS, WARNS, result
from experiments.inference import estimator
from experiments.plan import Comparison, Metric, Plan, Role, Scale
from experiments.pooling import Data
from experiments.statistic import CrossMoments, Moments
from experiments.verdict import HealthCheck, Status
from experiments.words import p_value


def balance(plan: Plan, data: Data) -> Iterator[HealthCheck]:
    """Yield one check per metric with covariates, and one per quality metric."""
    for metric in plan.metrics:
        if plan.form(metric) is Form.adjusted:
            yield from _before(plan, metric, data)
        if metric.role is Role.quality:
            yield from _quality(plan, metric, data)


def _before(plan: Plan, metric: Metric, data: Data) -> Iterator[HealthCheck]:
    """Compare every covariate of every arm with control: Welch's t, times the number of comparisons (Bonferroni)."""
    from experiments.inference import mean

    control = data.with_units(plan.control, metric.name)
    found: list[tuple[float, str, str]] = []
    for arm in data.arms:
        other = data.with_units(arm, metric.name)
        if arm == plan.control or not isinstance(control, CrossMoments) or not isinstance(other, CrossMoments):
            continue
        for at, name in enumerate(metric.covariates, start=1):
            test = mean.against_control(_one(other, at), _one(control, at), Scale.difference)
            found.append((2 * min(test.p_above(0.0), test.p_below(0.0)), name, arm))
    if not found:
        return
    p, name, arm = min(found)
    p = min(1.0, p * len(found))
    message = f"{metric.name}: {name} before the test differs between {arm} and {plan.control} (p {p_value(p)})"
    yield _graded(f"balance: {metric.name}", p, message, f"{metric.name}: arms were alike before the test")


def _one(arm: CrossMoments, at: int) -> Moments:
    return Moments(n=arm.n, mean=arm.means[at], variance=arm.covariance[at][at])


def _quality(plan: Plan, metric: Metric, data: Data) -> Iterator[HealthCheck]:
    """Test that every arm is where it would be unchanged, two-sided, times the number of arms and quality metrics."""
    arms = [arm for arm in data.arms if plan.comparison is not Comparison.control or arm != plan.control]
    control = data.with_units(plan.control, metric.name) if plan.comparison is Comparison.control else None
    found: list[tuple[float, str]] = []
    for arm in arms:
        treatment = data.with_units(arm, metric.name)
        if treatment is None or (plan.comparison is Comparison.control and control is None):
            continue
        test = estimator(plan, metric, treatment, control)
        null = unchanged(metric, plan.comparison)
        found.append((2 * min(test.p_above(null), test.p_below(null)), arm))
    if not found:
        return
    p, arm = min(found)
    p = min(1.0, p * len(arms) * len(plan.of_role(Role.quality)))
    against = f"from {plan.control}" if plan.comparison is Comparison.control else "from what was expected"
    message = f"{metric.name} should not differ and does: {arm} {against} (p {p_value(p)})"
    yield _graded(f"quality: {metric.name}", p, message, f"{metric.name}: no difference shown, as it should be")


def _graded(check: str, p: float, message: str, fine: str) -> HealthCheck:
    p = 1.0 if isnan(p) else p
    if p < FAILS:
        return result(check, Status.fail, p, FAILS, message + "; units were not assigned by chance alone")
    if p < WARNS:
        return result(check, Status.warn, p, WARNS, message + "; unusual, look for a cause")
    return result(check, Status.ok, p, WARNS, f"{fine} (p {p_value(p)})")
