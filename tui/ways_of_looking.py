"""The three ways to look at data, side by side: what each takes under one plan, and where several looks may end it."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.noun import Value
from experiments.plan import Comparison, Kind, Metric, Monitoring, Plan, Role


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


def planned_looks(plan: Plan, size: int | None, made: Sequence[int] = ()) -> tuple[PlannedLook, ...]:
    """Return the looks of a group-sequential plan of this size, with the boundaries of its first success metric.

    Looks at ``made`` units come first, those planned beyond them after: what is left for these depends on what was
    spent.
    """
    from experiments.monitoring.group_sequential import nominal_levels
    from experiments.planning.monitored import planned_fractions
    from experiments.readings import levels
    from experiments.sequential.boundaries import spent
    from experiments.sequential.spending import named

    if size is None:
        return ()
    coming = planned_fractions(plan.model_copy(update={"planned_size": size}))
    units = [*made, *(after for fraction in coming if (after := round(fraction * size)) > max(made, default=0))]
    fractions = tuple(look / size for look in units) if made else coming
    metric = plan.of_role(Role.success)[0]
    alpha, beta = levels(plan, metric, len(plan.treatments))
    freedoms = _freedoms(plan, metric, units)
    above = nominal_levels(fractions, spent(fractions, alpha, named(plan.spending)), freedoms)
    below = nominal_levels(fractions, spent(fractions, beta, named(plan.futility)), freedoms)
    return tuple(
        PlannedLook(
            look=look, units=at, z=_z(p_invest) if p_invest else None, p_invest=p_invest or None, p_stop=p_stop or None
        )
        for look, (at, p_invest, p_stop) in enumerate(zip(units, above, below, strict=True), start=1)
    )


def _freedoms(plan: Plan, metric: Metric, units: Sequence[int]) -> tuple[float, ...] | None:
    """Return the degrees of freedom of a mean at these looks; None where no spread is estimated."""
    if metric.kind is not Kind.mean:
        return None
    arms = 2 if plan.comparison is Comparison.control else 1
    return tuple(max(0.0, float(at - arms)) for at in units)


def _z(p: float) -> float:
    from scipy import special

    return -float(special.ndtri(p))


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
