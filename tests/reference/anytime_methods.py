"""Reference methods that stay valid under looks at any time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp
from typing import Any

from scipy.optimize import brentq

from experiments.anytime import betting, normal_mixture, sample_ratio, streams
from experiments.anytime.bernoulli import BetaMixture
from experiments.anytime.e_value import p_value, threshold
from experiments.plan import Scale
from experiments.statistic import Counts

Inputs = Mapping[str, Any]
Outputs = dict[str, Any]


def _two_sided_rho(inputs: Inputs) -> float:
    return normal_mixture.tuned_two_sided(inputs["v_opt"], inputs["alpha_opt"])


def _bound(inputs: Inputs) -> Outputs:
    return {"bound": normal_mixture.bound_two_sided(inputs["v"], inputs["alpha"], _two_sided_rho(inputs))}


def _one_sided_bound(inputs: Inputs) -> Outputs:
    rho = normal_mixture.tuned_one_sided(inputs["v_opt"], inputs["alpha_opt"])
    return {"bound": normal_mixture.bound_one_sided(inputs["v"], inputs["alpha"], rho)}


def _mixture_log(inputs: Inputs) -> Outputs:
    return {"value": normal_mixture.log_two_sided(inputs["s"], inputs["v"], _two_sided_rho(inputs))}


def _asymptotic(inputs: Inputs) -> Outputs:
    rho = normal_mixture.tuned_effect(inputs["n_star"], inputs["alpha"])
    return {
        "rho": rho,
        "half_width": normal_mixture.confidence_width(inputs["n"], inputs["sigma"], inputs["alpha"], rho),
    }


def _mixture_sprt(inputs: Inputs) -> Outputs:
    log_e = normal_mixture.mixture_ratio(*(inputs[key] for key in ("n", "mean", "theta0", "sigma", "tau")))
    return {"lr": exp(log_e), "p_value": p_value(log_e)}


def _t(inputs: Inputs) -> Outputs:
    size = (inputs["nu"], inputs["n"], inputs["g"])
    radius = normal_mixture.t_radius(*size, inputs["alpha"]) * inputs["se"]
    return {
        "p_value": normal_mixture.p_of_t(inputs["estimate"] / inputs["se"], *size),
        "ci_low": inputs["estimate"] - radius,
        "ci_high": inputs["estimate"] + radius,
    }


def _bernoulli(inputs: Inputs) -> Outputs:
    log_e = BetaMixture(inputs["a"], inputs["b"]).log_e(inputs["x"], inputs["n"], inputs["p0"])
    return {"log_e": log_e, "p_value": p_value(log_e)}


def _bernoulli_limits(inputs: Inputs) -> Outputs:
    """The product's limits are one-sided; the e-value against one rate, inverted both ways, is what is compared."""
    mixture, x, n = BetaMixture(inputs["a"], inputs["b"]), inputs["x"], inputs["n"]

    def excess(null: float) -> float:
        return mixture.log_e(x, n, null) - threshold(inputs["alpha"])

    return {
        "ci_low": brentq(excess, 1e-300, x / n, xtol=1e-14) if x else 0.0,
        "ci_high": brentq(excess, x / n, 1 - 1e-16, xtol=1e-14) if x < n else 1.0,
    }


def _two_streams(inputs: Inputs) -> Outputs:
    arms = [Counts(successes=inputs[f"y{arm}"], trials=inputs[f"n{arm}"]) for arm in "ab"]
    log_e = streams.block_log_e(streams.Block(*arms), inputs["pa"], inputs["pb"], 0.0, Scale.difference)
    if inputs["pa"] < inputs["pb"]:
        log_e = streams.block_log_e(streams.Block(*arms[::-1]), inputs["pb"], inputs["pa"], 0.0, Scale.difference)
    return {"log_e": log_e, "e": exp(log_e)}


def _split(inputs: Inputs) -> Outputs:
    asked = (inputs["counts"], inputs["theta0"], inputs["k"])
    return {"log_bf": sample_ratio.log_e_split(*asked), "p_value": sample_ratio.split_p(*asked)}


def _capital(inputs: Inputs) -> Outputs:
    found = betting.hedged_capital(inputs["x"], inputs["m"], inputs["alpha"])
    return {"capital": exp(found.log_value), "path_max": exp(found.log_most), "lambda_last": found.last_bet}


def _limits(find: Callable[[Any, float], tuple[float, float]], inputs: Inputs) -> Outputs:
    low, high = find(inputs["x"], inputs["alpha"])
    return {"ci_low": low, "ci_high": high}


METHODS: dict[str, Callable[[Inputs], Outputs]] = {
    "anytime_valid_t": _t,
    "asymptotic_cs_two_sided": _asymptotic,
    "bernoulli_mixture_evalue": _bernoulli,
    "betting_hedged_capital": _capital,
    "betting_hedged_cs": lambda inputs: _limits(betting.hedged_limits, inputs),
    "binomial_cs_mixture": _bernoulli_limits,
    "cs_normal_mixture_bound": _bound,
    "cs_normal_mixture_bound_one_sided": _one_sided_bound,
    "cs_normal_mixture_log": _mixture_log,
    "msprt_normal": _mixture_sprt,
    "multinomial_srm_evalue": _split,
    "safe_2x2_evalue": _two_streams,
    "predmix_empirical_bernstein_cs": lambda inputs: _limits(betting.bernstein_limits, inputs),
}
