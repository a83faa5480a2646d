"""How far concluded tests move the belief in a hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from experiments.verdict import Outcome

_ALL_BUT_IMPOSSIBLE = -700.0


def belief(prior: float, verdicts: Sequence[tuple[Outcome, float, float]]) -> float:
    """Return the probability that the hypothesis is true after its concluded tests.

    Parameters
    ----------
    prior : float
        The probability before any test.
    verdicts : sequence of (Outcome, alpha, beta)
        Each concluded test with its planned error rates.

    Notes
    -----
    Bayes' rule for the two-point belief "θ is at the target" against "θ is at the bar": an `invest` is (1 − β)/α times
    as likely under the first, a `stop` β/(1 − α) times. Other outcomes say next to nothing either way and leave the
    belief alone. The tests are taken as independent.
    """
    log_odds = log(prior / (1 - prior))
    for outcome, alpha, beta in verdicts:
        if outcome is Outcome.invest:
            log_odds += log((1 - beta) / alpha)
        elif outcome is Outcome.stop:
            log_odds += log(beta / (1 - alpha))
    return 1 / (1 + exp(-log_odds)) if log_odds > _ALL_BUT_IMPOSSIBLE else exp(log_odds)
