"""Two coders: the numbers of statsmodels, and laws of an agreement beyond chance."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa as reference

from experiments.inference.agreement import cohens_kappa, pooled_kappa


@st.composite
def coded(draw: st.DrawFn, codes: int | None = None) -> list[list[int]]:
    k = codes or draw(st.integers(2, 4))
    table = [[draw(st.integers(0, 30)) for _ in range(k)] for _ in range(k)]
    assume(np.count_nonzero(np.sum(table, 0) + np.sum(table, 1)) > 1)
    return table


@settings(max_examples=80, deadline=None)
@given(coded(), st.sampled_from(["none", "linear", "quadratic"]))
def test_kappa_and_its_error_are_those_of_statsmodels(table: list[list[int]], weights: str) -> None:
    found = cohens_kappa(table, weights=weights)
    other = reference(np.array(table), wt=None if weights == "none" else weights)
    assert found.kappa == pytest.approx(other.kappa, abs=1e-9)
    if weights != "none" or other.var_kappa > 1e-12:
        assert found.error == pytest.approx(np.sqrt(max(other.var_kappa, 0)), abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(coded())
def test_it_does_not_matter_which_coder_is_named_first(table: list[list[int]]) -> None:
    turned = np.transpose(table).tolist()
    assert cohens_kappa(table).kappa == pytest.approx(cohens_kappa(turned).kappa)


@given(coded(codes=2))
def test_one_theme_pooled_is_that_theme(table: list[list[int]]) -> None:
    assert pooled_kappa([table]).kappa == pytest.approx(cohens_kappa(table).kappa)
    assert pooled_kappa([table, table]).kappa == pytest.approx(cohens_kappa(table).kappa)


def test_a_rare_theme_weighs_by_how_much_it_could_disagree() -> None:
    """One missed mention of a theme that hardly comes up gives κ near 0 of its own; pooled it costs little."""
    common, rare = [[20, 2], [2, 16]], [[0, 1], [0, 39]]
    assert cohens_kappa(rare).kappa == pytest.approx(0)
    pooled = pooled_kappa([common, rare])
    assert (0 + cohens_kappa(common).kappa) / 2 < pooled.kappa < cohens_kappa(common).kappa
    assert isnan(pooled.error)


@pytest.mark.parametrize("themes", [[], [[[1, 2, 3], [1, 2, 3], [1, 2, 3]]], [[[0, 0], [0, 0]]]])
def test_what_is_no_theme_is_refused(themes: list[list[list[int]]]) -> None:
    with pytest.raises(ValueError, match="2 × 2"):
        pooled_kappa(themes)
