"""What the looks at a test have used up, what would end it, and when the next one is planned, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from experiments.summary.facts import first_to_end
from experiments.summary.numbers import evidence
from experiments.verdict import MetricResult, Outcome, Verdict
from experiments.words import count, percent, rounded
from tui.text import shown
from tui.ways_in_words import p_words
from tui.ways_of_looking import PlannedLook


def next_look(verdict: Verdict, planned: Sequence[PlannedLook]) -> PlannedLook | None:
    """Return the planned look that comes next; None where the test has its answer, or all of them were made."""
    if verdict.verdict is not Outcome.keep_testing:
        return None
    return next((look for look in planned if look.units > verdict.progress.units), None)


def looks_words(verdict: Verdict, result: MetricResult, planned: Sequence[PlannedLook]) -> Content:
    """Return a line for each thing to know of the looks; nothing before the first."""
    return Content("\n").join([shown(line) for line in _lines(verdict, result, planned)])


def _lines(verdict: Verdict, result: MetricResult, planned: Sequence[PlannedLook]) -> Iterator[str]:
    if ended := first_to_end(verdict):
        yield ended
    if result.alpha_spent is not None and result.beta_spent is not None:
        yield (
            f"Used by now: {_share(result.alpha_spent, result.alpha)} of the {percent(result.alpha)} for a false"
            f" invest, {_share(result.beta_spent, result.beta)} of the {percent(result.beta)} for a false stop."
        )
    if result.e_bar is not None:
        yield (
            f"Evidence against “no better than the bar”: {evidence(result.e_bar)} to 1 at its highest;"
            f" {rounded(1 / result.alpha)} to 1 clears the bar."
        )
    if (coming := next_look(verdict, planned)) is not None:
        more = count(coming.units - verdict.progress.units)
        yield (
            f"Next planned look: at {count(coming.units)} units, {more} more (look {coming.look} of {len(planned)});"
            f" there p {_at_most(coming.p_invest)} against the bar invests, p {_at_most(coming.p_stop)} against the"
            " target stops."
        )


def _share(rate: float, whole: float) -> str:
    if rate >= whole:
        return "all"
    return percent(rate, 2) if rate >= 0.0001 or rate == 0 else "less than 0.01%"


def _at_most(p: float | None) -> str:
    text = p_words(p)
    return text if text.startswith("<") else f"≤ {text}"
