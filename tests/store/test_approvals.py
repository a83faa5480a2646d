"""A decision against the verdict, or above the limit, waits for a second person."""

from __future__ import annotations

import pytest

from experiments.approval import Ruling
from experiments.errors import Conflict, InvalidField, NeedsApproval, NotFound, Refused
from experiments.experiment import Experiment, Stage
from store.approvals import find_waiting
from store.workspace import Workspace
from tests.store.team import batch, begin_bet, concluded, dissolve, make_team, reasons, running

AGAINST = r"to stop goes against the verdict \(invest\)"


@pytest.fixture
def asking(ws: Workspace) -> Workspace:
    """The workspace of Ann, who asks for a second person; H1 is there."""
    begin_bet(ws)
    ws.people.ask_second_person(True)
    return ws


@pytest.fixture
def test(asking: Workspace) -> Experiment:
    return concluded(asking, owner="Cleo")


def test_a_decision_against_the_verdict_waits_and_is_made_by_two(asking: Workspace, test: Experiment) -> None:
    ws = asking
    with pytest.raises(NeedsApproval, match=f"this takes a second person: {AGAINST}; propose it"):
        ws.decisions.decide(1, test.version, reasons())
    proposal = ws.approvals.propose(1, test.version, reasons(money=50, next_step="Close it."))
    assert ws.said.startswith(
        "Proposed for E1 “Landing page”: stop. It waits for a second person: to stop goes against"
    )
    assert (ws.approvals.count(), ws.decisions.of(1), ws.experiments.get(1)) == (1, None, test)
    (waiting,) = ws.approvals.waiting()
    assert (waiting.proposal, waiting.why_not_you) == (proposal, "you proposed it yourself")
    decision = ws.by("Bo").approvals.approve(proposal.id or 0, "the shop is closed for good")
    assert (decision.who, decision.seconded_by, decision.money) == ("Ann", "Bo", 50)
    assert decision.verdict == proposal.verdict
    assert ws.experiments.get(1).stage is Stage.decided
    assert [(entry.action, entry.actor) for entry in ws.trail.entries(limit=3)] == [
        ("decide", "Bo"),
        ("approve", "Bo"),
        ("propose", "Ann"),
    ]
    assert ws.trail.entries(limit=1)[0].sentence.endswith("; proposed by Ann, approved by Bo.")
    assert (ws.approvals.count(), ws.trail.verify()) == (0, ())


def test_the_board_says_that_a_decision_waits_for_a_second_person(asking: Workspace) -> None:
    test = running(asking)
    asking.experiments.copy(1)  # a newer draft, which waits for nobody

    def told() -> tuple[str, str]:
        (row,) = asking.board()
        return row.status, row.next_step

    before = told()
    proposal = asking.approvals.propose(1, test.version, reasons())
    assert told() == ("approval waits", "approve or refuse E1")
    asking.by("Bo").approvals.refuse(proposal.id or 0, "not yet")
    assert told() == before
    asking.approvals.propose(1, asking.experiments.get(1).version, reasons())
    asking.experiments.abandon(1, asking.experiments.get(1).version, "too dear")
    assert told() == ("planned", "lock the plan of E2")


def test_with_the_verdict_and_below_the_limit_one_person_decides(asking: Workspace, test: Experiment) -> None:
    asking.people.set_limit(10_000)
    asking.decisions.decide(1, test.version, reasons("invest", money=10_000))


def test_an_amount_above_the_limit_needs_a_second_person(asking: Workspace, test: Experiment) -> None:
    asking.people.set_limit(10_000)
    with pytest.raises(NeedsApproval, match="12,000 is above the limit of 10,000 that one person may release"):
        asking.decisions.decide(1, test.version, reasons("invest", money=12_000))
    asking.people.set_limit(None)
    asking.decisions.decide(1, test.version, reasons("invest", money=12_000))


def test_what_needs_no_second_person_is_not_proposed(asking: Workspace, test: Experiment) -> None:
    with pytest.raises(Refused, match="to invest needs no second person here; decide it"):
        asking.approvals.propose(1, test.version, reasons("invest"))
    asking.people.ask_second_person(False)
    with pytest.raises(Refused, match="needs no second person"):
        asking.approvals.propose(1, test.version, reasons())


@pytest.mark.parametrize(
    ("name", "why"),
    [("Ann", "you proposed it yourself"), (" ann", "you proposed"), ("cleo", "you own the experiment")],
)
def test_the_second_person_is_another_one(asking: Workspace, test: Experiment, name: str, why: str) -> None:
    proposal = asking.approvals.propose(1, test.version, reasons())
    with pytest.raises(Refused, match=f"E1 “Landing page” needs somebody else to approve it: {why}"):
        asking.by(name).approvals.approve(proposal.id or 0, "yes")
    assert asking.approvals.count() == 1


def test_who_wrote_the_experiment_down_is_not_the_second_person(asking: Workspace, test: Experiment) -> None:
    proposal = asking.by("Bo").approvals.propose(1, test.version, reasons())
    with pytest.raises(Refused, match="you wrote the experiment down"):
        asking.approvals.approve(proposal.id or 0, "yes")


