"""Error rates of every estimator: a few cells at once, all that should hold behind the slow marker.

The page docs/calibration.md shows the same cells with more replicates; nothing here reads it.
"""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
import pytest

from calibration.cells import Case, Cell, Table, enumerated, simulated
from calibration.chances import ALPHA, BETA, COVERAGE, Chance, Chances, Tails, chances
from calibration.report import page
from calibration.results import Results, name_of
from calibration.shapes import NORMAL
from calibration.tables import all_tables
from calibration.tables.means import METRIC, one
from experiments.inference import mean, proportion
from experiments.inference.mean import StudentT
from experiments.metric import Kind, Metric
from experiments.statistic import Counts

_TABLES = {table.title: table for table in all_tables()}
_ERRORS = 4
_QUICK, _FULL = 2_000, 20_000
_EXACT_SLACK = 1.12
"""Methods for large samples keep their level only nearly where outcomes are few: see test_proportion.py."""


def _holds(found: Chances, *, slack: float = 1.0) -> None:
    for chance, level in found.levels:
        error = max(chance.error, sqrt(level * (1 - level) / _FULL) if chance.error else 0.0)
        assert chance.value <= level * slack + _ERRORS * error, found


def _cell(title: str, data: str, size: str) -> Cell:
    """The first cell whose data begin like that and whose size is that one, whatever it counts."""
    cells = [cell for cell in _TABLES[title].cells if cell.data.startswith(data)]
    return next(cell for cell in cells if f"{cell.size} ".startswith(f"{size} "))


_AT_ONCE = [
    ("Proportion against a benchmark", "binomial, rate 0.3", "12"),
    ("Two proportions, difference", "θ = 0, worst", "12 / 12"),
    ("Mean against a benchmark", "normal", "5"),
    ("Two means, difference", "normal", "10 / 40"),
    ("Two means, difference", "exponential", "30 / 30"),
    ("Two means, relative lift", "normal", "40 / 10"),
    ("Clustered data", "one share of 30%", "30"),
    ("Two ratios, difference", "geometric", "100 / 100"),
    ("Clustered data", "difference of shares of 30%, ICC 0.05, about", "10 / 10"),
    ("Adjusted means, difference (Lin)", "normal, one covariate, correlation 0.7", "30 / 30"),
    ("Rate against a benchmark", "Poisson", "3 expected"),
    ("Two rates, relative", "Poisson", "5 / 5 expected"),
    ("Ordered answers against a control arm", "five levels, both arms 10", "30 / 30"),
    ("Net promoter score, difference", "NPS 5", "30 / 30"),
    ("Net promoter score against a benchmark", "NPS 75", "100"),
    ("Retention against a benchmark", "95% stay", "50"),
    ("Two retentions, difference", "95% stay", "100 / 500"),
    ("Two retentions, ratio", "50% stay", "20 / 20"),
    ("Paired mean", "normal", "10"),
    ("Paired answers", "steps −2 to 2", "30"),
]


@pytest.mark.parametrize(("title", "data", "size"), _AT_ONCE)
def test_a_method_keeps_its_promises_where_it_should(title: str, data: str, size: str) -> None:
    found = _cell(title, data, size).measure(np.random.default_rng(7), _QUICK)
    _holds(found, slack=_EXACT_SLACK if found.invest.error == 0 else 1.02)


_SHOULD_HOLD = [
    *_AT_ONCE,
    ("Proportion against a benchmark", "binomial, rate 0.1", "20"),
    ("Proportion against a benchmark", "binomial, rate 0.03", "100,000"),
    ("Two proportions, difference", "θ = 0.1, worst", "30 / 30"),
    ("Two proportions, difference", "θ = 0, worst", "80 / 20"),
    ("Two proportions, difference", "control rate 0.1", "1,000 / 1,000"),
    ("Two proportions, relative lift", "θ = 0.2, worst", "20 / 80"),
    ("Two proportions, relative lift", "control rate 0.01", "1,000 / 1,000"),
    ("Mean against a benchmark", "normal", "1,000"),
    ("Two means, difference", "normal", "5 / 5"),
    ("Two means, difference", "lognormal", "200 / 200"),
    ("Two means, difference", "revenue", "500 / 500"),
    ("Two means, relative lift", "exponential", "200 / 200"),
    ("Two ratios, relative", "geometric", "1,000 / 1,000"),
    ("Clustered data", "difference of shares of 30%, ICC 0.2", "30 / 30"),
    ("Clustered data", "difference of shares of 30%, ICC 0,", "6 / 6"),
    ("Adjusted means, difference (Lin)", "normal, three covariates", "100 / 100"),
    ("Adjusted means, relative lift (Lin, Fieller)", "normal", "1,000 / 1,000"),
    ("Rate against a benchmark", "Poisson", "0.5 expected"),
    ("Rate against a benchmark", "Poisson", "10000 expected"),
    ("Two rates, relative", "Poisson", "0.5 / 0.5 expected"),
    ("Two rates, relative", "Poisson", "100 / 10 expected"),
    ("Two rates, difference", "Poisson", "200 / 200 expected"),
    ("Ordered answers against a control arm", "five levels, both arms 10", "200 / 200"),
    ("Ordered answers against a control arm", "five levels, control 10-20-40-20-10%, treatment 5", "30 / 30"),
    ("Ordered answers against a control arm", "five levels, control 10-20-40-20-10%, treatment 1", "10 / 10"),
    ("Net promoter score against a benchmark", "NPS 5", "1,000"),
    ("Net promoter score, difference", "NPS 75", "60 / 300"),
    ("Retention against a benchmark", "50% stay, 30% lost", "200"),
    ("Two retentions, difference", "95% stay, 30% lost", "1,000 / 1,000"),
    ("Two retentions, ratio", "95% stay", "1,000 / 1,000"),
    ("Two retentions, difference", "50% stay", "200 / 200"),
    ("Two retentions, ratio", "50% stay, 30% lost", "20 / 100"),
    ("Paired proportion", "20% gain, 20% lose", "200"),
    ("Paired mean", "exponential", "1,000"),
    ("Paired answers", "steps −2 to 3: 5-15", "100"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("title", "data", "size"), _SHOULD_HOLD)
def test_every_method_keeps_its_promises_where_it_should(title: str, data: str, size: str) -> None:
    found = _cell(title, data, size).measure(np.random.default_rng(11), _FULL)
    _holds(found, slack=_EXACT_SLACK if found.invest.error == 0 else 1.03)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("title", "data", "size"),
    [
        ("Two means, difference", "lognormal", "200 / 20"),
        ("Two means, difference", "revenue", "2,000 / 500"),
        ("Mean against a benchmark", "lognormal", "30"),
        ("Rate against a benchmark", "negative binomial, units' rates gamma with variance 1, but only", "300"),
    ],
)
def test_where_a_method_fails_the_simulation_sees_it(title: str, data: str, size: str) -> None:
    """A simulation that finds nothing wrong anywhere proves nothing."""
    assert _cell(title, data, size).measure(np.random.default_rng(3), _FULL).outside


