"""Write down a belief about one segment, with what is at stake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from experiments.customers import Segment
from experiments.fields import Field, edit_text, fields_of
from experiments.hypothesis import Hypothesis
from tui import actions
from tui.messages import Failed, HypothesisStart, SimilarFound
from tui.screens import ways
from tui.screens.form_page import FormPage
from tui.text import joined, prose, shown
from tui.widgets.field_row import FieldRow
from tui.widgets.form import Group

if TYPE_CHECKING:
    from store.similar import Similar
    from store.workspace import Workspace

_CLAIM = ("title", "need", "behaviour", "offer")
"""What similar beliefs are looked for by."""

_REST = 0.3
"""Seconds without a key before they are looked for."""

_STAKES = ("risk", "importance", "prior", "money_asked", "person_days_asked", "value_if_true", "owner")


class HypothesisForm(FormPage):
    """A new hypothesis, or the fields of one, with its sentence above as it grows."""

    AREAS: ClassVar[tuple[str, ...]] = ("hypothesis_form", "form")
    BINDINGS = actions.bindings("hypothesis_form", "form")

    def __init__(self, number: int | None, segment_id: int | None = None) -> None:
        super().__init__()
        self.number = number
        self.segment_id = segment_id
        self.segments: dict[str, Segment] = {}
        self._resting: Timer | None = None
        self._describing = False

    def body(self) -> ComposeResult:
        """Yield the sentence above the form."""
        yield Static(id="sentence")
        form, hint = super().body()
        yield form
        yield OptionList(id="similar", compact=True)
        yield hint

    def read(self, ws: Workspace) -> HypothesisStart:
        """Read the hypothesis and the segments it may be about."""
        known = ws.hypotheses.get(self.number) if self.number is not None else None
        return HypothesisStart(known, tuple(ws.segments.list(limit=1000)))

    def groups(self, value: HypothesisStart) -> list[Group]:
        """Ask for the belief, then for the stakes."""
        self.segments = {f"{segment.code} {segment.name}": segment for segment in value.segments}
        known = value.hypothesis
        rows = {
            f.name: FieldRow(f, edit_text(f, getattr(known, f.name)) if known else "") for f in fields_of("hypothesis")
        }
        segment_id = known.segment_id if known else self.segment_id
        segment = next((name for name, entry in self.segments.items() if entry.id == segment_id), "")
        if not segment and len(self.segments) == 1:
            segment = next(iter(self.segments))
        who = FieldRow(
            _segment_field(tuple(self.segments)), segment, key="hypothesis.segment_id", many=len(self.segments) > 3
        )
        belief = [who, *(row for name, row in rows.items() if name not in _STAKES)]
        stakes = [row for name, row in rows.items() if name in _STAKES]
        return [Group("What do you believe?", belief), Group("What is at stake?", stakes)]

    def begun(self) -> None:
        """Ask for a segment first where there is none."""
        known = self.read_value.hypothesis
        self.where("Board", f"{known.code} {known.title}" if known else "new hypothesis")
        self._say_sentence()
        if not self.segments:
            self._first_segment()

    def _first_segment(self) -> None:
        from tui.screens.segment_form import SegmentForm

        self._describing, self.ready = True, False
        self.app.push_screen(SegmentForm(None, on_the_way=True), self._with_segment)

    async def _with_segment(self, segment: Segment | None) -> None:
        if segment is None:
            if not self.segments:
                self.dismiss(None)
            self._described()
            return
        texts = self.form.texts()
        self.segment_id = segment.id
        start = HypothesisStart(self.read_value.hypothesis, (*self.read_value.segments, segment))
        self.read_value = start
        await self.form.fill(self.groups(start))
        for row in self.form.rows:
            if row.key != "hypothesis.segment_id":
                row.text = texts.get(row.key, row.text)
        self._say_sentence()
        self.form.row("hypothesis.title").focus_control()
        self._described()

    def _described(self) -> None:
        self._describing = False
        self.take_keys()

    def take_keys(self) -> None:
        """Take no keys before the segment stands in the form that is being described above it."""
        if not self._describing:
            super().take_keys()

    def do_segment(self) -> None:
        """Describe another segment without leaving the form for good."""
        self._first_segment()

    def edited(self, row: FieldRow) -> None:
        """Let the sentence grow, and look for similar beliefs once the keys rest."""
        self._say_sentence()
        if self.number is None and row.field.name in _CLAIM:
            if self._resting is not None:
                self._resting.stop()
            self._resting = self.set_timer(_REST, self._look_for_similar)

    # What was believed before --------------------------------------------------------------------------------------

    def _look_for_similar(self) -> None:
        texts = self.form.texts()
        text = " ".join(texts.get(f"hypothesis.{name}", "") for name in _CLAIM)

        def look(ws: Workspace) -> SimilarFound:
            return SimilarFound(text, ws.similar(text))

        self.ask(look, lambda found: found, about="similar")

    @on(SimilarFound)
    def show_similar(self, found: SimilarFound) -> None:
        """Show past beliefs under the form, with what was learned."""
        known = self.query_one("#similar", OptionList)
        known.clear_options()
        known.add_options([Option(_in_a_line(entry), id=entry.code) for entry in found.hypotheses])
        known.display = bool(found.hypotheses)

    @on(OptionList.OptionSelected, "#similar")
    def open_similar(self, selected: OptionList.OptionSelected) -> None:
        """Open a past belief; what was typed stays below it."""
        self.go(ways.hypothesis(int(str(selected.option.id)[1:])))

    def quiet_about(self, failed: Failed) -> bool:
        """A look for similar beliefs that fails is no news to who types."""
        return failed.about == "similar" or super().quiet_about(failed)

    def _say_sentence(self) -> None:
        texts = {key.partition(".")[2]: text.strip() for key, text in self.form.texts().items()}
        segment = self.segments.get(texts.get("segment_id", ""))
        if not any(texts.get(name) for name in ("title", "need", "behaviour", "offer")):
            waiting = shown("The belief reads itself back here as you type.", "$quiet")
            self.query_one("#sentence", Static).update(waiting)
            return
        bet = Hypothesis.model_construct(
            segment_id=0,
            title=texts.get("title") or "…",
            need=texts.get("need", ""),
            behaviour=texts.get("behaviour", ""),
            offer=texts.get("offer", ""),
        )
        self.query_one("#sentence", Static).update(prose(bet.sentence(segment.name if segment else "…")))

    def entered(self) -> dict[str, Any]:
        """Return what was typed; of an edit, only what changed."""
        values: dict[str, Any] = dict(self.form.values(only_changed=self.number is not None))
        if "segment_id" in values:
            values["segment_id"] = self.segments[str(values["segment_id"])].id
        return values

    def keep(self, ws: Workspace, values: dict[str, Any]) -> Hypothesis:
        """Write the hypothesis."""
        if self.number is None:
            return ws.hypotheses.add(values)
        return ws.hypotheses.edit(self.number, self.read_value.hypothesis.version, values)


def _segment_field(names: tuple[str, ...]) -> Field:
    hint = "The group of customers it is about. F3 describes another one."
    return Field(key="hypothesis.segment_id", label="Segment", hint=hint, kind="choice", choices=names, required=True)


def _in_a_line(entry: Similar) -> Content:
    """Return a past belief in one line: what became of it and what was learned."""
    learned = (f"  learned: {entry.learned}", "$success") if entry.learned else ""
    return joined((f"{entry.code} ", "$quiet"), entry.title, (f"  {entry.status}", "$quiet"), learned)
