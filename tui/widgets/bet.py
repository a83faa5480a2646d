"""One hypothesis in words: the sentence, what has been tested, and what can be done now."""

from __future__ import annotations

from textual.content import Content

from tui import glyphs
from tui.messages import Bet
from tui.text import effort, joined, shown

_FIRM = "\u00a0"
"""A blank that no line breaks at: a fact stays together."""


def bet_in_words(bet: Bet) -> Content:
    """Return the pane beside the board."""
    hypothesis, row = bet.hypothesis, bet.row
    lines = [
        joined((f"{hypothesis.code}  ", "$quiet"), (hypothesis.title, "bold")),
        shown(hypothesis.sentence(bet.segment.name)),
        Content(""),
    ]
    if row is not None:
        weight = "●" * hypothesis.importance + "○" * (5 - hypothesis.importance)
        facts = (
            ("belief ", _belief(bet)),
            ("evidence ", row.evidence),
            ("spent ", _spent(bet)),
            ("importance ", weight),
        )
        pieces = [joined((name, "$quiet"), fact.replace(" ", _FIRM)) for name, fact in facts]
        lines += [Content("   ").join(pieces), Content("")]
    lines += [experiment_line(test.code, test.stage, test.title) for test in bet.experiments]
    if not bet.experiments:
        lines.append(shown("No experiment yet.", "$quiet"))
    if row is not None:
        lines += [Content(""), joined(("next     ", "$quiet"), (row.next_step, "bold"), ("  enter opens it", "$quiet"))]
    return Content("\n").join(lines)


def experiment_line(code: str, stage: str, title: str) -> Content:
    """Return one experiment with where it stands."""
    sign, tone = glyphs.STAGES.get(stage, ("·", ""))
    return joined((f"{code:<4} ", "$quiet"), (f"{sign} {stage:<10}", glyphs.TONES[tone]), title)


def _belief(bet: Bet) -> str:
    prior, row = bet.hypothesis.prior, bet.row
    return f"{prior:.0%} → {row.belief:.0%}" if row is not None and bet.experiments else f"{prior:.0%}, untested"


def _spent(bet: Bet) -> str:
    return effort(bet.row.money_spent, bet.row.person_days_spent) if bet.row is not None else "nothing"
