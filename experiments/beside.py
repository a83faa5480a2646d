"""Other ways to look at one metric's data, shown beside its result and never instead of it."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite, sqrt

from scipy import special

from experiments.form import Form
from experiments.inference import Estimator
from experiments.metric import Kind, Metric, Scale
from experiments.observation import Statistic
from experiments.plan import Plan
from experiments.statistic import Categories, CrossMoments, Events, EventTable, Moments, Pairs, Tally
from experiments.verdict import Beside
from experiments.words import amount, p_value, percent, rounded

_Z95 = float(special.ndtri(0.975))
_SPREAD_TOLD_FROM = 1.5


_NO_TAIL = (
    "The median, and the mean with extreme values cut back, are not shown: of several batches together nobody knows"
    " them. One file with all rows, in place of the batches, would tell."
)


def beside(
    plan: Plan, metric: Metric, treatment: Statistic, control: Statistic | None, *, tail_lost: bool = False
) -> tuple[Beside, ...]:
    """Return what else the data say; ``control`` is None against a benchmark and for pairs.

    ``tail_lost`` says that batches told what a mean is without its tail, and that pooling them lost it.
    """
    if tail_lost:
        return (Beside(name="without the tail", sentence=_NO_TAIL),)
    return tuple(_views(plan, metric, treatment, control))


def _views(plan: Plan, metric: Metric, treatment: Statistic, control: Statistic | None) -> Iterator[Beside]:
    match treatment, control:
        case CrossMoments(), CrossMoments() if metric.covariates:
            yield _unadjusted(metric, treatment, control)
        case CrossMoments(), _ if plan.columns.cluster:
            yield Beside(
                name="clusters",
                sentence=f"Judged by {plan.columns.cluster}, which is what was assigned, not by row.",
                numbers={"units": treatment.n + (control.n if isinstance(control, CrossMoments) else 0)},
            )
        case CrossMoments(), _:
            yield Beside(name="ratio", sentence="A ratio of totals, not the mean of each unit's own ratio.")
        case Moments(), _:
            yield from _without_tail(metric, treatment, control)
        case Events(), _:
            yield from _dispersion(treatment, control)
        case EventTable(), EventTable():
            yield from _whole_curve(metric, treatment, control)
        case Categories(), Categories() if metric.score.value == "usual":
            yield _mean_level(treatment, control)
        case Pairs(), None:
            yield _mcnemar(treatment)
        case Tally(), None if metric.kind is Kind.price:
            yield from _prices(metric, treatment)
        case Tally(), None if plan.form(metric) is Form.steps:
            yield _mean_step(treatment)
        case _:
            return


def _unadjusted(metric: Metric, treatment: CrossMoments, control: CrossMoments) -> Beside:
    from experiments.inference import mean
    from experiments.inference.adjusted import variance_cut

    first, second = (Moments(n=arm.n, mean=arm.means[0], variance=arm.covariance[0][0]) for arm in (treatment, control))
    plain = mean.against_control(first, second, metric.scale)
    cut = variance_cut(treatment, control)
    shown = percent(plain.estimate) if metric.scale is Scale.relative else amount(plain.estimate, metric.unit)
    sentence = f"Without adjusting it would be {shown}; what was known before explains {percent(cut)} of the variance."
    numbers = {
        "estimate": plain.estimate,
        "lower95": plain.lower(0.025),
        "upper95": plain.upper(0.025),
        "explained": cut,
    }
    return Beside(name="unadjusted", sentence=sentence, numbers=numbers)


def _without_tail(metric: Metric, treatment: Moments, control: Statistic | None) -> Iterator[Beside]:
    """Yield the medians, and the difference with extreme values cut back, which shows whether few units make it."""
    from experiments.inference import mean

    cut = treatment.tail
    if cut is None:
        return
    first = Moments(n=treatment.n, mean=cut.mean, variance=cut.variance)
    limits = f"{rounded(cut.least, 4)} and {rounded(cut.most, 4)}"
    if not isinstance(control, Moments) or control.tail is None:
        sentence = f"The median is {amount(cut.median, metric.unit)}; with values cut back to {limits} the mean is"
        sentence += f" {amount(cut.mean, metric.unit)}."
        yield Beside(name="without the tail", sentence=sentence, numbers={"median": cut.median, "mean": cut.mean})
        return
    second = Moments(n=control.n, mean=control.tail.mean, variance=control.tail.variance)
    found = mean.against_control(first, second, metric.scale)
    shown = percent if metric.scale is Scale.relative else rounded
    low, high = shown(found.lower(0.025)), shown(found.upper(0.025))
    sentence = (
        f"Medians {rounded(cut.median)} against {rounded(control.tail.median)}; with values cut back to {limits} the"
        f" difference would be {shown(found.estimate)} (95% {low} to {high})."
    )
    yield Beside(
        name="without the tail",
        sentence=sentence,
        numbers=_numbers(found) | {"median": cut.median, "control_median": control.tail.median},
    )


def _dispersion(treatment: Events, control: Statistic | None) -> Iterator[Beside]:
    from experiments.inference.rate import OVERDISPERSED, dispersion, dispersion_p

    arms = [arm for arm in (treatment, control) if isinstance(arm, Events)]
    known = [arm for arm in arms if arm.units is not None]
    if not known:
        sentence = "Events are taken as independent; whether single units bring many of them was not recorded."
        yield Beside(name="dispersion", sentence=sentence)
        return
    largest = max(dispersion(arm) for arm in known)
    clumped = min(dispersion_p(arm) for arm in known) < OVERDISPERSED
    if clumped or largest >= _SPREAD_TOLD_FROM:
        means = "so limits rest on units, not on events" if clumped else "which chance alone could do"
        sentence = f"Units vary {rounded(largest, 2)} times as much as independent events would, {means}."
        yield Beside(name="dispersion", sentence=sentence, numbers={"dispersion": largest})


def _whole_curve(metric: Metric, treatment: EventTable, control: EventTable) -> Iterator[Beside]:
    from experiments.inference.hazards import whole_curves
    from experiments.inference.survival import restricted_mean

    horizon = metric.horizon or 0.0
    (first, first_variance), (second, second_variance) = (restricted_mean(t, horizon) for t in (treatment, control))
    gain, error = first - second, sqrt(first_variance + second_variance)
    low, high = gain - _Z95 * error, gain + _Z95 * error
    sentence = (
        f"Mean time without the event up to {rounded(horizon)}: {rounded(first)} against {rounded(second)},"
        f" a difference of {rounded(gain)} (95% {rounded(low)} to {rounded(high)})."
    )
    yield Beside(
        name="restricted mean", sentence=sentence, numbers={"difference": gain, "lower95": low, "upper95": high}
    )
    rank, hazard = whole_curves(treatment, control)
    sentence = f"Over the whole curve: log-rank p {p_value(rank.p)}"
    numbers = {"log_rank_p": rank.p}
    if isfinite(hazard.ratio):
        sentence += (
            f"; the event comes {rounded(hazard.ratio, 2)} times as fast"
            f" (95% {rounded(hazard.lower, 2)} to {rounded(hazard.upper, 2)}, Cox)"
        )
        numbers |= {"hazard_ratio": hazard.ratio, "lower95": hazard.lower, "upper95": hazard.upper}
    yield Beside(name="whole curve", sentence=sentence + ".", numbers=numbers)


def _mean_level(treatment: Categories, control: Categories) -> Beside:
    from experiments.inference.ordinal import scored

    steps = range(1, len(treatment.levels) + 1)
    means = [scored(arm, list(steps)).mean for arm in (treatment, control)]
    sentence = (
        f"If steps between levels counted alike, the mean level would be {rounded(means[0])} against"
        f" {rounded(means[1])} of {len(treatment.levels)}."
    )
    return Beside(name="mean level", sentence=sentence, numbers={"treatment": means[0], "control": means[1]})


def _mcnemar(pairs: Pairs) -> Beside:
    from experiments.inference.paired import mcnemar_p

    p = mcnemar_p(pairs)
    sentence = f"Exact McNemar test of no change: p {p_value(p)} (two-sided)."
    return Beside(name="McNemar", sentence=sentence, numbers={"p": p})


def _prices(metric: Metric, people: Tally) -> Iterator[Beside]:
    from experiments.inference.price import in_order, points

    if not in_order(people):
        return
    found = points(people)
    low, high = amount(found.cheapest, metric.unit), amount(found.dearest, metric.unit)
    indifferent = amount(found.indifference, metric.unit)
    sentence = f"Acceptable prices run from {low} to {high}; as many find {indifferent} cheap as find it expensive."
    numbers = {"cheapest": found.cheapest, "dearest": found.dearest, "indifference": found.indifference}
    yield Beside(name="price range", sentence=sentence, numbers=numbers)


def _numbers(found: Estimator) -> dict[str, float]:
    return {"estimate": found.estimate, "lower95": found.lower(0.025), "upper95": found.upper(0.025)}


def _mean_step(steps: Tally) -> Beside:
    from experiments.inference.signed_rank import against_before

    rows = list(zip(steps.values, steps.counts, strict=True))
    mean = sum(count * value[0] for value, count in rows) / steps.n
    up = sum(count for value, count in rows if value[0] > 0)
    down = sum(count for value, count in rows if value[0] < 0)
    ranks = against_before(steps)
    p = min(1.0, 2 * min(ranks.p_above(0.0), ranks.p_below(0.0)))
    sentence = (
        f"{up} of {steps.n} moved up, {down} down, by {rounded(mean)} levels on average; signed rank test of no shift:"
        f" p {p_value(p)}, typical shift {rounded(ranks.estimate)}."
    )
    numbers = {"mean": mean, "up": up, "down": down, "signed_rank_p": p, "pseudomedian": ranks.estimate}
    return Beside(name="moved", sentence=sentence, numbers=numbers)
