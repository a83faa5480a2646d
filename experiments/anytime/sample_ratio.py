"""Do the arms fill in the planned ratio? Asked at every look (Lindon & Malek, NeurIPS 2022, arXiv:2011.03567).

Counts of arms are one multinomial. Its likelihood, mixed over shares by a Dirichlet centred on the planned ones, over
its likelihood at the planned ones is a martingale unit by unit, whatever the number of arms.
"""

from __future__ import annotations

from collections.abc import Sequence

from scipy import special

from experiments.anytime.e_value import p_value

CONCENTRATION = 100.0
"""How many units the Dirichlet weighs: shares within about 1/√100 of the planned ones are what it looks for."""


def log_e_split(counts: Sequence[int], shares: Sequence[float], concentration: float = CONCENTRATION) -> float:
    """Return the log e-value of the counts against the planned ``shares``: a Dirichlet(k · shares) mixture.

    Parameters
    ----------
    counts
        Units of each arm so far.
    shares
        The planned share of each, above 0; scaled to a sum of 1.
    concentration
        k: the larger, the smaller the mismatch that is looked for.
    """
    total = sum(shares)
    log_e = float(special.gammaln(concentration) - special.gammaln(concentration + sum(counts)))
    for count, share in zip(counts, shares, strict=True):
        weight = concentration * share / total
        log_e += float(special.gammaln(weight + count) - special.gammaln(weight) - special.xlogy(count, share / total))
    return log_e


def split_p(counts: Sequence[int], shares: Sequence[float], concentration: float = CONCENTRATION) -> float:
    """Return min(1, 1/e): below 0.001 with chance at most 0.001 over all looks, where units are assigned as planned."""
    return p_value(log_e_split(counts, shares, concentration))
