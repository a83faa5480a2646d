"""Mixtures over normal effects: boundaries and e-values of a sum S with intrinsic time v.

Sources: Robbins, Ann. Math. Stat. 41:1397 (1970); Howard, Ramdas, McAuliffe & Sekhon, Ann. Stat. 49:1055 (2021),
Props. 4 (two-sided) and 5 (one-sided), with their tuning of ρ to a time.
"""

from __future__ import annotations

from math import exp, inf, log, log1p, sqrt

from scipy import special

from experiments.anytime.e_value import p_value, threshold
from experiments.inference.root import crossing


def tuned_two_sided(time: float, alpha: float) -> float:
    """Return ρ for which the two-sided boundary is nearly lowest at ``time`` (Howard et al. 2021, Prop. 3)."""
    needed = 2 * log(1 / alpha)
    return time / (needed + log1p(needed))


def tuned_one_sided(time: float, alpha: float) -> float:
    """Return ρ for the one-sided boundary: the two-sided one at twice the level."""
    return tuned_two_sided(time, 2 * alpha)


def log_two_sided(s: float, time: float, rho: float) -> float:
    """Return the log of the mixture martingale at S = s (Howard et al. 2021, Prop. 4 inverted)."""
    return 0.5 * log(rho / (time + rho)) + s * s / (2 * (time + rho))


def log_one_sided(s: float, time: float, rho: float) -> float:
    """Return the log of the mixture over positive effects only: √(4ρ/(v + ρ)) exp(s²/2(v + ρ)) Φ(s/√(v + ρ))."""
    scaled = s / sqrt(time + rho)
    return 0.5 * log(4 * rho / (time + rho)) + scaled * scaled / 2 + float(special.log_ndtr(scaled))


def bound_two_sided(time: float, alpha: float, rho: float) -> float:
    """Return √((v + ρ)(log((v + ρ)/ρ) + 2 log(1/α))), which |S| ever passes with chance at most α."""
    return sqrt((time + rho) * (log((time + rho) / rho) + 2 * log(1 / alpha)))


def bound_one_sided(time: float, alpha: float, rho: float) -> float:
    """Return what S ever passes with chance at most α: where :func:`log_one_sided` is log(1/α)."""
    wanted = threshold(alpha)
    if wanted == inf:
        return inf
    # Φ ≤ 1, so the root is at least that without Φ; two-sided at α it is never above, for Φ(s) ≥ ½ where s ≥ 0.
    high = bound_two_sided(time, alpha, rho)
    low = 0.0
    while log_one_sided(low, time, rho) > wanted:
        low = 2 * low - high
    return crossing(lambda s: log_one_sided(s, time, rho) - wanted, low, high * (1 + 1e-12), 1e-11 * high)


def mixture_ratio(n: float, mean: float, null: float, sigma: float, tau: float) -> float:
    """Return the log of the mixture likelihood ratio of mSPRT, effects N(null, τ²) (Johari et al. 2017)."""
    variance, spread = sigma * sigma, tau * tau
    total = variance + n * spread
    return 0.5 * log(variance / total) + n * n * spread * (mean - null) ** 2 / (2 * variance * total)


def log_e_of_t(t: float, freedom: float, n: float, precision: float) -> float:
    """Return the log e-value of a t statistic (Lindon, Ham, Tingley & Bojinov, arXiv:2210.08589)."""
    shrunk = precision / (precision + n)
    return 0.5 * log(shrunk) + (freedom + 1) / 2 * (log1p(t * t / freedom) - log1p(shrunk * t * t / freedom))


def t_radius(freedom: float, n: float, precision: float, alpha: float) -> float:
    """Return the |t| whose e-value is 1/α, infinite where none reaches it: the multiplier of the standard error."""
    shrunk = precision / (precision + n)
    share = exp((log(shrunk) + 2 * log(alpha)) / (freedom + 1))
    # (1 + t²/ν)/(1 + r t²/ν) = 1/share
    return sqrt(freedom * (1 - share) / (share - shrunk)) if share > shrunk else inf


def p_of_t(t: float, freedom: float, n: float, precision: float) -> float:
    """Return min(1, 1/e) of a t statistic."""
    return p_value(log_e_of_t(t, freedom, n, precision))


def confidence_width(n: float, sigma: float, alpha: float, rho: float) -> float:
    """Return half the width of the asymptotic confidence sequence, ρ² being the prior variance of the effect.

    σ √(2(nρ² + 1)/(n²ρ²) log(√(nρ² + 1)/α)) (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, Ann. Stat. 52:2613, 2024,
    Thm 2.2); it is :func:`bound_two_sided` at time n with 1/ρ², over n.
    """
    return sigma * bound_two_sided(n, alpha, 1 / rho**2) / n


def tuned_effect(n: float, alpha: float) -> float:
    """Return ρ for which :func:`confidence_width` is nearly least at n (Waudby-Smith et al. 2024, App. B.2)."""
    return 1 / sqrt(tuned_two_sided(n, alpha))
