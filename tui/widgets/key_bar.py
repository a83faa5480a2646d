"""The bottom line: the keys that do something here and now, made from the actions."""

from __future__ import annotations

from collections.abc import Container, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from tui.actions import Action

_ALWAYS = ("everywhere.back", "everywhere.help")
"""Come last, and fit however little room there is."""


class KeyBar(Widget):
    """As many keys as fit; what cannot be done now is left out, and help, which says why, always fits."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    auto_links = False
    offers: reactive[tuple[Action, ...]] = reactive(())
    typing: reactive[bool] = reactive(False)
    """Whether letters are typed into fields here, so that only other keys act."""

    def render(self) -> Content:
        """Lay the keys out from the left."""
        last = sorted((action for action in self.offers if action.id in _ALWAYS), key=lambda one: _ALWAYS.index(one.id))
        others = [action for action in self.offers if action.id not in _ALWAYS]
        left = self.size.width - 2 - sum(self._width(action) for action in last)
        pieces: list[Content] = []
        for action in others:
            left -= self._width(action)
            if left < 0:
                break
            pieces.append(self._piece(action))
        return Content("").join([*pieces, *(self._piece(action) for action in last)])

    def _key(self, action: Action) -> str:
        keys = action.shown_keys
        return next((key for key in keys if len(key) > 1), keys[0]) if self.typing else keys[0]

    def _width(self, action: Action) -> int:
        return cell_len(self._key(action)) + cell_len(action.label) + 3

    def _piece(self, action: Action) -> Content:
        words = Content.assemble((self._key(action), "bold $accent"), f" {action.label}  ")
        return words.stylize(Style.from_meta({"@click": f"screen.act('{action.id}')"}))


def offers_of(actions: Sequence[Action], refused: Container[str]) -> tuple[Action, ...]:
    """Return the actions that the bar shows and that can be done now."""
    return tuple(entry for entry in actions if entry.bar and entry.id not in refused)
