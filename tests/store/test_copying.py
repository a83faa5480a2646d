"""A workspace that moves to another database is the same workspace: trail, numbers and every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from experiments.errors import Refused, Unreachable
from experiments.experiment import Experiment
from store.copying import Copied, copy, tables
from store.opening import open_database
from store.tables import ROWS, Row
from store.workspace import Workspace
from tests.store.behind import raw, take_guards_off
from tests.store.histories import history
from tests.store.team import Team, begin_bet, concluded, dissolve, make_team

Place = Callable[[str], str]
WAYS = [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("sqlite", "sqlite"), ("postgresql", "postgresql")]


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """Name a place for a workspace on an engine, where there is none yet."""

    def named(engine: str) -> str:
        if engine == "sqlite":
            return str(tmp_path / f"{uuid4().hex[:8]}.db")
        return f"{request.getfixturevalue('postgres')}&schema=test_{uuid4().hex[:12]}"

    return named


def copied(source: str | Path, target: str | Path) -> Copied:
    there, here = open_database(source, create=False), open_database(target, create=True)
    try:
        return copy(there, here)
    finally:
        there.close()
        here.close()


def rows_of(address: str | Path) -> dict[str, list[tuple[object, ...]]]:
    database = open_database(address, create=False)
    try:
        with database.reading() as session:
            return {kept.name: list(kept.rows(session)) for kept in tables()}
    finally:
        database.close()


def trail_of(address: str | Path) -> tuple[str, ...]:
    with Workspace.open(address, create=False) as workspace:
        assert workspace.trail.verify() == ()
        return tuple(workspace.trail.exported())


@pytest.mark.parametrize(("first", "second"), WAYS)
def test_there_and_back_nothing_is_different(first: str, second: str, place: Place) -> None:
    start, away, home = place(first), place(second), place(first)
    for seed in (1, 7) if first != second else (7,):
        entries = history(start, seed=seed, steps=30)
        there = copied(start, away)
        assert there.entries > 0
        assert (there.head.seq, copied(start, away)[:2]) == (entries, (0, 0))
        back = copied(away, home)
        assert back.entries == there.entries
        assert rows_of(start) == rows_of(away) == rows_of(home)
        assert trail_of(start) == trail_of(away) == trail_of(home)


def test_every_table_comes_along(place: Place) -> None:
    start = place("sqlite")
    history(start, seed=7, steps=60)
    found = rows_of(start)
    assert set(found) == set(Row.metadata.tables)
    assert {"trail", *(row.__tablename__ for row in ROWS.values())} == set(found)
    filled = {"segment", "hypothesis", "experiment", "observation", "decision", "trail"}
    assert all(found[table] for table in filled), "the history has to reach every table that it is compared by"


def test_the_order_in_which_people_named_their_arms_is_kept(
    ws: Workspace, running: Experiment, address: str, place: Place
) -> None:
    away = place("postgresql")
    copied(address, away)
    with Workspace.open(away) as there:
        found = there.experiments.get(1)
        assert found == running
        assert found.plan is not None
        assert list(found.plan.shares) == ["old", "new"]
        assert list(there.observations.get(1).arms) == list(ws.observations.get(1).arms)


def test_work_goes_on_at_the_new_place(ws: Workspace, draft: Experiment, address: str, place: Place) -> None:
    away = place("postgresql")
    copied(address, away)
    with Workspace.open(away, actor="Bea") as there:
        assert there.hypotheses.add({"segment_id": 1, "title": "They order twice"}).code == "H2"
        assert there.hypotheses.list(text="TWICE")[0].code == "H2"
        assert there.trail.verify() == ()
    told = copied(address, away)
    assert (told.rows, told.ahead) == (0, 1)
    assert copied(away, address).entries == 1
    assert ws.hypotheses.get(2).title == "They order twice"


def test_an_undone_creation_goes_there_too(ws: Workspace, draft: Experiment, address: str, place: Place) -> None:
    away = place("postgresql")
    copied(address, away)
    ws.undo(ws.undoable().seq)
    copied(address, away)
    with Workspace.open(away) as there:
        assert there.experiments.count() == 0
        assert there.trail.verify() == ()


@pytest.mark.engines
def test_another_workspace_is_not_written_over(ws: Workspace, draft: Experiment, address: str, place: Place) -> None:
    other = place("sqlite")
    with Workspace.open(other, actor="Bea") as there:
        there.segments.add({"name": "Night owls"})
    before = rows_of(address)
    with pytest.raises(Refused, match=r"holds another workspace than .*; nothing was copied.*whatsticks merge"):
        copied(other, address)
    assert rows_of(address) == before


@pytest.mark.engines
def test_what_went_apart_is_told_with_its_last_common_entry(
    ws: Workspace, draft: Experiment, address: str, place: Place
) -> None:
    other = place("sqlite")
    copied(address, other)
    with Workspace.open(other, actor="Bea") as there:
        there.segments.add({"name": "Night owls"})
    ws.segments.add({"name": "Early birds"})
    with pytest.raises(Refused, match=r"went apart after entry 3; nothing was copied"):
        copied(other, address)


@pytest.mark.engines
def test_a_source_that_was_changed_behind_its_back_does_not_spread(
    ws: Workspace, running: Experiment, address: str, place: Place
) -> None:
    away = place("sqlite")
    with raw(address) as connection:
        take_guards_off(connection)
        connection.execute("UPDATE observation SET strength = 5")
    with pytest.raises(Refused, match=r"observation 1 differs from entry 7 .*; nothing was copied"):
        copied(address, away)
    assert not any(rows_of(away).values())


@pytest.mark.engines
def test_a_target_whose_rows_were_changed_is_not_repaired_in_silence(
    ws: Workspace, running: Experiment, address: str, place: Place
) -> None:
    source = place("sqlite")
    copied(address, source)
    with raw(address) as connection:
        take_guards_off(connection)
        connection.execute("UPDATE observation SET strength = 5")
    with pytest.raises(Refused, match=r"observation 1 in .* is not the one of the source, and is never changed"):
        copied(source, address)


@pytest.fixture
def team(postgres: str) -> Iterator[Team]:
    made = make_team(postgres)
    yield made
    dissolve(made)


@pytest.mark.xdist_group("postgres")
def test_a_server_with_roles_takes_no_decision_of_others(team: Team, place: Place) -> None:
    """Whoever may read it takes a copy along; into it go no decisions in other people's names, in one clear line."""
    home = place("sqlite")
    with team.open("member") as ws:
        begin_bet(ws)
    assert copied(team.address("viewer"), home).entries > 2
    assert trail_of(home) == trail_of(team.address("owner"))
    with Workspace.open(home, actor="Ann") as ws:
        test = concluded(ws)
        why = {"why": "because of all that was seen here", "learning": "they sleep"}
        ws.decisions.decide(test.id or 0, test.version, {"choice": "invest", **why})
    for who in ("", "owner", "member"):
        with pytest.raises((Unreachable, Refused), match=r"postgresql://[^\n]*$") as refused:
            copied(home, team.address(who))
        assert "\n" not in str(refused.value)
    with pytest.raises(Refused, match="as a viewer you may only read it"):
        copied(home, team.address("viewer"))
