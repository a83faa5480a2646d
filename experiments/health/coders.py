"""Whether two people who coded the same interviews find the same themes."""

from __future__ import annotations

from collections.abc import Iterator

from experiments.health.result import result
from experiments.plan import Metric
from experiments.pooling import Data
from experiments.statistic import Coded
from experiments.verdict import HealthCheck, Status
from experiments.words import count, rounded

LEAST_KAPPA = 0.6
"""Agreement beyond chance that is called substantial (Landis & Koch, Biometrics 33:159, 1977, p. 165)."""


def coders(metric: Metric, data: Data) -> Iterator[HealthCheck]:
    """Yield Cohen's κ over the units of all arms that both coders coded."""
    found = [arm.statistics.get(metric.name) for arm in data.arms.values()]
    coded = [statistic for statistic in found if isinstance(statistic, Coded)]
    if not coded:
        return
    total = coded[0]
    for other in coded[1:]:
        total = total.plus(other)
    name = f"two coders: {metric.name}"
    if not total.twice:
        message = f"{metric.name}: only one person coded it; have a second one code a part, to see whether it holds"
        yield result(name, Status.warn, None, LEAST_KAPPA, message)
        return
    from experiments.inference.agreement import cohens_kappa

    kappa = cohens_kappa([[total.both, total.only_first], [total.only_second, total.neither]])
    agreed = total.both + total.neither
    seen = f"{metric.name}: they agree on {count(agreed)} of {count(total.twice)} (κ {rounded(kappa.kappa, 2)})"
    if kappa.kappa >= LEAST_KAPPA:
        yield result(name, Status.ok, kappa.kappa, LEAST_KAPPA, seen)
    elif kappa.upper(0.025) < LEAST_KAPPA:
        message = f"{seen}; they do not see the same thing, so say more sharply what counts and code again"
        yield result(name, Status.fail, kappa.kappa, LEAST_KAPPA, message)
    else:
        message = f"{seen}; too few were coded twice to say whether that is chance"
        yield result(name, Status.warn, kappa.kappa, LEAST_KAPPA, message)
