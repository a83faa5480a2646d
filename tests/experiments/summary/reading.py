"""Reading pages back as a browser or a Markdown reader would, to see what became of the text in them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

VOID = {"meta", "br", "hr", "img", "link", "input", "base", "path", "rect", "line", "circle", "polygon"}


class Page(HTMLParser):
    """The elements of a page with their attributes, its headings, and all text that a reader sees."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.headings: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag in {"h1", "h2", "h3"}:
            self.headings.append((tag, ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.texts.append(data)
        for level in ("h1", "h2", "h3"):
            if level in self.open:
                self.headings[-1] = (level, self.headings[-1][1] + data)

    @property
    def text(self) -> str:
        """Everything that is said, blanks made even."""
        return " ".join(" ".join(self.texts).split())

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    def titles(self, level: str = "h2") -> list[str]:
        return [" ".join(text.split()) for found, text in self.headings if found == level]


def markdown(source: str) -> Page:
    """A Markdown page as its readers see it, tables included, with raw HTML allowed as careless readers do."""
    return Page(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(source))


def even(text: str) -> str:
    return " ".join(text.split())


def cells(row: str) -> int:
    """How many cells a table row of Markdown has: pipes that are not escaped part them."""
    return len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) - 1
