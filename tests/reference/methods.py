"""Which function of the product answers which method of the reference cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from math import sqrt
from typing import Any

import numpy as np

from experiments.health.split import split_p
from experiments.inference import mean, proportion
from experiments.inference.score import Difference, Lift
from experiments.observation import Counts, Moments
from experiments.plan import Direction, Kind, Metric, Scale
from experiments.planning import Asked
from experiments.planning.binomial import Binomial
from experiments.planning.means import OneMean, TwoMeans
from experiments.planning.two_proportions import TwoProportions

Inputs = Mapping[str, Any]
Outputs = dict[str, Any]
NOT_GIVEN: Outputs = {}
"""What a two-sided question gets where the product answers one-sided ones only."""


def _level(inputs: Inputs) -> float:
    return (1 - float(inputs["conf_level"])) / 2


def _moments(values: Sequence[float]) -> Moments:
    column = np.asarray(values, float)
    return Moments(n=len(column), mean=float(column.mean()), variance=float(column.var(ddof=1)))


def _p(found: Any, null: float, alternative: str) -> float:
    """Return the p-value for an alternative; two-sided is twice the smaller tail, as for any symmetric statistic."""
    above, below = found.p_above(null), found.p_below(null)
    return float({"greater": above, "less": below}.get(alternative, 2 * min(above, below)))


# One proportion


def _clopper_pearson(inputs: Inputs) -> Outputs:
    found = proportion.against_benchmark(Counts(successes=inputs["x"], trials=inputs["n"]))
    return {"ci_low": found.lower(_level(inputs)), "ci_high": found.upper(_level(inputs))}


def _one_sided_clopper_pearson(inputs: Inputs) -> Outputs:
    found = proportion.against_benchmark(Counts(successes=inputs["x"], trials=inputs["n"]))
    level = 1 - inputs["conf_level"]
    return {"bound": found.lower(level) if inputs["side"] == "lower" else found.upper(level)}


def _no_event(inputs: Inputs) -> Outputs:
    found = proportion.against_benchmark(Counts(successes=0, trials=inputs["n"]))
    return {"bound": found.upper(1 - inputs["conf_level"])}


def _binomial_test(inputs: Inputs) -> Outputs:
    if inputs["alternative"] == "two-sided":
        return NOT_GIVEN
    found = proportion.against_benchmark(Counts(successes=inputs["x"], trials=inputs["n"]))
    return {"p_value": _p(found, inputs["p0"], inputs["alternative"])}


def _binomial_planner(inputs: Inputs, beta: float) -> Binomial:
    metric = Metric(name="rate", bar=inputs["p0"], target=inputs["p1"])
    return Binomial(Asked(metric, inputs["p0"], inputs["p1"], inputs["alpha"], beta, None))


def _binomial_power(inputs: Inputs) -> Outputs:
    plan, n = _binomial_planner(inputs, 0.2), inputs["n"]
    critical = next(
        x
        for x in range(n + 2)
        if proportion.against_benchmark(Counts(successes=min(x, n), trials=n)).p_above(inputs["p0"]) <= inputs["alpha"]
    )
    power, alpha = plan.clears(n, inputs["p1"]), plan.clears(n, inputs["p0"])
    return {"critical": critical, "actual_alpha": alpha, "power": power}


def _binomial_size(inputs: Inputs) -> Outputs:
    return {"n": _binomial_planner(inputs, inputs["beta"]).size(1 - inputs["beta"])}


# Two proportions


def _difference_limits(inputs: Inputs) -> Outputs:
    found = proportion.Score(Difference(), inputs["x1"], inputs["n1"], inputs["x2"], inputs["n2"])
    return {"ci_low": found.lower(_level(inputs)), "ci_high": found.upper(_level(inputs))}


def _ratio_limits(inputs: Inputs) -> Outputs:
    found = proportion.Score(Lift(), inputs["x1"], inputs["n1"], inputs["x2"], inputs["n2"])
    return {"ci_low": 1 + found.lower(_level(inputs)), "ci_high": 1 + found.upper(_level(inputs))}


def _score_test(inputs: Inputs) -> Outputs:
    z = Difference().score(inputs["x1"], inputs["n1"], inputs["x2"], inputs["n2"], inputs["delta0"])
    return {"z_mn": float(z)}


def _barnard(inputs: Inputs) -> Outputs:
    """Ordered by the score statistic: at difference 0 that is the pooled z of Barnard's test, up to a factor."""
    if inputs["alternative"] == "two-sided":
        return NOT_GIVEN
    found = proportion.ExactScore(Difference(), inputs["x1"], inputs["n1"], inputs["x2"], inputs["n2"])
    return {"p_value": _p(found, 0.0, inputs["alternative"])}


