"""A value that cannot be is refused with its row, from every engine and in every kind of metric: never left out.

A verdict without it would be a number about other units than those that the plan names, and one that lets it in would
be no number. What is missing, twice or in no arm is another thing: it is counted and told, and the rest is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.errors import Unreadable
from experiments.plan import Plan
from store.sources.address import Address
from store.sources.open_address import opened_at
from tests.store.sources.everywhere import files, on_postgres, place

ROWS = """
SELECT i AS unit, CASE WHEN i % 2 = 0 THEN 'old' ELSE 'new' END AS arm,
       CASE WHEN i % 5 = 0 THEN NULL ELSE i * 1.5::DOUBLE END AS amount,
       CASE WHEN i = 6 THEN 'inf'::DOUBLE ELSE i * 0.5::DOUBLE END AS infinite,
       CASE WHEN i = 6 THEN 'nan'::DOUBLE WHEN i % 7 = 0 THEN NULL ELSE i * 0.5::DOUBLE END AS none,
       (i % 3)::BIGINT AS events, i % 2 AS ended, CASE WHEN i = 6 THEN -2.5 ELSE 1.5 END::DOUBLE AS less,
       CASE WHEN i = 6 THEN -1 ELSE i % 2 END::BIGINT AS fewer
FROM range(40) numbers(i)
"""
BARS = {"bar": 0.0, "target": 0.05}
RATE = {"name": "rate", "kind": "rate", **BARS}
IMPOSSIBLE = {
    "infinite amount": ("infinite", {"name": "infinite", "kind": "mean", **BARS}),
    "no amount at all": ("none", {"name": "none", "kind": "mean", **BARS}),
    "infinite covariate": ("infinite", {"name": "amount", "kind": "mean", "covariates": ["infinite"], **BARS}),
    "a covariate that is none": ("none", {"name": "amount", "kind": "mean", "covariates": ["none"], **BARS}),
    "infinite denominator": (
        "infinite",
        {"name": "ratio", "kind": "ratio", "numerator": "amount", "denominator": "infinite", **BARS},
    ),
    "negative exposure": ("less", {**RATE, "column": "events", "exposure": "less"}),
    "infinite exposure": ("infinite", {**RATE, "column": "events", "exposure": "infinite"}),
    "negative events": ("fewer", {**RATE, "column": "fewer", "exposure": "amount"}),
    "negative time": (
        "less",
        {"name": "stay", "kind": "time_to_event", "time": "less", "event": "ended", "horizon": 5, **BARS},
    ),
    "neither yes nor no": ("fewer", {"name": "fewer", **BARS}),
}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[tuple[Path, Address]]:
    made = tmp_path_factory.mktemp("impossible")
    files(made, ROWS)
    with on_postgres(postgres, made) as table:
        yield made, table


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_it_is_refused_by_its_row_and_no_number_comes_without_it(what: str, rows: tuple[Path, Address]) -> None:
    folder, server = rows
    column, metric = IMPOSSIBLE[what]
    plan = Plan.of({"comparison": "control", "control": "old", "columns": {"arm": "arm"}, "metric": [metric]})
    for kind, where in (("csv", "line 8, "), ("parquet", "row 7, "), ("duckdb", "row 7, "), ("postgresql", "")):
        place_of_rows = server if kind == "postgresql" else place(folder, kind)
        with opened_at(place_of_rows) as source, pytest.raises(Unreadable) as refused:
            source.read(plan)
        assert f": {where}column '{column}' (metric " in str(refused.value), kind
        assert "is not possible; " in str(refused.value)
        assert " more like it" not in str(refused.value)


def test_a_value_beyond_the_ends_that_the_plan_names_is_refused_by_its_row(rows: tuple[Path, Address]) -> None:
    folder, server = rows
    metric = {"name": "less", "kind": "mean", "bar": 1.0, "target": 1.4, "sd": 0.5, "between": [0, 1.5]}
    for kind, where in (("csv", "line 8, "), ("parquet", "row 7, "), ("duckdb", "row 7, "), ("postgresql", "")):
        place_of_rows = server if kind == "postgresql" else place(folder, kind)
        with opened_at(place_of_rows) as source, pytest.raises(Unreadable) as refused:
            source.read(Plan.of({"metric": [metric]}))
        assert f": {where}column 'less' (metric 'less'): '-2.5' is not possible; " in str(refused.value), kind
        assert str(refused.value).endswith("its values lie between 0 and 1.5"), kind
        with opened_at(place_of_rows) as source:
            found = source.read(Plan.of({"metric": [{**metric, "between": [-2.5, 1.5]}]})).arms["all"]
        assert (found.statistics["less"].n, found.missing) == (40, {}), kind