# The counting itself


def test_p_values_at_the_levels_are_counted_once_each() -> None:
    tails = [Tails(0.04, 0.96), Tails(0.02, 0.98), Tails(0.9, 0.1), Tails(0.99, 0.01), Tails(0.5, 0.5)]
    found = chances(tails, warned=0.0)
    assert (found.invest.value, found.stop.value, found.misses.value) == (0.4, 0.4, 0.4)
    assert found.invest.error == pytest.approx(sqrt(0.4 * 0.6 / 5))


def test_a_chance_is_outside_beyond_three_standard_errors() -> None:
    assert not Chance(0.056, 0.002).exceeds(ALPHA)
    assert Chance(0.0561, 0.002).exceeds(ALPHA)
    assert not Chance(0.20005, 0.0).exceeds(BETA)
    assert Chance(0.2002, 0.0).exceeds(BETA)
    assert not Chance(0.0, 0.001).exceeds(1 - COVERAGE)


def test_never_seen_is_not_taken_for_impossible() -> None:
    assert chances([Tails(0.5, 0.5)] * 100, warned=0.0).invest.error > 0


def test_enumeration_counts_every_outcome_and_has_no_error() -> None:
    metric = Metric(name="share", kind=Kind.proportion, bar=0.1, target=0.2)
    cases = [Case((Counts(successes=x, trials=2),), weight) for x, weight in ((0, 0.25), (1, 0.5), (2, 0.25))]
    found = enumerated(metric, proportion.against_benchmark, 0.5, lambda: cases)(np.random.default_rng(0), 0)
    assert (found.invest.value, found.stop.value) == (0.0, 0.0)
    assert found.invest.error == 0


def test_the_same_seed_gives_the_same_cell_and_truth_matters() -> None:
    true, false = (simulated(METRIC, mean.against_benchmark, theta, one(NORMAL, 20)) for theta in (10.0, 9.0))
    again = [true(np.random.default_rng(5), 200) for _ in range(2)]
    assert again[0] == again[1]
    assert false(np.random.default_rng(5), 200).invest.value > 0.15


def test_a_cell_asks_the_products_own_estimator_and_warnings() -> None:
    def silent(_: object) -> StudentT:
        return StudentT(0.0, 1.0, inf, "nothing known")

    found = simulated(METRIC, silent, 0.0, one(NORMAL, 4))(np.random.default_rng(1), 50)
    assert (found.invest.value, found.stop.value, found.misses.value, found.warned) == (0.0, 0.0, 0.0, 1.0)


# The page


def test_every_cell_has_a_name_of_its_own() -> None:
    names = [name_of(table, cell) for table in _TABLES.values() for cell in table.cells]
    assert len(names) == len(set(names))


def test_the_page_marks_what_breaks_its_promise_and_says_so_first(tmp_path: object) -> None:
    good = Cell("plain", "10", lambda _rng, _n: _chances(0.04))
    bad = Cell("skewed", "20", lambda _rng, _n: _chances(0.1))
    table = Table("Some estimator", "About it.", (good, bad), "Warns below 30.")
    results = Results(tmp_path / "kept.json")  # type: ignore[operator]
    rng = np.random.default_rng(0)
    assert "…" in page([table], results, 100)
    for cell in table.cells:
        results.keep(table, cell, cell.measure(rng, 0))
    text = page([table], Results.read(results.place), 100)
    assert "| plain | 10 | 4.00% ±0.10 |" in text
    assert "**10.00%** ±0.10 ×2.00" in text
    assert "skewed, n 20: ×2.00" in text
    assert text.index("## Summary") < text.index("## Some estimator")


def _chances(invest: float) -> Chances:
    return Chances(Chance(invest, 0.001), Chance(0.2, 0.001), Chance(0.05, 0.001), 0.0)
