"""One row per answer, as survey tools export them, put into one row per person with a column for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.errors import Unreadable
from experiments.plan import Metric, Plan
from experiments.text import clean
from store.sources.columns import find
from store.sources.engine import text_literal
from store.sources.layout import Column, Layout
from store.sources.shapes.rows import Made, made_anew
from store.sources.shapes.values import as_text, is_yes
from store.sources.wording import listed, quoted

if TYPE_CHECKING:
    from store.sources.engines import Engine

_OF_A_METRIC = ("column", "numerator", "denominator", "exposure", "time", "event", "second_coder")
_MOST_SHOWN = 30


def one_row_per_person(engine: Engine, layout: Layout, plan: Plan) -> tuple[Layout, Plan]:
    """Return the answers by person and arm, and the plan with each metric in its column.

    The arm is a column of every row, or the answer to a question of that name.

    Raises
    ------
    Unreadable
        Where a question is not there, or somebody answered one twice and no metric says what counts as yes.
    """
    shape = plan.shape
    unit = find(layout, plan.columns.unit, "the unit")
    cells = _Cells(
        as_text(find(layout, shape.question, "the question")), as_text(find(layout, shape.answer, "the answer"))
    )
    columns = {column.name for column in layout.columns}
    by_row = [plan.columns.arm] if plan.columns.arm in columns else []
    by_row += [plan.columns.time] if plan.columns.time in columns else []
    asked = list(dict.fromkeys(_questions(plan)))
    asked = [one for one in asked if one not in by_row]
    _refuse_unknown(engine, layout, cells, asked)
    made = Made()
    made.keep(unit)
    keys = [unit.sql]
    for name in by_row:
        column = find(layout, name, "the arm" if name == plan.columns.arm else "the time")
        if name == plan.columns.arm:
            keys.append(column.sql)
            made.keep(column)
        else:
            made.keep(column, f"min({column.sql})")
    in_sets = {metric.name: metric for metric in plan.metrics if metric.read.yes}
    single = [one for one in asked if any(one in _named(metric) for metric in plan.metrics if not metric.read.yes)]
    single += [one for one in asked if one in (plan.columns.arm, plan.columns.time)]
    _refuse_two_answers(engine, layout, cells, unit, single)
    for question in dict.fromkeys(single):
        made.add(
            question, f"max(CASE WHEN {cells.question} = {text_literal(question)} THEN {cells.answer} END)", "VARCHAR"
        )
    metrics = [
        metric.model_copy(update={"column": _chosen(made, cells, metric, plan)}) if metric.name in in_sets else metric
        for metric in plan.metrics
    ]
    rows = engine.kept("people", f"SELECT {made.selected} FROM {layout.source} GROUP BY {', '.join(keys)}")
    changed = {"metrics": tuple(metrics)}
    return made_anew(layout, made.columns, rows), plan.model_copy(update=changed)


class _Cells:
    def __init__(self, question: str, answer: str) -> None:
        self.question = question
        self.answer = answer


def _named(metric: Metric) -> list[str]:
    named = [getattr(metric, name) for name in _OF_A_METRIC if getattr(metric, name)]
    usual = (
        [] if any(getattr(metric, name) for name in ("column", "numerator", "time")) or metric.prices else [metric.name]
    )
    return [*named, *usual, *metric.prices, *metric.covariates]


def _questions(plan: Plan) -> list[str]:
    asked = [plan.columns.arm, plan.columns.time] + [name for metric in plan.metrics for name in _named(metric)]
    return [name for name in asked if name]


def _chosen(made: Made, cells: _Cells, metric: Metric, plan: Plan) -> str:
    """Add whether a person gave one of the answers that count, in one row or in several; null without an answer."""
    question = text_literal(metric.column or metric.name)
    chosen = is_yes(cells.answer, metric.read.yes, plan.shape.separator)
    name = f"{metric.name}: {metric.column or metric.name}"
    given = f"CASE WHEN {cells.question} = {question} AND {cells.answer} IS NOT NULL THEN {chosen} END"
    made.add(name, f"bool_or({given})", "BOOLEAN")
    return name


def _refuse_unknown(engine: Engine, layout: Layout, cells: _Cells, asked: list[str]) -> None:
    found = {
        str(name)
        for (name,) in engine.rows(
            f"SELECT DISTINCT question FROM (SELECT {cells.question} AS question FROM {layout.source})"
            " WHERE question IS NOT NULL ORDER BY question LIMIT 5000"
        )
    }
    for name in asked:
        if name not in found:
            known = sorted(found)[:_MOST_SHOWN]
            raise Unreadable(f"nobody was asked {quoted(name)}; the questions are {listed(map(clean, known))}")


def _refuse_two_answers(engine: Engine, layout: Layout, cells: _Cells, unit: Column, asked: list[str]) -> None:
    if not asked:
        return
    questions = ", ".join(map(text_literal, asked))
    found = engine.rows(
        f"SELECT who::VARCHAR AS called, question FROM (SELECT {unit.sql} AS who, {cells.question} AS question,"
        f" {cells.answer} AS answer FROM {layout.source}) AS given WHERE question IN ({questions})"
        " GROUP BY who, question HAVING count(DISTINCT answer) > 1 ORDER BY called, question LIMIT 1"
    )
    for who, question in found:
        raise Unreadable(
            f"{quoted(clean(str(who)))} gave several answers to {quoted(question)}; of a question with several choices,"
            ' say which count: kind = "proportion" and read.yes'
        )
