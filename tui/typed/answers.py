"""Typing events with their exposure, and how many gave each of several answers."""

from __future__ import annotations

from experiments.errors import InvalidField
from experiments.estimand import levels_of
from experiments.metric import Metric
from experiments.statistic import Categories, Events
from tui.typed.entry import Entry, Numbers, TypedForm, made, not_negative, number_text


def _events_entries(metric: Metric) -> tuple[Entry, ...]:
    what = metric.exposure or "exposure"
    return (
        Entry("events", f"{metric.name}: events", "How many happened in this arm, such as 37."),
        Entry("exposure", what, "Over what time or amount they happened, all units together, such as 4200.", "float"),
        Entry(
            "over", "from units", "How many units were watched, such as 140. Left empty: nobody knows.", "int", False
        ),
    )


def _events(_metric: Metric, numbers: Numbers) -> Events:
    if numbers["exposure"] <= 0:
        raise InvalidField.about("exposure", f"{numbers['exposure']:g} is no exposure; it is above 0")
    events, over = not_negative("events", numbers["events"]), numbers.get("over")
    if over is not None and (over < 0 or (over == 0 and events)):
        raise InvalidField.about("over", f"{over} units cannot have had {events:g} events; left empty: nobody knows")
    return made(Events, "events", numbers)


def _events_texts(found: Events) -> dict[str, str]:
    texts = {"events": str(found.events), "exposure": number_text(found.exposure)}
    return texts | ({"over": str(found.n)} if found.counts_units else {})


def _levels_entries(metric: Metric) -> tuple[Entry, ...]:
    levels = levels_of(metric)
    hint = "How many answered so, such as 12. Left empty: nobody did."
    return tuple(
        Entry(f"level_{place}", level if place else f"{metric.name}: {level}", hint, "int", False)
        for place, level in enumerate(levels)
    )


def _levels(metric: Metric, numbers: Numbers) -> Categories:
    levels = levels_of(metric)
    counts = [numbers.get(f"level_{place}") for place in range(len(levels))]
    if all(number is None for number in counts):
        raise InvalidField.about("level_0", "no answer is counted yet; at least one level needs its number")
    for place, number in enumerate(counts):
        not_negative(f"level_{place}", number or 0)
    return made(Categories, "level_0", {"levels": levels, "counts": tuple(number or 0 for number in counts)})


def _levels_texts(found: Categories) -> dict[str, str]:
    return {f"level_{place}": str(number) for place, number in enumerate(found.counts)}


EVENTS = TypedForm(_events_entries, _events, _events_texts)
LEVELS = TypedForm(_levels_entries, _levels, _levels_texts)
