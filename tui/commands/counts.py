"""Results typed on the command line: ``--counts new=470/5010``, ``--summary new=5010,12.4,25`` and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from experiments.entry import value_of
from experiments.errors import InvalidField
from experiments.form import Form
from experiments.metric import Metric
from experiments.observation import ArmData, Observation, Statistic
from experiments.plan import Comparison, Plan
from tui.commands.typed_options import OPTIONS, Entries, TypedOption
from tui.typed.arms import group_of, with_group_named
from tui.typed.forms import FORMS, only_from_file, statistic_of


def typed_arms(plan: Plan, typed: Entries, batches: Sequence[Observation] = ()) -> dict[str, ArmData]:
    """Return each arm's statistics; ``batches`` are those recorded before, which may have named the one group.

    An entry is ``ARM=numbers``, or ``ARM:METRIC=numbers`` where several metrics of the plan take that option (the
    other way round will do too). Where there is one group, the numbers alone name it.

    Raises
    ------
    InvalidField
        Naming the entry and how to write it.
    """
    plan = with_group_named(plan, batches)
    found: dict[str, dict[str, _Typed]] = {}
    for flag, entries in typed.items():
        for entry in entries:
            read = _read(plan, OPTIONS[flag], entry)
            if read.metric in found.setdefault(read.arm, {}):
                raise InvalidField(flag, entry, f"{read.metric!r} of {read.arm!r} is given twice")
            found[read.arm][read.metric] = read
    return {
        arm: ArmData(
            units=max(each.statistic.n for each in metrics.values()),
            statistics={name: each.statistic for name, each in metrics.items()},
        )
        for arm, metrics in found.items()
    }


@dataclass(frozen=True)
class _Typed:
    arm: str
    metric: str
    statistic: Statistic


def _read(plan: Plan, option: TypedOption, entry: str) -> _Typed:
    fitting = {metric.name: metric for metric in plan.metrics if plan.form(metric) in option.forms}
    label, text = _label_and_numbers(option, list(fitting), entry)
    arm, name = _named(plan, option, list(fitting), label, entry)
    metric = fitting[name]
    if why := only_from_file(plan, metric):
        raise InvalidField.about(option.flag, f"{why}; use --data")
    try:
        numbers = _numbers(plan, option, metric, entry, text)
        statistic = statistic_of(plan, metric, numbers)
    except InvalidField as error:
        raise _of_option(option, plan, metric, error) from None
    return _Typed(arm, name, statistic)


def _label_and_numbers(option: TypedOption, fitting: list[str], entry: str) -> tuple[str, str]:
    """Take an entry apart; of the one group a colon may stand after the metric, too: ``sign-ups:12/80``."""
    label, sign, numbers = entry.rpartition("=")
    if not sign and option.flag == "--table":
        left_and_right = ((left, right) for left, right in _halves(entry) if left in fitting)
        return next(left_and_right, ("", entry))
    if not sign and ":" in numbers:
        label, _, numbers = numbers.rpartition(":")
    return label.strip(), numbers


def _named(plan: Plan, option: TypedOption, fitting: list[str], label: str, entry: str) -> tuple[str, str]:
    """Return arm and metric; names may hold colons, so what the plan knows decides where one ends."""
    if label not in plan.shares:
        for left, right in _halves(label):
            for arm, metric in ((left, right), (right, left)):
                if metric in fitting and (arm in plan.shares or not plan.shares):
                    return _arm(plan, option, arm, entry), metric
        if label in fitting and plan.comparison is not Comparison.control:
            return _arm(plan, option, "", entry), label
    return _arm(plan, option, label, entry), _only(plan, fitting, option, label, entry)


def _halves(label: str) -> Iterator[tuple[str, str]]:
    for place, character in enumerate(label):
        if character == ":":
            yield label[:place].strip(), label[place + 1 :].strip()


def _only(plan: Plan, fitting: list[str], option: TypedOption, label: str, entry: str) -> str:
    """Return the one metric that numbers of this option can mean."""
    if not fitting:
        others = "; ".join(f"{metric.name!r} takes {_option_of(plan, metric)}" for metric in plan.metrics[:3])
        raise InvalidField(option.flag, entry, f"the plan has no {option.noun} among its metrics: {others}")
    if len(fitting) > 1:
        arm = f"{label}:" if label else ""
        ways = " or ".join(repr(f"{arm}{name}=…") for name in fitting[:3])
        raise InvalidField(option.flag, entry, f"say which metric is meant, such as {ways}")
    return fitting[0]


def _option_of(plan: Plan, metric: Metric) -> str:
    form = plan.form(metric)
    return next(flag for flag, option in OPTIONS.items() if form in option.forms)


def _arm(plan: Plan, option: TypedOption, arm: str, entry: str) -> str:
    """Return an arm that the plan can have."""
    if plan.comparison is not Comparison.control:
        group = group_of(plan)
        if arm not in ("", group):
            raise InvalidField(option.flag, entry, f"the plan has one group, {group!r}; give its numbers alone")
        return group
    if not arm:
        raise InvalidField(option.flag, entry, option.how)
    if plan.shares and arm not in plan.shares:
        known = ", ".join(map(repr, plan.shares))
        raise InvalidField(option.flag, entry, f"{arm!r} is no arm of the plan; it has {known}")
    return arm


def _numbers(plan: Plan, option: TypedOption, metric: Metric, entry: str, text: str) -> dict[str, Any]:
    """Return the numbers by the names of what they are in the metric's form."""
    if option.flag == "--table":
        return _table(plan, metric, text)
    entries = FORMS[plan.form(metric)].entries(metric)
    parts = _parts(option, text)
    fewest = sum(each.required for each in entries) if option.flag in ("--counts", "--events") else len(entries)
    if option.flag == "--events":
        fewest = 2  # units are known to those who say them
    if not parts or not fewest <= len(parts) <= len(entries) or (option.flag == "--counts" and 2 < len(parts) < 6):
        raise InvalidField(option.flag, entry, _how(plan, option, metric))
    typed = zip_longest(entries, parts)
    return {each.name: None if part is None else value_of(option.flag, each.kind, part) for each, part in typed}


