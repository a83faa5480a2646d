"""Looks at any time: confidence sequences and e-values that hold whenever one looks and whenever one stops.

Rates, shares, events and means of values with known ends are judged exactly (mixtures of likelihood ratios, and bets);
everything else by the asymptotic confidence sequence around its own estimator, once enough units are in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil, exp, inf

from experiments.anytime import AnytimeEstimator, bernoulli, bounded, poisson
from experiments.anytime.asymptotic import AsymptoticSequence
from experiments.anytime.ends import ends, planned_spread
from experiments.anytime.streams import Block, StreamsSequence
from experiments.estimand import scoring
from experiments.inference.mean import StudentT
from experiments.inference.ordinal import top_box
from experiments.inference.paired import Tango
from experiments.inference.rate import dispersion
from experiments.metric import Comparison, Scale, Score
from experiments.monitoring import Bounds, Question, Sight
from experiments.observation import Statistic
from experiments.plan import Direction, Plan
from experiments.statistic import Categories, Coded, Counts, Events, Moments

_LARGEST_LOG = 700.0
_UNKNOWN_BASELINE = 0.5
_EVEN = 1.25
_SPREAD_UNITS = 30


class Anytime:
    """The narrowest limits and the strongest evidence of all looks so far."""

    def __init__(self, plan: Plan) -> None:
        self._comparison = plan.comparison
        self._sequences: dict[tuple[int, int, float, float | None], tuple[Sight, AnytimeEstimator]] = {}
        self._limits: dict[tuple[int, int, Question], tuple[Sight, Bounds]] = {}
        self._tails: dict[tuple[int, int, float, Direction], tuple[Sight, float]] = {}

    def may_look(self, units: int, planned: int | None, *, final: bool) -> bool:  # noqa: ARG002 - the protocol's
        """Allow every look."""
        return True

    def bounds(self, seen: Sequence[Sight], question: Question) -> Bounds:
        """Return the running intersection of the limits, and the least always-valid p-value."""
        each = [self._at(seen[: look + 1], question) for look in range(len(seen))]
        short = [found.p_target for found in each if found.p_target is not None]
        return Bounds(
            lower=max(found.lower for found in each),
            upper=min(found.upper for found in each),
            p_bar=min(found.p_bar for found in each if found.p_bar is not None),
            p_target=min(short, default=None),
            e_bar=max(found.e_bar or 0.0 for found in each),
            method=each[-1].method,
        )

    def shows_below(self, seen: Sequence[Sight], null: float, direction: Direction, level: float) -> bool:
        """Say whether at some look the evidence against "at least as good as the null" reached 1 / level."""
        return any(self._worse(seen[: look + 1], null, direction) <= level for look in range(len(seen)))

    def _worse(self, seen: Sequence[Sight], null: float, direction: Direction) -> float:
        """Return the p-value of "at least as good as the null" at the latest look; 1 before enough units are in."""
        key = (id(seen[-1]), len(seen), null, direction)
        if key not in self._tails:
            found = self.sequence(seen, null, None)
            p = found.p_below(null) if direction is Direction.increase else found.p_above(null)
            self._tails[key] = seen[-1], p if _ready(found) else 1.0
        return self._tails[key][1]

    def _at(self, seen: Sequence[Sight], question: Question) -> Bounds:
        key = (id(seen[-1]), len(seen), question)
        if key not in self._limits:  # a sight is kept, so that its id stays its own
            found = _limits(self.sequence(seen, question.bar, question.target), question)
            self._limits[key] = seen[-1], found
        return self._limits[key][1]

    def sequence(self, seen: Sequence[Sight], bar: float, target: float | None) -> AnytimeEstimator:
        """Return what the latest look says, tuned to the plan; where bar and target are one, there is no target."""
        target = None if target == bar else target
        key = (id(seen[-1]), len(seen), bar, target)
        if key not in self._sequences:
            self._sequences[key] = seen[-1], self._made(seen, bar, target)
        return self._sequences[key][1]

    def _made(self, seen: Sequence[Sight], bar: float, target: float | None) -> AnytimeEstimator:
        latest = seen[-1]
        planned = max(1, round(latest.units / latest.fraction)) if latest.fraction else latest.units
        counts = _counts(latest, latest.treatment, self._comparison)
        if counts is not None and self._comparison is Comparison.benchmark:
            return bernoulli.against_bar(counts, bar, target, planned)
        if counts is not None and self._comparison is Comparison.control and latest.metric is not None:
            return self._streams(seen, bar, target)
        if isinstance(latest.treatment, Events) and self._comparison is Comparison.benchmark:
            return _events(seen, latest.treatment, bar, target, planned)
        if (limited := self._limited(seen, bounded.Tuning(bar, target, None, planned))) is not None:
            return limited
        arms, even = 2 if latest.control is not None else 1, _even_means(latest)
        found = latest.estimator
        if even and isinstance(found, StudentT):
            # So has the source of the sequence it; no more than 3% of simulated tests then err at 5%, from 20 units on.
            found = replace(found, freedom=inf, method="Welch z")
        return AsymptoticSequence(found, latest.units, planned, arms, even)

    def _limited(self, seen: Sequence[Sight], tuning: bounded.Tuning) -> AnytimeEstimator | None:
        """Return the sequence of a mean whose values have known ends; None where they have none."""
        latest = seen[-1]
        known = ends(latest.metric, self._comparison) if latest.metric is not None and latest.control is None else None
        if latest.metric is None or known is None:
            return None
        tuning = replace(tuning, sd=planned_spread(latest.metric, self._comparison))
        if isinstance(latest.estimator, Tango):
            return bounded.of_steps(latest.estimator.gained, latest.estimator.lost, latest.estimator.n, tuning)
        return bounded.of_batches(_batches(seen), *known, tuning)

    def _streams(self, seen: Sequence[Sight], bar: float, target: float | None) -> AnytimeEstimator:
        metric = seen[-1].metric
        scale = metric.scale if metric is not None else Scale.difference
        baseline = metric.baseline if metric is not None and metric.baseline else _UNKNOWN_BASELINE
        expected = metric.target if metric is not None and metric.target is not None else target
        aim = expected if expected is not None and expected != bar else _some_way_from(bar, baseline, scale)
        return StreamsSequence(_blocks(seen, self._comparison), scale, bar, aim, min(max(baseline, 1e-6), 1 - 1e-6))


def _even_means(latest: Sight) -> bool:
    """Say whether these are two plain means whose arms have about the same size."""
    match latest.treatment, latest.control:
        case Moments() as first, Moments() as second:
            return max(first.n, second.n) <= _EVEN * min(first.n, second.n)
        case _:
            return False


def _some_way_from(bar: float, baseline: float, scale: Scale) -> float:
    """Return a value to bet on where the plan names none: a fifth better than the bar."""
    return bar + (0.2 if scale is Scale.relative else 0.2 * min(baseline, 1 - baseline))


def _events(
    seen: Sequence[Sight], arm: Events, bar: float, target: float | None, planned: int
) -> poisson.PoissonSequence:
    """Return the sequence of one rate; what units once showed of how much they vary is not forgotten."""
    every = [sight.treatment for sight in seen if isinstance(sight.treatment, Events)]
    share = arm.exposure / max(seen[-1].fraction, 1e-12)
    found = poisson.against_bar(arm, bar, target, share, max(map(dispersion, every)))
    return replace(found, ready=_spread_is_known(seen, planned))


def _ready(found: AnytimeEstimator) -> bool:
    return not isinstance(found, AsymptoticSequence | poisson.PoissonSequence) or found.ready


def _spread_is_known(seen: Sequence[Sight], planned: int) -> bool:
    """Say whether enough units are in to see that their events come together, where each unit's own are known.

    Of fewer, what few units with many events do looks like evidence: with a look after each of 57 units that vary twice
    or four times as much as Poisson, 24% and 39% were stopped at the target, and 13% and 17% with the first at 30.
    """
    known = any(isinstance(sight.treatment, Events) and sight.treatment.units is not None for sight in seen)
    return not known or seen[-1].units >= min(_SPREAD_UNITS, ceil(planned / 2))


def _limits(found: AnytimeEstimator, question: Question) -> Bounds:
    rising = question.direction is Direction.increase
    if not _ready(found):
        return Bounds(-inf, inf, 1.0, None if question.target is None else 1.0, e_bar=0.0, method=found.method)
    alpha, beta = question.alpha, question.beta
    log_e = found.log_e_above(question.bar) if rising else found.log_e_below(question.bar)
    p_target = None
    if question.target is not None:
        p_target = found.p_below(question.target) if rising else found.p_above(question.target)
    return Bounds(
        lower=found.lower(alpha if rising else beta),
        upper=found.upper(beta if rising else alpha),
        p_bar=min(1.0, exp(-max(log_e, 0.0))),
        p_target=p_target,
        e_bar=exp(min(log_e, _LARGEST_LOG)),
        method=found.method,
    )


def _counts(sight: Sight, statistic: Statistic | None, comparison: Comparison) -> Counts | None:
    """Return the data as successes of trials where that is what they are."""
    match statistic:
        case Counts():
            return statistic
        case Coded():
            return statistic.counts
        case Categories() if sight.metric is not None and scoring(sight.metric, comparison) is Score.top_box:
            return top_box(statistic, sight.metric.top)
        case _:
            return None


def _batches(seen: Sequence[Sight]) -> tuple[Moments, ...]:
    """Return what each look added to a mean; all at once where a correction took something away."""
    whole = [sight.treatment for sight in seen if isinstance(sight.treatment, Moments)]
    added = [later.since(earlier) for earlier, later in pairwise([Moments(n=0, mean=0.0, variance=0.0), *whole])]
    kept = tuple(batch for batch in added if batch is not None)
    return kept if len(kept) == len(added) else tuple(whole[-1:])


def _blocks(seen: Sequence[Sight], comparison: Comparison) -> tuple[Block, ...]:
    """Return what each look added; all at once where a correction took something away."""
    nothing = Counts(successes=0, trials=0)
    known = [Block(nothing, nothing)]
    for sight in seen:
        first, second = (_counts(sight, arm, comparison) for arm in (sight.treatment, sight.control))
        known.append(Block(first or nothing, second or nothing))
    added = [_less(later, earlier) for earlier, later in pairwise(known)]
    kept = tuple(block for block in added if block is not None)
    return tuple(_joined(kept)) if len(kept) == len(added) else (known[-1],)


def _joined(added: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks with units of both arms: those of one arm alone say nothing and wait for the other's.

    Where a block ends follows from who was assigned where and not from outcomes, so it is fair to wait. What still
    waits at the end comes last, for the sums; as one arm alone its e-value is 1.
    """
    waiting: Block | None = None
    for block in added:
        waiting = block if waiting is None else _plus(waiting, block)
        if waiting.treatment.trials and waiting.control.trials:
            yield waiting
            waiting = None
    if waiting is not None:
        yield waiting


def _plus(first: Block, second: Block) -> Block:
    pairs = (first.treatment, second.treatment), (first.control, second.control)
    arms = [Counts(successes=a.successes + b.successes, trials=a.trials + b.trials) for a, b in pairs]
    return Block(arms[0], arms[1])


def _less(later: Block, earlier: Block) -> Block | None:
    """Return the units that came in between; None where there cannot be such units."""
    arms = []
    for new, old in ((later.treatment, earlier.treatment), (later.control, earlier.control)):
        successes, trials = new.successes - old.successes, new.trials - old.trials
        if not 0 <= successes <= trials:
            return None
        arms.append(Counts(successes=successes, trials=trials))
    return Block(arms[0], arms[1])
