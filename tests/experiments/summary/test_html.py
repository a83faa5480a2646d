"""The HTML page: whole, literal, and honest about what may not be seen yet."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.summary import facts
from experiments.summary.html import render
from experiments.summary.markdown import render as markdown
from experiments.summary.numbers import value
from experiments.verdict import HealthCheck, Status, Verdict
from experiments.words import count, p_value, percent, rounded
from tests.experiments.summary import samples
from tests.experiments.summary.reading import Page, even

FETCHING = {"script", "link", "img", "iframe", "object", "embed", "base", "a", "form", "audio", "video", "image", "use"}
REACHING = {"href", "src", "srcset", "action", "formaction", "xlink:href", "style", "background", "poster", "data"}
STRUCTURE = [
    "The decision",
    "The verdict of the evidence",
    "The picture",
    "What the evidence says",
    "What it does not say",
    "The numbers",
    "Are the data sound?",
    "What it cost against its budget, and what is at stake",
    "Planned before any data",
    "Learned",
    "What customers are told",
    "Terms of the plan",
    "Where the data come from",
    "How to check this page",
]


@pytest.mark.parametrize("text", samples.HOSTILE)
@pytest.mark.parametrize("kind", ["decision", "portfolio"])
def test_hostile_text_is_shown_as_it_was_written_and_does_nothing(kind: str, text: str) -> None:
    summary = samples.hostile(text) if kind == "decision" else samples.hostile_portfolio(text)
    page = Page(render(summary))
    assert not page.tags() & FETCHING
    names = {name for _, attributes in page.elements for name in attributes}
    assert not [name for name in names if name.startswith("on")]
    assert not names & REACHING
    assert page.text.count(even(text)) >= (25 if kind == "decision" else 8)


def test_the_page_asks_for_nothing_and_forbids_everything() -> None:
    page = Page(render(samples.summary()))
    policy = next(attributes for tag, attributes in page.elements if attributes.get("http-equiv"))
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert "@import" not in render(samples.summary())
    assert "url(" not in render(samples.summary())
    assert ("meta", {"charset": "utf-8"}) in page.elements


def test_the_page_goes_from_the_bet_to_how_to_check_it() -> None:
    page = Page(render(samples.summary()))
    assert page.titles("h1") == [samples.summary().sentence]
    assert page.titles() == STRUCTURE


def test_amendments_have_their_own_section_with_what_had_been_seen() -> None:
    page = Page(render(samples.against_and_amended()))
    assert "Changed after locking" in page.titles()
    assert "18 March 2026, Ana Ruiz, after results had been seen." in page.text
    assert "7-day retention, bar: 0.005 → 0.0" in page.text
    assert "is above +0.5 points (the bar" in page.text, "the card shows the bar as it was locked"


def test_a_decision_against_the_verdict_is_said_beside_it() -> None:
    page = Page(render(samples.against_and_amended()))
    assert "This decision goes against the verdict (inconclusive)." in page.text
    assert "The plan was changed after results had been seen." in page.text
    assert "goes against" not in Page(render(samples.summary())).text


@pytest.mark.parametrize("name", ["stop", "invest", "invalid", "three_arms", "interviews"])
def test_every_number_of_the_verdict_is_on_the_page(name: str) -> None:
    summary = samples.DECISIONS[name]()
    text = Page(render(summary)).text
    assert summary.judged
    for said in numbers_of(summary.judged, summary):
        assert said in text, said


def numbers_of(verdict: Verdict, summary) -> list[str]:  # type: ignore[no-untyped-def]
    said = [verdict.reason, verdict.judge_version]
    for result in verdict.metrics:
        amounts = (result.estimate, result.lower, result.upper, result.bar, result.target, *(result.ci95 or ()))
        finite = [amount for amount in amounts if amount is not None and abs(amount) < float("inf")]
        said += [value(amount, result, summary.planned).split(" ")[0] for amount in finite]
        said += [p_value(p) for p in (result.p_bar, result.p_target) if p is not None]
        said += [count(n) for n in result.n.values()] + list(result.observed.values())
        said += [percent(result.alpha), percent(result.beta), result.method]
    for check in verdict.health:
        said += ["below 0.000001" if 0 < n < 1e-6 else rounded(n) for n in (check.value, check.limit) if n is not None]
    return said


def test_the_numbers_of_the_gate_read_as_published() -> None:
    text = Page(render(samples.summary())).text
    for said in ("8,502 of 44,700 (19.02%)", "8,279 of 45,489 (18.20%)", "−0.82 points", "−1.25 to −0.602 points"):
        assert said in text
    assert "−1.33 to −0.312 points" in text


def test_an_early_look_at_a_fixed_plan_shows_progress_and_no_effect() -> None:
    source = render(samples.early())
    page = Page(source)
    assert "34,210 of 90,000 planned units (38%)" in page.text
    assert "not shown yet" in page.text
    assert facts.HOW_TO_READ not in page.text, "there is no p to read yet"
    for told in ("−0.82", "−1.25", "−0.602", "8,502", "8,279", "19.02", "18.20", "0.999", "−0.591", "51.3", "harmed"):
        assert told not in source, told
    assert "circle" not in {tag for tag, attributes in page.elements if attributes.get("r") == "6"}


def test_observed_figures_stay_out_even_where_the_verdict_still_holds_them() -> None:
    leaky = samples.withheld(samples.retention()).but(observed={"gate_30": "8,502 of 44,700 (19.02%)"})
    summary = samples.early()
    assert summary.verdict
    summary = summary.but(verdict=summary.verdict.but(metrics=(leaky,)))
    assert "8,502" not in render(summary)


def test_what_is_in_order_is_said_in_words_and_a_single_group_needs_no_name() -> None:
    group = samples.interviews().but(hypothesis=samples.summary().hypothesis)
    page = Page(render(group))
    assert group.judged
    (arm,) = group.judged.metrics[0].n
    assert arm not in page.texts, "every unit is in it"
    for check in group.judged.health:
        assert facts.as_sentence(check.message) in page.text


def test_invalid_data_name_the_failed_check_and_conclude_nothing() -> None:
    text = Page(render(samples.invalid())).text
    assert "Failed: sample ratio." in text
    assert "a check of the data failed" in text
    assert "It is shown to have got worse" not in text


def test_a_verdict_and_a_decision_are_a_glyph_and_a_word_before_they_are_a_colour() -> None:
    for make in samples.DECISIONS.values():
        words = [
            place
            for place, (tag, attributes) in enumerate(Page(render(make())).elements)
            if tag == "p" and attributes.get("class", "").startswith("word")
        ]
        page = Page(render(make()))
        assert len(words) == 2
        assert all(page.elements[place + 1][1].get("class") == "icon" for place in words)


def test_the_customer_the_owner_and_the_money_are_there() -> None:
    text = Page(render(samples.invest())).text
    for said in (
        "first-time bookkeepers:",
        "Mia Chen with Tom Berg, 21 March 2026 · released: 120,000 and 60 person-days",
        "35% before, 79% now",
        "Batch 1: 4,900 units from week 10.csv",
        "(replaced, not counted)",
        "replaces batch 1: Staff removed.",
        "Other tests of this hypothesis: E4 Twelve interviews (invest, decided: persevere).",
        samples.HEAD,
        samples.LOCK,
        samples.DIGEST,
        "whatsticks trail verify",
    ):
        assert said in text, said


def test_money_beyond_the_budget_is_called_over() -> None:
    text = Page(render(samples.against_and_amended())).text
    assert "5,300 of 4,000 ( over: 132% )" in text


def test_a_draft_has_a_page_too() -> None:
    text = Page(render(samples.draft())).text
    assert "No decision yet" in text
    assert "No verdict yet" in text
    assert "Nothing has been recorded." in text


def test_control_characters_do_not_reach_the_page() -> None:
    older = samples.summary()
    bad = older.segment.model_copy(update={"description": "before\x1b]52;c;eA==\x07\u202eafter"})
    source = render(older.model_copy(update={"segment": bad}))
    assert not set(source) & {"\x1b", "\x07", "\u202e"}
    assert "before]52;c;eA==after" in source


def test_the_portfolio_says_what_stopping_kept_from_being_spent() -> None:
    page = Page(render(samples.portfolio()))
    assert "4 hypotheses, 4 tests run for 5,750." in page.text
    assert "1 bet stopped, which kept 250,000 from being spent." in page.text
    assert page.titles() == ["The bets", "Decisions, newest first", "How to check this page"]
    assert page.text.index("First-week checklist") < page.text.index("Gate at level 40")
    assert "Against the verdict" in page.text


def test_an_empty_portfolio_has_a_page() -> None:
    empty = samples.portfolio().but(rows=(), decisions=())
    text = Page(render(empty)).text
    assert "No hypothesis is registered yet." in text
    assert "Nothing has been decided yet." in text


def test_every_element_is_closed() -> None:
    for summary in (*(make() for make in samples.DECISIONS.values()), samples.portfolio()):
        assert Page(render(summary)).open == []


def test_templates_wait_until_a_page_is_asked_for() -> None:
    program = (
        "import sys, experiments.summary.formats, experiments.summary.html, experiments.summary.markdown\n"
        "print([name for name in ('jinja2', 'markupsafe', 'numpy', 'scipy') if name in sys.modules])"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_same_summary_gives_the_same_page() -> None:
    for first, second in itertools.pairwise([render(samples.invest()) for _ in range(2)]):
        assert first == second


def test_a_check_without_a_number_leaves_no_empty_brackets() -> None:
    bare = tuple(HealthCheck(check=f"gap {at}", status=at, value=None, limit=None, message="So.") for at in Status)
    summary = samples.summary(verdict=samples.gate_verdict(health=bare))
    assert "With care: gap" in Page(render(summary)).text
    assert "()" not in Page(render(summary)).text
    assert "()" not in markdown(summary)
