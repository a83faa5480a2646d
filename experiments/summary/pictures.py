"""Which pictures a decision page shows, and what is said under each."""

from __future__ import annotations

from typing import NamedTuple

from experiments.plan import Plan, Role
from experiments.summary.chart import NARROW, WIDE, bars
from experiments.summary.numbers import ROLES, meaning, withheld
from experiments.summary.timeline import timeline
from experiments.verdict import MetricResult, Outcome, Verdict

MOST = 6


class Drawing(NamedTuple):
    """One drawing, for a page and for a phone."""

    name: str
    wide: str
    narrow: str


class Picture(NamedTuple):
    """One metric in a picture: for a page and for a phone, and what is said above it."""

    metric: str
    role: str
    wide: str
    narrow: str
    sentences: tuple[str, ...]
    over_time: tuple[Drawing, ...] = ()


def pictures(verdict: Verdict | None, plan: Plan | None) -> tuple[Picture, ...]:
    """Return the pictures of a verdict, success metrics first, six at most; empty while results are withheld."""
    results = [result for result in verdict.metrics if not withheld(result)] if verdict else []
    results.sort(key=lambda result: list(Role).index(result.role))
    metrics: dict[str, list[MetricResult]] = {}
    for result in results:
        metrics.setdefault(result.name, []).append(result)
    concluding = verdict is not None and verdict.verdict is not Outcome.invalid
    drawn = (_picture(arms, plan, concluding, verdict) for arms in metrics.values())
    return tuple(picture for picture in drawn if picture.wide)[:MOST]


def _picture(arms: list[MetricResult], plan: Plan | None, concluding: bool, verdict: Verdict | None) -> Picture:
    each = (_over_time(verdict, arm, plan) for arm in arms) if verdict else ()
    return Picture(
        metric=arms[0].name,
        role=ROLES[arms[0].role],
        wide=bars(arms, plan, WIDE, "wide", concluding=concluding),
        narrow=bars(arms, plan, NARROW, "narrow", concluding=concluding),
        sentences=tuple(_sentence(arm, len(arms) > 1) for arm in arms if concluding and meaning(arm)),
        over_time=tuple(drawing for drawing in each if drawing.wide),
    )


def _over_time(verdict: Verdict, arm: MetricResult, plan: Plan | None) -> Drawing:
    wide, narrow = timeline(verdict, arm, plan, WIDE, "wide"), timeline(verdict, arm, plan, NARROW, "narrow")
    return Drawing(arm.arm, wide, narrow)


def _sentence(arm: MetricResult, several: bool) -> str:
    return f"{arm.arm}: {meaning(arm)}" if several else meaning(arm)
