"""Reference methods of the further kinds of metric: ratio, adjusted mean, rate, ordinal, paired, time to event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log, sqrt
from typing import Any

import numpy as np

from experiments.inference import adjusted, agreement, hazards, ordinal, paired, rate, ratio, signed_rank, survival
from experiments.plan import Scale
from experiments.statistic import Categories, CrossMoments, EventTable, Moments, Pairs, Tally

Inputs = Mapping[str, Any]
Outputs = dict[str, Any]


def _tail(inputs: Inputs) -> float:
    return (1 - float(inputs.get("conf_level", 0.95))) / 2


def _cross(*columns: Sequence[float]) -> CrossMoments:
    values = np.array(columns, float)
    names = tuple(f"variable {number}" for number in range(len(columns)))
    covariance = tuple(tuple(float(cell) for cell in row) for row in np.atleast_2d(np.cov(values)))
    return CrossMoments(n=values.shape[1], names=names, means=tuple(map(float, values.mean(1))), covariance=covariance)


def _limits(found: Any, inputs: Inputs, shift: float = 0.0) -> Outputs:
    tail = _tail(inputs)
    return {"ci_low": found.lower(tail) + shift, "ci_high": found.upper(tail) + shift}


def _one_ratio(inputs: Inputs) -> Outputs:
    value, variance = ratio.ratio(_cross(inputs["num"], inputs["den"]))
    return {"ratio": value, "se": sqrt(variance)}


def _two_ratios(inputs: Inputs) -> Outputs:
    arms = [_cross(inputs[f"num{arm}"], inputs[f"den{arm}"]) for arm in (1, 2)]
    found = ratio.textbook_difference(arms[0], arms[1])
    return {"diff": found.estimate, "se": found.standard_error}


def _ratio_aggregates(inputs: Inputs) -> Outputs:
    names = (inputs["numer"], inputs["denom"])

    def arm(given: Mapping[str, Any]) -> CrossMoments:
        shared = next(iter(given["cov"].values()))
        first, second = (given["var"][name] for name in names)
        means = tuple(given["mean"][name] for name in names)
        return CrossMoments(n=given["n"], names=names, means=means, covariance=((first, shared), (shared, second)))

    found = ratio.textbook_difference(arm(inputs["treatment"]), arm(inputs["control"]))
    return {"diff": found.estimate, "ci_low": found.lower(0.025), "ci_high": found.upper(0.025)}


def _interacted(inputs: Inputs) -> Outputs:
    """The standard error needs the rows (HC2); from cross products it is the classical one, so only θ is compared."""
    treated = np.array(inputs["t"]) == 1
    outcome, covariate = np.array(inputs["y"]), np.array(inputs["x"])
    arms = [_cross(outcome[rows], covariate[rows]) for rows in (treated, ~treated)]
    return {"estimate": adjusted.against_control(arms[0], arms[1], Scale.difference).estimate}


def _one_rate(inputs: Inputs) -> Outputs:
    found = rate.Garwood(inputs["x"], inputs["t"])
    central = min(1.0, 2 * min(found.p_above(inputs["rate0"]), found.p_below(inputs["rate0"])))
    return {"estimate": found.estimate, "p_value_central": central, **_limits(found, inputs)}


def _rate_lift(inputs: Inputs) -> Outputs:
    found = rate.ConditionalLift(inputs["x1"], inputs["t1"], inputs["x2"], inputs["t2"])
    return {"estimate": found.estimate + 1, **_limits(found, inputs, 1.0)}


def _rate_lift_p(inputs: Inputs) -> Outputs:
    found = rate.ConditionalLift(inputs["x1"], inputs["t1"], inputs["x2"], inputs["t2"])
    return {"p_value": min(1.0, 2 * min(found.p_above(0.0), found.p_below(0.0)))}


def _rate_difference(inputs: Inputs) -> Outputs:
    return _limits(rate.ScoreRateDifference(inputs["x1"], inputs["t1"], inputs["x2"], inputs["t2"]), inputs)


def _table(times: Sequence[float], events: Sequence[int]) -> EventTable:
    seen = sorted(set(times))
    pairs = list(zip(times, events, strict=True))
    return EventTable(
        times=tuple(seen),
        events=tuple(sum(1 for at, event in pairs if at == time and event) for time in seen),
        censored=tuple(sum(1 for at, event in pairs if at == time and not event) for time in seen),
    )


def _both_tables(inputs: Inputs) -> list[EventTable]:
    return [_table(inputs[f"time{arm}"], inputs[f"event{arm}"]) for arm in (1, 2)]


def _kaplan_meier(inputs: Inputs) -> Outputs:
    found = survival.log_log(_table(inputs["time"], inputs["event"]), inputs["at"])
    return {"surv": found.estimate, "se": found.standard_error, **_limits(found, inputs)}


def _retention_difference(inputs: Inputs) -> Outputs:
    first, second = _both_tables(inputs)
    found = survival.greenwood_difference(first, second, inputs["at"])
    return {"diff": found.estimate, "se": found.standard_error, **_limits(found, inputs)}


def _restricted_means(inputs: Inputs) -> Outputs:
    (first, one), (second, other) = (survival.restricted_mean(arm, inputs["tau"]) for arm in _both_tables(inputs))
    return {"rmst1": first, "rmst2": second, "diff": second - first, "se": sqrt(one + other)}


def _pairs(inputs: Inputs) -> Pairs:
    return Pairs(both=inputs["a"], gained=inputs["b"], lost=inputs["c"], neither=inputs["d"])


def _tango(inputs: Inputs) -> Outputs:
    found = paired.proportion(_pairs(inputs))
    return {"estimate": found.estimate, **_limits(found, inputs)}


def _net_promoter(inputs: Inputs) -> Outputs:
    counts = (inputs["detractors"], *[0] * 6, inputs["passives"], 0, inputs["promoters"], 0)
    found = ordinal.net_promoter(Categories(levels=tuple(str(answer) for answer in range(11)), counts=counts))
    return {"nps": found.mean, "se": sqrt(found.variance / found.n)}


def _log_rank(inputs: Inputs) -> Outputs:
    found = hazards.log_rank(*_both_tables(inputs))
    return {"chi2": found.chi2, "p_value": found.p, "obs1": found.observed, "exp1": found.expected}


def _cox(inputs: Inputs, ties: str) -> Outputs:
    first, second = _both_tables(inputs)
    found = hazards.cox(second, first, ties=ties)
    return {"log_hr": log(found.ratio), "se": found.log_error, "lr_chi2": found.likelihood_chi2}


def _kappa(inputs: Inputs) -> Outputs:
    table = inputs["table"]
    weighted = agreement.cohens_kappa(table, weights="quadratic")
    return {"kappa": agreement.cohens_kappa(table).kappa, "weighted_kappa": weighted.kappa}


def _paired_t(inputs: Inputs) -> Outputs:
    differences = np.subtract(inputs["a"], inputs["b"])
    variance = float(differences.var(ddof=1))
    found = paired.mean(Moments(n=len(differences), mean=float(differences.mean()), variance=variance))
    above, below = found.p_above(0.0), found.p_below(0.0)
    sided = {"two-sided": 2 * min(above, below), "greater": above, "less": below}
    limits = _limits(found, inputs) if inputs["alternative"] == "two-sided" else {}
    return {"diff": found.estimate, "df": len(differences) - 1, "p_value": sided[inputs["alternative"]], **limits}


def _superiority(inputs: Inputs) -> Outputs:
    """The interval is Brunner & Munzel's, not that of the proportional odds model, so only θ is compared."""
    levels = sorted({*inputs["a"], *inputs["b"]})
    names = tuple(f"{level:g}" for level in levels)
    arms = [
        Categories(levels=names, counts=tuple(list(inputs[arm]).count(level) for level in levels)) for arm in ("a", "b")
    ]
    return {"estimate": ordinal.against_control(*arms).estimate}


