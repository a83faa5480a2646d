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

    def render(self) -> Content:
        """Lay the keys out from the left."""
        helping = [offer for offer in self.offers if offer[0].id == "everywhere.help"]
        others = [offer for offer in self.offers if offer[0].id != "everywhere.help"]
        left = self.size.width - 2 - sum(_width(offer) for offer in helping)
        pieces: list[Content] = []
        for offer in others:
            left -= _width(offer)
            if left < 0:
                break
            pieces.append(_piece(offer))
        return Content("").join([*pieces, *(_piece(offer) for offer in helping)])


def _width(offer: Offer) -> int:
    return cell_len(offer[0].shown_keys[0]) + cell_len(offer[0].label) + 3


def _piece(offer: Offer) -> Content:
    action, refusal = offer
    key, label = action.shown_keys[0], f" {action.label}  "
    words = Content.assemble((key, "$quiet" if refusal else "bold $accent"), (label, "$quiet" if refusal else ""))
    return words.stylize(Style.from_meta({"@click": f"screen.act('{action.id}')"}))


def offers_of(actions: Sequence[Action], refusals: dict[str, str]) -> tuple[Offer, ...]:
    """Pair the actions the bar shows with what stands against them."""
    return tuple((entry, refusals.get(entry.id, "")) for entry in actions if entry.bar)
