"""From how many units on looks at any time can end a test: at once where the method is exact, else not too early."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.anytime.asymptotic import burn_in
from experiments.anytime.ends import ends
from experiments.estimand import scoring
from experiments.form import Form
from experiments.metric import Comparison, Metric, Score
from experiments.plan import Plan

_EVEN = 1.25
_COUNTED = (Form.counts, Form.coded)
_LARGE = 1_000_000_000


@dataclass(frozen=True)
class Wait:
    """Whether a metric's method holds from the first unit on, and of the others how many arms there are, how even."""

    exact: bool
    arms: int
    even: bool = False

    def until(self, planned: float) -> int:
        """Return the units, over both arms, from which on a look can end a test of so many."""
        return 1 if self.exact else burn_in(round(planned), self.arms, even=self.even)

    @property
    def share(self) -> float:
        """Return the same as a share of a large plan."""
        return self.until(_LARGE) / _LARGE


def waiting(metric: Metric, plan: Plan, control_share: float | None) -> Wait:
    """Return how long a metric of a plan waits; ``control_share`` is that of control in its pair of arms."""
    form = plan.form(metric)
    counts = form in _COUNTED or (form is Form.levels and scoring(metric, plan.comparison) is Score.top_box)
    if control_share is None:
        paired = plan.comparison is Comparison.paired
        exact = (counts and not paired) or form is Form.events or ends(metric, plan.comparison) is not None
        return Wait(exact, 1)
    even = form is Form.moments and 1 / _EVEN <= control_share / (1 - control_share) <= _EVEN
    return Wait(counts, 2, even)
