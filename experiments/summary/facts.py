"""The sentences of a decision page, shared by every format: plain text that a renderer still has to escape."""

from __future__ import annotations

import math
from typing import NamedTuple

from experiments.decision import Choice
from experiments.experiment import Stage
from experiments.plan import Plan, Role, Seen
from experiments.summary.figures import chance, day, many
from experiments.summary.model import DecisionSummary, PortfolioSummary
from experiments.summary.numbers import NONE, after_stopping, interval, meaning, value, withheld
from experiments.verdict import HealthCheck, MetricResult, Outcome, Progress, Status, Verdict
from experiments.words import count, percent, rounded


class Fact(NamedTuple):
    """A label and what is to be said under it."""

    label: str
    text: str


class Cost(NamedTuple):
    """What a test has taken of one resource; ``budget`` is empty where none was set, ``used`` the share of it."""

    label: str
    spent: str
    budget: str
    used: str
    over: bool


OUTCOMES = {
    Outcome.invest: "The evidence justifies further investment.",
    Outcome.stop: "The evidence does not justify further investment.",
    Outcome.keep_testing: "The plan asks for more data before anything is said.",
    Outcome.inconclusive: "The test cannot tell.",
    Outcome.invalid: "The data are not fit to be judged.",
}
CHOICES = {
    Choice.invest: "Invest",
    Choice.pivot: "Pivot: change course",
    Choice.persevere: "Persevere: keep testing",
    Choice.stop: "Stop",
}
SEEN = {
    Seen.nothing_run: "before anything was run",
    Seen.no_results_seen: "data were coming in, no results had been seen",
    Seen.results_seen: "after results had been seen",
}
NOT_SAID = "Nothing about other customers, other offers or later times than those tested."
HOW_TO_READ = (
    "The error rates of a decision interval are those of its limit towards worse and of its limit towards better."
    " p: the chance of such data if the truth were no better than the bar, and if it were at the target."
    " Of a guardrail, the bar is the loss we could accept and the target is no loss."
)
STAGES = {
    Stage.draft: "The test is a draft: its plan is not locked, nothing has been recorded.",
    Stage.locked: "The plan is locked; no results have been recorded yet.",
    Stage.running: "The test is running.",
    Stage.concluded: "The test is concluded and waits for a decision.",
    Stage.decided: "The test is decided.",
    Stage.abandoned: "The test was abandoned.",
}


def belief_words(summary: DecisionSummary) -> str:
    """Say what the tests did to the probability that the hypothesis is true."""
    before, now = chance(summary.hypothesis.prior), chance(summary.belief)
    return f"{before}, as before" if before == now else f"{before} before, {now} now"


def released(summary: DecisionSummary) -> str:
    """Say what the decision releases."""
    if summary.decision is None:
        return "nothing yet"
    parts = _money_and_work(summary.decision.money, summary.decision.person_days)
    return parts or "nothing"


def asked(summary: DecisionSummary) -> str:
    """Say what would be invested if the hypothesis is true."""
    return _money_and_work(summary.hypothesis.money_asked, summary.hypothesis.person_days_asked) or "not stated"


def worth(summary: DecisionSummary) -> str:
    """Say what the hypothesis would earn if it is true."""
    return rounded(summary.hypothesis.value_if_true) if summary.hypothesis.value_if_true else "not stated"


def _money_and_work(money: float, person_days: float) -> str:
    parts = [rounded(money)] if money else []
    return " and ".join([*parts, *([many(person_days, "person-day")] if person_days else [])])


def cautions(summary: DecisionSummary) -> tuple[str, ...]:
    """Return what must make a reader careful, the gravest first."""
    found = []
    if summary.decision and summary.decision.against_verdict:
        found.append(
            f"This decision goes against the verdict ({summary.decision.verdict.verdict})."
            " The written reason stands under the decision."
        )
    if summary.amended_knowing_results:
        found.append(
            "The plan was changed after results had been seen. Read the verdict as a hint, not as a test that was"
            " planned before its data."
        )
    if summary.judged:  # what the judge says of amendments is said above, and in the list of changes
        found.extend(
            as_sentence(line) for line in summary.judged.warnings if not line.startswith("the plan was amended")
        )
    return tuple(found)


