"""The estimator a plan wants of ordered answers: share of the best levels, promoter score, or who answers better."""

from __future__ import annotations

from experiments.inference import Estimator, mean, ordinal, proportion
from experiments.plan import Scale, Score
from experiments.statistic import Categories


def against_benchmark(arm: Categories, score: Score, top: int) -> Estimator:
    """Return the estimator of the share of the ``top`` best levels, or of a net promoter score between −1 and 1."""
    if score is Score.nps:
        return mean.against_benchmark(ordinal.net_promoter(arm))
    return proportion.against_benchmark(ordinal.top_box(arm, top))


def against_control(treatment: Categories, control: Categories, score: Score, top: int) -> Estimator:
    """Return the estimator of P(treatment > control) + ½ P(tie), or of a difference of shares or promoter scores."""
    if score is Score.nps:
        scores = ordinal.net_promoter(treatment), ordinal.net_promoter(control)
        return mean.against_control(*scores, Scale.difference)
    if score is Score.top_box:
        shares = ordinal.top_box(treatment, top), ordinal.top_box(control, top)
        return proportion.against_control(*shares, Scale.difference)
    return ordinal.against_control(treatment, control)
