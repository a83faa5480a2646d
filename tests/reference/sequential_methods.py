"""Reference methods of group-sequential tests: bounds, chances to cross, what is said after stopping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scipy import special

from experiments.sequential import after_stopping, boundaries, spending

Inputs = Mapping[str, Any]
Outputs = dict[str, Any]


def _spending(inputs: Inputs) -> spending.Spending:
    plain = {"ldof": spending.obrien_fleming, "ldpocock": spending.pocock}
    if inputs["type"] in plain:
        return plain[inputs["type"]]
    made = spending.hwang_shih_decani if inputs["type"] == "hsd" else spending.power
    return made(inputs["par"])


def _shape(inputs: Inputs) -> Callable[[float], float]:
    if inputs["type"] == "wang_tsiatis":
        return boundaries.wang_tsiatis_shape(inputs["delta"])
    return boundaries.pocock_shape if inputs["type"].lower() == "pocock" else boundaries.obrien_fleming_shape


def _equal(looks: int) -> list[float]:
    return [(look + 1) / looks for look in range(looks)]


def _one_sided(inputs: Inputs) -> Outputs:
    used = boundaries.spent(inputs["t"], inputs["alpha"], _spending(inputs))
    bounds = boundaries.efficacy(inputs["t"], used)
    return {"z": list(bounds), "alpha_spent": list(used), "nominal_p": list(boundaries.nominal(bounds))}


def _two_sided(inputs: Inputs) -> Outputs:
    used = boundaries.spent(inputs["t"], inputs["alpha"] / 2, _spending(inputs))
    return {"z": list(boundaries.two_sided(inputs["t"], used))}


def _classical(inputs: Inputs, sides: int) -> Outputs:
    bounds = boundaries.classical(_shape(inputs), inputs["K"], inputs["alpha"], sides=sides)
    return {"z": list(bounds), "constant": bounds[-1]}


def _futility(inputs: Inputs) -> Outputs:
    rates = (inputs["alpha"], inputs["par_u"]), (inputs["beta"], inputs["par_l"])
    used = [boundaries.spent(inputs["t"], rate, spending.hwang_shih_decani(gamma)) for rate, gamma in rates]
    found = boundaries.with_futility(inputs["t"], used[0], used[1], binding=inputs["binding"])
    inflation = found.inflation(inputs["alpha"], inputs["beta"])
    return {"upper": list(found.upper), "lower": list(found.lower), "inflation": inflation}


def _inflation(inputs: Inputs) -> Outputs:
    fractions = _equal(inputs["K"])
    upper = boundaries.classical(_shape(inputs), inputs["K"], inputs["alpha"])
    drift = boundaries.drift_for(fractions, upper, 1 - inputs["beta"])
    inflation = (drift / float(special.ndtri(inputs["alpha"]) + special.ndtri(inputs["beta"]))) ** 2
    none = [float("-inf")] * inputs["K"]
    expected = after_stopping.expected_information(fractions, upper, none, drift)
    return {"inflation": inflation, "expected_n_h1": inflation * expected}


def _crossing(inputs: Inputs) -> Outputs:
    chances = boundaries.crossing(inputs["t"], inputs["z"], inputs["drift"])
    return {"prob": list(chances), "total": sum(chances)}


def _conditional(inputs: Inputs) -> Outputs:
    at = inputs["t"], inputs["z"], inputs["z_final"]
    return {
        "cp_drift": after_stopping.conditional_power(*at, inputs["drift"]),
        "cp_trend": after_stopping.conditional_power(*at, inputs["z"] / inputs["t"] ** 0.5),
        "predictive_flat": after_stopping.predictive_power(*at),
    }


def _repeated(inputs: Inputs) -> Outputs:
    used = boundaries.spent(inputs["t"], inputs["alpha"] / 2, spending.obrien_fleming)
    looks = list(zip(inputs["estimate"], boundaries.two_sided(inputs["t"], used), inputs["se"], strict=True))
    return {"ci_low": [e - b * s for e, b, s in looks], "ci_high": [e + b * s for e, b, s in looks]}


def _stagewise(inputs: Inputs) -> Outputs:
    fractions, look, z = inputs["t"], inputs["k"], inputs["z"]
    upper = boundaries.efficacy(fractions, boundaries.spent(fractions, 0.025, spending.obrien_fleming))
    return {
        "p_value": after_stopping.stagewise_p(fractions, upper, look, z),
        "median_unbiased": after_stopping.drift_at(fractions, upper, look, z, 0.5),
        "ci_low": after_stopping.drift_at(fractions, upper, look, z, 0.025),
        "ci_high": after_stopping.drift_at(fractions, upper, look, z, 0.975),
    }


def _peeking(inputs: Inputs) -> Outputs:
    looks, z = inputs["looks"], -float(special.ndtri(inputs["alpha"] / 2))
    chances = boundaries.first_crossings(_equal(looks), [z] * looks, [-z] * looks, 0.0)
    return {"error": sum(above + below for above, below in chances)}


METHODS: dict[str, Callable[[Inputs], Outputs]] = {
    "conditional_power": _conditional,
    "gs_bounds_one_sided": lambda inputs: _classical(inputs, 1),
    "gs_bounds_two_sided": lambda inputs: _classical(inputs, 2),
    "gs_crossing_probability": _crossing,
    "gs_final_inference_stagewise": _stagewise,
    "gs_futility_bounds": _futility,
    "gs_inflation": _inflation,
    "gs_repeated_ci": _repeated,
    "gs_spending_bounds_one_sided": _one_sided,
    "gs_spending_bounds_two_sided": _two_sided,
    "published_obf_bounds": lambda inputs: _classical({"type": "of", **inputs}, 2),
    "published_peeking_error": _peeking,
    "published_pocock_constant": lambda inputs: _classical({"type": "pocock", **inputs}, 2),
    "sequential_p_value": lambda inputs: {
        "p": after_stopping.sequential_p(inputs["t"], inputs["z"], spending.obrien_fleming)
    },
}
