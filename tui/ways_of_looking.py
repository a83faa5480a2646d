"""The three ways to look at data, side by side: what each takes under one plan, and where several looks may end it."""

from __future__ import annotations

from math import isfinite

from experiments.noun import Value
from experiments.plan import Monitoring, Plan, Role


class Way(Value):
    """One way to look: the size it needs, and the mean size at which it ends if the truth lies at bar or target.

    ``size`` is None where no affordable size is enough.
    """

    monitoring: Monitoring
    chosen: bool
    size: int | None = None
    at_bar: float | None = None
    at_target: float | None = None


class PlannedLook(Value):
    """One planned look: from which z on it ends the test with invest, and the p-values that end it either way.

    ``z`` and ``p_invest`` are None where a look may not invest yet, ``p_stop`` where it may not stop yet.
    """

    look: int
    units: int
    z: float | None = None
    p_invest: float | None = None
    p_stop: float | None = None


class Ways(Value):
    """All three ways, and the looks of the group-sequential one.

    ``uncounted`` says that looks are planned by the day or week, and nobody knows how many days there will be.
    """

    ways: tuple[Way, ...] = ()
    looks: tuple[PlannedLook, ...] = ()
    uncounted: bool = False

    def way(self, monitoring: Monitoring) -> Way:
        """Return one of them."""
        return next(way for way in self.ways if way.monitoring is monitoring)


def ways_of_looking(plan: Plan) -> Ways:
    """Work out every way under the same bar, target and error rates; empty where the plan lacks what a size needs."""
    from experiments.planning.monitored import days_planned

    ways = tuple(_way(plan, monitoring) for monitoring in Monitoring)
    if all(way.size is None for way in ways):
        return Ways()
    size = next(way.size for way in ways if way.monitoring is Monitoring.group_sequential)
    sized = plan.model_copy(update={"planned_size": plan.planned_size or size})
    uncounted = isinstance(plan.looks, str) and days_planned(sized) is None
    return Ways(ways=ways, looks=planned_looks(plan, sized.planned_size), uncounted=uncounted)


def planned_looks(plan: Plan, size: int | None) -> tuple[PlannedLook, ...]:
    """Return the looks of a group-sequential plan of this size, with the boundaries of its first success metric."""
    from experiments.planning.monitored import planned_fractions
    from experiments.readings import levels
    from experiments.sequential.boundaries import efficacy, nominal, spent
    from experiments.sequential.spending import named

    if size is None:
        return ()
    fractions = planned_fractions(plan.model_copy(update={"planned_size": size}))
    alpha, beta = levels(plan, plan.of_role(Role.success)[0], len(plan.treatments))
    above = efficacy(fractions, spent(fractions, alpha, named(plan.spending)))
    below = efficacy(fractions, spent(fractions, beta, named(plan.futility)))
    bounds = zip(fractions, above, nominal(above), nominal(below), strict=True)
    return tuple(
        PlannedLook(
            look=look,
            units=round(fraction * size),
            z=z if isfinite(z) else None,
            p_invest=p_invest or None,
            p_stop=p_stop or None,
        )
        for look, (fraction, z, p_invest, p_stop) in enumerate(bounds, start=1)
    )


def _way(plan: Plan, monitoring: Monitoring) -> Way:
    """Find the size first, then what is expected at that size: looks by the clock depend on how long it runs."""
    from experiments.power import design

    chosen = monitoring is plan.monitoring
    asked = plan.model_copy(update={"monitoring": monitoring, "planned_size": None})
    size = design(asked).size
    if size is None:
        return Way(monitoring=monitoring, chosen=chosen)
    if monitoring is Monitoring.fixed:
        return Way(monitoring=monitoring, chosen=chosen, size=size, at_bar=size, at_target=size)
    found = design(asked.model_copy(update={"planned_size": size}))
    return Way(
        monitoring=monitoring,
        chosen=chosen,
        size=found.needed,
        at_bar=found.expected_at_bar,
        at_target=found.expected_at_target,
    )
