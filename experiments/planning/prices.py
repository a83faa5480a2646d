"""The optimal price point: planned by how much one respondent's answers move it."""

from __future__ import annotations

from experiments.planning import Asked
from experiments.planning.means import OneMean


class OnePrice(OneMean):
    """Power as of a mean whose one answer spreads by ``sd``, in money: the standard error is sd / √n.

    The judge's bootstrap has no power in closed form; a simulated design shows what it does at this size.
    """

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked, "optimal price point, as a mean")
