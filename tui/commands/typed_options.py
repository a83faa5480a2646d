"""The options by which results are typed: one per form of data, shared by every command that takes results."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from experiments.form import Form

Command = Callable[..., Any]
Entries = Mapping[str, tuple[str, ...]]
"""What was typed, by option: ``{"--counts": ("new=470/5010",)}``."""


@dataclass(frozen=True)
class TypedOption:
    """An option that takes numbers: of which forms, how they are written, and what it calls them."""

    flag: str
    forms: tuple[Form, ...]
    numbers: str
    help: str
    example: str
    noun: str

    @property
    def how(self) -> str:
        """Return how to write an entry, as the end of a sentence."""
        return f"write {self.flag} {self.numbers}, such as {self.example}"


OPTIONS: dict[str, TypedOption] = {
    option.flag: option
    for option in (
        TypedOption(
            "--counts", (Form.counts, Form.coded), "ARM=HOW-MANY/OF-HOW-MANY",
            "How many of how many, such as new=470/5010; of a theme also K/N,BOTH,FIRST,SECOND,NEITHER of two coders.",
            "control=412/5000", "proportion",
        ),
        TypedOption(
            "--summary", (Form.moments, Form.differences), "ARM=UNITS,MEAN,SD",
            "Units, mean and spread of a mean, or of the differences of pairs.", "control=5000,12.4,25", "mean",
        ),
        TypedOption(
            "--events", (Form.events,), "ARM=EVENTS/EXPOSURE",
            "Events and their exposure, such as new=37/4200; /UNITS after it says from how many units.",
            "control=37/4200", "rate",
        ),
        TypedOption(
            "--levels", (Form.levels,), "ARM=COUNT,COUNT,…", "How many gave each answer, worst first.",
            "control=3,5,10,22,8", "metric of ordered answers",
        ),
        TypedOption(
            "--pairs", (Form.pairs,), "BOTH,GAINED,LOST,NEITHER", "Pairs of yes and no: before and after.",
            "30,14,5,51", "proportion of pairs",
        ),
        TypedOption(
            "--ratio", (Form.totals,), "ARM=N,MEAN,SD,MEAN,SD,R",
            "Of a ratio, or of clusters: units, mean and spread above and below the line, their correlation.",
            "control=140,31,25,4.2,2,0.7", "ratio and no cluster",
        ),
        TypedOption(
            "--adjusted", (Form.adjusted,), "ARM=N,MEAN,SD,MEAN,SD,R",
            "Of a mean with one covariate: units, mean and spread of both, their correlation.",
            "control=140,12.4,25,11.9,22,0.6", "mean with a covariate",
        ),
        TypedOption(
            "--table", (Form.event_table, Form.prices, Form.steps, Form.levels), "ARM=FILE",
            "A small text table: time events lost, four prices, difference count, or level count in each line.",
            "control=control.txt", "metric that takes a table",
        ),
    )
}  # fmt: skip


def typed_options(command: Command) -> Command:
    """Give a command the options of typed results; what was typed arrives as one mapping called ``typed``."""

    @functools.wraps(command)
    def with_typed(*args: Any, **given: Any) -> Any:
        entries = {flag: given.pop(_slot(flag)) for flag in OPTIONS}
        return command(*args, typed={flag: typed for flag, typed in entries.items() if typed}, **given)

    decorated: Command = with_typed
    for option in reversed(OPTIONS.values()):
        decorated = click.option(
            option.flag, _slot(option.flag), multiple=True, metavar=_METAVARS.get(option.flag, option.numbers),
            help=f"{option.help} Repeatable.",
        )(decorated)  # fmt: skip
    return decorated


def _slot(flag: str) -> str:
    return f"typed_{flag.removeprefix('--')}"


_METAVARS = {"--counts": "ARM=K/N", "--summary": "ARM=N,MEAN,SD"}
NO_RESULTS = "give --data, or type them: " + ", ".join(OPTIONS)
"""What can be done where there are no results."""
