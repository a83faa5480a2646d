"""A verdict in plain sentences: why, what it does not mean, what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.phrases import change, difference, meaning
from experiments.plan import Comparison, Metric, Monitoring, Plan, Role
from experiments.verdict import Caution, Finding, HealthCheck, MetricResult, Outcome, Progress, Status
from experiments.words import apart, better_word, count, percent, rounded, worse_word


@dataclass(frozen=True)
class Telling:
    """What the sentences are about; ``arm`` is the treatment arm that decides."""

    plan: Plan
    progress: Progress
    results: tuple[MetricResult, ...]
    health: tuple[HealthCheck, ...]
    outcome: Outcome
    arm: str
    looked: bool
    caution: Caution | None = None

    def of_role(self, role: Role) -> list[MetricResult]:
        """Return the deciding arm's results of one role."""
        return [result for result in self.results if result.arm == self.arm and result.role is role]

    def metric(self, result: MetricResult) -> Metric:
        """Return the planned metric behind a result."""
        return next(metric for metric in self.plan.metrics if metric.name == result.name)


def reason(telling: Telling) -> str:
    """Return why the verdict is what it is, naming metric, bar and number."""
    match telling.outcome:
        case Outcome.invalid:
            failed = [check.message for check in telling.health if check.status is Status.fail]
            return f"The data cannot be judged: {'; '.join(failed)}."
        case Outcome.keep_testing if not telling.looked:
            return _not_yet(telling)
        case Outcome.invest:
            return _invest(telling)
        case Outcome.stop:
            return _stop(telling)
        case _:
            return _open(telling)


def _not_yet(telling: Telling) -> str:
    units, planned = telling.progress.units, telling.progress.planned
    return (
        f"{count(units)} of {count(planned or 0)} planned units are in. This plan allows one look, at the planned size;"
        " until then progress and health are shown, not the effect."
    )


def _invest(telling: Telling) -> str:
    parts = [
        _limit_sentence(telling, result, towards_worse=True)
        for result in telling.of_role(Role.success)
        if result.finding.beats_the_bar
    ]
    safe = telling.of_role(Role.guardrail)
    if safe:
        margins = ", ".join(
            f"{result.name} (at worst {_shown(telling, result, _towards_worse(result), result.bar)},"
            f" allowed {_shown(telling, result, result.bar)})"
            for result in safe
        )
        parts.append(f"Shown safe within its margin: {margins}.")
    return " ".join(parts)


def _stop(telling: Telling) -> str:
    harmed = [result for role in Role for result in telling.of_role(role) if result.finding is Finding.harmed]
    if harmed:
        return " ".join(_harm_sentence(telling, result) for result in harmed)
    short = [result for result in telling.of_role(Role.success) if result.finding.misses_the_target]
    return " ".join(_limit_sentence(telling, result, towards_worse=False) for result in short)


def _open(telling: Telling) -> str:
    parts = [_open_success(telling, result) for result in telling.of_role(Role.success) if result.estimate is not None]
    for result in telling.of_role(Role.guardrail):
        if result.finding is Finding.not_shown_safe:
            worst = _shown(telling, result, _towards_worse(result), result.bar)
            allowed = _shown(telling, result, result.bar)
            parts.append(
                f"{result.name} is not shown to stay within its margin: it could be as bad as {worst},"
                f" allowed is {allowed}."
            )
    return " ".join(parts) or "Not enough was measured to say anything."


def _open_success(telling: Telling, result: MetricResult) -> str:
    if result.finding.beats_the_bar:
        return _limit_sentence(telling, result, towards_worse=True)
    low, high = (_shown(telling, result, limit, result.bar) for limit in (result.lower, result.upper))
    bar, target = (_shown(telling, result, value) for value in (result.bar, result.target))
    meaning = f"so it is not shown to be {better_word(result.direction)} the bar of {bar}."
    if _straddles(result):
        meaning = f"which includes the bar of {bar} and the {target} you expected."
    return f"{_observed(telling, result)} Chance alone could put the truth anywhere from {low} to {high}, {meaning}"


def _straddles(result: MetricResult) -> bool:
    low, high, bar, target = result.lower, result.upper, result.bar, result.target
    if low is None or high is None or bar is None or target is None:
        return False
    return low <= min(bar, target) and max(bar, target) <= high


def _limit_sentence(telling: Telling, result: MetricResult, *, towards_worse: bool) -> str:
    rising = result.direction.sign > 0
    limit = result.lower if towards_worse == rising else result.upper
    word = "at least" if towards_worse == rising else "at most"
    against = result.bar if towards_worse else result.target
    shown = _shown(telling, result, limit, against)
    if towards_worse:
        side = f"{better_word(result.direction)} your bar of {_shown(telling, result, against, limit)}"
    else:
        side = f"{worse_word(result.direction)} the {_shown(telling, result, against, limit)} you expected"
    return f"{_observed(telling, result)} Even allowing for chance it is {word} {shown}, {side}."


