"""The verdict: the word, its reason, the picture and its numbers, the health of the data, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from experiments.plan import Comparison, Monitoring, Role
from experiments.verdict import MetricResult, Verdict
from tui import actions, glyphs
from tui.messages import ExperimentRead, Failed, VerdictRead
from tui.screens import ways
from tui.screens.experiment import read_experiment, ruled, rules_of
from tui.screens.page import Page
from tui.text import shown
from tui.widgets import verdict_words as words
from tui.widgets.experiment_words import decision_part, exploratory
from tui.widgets.interval import IntervalPicture

if TYPE_CHECKING:
    from experiments.decision import Decision
    from tui.ways_of_looking import PlannedLook

_EDGES = 8


class VerdictPage(Page):
    """Reads from the top: may I believe it, what does it say, how sure is it, what now."""

    CSS_PATH = "verdict.tcss"
    AREAS: ClassVar[tuple[str, ...]] = ("verdict",)
    BINDINGS = actions.bindings("verdict")

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.read: ExperimentRead | None = None
        self.verdict: Verdict | None = None
        self.planned: tuple[PlannedLook, ...] = ()
        self._shown: tuple[Verdict, Decision | None] | None = None
        self._width = 0

    def body(self) -> ComposeResult:
        """Yield the place for it all."""
        with VerticalScroll(id="parts"):
            yield Static(shown("Reading the evidence …", "$quiet"), id="waiting")

    def on_mount(self) -> None:
        """Let the keys scroll."""
        super().on_mount()
        self.query_one("#parts").focus()

    async def on_resize(self) -> None:
        """Break what stands in columns anew for another width."""
        if self.verdict is not None and self.size.width != self._width:
            await self._lay_out(self.verdict)

    def reload(self) -> None:
        """Read the experiment, then ask the judge."""
        self.ask(partial(read_experiment, number=self.number), lambda found: found)

    @on(ExperimentRead)
    def judge(self, read: ExperimentRead) -> None:
        """Ask the judge."""
        from tui.judging import verdict_and_looks

        self.read = read
        self.where("Board", f"{read.experiment.code} {read.experiment.title}", "verdict")
        asked = partial(verdict_and_looks, self.desk, self.number, read.experiment.plan)
        self.seek(asked, lambda found: VerdictRead(*found), about="verdict")
        self.refresh_keys()

    @on(VerdictRead)
    async def show(self, read: VerdictRead) -> None:
        """Put the verdict on the screen."""
        now = (read.verdict, self.read.decision if self.read else None)
        if now == self._shown:
            return
        news = self._shown is not None and read.verdict.verdict is not self._shown[0].verdict
        self._shown, self.verdict, self.planned = now, read.verdict, read.planned
        await self._lay_out(read.verdict, from_the_top=news)

    async def _lay_out(self, verdict: Verdict, *, from_the_top: bool = False) -> None:
        self._width = self.size.width
        parts = self.query_one("#parts")
        read_to = 0 if from_the_top else parts.scroll_y
        with self.app.batch_update():
            await parts.remove_children()
            await parts.mount_all(self._parts(verdict))
        self.call_after_refresh(parts.scroll_to, y=read_to, animate=False)

    @on(Failed)
    async def no_verdict(self, failed: Failed) -> None:
        """Say in its place why there is none."""
        if failed.about == "verdict" and self.verdict is None:
            self.query_one("#waiting", Static).update(shown(f"! {failed.error}", "$warning"))

    def _parts(self, verdict: Verdict) -> list[Widget]:
        _, tone = glyphs.OUTCOMES[verdict.verdict]
        parts: list[Widget] = [
            Static(self._banner(verdict), id="banner", classes=f"-{tone}"),
            Static(shown(verdict.reason), id="reason"),
            *self._decision(),
            Static(words.progress(verdict, self.size.width), id="progress"),
        ]
        several = len({result.arm for result in verdict.metrics}) > 1
        for result in verdict.metrics:
            parts += self._metric(result, several)
        parts.append(Static(words.health(verdict, self._room), id="health"))
        parts.append(Static(words.afterwords(verdict), id="afterwords"))
        parts.append(Static(words.fingerprint(verdict), id="fingerprint"))
        return parts

    def _banner(self, verdict: Verdict) -> Content:
        """Return the word, and under it whether it may be read as what was planned."""
        mark = exploratory(self.read.experiment) if self.read else Content("")
        return Content("\n").join([words.banner(verdict), mark]) if mark else words.banner(verdict)

    @property
    def _room(self) -> int:
        return self.size.width - _EDGES

    def _decision(self) -> Iterator[Widget]:
        """Yield what was decided on this verdict, where something was: it is what the evidence led to."""
        if self.read is not None and self.read.decision is not None:
            yield Static(decision_part(self.read.decision), id="decision")

    def _metric(self, result: MetricResult, several_arms: bool) -> list[Widget]:
        plan = self.read.experiment.plan if self.read else None
        comparison = plan.comparison if plan is not None else Comparison.benchmark
        title = Static(words.metric_title(result, several_arms), classes="metric")
        if result.estimate is None:
            hidden = Static(shown("Hidden until the planned size: an early look would let chance decide.", "$quiet"))
            return [title, hidden, Static(words.numbers(result, comparison, self._room), classes="numbers")]
        table = Static(words.numbers(result, comparison, self._room), classes="numbers")
        return [title, *self._picture(result, comparison), table, *self._beside(result)]

    def _picture(self, result: MetricResult, comparison: Comparison) -> Iterator[Widget]:
        """Yield the picture over time where the metric is looked at several times and can end the test, else of now."""
        plan = self.read.experiment.plan if self.read else None
        verdict = self.verdict
        marks, value_words = words.marks_of(result, comparison), partial(words.value_words, result, comparison)
        if verdict is None or plan is None or plan.monitoring is Monitoring.fixed or result.role is not Role.success:
            yield IntervalPicture(result, marks, value_words)
            return
        from tui.widgets.looks_picture import LooksPicture
        from tui.widgets.looks_words import looks_words, next_look

        coming = next_look(verdict, self.planned)
        yield LooksPicture(verdict, result, marks, value_words, coming.units if coming else None)
        yield Static(looks_words(verdict, result, self.planned), classes="looks")

    def _beside(self, result: MetricResult) -> list[Widget]:
        if not result.beside:
            return []
        return [Static(words.beside(result, self._room), classes="numbers beside")]

    # Actions -------------------------------------------------------------------------------------------------------

    def refusals(self) -> dict[str, str]:
        """Ask the rules of the experiment."""
        return rules_of(self.read, self.AREAS)

    def not_known(self) -> tuple[str, ...]:
        """Before it was read nobody knows what its rules allow."""
        return () if self.read else ruled(self.AREAS)

    def quiet_about(self, failed: Failed) -> bool:
        """A verdict that failed is said in its place."""
        return failed.about == "verdict" and self.verdict is None

    def do_decide(self) -> None:
        """Decide."""
        self.go(ways.decide(self.number))

    def do_record(self) -> None:
        """Record more."""
        self.go(ways.record(self.number))

    def do_export(self) -> None:
        """Export."""
        self.go(ways.export(self.number))