def test_a_proposal_is_refused_or_withdrawn_with_a_reason_and_can_be_made_anew(
    asking: Workspace, test: Experiment
) -> None:
    ws, bo = asking, asking.by("Bo")
    first = ws.approvals.propose(1, test.version, reasons()).id or 0
    with pytest.raises(Refused, match="a proposal of Ann waits for E1 “Landing page” already"):
        bo.approvals.propose(1, test.version, reasons())
    with pytest.raises(Refused, match=r"a proposal of Ann waits for E1 .*approve, refuse or withdraw it first"):
        bo.decisions.decide(1, test.version, reasons("invest"))
    with pytest.raises(Refused, match="you proposed it yourself: withdraw it"):
        ws.approvals.refuse(first, "no")
    with pytest.raises(Refused, match="only Ann, who proposed it, may withdraw it"):
        bo.approvals.withdraw(first, "no")
    with pytest.raises(InvalidField, match="why: '' is not possible; write something"):
        bo.approvals.refuse(first, "")
    assert bo.approvals.refuse(first, "the numbers are clear").ruling is Ruling.refuse
    assert bo.said == "Bo refused the proposal of Ann for E1 “Landing page” (stop): the numbers are clear."
    with pytest.raises(Conflict, match="does not wait any more: Bo refused it"):
        bo.approvals.approve(first, "yes")
    second = ws.approvals.propose(1, test.version, reasons()).id or 0
    ws.approvals.withdraw(second, "we talked")
    with pytest.raises(NotFound, match="no proposal that waits for 'E1'"):
        find_waiting(ws.approvals, 1)
    assert ws.experiments.get(1) == test
    assert ws.trail.verify() == ()


def test_results_that_came_in_since_stop_the_approval(asking: Workspace) -> None:
    test = running(asking)
    proposal = asking.approvals.propose(1, test.version, reasons())
    assert asking.experiments.get(1).stage is Stage.running
    asking.observations.record(1, batch(1, 20))
    with pytest.raises(Conflict, match=r"results came in since Ann proposed this .* so the verdict may be another"):
        asking.by("Bo").approvals.approve(proposal.id or 0, "yes")
    asking.by("Bo").approvals.refuse(proposal.id or 0, "look again")
    again = asking.approvals.propose(1, asking.experiments.get(1).version, reasons())
    assert asking.by("Bo").approvals.approve(again.id or 0, "yes").verdict == again.verdict
    assert [entry.action for entry in asking.trail.entries(limit=3)] == ["decide", "conclude", "approve"]


def test_a_plan_that_was_amended_since_stops_the_approval(asking: Workspace, test: Experiment) -> None:
    proposal = asking.approvals.propose(1, test.version, reasons())
    assert test.plan is not None
    asking.experiments.amend(1, test.version, test.plan.but(alpha=0.1), "half the traffic")
    with pytest.raises(Conflict, match="the plan was amended since Ann proposed this"):
        asking.by("Bo").approvals.approve(proposal.id or 0, "yes")


def test_a_test_that_was_given_up_waits_for_nobody(asking: Workspace, test: Experiment) -> None:
    proposal = asking.approvals.propose(1, test.version, reasons())
    asking.experiments.abandon(1, test.version, "the shop burned down")
    assert asking.approvals.count() == 0
    with pytest.raises(Refused, match="cannot decide E1"):
        asking.by("Bo").approvals.approve(proposal.id or 0, "yes")


def test_nobody_writes_a_second_person_down_by_hand(asking: Workspace, test: Experiment) -> None:
    with pytest.raises(Refused, match="a second person approves a proposal here, and is not written down"):
        asking.decisions.decide(1, test.version, reasons("invest", seconded_by="Bo"))
    with pytest.raises(Refused, match="the second person is whoever approves it; leave it empty"):
        asking.approvals.propose(1, test.version, reasons(seconded_by="Bo"))


def test_the_page_says_who_proposed_and_who_approved(asking: Workspace, test: Experiment) -> None:
    proposal = asking.approvals.propose(1, test.version, reasons())
    asking.by("Bo").approvals.approve(proposal.id or 0, "the shop is closed for good")
    mark = asking.summary(1).approval
    assert mark is not None
    assert (mark.proposed_by, mark.approved_by, mark.why) == ("Ann", "Bo", "the shop is closed for good")


@pytest.mark.xdist_group("postgres")
def test_a_team_of_four_brings_a_bet_through_an_approval(postgres: str) -> None:
    team = make_team(postgres)
    with team.open("member") as member, team.open("approver") as approver, team.open("owner") as owner:
        begin_bet(member)
        test = running(member)
        proposal = member.approvals.propose(1, test.version, reasons())
        with pytest.raises(Refused, match=r"approving takes an approver; you are member_.*, a member"):
            member.approvals.approve(proposal.id or 0, "yes")
        assert [waiting.why_not_you for waiting in approver.approvals.waiting()] == [""]
        with team.open("viewer") as viewer:
            assert [waiting.why_not_you for waiting in viewer.approvals.waiting()] == ["you are a viewer"]
        decision = approver.approvals.approve(proposal.id or 0, "the shop is closed for good")
        assert (decision.who, decision.seconded_by) == (team.login("member"), team.login("approver"))
        owner.people.set_limit(100)
        test = concluded(member)
        with pytest.raises(NeedsApproval):
            member.decisions.decide(2, test.version, reasons("invest", money=101))
        proposal = member.approvals.propose(2, test.version, reasons("invest", money=101))
        owner.approvals.approve(proposal.id or 0, "it is worth it")
        assert owner.trail.verify() == ()
    dissolve(team)
