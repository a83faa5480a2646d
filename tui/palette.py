"""The command palette: every action by its name, with what it does or why it cannot be done now."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui import actions
from tui.actions import AREAS, Action
from tui.screens.page import Page


class ActionCommands(Provider):
    """Offers the actions of the screen below first, then all others with the screen they belong to."""

    async def discover(self) -> Hits:
        """Show what can be done here before anything is typed."""
        for entry, note in self._entries():
            if entry in self._here():
                yield DiscoveryHit(Content(_title(entry)), self._run(entry), text=_title(entry), help=note)

    async def search(self, query: str) -> Hits:
        """Match the name of any action."""
        matcher = self.matcher(query)
        for entry, note in self._entries():
            title = _title(entry)
            if score := matcher.match(title) or 0.2 * (query.casefold() in entry.help.casefold()):
                yield Hit(score, matcher.highlight(title), self._run(entry), text=title, help=note)

    def _here(self) -> tuple[Action, ...]:
        return self.screen.offered() if isinstance(self.screen, Page) else ()

    def _entries(self) -> Iterator[tuple[Action, str]]:
        here = self._here()
        refusals = self.screen.not_now() if isinstance(self.screen, Page) else {}
        for entry in here:
            refusal = refusals.get(entry.id)
            yield entry, f"Not now: {refusal}." if refusal else entry.help
        for entry in actions.ACTIONS:
            if entry not in here and entry.area != "list":
                yield entry, f"On the screen “{AREAS[entry.area]}”. {entry.help}"

    def _run(self, entry: Action) -> Callable[[], None]:
        screen, here = self.screen, entry in self._here()

        def run() -> None:
            if here and isinstance(screen, Page):
                screen.action_act(entry.id)
            else:
                self.app.notify(f"This is done on the screen “{AREAS[entry.area]}”.", markup=False)

        return run


def _title(entry: Action) -> str:
    return f"{AREAS[entry.area]}: {entry.label}   ({' or '.join(entry.shown_keys)})"