def _clusters(inputs: Inputs) -> Outputs:
    """The standard error is the delta method's over clusters, not CR1, so only θ is compared."""
    rows = list(zip(inputs["cluster"], inputs["t"], inputs["y"], strict=True))
    arms = []
    for arm in (1, 0):
        totals = [
            [
                sum(y for c, t, y in rows if (c, t) == (cluster, arm)),
                sum(1 for c, t, _ in rows if (c, t) == (cluster, arm)),
            ]
            for cluster in sorted({c for c, t, _ in rows if t == arm})
        ]
        arms.append(_cross(*np.transpose(totals).tolist()))
    return {"estimate": ratio.against_control(arms[0], arms[1], Scale.difference).estimate}


def _signed_rank(inputs: Inputs) -> Outputs:
    found = signed_rank.against_before(_differences(inputs))
    above, below = found.p_above(0.0), found.p_below(0.0)
    sided = {"two-sided": min(1.0, 2 * min(above, below)), "greater": above, "less": below}
    return {"V": found.rank_sum(0.0), "p_value": sided[inputs.get("alternative", "two-sided")]}


def _pseudomedian(inputs: Inputs) -> Outputs:
    found = signed_rank.against_before(_differences(inputs))
    return {"estimate": found.estimate, **_limits(found, inputs)}


def _differences(inputs: Inputs) -> Tally:
    values, counts = np.unique(np.subtract(inputs["a"], inputs["b"]), return_counts=True)
    return Tally(values=tuple((float(value),) for value in values), counts=tuple(int(count) for count in counts))


METHODS: dict[str, Callable[[Inputs], Outputs]] = {
    "ab_ratio_aggregates": _ratio_aggregates,
    "cluster_robust_diff": _clusters,
    "cohen_kappa": _kappa,
    "cox_breslow": lambda inputs: _cox(inputs, "breslow"),
    "cox_efron": lambda inputs: _cox(inputs, "efron"),
    "hodges_lehmann_pseudomedian": _pseudomedian,
    "km_ci_loglog": _kaplan_meier,
    "km_difference_at_t": _retention_difference,
    "lin_interacted_hc2": _interacted,
    "logrank": _log_rank,
    "mann_whitney_prob": _superiority,
    "mcnemar_exact": lambda inputs: {"p_value": paired.mcnemar_p(_pairs(inputs))},
    "nps": _net_promoter,
    "paired_diff_ci_tango": _tango,
    "poisson_diff_ci_score": _rate_difference,
    "poisson_ratio_exact_central_p": _rate_lift_p,
    "poisson_ratio_exact_conditional": _rate_lift,
    "poisson_test_one": _one_rate,
    "ratio_metric_delta": _one_ratio,
    "ratio_metric_diff_delta": _two_ratios,
    "rmst_difference": _restricted_means,
    "t_test_paired": _paired_t,
    "wilcoxon_signed_rank_exact": _signed_rank,
    "wilcoxon_signed_rank_exact_ties": _signed_rank,
}
