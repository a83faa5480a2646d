"""Distributions of one unit's value, with the mean that they are known to have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, int]], Array]


@dataclass(frozen=True)
class Shape:
    """``draw`` fills an array; ``words`` name it on the page."""

    words: str
    mean: float
    draw: Draw


def _money(rng: np.random.Generator, shape: tuple[int, int]) -> Array:
    return np.asarray(rng.lognormal(3.0, 1.2, shape) * (rng.random(shape) < 0.1))


NORMAL = Shape("normal(10, 4)", 10.0, lambda rng, shape: rng.normal(10.0, 4.0, shape))
EXPONENTIAL = Shape("exponential(10)", 10.0, lambda rng, shape: rng.exponential(10.0, shape))
LOGNORMAL = Shape("lognormal(3, 1.2)", exp(3 + 0.72), lambda rng, shape: rng.lognormal(3.0, 1.2, shape))
REVENUE = Shape("revenue: 90% zeros, rest lognormal(3, 1.2)", 0.1 * exp(3 + 0.72), _money)


def times(factor: float, shape: Shape) -> Shape:
    """Return a distribution scaled by ``factor``."""
    return Shape(f"{shape.words} × {factor:g}", factor * shape.mean, lambda rng, size: factor * shape.draw(rng, size))
