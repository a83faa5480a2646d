"""The trail shows whatever was changed behind the program's back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from experiments.experiment import Experiment
from store.chain import BEFORE_THE_FIRST
from store.tables import Row
from store.workspace import Workspace
from tests.store.behind import REFUSALS, raw, take_guards_off

pytestmark = pytest.mark.engines

Tamper = Callable[..., tuple[str, ...]]


def hashed(line: str) -> str:
    """The text that was hashed, cut out of an exported line."""
    return line.rpartition(',"previous":"')[0] + "}"


@pytest.fixture
def after(ws: Workspace, address: Path) -> Tamper:
    """Run SQL on the tables with the guards taken off, and answer what ``verify`` says then."""

    def tampered(*statements: str) -> tuple[str, ...]:
        assert ws.trail.verify() == ()
        with raw(address) as connection:
            take_guards_off(connection)
            for statement in statements:
                connection.execute(statement)
        return ws.trail.verify()

    return tampered


def test_the_hash_can_be_recomputed_from_the_line_alone(ws: Workspace, concluded: Experiment) -> None:
    previous = BEFORE_THE_FIRST
    entries = reversed(ws.trail.entries())
    for line, entry in zip(ws.trail.exported(), entries, strict=True):
        text = hashed(line)
        assert hashlib.sha256(f"{previous}{text}".encode()).hexdigest() == entry.hash
        assert json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text
        assert entry.previous == previous
        previous = entry.hash
    assert ws.trail.head() == previous


def test_entries_are_numbered_without_gaps_and_know_who_and_when(ws: Workspace, concluded: Experiment) -> None:
    entries = ws.trail.entries()
    assert [entry.seq for entry in entries] == list(range(ws.trail.count(), 0, -1))
    assert {entry.actor for entry in entries} == {"Ann"}
    assert all(earlier.at <= later.at for later, earlier in pairwise(entries))


def test_an_entry_carries_the_whole_noun_after_the_change(ws: Workspace, draft: Experiment) -> None:
    ws.segments.edit(1, 1, {"size": 900})
    payload = ws.trail.entries(limit=1)[0].payload["segment"]
    assert (payload["name"], payload["size"], payload["version"]) == ("Parents of toddlers", 900, 2)


def test_the_trail_of_one_subject(ws: Workspace, concluded: Experiment) -> None:
    actions = [entry.action for entry in ws.trail.entries(subject="E1")]
    assert actions == ["conclude", "record", "record", "start", "lock", "plan", "add"]
    assert ws.trail.count(subject="E1") == 7
    assert [entry.action for entry in ws.trail.entries(limit=2, offset=3, subject="E1")] == ["start", "lock"]


def test_an_empty_trail_has_the_head_before_the_first(ws: Workspace) -> None:
    assert (ws.trail.head(), ws.trail.count(), ws.trail.verify()) == (BEFORE_THE_FIRST, 0, ())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE segment SET name = 'Someone else'",
        "UPDATE segment SET name = name || ' '",
        "UPDATE segment SET size = 3",
        "UPDATE segment SET expectations = '[ ]'",
        "UPDATE segment SET version = 2",
        "UPDATE segment SET folded = 'x'",
    ],
)
def test_a_row_changed_by_hand_is_named(after: Tamper, draft: Experiment, statement: str) -> None:
    assert after(statement) == ("segment S1 differs from entry 1 of the trail, the last that tells of it",)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE experiment SET plan = replace(plan, '0.02', '0.01')", "experiment E1 differs"),
        ("UPDATE experiment SET stage = 'nonsense'", "experiment E1 differs"),
        ("UPDATE experiment SET money_spent = 1", "experiment E1 differs"),
        ("UPDATE experiment SET concluded_at = '2026-03-02 09:00:00.000000'", "experiment E1 differs"),
        ("UPDATE observation SET arms = replace(arms, '120', '121') WHERE id = 2", "observation 2 differs"),
        ("UPDATE observation SET strength = 5 WHERE id = 1", "observation 1 differs"),
        ("UPDATE hypothesis SET prior = 0.9", "hypothesis H1 differs"),
    ],
)
def test_a_changed_plan_result_or_belief_is_named(
    after: Tamper, concluded: Experiment, statement: str, named: str
) -> None:
    (fault,) = after(statement)
    assert fault.startswith(named)


def test_a_deleted_row_is_named(after: Tamper, concluded: Experiment) -> None:
    (fault,) = after("DELETE FROM observation WHERE id = 2")
    assert fault.startswith("observation 2 is missing: entry 8 of the trail tells of it")


def test_a_deleted_row_is_missed_even_when_its_number_was_given_again(
    ws: Workspace, after: Tamper, draft: Experiment
) -> None:
    ws.segments.add({"name": "Night owls"})
    after("DELETE FROM segment WHERE id = 2")
    ws.segments.add({"name": "Early birds"})
    assert ws.trail.verify() == ("segment S2 is missing: entry 4 of the trail tells of it, but no row holds it",)


def test_a_row_that_nobody_wrote_is_named(after: Tamper, concluded: Experiment) -> None:
    columns = "version, experiment_id, at, recorded_by, source, strength, arms, faults, why, total_units"
    fault = after(
        f"INSERT INTO observation (uid, id, {columns}) SELECT 'forged', 9, {columns} FROM observation WHERE id = 2"
    )
    assert fault == ("observation 9 is in no entry of the trail",)


@pytest.mark.parametrize("column", ["at", "actor", "action", "subject", "sentence"])
def test_an_edited_entry_is_named(after: Tamper, draft: Experiment, column: str) -> None:
    faults = after(f"UPDATE trail SET {column} = {column} || 'x' WHERE seq = 2")
    assert faults == ("entry 2 of the trail was changed after it was written",)


def test_even_a_blank_in_an_entrys_payload_is_noticed(after: Tamper, draft: Experiment) -> None:
    faults = after("UPDATE trail SET payload = replace(payload, ',', ', ') WHERE seq = 2")
    assert faults == ("entry 2 of the trail was changed after it was written",)


def test_a_payload_that_is_no_longer_json_is_named_and_the_check_goes_on(after: Tamper, draft: Experiment) -> None:
    faults = after("UPDATE trail SET payload = '{' WHERE seq = 1", "UPDATE hypothesis SET title = 'x'")
    assert faults == (
        "entry 1 of the trail was changed after it was written",
        "entry 1 of the trail holds what cannot be read",
        "segment S1 is in no entry of the trail",
        "hypothesis H1 differs from entry 2 of the trail, the last that tells of it",
    )


def test_a_reordered_chain_is_noticed(after: Tamper, draft: Experiment) -> None:
    faults = after(
        "UPDATE trail SET seq = 99 WHERE seq = 1",
        "UPDATE trail SET seq = 1 WHERE seq = 2",
        "UPDATE trail SET seq = 2 WHERE seq = 99",
    )
    assert "entry 1 of the trail does not follow the entry before it" in faults
    assert "entry 1 of the trail was changed after it was written" in faults


def test_an_entry_taken_out_is_noticed(after: Tamper, draft: Experiment) -> None:
    assert after("DELETE FROM trail WHERE seq = 2")[0] == "entry 2 is missing from the trail"


def test_an_entry_written_anew_with_a_fitting_hash_breaks_the_chain_after_it(
    ws: Workspace, after: Tamper, draft: Experiment, address: Path
) -> None:
    after("UPDATE trail SET sentence = 'Nothing happened.' WHERE seq = 2")
    line = hashed(list(ws.trail.exported())[1])
    with raw(address) as connection:
        (previous,) = connection.execute("SELECT previous FROM trail WHERE seq = 2").fetchone()
        fitting = hashlib.sha256(f"{previous}{line}".encode()).hexdigest()
        connection.execute(f"UPDATE trail SET hash = '{fitting}' WHERE seq = 2")
    assert ws.trail.verify() == ("entry 3 of the trail does not follow the entry before it",)


def test_the_last_entries_taken_off_leave_rows_that_the_trail_does_not_tell_of(
    after: Tamper, draft: Experiment
) -> None:
    assert after("DELETE FROM trail WHERE seq = 3") == ("experiment E1 is in no entry of the trail",)


@pytest.mark.parametrize("table", ["trail", "observation", "decision"])
def test_the_database_itself_refuses_to_change_what_is_append_only(
    ws: Workspace, concluded: Experiment, address: Path | str, engine: str, table: str
) -> None:
    why = {"choice": "invest", "why": "twice as many sign up", "learning": "they shop at night"}
    ws.decisions.decide(1, concluded.version, why)
    column = "actor" if table == "trail" else "version"
    unique = "seq" if table == "trail" else "id"
    all_columns = ", ".join(Row.metadata.tables[table].columns.keys())  # but those that the engine itself computes
    ways_round = {
        "sqlite": [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"],
        "postgresql": [
            f"INSERT INTO {table} ({all_columns}) SELECT {all_columns} FROM {table}"
            f" ON CONFLICT ({unique}) DO UPDATE SET {column} = '7'",
            f"TRUNCATE {table} CASCADE",
            f"SET session_replication_role = replica; DELETE FROM {table}",  # what switches ordinary triggers off
        ],
    }
    with raw(address) as connection:
        for statement in (f"UPDATE {table} SET {column} = '7'", f"DELETE FROM {table}", *ways_round[engine]):
            with pytest.raises(REFUSALS, match=f"{table} is append-only"):
                connection.execute(statement)
    assert ws.trail.verify() == ()


def test_a_row_that_no_noun_can_be_is_named_when_it_is_read(ws: Workspace, after: Tamper, draft: Experiment) -> None:
    from experiments.errors import Unreachable

    after("UPDATE experiment SET stage = 'nonsense'")
    with pytest.raises(Unreachable, match="experiment E1 was changed behind the program's back: stage: 'nonsense'"):
        ws.experiments.get(1)