def _parts(option: TypedOption, text: str) -> Sequence[str]:
    if option.flag == "--events":
        return text.split("/") if "/" in text else ()
    if option.flag != "--counts":
        return text.split(",")
    successes, slash, rest = text.partition("/")
    # Four commas after the slash part what two coders found; fewer may only set thousands apart.
    whole = rest.count(",") != 4 and re.fullmatch(r"\s*[0-9]{1,3}(,[0-9]{3})*\s*", rest)
    return (successes, *((rest,) if whole else rest.split(","))) if slash else ()


def _how(plan: Plan, option: TypedOption, metric: Metric) -> str:
    if plan.form(metric) is not Form.levels:
        return option.how
    from experiments.estimand import levels_of

    levels = levels_of(metric)
    return f"give {len(levels)} counts, one for each of {', '.join(levels)}, such as {option.flag} {option.example}"


def _table(plan: Plan, metric: Metric, path: str) -> dict[str, Any]:
    from experiments.estimand import levels_of
    from tui.commands.stdin import text_of
    from tui.typed.tables import level_counts

    text = text_of(path.strip())
    if plan.form(metric) is not Form.levels:
        return {"table": text}
    return {f"level_{place}": number for place, number in enumerate(level_counts(text, levels_of(metric)))}


def _of_option(option: TypedOption, plan: Plan, metric: Metric, error: InvalidField) -> InvalidField:
    """Say what is wrong of the option, and of which of its numbers where it has several."""
    if error.field == option.flag:
        return error
    labels = {each.name: each.label for each in FORMS[plan.form(metric)].entries(metric)}
    what = labels.get(error.field, "" if error.field in ("value", "table") else error.field)
    return InvalidField.about(option.flag, ": ".join(part for part in (what, error.hint) if part))
