"""Real experiments replayed look by look: how many would have been called, and contradicted by the end.

    python -m calibration.replay FOLDER

FOLDER holds the ASOS Digital Experiments Dataset (osf.io/64jsb, CC BY 4.0) or a part of it as a CSV file with one row
per experiment, variant, metric and checkpoint: cumulative counts, means and variances. Nothing of it is kept here but
the counts below. Writes docs/looking.md.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.inference import Estimator, mean
from experiments.monitoring import Question, Sight, monitor
from experiments.plan import Direction, Plan, Scale
from experiments.statistic import Moments
from experiments.summary.svg import Label, element, picture

PAGE = Path(__file__).parents[1] / "docs" / "looking.md"
PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "looking.svg"
LEVEL = 0.025
MOST_LOOKS = 20
_HELD, _LOST = "#23476f", "#c4572e"
_WIDE, _TOP, _STEP = 680.0, 18.0, 62.0
_COLUMNS = ("experiment_id", "variant_id", "metric_id")


@dataclass(frozen=True)
class Stream:
    """One metric of one variant at every checkpoint."""

    sights: tuple[Sight, ...]

    @property
    def last(self) -> Estimator:
        """Return the difference at the end."""
        return self.sights[-1].estimator


def streams(file: Path) -> Iterator[Stream]:
    """Yield the streams that have variances at every checkpoint; looks that bring no units are left out."""
    rows: dict[tuple[str, ...], list[dict[str, str]]] = {}
    with file.open(newline="") as lines:
        for row in csv.DictReader(lines):
            rows.setdefault(tuple(row[name] for name in _COLUMNS), []).append(row)
    for several in rows.values():
        if all(row["variance_c"] and row["variance_t"] for row in several):
            kept = tuple(_sights(sorted(several, key=lambda row: float(row["time_since_start"]))))
            if len(kept) > 1:
                yield Stream(kept)


def _sights(rows: Sequence[dict[str, str]]) -> Iterator[Sight]:
    arms = [(_moments(row, "t"), _moments(row, "c")) for row in rows]
    thinned = arms[:: max(1, -(-len(arms) // MOST_LOOKS))]
    kept = thinned if thinned[-1] is arms[-1] else [*thinned, arms[-1]]
    planned, seen = kept[-1][0].n + kept[-1][1].n, 0
    for treatment, control in kept:
        units = treatment.n + control.n
        if units > seen and min(treatment.n, control.n) > 1 and units <= planned:
            seen = units
            found = mean.against_control(treatment, control, Scale.difference)
            yield Sight(found, treatment, control, units, units / planned)


def _moments(row: dict[str, str], arm: str) -> Moments:
    count, average, variance = (float(row[f"{name}_{arm}"]) for name in ("count", "mean", "variance"))
    return Moments(n=round(count), mean=average, variance=max(0.0, variance))


def peeking(stream: Stream) -> bool:
    """Say whether an ordinary 5% test would have called a result at some look."""
    return any(_two_sided(sight.estimator) < 2 * LEVEL for sight in stream.sights)


def monitored(monitoring: str) -> Callable[[Stream], bool]:
    """Return whether a safe monitor would have called a result, up or down, each at 2.5% over all looks."""
    metric = {"name": "m", "kind": "mean", "bar": 0.0, "target": 1.0}
    watch = monitor(Plan.of({"monitoring": monitoring, "comparison": "control", "control": "c", "metric": [metric]}))

    def called(stream: Stream) -> bool:
        up = watch.bounds(stream.sights, Question(Direction.increase, 0.0, None, LEVEL, LEVEL))
        down = watch.bounds(stream.sights, Question(Direction.decrease, 0.0, None, LEVEL, LEVEL))
        return up.lower > 0 or down.upper < 0

    return called


def at_the_end(stream: Stream) -> bool:
    """Say whether the ordinary test at the end finds a result."""
    return _two_sided(stream.last) < 2 * LEVEL


def _two_sided(found: Estimator) -> float:
    return 2 * min(found.p_above(0.0), found.p_below(0.0))


WAYS: dict[str, Callable[[Stream], bool]] = {
    "ordinary test at every look": peeking,
    "group-sequential": monitored("group-sequential"),
    "anytime": monitored("anytime"),
    "one look at the end": at_the_end,
}


def counted(all_streams: Sequence[Stream]) -> dict[str, tuple[int, int]]:
    """Return for each way how many streams it calls, and how many of these the end contradicts."""
    confirmed = [at_the_end(stream) for stream in all_streams]
    found = {}
    for name, way in WAYS.items():
        calls = [way(stream) for stream in all_streams]
        contradicted = sum(call and not held for call, held in zip(calls, confirmed, strict=True))
        found[name] = (sum(calls), contradicted)
    return found


def drawn(found: dict[str, tuple[int, int]]) -> str:
    """Draw calls as bars, the contradicted part of each in another colour."""
    most = max(calls for calls, _ in found.values()) or 1
    parts, wide, left = [], 430.0, 210.0
    for place, (name, (calls, contradicted)) in enumerate(found.items()):
        y = _TOP + _STEP * place
        held = wide * (calls - contradicted) / most
        parts.append(Label(name, left - 10, y + 18, "end", 13).drawn())
        parts.append(element("rect", x=left, y=y, width=held, height=26, fill=_HELD))
        parts.append(element("rect", x=left + held, y=y, width=wide * contradicted / most, height=26, fill=_LOST))
        told = f"{calls} called, {contradicted} contradicted"
        parts.append(Label(told, left, y + 40, "start", 11.5).drawn())
    below = _TOP + _STEP * len(found) + 8
    for at, colour, words in ((left, _HELD, "holds at the end"), (left + 150, _LOST, "contradicted at the end")):
        parts.append(element("rect", x=at, y=below, width=13, height=13, fill=colour))
        parts.append(Label(words, at + 19, below + 11, "start", 12).drawn())
    height = below + 28
    paper = element("rect", x=0, y=0, width=_WIDE, height=height, fill="#ffffff")
    told = "; ".join(f"{name}: {calls} called, {lost} contradicted" for name, (calls, lost) in found.items())
    return picture(_WIDE, height, "Calls and contradictions", told, [paper, *parts])


def page(streams_found: int, found: dict[str, tuple[int, int]]) -> str:
    """Return the page of the docs."""
    rows = "\n".join(f"| {name} | {calls} | {contradicted} |" for name, (calls, contradicted) in found.items())
    peeked, lost = found["ordinary test at every look"]
    return f"""# What looking does to real experiments

