"""The Markdown page: what people wrote reads as they wrote it, and tables stay tables."""

from __future__ import annotations

import pytest

from experiments.summary.markdown import literal, literal_line, render
from tests.experiments.summary import samples
from tests.experiments.summary.reading import Page, cells, even, markdown
from tests.experiments.summary.test_html import STRUCTURE, numbers_of

PLAIN = {"h1", "h2", "p", "strong", "ul", "li", "blockquote", "pre", "code", "br"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize("text", samples.HOSTILE)
@pytest.mark.parametrize("kind", ["decision", "portfolio"])
def test_hostile_text_is_shown_as_it_was_written(kind: str, text: str) -> None:
    summary = samples.hostile(text) if kind == "decision" else samples.hostile_portfolio(text)
    page = markdown(render(summary))
    assert page.tags() <= PLAIN | TABLE
    assert page.text.count(even(text)) >= (30 if kind == "decision" else 8)


@pytest.mark.parametrize("text", samples.HOSTILE)
def test_hostile_names_leave_every_row_its_cells(text: str) -> None:
    for summary in (samples.hostile(text), samples.hostile_portfolio(text)):
        rows = [line for line in render(summary).splitlines() if line.startswith("| ")]
        tables = {cells(row) for row in rows}
        assert tables <= {3, 6, 10}
        page = markdown(render(summary))
        across = [tag for tag, _ in page.elements if tag in {"th", "td"}]
        assert len(across) == sum(cells(row) for row in rows)


@pytest.mark.parametrize("text", [*samples.HOSTILE, "1. one", "1) one", "+ a", "-", "---", "===", "~~~", "```", "> q"])
@pytest.mark.parametrize("written", [literal, literal_line])
def test_a_text_by_itself_is_a_paragraph_that_says_the_same(written, text: str) -> None:  # type: ignore[no-untyped-def]
    page = markdown(f"before\n\n{written(text)}\n")
    assert page.tags() == {"p"}
    assert page.text == even(f"before {text}")


def test_lines_of_prose_stay_lines_and_cannot_become_code_or_headings() -> None:
    page = markdown(literal("first\n\n    indented\n# third\n==="))
    assert page.tags() == {"p", "br"}
    assert page.text == "first indented # third ==="


def test_addresses_do_not_become_links() -> None:
    for text in ("http://evil.example", "www.evil.example", "someone@evil.example"):
        assert text not in literal(text)


def test_the_page_has_the_same_sections_as_the_html() -> None:
    page = markdown(render(samples.summary()))
    assert page.titles("h1") == [samples.summary().sentence]
    assert [title for title in STRUCTURE if title != "Terms of the plan"] == page.titles()


@pytest.mark.parametrize("name", ["stop", "invest", "invalid", "three_arms", "interviews"])
def test_every_number_of_the_verdict_is_on_the_page(name: str) -> None:
    summary = samples.DECISIONS[name]()
    text = markdown(render(summary)).text
    assert summary.judged
    for said in numbers_of(summary.judged, summary):
        assert said in text, said


def test_an_early_look_at_a_fixed_plan_shows_progress_and_no_effect() -> None:
    source = render(samples.early())
    assert "34,210 of 90,000 planned units (38%)" in source
    for told in ("−0.82", "−1.25", "−0.602", "8,502", "8,279", "19.02", "0.999", "−0.591", "51.3", "━", "●"):
        assert told not in source, told


def test_the_picture_is_drawn_in_characters_with_bar_and_target() -> None:
    source = render(samples.invest())
    picture = source.split("```text\n")[1].split("```")[0]
    assert "bar +0.5" in picture
    assert "target +2" in picture
    assert "━" in picture
    assert "●" in picture
    assert all(len(line) <= 72 for line in picture.splitlines())


def test_a_limit_that_does_not_exist_ends_in_an_arrow() -> None:
    assert "▶" in render(samples.interviews())


def test_warnings_and_amendments_are_there() -> None:
    text = markdown(render(samples.against_and_amended())).text
    assert "This decision goes against the verdict (inconclusive)." in text
    assert "18 March 2026, Ana Ruiz, after results had been seen." in text
    assert "planned size: 80000 → 90000" in text


def test_every_sample_renders_to_a_page_with_one_title() -> None:
    for summary in (*(make() for make in samples.DECISIONS.values()), samples.portfolio()):
        page: Page = markdown(render(summary))
        assert len(page.titles("h1")) == 1
