"""What a plan has to assume before its size can be worked out, by the form of its data."""

from __future__ import annotations

from collections.abc import Iterator

from experiments.estimand import scoring
from experiments.form import Form
from experiments.metric import Comparison, Metric, Role, Scale, Score

ASSUMPTIONS = {
    "baseline": "the baseline of {metric!r}: the rate or mean you expect without the change",
    "sd": "the standard deviation of {metric!r}: how much one {one} differs from the next",
    "exposure_per_unit": "the exposure per unit of {metric!r}: how much of it one unit brings, such as 30 days",
    "discordant": "the discordant share of {metric!r}: how many pairs in a hundred will change, either way",
}
"""The assumptions that planning can ask for: field of the metric, and what it is in words."""


def needed(metric: Metric, form: Form, comparison: Comparison) -> tuple[str, ...]:
    """Return the fields of a metric that its planning rests on."""
    against = comparison is Comparison.control
    relative = metric.scale is Scale.relative
    score = scoring(metric, comparison)
    match form:
        case Form.counts | Form.coded | Form.event_table:
            return ("baseline",) if against else ()
        case Form.moments | Form.totals | Form.adjusted:
            return ("baseline", "sd") if relative else ("sd",)
        case Form.events:
            return ("baseline", "exposure_per_unit") if against else ("exposure_per_unit",)
        case Form.levels:
            if score is Score.nps:
                return ("sd",)
            return ("baseline",) if against and score is Score.top_box else ()
        case Form.pairs | Form.steps:
            return ("discordant",)
        case _:
            return ("sd",)


def doubts(metric: Metric, form: Form) -> Iterator[str]:
    """Yield what makes a metric's assumptions doubtful, though a size can be worked out from them."""
    if metric.role not in (Role.success, Role.guardrail):
        return
    if form is Form.adjusted and metric.correlation is None:
        yield f"no correlation of {metric.name!r} with its covariates is given: it is planned as if they told nothing"
