"""A past that changed: yesterday's numbers, read again today, are others; where they differ and what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isclose
from typing import TYPE_CHECKING, Any

from experiments.observation import ArmData, Observation
from experiments.words import count

if TYPE_CHECKING:
    from store.sources.reading import Reading

_CLOSE = 1e-9
_FEW = 3

NOBODY = ArmData(units=0, statistics={})

Arms = Mapping[str, ArmData]


def total(arms: Arms) -> int:
    """Return the units of all arms."""
    return sum(arm.units for arm in arms.values())


def counted(arms: Arms) -> dict[str, Any]:
    """Return what adds up over batches; what does not is left out."""
    found = {name: arm.model_dump() for name, arm in arms.items() if arm.units}
    for arm in found.values():
        arm["missing"] = {metric: units for metric, units in arm["missing"].items() if units}
        for statistic in arm["statistics"].values():
            statistic.pop("tail", None)
    return found


def alike(one: Any, other: Any) -> bool:
    """Compare nested values; sums of the same numbers may differ in the last digit where a file has grown."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=_CLOSE, abs_tol=_CLOSE)
    return bool(one == other)


def otherwise(whole: Arms, part: Arms, batch: Observation, this: str, *, surely: bool) -> str:
    """Say where a file differs from what is recorded up to a batch, and what can be done."""
    until = f"up to {batch.source.last} (batch {batch.id})" if batch.source.last else f"up to batch {batch.id}"
    units, recorded = total(whole), total(part)
    if units == recorded:
        what = f"the {count(units)} units {until} are recorded with other numbers than {this} has"
    else:
        what = f"{count(recorded)} units are recorded {until}, and {this} has {count(units)}"
    right = f"if the {this.removeprefix('this ')} is right"
    ways = f"{right}, record it in place of that batch (replaces {batch.id}) and say why"
    others = () if surely else ("if its units are others, say so with --other-units",)
    changed = f"yesterday's numbers are different today: {what}" if surely else what
    return "; ".join((changed, *_differing(whole, part), ways, *others))


def _differing(whole: Arms, part: Arms) -> Iterator[str]:
    """Yield where the two differ, not how far: how an arm did stays for the verdict to show."""
    now, then = counted(whole), counted(part)
    changed = [name for name in {**then, **now} if not alike(now.get(name), then.get(name))]
    for name in changed[:_FEW]:
        arms = whole.get(name, NOBODY), part.get(name, NOBODY)
        if arms[0].units != arms[1].units:
            yield f"{name}: {count(arms[1].units)} units then, {count(arms[0].units)} now"
            continue
        metrics = [
            metric
            for metric in {**then[name]["statistics"], **now[name]["statistics"]}
            if not alike(now[name]["statistics"].get(metric), then[name]["statistics"].get(metric))
        ]
        yield f"{name}: {', '.join(metrics[:_FEW]) or 'missing values'} differ{'s' if len(metrics) == 1 else ''}"
    if len(changed) > _FEW:
        yield f"and {count(len(changed) - _FEW)} more arms"


def this_source(found: Sequence[Reading]) -> str:
    """Return what was read in two words."""
    return "this file" if found[-1].source.kind == "file" else "this source"
