"""One hypothesis: its sentence, its stakes, and every experiment on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from experiments.experiment import Action, Experiment, next_action
from tui import actions, glyphs
from tui.messages import Bet
from tui.screens import ways
from tui.screens.listing import Listing
from tui.screens.undoing import Undoing
from tui.text import effort, joined, shown
from tui.widgets.paged_table import Column, PagedTable, Row

if TYPE_CHECKING:
    from store.workspace import Workspace

COLUMNS = (
    Column("", 5),
    Column("stage", 13),
    Column("experiment", 26, grows=3),
    Column("plan", 28, grows=2, drop=2),
    Column("spent", 9, right=True, drop=1),
    Column("next", 24, grows=1),
)
MOST = 200
_NEXT = {
    Action.plan: "design the plan",
    Action.lock: "lock the plan",
    Action.record: "record results",
    Action.judge: "read the verdict",
    Action.decide: "decide",
    Action.export: "hand it on",
}


class HypothesisPage(Undoing, Listing):
    """The bet in words above, its experiments below."""

    CSS_PATH = "hypothesis.tcss"
    AREAS: ClassVar[tuple[str, ...]] = ("hypothesis", "undoing", "list")
    BINDINGS = actions.bindings("hypothesis", "undoing", "list")

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.bet: Bet | None = None

    @property
    def shows(self) -> str:
        """Return the code of what the page is about."""
        return f"H{self.number}"

    def body(self) -> ComposeResult:
        """Yield the words and the table."""
        yield Static(id="words")
        yield PagedTable(COLUMNS)
        yield Static(id="line")

    def on_mount(self) -> None:
        """Put the keys into the table."""
        super().on_mount()
        self.table.focus()

    def reload(self) -> None:
        """Read the hypothesis and its experiments."""

        def bet(ws: Workspace) -> Bet:
            hypothesis = ws.hypotheses.get(self.number)
            tests = ws.experiments.list(hypothesis_id=self.number, limit=MOST)
            proposed = frozenset(waiting.proposal.experiment_id for waiting in ws.approvals.waiting())
            return Bet(hypothesis, ws.segments.get(hypothesis.segment_id), tuple(tests), None, proposed)

        self.ask(bet, lambda found: found)

    @on(Bet)
    def show(self, bet: Bet) -> None:
        """Show it."""
        self.bet = bet
        self.where("Board", f"{bet.hypothesis.code} {bet.hypothesis.title}")
        self.query_one("#words", Static).update(words_of(bet))
        self.table.show(len(bet.experiments), [_row(test, bet.proposed) for test in bet.experiments])
        none = "No experiment yet: n chooses a cheap test."
        self.query_one("#line", Static).update(shown("" if bet.experiments else none, "$accent"))
        self.refresh_keys()

    def refusals(self) -> dict[str, str]:
        """Say when there is nothing to open."""
        none = self.bet is not None and not self.bet.experiments
        return {"list.open": "there is no experiment yet; n makes one"} if none else {}

    def open_row(self, key: str) -> None:
        """Open an experiment."""
        self.go(ways.experiment(int(key)))

    def do_new(self) -> None:
        """Choose a kind of test; the new experiment opens when it is made."""
        self.app.push_screen(ways.new_experiment(self.number), self._open_new)

    def _open_new(self, made: Any) -> None:
        if made is not None:
            self.go(ways.experiment(made.id))

    def do_edit(self) -> None:
        """Edit the hypothesis."""
        self.go(ways.edit_hypothesis(self.number))

    def do_segment(self) -> None:
        """Edit its segment."""
        if self.bet is not None:
            self.go(ways.segment(self.bet.hypothesis.segment_id))


def words_of(bet: Bet) -> Content:
    """Return the hypothesis in words."""
    bet_on = bet.hypothesis
    asked = effort(bet_on.money_asked, bet_on.person_days_asked)
    worth = f"{bet_on.value_if_true:,.0f}" if bet_on.value_if_true else "not said"
    lines = [
        shown(bet_on.sentence(bet.segment.name), "bold"),
        joined(("or else     ", "$quiet"), bet_on.competing or "(no competing explanation written down)"),
        joined(
            ("belief      ", "$quiet"),
            f"{bet_on.prior:.0%} before any test",
            ("   importance ", "$quiet"),
            f"{bet_on.importance} of 5",
            ("   risk ", "$quiet"),
            bet_on.risk,
        ),
        joined(("if true     ", "$quiet"), f"invest {asked}", ("   worth ", "$quiet"), worth),
    ]
    if bet_on.owner:
        lines.append(joined(("owner       ", "$quiet"), bet_on.owner))
    return Content("\n").join(lines)


def _row(test: Experiment, proposed: frozenset[int]) -> Row:
    sign, tone = glyphs.STAGES[test.stage]
    plan = "no plan yet"
    if test.plan is not None:
        size = f"{test.plan.planned_size:,} planned" if test.plan.planned_size else "size open"
        plan = f"{', '.join(metric.name for metric in test.plan.metrics[:2])}; {size}"
    spent = f"{test.spend.money:,.0f}" if test.spend.money else "–"
    following = "approve or refuse it" if test.id in proposed else _NEXT[next_action(test)]
    cells = (test.code, f"{sign} {test.stage}", test.title, plan, spent, following)
    return Row(str(test.id), cells, ("quiet", tone, "", "quiet", "quiet", ""))
