"""Cluster and pair may be written beside a metric or at the top of a plan; they belong to the whole test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_OF_THE_TEST = ("cluster", "pair")


def columns_in_one_place(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a plan's fields with every ``cluster`` and ``pair`` under ``columns``.

    Raises
    ------
    ValueError
        Where two places name different columns: a test has one unit of assignment.
    """
    metrics_key = "metric" if "metric" in fields else "metrics"
    metrics = fields.get(metrics_key)
    columns = fields.get("columns", {})
    if not isinstance(columns, dict) or not isinstance(metrics, list | tuple):
        return fields
    found = dict(columns)
    for name in _OF_THE_TEST:
        named = list(dict.fromkeys(_named(name, fields, columns, metrics)))
        if len(named) > 1:
            listed = " and ".join(repr(column) for column in named)
            raise ValueError(f"{name} is said to be {listed}; a test has one, so name it once, under [columns]")
        if named:
            found[name] = named[0]
    if found == columns:
        return fields
    kept = {name: value for name, value in fields.items() if name not in _OF_THE_TEST}
    return kept | {"columns": found, metrics_key: [_without(metric) for metric in metrics]}


def _named(name: str, fields: dict[str, Any], columns: dict[str, Any], metrics: Any) -> Iterator[Any]:
    places = (columns, fields, *(metric for metric in metrics if isinstance(metric, dict)))
    return (place[name] for place in places if place.get(name))


def _without(metric: Any) -> Any:
    if not isinstance(metric, dict):
        return metric
    return {name: value for name, value in metric.items() if name not in _OF_THE_TEST}
