"""How each form of data is typed: one line per form."""

from __future__ import annotations

from collections.abc import Callable

from experiments.errors import InvalidField
from experiments.estimand import levels_of
from experiments.form import Form
from experiments.metric import Metric
from experiments.observation import Statistic
from experiments.plan import Plan
from tui.typed import amounts, answers, shares, tables
from tui.typed.entry import Entry, Numbers, TypedForm


def only_from_file(plan: Plan, metric: Metric) -> str:
    """Return why a metric cannot be typed, or nothing where it can."""
    if plan.form(metric) is Form.adjusted and len(metric.covariates) > 1:
        return f"{metric.name} has {len(metric.covariates)} covariates: their products are read from a file, not typed"
    return ""


def statistic_of(plan: Plan, metric: Metric, numbers: Numbers) -> Statistic:
    """Return what the numbers of one metric of one arm make together.

    Raises
    ------
    InvalidField
        Where they cannot be together; ``field`` is the name of the entry to look at.
    """
    if why := only_from_file(plan, metric):
        raise InvalidField.about("value", why)
    return FORMS[plan.form(metric)].read(metric, numbers)


def _table_entry(label: str, hint: str) -> Callable[[Metric], tuple[Entry, ...]]:
    return lambda metric: (Entry("table", f"{metric.name}: {label}", hint, "prose"),)


def _in_table(read: Callable[[str], Statistic]) -> Callable[[Metric, Numbers], Statistic]:
    return lambda _metric, numbers: _of_table(read, numbers)


def _of_table(read: Callable[[str], Statistic], numbers: Numbers) -> Statistic:
    """Read a table; what is wrong with it belongs under its entry."""
    try:
        return read(str(numbers["table"]))
    except InvalidField as error:
        raise InvalidField.about("table", str(error)) from None


def _steps(metric: Metric, numbers: Numbers) -> Statistic:
    return _of_table(lambda text: tables.steps(text, len(levels_of(metric))), numbers)


FORMS: dict[Form, TypedForm] = {
    Form.counts: shares.COUNTS,
    Form.coded: shares.CODED,
    Form.moments: amounts.MOMENTS,
    Form.differences: amounts.DIFFERENCES,
    Form.totals: amounts.TOTALS,
    Form.adjusted: amounts.ADJUSTED,
    Form.events: answers.EVENTS,
    Form.levels: answers.LEVELS,
    Form.event_table: TypedForm(
        _table_entry(
            "time, events, lost", "A line per time: the time, how many had the event, how many left, such as 7 12 3."
        ),
        _in_table(tables.event_table),
        lambda found: {"table": tables.event_lines(found)},
    ),
    Form.prices: TypedForm(
        _table_entry(
            "four prices", "A line per person: too cheap, cheap, expensive, too expensive, such as 4 6 11 15."
        ),
        _in_table(tables.prices),
        lambda found: {"table": tables.price_lines(found)},
    ),
    Form.pairs: shares.PAIRS,
    Form.steps: TypedForm(
        _table_entry("difference, count", "A line per difference in levels, after less before, such as +1 14."),
        _steps,
        lambda found: {"table": tables.step_lines(found)},
    ),
}
"""How each form of data is typed."""
