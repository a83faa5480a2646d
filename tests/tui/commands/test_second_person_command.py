"""People, roles and second persons from the command line."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner

from tests.store.team import begin_bet, concluded, dissolve, make_team
from tui.cli import main

AGAINST = ("decide", "E1", "--choice", "stop", "--why", "the supplier went bankrupt", "--learning", "it is too dear")


@pytest.fixture
def bet(workspace: Any) -> None:
    """E1, concluded, whose verdict is to invest; the owner asks for a second person."""
    from store.workspace import Workspace

    with Workspace.open(workspace) as ws:
        begin_bet(ws)
        concluded(ws)
        ws.people.set_limit(10_000)


def test_a_decision_is_proposed_and_approved_by_another_name(bet: None, ok: Any, run: Any) -> None:
    proposed = ok(*AGAINST)
    assert "It waits for a second person: to stop goes against the verdict (invest)." in proposed.err
    assert "Nothing is decided yet. Somebody else: whatsticks approve E1 --why …" in proposed.err
    assert "decisions that wait for a second person: 1 (whatsticks approvals)" in ok("board").err
    (waiting,) = ok("approvals", "--json").json["items"]
    assert (waiting["code"], waiting["who"], waiting["why_not_you"]) == ("E1", "Ana", "you proposed it yourself")
    own = run("approve", "E1", "--why", "yes")
    assert (own.code, "needs somebody else to approve it: you proposed it yourself" in own.err) == (1, True)
    made = ok("--actor", "Bo", "approve", "E1", "--why", "closed for good", "--json").json
    assert (made["who"], made["seconded_by"], made["choice"]) == ("Ana", "Bo", "stop")
    assert "nothing waits for a second person" in ok("approvals").err
    page = ok("export", "decision", "E1").out
    assert "proposed by Ana" in page
    assert "approved by Bo" in page
    assert "Bo agreed: closed for good" in page


def test_a_proposal_can_be_refused_and_withdrawn(bet: None, ok: Any, run: Any) -> None:
    assert ok(*AGAINST, "--json").json["proposed"] is True
    assert "Bo refused the proposal of Ana" in ok("--actor", "Bo", "refuse", "E1", "--why", "the numbers are clear").err
    ok(*AGAINST)
    assert "Ana withdrew their proposal" in ok("withdraw", "E1", "--why", "we talked").err
    assert "there is no proposal that waits for 'E1'" in run("approve", "E1", "--why", "yes").err


def test_a_file_says_that_it_has_no_roles_and_that_names_are_not_proven(workspace: Any, ok: Any, run: Any) -> None:
    ok("init")
    for words in (("init",), ("list",), ("add", "bo", "--role", "member"), ("remove", "bo"), ("role", "bo", "owner")):
        refused = run("admin", *words)
        assert refused.code == 1
        assert "a file has no roles: whoever may write it may do everything" in refused.err
    told = ok("admin", "limit", "10,000").err
    assert "A decision against the verdict, or that releases more than 10,000, needs a second person." in told
    assert "Names are not proven here, so this is a convention: a file has no roles" in told
    assert "Nobody needs a second person" in ok("admin", "second-person", "off").err
    assert ok("admin", "limit", "none", "--json").json["limit"] is None
    assert run("admin", "limit", "--", "-5").code == 1
    assert "a file has no roles" in ok("doctor").out


@pytest.mark.xdist_group("postgres")
def test_as_each_role_one_clear_line(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WHATSTICKS_ACTOR", raising=False)
    team = make_team(postgres)
    with team.open("member") as ws:
        begin_bet(ws)
        concluded(ws)

    def told(who: str, *words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["--workspace", team.address(who), *words])
        lines = [line for line in done.stderr.splitlines() if line.startswith("whatsticks: ")]
        assert len(lines) <= 1
        return done.exit_code, (lines or [done.output])[0]

    assert told("viewer", "segment", "add", "--name", "Mine")[1].endswith("as a viewer you may only read it")
    assert "takes an owner; you are" in told("viewer", "admin", "limit", "5")[1]
    assert told("member", *AGAINST)[0] == 0
    approving = f"approving takes an approver; you are {team.login('member')}, a member"
    assert told("member", "approve", "E1", "--why", "yes") == (1, f"whatsticks: {approving}")
    for words in (("admin", "limit", "5"), ("admin", "add", "x", "--role", "owner"), ("admin", "remove", "x")):
        assert f"takes an owner; you are {team.login('approver')}, an approver" in told("approver", *words)[1]
    assert "nobody signs as another here" in told("member", "--actor", "Ann", "board")[1]
    assert told("approver", "approve", "E1", "--why", "closed for good")[0] == 0
    assert told("owner", "admin", "limit", "10000")[0] == 0
    assert team.login("approver") in told("viewer", "admin", "list")[1]
    assert f"{team.login('viewer')}, viewer" in told("viewer", "doctor")[1]
    made = CliRunner().invoke(
        main,
        ["--workspace", team.address("keeper"), "admin", "add", f"new_{team.mark}", "--role", "member", "--password"],
        input="a secret\na secret\n",
    )
    assert made.exit_code == 0, made.output
    assert "a secret" not in made.output
    dissolve(team)
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP ROLE new_{team.mark}")