def _proportions_planner(p1: float, p2: float, null: float, alpha: float, control_share: float) -> TwoProportions:
    direction = Direction.increase if p1 - p2 > null else Direction.decrease
    metric = Metric(name="rate", bar=null, target=p1 - p2, baseline=p2, direction=direction)
    return TwoProportions(Asked(metric, null, p1 - p2, alpha, 0.2, control_share))


def _root(power: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Return where a growing power reaches what is wanted, by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle) >= wanted else (middle, high)
    return (low + high) / 2


def _farrington_manning(inputs: Inputs) -> Outputs:
    p1, p2, null, ratio = inputs["p1"], inputs["p2"], inputs["delta0"], inputs["ratio"]
    plan = _proportions_planner(p1, p2, null, inputs["alpha"], ratio / (1 + ratio))
    return {"n_total": _root(lambda n: plan.clears(n, p1 - p2), 1 - inputs["beta"], 2, 1e8)}


def _two_proportions_power(inputs: Inputs) -> Outputs:
    """Ignoring the far tail, a two-sided test is a one-sided one at half the level."""
    if "p2" not in inputs:
        return NOT_GIVEN
    alpha = inputs["alpha"] / (1 if inputs["alternative"] == "one-sided" else 2)
    difference = inputs["p1"] - inputs["p2"]
    plan = _proportions_planner(inputs["p1"], inputs["p2"], 0.0, alpha, 0.5)
    if "n" in inputs:
        return {"power": plan.clears(2 * inputs["n"], difference)}
    return {"n": _root(lambda n: plan.clears(2 * n, difference), inputs["power"], 2, 1e8)}


# Means


def _t_outputs(found: Any, null: float, inputs: Inputs) -> Outputs:
    alternative, level = inputs.get("alternative", "two-sided"), _level(inputs)
    outputs = {
        "diff": found.estimate,
        "t": (found.estimate - null) / found.standard_error,
        "df": found.freedom,
        "p_value": _p(found, null, alternative),
    }
    if alternative == "two-sided":
        return outputs | {"ci_low": found.lower(level), "ci_high": found.upper(level)}
    side = {"ci_low": found.lower(2 * level)} if alternative == "greater" else {"ci_high": found.upper(2 * level)}
    return outputs | side


def _t_one(inputs: Inputs) -> Outputs:
    return _t_outputs(mean.against_benchmark(_moments(inputs["a"])), inputs["mu0"], inputs)


def _t_welch(inputs: Inputs) -> Outputs:
    found = mean.against_control(_moments(inputs["a"]), _moments(inputs["b"]), Scale.difference)
    return _t_outputs(found, 0.0, inputs)


def _t_welch_from_stats(inputs: Inputs) -> Outputs:
    arms = [Moments(n=inputs[f"n{i}"], mean=inputs[f"m{i}"], variance=inputs[f"s{i}"] ** 2) for i in (1, 2)]
    return _t_outputs(mean.against_control(arms[0], arms[1], Scale.difference), 0.0, inputs)