def as_sentence(text: str) -> str:
    """Return a message with a capital letter and a full stop, to stand on a page by itself."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", ":")) else ".")


class LookRow(NamedTuple):
    """One metric at one look, as texts."""

    look: str
    until: str
    units: str
    metric: str
    estimate: str
    interval: str
    used: str
    said: str


def looks(verdict: Verdict, plan: Plan | None) -> tuple[LookRow, ...]:
    """Return every success metric at every look."""
    known = {(result.name, result.arm): result for result in verdict.metrics if result.role is Role.success}
    rows = []
    for look in verdict.looks:
        for one in look.results:
            result = known.get((one.name, one.arm))
            if result is None or one.estimate is None:
                continue
            spent = [rate for rate in (one.alpha_spent, one.beta_spent) if rate is not None]
            rows.append(
                LookRow(
                    look=str(look.number),
                    until=NONE if look.until is None else day(look.until),
                    units=count(look.units),
                    metric=_result_name(result, verdict.metrics),
                    estimate=value(one.estimate, result, plan),
                    interval=interval((one.lower, one.upper), result, plan),
                    used=" and ".join(percent(rate, 2) for rate in spent) or NONE,
                    said=look.verdict.value,
                )
            )
    return tuple(rows)


def first_to_end(verdict: Verdict) -> str:
    """Say which look was the first to end a test of several looks, and with what; empty where none has yet."""
    said = next((look.verdict.value for look in verdict.looks if look.number == verdict.stopped_at), "")
    return (
        f"Look {verdict.stopped_at} of {len(verdict.looks)} was the first to end the test, with {said}." if said else ""
    )


def findings(summary: DecisionSummary) -> tuple[Fact, ...]:
    """Say of each metric in plain words what the evidence shows; what the plan withholds is not said."""
    verdict = summary.judged
    if verdict is None or verdict.verdict is Outcome.invalid:
        return ()
    shown = [result for result in verdict.metrics if not withheld(result)]
    return tuple(Fact(_result_name(result, verdict.metrics), _finding(result, summary.planned)) for result in shown)


def _result_name(result: MetricResult, results: tuple[MetricResult, ...]) -> str:
    several = sum(other.name == result.name for other in results) > 1
    return f"{result.name}, {result.arm}" if several else result.name


def _finding(result: MetricResult, plan: Plan | None) -> str:
    limits = interval((result.lower, result.upper), result, plan)
    seen = f"{value(result.estimate, result, plan)}; allowing for chance {limits}. {meaning(result)}".rstrip()
    corrected = [sentence] if (sentence := after_stopping(result, plan)) else []
    return " ".join([seen, *corrected, *(view.sentence for view in result.beside)])


def nothing_found(summary: DecisionSummary) -> str:
    """Say why the evidence says nothing."""
    if summary.judged and summary.judged.verdict is Outcome.invalid:
        return "Nothing that could be relied on: a check of the data failed. Numbers are shown for the record only."
    return "Nothing yet: results are not shown before the plan allows it."


def checks(summary: DecisionSummary, *statuses: Status) -> tuple[HealthCheck, ...]:
    """Return the health checks that went one of these ways."""
    verdict = summary.judged
    return tuple(check for check in verdict.health if check.status in statuses) if verdict else ()


def check_numbers(check: HealthCheck) -> str:
    """Return a check's number and its limit, so that a reader can follow it."""
    named = (("value", check.value), ("limit", check.limit))
    return ", ".join(f"{name} {_small(at)}" for name, at in named if at is not None)


def _small(at: float) -> str:
    return "below 0.000001" if 0 < at < 1e-6 else rounded(at)


def costs(summary: DecisionSummary) -> tuple[Cost, ...]:
    """Return what the test has taken against what it was allowed to take."""
    experiment = summary.experiment
    budget, spend = experiment.budget, experiment.spend
    return (
        _cost("Money spent", spend.money, budget.money),
        _cost("Person-days", spend.person_days, budget.person_days),
        _cost("Calendar days", summary.calendar_days, budget.calendar_days),
    )


def _cost(label: str, spent: float | None, budget: float | None) -> Cost:
    if spent is None:
        return Cost(label, NONE, rounded(budget) if budget is not None else "", "", False)
    spent = round(spent, 1) if label == "Calendar days" else spent
    if budget is None:
        return Cost(label, rounded(spent), "", "", False)
    used = f"{100 * spent / budget:.0f}%" if budget else ""
    return Cost(label, rounded(spent), rounded(budget), used, spent > budget)


def change_words(change: str) -> str:
    """Return a change of the plan without the inner path of its field."""
    path, _, values = change.rpartition(": ")
    inner = path.removeprefix("metrics.").removeprefix("metric.")
    if inner != path:
        name, _, field = inner.rpartition(".")
        return f"{name}, {field}: {values}" if name else f"{field}: {values}"
    return f"{path.replace('planned_size', 'planned size')}: {values}" if path else change


def where_it_stands(summary: DecisionSummary) -> str:
    """Say what stage the test is in, for a page without a decision."""
    words = STAGES[summary.experiment.stage]
    why = summary.experiment.abandoned_why
    return f"{words} {why}".rstrip() if summary.experiment.stage is Stage.abandoned else words


def lock_hash(summary: DecisionSummary) -> str:
    """Return the hash of the trail entry that froze the plan."""
    return summary.lock.hash if summary.lock else ""


def plan_hash(summary: DecisionSummary) -> str:
    """Return the hash of the plan as it was locked."""
    if summary.locked_plan is not None:
        return summary.locked_plan.hash
    return summary.experiment.plan_hash


def as_of(summary: DecisionSummary) -> str:
    """Return the day the page is about: that of the decision, or else the one it was made on."""
    return day(summary.decision.at if summary.decision else summary.generated_at)


def headline(portfolio: PortfolioSummary) -> str:
    """Say in two sentences what the portfolio has cost and brought."""
    bets = many(len(portfolio.rows), "hypothesis").replace("hypothesiss", "hypotheses")
    spent = rounded(portfolio.money_spent)
    funded = sum(row.money_released > 0 for row in portfolio.rows)
    stopped = len(portfolio.stopped)
    first = f"{bets}, {many(portfolio.tests, 'test')} run for {spent}."
    released_words = (
        f"{rounded(portfolio.money_released)} released to {many(funded, 'bet')}"
        if funded
        else "Nothing released so far"
    )
    avoided = f", which kept {rounded(portfolio.money_avoided)} from being spent" if portfolio.money_avoided else ""
    return f"{first} {released_words}; {many(stopped, 'bet')} stopped{avoided}."


def entries(length: int) -> str:
    """Return how many entries a trail has."""
    return "1 entry" if length == 1 else f"{count(length)} entries"


def progress_words(progress: Progress) -> str:
    """Say how far the data have come, in whole percent rounded down: 99.9% of the units is not all of them."""
    if progress.planned is None:
        return f"{count(progress.units)} units so far; no size is planned"
    done = math.floor(100 * progress.units / progress.planned) / 100 if progress.planned else 0.0
    return f"{count(progress.units)} of {count(progress.planned)} planned units ({percent(done)})"
