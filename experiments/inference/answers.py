"""The estimator a plan wants of ordered answers: share of the best levels, promoter score, or who answers better."""

from __future__ import annotations

from experiments.inference import Estimator, ordinal, proportion
from experiments.inference.mover import Mover
from experiments.inference.paired import Tango
from experiments.plan import Scale, Score
from experiments.statistic import Categories


def against_benchmark(arm: Categories, score: Score, top: int) -> Estimator:
    """Return the estimator of the share of the ``top`` best levels, or of a net promoter score between −1 and 1."""
    if score is Score.nps:
        return net_promoter(arm)
    return proportion.against_benchmark(ordinal.top_box(arm, top))


def against_control(treatment: Categories, control: Categories, score: Score, top: int) -> Estimator:
    """Return the estimator of P(treatment > control) + ½ P(tie), or of a difference of shares or promoter scores."""
    if score is Score.nps:
        arms = net_promoter(treatment), net_promoter(control)
        return Mover(*arms, Scale.difference, (-1.0, 1.0), "difference of promoter scores (MOVER, Tango)")
    if score is Score.top_box:
        shares = ordinal.top_box(treatment, top), ordinal.top_box(control, top)
        return proportion.against_control(*shares, Scale.difference)
    return ordinal.against_control(treatment, control)


def net_promoter(arm: Categories) -> Tango:
    """Return Tango's score estimator of a net promoter score: promoters less detractors, of all who answered.

    It is the same trinomial as pairs that gained, lost or stayed. A mean of −1, 0, 1 with Student's t claims too much
    where one side is rare, as detractors are in high scores.
    """
    low, high = sum(arm.counts[:7]), sum(arm.counts[9:])
    return Tango(high, low, arm.n, "net promoter score (Tango)")
