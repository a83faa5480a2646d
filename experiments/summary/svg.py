"""Drawing in SVG: elements whose texts and attributes are always escaped, and labels that know their box."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from experiments.summary.axis import text_width
from experiments.text import clean

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


class Box(NamedTuple):
    """A rectangle by its four sides, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        """Say whether two boxes share any point."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Label(NamedTuple):
    """A text at a place; ``anchor`` is where that place lies in it: start, middle or end."""

    text: str
    x: float
    y: float
    anchor: str = "start"
    size: float = 12
    bold: bool = False
    colour: str = "#4a5260"

    @property
    def width(self) -> float:
        """Return how wide it is at most."""
        return text_width(self.text, self.size) * (1.07 if self.bold else 1)

    @property
    def box(self) -> Box:
        """Return the rectangle it takes."""
        left = self.x - {"start": 0.0, "middle": self.width / 2, "end": self.width}[self.anchor]
        return Box(left, self.y - 0.8 * self.size, left + self.width, self.y + 0.25 * self.size)

    def inside(self, left: float, right: float) -> Label:
        """Return the label moved just so far that it lies between two sides."""
        box = self.box
        shift = max(0.0, left - box.left) or min(0.0, right - box.right)
        return self._replace(x=self.x + shift)

    def drawn(self) -> str:
        """Return the label as an element, with a pale rim that keeps it readable on lines."""
        return element(
            "text",
            clean(self.text),
            x=self.x,
            y=self.y,
            text_anchor=self.anchor,
            font_size=self.size,
            font_weight=600 if self.bold else None,
            fill=self.colour,
            stroke="#ffffff",
            stroke_width=3,
            stroke_opacity=0.75,
            stroke_linejoin="round",
            paint_order="stroke",
        )


def element(name: str, *content: str, raw: bool = False, **attributes: object) -> str:
    """Return one element. Content is text unless ``raw`` says that it holds elements; None leaves an attribute out."""
    written = "".join(
        f' {key.strip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(content if raw else map(escape, content))
    return f"<{name}{written}>{inside}</{name}>"


def _plain(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def picture(width: float, height: float, title: str, twin: str, parts: list[str], name: str = "") -> str:
    """Return a picture to stand inside an HTML page, with its text twin for those who cannot see it."""
    return element(
        "svg",
        element("title", clean(title)),
        element("desc", clean(twin)),
        *parts,
        raw=True,
        viewBox=f"0 0 {_plain(float(width))} {_plain(float(height))}",
        width=width,
        height=height,
        role="img",
        aria_label=f"{clean(title)}. {clean(twin)}",
        font_family=FONT,
        _class=name or None,
    )
