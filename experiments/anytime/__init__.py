"""Evidence that stays valid however often one looks and whenever one stops: e-processes and confidence sequences.

An e-process of a null hypothesis starts at 1 and, while that hypothesis holds, has expectation at most 1 at every
stopping time; so by Ville's inequality it ever reaches 1/α with probability at most α. Nulls at which it has not make a
confidence sequence. Overview: Ramdas, Grünwald, Vovk & Shafer, Statistical Science 38:576 (2023).
"""

from __future__ import annotations

from typing import Protocol

from experiments.inference import Estimator


class AnytimeEstimator(Estimator, Protocol):
    """An estimand θ as the data so far show it, under looks at any time.

    Limits and p-values are those of this look alone. Whoever keeps earlier looks may keep the highest lower limit, the
    lowest upper limit and the least p-value, which stay valid.
    """

    def log_e_above(self, null: float) -> float:
        """Return the logarithm of the e-value against H₀: θ ≤ null (large: the data lie above)."""

    def log_e_below(self, null: float) -> float:
        """Return the logarithm of the e-value against H₀: θ ≥ null (large: the data lie below)."""
