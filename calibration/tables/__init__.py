"""The tables of the page, one module per family of estimators."""

from __future__ import annotations

import importlib

from calibration.cells import Table

_FAMILIES = (
    "proportion",
    "two_proportions",
    "means",
    "ratios",
    "adjusted",
    "rates",
    "answers",
    "retention",
    "pairs",
    "ranks",
    "prices",
)


def all_tables() -> list[Table]:
    """Return every table, in the order of the page."""
    return [table for family in _FAMILIES for table in importlib.import_module(f"calibration.tables.{family}").tables()]