def _welch_aggregates(inputs: Inputs) -> Outputs:
    name = inputs["numer"]
    arm = {
        side: Moments(n=inputs[side]["n"], mean=inputs[side]["mean"][name], variance=inputs[side]["var"][name])
        for side in ("control", "treatment")
    }
    found = mean.against_control(arm["treatment"], arm["control"], Scale.difference)
    lift = mean.against_control(arm["treatment"], arm["control"], Scale.relative)
    means = {side: moments.mean for side, moments in arm.items()}
    return means | _t_outputs(found, 0.0, {"conf_level": 0.95}) | {"rel": lift.estimate}


def _two_one_sided(inputs: Inputs) -> Outputs:
    found = mean.against_control(_moments(inputs["a"]), _moments(inputs["b"]), Scale.difference)
    return {"p_value": max(found.p_above(-inputs["delta"]), found.p_below(inputs["delta"]))}


def _fieller(inputs: Inputs) -> Outputs:
    found = mean.against_control(_moments(inputs["a"]), _moments(inputs["b"]), Scale.relative)
    limits = {"ci_low": 1 + found.lower(_level(inputs)), "ci_high": 1 + found.upper(_level(inputs))}
    return limits | {"estimate": 1 + found.estimate}


def _mean_metric(inputs: Inputs) -> Metric:
    return Metric(name="amount", kind=Kind.mean, bar=0.0, target=inputs["delta"], sd=inputs["sd"])


def _t_power(planner: type[OneMean | TwoMeans], arms: int, inputs: Inputs) -> Outputs:
    if inputs["alternative"] == "two-sided":
        return NOT_GIVEN
    share = 0.5 if arms == 2 else None
    plan = planner(Asked(_mean_metric(inputs), 0.0, inputs["delta"], inputs["alpha"], 0.2, share))
    if "power" in inputs:
        return {"n": _root(lambda n: plan.clears(arms * n, inputs["delta"]), inputs["power"], 2, 1e6)}
    return {"power": plan.clears(arms * inputs["n"], inputs["delta"])}


# Splits


def _split(inputs: Inputs) -> Outputs:
    counts, shares = np.array(inputs["counts"], float), np.array(inputs["weights"], float)
    return {"p_value": split_p(counts, shares / shares.sum())}


# Numerics


def _tails(inputs: Inputs) -> Outputs:
    return {"p_t": _p(mean.StudentT(inputs["z"], 1.0, inputs["df"], "t"), 0.0, "two-sided")}


def _cancellation(inputs: Inputs) -> Outputs:
    centre, step = float(inputs["centre"]), float(inputs["step"])
    values = [centre, *[centre - step, centre + step] * inputs["pairs"]]
    total = reduce(Moments.plus, (Moments(n=1, mean=value, variance=0.0) for value in values))
    return {"mean": total.mean, "sd": sqrt(total.variance), "n": total.n}


METHODS: dict[str, Callable[[Inputs], Outputs]] = {
    "ab_mean_aggregates": _welch_aggregates,
    "barnard_pooled_one_sided": _barnard,
    "binom_ci_clopper_pearson": _clopper_pearson,
    "binom_ci_one_sided_cp": _one_sided_clopper_pearson,
    "binom_n_exact_one_sided_conservative": _binomial_size,
    "binom_power_exact_one_sided": _binomial_power,
    "binom_test_exact": _binomial_test,
    "diff_ci_miettinen_nurminen": _difference_limits,
    "extreme_tail_p": _tails,
    "mean_ratio_fieller": _fieller,
    "n_prop_two_ratio_margin": _farrington_manning,
    "power_prop_test": _two_proportions_power,
    "power_t_paired": lambda inputs: _t_power(OneMean, 1, inputs),
    "power_t_two": lambda inputs: _t_power(TwoMeans, 2, inputs),
    "prop_diff_score_test": _score_test,
    "ratio_ci_miettinen_nurminen": _ratio_limits,
    "sd_catastrophic_cancellation": _cancellation,
    "srm_chi2": _split,
    "srm_exact_multinomial": _split,
    "srm_exact_two": _split,
    "t_test_one": _t_one,
    "t_test_welch": _t_welch,
    "t_test_welch_from_stats": _t_welch_from_stats,
    "tost_welch": _two_one_sided,
    "zero_events_upper_bound": _no_event,
}
