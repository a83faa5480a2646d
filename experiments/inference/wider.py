"""Two ways of judging the same θ where either may claim too much: only what both allow is claimed."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.inference import Estimator


@dataclass(frozen=True)
class Wider:
    """The ``usual`` estimator, held back by an ``other``: the lower of both lower limits, the larger p-value.

    Choosing one of two methods by a test of the same data is neither's promise, and the choice may fall otherwise with
    more data of the same kind. Taking the wider has both promises wherever either method has its own.
    """

    usual: Estimator
    other: Estimator

    @property
    def method(self) -> str:
        """Return both methods' names."""
        return f"{self.usual.method}, no narrower than {self.other.method}"

    @property
    def estimate(self) -> float:
        """Return the usual estimate."""
        return self.usual.estimate

    @property
    def standard_error(self) -> float | None:
        """Return the larger standard error."""
        return max(self.usual.standard_error or 0.0, self.other.standard_error or 0.0) or None

    def lower(self, level: float) -> float:
        """Return the lower of both limits."""
        return min(self.usual.lower(level), self.other.lower(level))

    def upper(self, level: float) -> float:
        """Return the higher of both limits."""
        return max(self.usual.upper(level), self.other.upper(level))

    def p_above(self, null: float) -> float:
        """Return the larger of both p-values."""
        return max(self.usual.p_above(null), self.other.p_above(null))

    def p_below(self, null: float) -> float:
        """Return the larger of both p-values."""
        return max(self.usual.p_below(null), self.other.p_below(null))
