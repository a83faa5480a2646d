"""The three-outcome rule: what the results of all metrics and arms mean for the bet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from experiments.plan import Monitoring, Plan, Role
from experiments.sentences import Telling, next_step, not_said, reason
from experiments.verdict import Caution, Finding, HealthCheck, MetricResult, Outcome, Progress, Status, Verdict

_OVERRUN = 1.1


@dataclass(frozen=True)
class Reading:
    """Everything a decision rests on."""

    plan: Plan
    progress: Progress
    results: tuple[MetricResult, ...]
    health: tuple[HealthCheck, ...]
    looked: bool
    final: bool

    @property
    def more_allowed(self) -> bool:
        """Say whether the plan allows more data."""
        if self.plan.monitoring is Monitoring.anytime:
            return not self.final
        remaining = self.progress.remaining
        return not self.final and (remaining is None or remaining > 0)

    @property
    def arms(self) -> tuple[str, ...]:
        """Return the treatment arms."""
        return tuple(dict.fromkeys(result.arm for result in self.results))


def decide(reading: Reading, judge_version: str) -> Verdict:
    """Apply the rule: health first, then per arm, then the best arm."""
    outcome, arm = _overall(reading)
    found = _caution(reading, arm) if outcome is Outcome.invest else None
    telling = Telling(
        reading.plan, reading.progress, reading.results, reading.health, outcome, arm, reading.looked, found
    )
    return Verdict(
        title=reading.plan.title,
        verdict=outcome,
        reason=reason(telling),
        not_said=not_said(telling),
        next_step=next_step(telling),
        best_arm=arm if outcome is Outcome.invest and len(reading.arms) > 1 else "",
        progress=reading.progress,
        metrics=reading.results,
        health=reading.health,
        warnings=tuple(_warnings(reading, outcome)),
        caution=found,
        plan_hash=reading.plan.hash,
        judge_version=judge_version,
    )


def _caution(reading: Reading, arm: str) -> Caution:
    from experiments.caution import caution

    return caution(reading.plan, _of(reading, arm))


def _overall(reading: Reading) -> tuple[Outcome, str]:
    """Return the verdict and the arm that the sentence is about."""
    outcomes = {arm: _of_arm(reading, arm) for arm in reading.arms}
    first = reading.arms[0] if reading.arms else ""
    if any(check.status is Status.fail for check in reading.health):
        return Outcome.invalid, first
    if not reading.looked:
        return Outcome.keep_testing, first
    winners = [arm for arm, outcome in outcomes.items() if outcome is Outcome.invest]
    if winners:
        return Outcome.invest, max(winners, key=lambda arm: _limit_towards_worse(reading, arm))
    if all(outcome is Outcome.stop for outcome in outcomes.values()):
        return Outcome.stop, max(outcomes, key=lambda arm: _limit_towards_worse(reading, arm))
    open_arm = next(arm for arm, outcome in outcomes.items() if outcome is not Outcome.stop)
    return (Outcome.keep_testing if reading.more_allowed else Outcome.inconclusive), open_arm


def outcome_of(plan: Plan, results: tuple[MetricResult, ...], *, final: bool) -> Outcome:
    """Return what results alone mean, whatever the health of the data: at a look before the last one."""
    units = Progress(units=0, planned=None)
    return _overall(Reading(plan, units, results, (), looked=True, final=final))[0]


def _of(reading: Reading, arm: str) -> tuple[MetricResult, ...]:
    return tuple(result for result in reading.results if result.arm == arm)


def _of_arm(reading: Reading, arm: str) -> Outcome:
    results = _of(reading, arm)
    success = [result.finding for result in results if result.role is Role.success]
    guardrails = [result.finding for result in results if result.role is Role.guardrail]
    enough, hopeless = (any, all) if reading.plan.success == "any" else (all, any)
    if any(result.finding is Finding.harmed for result in results):
        return Outcome.stop
    if enough(finding.beats_the_bar for finding in success) and all(finding is Finding.safe for finding in guardrails):
        return Outcome.invest
    if hopeless(finding.misses_the_target for finding in success):
        return Outcome.stop
    return Outcome.inconclusive


def _limit_towards_worse(reading: Reading, arm: str) -> float:
    """Return the decision limit of the first success metric that clears its bar, or of the first, more being better."""
    results = [result for result in reading.results if result.arm == arm and result.role is Role.success]
    for result in sorted(results, key=lambda result: not result.finding.beats_the_bar):
        if result.lower is not None and result.upper is not None:
            return result.lower if result.direction.sign > 0 else -result.upper
    return float("-inf")


def _warnings(reading: Reading, outcome: Outcome) -> list[str]:
    found = list(_about_size(reading, outcome))
    found += [_in_part(result) for result in _half_wins(reading.results, outcome)]
    found += [
        result.name + ": no interval is finite, because the control mean is not clearly above zero"
        for result in reading.results
        if _unbounded(result)
    ]
    return found


def _about_size(reading: Reading, outcome: Outcome) -> Iterator[str]:
    """Yield what the number of units means for the error rates."""
    planned, units = reading.plan.planned_size, reading.progress.units
    once = reading.plan.monitoring is Monitoring.fixed
    if planned is None:
        if once and reading.looked:
            yield (
                "no size was fixed in advance, so these data count as the one look the error rates allow;"
                " a second look at more data would break them"
            )
    elif reading.looked and units < planned and (once or (reading.final and outcome is Outcome.inconclusive)):
        earned = "" if once else "; its looks showed effects, so ending it early earns none of the error rates left"
        ended = f"the test ended at {units:,} of {planned:,} planned units"
        yield f"{ended}, so it could miss what it was built to see{earned}"
    elif once and units > _OVERRUN * planned:
        yield f"{units:,} units came in where {planned:,} were planned; the error rates hold if nobody looked before"


def _half_wins(results: Sequence[MetricResult], outcome: Outcome) -> list[MetricResult]:
    return [r for r in results if outcome is Outcome.invest and r.finding is Finding.clears_but_short]


def _in_part(result: MetricResult) -> str:
    return f"{result.name}: clears the bar, short of the target; the case for investing must hold at the bar"


def _unbounded(result: MetricResult) -> bool:
    from math import isinf

    return result.method.startswith("ratio of means") and isinf(result.lower or 0) and isinf(result.upper or 0)
