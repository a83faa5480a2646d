"""Write a page for leadership: one bet or the whole portfolio, as HTML or Markdown."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from experiments.experiment import Experiment
from experiments.fields import Field
from tui import actions
from tui.judging import verdict_for_page
from tui.pages import page_name, place_of, write_page
from tui.screens.ask import Answer, Ask
from tui.screens.form_page import FormPage
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Group

if TYPE_CHECKING:
    from store.workspace import Workspace

FORMAT = Field(
    key="export.format", label="Format", hint="A page that opens in any browser, or Markdown for a wiki.",
    kind="choice", choices=("html", "md"), required=True,
)  # fmt: skip
PLACE = Field(
    key="export.path", label="File", hint="Where to write it. → completes a folder's name.", kind="line", required=True
)
OVERWRITE = (Answer("k", "Keep that file", "keep"), Answer("o", "Overwrite it", "overwrite", weighty=True))


class ExportPage(FormPage):
    """Asks for the format and the file. ``number`` is an experiment; None is the whole portfolio."""

    AREAS: ClassVar[tuple[str, ...]] = ("export", "form")
    BINDINGS = actions.bindings("export", "form")

    def __init__(self, number: int | None) -> None:
        super().__init__()
        self.number = number

    def read(self, ws: Workspace) -> Any:
        """Read what the page is about."""
        return ws.experiments.get(self.number) if self.number is not None else ""

    def groups(self, value: Experiment | str) -> list[Group]:
        """Ask for format and file."""
        title = "A page about this bet" if isinstance(value, Experiment) else "A page about the whole portfolio"
        about = "It says in plain words what was decided and on what evidence, and carries the trail's fingerprint."
        return [Group(title, [FieldRow(FORMAT, "html"), FieldRow(PLACE, self._place(value, "html"), path=True)], about)]

    def _place(self, value: Experiment | str, ending: str) -> str:
        if isinstance(value, Experiment):
            return "./" + page_name(value.code, value.title, ending)
        return "./" + page_name("portfolio", "", ending)

    def begun(self) -> None:
        """Show where we are."""
        test = self.read_value
        self.where("Board", *([f"{test.code} {test.title}"] if isinstance(test, Experiment) else []), "export")

    @property
    def changed(self) -> bool:
        """Nothing here is lost by leaving."""
        return False

    def called(self) -> dict[str, str]:
        """Name what saving does here."""
        return {"form.save": "Write"}

    def not_now(self) -> dict[str, str]:
        """A page is no change of the workspace: whoever may read it may write one."""
        return self.refusals()

    def edited(self, row: FieldRow) -> None:
        """Let the file's ending follow the format."""
        if row.field is not FORMAT:
            return
        place = self.form.row("export.path")
        for ending in FORMAT.choices:
            if place.text == self._place(self.read_value, ending):
                place.text = self._place(self.read_value, row.text)

    def do_save(self) -> None:
        """Write the page; a file that is there is overwritten only when asked again."""
        if self.read_value is None or not self.form.check():
            return
        target = place_of(self.form.row("export.path").text)
        if target.exists():
            sentence = f"{target} exists already."
            self.app.push_screen(Ask("Overwrite?", sentence, OVERWRITE), partial(self._overwrite, target))
        else:
            self._write(target)

    def _overwrite(self, target: Path, answer: str | None) -> None:
        if answer == "overwrite":
            self._write(target)

    def _write(self, target: Path) -> None:
        self.carry_out(partial(self._written, target, self.form.row("export.format").text), about="save")

    async def _written(self, target: Path, ending: str) -> tuple[Path, str]:
        verdict = await verdict_for_page(self.desk, self.number) if self.number is not None else None

        def summary(ws: Workspace) -> Any:
            return ws.portfolio() if self.number is None else ws.summary(self.number, verdict)

        read = await self.desk.workspace.ask(summary)
        size = await asyncio.to_thread(_put, read, ending, target)
        return target, f"Wrote {target} ({size / 1024:,.0f} kB)."


def _put(summary: Any, ending: str, target: Path) -> int:
    from experiments.summary.formats import render

    page = render(summary, ending)
    write_page(page, target)
    return len(page)
