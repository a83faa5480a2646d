"""What was guessed of a source and put into the form, for as long as the form is about that source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.widgets.field_row import FieldRow


class Guesses:
    """The guesses that stand in the rows of a form; those that somebody changed are no longer guesses."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._where = ""

    def put(self, rows: Iterable[FieldRow], guessed: Mapping[str, str], where: str) -> bool:
        """Put guesses about a source where nothing stands; say whether there were any."""
        self._where = where
        empty = [row for row in rows if guessed.get(row.key) and not row.text.strip()]
        for row in empty:
            row.text = self._texts[row.key] = guessed[row.key]
        return bool(empty)

    def forget(self, rows: Iterable[FieldRow], where: str) -> None:
        """Take back what was guessed of another source than this."""
        if where == self._where:
            return
        for row in rows:
            if row.key in self._texts and row.text == self._texts[row.key]:
                row.text = row.initial
        self._texts, self._where = {}, where
