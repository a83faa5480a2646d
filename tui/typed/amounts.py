"""Typing averages with their spread: means, differences of pairs, ratios, means with a covariate."""

from __future__ import annotations

from math import sqrt

from experiments.errors import InvalidField
from experiments.metric import Kind, Metric
from experiments.statistic import CrossMoments, Moments
from tui.typed.entry import Entry, Numbers, TypedForm, made, not_negative, number_text


def _moments_entries(metric: Metric) -> tuple[Entry, ...]:
    return (
        Entry("n", f"{metric.name}: units", "How many units of this arm were measured, such as 140."),
        Entry("mean", "mean", "Their average, such as 12.4.", "float"),
        Entry("sd", "standard deviation", "How much one unit differs from the next, such as 25.", "float"),
    )


def _differences_entries(metric: Metric) -> tuple[Entry, ...]:
    return (
        Entry("n", f"{metric.name}: pairs", "How many were measured both before and after, such as 40."),
        Entry("mean", "mean difference", "The average of after less before, such as 1.8.", "float"),
        Entry("sd", "its standard deviation", "How much one difference differs from the next, such as 4.", "float"),
    )


def _moments(_metric: Metric, numbers: Numbers) -> Moments:
    not_negative("n", numbers["n"])
    sd = not_negative("sd", numbers["sd"], "a standard deviation")
    return made(Moments, "n", {"n": numbers["n"], "mean": numbers["mean"], "variance": sd * sd})


def _moments_texts(found: Moments) -> dict[str, str]:
    return {"n": str(found.n), "mean": number_text(found.mean), "sd": number_text(found.sd)}


_TOTALS = {
    Kind.proportion: ("clusters", "how many did it", "units in it"),
    Kind.mean: ("clusters", "its total", "units in it"),
    Kind.rate: ("units", "events", "exposure"),
}


def _totals_entries(metric: Metric) -> tuple[Entry, ...]:
    ratio = ("units", metric.numerator or "numerator", metric.denominator or "denominator")
    units, above, below = _TOTALS.get(metric.kind, ratio)
    one = units.removesuffix("s")
    return (
        Entry("n", f"{metric.name}: {units}", f"How many {units} this arm has; each counts once, such as 140."),
        Entry("mean_above", f"mean of {above}", f"The average of “{above}” over {units}, such as 31.", "float"),
        Entry(
            "sd_above",
            "standard deviation",
            f"How much one {one} differs: sums alone cannot say how sure it is.",
            "float",
        ),
        Entry("mean_below", f"mean of {below}", f"The average of “{below}” over {units}, such as 4.2.", "float"),
        Entry("sd_below", "standard deviation", f"How much one {one} differs from the next in it, such as 2.", "float"),
        _correlation(f"How the two go together over {units}, from −1 to 1, such as 0.7."),
    )


def _totals(metric: Metric, numbers: Numbers) -> CrossMoments:
    if numbers["mean_below"] <= 0:
        raise InvalidField.about("mean_below", f"{numbers['mean_below']:g} cannot be divided by; it is above 0")
    names = (metric.numerator or "numerator", metric.denominator or "denominator")
    return _two_variables(names, numbers, ("mean_above", "sd_above", "mean_below", "sd_below"))


def _totals_texts(found: CrossMoments) -> dict[str, str]:
    return _two_texts(found, ("mean_above", "sd_above", "mean_below", "sd_below"))


def _adjusted_entries(metric: Metric) -> tuple[Entry, ...]:
    if len(metric.covariates) > 1:
        return ()
    covariate = metric.covariates[0]
    return (
        *_moments_entries(metric),
        Entry("covariate_mean", f"mean of {covariate}", "The average of the same units before, such as 11.9.", "float"),
        Entry(
            "covariate_sd", "standard deviation", "How much one unit differs from the next in it, such as 22.", "float"
        ),
        _correlation(f"How {covariate} goes with the metric in this arm, from −1 to 1, such as 0.6."),
    )


def _adjusted(metric: Metric, numbers: Numbers) -> CrossMoments:
    names = (metric.column or metric.name, *metric.covariates)
    return _two_variables(names, numbers, ("mean", "sd", "covariate_mean", "covariate_sd"))


def _adjusted_texts(found: CrossMoments) -> dict[str, str]:
    return _two_texts(found, ("mean", "sd", "covariate_mean", "covariate_sd")) if len(found.names) == 2 else {}


def _correlation(hint: str) -> Entry:
    return Entry("correlation", "correlation", hint, "float")


def _two_variables(names: tuple[str, ...], numbers: Numbers, entries: tuple[str, ...]) -> CrossMoments:
    first, first_sd, second, second_sd = entries
    not_negative("n", numbers["n"])
    sds = [not_negative(name, numbers[name], "a standard deviation") for name in (first_sd, second_sd)]
    correlation = numbers["correlation"]
    if not -1 <= correlation <= 1:
        raise InvalidField.about("correlation", f"{correlation:g} is no correlation; it lies from −1 to 1")
    shared = correlation * sds[0] * sds[1]
    fields = {
        "n": numbers["n"],
        "names": names,
        "means": (numbers[first], numbers[second]),
        "covariance": ((sds[0] ** 2, shared), (shared, sds[1] ** 2)),
    }
    return made(CrossMoments, "n", fields)


def _two_texts(found: CrossMoments, entries: tuple[str, ...]) -> dict[str, str]:
    (first, shared), (_, second) = found.covariance
    both = sqrt(first * second)
    values = (found.means[0], sqrt(first), found.means[1], sqrt(second))
    texts = {name: number_text(value) for name, value in zip(entries, values, strict=True)}
    return texts | {"n": str(found.n), "correlation": number_text(max(-1.0, min(1.0, shared / both)) if both else 0.0)}


MOMENTS = TypedForm(_moments_entries, _moments, _moments_texts)
DIFFERENCES = TypedForm(_differences_entries, _moments, _moments_texts)
TOTALS = TypedForm(_totals_entries, _totals, _totals_texts)
ADJUSTED = TypedForm(_adjusted_entries, _adjusted, _adjusted_texts)
