"""CSV and Parquet files: what is in them, and their sufficient statistics under a plan.

A row is a unit, unless the plan names clusters (many rows to a unit) or pairs (a row for each side).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store.sources.opened import OpenFile, opened

if TYPE_CHECKING:
    from experiments.plan import Plan
    from store.sources.preview import Preview
    from store.sources.reading import Reading

__all__ = ["OpenFile", "opened", "preview", "read", "read_looks"]


def read(path: str | Path, plan: Plan) -> Reading:
    """Read what a plan measures out of a file: one grouped query where the rows are, after clusters or pairs are made.

    Parameters
    ----------
    path : path
        A CSV or Parquet file. The path is taken literally: no pattern, no address.
    plan : Plan
        Which columns hold the arm, the unit, cluster or pair, the time, and each metric.

    Raises
    ------
    Unreadable
        Where the file cannot be read as the plan asks, naming the place.
    """
    with opened(path) as file:
        return file.read(plan)


def read_looks(path: str | Path, plan: Plan) -> tuple[Reading, ...]:
    """Read a file look by look: what came in between the looks of a plan, the first one first.

    Batches of other units, which add up to the whole file. It is one reading where the plan has one look or names no
    column of times. Looks are after each day or week of the data, after listed days, or after sizes: so many units in
    the order of time, over all arms. What came in after the last of them is one more look.

    Raises
    ------
    Unreadable
        Where the file cannot be read as the plan asks, naming the place, or would be looked at too often.
    """
    with opened(path) as file:
        return file.read_looks(plan)


def preview(path: str | Path, plan: Plan | None = None) -> Preview:
    """Look at a file before anything is stored; with a plan, read it as the plan asks too.

    Raises
    ------
    Unreadable
        Where not even the columns can be read.
    """
    with opened(path) as file:
        return file.preview(plan)
