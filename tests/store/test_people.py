"""A team through the product: who belongs to it, what each role may do, and one clear line where it may not."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from experiments.errors import NotFound, Refused, Unreachable
from experiments.people import Role
from store.checkup import check
from store.workspace import Workspace
from tests.store.team import Team, begin_bet, concluded, dissolve, make_team, reasons

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture(scope="module")
def team(postgres: str) -> Iterator[Team]:
    made = make_team(postgres)
    with made.open("member") as ws:
        begin_bet(ws)
    yield made
    dissolve(made)


def test_everybody_signs_as_who_they_log_in_as(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHATSTICKS_ACTOR", "The Queen")
    with team.open("member") as ws:
        assert (ws.actor, ws.people.role) == (team.login("member"), Role.member)
        ws.segments.add({"name": "Night owls"})
        assert ws.trail.entries(limit=1)[0].actor == team.login("member")
        with pytest.raises(Refused, match="nobody signs as another here; leave Ann out"):
            ws.by("Ann")
    with pytest.raises(Refused, match=f"you logged in as {team.login('member')}"):
        team.open("member", actor="Ann")


def test_a_viewer_reads_everything_and_changes_nothing(team: Team) -> None:
    with team.open("viewer") as ws:
        assert ws.hypotheses.get(1).title == "They order at night"
        assert ws.portfolio().rows
        assert ws.trail.verify() == ()
        assert ws.revision() <= ws.revision()
        with pytest.raises(Refused, match="open for reading only: as a viewer you may only read it"):
            ws.segments.add({"name": "Mine"})


def test_a_stranger_is_told_who_can_let_them_in(team: Team) -> None:
    with pytest.raises(Unreachable, match="is not of its team; an owner adds people: whatsticks admin add"):
        team.open("stranger")


@pytest.mark.parametrize("who", ["member", "approver"])
def test_only_an_owner_says_who_belongs_and_what_is_asked(team: Team, who: str) -> None:
    mine = f"you are {team.login(who)}, an? {who}"
    with team.open(who) as ws:
        for change in (
            lambda: ws.people.add(team.login("stranger"), Role.viewer),
            lambda: ws.people.add(ws.actor, Role.owner),
            lambda: ws.people.remove(team.login("viewer")),
            lambda: ws.people.set_limit(None),
            lambda: ws.people.ask_second_person(False),
        ):
            with pytest.raises(Refused, match=f"takes an owner; {mine}"):
                change()
        with pytest.raises(Refused, match="only who made the workspace can do this"):
            ws.people.begin()


def test_a_role_is_given_changed_and_taken_and_the_trail_tells(team: Team) -> None:
    name = team.login("stranger")
    with team.open("owner") as ws:
        ws.people.add(name, Role.viewer)
        with team.open("stranger") as other:
            assert other.people.role is Role.viewer
        ws.people.add(name, Role.approver)
        assert ws.said == f"{name} is an approver of the team now, after having been a viewer."
        with team.open("stranger") as other:
            other.segments.add({"name": "Early birds"})
        ws.people.add(name, Role.approver)
        assert ws.said == f"{name} is an approver already."
        ws.people.remove(name)
        assert name not in [person.name for person in ws.people.list()]
        with pytest.raises(NotFound, match="whatsticks admin list names them"):
            ws.people.remove(name)
        assert [entry.action for entry in ws.trail.entries(limit=4, subject="team")] == ["people"] * 4
        assert ws.trail.verify() == ()
    with pytest.raises(Unreachable, match="is not of its team"):
        team.open("stranger")


def test_somebody_demoted_in_the_middle_of_their_work_is_refused_in_one_line(team: Team) -> None:
    name = team.login("second")
    with team.open("second") as ws, team.open("owner") as owner:
        owner.people.add(name, Role.viewer)
        with pytest.raises(Unreachable, match="you do not have the right to do this"):
            ws.segments.add({"name": "Too late"})
        owner.people.add(name, Role.approver)
        ws.segments.add({"name": "In time"})


def test_the_server_has_to_know_whom_an_owner_adds(team: Team) -> None:
    with team.open("owner") as ws:
        with pytest.raises(Refused, match="the server does not know Nobody: whoever looks after it can CREATE ROLE"):
            ws.people.add("Nobody", Role.member)
        with pytest.raises(Refused, match="whoever looks after it can CREATE ROLE"):
            ws.people.add("Nobody", Role.member, "secret")  # an owner of the team does not make logins
        with pytest.raises(Refused, match="their password stays"):
            ws.people.add(team.login("viewer"), Role.viewer, "secret")
        with pytest.raises(Refused, match="cannot log in to the server"):
            ws.people.add(f"{team.base}_viewer", Role.member)


def test_who_may_make_roles_makes_a_login_and_the_server_never_hears_the_password(team: Team, postgres: str) -> None:
    name = f'o"neil %s {team.mark}'
    with team.open("keeper") as ws:
        ws.people.add(name, Role.member, "a secret with ' and %")
        with psycopg.connect(postgres) as connection:
            (kept,) = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [name]).fetchone() or (
                "",
            )
        assert kept.startswith("SCRAM-SHA-256$")
        assert [person.role for person in ws.people.list() if person.name == name] == [Role.member]
        ws.people.remove(name)
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("DROP ROLE {}").format(psycopg.sql.Identifier(name)))


def test_the_checkup_says_as_what_one_works_and_notices_what_was_taken_off(team: Team) -> None:
    assert check(team.address("member")).rights == f"as {team.login('member')}, a member"
    assert check(team.address("viewer")).faults == ()
    with team.sql("keeper") as connection:
        connection.execute("ALTER TABLE decision DISABLE TRIGGER decision_is_entitled")
        connection.execute("ALTER TABLE trail DISABLE ROW LEVEL SECURITY")
        connection.execute("DROP POLICY review_is_given ON review")
        faults = check(team.address("member")).faults
    assert any("decision_is_entitled was taken off" in fault for fault in faults)
    assert any("rows of trail" in fault for fault in faults)
    assert any("review_is_given" in fault for fault in faults)
    with team.open("keeper") as ws:
        ws.people.begin()
        assert ws.said == "Roles were on already; their rights were given anew."
    assert check(team.address("member")).faults == ()


def test_rights_that_were_given_by_hand_do_not_outlast_switching_roles_on(team: Team) -> None:
    with team.sql("keeper") as connection:
        connection.execute(f"GRANT ALL ON trail TO {team.login('viewer')}")
        connection.execute("GRANT UPDATE (name) ON segment TO PUBLIC")
    with team.open("keeper") as ws:
        ws.people.begin()
    with team.sql("viewer") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("UPDATE segment SET name = 'mine'")


def test_a_workspace_without_roles_works_and_says_that_they_are_off(postgres: str) -> None:
    from uuid import uuid4

    schema = f"alone_{uuid4().hex[:8]}"
    with Workspace.open(f"{postgres}&schema={schema}", actor="Ann") as ws:
        begin_bet(ws)
        test = concluded(ws)
        assert (ws.actor, ws.people.role) == ("Ann", None)
        assert "roles are off here" in ws.people.why_off
        with pytest.raises(Refused, match="whatsticks admin init switches them on"):
            ws.people.list()
        ws.decisions.decide(1, test.version, reasons())


def test_a_file_has_no_roles_and_says_so(ws: Workspace) -> None:
    for asked in (ws.people.begin, ws.people.list, lambda: ws.people.add("Bo", Role.member)):
        with pytest.raises(Refused, match="a file has no roles: whoever may write it may do everything"):
            asked()
