"""Two people worked apart: what each did is in one workspace afterwards, and nothing either said is overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from experiments.errors import NotFound, Refused
from experiments.experiment import Experiment
from experiments.plan import Plan
from store.chain import Head
from store.merging import Merged
from store.opening import open_database
from store.trail_file import check_file
from store.workspace import Workspace
from tests.store.behind import raw, take_guards_off
from tests.store.histories import history
from tests.store.test_copying import copied, rows_of

Merge = Callable[..., Merged]
Recorded = Callable[[int, int], dict[str, Any]]


@contextmanager
def opened(place: Path | str, actor: str = "Bea") -> Iterator[Workspace]:
    with Workspace.open(place, actor=actor) as workspace:
        yield workspace


def merged(ours: Path | str, theirs: Path | str, take: dict[str, Any] | None = None, **options: Any) -> Merged:
    """Merge, and hold what came of it against its trail; the other workspace has to be as it was."""
    before = rows_of(theirs)
    other = open_database(theirs, create=False)
    try:
        with opened(ours, "Ann") as workspace:
            found = workspace.merge(other, take, **options)
            assert workspace.trail.verify() == ()
    finally:
        other.close()
    assert rows_of(theirs) == before
    return found


def content(address: Path | str) -> dict[str, Any]:
    """All that is said about customers in a workspace, whatever its numbers."""
    with opened(address) as workspace:
        names = {one.id: one.name for one in workspace.segments.list()}
        bets = {one.id: (one.title, names[one.segment_id]) for one in workspace.hypotheses.list()}
        tests = {
            one.id: (one.title, one.stage, one.plan_hash, one.locked_at, bets[one.hypothesis_id])
            for one in workspace.experiments.list()
        }
        batches = [
            (str(test), str(batch.at), str(batch.arms))
            for number, test in tests.items()
            for batch in workspace.observations.of(number or 0)
        ]
        decided = [
            str((tests[one.experiment_id], one.at, one.choice, one.verdict)) for one in workspace.decisions.list()
        ]
        return {
            "bets": sorted(bets.values()),
            "tests": sorted(map(str, tests.values())),
            "all": (sorted(batches), sorted(decided)),
        }


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return tmp_path / "other.db"


@pytest.fixture
def apart(ws: Workspace, running: Experiment, address: str, other: Path) -> Workspace:
    """A copy was taken while E1 was running, and both go on from there. This is ours."""
    copied(address, other)
    return ws


@pytest.mark.engines
def test_two_that_started_apart_become_one(address: str, other: Path) -> None:
    history(address, seed=7, steps=22)
    history(other, seed=6, steps=16, actor="Bea")
    mine, yours = content(address), content(other)
    planned = merged(address, other, dry_run=True)
    assert content(address) == mine
    found = merged(address, other)
    assert (found.added, found.clashes, found.updated) == (planned.added, (), ())
    both = content(address)
    for part in ("bets", "tests"):
        assert both[part] == sorted([*mine[part], *yours[part]])
    assert both["all"] == tuple(sorted([*mine["all"][at], *yours["all"][at]]) for at in (0, 1))
    entries = len(rows_of(address)["trail"])
    assert merged(address, other)[:4] == ((), (), (), 0)
    assert len(rows_of(address)["trail"]) == entries
    # And the other way about: all that comes in is what was ours.
    ours = sum(len(rows) for name, rows in rows_of(address).items() if name != "trail") - len(found.added)
    assert len(merged(other, address).added) == ours
    assert content(other) == both
    assert merged(address, other)[:4] == merged(other, address)[:4] == ((), (), (), 0)


def test_plans_results_and_decisions_keep_what_they_are(
    ws: Workspace, address: str, other: Path, concluded: Experiment
) -> None:
    told = {"choice": "stop", "why": "because of all that was seen here", "learning": "they sleep"}
    decision = ws.decisions.decide(1, concluded.version, told)
    with opened(other) as there:
        there.segments.add({"name": "Night owls"})
        there.hypotheses.add({"segment_id": 1, "title": "They sleep"})
        there.experiments.add({"hypothesis_id": 1, "title": "Ask them"})
    merged(other, address)
    with opened(other) as there:
        test, again = there.experiments.get(2), there.decisions.of(2)
        original = ws.experiments.get(1)
        assert original.plan is not None
        assert test == original.model_copy(update={"id": 2, "version": 1, "hypothesis_id": 2})
        assert test.plan is not None
        assert test.plan.hash == test.plan_hash == original.plan_hash
        assert again == decision.model_copy(update={"experiment_id": 2})
        assert there.verdict(2) == ws.verdict(1)
        assert there.experiments.add({"hypothesis_id": 2, "title": "Next"}).code == "E3"


def test_every_entry_says_where_it_comes_from(ws: Workspace, running: Experiment, address: str, other: Path) -> None:
    with opened(other) as there:
        there.segments.add({"name": "Night owls"})
    lines = list(ws.trail.exported())
    merged(other, address)
    with opened(other) as there:
        _, *brought = reversed(there.trail.entries())
        closing = brought.pop()
        whole = closing.payload["merged"]
        assert whole["trail_sha256"] == hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
        assert check_file(lines, "theirs", [Head.of(whole["head"])]).faults == ()
        theirs = {entry.seq: entry for entry in ws.trail.entries()}
        for entry in brought:
            origin = entry.payload["merged"]
            source = theirs[origin["seq"]]
            assert (entry.action, origin["hash"], origin["head"]) == ("merge", source.hash, whole["head"])
            (name,) = entry.payload.keys() - {"merged"}
            assert entry.payload[name]["uid"] == source.payload[name]["uid"]
        test = next(entry for entry in brought if "experiment" in entry.payload)
        assert theirs[test.payload["merged"]["lock"]["seq"]].action == "lock"
        with pytest.raises(Refused, match="nothing to undo"):
            there.by("Cleo").undoable()
        with pytest.raises(Refused, match="it came from another workspace; edit what came in"):
            there.by("Ann").undoable()


def test_what_only_one_side_changed_goes_on(apart: Workspace, address: str, other: Path, counts: Recorded) -> None:
    with opened(other) as there:
        there.hypotheses.edit(1, 1, {"title": "They order at dawn"})
        there.observations.record(1, counts(60, 1000))
        there.experiments.conclude(1, there.experiments.get(1).version)
    apart.segments.edit(1, 1, {"size": 500})
    found = merged(address, other)
    assert found.clashes == ()
    assert apart.hypotheses.get(1).title == "They order at dawn"
    assert apart.segments.get(1).size == 500
    assert (apart.experiments.get(1).stage, len(apart.observations.of(1))) == ("concluded", 2)
    assert merged(address, other)[:4] == ((), (), (), 0)
    assert merged(other, address).updated == ("segment S1 “Parents of toddlers”",)


@pytest.mark.engines
def test_what_both_changed_is_listed_and_kept(apart: Workspace, address: str, other: Path) -> None:
    with opened(other) as there:
        there.hypotheses.edit(1, 1, {"title": "They order at dawn"})
        there.segments.add({"name": "Night owls"})
    apart.hypotheses.edit(1, 1, {"title": "They order at noon"})
    found = merged(address, other)
    (clash,) = found.clashes
    assert str(clash) == "hypothesis H1 “They order at dawn” (H1 there): it was changed on both sides"
    assert apart.hypotheses.get(1).title == "They order at noon"
    assert apart.segments.count() == 2, "the rest comes in"
    entries = apart.trail.count()
    assert merged(address, other).clashes == found.clashes
    assert apart.trail.count() == entries
    with pytest.raises(NotFound, match="there is no conflict 'H9'"):
        merged(address, other, {"H9": "ours"})


def test_a_clash_is_settled_for_either_side_and_once(apart: Workspace, address: str, other: Path) -> None:
    with opened(other) as there:
        there.hypotheses.edit(1, 1, {"title": "They order at dawn"})
        there.segments.edit(1, 1, {"size": 7})
    apart.hypotheses.edit(1, 1, {"title": "They order at noon"})
    apart.segments.edit(1, 1, {"size": 8})
    found = merged(address, other, {"H1": "ours", "S1": "theirs"})
    assert (found.clashes, found.left, len(found.updated)) == ((), 1, 1)
    assert (apart.hypotheses.get(1).title, apart.segments.get(1).size) == ("They order at noon", 7)
    assert merged(address, other)[:4] == ((), (), (), 0)
    assert merged(other, address).updated == ("hypothesis H1 “They order at dawn”",)
    with opened(other) as there:
        assert there.hypotheses.get(1).title == "They order at noon"
        there.hypotheses.edit(1, 3, {"title": "They order at midnight"})
    assert merged(address, other).updated == ("hypothesis H1 “They order at noon”",)


def test_results_that_were_recorded_apart(apart: Workspace, address: str, other: Path, counts: Recorded) -> None:
    with opened(other) as there:
        there.observations.record(1, counts(6, 100))
    apart.observations.record(1, counts(7, 100))
    assert merged(address, other).added == ("observation 2 of E1",)
    assert [batch.id for batch in apart.observations.of(1)] == [1, 2, 3]


def test_one_file_recorded_on_both_sides_does_not_count_twice(
    apart: Workspace, address: str, other: Path, counts: Recorded
) -> None:
    batch = {**counts(6, 100), "source": {"kind": "file", "name": "a.csv", "digest": "0" * 64}}
    with opened(other) as there:
        there.observations.record(1, batch)
    apart.observations.record(1, batch)
    (clash,) = merged(address, other).clashes
    assert (clash.code, clash.why, clash.held) == ("E1", "the same file was recorded on both sides", 1)
    assert len(apart.observations.of(1)) == 2
    assert merged(address, other, {"E1": "ours"}).left == 2
    assert merged(address, other)[:4] == ((), (), (), 0)


def test_results_never_slip_in_behind_a_decision(apart: Workspace, address: str, other: Path, counts: Recorded) -> None:
    with opened(other) as there:
        there.observations.record(1, counts(6, 100))
    told = {"choice": "stop", "why": "because of all that was seen here", "learning": "they sleep"}
    apart.decisions.decide(1, apart.experiments.get(1).version, told)
    (clash,) = merged(address, other).clashes
    assert clash.why == "it went on here, and has results there that are not here"
    with pytest.raises(Refused, match=r"E1 is decided here: a plan that was locked .* never replaced"):
        merged(address, other, {"E1": "theirs"})
    assert len(apart.observations.of(1)) == 1


def test_what_was_taken_away_here_does_not_come_back(apart: Workspace, address: str, other: Path) -> None:
    apart.segments.add({"name": "Night owls"})
    apart.hypotheses.add({"segment_id": 2, "title": "They sleep"})
    copied(address, other)
    apart.undo(apart.undoable().seq)
    apart.segments.add({"name": "Early birds"})
    with opened(other) as there:
        there.segments.add({"name": "Late birds"})
    assert merged(address, other).added == ("segment S3 “Late birds”",)
    with opened(other) as there:
        there.experiments.add({"hypothesis_id": 2, "title": "Ask them"})
    (clash,) = merged(address, other).clashes
    assert str(clash) == "experiment (not here) “Ask them” (E2 there): it belongs to what is not here"


def test_a_workspace_that_is_only_further_on_is_copied(
    apart: Workspace, address: str, other: Path, tmp_path: Path
) -> None:
    assert merged(address, other)[:3] == ((), (), ())
    with opened(other) as there:
        there.segments.add({"name": "Night owls"})
    with pytest.raises(Refused, match=r"is an earlier state of the other.*whatsticks copy"):
        merged(address, other)
    with pytest.raises(Refused, match=r"is empty, so there is nothing to merge"):
        merged(tmp_path / "new.db", other)


def test_a_workspace_that_was_tampered_with_is_not_merged(apart: Workspace, address: str, other: Path) -> None:
    with raw(other) as connection:
        take_guards_off(connection)
        connection.execute("UPDATE observation SET strength = 5")
    apart.segments.add({"name": "Night owls"})
    with pytest.raises(Refused, match=r"the trail of .* does not hold: observation 1 differs"):
        merged(address, other)


def test_histories_that_went_apart_meet_again(address: str, other: Path) -> None:
    """Whatever both do after a copy: nothing ours is lost, and merging both ways again changes nothing."""
    history(address, seed=7, steps=22)
    copied(address, other)
    history(address, seed=6, steps=12)
    history(other, seed=1, steps=12, actor="Bea")
    before = rows_of(address)
    first = merged(address, other)
    after = rows_of(address)
    for table in ("observation", "decision", "trail"):
        assert after[table][: len(before[table])] == before[table]
    assert merged(address, other)[:4] == ((), (), first.clashes, 0)
    second = merged(other, address)
    assert merged(other, address)[:4] == ((), (), second.clashes, 0)
    assert merged(address, other)[:2] == ((), ())


def test_a_draft_can_be_taken_from_the_other_side(
    ws: Workspace, draft: Experiment, plan: Plan, address: str, other: Path
) -> None:
    copied(address, other)
    ws.experiments.edit(1, 1, {"title": "Ours"})
    with opened(other) as there:
        there.experiments.plan(1, 1, plan)
        there.experiments.lock(1, 2, 500)
    found = merged(address, other, {"E1": "theirs"})
    assert (len(found.updated), found.clashes) == (1, ())
    test = ws.experiments.get(1)
    assert test.plan is not None
    assert (test.stage, test.title, test.plan_hash) == ("locked", "Landing page", test.plan.hash)
