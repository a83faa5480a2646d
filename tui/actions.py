"""Every action of the terminal UI, once: its key, its words, and where it is offered.

Bindings, the key bar, the command palette, the help and ``docs/keys.md`` are all made from :data:`ACTIONS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True)
class Action:
    """One thing a person can do.

    Parameters
    ----------
    id : str
        ``area.name``. The area says where it is offered; ``do_<name>`` of that screen performs it.
    keys : str
        Its keys, by comma, as Textual names them.
    label : str
        Two or three words for the key bar.
    help : str
        One sentence for the help, the palette and the docs.
    rule : str
        The action of an experiment whose rules decide whether this one is possible now; empty where none do.
    bar : bool
        Whether the key bar shows it.
    """

    id: str
    keys: str
    label: str
    help: str
    rule: str = ""
    bar: bool = True

    @property
    def area(self) -> str:
        """Return where it is offered."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """Return what the screen calls it."""
        return self.id.partition(".")[2]

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """Return its keys as they are printed on a keyboard."""
        return tuple(_KEYCAPS.get(key, key) for key in self.keys.split(","))


_KEYCAPS = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "escape": "esc",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "up": "↑",
    "down": "↓",
    "ctrl+c": "^c",
    "ctrl+p": "^p",
    "ctrl+q": "^q",
    "ctrl+r": "^r",
    "ctrl+t": "^t",
    "ctrl+s": "^s",
    "ctrl+d": "^d",
    "ctrl+u": "^u",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}

AREAS = {
    "everywhere": "Everywhere",
    "list": "In every list",
    "undoing": "Wherever changes are shown",
    "board": "Board",
    "welcome": "Empty workspace",
    "hypothesis": "Hypothesis",
    "hypothesis_form": "Writing a hypothesis",
    "experiment": "Experiment",
    "catalogue": "Choosing a kind of test",
    "form": "In every form",
    "plan": "Plan designer",
    "record": "Record results",
    "record_file": "Reading a source",
    "batches": "Batches",
    "verdict": "Verdict",
    "decide": "Decide",
    "export": "Export",
    "segments": "Segments",
    "sources": "Sources",
    "trail": "Trail",
}

ACTIONS = (
    Action(
        "everywhere.help", "question_mark,f1", "Help", "Show every key of this screen, and why some cannot be used now."
    ),
    Action("everywhere.palette", "colon,ctrl+p", "Commands", "Find an action by its name.", bar=False),
    Action("everywhere.back", "escape", "Back", "Leave this screen; a form with changes asks first."),
    Action("everywhere.reload", "ctrl+r", "Reload", "Read this screen again from the workspace.", bar=False),
    Action("everywhere.theme", "ctrl+t", "Light or dark", "Switch between the dark and the light look.", bar=False),
    Action("everywhere.quit", "ctrl+q", "Quit", "Leave What Sticks; unsaved changes are asked about.", bar=False),
    Action("everywhere.leave", "ctrl+c", "Quit", "Leave too; where text is marked, copy it instead.", bar=False),
    Action("list.down", "j,down", "Down", "Go down one row.", bar=False),
    Action("list.up", "k,up", "Up", "Go up one row.", bar=False),
    Action("list.first", "g,home", "First", "Go to the first row.", bar=False),
    Action("list.last", "G,end", "Last", "Go to the last row.", bar=False),
    Action("list.page_down", "pagedown,ctrl+d", "Page down", "Go down one page.", bar=False),
    Action("list.page_up", "pageup,ctrl+u", "Page up", "Go up one page.", bar=False),
    Action("list.open", "enter", "Open", "Open the marked row."),
    Action(
        "undoing.undo",
        "u",
        "Undo",
        "Take back your own last change, after seeing which, if nobody built on it.",
        bar=False,
    ),
    Action("board.new", "n", "New hypothesis", "Write down what you believe about a segment."),
    Action("board.filter", "slash", "Filter", "Show only hypotheses that hold some text; esc shows all again."),
    Action("board.segments", "s", "Segments", "See and edit the groups of customers."),
    Action("board.trail", "t", "Trail", "Read who changed what, and check that nothing was rewritten."),
    Action("board.sources", "o", "Sources", "See and edit where measurements come from.", bar=False),
    Action("board.approvals", "w", "Approvals", "See which decisions wait for a second person.", bar=False),
    Action("board.export", "x", "Export", "Write the whole portfolio as a page for leadership."),
    Action("board.quit", "q", "Quit", "Leave What Sticks.", bar=False),
    Action("welcome.demo", "d", "Demo", "Fill this empty workspace with a believable portfolio to look around in."),
    Action("hypothesis.new", "n", "New experiment", "Choose a cheap test for this hypothesis."),
    Action("hypothesis.edit", "e", "Edit", "Change the words, the prior and the stakes of this hypothesis."),
    Action("hypothesis.segment", "s", "Segment", "Edit the group of customers it is about."),
    Action("hypothesis_form.segment", "f3", "New segment", "Describe another group of customers, then go on here."),
    Action("experiment.plan", "p", "Plan", "Design what will be measured and what counts as success.", rule="plan"),
    Action("experiment.lock", "l", "Lock", "Freeze the plan before any data is seen.", rule="lock"),
    Action(
        "experiment.start", "s", "Start", "Say that the test has begun; recording does it too.", rule="start", bar=False
    ),
    Action("experiment.record", "r", "Record", "Type counts, or read them from a file.", rule="record"),
    Action(
        "experiment.again", "R", "Read again", "Read its source again and record what is new.", rule="record", bar=False
    ),
    Action("experiment.verdict", "v", "Verdict", "See what the evidence says so far.", rule="judge"),
    Action("experiment.decide", "d", "Decide", "Choose what happens next, and write down why.", rule="decide"),
    Action("experiment.export", "x", "Export", "Write a page about this bet for leadership.", rule="export"),
    Action("experiment.edit", "e", "Edit", "Change title, owner, budget and what you will do.", rule="edit"),
    Action("experiment.spend", "m", "Spend", "Write down what the test has cost so far.", bar=False),
    Action(
        "experiment.amend",
        "a",
        "Amend",
        "Change a locked plan; the verdict will carry a mark.",
        rule="amend",
    ),
    Action("experiment.conclude", "c", "Conclude", "End the test; no more results are taken.", rule="conclude"),
    Action("experiment.approve", "A", "Approve", "Make the decision that waits, as its second person."),
    Action("experiment.refuse", "F", "Refuse", "Refuse the decision that waits, with a reason."),
    Action("experiment.withdraw", "W", "Withdraw", "Take back your own proposal, with a reason."),
    Action("experiment.copy", "y", "Copy", "Make a new draft with the same plan.", bar=False),
    Action("experiment.abandon", "X", "Abandon", "Give the test up, with a reason.", rule="abandon", bar=False),
    Action("catalogue.filter", "slash", "Search", "Search the kinds of test; typing does so from the start."),
    Action(
        "catalogue.risk",
        "f3",
        "All risks",
        "Show the tests for every risk, or only for this hypothesis' own.",
    ),
    Action("form.save", "f2,ctrl+s", "Save", "Save what was typed."),
    Action("plan.guardrail", "f3", "Add guardrail", "Add a metric that must not get worse."),
    Action("plan.lock", "f5", "Lock", "Save the plan, read it back in words, and lock it."),
    Action("record.file", "f3", "File or source", "Read the results from a file or a saved source instead."),
    Action("record.again", "f4", "Again", "Read the source again that this test was recorded from last."),
    Action("record.batches", "f5", "Batches", "See what was recorded so far, and replace a batch."),
    Action("batches.replace", "r", "Replace", "Record a new batch in place of the marked one, and say why."),
    Action("record_file.look", "enter", "Look", "Look into the source: rows, arms, counts and what is odd about it."),
    Action("record_file.keep", "f4", "Save source", "Keep where the data are, and what columns are called there."),
    Action("verdict.decide", "d", "Decide", "Choose what happens next.", rule="decide"),
    Action("verdict.record", "r", "Record", "Record more results.", rule="record"),
    Action("verdict.export", "x", "Export", "Write a page about this bet for leadership.", rule="export"),
    Action("segments.new", "n", "New segment", "Describe a group of customers."),
    Action("sources.new", "n", "New source", "Save where measurements are: a file, or a table or query of a database."),
    Action("sources.check", "c", "Check", "Connect, and say in one line what is there."),
    Action("sources.remove", "X", "Remove", "Forget a source; what was recorded from it stays."),
    Action("trail.verify", "v", "Verify", "Check that no entry and no row was changed behind the trail's back."),
)

WRITING = frozenset(
    entry.id
    for entry in ACTIONS
    if (entry.rule and entry.rule not in ("judge", "export"))
    or entry.name in ("new", "edit", "approve", "refuse", "withdraw", "replace", "remove", "lock", "save", "keep")
    or entry.id in ("undoing.undo", "experiment.spend", "experiment.copy", "hypothesis_form.segment", "welcome.demo")
)
"""What changes the workspace: nothing for who may only read it."""

_BY_ID = {action.id: action for action in ACTIONS}


def action(identity: str) -> Action:
    """Return the action with this id."""
    return _BY_ID[identity]


def of_areas(areas: Iterable[str]) -> tuple[Action, ...]:
    """Return the actions of some areas, in their order."""
    return tuple(entry for area in areas for entry in ACTIONS if entry.area == area)


def bindings(*areas: str) -> list[BindingType]:
    """Return the bindings of some areas. Each goes through ``act``, which knows whether it is possible now."""
    return [
        Binding(
            entry.keys,
            f"act('{entry.id}')",
            entry.label,
            show=entry.bar,
            tooltip=entry.help,
            id=entry.id,
            priority=entry.id == "everywhere.quit",
        )
        for entry in of_areas(areas)
    ]


def keys_page() -> str:
    """Return ``docs/keys.md``."""
    lines = [
        "# Keys",
        "",
        "Every action of the terminal UI, by the screen that offers it. `?` shows the same list inside the program,",
        "with the reason where an action cannot be used now; `:` finds an action by name. Each has a command too: see",
        "`whatsticks --help`.",
    ]
    for area, title in AREAS.items():
        lines += ["", f"## {title}", "", "| key | action | what it does |", "|---|---|---|"]
        for entry in of_areas([area]):
            keys = " ".join(f"`{key}`" for key in entry.shown_keys)
            lines.append(f"| {keys} | {entry.label} | {entry.help} |")
    return "\n".join(lines) + "\n"
