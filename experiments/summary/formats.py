"""The formats a summary can be written in: one file each, and one line here."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from experiments.errors import NotFound
from experiments.summary.model import DecisionSummary, PortfolioSummary

Summary = DecisionSummary | PortfolioSummary

FORMATS = {
    "html": "experiments.summary.html",
    "md": "experiments.summary.markdown",
}


class Renderer(Protocol):
    """What the module of a format offers."""

    def render(self, summary: Summary) -> str | bytes:
        """Return the page, as text or as the bytes of a file."""


def render(summary: Summary, name: str) -> bytes:
    """Return a summary in a format as the bytes of a file; text is UTF-8.

    Raises
    ------
    NotFound
        Where no format has that name.
    """
    if name not in FORMATS:
        raise NotFound("format", name, f"known are {', '.join(FORMATS)}")
    page = cast(Renderer, import_module(FORMATS[name])).render(summary)
    return page if isinstance(page, bytes) else page.encode()
