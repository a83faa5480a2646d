"""Files of measurements, written by the tests that read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from experiments.plan import Plan
from store.sources.files import read
from store.sources.reading import Reading

Write = Callable[..., Path]


@pytest.fixture
def csv(tmp_path: Path) -> Write:
    """Write a CSV file, of text in UTF-8 or of bytes as they are."""

    def write(content: str | bytes, name: str = "data.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def parquet(tmp_path: Path) -> Write:
    """Write a Parquet file of columns."""

    def write(columns: Mapping[str, Any] | pa.Table, name: str = "data.parquet", **options: Any) -> Path:
        path = tmp_path / name
        table = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
        pq.write_table(table, path, **options)
        return path

    return write


@pytest.fixture
def planned() -> Callable[..., Plan]:
    """Make a plan for two arms with the metric ``converted``, or with others."""

    def plan(*metrics: Mapping[str, Any], **fields: Any) -> Plan:
        named = list(metrics) or [share()]
        first = {"comparison": "control", "control": "old", "columns": {"arm": "arm"}}
        return Plan.of({**first, **fields, "metric": named})

    return plan


@pytest.fixture
def one_group() -> Callable[..., Plan]:
    """Make a plan against a benchmark."""

    def plan(*metrics: Mapping[str, Any], **fields: Any) -> Plan:
        return Plan.of({**fields, "metric": list(metrics) or [share(bar=0.1, target=0.2)]})

    return plan


def share(name: str = "converted", **fields: Any) -> dict[str, Any]:
    """Describe a proportion."""
    return {"name": name, "bar": 0.0, "target": 0.05, **fields}


def mean(name: str = "revenue", **fields: Any) -> dict[str, Any]:
    """Describe a mean."""
    return {"name": name, "kind": "mean", "bar": 0.0, "target": 1.0, **fields}


@pytest.fixture
def described() -> tuple[Callable[..., dict[str, Any]], Callable[..., dict[str, Any]]]:
    """The two makers of metrics."""
    return share, mean


@pytest.fixture
def numbers(csv: Write, one_group: Callable[..., Plan]) -> Callable[[Sequence[str]], Reading]:
    """Read one column of numbers, as they stand in a CSV file."""

    def read_column(values: Sequence[str]) -> Reading:
        return read(csv("revenue\n" + "".join(f"{value}\n" for value in values)), one_group(mean()))

    return read_column
