"""A plan from the command line: a file, or options for the common case, laid over the plan that is there."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from experiments.fields import FIELDS, MetricNature, metric_field, parse
from experiments.plan import Columns, Comparison, Kind, Plan, Role, Scale, Score
from tui.commands.options import Command, options_of
from tui.commands.stdin import text_of


@dataclass(frozen=True)
class Typed:
    """What was typed about a plan. ``file`` is a path, ``-`` for standard input, or empty; ``metric`` holds texts."""

    file: str
    plan: dict[str, Any]
    metric: dict[str, Any]
    columns: dict[str, Any]
    pace: dict[str, Any]

    @property
    def anything(self) -> bool:
        """Say whether there is anything to change a plan with."""
        return any((self.file, self.plan, self.metric, self.columns, self.pace))

    def over(self, base: Plan | None, title: str) -> Plan:
        """Return the plan of the file, or else the base, with the options laid over it.

        Raises
        ------
        InvalidField
            Where the result is no plan.
        """
        if self.file:
            base = Plan.of_toml(text_of(self.file))
        fields: dict[str, Any] = {"title": title} if base is None else base.model_dump(by_alias=False)
        for part in ("columns", "pace"):
            if laid := getattr(self, part):
                fields[part] = {**fields.get(part, {}), **laid}
        laid_over = {**fields, **self.plan}
        compared = Comparison(laid_over.get("comparison", Comparison.benchmark))
        return Plan.of({**laid_over, "metrics": self._metrics(list(fields.get("metrics", ())), compared)})

    def _metrics(self, metrics: list[dict[str, Any]], compared: Comparison) -> list[dict[str, Any]]:
        """A known metric is changed, a new name adds one; without a name the only success metric is meant."""
        if not self.metric:
            return metrics
        named = self.metric.get("name")
        meant = [metric for metric in metrics if (metric["name"] == named if named else metric["role"] == Role.success)]
        if not named and len(meant) > 1:
            raise click.UsageError("the plan has several success metrics; say which with --metric NAME")
        typed = _read(self.metric, meant[0] if meant else {}, compared)
        if not meant:
            return [*metrics, typed]
        return [metric | typed if metric is meant[0] else metric for metric in metrics]


def _read(texts: dict[str, str], base: dict[str, Any], compared: Comparison) -> dict[str, Any]:
    """Read what was typed of a metric: whether 20 is an amount or a share depends on the kind it has, or gets."""
    chosen = {name: str(parse(FIELDS[f"metric.{name}"], texts[name])) for name in _CHOICES if name in texts}
    nature = MetricNature(
        kind=Kind(chosen.get("kind") or base.get("kind", Kind.proportion)),
        scale=Scale(chosen.get("scale") or base.get("scale", Scale.difference)),
        score=Score(chosen.get("score") or base.get("score", Score.usual)),
        comparison=compared,
    )
    return {name: parse(metric_field(name, nature.kind, nature), text) for name, text in texts.items()}


_CHOICES = ("kind", "scale", "score")


def plan_options(command: Command) -> Callable[..., Any]:
    """Give a command the options of a plan; they arrive as one :class:`Typed`."""

    @functools.wraps(command)
    def with_plan(*args: Any, **given: Any) -> Any:
        parts = {part: given.pop(part) for part in ("plan", "metric", "columns", "pace")}
        return command(*args, typed=Typed(file=given.pop("file"), **parts), **given)

    decorated: Command = with_plan
    for decorator in (
        options_of("pace"),
        options_of("columns", renamed={name: f"--{name}-column" for name in Columns.model_fields}),
        options_of("plan", renamed={"planned_size": "--size", "shares": "--arms"}),
        options_of("metric", renamed={"name": "--metric"}, as_typed=True),
        click.option("--plan", "file", default="", metavar="FILE", help="A plan.toml; - reads standard input."),
    ):
        decorated = decorator(decorated)
    return decorated
