"""The catalogue of cheap tests: complete, honest about its sources, and open to a team's own figures."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from experiments.catalogue import STRENGTH_WORDS, load_catalogue, strength_words
from experiments.errors import NotFound, Unreadable

CATALOGUE = load_catalogue()
EVERY_KIND = pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: kind.slug)

REAL_STARTUP_BOOK = """
    contextual inquiry, customer discovery interviews, data mining, experience sampling, focus groups,
    open-ended survey;
    broken promise smoke test, close-ended survey, comprehension test, event smoke test, fake door smoke test,
    flyer smoke test, high bar smoke test, landing page smoke test, pocket smoke test, pre-sales smoke test,
    sales pitch smoke test, secondary market research, video smoke test;
    analog/digital, ask an expert, competitor analysis, competitor usability testing, concierge test, demo pitch,
    dogfooding, picnic in the graveyard, solution interview;
    dashboards, net promoter score survey, paper prototyping, product-market fit survey, takeaway test,
    usability testing, wizard of oz;
    A/B testing, off brand testing, scorecards
"""


def own_file(folder: Path, text: str) -> Path:
    path = folder / "catalogue.toml"
    path.write_text(text, encoding="utf-8")
    return path


def stars(rating: str) -> list[int]:
    """Read 2 and 3 out of ``2–3/5 by signal``; nothing out of a rating given in words."""
    of_five, slash, _ = rating.partition("/5")
    return [int(digit) for digit in re.findall(r"[1-5]", of_five)] if slash else []


def test_the_44_experiments_are_all_there_in_their_groups() -> None:
    canon = [kind for kind in CATALOGUE.kinds if kind.source == "44"]
    assert Counter(kind.phase for kind in canon) == {"discovery": 29, "validation": 15}
    assert Counter((kind.phase, kind.group) for kind in canon) == {
        ("discovery", "exploration"): 5,
        ("discovery", "data analysis"): 5,
        ("discovery", "interest"): 7,
        ("discovery", "discussion prototypes"): 8,
        ("discovery", "preference and prioritisation"): 4,
        ("validation", "interaction prototypes"): 5,
        ("validation", "call to action"): 5,
        ("validation", "simulation"): 5,
    }


def test_groups_come_in_the_order_of_the_file_and_stay_together() -> None:
    groups = CATALOGUE.groups()
    assert groups[:2] == ("exploration", "data analysis")
    assert groups[-1] == "out of the box"
    places = [groups.index(kind.group) for kind in CATALOGUE.kinds]
    assert places == sorted(places)


@pytest.mark.parametrize("method", [name.strip() for name in re.split("[,;]", REAL_STARTUP_BOOK)])
def test_every_method_of_the_real_startup_book_is_found_under_its_own_name(method: str) -> None:
    assert CATALOGUE.kind(method).slug


def test_a_method_of_both_books_is_one_kind_with_an_alias() -> None:
    assert CATALOGUE.kind("A/B testing").slug == "split-test"
    assert CATALOGUE.kind("  Wizard of OZ ").slug == "wizard-of-oz"
    assert CATALOGUE.kind("contextual inquiry").source == "44"


def test_slugs_are_unique_and_a_sentence_is_used_once() -> None:
    for field in ("slug", "name", "good_for", "measure"):
        said = Counter(getattr(kind, field) for kind in CATALOGUE.kinds)
        assert [words for words, times in said.items() if times > 1] == []


@EVERY_KIND
def test_a_kind_can_be_read_aloud(kind) -> None:  # type: ignore[no-untyped-def]
    assert re.fullmatch(r"[A-Z][^.]+\.", kind.good_for), "one sentence"
    assert re.fullmatch(r"[a-z][^.]+", kind.measure), "goes on from 'and measure the …'"
    assert strength_words(kind.strength) == STRENGTH_WORDS[kind.strength]


@EVERY_KIND
def test_a_default_never_makes_a_kind_look_better_than_its_published_ratings(kind) -> None:  # type: ignore[no-untyped-def]
    published = [number for rating in kind.published for number in stars(rating.strength)]
    assert kind.strength <= max(published, default=5)


@EVERY_KIND
def test_a_default_cost_lies_between_the_published_ones(kind) -> None:  # type: ignore[no-untyped-def]
    in_fives = {"$": [1, 2], "$$": [2, 3], "$$$": [4, 5]}
    ratings = [rating.cost for rating in kind.published if rating.source in "AB"]
    published = [number for cost in ratings for part in cost.split("–") for number in in_fives.get(part, [])]
    published += [number for cost in ratings for number in stars(cost)]
    assert min(published, default=1) <= kind.cost <= max(published, default=5)


@EVERY_KIND
def test_a_judgement_is_marked_as_such(kind) -> None:  # type: ignore[no-untyped-def]
    rated = {rating.source for rating in kind.published} & {"A", "B"}
    assert kind.rating == ("published" if rated else "ours")
    assert {rating.source for rating in kind.published} <= CATALOGUE.about.sources.keys()


def test_talk_is_the_weakest_evidence_however_many_stars_it_is_given() -> None:
    for slug in ("customer-interview", "validation-survey", "focus-group", "product-market-fit-survey"):
        assert strength_words(CATALOGUE.kind(slug).strength) == "what people say"
    assert strength_words(CATALOGUE.kind("presale").strength) == "what people pay"


def test_a_kind_that_needs_two_arms_says_so() -> None:
    assert CATALOGUE.kind("split-test").comparison == "control"


def test_an_unknown_kind_gets_one_line_with_the_nearest_one() -> None:
    with pytest.raises(NotFound) as caught:
        CATALOGUE.kind("fake dor")
    nearest = "did you mean '404-test' or 'online-ad'?"  # the fake door and the fake-door ad
    assert str(caught.value) == f"there is no kind of experiment 'fake dor'; {nearest}"


def test_a_word_like_no_other_gets_a_way_out_and_no_guess() -> None:
    with pytest.raises(NotFound, match="search for a word of what it does"):
        CATALOGUE.kind("x" * 1_000_000)


def test_search_finds_by_word_in_aliases_and_sentences() -> None:
    assert [kind.slug for kind in CATALOGUE.search("MVP feature")] == ["single-feature-mvp"]
    assert "presale" in [kind.slug for kind in CATALOGUE.search("pay in advance")]
    assert CATALOGUE.search("no such words anywhere") == []


def test_search_narrows_by_risk_and_by_strength() -> None:
    assert [kind.slug for kind in CATALOGUE.search("", risk="feasibility", strength_at_least=5)] == [
        "single-feature-mvp",
        "concierge",
        "wizard-of-oz",
    ]
    assert len(CATALOGUE.search("")) == len(CATALOGUE.kinds)


def test_an_own_file_changes_one_figure_and_leaves_the_rest(tmp_path: Path) -> None:
    ours = load_catalogue(own_file(tmp_path, '[[kinds]]\nslug = "concierge"\nmoney = 9000\n'))
    before, after = CATALOGUE.kind("concierge"), ours.kind("concierge")
    assert after == before.but(money=9000, rating="yours")
    assert [kind for kind in ours.kinds if kind.slug != "concierge"] == [
        kind for kind in CATALOGUE.kinds if kind.slug != "concierge"
    ]
    assert ours.groups() == CATALOGUE.groups()
    assert load_catalogue().kind("concierge").money == before.money, "the packaged catalogue is not touched"


def test_an_own_file_may_name_a_kind_by_an_alias(tmp_path: Path) -> None:
    ours = load_catalogue(own_file(tmp_path, '[[kinds]]\nslug = "landing-page"\ntypical_size = 400\n'))
    assert ours.kind("simple-landing-page").typical_size == 400
    assert len(ours.kinds) == len(CATALOGUE.kinds)


def test_an_own_file_adds_a_kind_at_the_end(tmp_path: Path) -> None:
    added = """
    [[kinds]]
    slug = "branch-visit"
    name = "Visit to a branch"
    phase = "discovery"
    group = "ours"
    answers = ["desirability"]
    good_for = "Seeing what the counter hears."
    measure = "share of customers who ask for it"
    metric = "proportion"
    comparison = "benchmark"
    unit = "customers"
    cost = 1
    money = 0
    setup_days = 0.5
    run_days = 1
    strength = 1
    """
    ours = load_catalogue(own_file(tmp_path, added))
    assert ours.kinds[-1] == ours.kind("Visit to a branch")
    assert (ours.kinds[-1].source, ours.kinds[-1].rating) == ("own", "yours")
    assert ours.groups()[-1] == "ours"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[kinds]]\nslug = "concierge"\nstrength = 9', "kind 'concierge': strength: 9 is not possible"),
        ('[[kinds]]\nslug = "concierge"\nprice = 9', "kind 'concierge': price: no such field is known"),
        ('[[kinds]]\nslug = "concierge"\nrun_days = nan', "kind 'concierge': run days: nan is not possible"),
        ('[[kinds]]\nslug = "conciege"\nmoney = 9', "no kind of experiment 'conciege'; did you mean 'concierge'?"),
        ('[[kinds]]\nslug = "a"\nname = "A"', "kind 'a': phase: "),
        ('[[kinds]]\nslug = "presale"\naliases = ["MVP"]', "'mvp' means both 'single-feature-mvp' and 'presale'"),
        ('[[kinds]]\nslug = "presale"\n[[kinds]]\nslug = "presale"', "slug: 'presale' is not possible; it stands"),
        ('[[kinds]]\nslug = "Pre Sale"\nname = "Another"', "kind 'Pre Sale': slug: 'Pre Sale' is not possible"),
        ('[[kind]]\nslug = "presale"', "kind:"),
        ('[kinds]\nslug = "presale"', "kinds:"),
        ('[[kinds]]\nslug = ["presale"]', "no kind of experiment"),
        ('[[kinds]]\nmoney = 3', "no kind of experiment"),
        ('[[kinds]\nslug = "presale"', "(at line 1, column 8)"),
        ("a = " + "[" * 100_000, ""),
    ],
    ids=[
        "out of range", "unknown field", "not a number", "typing error", "incomplete", "alias taken", "twice",
        "not kebab-case", "wrong table", "no list", "odd slug", "no slug", "not TOML", "bottomless",
    ],
)  # fmt: skip
def test_a_fault_in_an_own_file_gets_one_line_with_file_and_field(tmp_path: Path, text: str, fault: str) -> None:
    path = own_file(tmp_path, text)
    with pytest.raises(Unreadable) as caught:
        load_catalogue(path)
    assert str(caught.value).startswith(f"catalogue {path}: ")
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_or_binary_own_file_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        load_catalogue(tmp_path / "nowhere.toml")
    (tmp_path / "latin.toml").write_bytes(b'[[kinds]]\nslug = "caf\xe9"')
    with pytest.raises(Unreadable, match="utf-8"):
        load_catalogue(tmp_path / "latin.toml")
