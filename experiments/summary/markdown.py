"""Summaries as Markdown. Every text a person wrote is escaped on its way in, so that it reads as it was written."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from experiments.summary import cards, facts, figures, numbers, textchart
from experiments.summary.model import DecisionSummary, PortfolioSummary
from experiments.text import clean, clean_prose
from experiments.verdict import Status
from experiments.words import count, rounded

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_ANYWHERE = re.compile(r"([\\`*\[\]<>|~&$])")
_LOOSE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_LINK = re.compile(r"(://|\bwww\.|@)", re.IGNORECASE)
_AT_START = re.compile(r"^(?:([=#]|[-+](?=[-\s]|$))|(\d+)([.)])(?=\s|$))")
_GLYPHS = {
    "invest": "✔",
    "stop": "■",
    "keep testing": "↻",
    "persevere": "↻",
    "inconclusive": "≈",
    "pivot": "↪",
    "invalid": "✖",
}


def render(summary: DecisionSummary | PortfolioSummary) -> str:
    """Return the page of a decision or of a portfolio."""
    name = "portfolio.md.j2" if isinstance(summary, PortfolioSummary) else "decision.md.j2"
    page = _environment().get_template(name).render(page=summary)
    return re.sub(r"\n{3,}", "\n\n", page).strip() + "\n"


def literal(text: str) -> str:
    """Return a text as Markdown that shows it as it is; line ends stay, as hard breaks."""
    lines = (_literal_line(line.strip()) for line in clean_prose(text).split("\n"))
    return "\\\n".join(line for line in lines if line)


def literal_line(text: str) -> str:
    """Return a text as Markdown on one line, for the cell of a table or a heading."""
    return _literal_line(" ".join(clean(text).split()))


def _literal_line(line: str) -> str:
    line = _ANYWHERE.sub(r"\\\1", line)
    line = _LOOSE_UNDERSCORE.sub(r"\\_", line)
    line = _LINK.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], line)
    return _AT_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", line)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def finished(value: object) -> object:
        if isinstance(value, str) and not hasattr(value, "__html__"):
            return Markup(literal(str(value)))
        return value

    environment = Environment(
        loader=PackageLoader("experiments.summary", "templates"),
        autoescape=True,  # what is not escaped for Markdown by then would at least be escaped for HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finished,
    )
    environment.filters["line"] = lambda text: Markup(literal_line(str(text)))
    environment.globals |= {
        "cards": cards,
        "facts": facts,
        "numbers": numbers,
        "glyph": _GLYPHS.get,
        "drawn": _drawn,
        "Status": Status,
        "day": figures.day,
        "minute": figures.minute,
        "chance": figures.chance,
        "many": figures.many,
        "money": rounded,
        "count": count,
    }
    return environment


def _drawn(summary: DecisionSummary, place: int) -> Markup:
    """Return the picture of one result of the verdict; it is made of numbers and signs only."""
    from markupsafe import Markup

    verdict = summary.judged
    return Markup(textchart.drawn(verdict.metrics[place], summary.planned) if verdict else "")
