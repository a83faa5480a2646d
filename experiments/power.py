"""How much data is needed, how long that takes, what it costs, and what the plan would say at bar and target.

Every number comes from the method that will judge the data. Guardrails are part of the rule: each of the G guardrails
and the success part are planned at power 1 − β/(G + 1), or the whole rule would be weaker than promised (Schultzberg,
Ankargren & Frånberg, arXiv 2402.11609, Prop. 4.1). Metrics watched for harm or for quality ask for no size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, inf
from typing import TYPE_CHECKING

from pydantic import Field

from experiments.estimand import bar_of, target_of
from experiments.experiment import Budget
from experiments.noun import Value
from experiments.phrases import unit_noun
from experiments.plan import Comparison, Metric, Monitoring, Plan, Role
from experiments.planning import REPEATS, Asked, Planner, affordable, planner
from experiments.planning.assumptions import ASSUMPTIONS, needed
from experiments.planning.detectable import detectable
from experiments.planning.outcomes import Chances, Part, Together, assurance, chances, invested
from experiments.planning.shares import control_share, pair_share
from experiments.planning.words import sentence, warnings

if TYPE_CHECKING:
    from experiments.planning.monitored import Monitored

__all__ = ["Chances", "Design", "design"]

_CURVE = (0.25, 0.5, 1.0, 2.0, 4.0)


class Design(Value):
    """What a plan takes and what it can see.

    Sizes count units over all arms (clusters where clusters are assigned, pairs where measurements are paired);
    ``cost`` is money, ``days`` calendar days, every chance lies between 0 and 1.

    ``needed`` is the size its error rates ask for, ``size`` the planned one (or ``needed``); ``driver`` the metric that
    asks for most, where there are several; ``detectable`` the smallest θ that ``size`` finds with the planned power;
    ``curve`` the same for other sizes; ``assurance`` the chance to invest averaged over the ``belief`` that the target
    is true, where one was given. With ``simulated`` the chances are those of simulated tests, ``mc_error`` the standard
    error of ``power``.
    With several looks every chance is that of a test that is ended when a look says so; ``power_going_on`` is the power
    of one that goes on after every stop, ``inflation`` the size over that of one look with the same error rates,
    ``expected_at_bar`` and ``expected_at_target`` the mean size at which the test stops.
    """

    size: int | None = None
    needed: int | None = None
    driver: str = ""
    per_arm: dict[str, int] = Field(default_factory=dict)
    days: float | None = None
    cost: float = 0.0
    person_days: float = 0.0
    power: float | None = None
    power_going_on: float | None = None
    assurance: float | None = None
    belief: float | None = None
    simulated: bool = False
    mc_error: float | None = None
    detectable: float | None = None
    chances: tuple[Chances, ...] = ()
    curve: tuple[tuple[int, float], ...] = ()
    inflation: float | None = None
    expected_at_bar: float | None = None
    expected_at_target: float | None = None
    method: str = ""
    needs: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    sentence: str = ""


def design(
    plan: Plan,
    budget: Budget | None = None,
    *,
    prior: float | None = None,
    simulate: bool = False,
    repeats: int = REPEATS,
) -> Design:
    """Work out size, time, cost and chances of a plan; what is missing for that is named in ``needs``.

    Parameters
    ----------
    prior : float, optional
        The probability that the hypothesis is true, for the assurance; the plan's own where none is given.
    simulate : bool
        Whether to take the chances from simulated tests at the size found, which takes seconds instead of milliseconds;
        the seed comes from the plan.
    repeats : int
        How many tests to simulate; fewer where one test takes long to judge.
    """
    needs = tuple(_needs(plan))
    if needs:
        return Design(needs=needs, cost=plan.pace.fixed_cost, person_days=plan.pace.person_days)
    parts: list[Part] = [(asked, _planner(plan, asked)) for asked in _asked(plan)]
    need = _need_over_looks(plan, parts)
    size = plan.planned_size or need.size
    if size is None:
        return Design(
            driver=need.driver,
            warnings=("no affordable size can tell this bar from this target; move them apart",),
            cost=plan.pace.fixed_cost,
            person_days=plan.pace.person_days,
        )
    found = _priced(plan, parts, _filled(plan, parts, need, size))
    repeats = affordable(repeats, (plan.form(asked.metric) for asked, _ in parts))
    if simulate:
        found = _simulated(plan, parts, found, repeats)
    belief = plan.prior if prior is None else prior
    if belief is not None:
        found = found.model_copy(update={"assurance": assurance(found.chances, belief), "belief": belief})
    return found.model_copy(
        update={"warnings": tuple(warnings(plan, budget, found)), "sentence": sentence(plan, found, repeats)}
    )


def _planner(plan: Plan, asked: Asked) -> Planner:
    """Return the planner of a metric, made to look several times where the plan does."""
    once = planner(asked, plan.form(asked.metric), plan.comparison)
    if plan.monitoring is Monitoring.fixed:
        return once
    from experiments.planning.monitored import Monitored

    return Monitored(once, asked, plan)


def _looking(plan: Plan, part: Planner) -> Monitored | None:
    """Return the planner of a metric as one that looks several times; None of a plan of one look."""
    if plan.monitoring is Monitoring.fixed:
        return None
    from experiments.planning.monitored import Monitored

    return part if isinstance(part, Monitored) else None


def _priced(plan: Plan, parts: list[Part], found: Design) -> Design:
    """Say what several looks cost and save; of several success metrics, on average by the first."""
    asked, part = parts[0]
    first = _looking(plan, part)
    if first is None or found.size is None:
        return found
    pair, whole, together = _pair(plan, found.size), 1 / pair_share(plan), _together(plan, parts)
    if together is None:
        means = [first.mean_size(pair, at) for at in (asked.null, asked.target)]
    else:
        means = [together.mean_size(pair, way) for way in (0.0, 1.0)]
    once = _need(plan, [(asked, looking.once) for asked, part in parts if (looking := _looking(plan, part))]).size
    return found.model_copy(
        update={
            "inflation": found.size / once if once else None,
            "expected_at_bar": whole * means[0],
            "expected_at_target": whole * means[1],
        }
    )


def _together(plan: Plan, parts: list[Part]) -> Together | None:
    """Return what one success metric and its guardrails do over the same looks; None of other plans."""
    if len(plan.of_role(Role.success)) > 1 or not plan.of_role(Role.guardrail):
        return None
    looking = [(asked, found) for asked, part in parts if (found := _looking(plan, part))]
    if len({part.fractions for _, part in looking}) != 1:  # looks by the day, of parts that take more and fewer days
        return None
    from experiments.planning.whole_rule import WholeRule

    return WholeRule(looking[0], looking[1:])


def _going_on(plan: Plan, parts: list[Part], pair: float) -> float | None:
    """Return the power of the whole rule for somebody who goes on after every stop; None of a plan of one look."""
    overruled = [(asked, looking.overruled) for asked, part in parts if (looking := _looking(plan, part))]
    return invested(plan.success, overruled, pair) if overruled else None


@dataclass(frozen=True)
class _Need:
    """The size that all metrics together ask for (None: no size is enough), and the one that asks for most."""

    size: int | None
    driver: str


def _need(plan: Plan, parts: list[Part]) -> _Need:
    pairs = {asked.metric.name: part.size(_wanted(plan, asked.metric)) for asked, part in parts}
    driver = max(pairs, key=lambda name: _or_endless(pairs[name]))
    most = pairs[driver]
    return _Need(None if most is None else _over_all_arms(plan, most), driver if len(parts) > 1 else "")


def _need_over_looks(plan: Plan, parts: list[Part]) -> _Need:
    """Return the same where a stop may end the test: beside guardrails the power of the whole rule is seen to."""
    need = _need(plan, parts)
    if plan.monitoring is Monitoring.fixed or need.size is None or not plan.of_role(Role.guardrail):
        return need
    from experiments.planning.whole_rule import enough

    together = _together(plan, parts)

    def power_of(size: int) -> float:
        return invested(plan.success, parts, _pair(plan, size), together)

    return _Need(enough(power_of, 1 - plan.beta, need.size), need.driver)


def _or_endless(pair: int | None) -> float:
    return inf if pair is None else pair


def _filled(plan: Plan, parts: list[Part], need: _Need, size: int) -> Design:
    pair = _pair(plan, size)
    at = tuple(chances(plan.success, parts, pair, _together(plan, parts)))
    pace = plan.pace
    return Design(
        size=size,
        needed=need.size,
        driver=need.driver,
        per_arm=_per_arm(plan, size),
        days=pace.setup_days + size / pace.units_per_day if pace.units_per_day else None,
        cost=pace.fixed_cost + pace.cost_per_unit * size,
        person_days=pace.person_days,
        power=at[-1].invest,
        power_going_on=_going_on(plan, parts, pair),
        detectable=_detectable(plan, parts[0], pair),
        chances=at,
        curve=tuple(_curve(plan, parts[0], size)),
        method=parts[0][1].method,
    )


def _simulated(plan: Plan, parts: list[Part], found: Design, repeats: int) -> Design:
    """Take the chances from tests simulated at the size found; each metric has a seed of its own."""
    from experiments.planning.simulated import Simulated, error_of, seed_of

    seed, pair = seed_of(plan), _pair(plan, found.size or 0)

    def played(part: Planner, asked: Asked, place: int) -> Planner:
        """Return a part whose one look is simulated: of several the last, from which follows what all of them do."""
        looking = _looking(plan, part)
        once = Simulated(plan, asked, looking.once if looking else part, seed + place, repeats)
        return looking.over(once) if looking else once

    parts = [(asked, played(part, asked, place)) for place, (asked, part) in enumerate(parts)]
    at = tuple(chances(plan.success, parts, pair, _together(plan, parts)))
    power = at[-1].invest
    found = found.model_copy(update={"chances": at, "power": power, "power_going_on": _going_on(plan, parts, pair)})
    return found.model_copy(update={"simulated": True, "mc_error": error_of(power, repeats)})


def _wanted(plan: Plan, metric: Metric) -> float:
    """Return the power one metric is planned at, so that the whole rule keeps 1 − β.

    β is split over the success part and each guardrail; where all success metrics must hold, its part over them.
    """
    share = plan.beta / (1 + len(plan.of_role(Role.guardrail)))
    if metric.role is Role.success and plan.success == "all":
        share /= len(plan.of_role(Role.success))
    return 1 - share


def _asked(plan: Plan) -> Iterator[Asked]:
    """Yield each metric that must clear something, the first success metric first."""
    from experiments.readings import levels

    arms = max(1, len(plan.treatments))
    for metric in (*plan.of_role(Role.success), *plan.of_role(Role.guardrail)):
        null, target = bar_of(metric, plan.comparison) or 0.0, target_of(metric, plan.comparison)
        alpha, beta = levels(plan, metric, arms)
        yield Asked(metric, null, target, alpha, beta, control_share(plan))


def _over_all_arms(plan: Plan, pair: int) -> int:
    return ceil(pair / pair_share(plan) - 1e-9)


def _pair(plan: Plan, size: int) -> float:
    return size * pair_share(plan)


def _per_arm(plan: Plan, size: int) -> dict[str, int]:
    if plan.comparison is not Comparison.control:
        return {next(iter(plan.shares), "all"): size}
    shares = plan.shares or {plan.control: 0.5, "treatment": 0.5}
    exact = {arm: share * size for arm, share in shares.items()}
    whole = {arm: floor(units + 1e-9) for arm, units in exact.items()}
    for arm in sorted(exact, key=lambda arm: whole[arm] - exact[arm])[: size - sum(whole.values())]:
        whole[arm] += 1
    return whole


def _needs(plan: Plan) -> Iterator[str]:
    for metric in (*plan.of_role(Role.success), *plan.of_role(Role.guardrail)):
        for name in needed(metric, plan.form(metric), plan.comparison):
            if getattr(metric, name) is None:
                yield ASSUMPTIONS[name].format(metric=metric.name, one=unit_noun(plan).removesuffix("s"))


def _curve(plan: Plan, first: Part, size: int) -> Iterator[tuple[int, float]]:
    for factor in _CURVE:
        units = max(2, round(size * factor))
        found = _detectable(plan, first, _pair(plan, units))
        if found is not None:
            yield units, found


def _detectable(plan: Plan, first: Part, pair: float) -> float | None:
    """Return the smallest θ that so many units find, were it the target; of several looks, as one look sees it."""
    asked, part = first
    wanted, looking = _wanted(plan, asked.metric), _looking(plan, part)
    if looking is None:
        return detectable(asked, plan.comparison, part, pair, wanted)
    equal = looking.equivalent(wanted)
    return None if equal is None else detectable(asked, plan.comparison, looking.once, pair, equal)
