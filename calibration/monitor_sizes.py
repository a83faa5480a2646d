"""How many units tests of one arm need under each way of looking, every path counted."""

from __future__ import annotations

from calibration.monitor_figures import Figures, exact
from calibration.monitor_paths import Edges, OneArm, edges, passing
from calibration.monitor_rivals import ASYMPTOTIC, MSPRT, nominal, precision, spread, valid
from calibration.monitor_rivals import edges as edges_of_rival
from experiments.power import design

MOST = 500
POWER = 0.8
FIXED, GROUP, OURS = "one look", "group-sequential, 5 looks", "anytime"
METHODS = (FIXED, GROUP, OURS, MSPRT, ASYMPTOTIC)
PLACES = ("bar", "¼", "½", "¾", "target")
"""Where θ lies between bar and target."""


def between(bar: float, target: float) -> dict[str, float]:
    """Return θ at each of the places."""
    return {name: bar + (target - bar) * k / 4 for k, name in enumerate(PLACES)}


def figures(method: str, kind: str, bar: float, target: float) -> Figures:
    """Return what a test of one arm needs that finds the target with 80%, at most 500 units, and how often it errs."""
    once = design(OneArm("fixed", kind, bar, target, 1).unsized).size or MOST
    found, note = _edges(method, OneArm("anytime", kind, bar, target, once))
    test = OneArm("anytime", kind, bar, target, once)
    if method not in (FIXED, GROUP):
        found, reached = _until_it_finds(test, found)
        note = note if reached else f"{note}; finds the target with less than 80% in {MOST}".strip("; ")
    sizes: dict[str, float] = {"most": found.units[-1], "power": passing(test, found, target).above}
    sizes |= {name: passing(test, found, at).size for name, at in between(bar, target).items()}
    invest, stop = passing(test, found, bar, down=False).above, passing(test, found, target, up=False).below
    return Figures(exact(invest), exact(stop), sizes, note)


def _edges(method: str, test: OneArm) -> tuple[Edges, str]:
    if method == FIXED:
        return edges(OneArm("fixed", test.kind, test.bar, test.target, test.planned), [test.planned]), ""
    if method == GROUP:
        asked = OneArm("group-sequential", test.kind, test.bar, test.target, 1)
        size = design(asked.unsized).size or MOST
        looks = sorted({max(1, round(size * k / 5)) for k in range(1, 6)})
        return edges(OneArm("group-sequential", test.kind, test.bar, test.target, size), looks), ""
    if method == OURS:
        return edges(test, range(1, MOST + 1)), ""
    rho = precision(method, spread(test, test.bar), test.target - test.bar, test.planned, test.alpha)
    rule, raised = valid(test, nominal(rho, test.alpha, test.beta), MOST)
    return edges_of_rival(test, rule, MOST), "threshold raised" if raised else ""


def _until_it_finds(test: OneArm, found: Edges) -> tuple[Edges, bool]:
    """Cut a test that could go on for ever at the fewest units with which it finds the target often enough."""
    low, high = 1, len(found.units)
    if passing(test, found, test.target).above < POWER:
        return found, False
    while low < high:
        middle = (low + high) // 2
        low, high = (
            (low, middle) if passing(test, _cut(found, middle), test.target).above >= POWER else (middle + 1, high)
        )
    return _cut(found, low), True


def _cut(found: Edges, most: int) -> Edges:
    return Edges(found.units[:most], found.least[:most], found.most[:most])
