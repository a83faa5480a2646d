"""Ordered answers (Likert, ratings, NPS): which arm's answers are better, without pretending that steps are equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt

from scipy import special

from experiments.inference import Estimator
from experiments.inference.mean import satterthwaite
from experiments.statistic import Categories, Counts, Moments


def against_control(treatment: Categories, control: Categories) -> Estimator:
    """Return Brunner & Munzel's estimator of P(treatment > control) + ½ P(tie) (Biometrical Journal 42:17, 2000).

    Each unit's placement is the share of the other arm it beats, ties half; the estimate is their mean, its variance
    the sum of the two placement variances over n (eq. 2.3). Test and limits are on the logit scale (Brunner, Bathke &
    Konietschke 2018, §3.7): on the plain one a chance far from ½ is called too large twice as often as it should be.
    Where the arms do not overlap no spread is left and the interval is everything possible.
    """
    first = _placements(treatment.counts, control.counts)
    second = _placements(control.counts, treatment.counts)
    n1, n2 = treatment.n, control.n
    if min(n1, n2) < 2:
        return Superiority(first.mean, nan, nan)
    variances = first.variance / n1, second.variance / n2
    freedom = satterthwaite(variances[0], n1 - 1, variances[1], n2 - 1)
    return Superiority(first.mean, sqrt(sum(variances)), freedom)


@dataclass(frozen=True)
class Superiority:
    """A chance with its standard error, judged by the t distribution on the logit scale."""

    estimate: float
    error: float
    freedom: float
    method: str = "Brunner–Munzel (logit)"

    @property
    def standard_error(self) -> float | None:
        """Return the standard error, or None with fewer than two units in an arm or no spread."""
        return self.error if self.error > 0 else None

    def lower(self, level: float) -> float:
        """Return the limit below, at least 0."""
        return self._limit(float(special.stdtrit(self.freedom, level))) if self._scale else 0.0

    def upper(self, level: float) -> float:
        """Return the limit above, at most 1."""
        return self._limit(-float(special.stdtrit(self.freedom, level))) if self._scale else 1.0

    def p_above(self, null: float) -> float:
        """Return P(T ≥ t) on the logit scale."""
        return float(special.stdtr(self.freedom, -self._t(null))) if self._scale else 1.0

    def p_below(self, null: float) -> float:
        """Return P(T ≤ t) on the logit scale."""
        return float(special.stdtr(self.freedom, self._t(null))) if self._scale else 1.0

    @property
    def _scale(self) -> float:
        """Return the standard error of the logit (delta method), 0 where there is none."""
        inside = 0 < self.estimate < 1 and self.error > 0
        return self.error / (self.estimate * (1 - self.estimate)) if inside else 0.0

    def _limit(self, t: float) -> float:
        return float(special.expit(special.logit(self.estimate) + t * self._scale))

    def _t(self, null: float) -> float:
        return float(special.logit(self.estimate) - special.logit(min(max(null, 0.0), 1.0))) / self._scale


def _placements(counts: Sequence[int], others: Sequence[int]) -> Moments:
    """Return the moments of the share of ``others`` that each unit beats."""
    total, below = sum(others), 0
    places = []
    for other in others:
        places.append((below + other / 2) / total)
        below += other
    n = sum(counts)
    mean = sum(c * p for c, p in zip(counts, places, strict=True)) / n
    squares = sum(c * (p - mean) ** 2 for c, p in zip(counts, places, strict=True))
    return Moments(n=n, mean=mean, variance=squares / (n - 1) if n > 1 else 0.0)


def top_box(answers: Categories, boxes: int) -> Counts:
    """Return how many answers fall in the ``boxes`` best levels, as a proportion."""
    return Counts(successes=sum(answers.counts[-boxes:]), trials=answers.n)


def scored(answers: Categories, scores: Sequence[float]) -> Moments:
    """Return the moments of the answers as numbers, one score per level."""
    n = answers.n
    if not n:
        return Moments(n=0, mean=0.0, variance=0.0)
    mean = sum(c * s for c, s in zip(answers.counts, scores, strict=True)) / n
    squares = sum(c * (s - mean) ** 2 for c, s in zip(answers.counts, scores, strict=True))
    return Moments(n=n, mean=mean, variance=squares / (n - 1) if n > 1 else 0.0)


def net_promoter(answers: Categories) -> Moments:
    """Return the moments of −1, 0, 1 for eleven answers 0 … 10: detractors 0–6, passives 7–8, promoters 9–10."""
    return scored(answers, [-1.0] * 7 + [0.0] * 2 + [1.0] * 2)
