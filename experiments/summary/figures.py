"""Money, chances and moments as people read them; the values of metrics are worded by :mod:`experiments.words`."""

from __future__ import annotations

from datetime import date, datetime

from experiments.words import rounded

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def chance(value: float) -> str:
    """Return a probability of belief in whole percent, never rounded to certainty."""
    if 0 < value < 0.01:
        return "under 1%"
    if 0.99 < value < 1:
        return "over 99%"
    return f"{100 * value:.0f}%"


def many(value: float, noun: str) -> str:
    """Return a number and its noun in the right form: ``1 test``, ``6.5 days``."""
    return f"{rounded(value)} {noun}{'' if value == 1 else 's'}"


def day(moment: date) -> str:
    """Return the day of a moment: ``2 March 2026``."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def minute(moment: datetime) -> str:
    """Return day and time of a moment, which is in UTC: ``2 March 2026, 09:14 UTC``."""
    return f"{day(moment)}, {moment:%H:%M} UTC"
