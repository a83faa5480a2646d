"""A decision that waits for a second person, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui import glyphs
from tui.text import effort, joined, shown

if TYPE_CHECKING:
    from store.approvals import Waiting


def waiting_part(waiting: Waiting) -> Content:
    """Return what was proposed, by whom and why, why it waits, and what you can do."""
    proposal = waiting.proposal
    sign, tone = glyphs.CHOICES[proposal.choice]
    lines = [
        joined(
            ("Proposed ", "bold $primary"), (f"{sign} {proposal.choice}", f"bold {glyphs.TONES[tone]}"),
            (f"   {proposal.at:%Y-%m-%d} by {proposal.who}; it waits for a second person", "$quiet"),
        ),
        *(joined(("!        ", "bold $warning"), (reason, "$warning")) for reason in waiting.reasons),
        joined(("because  ", "$quiet"), proposal.why),
        joined(("learned  ", "$quiet"), proposal.learning),
    ]  # fmt: skip
    if proposal.next_step:
        lines.append(joined(("next     ", "$quiet"), proposal.next_step))
    if proposal.money or proposal.person_days:
        lines.append(joined(("releases ", "$quiet"), effort(proposal.money, proposal.person_days)))
    if waiting.why_not_you:
        own = " W withdraws it." if waiting.yours else ""
        lines.append(shown(f"Somebody else has to approve it: {waiting.why_not_you}.{own}", "$quiet"))
    else:
        lines.append(joined(("A", "bold $accent"), " approves it, ", ("F", "bold $accent"), " refuses it."))
    return Content("\n").join(lines)
