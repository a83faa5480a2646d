"""Plans of every form whose data can be planned for, by name."""

from __future__ import annotations

from typing import Any

from experiments.plan import Plan
from experiments.planning import Planner, planner
from experiments.power import _asked

_LEVELS = ["1", "2", "3", "4", "5"]
_RATE = {"kind": "rate", "exposure": "days", "exposure_per_unit": 30}
_RATIO = {"kind": "ratio", "numerator": "revenue", "denominator": "visits"}
_TIME = {"kind": "time_to_event", "time": "days", "event": "left", "horizon": 30}


def plan(comparison: str, *metrics: dict[str, Any], **fields: Any) -> Plan:
    """Return a plan of metrics, the first of which is called ``m`` unless it has a name."""
    start = {"comparison": comparison} | ({"control": "old"} if comparison == "control" else {})
    named = [{"name": "m" if not place else f"m{place}", **metric} for place, metric in enumerate(metrics)]
    return Plan.of({**start, **fields, "metric": named})


def planner_of(plan: Plan) -> Planner:
    """Return the planner of a plan's first metric."""
    asked = next(iter(_asked(plan)))
    return planner(asked, plan.form(asked.metric), plan.comparison)


PLANS = {
    "share": plan("benchmark", {"bar": 0.1, "target": 0.2}),
    "theme": plan("benchmark", {"kind": "theme", "bar": 0.2, "target": 0.5}),
    "two shares": plan("control", {"bar": 0.0, "target": 0.1, "baseline": 0.2}),
    "share fallen": plan("control", {"bar": 0.0, "target": -0.1, "baseline": 0.4, "direction": "decrease"}),
    "lift of shares": plan("control", {"bar": 0.0, "target": 0.4, "baseline": 0.2, "scale": "relative"}),
    "mean": plan("benchmark", {"kind": "mean", "bar": 10, "target": 11, "sd": 3}),
    "two means": plan("control", {"kind": "mean", "bar": 0, "target": 1, "sd": 3}),
    "ratio": plan("benchmark", {**_RATIO, "bar": 2, "target": 2.3, "sd": 1}),
    "two ratios": plan("control", {**_RATIO, "bar": 0, "target": 0.3, "sd": 1}),
    "lift of ratios": plan(
        "control", {**_RATIO, "bar": 0, "target": 0.15, "baseline": 2, "sd": 1, "scale": "relative"}
    ),
    "clusters": plan("control", {"bar": 0, "target": 0.1, "sd": 0.15}, columns={"cluster": "shop"}),
    "adjusted": plan(
        "control", {"kind": "mean", "bar": 0, "target": 0.3, "sd": 1, "covariates": ["before"], "correlation": 0.7}
    ),
    "adjusted lift": plan(
        "control",
        {
            "kind": "mean",
            "bar": 0,
            "target": 0.2,
            "sd": 1,
            "baseline": 2,
            "covariates": ["before", "age"],
            "correlation": 0.7,
            "scale": "relative",
        },
    ),
    "rate": plan("benchmark", {**_RATE, "bar": 0.01, "target": 0.02}),
    "rate fallen": plan("benchmark", {**_RATE, "bar": 0.02, "target": 0.01, "direction": "decrease"}),
    "two rates": plan("control", {**_RATE, "bar": 0, "target": 0.01, "baseline": 0.02}),
    "lift of rates": plan("control", {**_RATE, "bar": 0, "target": 0.5, "baseline": 0.02, "scale": "relative"}),
    "rate of arms fallen": plan(
        "control",
        {**_RATE, "bar": 0, "target": -0.4, "baseline": 0.02, "scale": "relative", "direction": "decrease"},
        shares={"old": 0.6, "new": 0.4},
    ),
    "best answers": plan("benchmark", {"kind": "ordinal", "levels": _LEVELS, "bar": 0.3, "target": 0.45, "top": 2}),
    "promoters": plan("benchmark", {"kind": "ordinal", "score": "nps", "bar": 0.1, "target": 0.3, "sd": 0.8}),
    "better answers": plan("control", {"kind": "ordinal", "levels": _LEVELS, "bar": 0.5, "target": 0.6}),
    "worse answers": plan(
        "control", {"kind": "ordinal", "levels": _LEVELS, "bar": 0.5, "target": 0.4, "direction": "decrease"}
    ),
    "more best answers": plan(
        "control",
        {"kind": "ordinal", "levels": _LEVELS, "score": "top-box", "bar": 0, "target": 0.15, "baseline": 0.3},
    ),
    "more promoters": plan("control", {"kind": "ordinal", "score": "nps", "bar": 0, "target": 0.2, "sd": 0.8}),
    "retention": plan("benchmark", {**_TIME, "bar": 0.6, "target": 0.75}),
    "retention with losses": plan("benchmark", {**_TIME, "bar": 0.6, "target": 0.75, "loss": 0.2}),
    "two retentions": plan("control", {**_TIME, "bar": 0, "target": 0.1, "baseline": 0.6, "loss": 0.2}),
    "lift of retention": plan(
        "control", {**_TIME, "bar": 0, "target": 0.2, "baseline": 0.6, "loss": 0.1, "scale": "relative"}
    ),
    "price": plan("benchmark", {"kind": "price", "prices": ["a", "b", "c", "d"], "bar": 20, "target": 22, "sd": 6}),
    "paired shares": plan("paired", {"bar": 0, "target": 0.1, "discordant": 0.3}),
    "paired means": plan("paired", {"kind": "mean", "bar": 0, "target": 0.4, "sd": 1}),
    "paired answers": plan(
        "paired", {"kind": "ordinal", "levels": _LEVELS, "bar": 0, "target": 0.2, "discordant": 0.5}
    ),
}
"""One plan of every form, comparison and scale; where direction matters, both."""
