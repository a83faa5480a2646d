"""A whole plan of looks: every boundary, what it spends, and what looking costs against a test with one look."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from scipy import special

from experiments.noun import Value
from experiments.sequential.after_stopping import expected_information
from experiments.sequential.boundaries import checked, drift_for, efficacy, nominal, spent, with_futility
from experiments.sequential.spending import named


class Boundary(Value):
    """One look: cross ``z`` upwards to stop for benefit, ``futility`` downwards to stop for want of it."""

    model_config = Value.model_config | {"allow_inf_nan": True}

    look: int
    fraction: float
    z: float
    nominal_p: float
    alpha_spent: float
    futility: float | None = None
    beta_spent: float | None = None


class Scheme(Value):
    """The looks of a plan and their price.

    ``inflation`` is the most information needed, ``expected_at_bar`` and ``expected_at_target`` the mean at stopping,
    each as a multiple of what one look with the same error rates needs.
    """

    looks: tuple[Boundary, ...]
    drift: float
    inflation: float
    expected_at_bar: float
    expected_at_target: float


def scheme(fractions: Sequence[float], alpha: float, beta: float, spending: str, futility: str = "") -> Scheme:
    """Return the boundaries of looks at these fractions of the planned information, one-sided.

    Parameters
    ----------
    spending, futility : str
        ``obrien-fleming``, ``pocock``, ``hsd:γ`` or ``power:ρ``; an empty ``futility`` means none. Futility is not
        binding.

    Raises
    ------
    InvalidField
        Where the fractions do not ascend, do not end at 1, or a spending function is not known.
    """
    at = checked(fractions)
    alphas = spent(at, alpha, named(spending))
    if futility:
        betas: tuple[float, ...] | None = spent(at, beta, named(futility))
        found = with_futility(at, alphas, betas or ())
        upper, lower, drift = found.upper, found.lower, found.drift
    else:
        betas, upper = None, efficacy(at, alphas)
        lower, drift = (-inf,) * len(at), drift_for(at, upper, 1 - beta)
    inflation = (drift / float(special.ndtri(alpha) + special.ndtri(beta))) ** 2
    looks = tuple(
        Boundary(
            look=look,
            fraction=fraction,
            z=z,
            nominal_p=p,
            alpha_spent=used,
            futility=lower[look - 1] if betas else None,
            beta_spent=betas[look - 1] if betas else None,
        )
        for look, (fraction, z, p, used) in enumerate(zip(at, upper, nominal(upper), alphas, strict=True), start=1)
    )
    return Scheme(
        looks=looks,
        drift=drift,
        inflation=inflation,
        expected_at_bar=inflation * expected_information(at, upper, lower, 0.0),
        expected_at_target=inflation * expected_information(at, upper, lower, drift),
    )
