"""The test card and the learning card of a bet, and the terms of its plan."""

from __future__ import annotations

from experiments.plan import Comparison, Direction, Metric, Monitoring, Plan, Role
from experiments.summary.facts import CHOICES, Fact
from experiments.summary.figures import minute
from experiments.summary.model import DecisionSummary
from experiments.words import count, effect, percent

_LOOKS = {
    Monitoring.fixed: "one look, at the planned size",
    Monitoring.group_sequential: "a few looks, planned in advance",
    Monitoring.anytime: "a look at any time",
}


def test_card(summary: DecisionSummary) -> tuple[Fact, ...]:
    """Return what was planned before data, in the four steps of a test card."""
    ran = summary.experiment.started_at is not None
    plan = summary.planned
    sentence = summary.sentence.removeprefix("We believe that ").removeprefix("We believe, ")
    will = summary.experiment.we_will or summary.experiment.title
    card = [
        Fact("We believed" if ran else "We believe", sentence),
        Fact("To verify that, we did" if ran else "To verify that, we will", will),
    ]
    if plan:
        measured = "; ".join(f"{metric.name} ({_role_words(metric)})" for metric in plan.metrics)
        card.append(Fact("And measured" if ran else "And measure", measured))
        card.append(Fact("We were right if" if ran else "We are right if", right_if(plan)))
    return tuple(card)


def _role_words(metric: Metric) -> str:
    return "must not get worse" if metric.role is Role.deterioration else str(metric.role)


def right_if(plan: Plan) -> str:
    """Say what has to be seen for the bet to be right."""
    success = [_success_words(metric, plan) for metric in plan.of_role(Role.success)]
    rest = [_safety_words(metric, plan) for metric in plan.metrics if metric.role is not Role.success]
    joined = (" or " if plan.success == "any" else "; and ").join(success)
    return "; and ".join([joined, *rest]) + "."


def _value(amount: float, metric: Metric, plan: Plan) -> str:
    return effect(amount, metric, plan.comparison)


def _success_words(metric: Metric, plan: Plan) -> str:
    side = "above" if metric.direction is Direction.increase else "below"
    against = f", against {plan.control}," if plan.comparison is Comparison.control else ""
    bar, target = metric.bar or 0.0, metric.target or 0.0
    return (
        f"{metric.name}{against} is {side} {_value(bar, metric, plan)} (the bar;"
        f" we expected {_value(target, metric, plan)}, the target)"
    )


def _safety_words(metric: Metric, plan: Plan) -> str:
    if metric.margin is None:
        return f"{metric.name} is not shown to get worse"
    moves = "falls" if metric.direction is Direction.increase else "rises"
    margin = _value(metric.margin, metric, plan).lstrip("+")
    base = (
        f" from {_value(metric.baseline, metric, plan)}"
        if plan.comparison is Comparison.benchmark and metric.baseline
        else ""
    )
    return f"{metric.name} {moves} by less than {margin}{base}"


def plan_facts(summary: DecisionSummary) -> tuple[Fact, ...]:
    """Return the terms of the plan: error rates, size, looks, dates, and when and by whom it was locked."""
    plan = summary.planned
    if plan is None:
        return ()
    experiment = summary.experiment
    size = count(plan.planned_size) + " units" if plan.planned_size else "not fixed"
    found = [
        Fact(
            "Error rates",
            f"at most {percent(plan.alpha)} chance to invest if the truth is only at the bar;"
            f" {percent(plan.beta)} to stop if it is at the target",
        ),
        Fact("Planned size", f"{size}; {_LOOKS[plan.monitoring]}"),
    ]
    if plan.comparison is Comparison.control and plan.shares:
        arms = ", ".join(f"{arm} {percent(share)}" for arm, share in plan.shares.items())
        found.append(Fact("Arms", f"{arms}; {plan.control} is the control"))
    if plan.start or plan.deadline:
        dates = [("from", plan.start), ("to", plan.deadline)]
        found.append(Fact("Dates", " ".join(f"{word} {at.isoformat()}" for word, at in dates if at)))
    if experiment.locked_at:
        who = f" by {summary.lock.who}" if summary.lock and summary.lock.who else ""
        found.append(Fact("Locked", minute(experiment.locked_at) + who))
    return tuple(found)


def learning_card(summary: DecisionSummary) -> tuple[Fact, ...]:
    """Return what was learned, in the four steps of a learning card; empty before a decision."""
    decision = summary.decision
    if decision is None:
        return ()
    action = CHOICES[decision.choice] + (f". {decision.next_step}" if decision.next_step else ".")
    return (
        Fact("We believed", summary.hypothesis.title),
        Fact("We observed", decision.verdict.reason),
        Fact("From that we learned that", decision.learning),
        Fact("Therefore, we will", action),
    )
