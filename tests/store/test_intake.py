"""A file of several days becomes a batch for each look, and tomorrow's file adds only what is new."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from experiments.errors import Refused
from experiments.observation import Observation, standing
from experiments.plan import Plan
from store.intake import Intake, days_in_words, intake
from store.sources.files import read_looks
from store.workspace import Workspace

FIELDS: dict[str, Any] = {
    "comparison": "control",
    "control": "old",
    "shares": {"old": 0.5, "new": 0.5},
    "columns": {"arm": "page", "unit": "user", "time": "day"},
    "monitoring": "group-sequential",
    "planned_size": 400,
    "looks": "daily",
}
METRICS = [
    {"name": "signed up", "column": "hit", "bar": 0.0, "target": 0.2, "baseline": 0.3},
    {"name": "spent", "kind": "mean", "role": "guardrail", "column": "spent", "margin": 9.0, "sd": 3.0},
]


def rows_of(day: int, units: int = 40) -> list[str]:
    """Rows of one day of March; every third one of the old page and every second of the new one signed up."""
    return [
        f"u{day}-{n},{'old' if n % 2 else 'new'},2026-03-{day:02},{int(n % 6 in (0, 3, 4))},{n * 0.7 + day:.2f}"
        for n in range(units)
    ]


def a_file(path: Path, *days: list[str]) -> Path:
    path.write_text("user,page,day,hit,spent\n" + "\n".join(row for day in days for row in day) + "\n")
    return path


def plan_of(**changes: Any) -> Plan:
    return Plan.of({**FIELDS, "metric": METRICS, **changes})


def locked(ws: Workspace, plan: Plan) -> int:
    """Lock a test with that plan and return its number."""
    if not ws.segments.list():
        ws.segments.add({"name": "Night parents"})
    bet = ws.hypotheses.add({"segment_id": 1, "title": "They sign up"})
    test = ws.experiments.add({"hypothesis_id": bet.id, "title": "Landing page"})
    test = ws.experiments.plan(test.id or 0, test.version, plan)
    return ws.experiments.lock(test.id or 0, test.version).id or 0


def record(ws: Workspace, number: int, path: Path, **how: Any) -> tuple[Intake, tuple[Observation, ...]]:
    """Record a file as the command and the screen do."""
    plan = ws.experiments.get(number).plan
    assert plan is not None
    why = how.pop("why", "")
    new = intake(plan, read_looks(path, plan), ws.observations.of(number), **how)
    return new, ws.observations.record_all(number, new.batches({"why": why}))


def in_force(ws: Workspace, number: int) -> list[tuple[int | None, str, int]]:
    """Return batch, days and units of what stands."""
    found = standing(ws.observations.of(number))
    return [(one.id, days_in_words(one.source.first, one.source.last), one.units) for one in found]


@pytest.mark.parametrize("plan", [plan_of(), plan_of(monitoring="anytime"), plan_of(looks=[70, 160, 400])])
def test_all_looks_at_once_are_the_looks_one_by_one(ws: Workspace, tmp_path: Path, plan: Plan) -> None:
    path = a_file(tmp_path / "march.csv", *(rows_of(day) for day in range(1, 6)))
    together, apart = locked(ws, plan), locked(ws, plan)
    _, recorded = record(ws, together, path)
    assert ws.said.startswith(f"Recorded {len(recorded)} batches of E{together}")
    for one in read_looks(path, plan):
        source = one.source.but(digest=f"{one.source.first}{one.source.rows}")  # as if each look had its own file
        ws.observations.record(apart, {"arms": one.arms, "faults": one.faults, "source": source})
    assert len(recorded) == len(ws.observations.of(apart)) > 1
    first, second = ws.verdict(together), ws.verdict(apart)
    assert first == second
    assert [look.units for look in first.looks][-1] == 200
    assert ws.trail.verify() == ()


def test_one_look_that_cannot_be_recorded_leaves_none(ws: Workspace, tmp_path: Path) -> None:
    plan = plan_of()
    number = locked(ws, plan)
    good, bad = read_looks(a_file(tmp_path / "march.csv", rows_of(1), rows_of(2)), plan)
    entries = ws.trail.count()
    with pytest.raises(Exception, match="newer"):
        ws.observations.record_all(number, [{"arms": good.arms}, {"arms": {"newer": bad.arms["new"]}}])
    assert ws.observations.of(number) == ()
    assert ws.trail.count() == entries
    assert ws.experiments.get(number).stage == "locked"


def test_tomorrows_file_adds_the_new_days_only(ws: Workspace, tmp_path: Path) -> None:
    number = locked(ws, plan_of())
    record(ws, number, a_file(tmp_path / "monday.csv", rows_of(1), rows_of(2)))
    new, recorded = record(ws, number, a_file(tmp_path / "tuesday.csv", *(rows_of(day) for day in (1, 2, 3, 4))))
    assert (new.known, [batch.source.first.day for batch in recorded if batch.source.first]) == (2, [3, 4])
    assert [units for *_, units in in_force(ws, number)] == [40] * 4
    whole = locked(ws, plan_of())
    record(ws, whole, tmp_path / "tuesday.csv")
    assert ws.verdict(number).looks == ws.verdict(whole).looks


def test_of_a_day_that_was_not_over_the_rest_is_added(ws: Workspace, tmp_path: Path) -> None:
    number, whole = locked(ws, plan_of()), locked(ws, plan_of())
    record(ws, number, a_file(tmp_path / "march.csv", rows_of(1), rows_of(2, 14)))
    new, _ = record(ws, number, a_file(tmp_path / "march.csv", rows_of(1), rows_of(2), rows_of(3)))
    assert (new.known, new.replaced) == (2, ())
    days = [(1, "2026-03-01", 40), (2, "2026-03-02", 14), (3, "2026-03-02", 26), (4, "2026-03-03", 40)]
    assert in_force(ws, number) == days
    record(ws, whole, tmp_path / "march.csv")
    pieces, together = ws.verdict(number), ws.verdict(whole)
    assert [look.units for look in pieces.looks] == [40, 54, 80, 120]
    for one, other in zip(pieces.metrics, together.metrics, strict=True):
        assert one.estimate == pytest.approx(other.estimate, rel=1e-12)
        assert one.observed == other.observed


def test_looks_at_sizes_go_on_where_they_were(ws: Workspace, tmp_path: Path) -> None:
    number = locked(ws, plan_of(looks=[50, 100, 150, 400]))
    record(ws, number, a_file(tmp_path / "march.csv", rows_of(1), rows_of(2), rows_of(3)))
    assert [units for *_, units in in_force(ws, number)] == [50, 50, 20]
    record(ws, number, a_file(tmp_path / "march.csv", *(rows_of(day) for day in range(1, 6))))
    assert [units for *_, units in in_force(ws, number)] == [50, 50, 20, 30, 50]


def test_a_file_without_anything_new_says_so(ws: Workspace, tmp_path: Path) -> None:
    number = locked(ws, plan_of())
    record(ws, number, a_file(tmp_path / "march.csv", rows_of(1), rows_of(2)))
    with pytest.raises(Refused, match=r"nothing in this file is new: 2026-03-01 to 03-02 is recorded already"):
        record(ws, number, a_file(tmp_path / "again.csv", list(reversed(rows_of(1))), rows_of(2)))
    with pytest.raises(Refused, match="this file is in E1 already, as batch 1"):
        record(ws, number, tmp_path / "march.csv")


def test_a_changed_past_is_refused_with_what_changed_and_the_way_out(ws: Workspace, tmp_path: Path) -> None:
    number = locked(ws, plan_of())
    record(ws, number, a_file(tmp_path / "march.csv", rows_of(1), rows_of(2)))
    late = a_file(tmp_path / "late.csv", rows_of(1, 44), rows_of(2), rows_of(3))
    said = r"40 units are recorded up to 2026-03-01 \(batch 1\), and this file has 44; .*\(replaces 1\) and say why"
    with pytest.raises(Refused, match=said):
        record(ws, number, late)
    other = [row.replace(",1,", ",0,") for row in rows_of(2)]
    with pytest.raises(Refused, match=r"the 80 units up to 2026-03-02 \(batch 2\) are recorded with other numbers"):
        record(ws, number, a_file(tmp_path / "other.csv", rows_of(1), other, rows_of(3)))
    with pytest.raises(Refused, match=r"80 units are recorded up to 2026-03-02 \(batch 2\), and this file has 70"):
        record(ws, number, a_file(tmp_path / "march.csv", rows_of(1), rows_of(2, 30)))
    assert len(ws.observations.of(number)) == 2
    new, _ = record(ws, number, late, replaces=1, why="four came in late")
    assert (new.known, new.replaced) == (1, (1,))
    assert in_force(ws, number) == [(2, "2026-03-02", 40), (3, "2026-03-01", 44), (4, "2026-03-03", 40)]
    assert [look.units for look in ws.verdict(number).looks] == [44, 84, 124]


def test_a_correction_of_a_file_may_change_all_of_its_looks(ws: Workspace, tmp_path: Path) -> None:
    number = locked(ws, plan_of())
    record(ws, number, a_file(tmp_path / "march.csv", rows_of(1), rows_of(2), rows_of(3)))
    right = [[row.replace(",0,", ",1,", 1) for row in rows_of(day)] for day in (1, 2, 3)]
    new, _ = record(ws, number, a_file(tmp_path / "right.csv", *right), replaces=2, why="the wrong column was read")
    assert new.replaced == (1, 2, 3)
    assert [batch for batch, *_ in in_force(ws, number)] == [4, 5, 6]
    assert ws.verdict(number).progress.units == 120


def test_other_days_and_other_units_are_new(ws: Workspace, tmp_path: Path) -> None:
    number = locked(ws, plan_of())
    record(ws, number, a_file(tmp_path / "monday.csv", rows_of(1)))
    record(ws, number, a_file(tmp_path / "tuesday.csv", rows_of(2)))
    elsewhere = a_file(tmp_path / "berlin.csv", [row.replace("u", "b") for row in rows_of(2, 30)])
    with pytest.raises(Refused, match=r"\(batch 2\), and this file has 30; .*other-units"):
        record(ws, number, elsewhere)
    record(ws, number, elsewhere, other_units=True)
    assert [units for *_, units in in_force(ws, number)] == [40, 40, 30]


def test_arms_that_come_in_files_of_their_own_are_not_taken_for_one_another(ws: Workspace, tmp_path: Path) -> None:
    number = locked(ws, plan_of())
    for arm in ("old", "new"):
        record(ws, number, a_file(tmp_path / f"{arm}.csv", [row for row in rows_of(1) if f",{arm}," in row]))
    assert [units for *_, units in in_force(ws, number)] == [20, 20]


def test_a_plan_of_one_look_takes_what_a_file_has_gained(ws: Workspace, tmp_path: Path) -> None:
    number = locked(ws, plan_of(monitoring="fixed", looks=None))
    record(ws, number, a_file(tmp_path / "march.csv", rows_of(1), rows_of(2)))
    record(ws, number, a_file(tmp_path / "march.csv", rows_of(1), rows_of(2), rows_of(3)))
    assert in_force(ws, number) == [(1, "2026-03-01 to 03-02", 80), (2, "2026-03-02 to 03-03", 40)]


def test_what_is_wrong_with_a_file_is_told_once(ws: Workspace, tmp_path: Path) -> None:
    number = locked(ws, plan_of())
    twice = rows_of(1, 2)
    record(ws, number, a_file(tmp_path / "march.csv", rows_of(1), twice))
    record(ws, number, a_file(tmp_path / "march.csv", rows_of(1), twice, rows_of(2)))
    found = standing(ws.observations.of(number))
    assert sum(batch.faults.duplicate_units for batch in found) == 2
