"""Ordered answers: a share of the best levels, a promoter score, or which arm's answers are better."""

from __future__ import annotations

from math import sqrt

from experiments.estimand import scoring
from experiments.metric import Comparison, Score
from experiments.planning import Asked, Planner
from experiments.planning.binomial import Binomial
from experiments.planning.means import TwoMeans
from experiments.planning.pairs import Promoters
from experiments.planning.two_proportions import TwoProportions

_PLACEMENT_SD = sqrt(1 / 12)
"""The standard deviation of a uniform placement: without ties, and with both arms alike."""


def one(asked: Asked) -> Planner:
    """Return the planner of a top-box share (exact binomial) or a promoter score between −1 and 1."""
    if scoring(asked.metric, Comparison.benchmark) is Score.nps:
        return Promoters(asked)
    return Binomial(asked)


def two(asked: Asked) -> Planner:
    """Return the planner of P(treatment answers better) + ½ P(tie), or of a difference of shares or promoter scores.

    For the first, each unit's placement in the other arm has the variance 1/12 that it has without ties when the arms
    are alike (Noether, Journal of the American Statistical Association 82:645, 1987). Ties and a shift make it smaller,
    so the size errs towards too many; arms that spread very differently can make it larger, up to p (1 − p).
    """
    match scoring(asked.metric, Comparison.control):
        case Score.nps:
            return TwoMeans(asked, "promoter scores (large sample)")
        case Score.top_box:
            return TwoProportions(asked)
        case _:
            return TwoMeans(asked, "Brunner–Munzel (Noether)", _PLACEMENT_SD)
