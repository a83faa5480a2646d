"""A sign beside each word, so that a list can be read at a glance; the word always stands beside it."""

from __future__ import annotations

STAGES = {
    "draft": ("○", "quiet"),
    "locked": ("◇", ""),
    "running": ("◐", "warn"),
    "concluded": ("◆", "warn"),
    "decided": ("✓", "good"),
    "abandoned": ("–", "quiet"),
}
OUTCOMES = {
    "invest": ("✓", "good"),
    "stop": ("✗", "bad"),
    "keep testing": ("◐", "warn"),
    "inconclusive": ("≈", "warn"),
    "invalid": ("!", "bad"),
}
CHOICES = {"invest": ("✓", "good"), "stop": ("✗", "bad"), "pivot": ("↻", "warn"), "persevere": ("→", "warn")}
HEALTH = {"ok": ("✓", "good"), "warn": ("!", "warn"), "fail": ("✗", "bad")}
_BOARD = {
    "untested": ("○", "quiet"),
    "planned": ("◇", ""),
    "testing": ("◐", "warn"),
    "verdict": ("◆", "warn"),
    "approval": ("◆", "warn"),
}

TONES = {"good": "$success", "bad": "$error", "warn": "$warning", "quiet": "$quiet", "": ""}
"""The colour of each tone, as a style of :class:`~textual.content.Content`."""


def of_status(status: str) -> tuple[str, str]:
    """Return the sign and tone of a hypothesis' status on the board."""
    word, _, choice = status.partition(":")
    if word == "decided":
        return CHOICES.get(choice.strip(), ("✓", ""))
    return _BOARD.get(word.split(" ")[0], ("·", ""))
