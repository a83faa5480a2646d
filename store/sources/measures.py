"""Which measure reads which form of data. A module is imported when a plan needs it: most plans need one or two."""

from __future__ import annotations

import importlib

from experiments.form import Form
from experiments.plan import Metric
from store.sources.layout import Layout
from store.sources.measure import Measure

_PLACES = {
    Form.counts: "share:Share",
    Form.moments: "average:Average.of",
    Form.totals: "together:totals",
    Form.adjusted: "together:adjusted",
    Form.events: "exposed:Exposed.of",
    Form.levels: "answered:Answered",
    Form.event_table: "timed:Timed",
    Form.prices: "priced:Priced",
    Form.coded: "coded_twice:CodedTwice",
}


def measure_of(form: Form, layout: Layout, metric: Metric, name: str) -> Measure:
    """Return what reads a metric, one row per unit; ``name`` begins what it calls its values in SQL.

    Raises
    ------
    Unreadable
        Where a column is not named, not there, or of a type that the metric cannot take.
    """
    place, _, maker = _PLACES[form].partition(":")
    made: object = importlib.import_module(f"store.sources.{place}")
    for part in maker.split("."):
        made = getattr(made, part)
    measure: Measure = made(layout, metric, name)  # type: ignore[operator]
    return measure
