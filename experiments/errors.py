"""The errors a user can meet. Each message is one line: the field, the value, and the way out."""

from __future__ import annotations

from typing import Any


class WhatSticksError(Exception):
    """Root of every error this product raises on purpose; its text is fit to show to a user."""


class InvalidField(WhatSticksError):
    """A value that a field cannot take.

    Parameters
    ----------
    field : str
        The field as the user knows it, such as ``metric 'sign-ups': bar``.
    value : object
        What was given. Long values are cut when shown.
    hint : str
        What is allowed, as the end of the sentence.
    """

    def __init__(self, field: str, value: object, hint: str) -> None:
        self.field = field
        self.value = value
        self.hint = hint
        super().__init__(f"{field}: {shown(value)} is not possible; {hint}")

    @classmethod
    def about(cls, field: str, sentence: str) -> InvalidField:
        """Say what is wrong between several fields, in a sentence that names their values itself."""
        error = cls(field, "", sentence)
        error.args = (sentence if field == "value" else f"{field}: {sentence}",)
        return error


class Refused(WhatSticksError):
    """An action that the rules do not allow now; the message says which rule and what to do instead."""


class NeedsApproval(Refused):
    """A decision that one person may not make alone; it can be proposed.

    Parameters
    ----------
    reasons : tuple of str
        Why it needs a second person.
    verdict : Verdict
        The verdict that was made for it, to spare judging again.
    """

    def __init__(self, reasons: tuple[str, ...], verdict: Any = None) -> None:
        self.reasons = reasons
        self.verdict = verdict
        super().__init__(f"this takes a second person: {'; '.join(reasons)}; propose it, and an approver decides")


class NotFound(WhatSticksError):
    """Something was asked for by a name or number that nothing has."""

    def __init__(self, noun: str, key: str, hint: str = "") -> None:
        self.noun = noun
        self.key = key
        super().__init__(f"there is no {noun} {shown(key)}" + (f"; {hint}" if hint else ""))


class Conflict(WhatSticksError):
    """Somebody else changed the same thing since it was read; nothing was overwritten."""


class Unreadable(WhatSticksError):
    """A file of measurements cannot be read as asked; the message names the place."""


class Unreachable(WhatSticksError):
    """The workspace cannot be opened at all (missing, locked, damaged, newer than this program)."""


def shown(value: object, limit: int = 60) -> str:
    """Quote a value for an error line: printable, on one line, cut when long."""
    text = repr(value) if isinstance(value, str) else str(value)
    text = text.encode("unicode_escape").decode("ascii") if not text.isprintable() else text
    return text if len(text) <= limit else text[: limit - 1] + "…"
