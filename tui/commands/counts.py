"""Results typed on the command line: ``--counts new=470/5010`` and ``--summary new=5010,12.4,25``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from experiments.entry import value_of
from experiments.errors import InvalidField
from experiments.observation import ArmData, Counts, Moments, Statistic
from experiments.plan import Comparison, Kind, Plan

ONE_GROUP = "all"
_HOW = {
    Kind.proportion: ("--counts", "write --counts ARM=HOW-MANY/OF-HOW-MANY, such as control=412/5000"),
    Kind.mean: ("--summary", "write --summary ARM=UNITS,MEAN,SD, such as control=5000,12.4,25"),
}


def typed_arms(plan: Plan, counts: Sequence[str], summaries: Sequence[str]) -> dict[str, ArmData]:
    """Return each arm's statistics.

    An entry is ``ARM=numbers``, or ``ARM:METRIC=numbers`` where several metrics of the plan are of that kind (the
    other way round will do too). Where there is one group, the numbers alone name it.

    Raises
    ------
    InvalidField
        Naming the entry and how to write it.
    """
    found: dict[str, dict[str, Statistic]] = {}
    for kind, entries in ((Kind.proportion, counts), (Kind.mean, summaries)):
        for entry in entries:
            typed = _read(plan, kind, entry)
            if typed.metric in found.setdefault(typed.arm, {}):
                raise InvalidField(_HOW[kind][0], entry, f"{typed.metric!r} of {typed.arm!r} is given twice")
            found[typed.arm][typed.metric] = typed.statistic
    return {
        arm: ArmData(units=max(statistic.n for statistic in statistics.values()), statistics=statistics)
        for arm, statistics in found.items()
    }


@dataclass(frozen=True)
class _Typed:
    arm: str
    metric: str
    statistic: Statistic


def _read(plan: Plan, kind: Kind, entry: str) -> _Typed:
    label, sign, numbers = entry.rpartition("=")
    if not sign and ":" in numbers:  # a metric of the one group: sign-ups:12/80
        label, _, numbers = numbers.rpartition(":")
    arm, metric = _named(plan, kind, label.strip(), entry)
    statistic = _counts(entry, numbers) if kind is Kind.proportion else _moments(entry, numbers)
    return _Typed(arm, metric, statistic)


def _named(plan: Plan, kind: Kind, label: str, entry: str) -> tuple[str, str]:
    """Return arm and metric; names may hold colons, so what the plan knows decides where one ends."""
    fitting = [metric.name for metric in plan.metrics if metric.kind is kind]
    if label not in plan.shares:
        for left, right in _halves(label):
            for arm, metric in ((left, right), (right, left)):
                if metric in fitting and (arm in plan.shares or not plan.shares):
                    return _arm(plan, kind, arm, entry), metric
        if label in fitting and plan.comparison is Comparison.benchmark:
            return _arm(plan, kind, "", entry), label
    return _arm(plan, kind, label, entry), _only(fitting, kind, label, entry)


def _halves(label: str) -> Iterator[tuple[str, str]]:
    for place, character in enumerate(label):
        if character == ":":
            yield label[:place].strip(), label[place + 1 :].strip()


def _only(fitting: list[str], kind: Kind, label: str, entry: str) -> str:
    """Return the one metric that numbers of this kind can mean."""
    option, _ = _HOW[kind]
    if not fitting:
        raise InvalidField(option, entry, f"the plan has no {kind.value} among its metrics")
    if len(fitting) > 1:
        arm = f"{label}:" if label else ""
        ways = " or ".join(repr(f"{arm}{name}=…") for name in fitting[:3])
        raise InvalidField(option, entry, f"say which metric is meant, such as {ways}")
    return fitting[0]


def _arm(plan: Plan, kind: Kind, arm: str, entry: str) -> str:
    """Return an arm that the plan can have."""
    option, how = _HOW[kind]
    if plan.comparison is not Comparison.control:
        group = next(iter(plan.shares), ONE_GROUP)
        if arm not in ("", group):
            raise InvalidField(option, entry, f"the plan has one group, {group!r}; give its numbers alone")
        return group
    if not arm:
        raise InvalidField(option, entry, how)
    if plan.shares and arm not in plan.shares:
        raise InvalidField(option, entry, f"{arm!r} is no arm of the plan; it has {', '.join(map(repr, plan.shares))}")
    return arm


def _counts(entry: str, numbers: str) -> Counts:
    successes, slash, trials = numbers.partition("/")
    if not slash:
        raise InvalidField("--counts", entry, _HOW[Kind.proportion][1])
    whole = [value_of("--counts", "int", part) for part in (successes, trials)]
    try:
        return Counts.of(dict(zip(("successes", "trials"), whole, strict=True)))
    except InvalidField as error:
        raise InvalidField.about("--counts", str(error)) from None


def _moments(entry: str, numbers: str) -> Moments:
    parts = numbers.split(",")
    if len(parts) != 3:
        raise InvalidField("--summary", entry, _HOW[Kind.mean][1])
    kinds = ("int", "float", "float")
    n, mean, sd = (value_of("--summary", kind, part) for kind, part in zip(kinds, parts, strict=True))
    if not isinstance(sd, float) or sd < 0:
        raise InvalidField("--summary", entry, "a standard deviation is 0 or more")
    try:
        return Moments.of({"n": n, "mean": mean, "variance": sd * sd})
    except InvalidField as error:
        raise InvalidField.about("--summary", str(error)) from None
