"""Two people changed the same thing: both versions, and a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from tui.screens.ask import Answer, Ask
from tui.text import joined, shown

_HEAD = 3
CHOICES = (
    Answer("c", "Go on editing", "cancel"),
    Answer("m", "Keep mine", "mine", weighty=True),
    Answer("t", "Take theirs", "theirs", weighty=True),
)


def both_versions(
    what: Sequence[str], labels: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> Ask:
    """Return a question that names ``what`` is edited, and shows every field in which the versions differ."""
    parts = [
        shown(" › ".join(what), "bold"),
        shown("Somebody saved a change while you were typing. Nothing was overwritten."),
        Content(""),
    ]
    for key, label in labels.items():
        if mine.get(key, "") != theirs.get(key, ""):
            parts += [
                shown(label, "bold"),
                joined(("  mine    ", "$quiet"), mine.get(key, "") or "(empty)"),
                joined(("  theirs  ", "$quiet"), theirs.get(key, "") or "(empty)"),
            ]
    if len(parts) == _HEAD:
        parts.append(shown("Both versions read the same now."))
    return Ask("Changed by somebody else", Content("\n").join(parts), CHOICES)
