"""The bottom line: the keys that do something here, made from the actions."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from tui.actions import Action

Offer = tuple[Action, str]
"""An action and why it is not possible now (empty: it is)."""


class KeyBar(Widget):
    """As many keys as fit; what cannot be done now is dimmed, and help comes last and always fits."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    auto_links = False
    offers: reactive[tuple[Offer, ...]] = reactive(())
    typing: reactive[bool] = reactive(False)
    """Whether letters are typed into fields here, so that only other keys act."""

    def render(self) -> Content:
        """Lay the keys out from the left."""
        helping = [offer for offer in self.offers if offer[0].id == "everywhere.help"]
        others = [offer for offer in self.offers if offer[0].id != "everywhere.help"]
        left = self.size.width - 2 - sum(self._width(offer) for offer in helping)
        pieces: list[Content] = []
        for offer in others:
            left -= self._width(offer)
            if left < 0:
                break
            pieces.append(self._piece(offer))
        return Content("").join([*pieces, *(self._piece(offer) for offer in helping)])

    def _key(self, action: Action) -> str:
        keys = action.shown_keys
        return next((key for key in keys if len(key) > 1), keys[0]) if self.typing else keys[0]

    def _width(self, offer: Offer) -> int:
        return cell_len(self._key(offer[0])) + cell_len(offer[0].label) + 3

    def _piece(self, offer: Offer) -> Content:
        action, refusal = offer
        label = f" {action.label}  "
        style = "$quiet" if refusal else "bold $accent"
        words = Content.assemble((self._key(action), style), (label, "$quiet" if refusal else ""))
        return words.stylize(Style.from_meta({"@click": f"screen.act('{action.id}')"}))


def offers_of(actions: Sequence[Action], refusals: dict[str, str]) -> tuple[Offer, ...]:
    """Pair the actions the bar shows with what stands against them."""
    return tuple((entry, refusals.get(entry.id, "")) for entry in actions if entry.bar)