def _harm_sentence(telling: Telling, result: MetricResult) -> str:
    worse = "fall" if result.direction.sign > 0 else "rise"
    within = ""
    if result.role is Role.guardrail and result.bar is not None:
        limit = _towards_worse(result)
        inside = limit is not None and (limit > result.bar if result.direction.sign > 0 else limit < result.bar)
        if inside:
            within = f", though by less than the margin of {_shown(telling, result, result.bar)}"
    return f"{result.name} is shown to {worse}{within}. {_observed(telling, result)}"


def _observed(telling: Telling, result: MetricResult) -> str:
    """Return what was counted, such as ``sign-ups: 12 of 80 (15%)``."""
    estimate = _shown(telling, result, result.estimate)
    seen = result.observed.get(result.arm, "nothing")
    if telling.plan.comparison is Comparison.benchmark:
        return f"{result.name}: {seen}{meaning(telling.metric(result), estimate)}."
    if telling.plan.comparison is Comparison.paired:
        return f"{result.name}: {seen}, {change(telling.metric(result), estimate)}."
    control = telling.plan.control
    before = result.observed.get(control, "nothing")
    contrast = difference(telling.metric(result), estimate, result.arm, control)
    return f"{result.name}: {seen} in {result.arm} against {before} in {control}, {contrast}."


def _shown(telling: Telling, result: MetricResult, value: float | None, beside: float | None = None) -> str:
    if value is None:
        return "nothing"
    return apart(value, beside, telling.metric(result), telling.plan.comparison)


def _towards_worse(result: MetricResult) -> float | None:
    return result.lower if result.direction.sign > 0 else result.upper


def not_said(telling: Telling) -> str:
    """Return what a reader might take from the verdict and must not."""
    match telling.outcome:
        case Outcome.invest:
            return (
                f"It does not say that the effect is as large as measured: a bet at the bar would still pass"
                f" up to {percent(telling.plan.alpha)} of the time, and a result that passed tends to flatter."
                f"{_cautioned(telling)}"
            )
        case Outcome.stop if any(r.finding is Finding.harmed for role in Role for r in telling.of_role(role)):
            return "It does not say why it got worse, nor that every version of the idea would do harm."
        case Outcome.stop:
            return (
                "It does not say that the idea has no effect, only that it is not what was expected of it:"
                f" one worth the target would be stopped up to {percent(telling.plan.beta)} of the time."
            )
        case Outcome.inconclusive:
            return "It does not say that there is no effect: the test could not tell the bar from the target."
        case Outcome.keep_testing:
            return "It says nothing yet about whether the belief is true."
        case _:
            return "The numbers are shown so that the fault can be found; no decision should rest on them."


def _cautioned(telling: Telling) -> str:
    if telling.caution is None:
        return ""
    from experiments.caution import in_words

    results = {result.name: result for result in telling.of_role(Role.success)}
    shown = (
        f"{_shown(telling, results[one.name], one.estimate, results[one.name].estimate)} ({one.name})"
        for one in telling.caution.shrunk
        if results[one.name].finding.beats_the_bar
    )
    return " " + in_words(telling.caution, shown)


def next_step(telling: Telling) -> str:
    """Return what to do now."""
    match telling.outcome:
        case Outcome.invest:
            arm = f" in {telling.arm}" if telling.plan.comparison is Comparison.control else ""
            return f"Release the next investment{arm}, and plan the next test at a stronger kind of evidence."
        case Outcome.stop:
            return "Stop or pivot: write down what was learned, and test the next belief."
        case Outcome.invalid:
            return "Find the cause of the failed check, then record corrected data or run the test again."
        case Outcome.keep_testing:
            return _how_many_more(telling)
        case _:
            return _after_inconclusive(telling)


def _how_many_more(telling: Telling) -> str:
    remaining = telling.progress.remaining
    if telling.looked and telling.plan.monitoring is Monitoring.fixed:
        return (
            f"Test on: {count(telling.progress.planned or 0)} units can tell this bar from this target. Fix that size"
            " in the plan and count only units that come in from now on, since these were looked at."
        )
    if remaining is None:
        return "Collect more data; give the metric a baseline or spread so that the size can be computed."
    any_time = telling.plan.monitoring is Monitoring.anytime
    if any_time and not remaining:
        return "The planned size is reached and leaves it open; go on as long as more data are worth their price."
    text = f"Collect {'up to ' if any_time else ''}{count(remaining)} more {'unit' if remaining == 1 else 'units'}"
    pace = telling.plan.pace.units_per_day
    if pace:
        text += f", {_days(remaining / pace)} at {rounded(pace)} a day"
    return text + (", and stop as soon as a look says so." if any_time else ".")


def _days(days: float) -> str:
    if days < 1:
        return "less than a day"
    text = rounded(days, 2)
    return f"about {text} {'day' if text == '1' else 'days'}"


def _after_inconclusive(telling: Telling) -> str:
    planned = telling.progress.planned
    units = telling.progress.units
    if planned is not None and units < planned:
        more = planned - units
        what = "1 more unit is worth its" if more == 1 else f"{count(more)} more units are worth their"
        return f"Decide whether {what} price, as a new test; or move on."
    return (
        "Decide whether a larger or sharper test is worth its price; if not, treat the belief as unproven and move on."
    )
