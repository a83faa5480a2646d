"""CSV and Parquet files of one row per unit: what is in them, and their sufficient statistics under a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store.sources.opened import OpenFile, opened

if TYPE_CHECKING:
    from experiments.plan import Plan
    from store.sources.preview import Preview
    from store.sources.reading import Reading

__all__ = ["OpenFile", "opened", "preview", "read"]


def read(path: str | Path, plan: Plan) -> Reading:
    """Read what a plan measures out of a file: one grouped query where the rows are.

    Parameters
    ----------
    path : path
        A CSV or Parquet file of one row per unit. The path is taken literally: no pattern, no address.
    plan : Plan
        Which column holds the arm, the unit and each metric.

    Raises
    ------
    Unreadable
        Where the file cannot be read as the plan asks, naming the place.
    """
    with opened(path) as file:
        return file.read(plan)


def preview(path: str | Path, plan: Plan | None = None) -> Preview:
    """Look at a file before anything is stored; with a plan, read it as the plan asks too.

    Raises
    ------
    Unreadable
        Where not even the columns can be read.
    """
    with opened(path) as file:
        return file.preview(plan)
