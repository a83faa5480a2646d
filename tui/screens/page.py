"""What every full screen shares: the path on top, the keys below, and how it asks the workspace."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.worker import WorkType

from experiments.errors import Unreachable, WhatSticksError
from tui import actions
from tui.messages import Failed, Revised, Written
from tui.text import clean
from tui.widgets.key_bar import KeyBar, offers_of
from tui.widgets.masthead import Masthead

if TYPE_CHECKING:
    from store.workspace import Workspace
    from tui.app import WhatSticks

Answer = TypeVar("Answer")
SAVING = "save"
"""What a write is about after which the screen is left."""
Severity = Literal["information", "warning", "error"]


class Page(Screen[Any]):
    """A screen that shows something of the workspace and offers the actions of its areas.

    A subclass names its ``AREAS``, composes its ``body``, asks in ``reload`` and takes answers as messages;
    ``do_<name>`` performs an action, and ``refusals`` says which are not possible now, and why.
    """

    AREAS: ClassVar[tuple[str, ...]] = ()
    TYPES: ClassVar[bool] = False
    """Whether letters are typed into fields here."""
    ready = False
    """Whether keys can be taken: those that are pressed before wait, so that none goes where it was not meant to go."""

    def compose(self) -> ComposeResult:
        """Put the body between the path and the keys."""
        yield Masthead()
        yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """Yield what the screen is about."""
        yield from ()

    def on_mount(self) -> None:
        """Show the keys at once, and the rest when it has been read."""
        self.ready = not self.TYPES
        self.refresh_keys()
        self.call_after_refresh(self.reload)

    def take_keys(self) -> None:
        """Take keys again, after the focus is where it was put just now: that waits in the application's line too."""

        def ready() -> None:
            self.ready = True

        self.app.call_later(ready)

    def reload(self) -> None:
        """Ask for everything the screen shows."""

    @property
    def desk(self) -> WhatSticks:
        """Return the application, as what it is."""
        return cast("WhatSticks", self.app)

    def go(self, screen: Screen[Any]) -> None:
        """Open a screen above this one."""
        self.app.push_screen(screen)

    # Actions -------------------------------------------------------------------------------------------------------

    def refusals(self) -> dict[str, str]:
        """Return, for each action that is not possible now, why not."""
        return {}

    def not_now(self) -> dict[str, str]:
        """Return the same with what nobody may do here who may only read."""
        why = self.desk.workspace.why_read_only
        return {**self.refusals(), **(dict.fromkeys(actions.WRITING, why) if why else {})}

    def called(self) -> dict[str, str]:
        """Return what actions are called on the bar of this screen, where that says more than their usual name."""
        return {}

    def not_known(self) -> tuple[str, ...]:
        """Return the actions of which nobody can say yet whether they are possible: no key is offered for them."""
        return ()

    def offered(self) -> tuple[actions.Action, ...]:
        """Return the actions of this screen, its own first."""
        return actions.of_areas((*self.AREAS, "everywhere"))

    def refresh_keys(self) -> None:
        """Show the keys as they stand now."""
        bar = self.query_one(KeyBar)
        bar.typing = self.TYPES
        called = self.called()
        named = [replace(entry, label=called.get(entry.id, entry.label)) for entry in self.offered()]
        bar.offers = offers_of(named, {*self.not_now(), *self.not_known()})

    def action_act(self, identity: str) -> None:
        """Perform an action, or say why it is not possible now."""
        if refusal := self.not_now().get(identity):
            self.say(f"{actions.action(identity).label}: {refusal}.".replace("..", "."), "warning")
            return
        name = f"do_{actions.action(identity).name}"
        perform = getattr(self, name, None) or getattr(self.app, name)
        perform()

    def do_back(self) -> None:
        """Leave this screen."""
        self.dismiss(None)

    def do_reload(self) -> None:
        """Read everything again."""
        self.reload()

    # Telling -------------------------------------------------------------------------------------------------------

    def say(self, sentence: str, severity: Severity = "information") -> None:
        """Show one sentence for a moment."""
        self.notify(clean(sentence), severity=severity, markup=False, timeout=8 if severity == "error" else 5)

    def where(self, *steps: str) -> None:
        """Show the path to this screen."""
        masthead = self.query_one(Masthead)
        masthead.trail = tuple(clean(step) for step in steps)
        masthead.place = clean(self.desk.place)

    # Asking --------------------------------------------------------------------------------------------------------

    def ask(
        self, read: Callable[[Workspace], Answer], told: Callable[[Answer], Message], about: str = "reading"
    ) -> None:
        """Read from the workspace in its thread; the answer comes back as a message, and a newer question wins."""
        self.seek(partial(self.desk.workspace.ask, read), told, about)

    def think(self, work: Callable[[], Answer], told: Callable[[Answer], Message], about: str) -> None:
        """Do something slow that is not the workspace's, in a thread of its own."""
        self.seek(partial(asyncio.to_thread, work), told, about)

    def seek(
        self, search: Callable[[], Awaitable[Answer]], told: Callable[[Answer], Message], about: str = "reading"
    ) -> None:
        """Wait for an answer off the event loop; it comes back as a message, or as ``Failed``."""
        self.run_worker(self._later(search, told, about), group=about, exclusive=True)

    def write(self, change: Callable[[Workspace], Any], about: str) -> None:
        """Change the workspace in its thread; ``Written`` or ``Failed`` comes back, also if the screen is left."""
        self.carry_out(partial(self.desk.workspace.ask, lambda ws: (change(ws), ws.said)), about)

    def carry_out(self, work: Callable[[], Awaitable[tuple[Any, str]]], about: str) -> None:
        """Do something that leaves a mark: what was made and the sentence about it come back as ``Written``."""

        def told(written: tuple[Any, str]) -> Message:
            return Written(written[0], written[1], about)

        if about == SAVING:
            self.ready = False  # what is typed now is meant for the screen that comes after
        self.app.run_worker(self._later(work, told, about))

    def _later(
        self, search: Callable[[], Awaitable[Answer]], told: Callable[[Answer], Message], about: str
    ) -> WorkType[None]:
        """Return what a worker runs: not a coroutine yet, which a worker that never begins would leave behind."""

        async def sought() -> None:
            try:
                answer = await search()
            except Exception as error:  # whatever it is, what was typed must stay on the screen
                self.post_message(Failed(error, about))
            else:
                self.post_message(told(answer))

        return sought

    @on(Failed)
    def tell_failure(self, failed: Failed) -> None:
        """Say what went wrong in one line; without a workspace there is nothing to go on with."""
        if isinstance(failed.error, Unreachable) and not self.desk.workspace.opened:
            self.desk.lost(failed.error)
        elif self.quiet_about(failed):
            pass
        elif isinstance(failed.error, WhatSticksError):
            self.say(str(failed.error), "error")
        else:
            self.desk.surprised_by(failed.error)

    def quiet_about(self, failed: Failed) -> bool:
        """Say whether the screen itself shows what went wrong."""
        return False

    @on(Revised)
    def follow(self, revised: Revised) -> None:
        """Show what somebody else changed."""
        self.reload()

    def on_screen_resume(self) -> None:
        """Come back to this screen: it may have changed meanwhile."""
        if self.is_mounted and self.query(KeyBar):
            self.refresh_keys()
            self.call_after_refresh(self.reload)
