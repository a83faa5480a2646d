"""Summaries as one HTML file that needs nothing else: no network, no script, no font; it prints well."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from experiments.summary import cards, facts, figures, numbers
from experiments.summary.chart import NARROW, WIDE, progress_bar
from experiments.summary.model import DecisionSummary, PortfolioSummary
from experiments.summary.pictures import pictures
from experiments.text import clean_prose
from experiments.verdict import Status
from experiments.words import count, rounded

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_ROUND = '<circle cx="12" cy="12" r="11"/>'
_SHAPES = {
    "invest": _ROUND + '<path class="cut" d="M6.5 12.5l3.7 3.7 7.3-8"/>',
    "stop": '<path d="M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z"/><path class="cut" d="M6.5 12h11"/>',
    "keep testing": _ROUND + '<path class="cut" d="M6.5 12h.01M12 12h.01M17.5 12h.01"/>',
    "inconclusive": _ROUND + '<path class="cut" d="M6 9.5q3-3 6 0t6 0M6 15q3-3 6 0t6 0"/>',
    "invalid": '<path d="M12 1l11.5 21H.5z"/><path class="cut" d="M12 9v6M12 18.5v.01"/>',
    "pivot": _ROUND + '<path class="cut" d="M7 17.5v-4q0-3.5 3.5-3.5H17M13.5 6l4 4-4 4"/>',
    "none": '<circle class="hollow" cx="12" cy="12" r="10"/>',
}
_SAME = {"persevere": "keep testing", "caution": "invalid"}


def render(summary: DecisionSummary | PortfolioSummary) -> str:
    """Return the page of a decision or of a portfolio."""
    if isinstance(summary, PortfolioSummary):
        return _environment().get_template("portfolio.html.j2").render(page=summary)
    verdict, plan = summary.judged, summary.planned
    return (
        _environment()
        .get_template("decision.html.j2")
        .render(
            page=summary,
            verdict=verdict,
            decision=summary.decision,
            pictures=pictures(verdict, plan),
            rows=numbers.rows(verdict.metrics, plan) if verdict else (),
            levels=numbers.shared_levels(verdict) if verdict else "",
        )
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("experiments.summary", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_cleaned,
    )
    environment.globals |= {
        "cards": cards,
        "facts": facts,
        "icon": _icon,
        "progress": _progress,
        "Status": Status,
        "day": figures.day,
        "minute": figures.minute,
        "chance": figures.chance,
        "many": figures.many,
        "money": rounded,
        "count": count,
    }
    environment.filters["drawing"] = _drawing
    return environment


def _cleaned(value: object) -> object:
    """Drop control characters from every text on its way into the page; what is markup already stays."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return clean_prose(str(value))
    return value


def _drawing(svg: str) -> Markup:
    """Mark a picture as made here: its texts are escaped already."""
    from markupsafe import Markup

    return Markup(svg)


def _icon(word: str) -> Markup:
    """Return the glyph that stands beside a verdict's or a decision's word."""
    shape = _SHAPES[_SAME.get(word, word)]
    return _drawing(f'<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">{shape}</svg>')


def _progress(summary: DecisionSummary) -> Markup:
    verdict = summary.judged
    if verdict is None:
        return _drawing("")
    wide, narrow = (progress_bar(verdict.progress, *how) for how in ((WIDE, "wide"), (NARROW, "narrow")))
    return _drawing(wide + narrow)