This page is written by `python -m calibration.replay`; do not edit it.

The ASOS Digital Experiments Dataset (osf.io/64jsb, CC BY 4.0) has the cumulative counts, means and variances of real
experiments at every checkpoint. Half of its experiments were replayed here: {streams_found} streams (a metric of a
variant), at most {MOST_LOOKS} looks each, no effect as the bar, 2.5% to either side. A stream is *called* if some look
finds a difference, and *contradicted* if the ordinary test on all of its data does not.

| way of looking | called | contradicted at the end |
|---|---:|---:|
{rows}

![Calls and contradictions of each way of looking](pictures/looking.svg)

Looked at with an ordinary test, {peeked} streams look like a result at some time, and {lost} of these are none by the
end. The safe monitors call fewer, and of these the end contradicts {found["group-sequential"][1]} and
{found["anytime"][1]}: no monitor can see that an effect will fade. That is what their price in units buys.

## What could not be replayed

The Upworthy Research Archive (Matias et al. 2021) is the other large public set of real experiments. It has one
total of impressions and clicks for each headline of a test, and the week in which the test ran, but no days within a
test. There is no second look in it to replay, so it has no row in the table above.
"""


def main() -> None:
    """Replay the files of a folder and write the page."""
    files = sorted(Path(sys.argv[1]).glob("*.csv"))
    found = [stream for file in files for stream in streams(file)]
    if not found:
        sys.exit(f"no stream in the CSV files of {sys.argv[1]}; name the folder that holds the data set itself")
    results = counted(found)
    PAGE.write_text(page(len(found), results))
    svg = drawn(results).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    PICTURE.write_text(svg)


if __name__ == "__main__":
    main()
