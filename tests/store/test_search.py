"""Search: plain words find what holds them, in any language and on either engine, ranked and with marked excerpts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from experiments.experiment import Experiment
from store.search_index import fault
from store.search_words import Sought, for_fts5, for_tsquery, words_of
from store.workspace import Workspace
from tests.store.behind import raw

HOSTILE = [
    '"', "' OR 1=1", "a AND", "NEAR(a b, 5)", "-night", "night*", "col:night", "(", "{x}", "^night", "a:*b", "!night",
    "<->", "\\", "\\'", "%", "_", "::", "\0", "half \ud800 sign", "x" * 100_000, "a " * 5_000,
]  # fmt: skip


def found(ws: Workspace, text: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.code) for hit in ws.search(text).hits]


def marked(ws: Workspace, text: str) -> list[str]:
    (hit,) = ws.search(text).hits
    return [hit.excerpt.text[start:end] for start, end in hit.excerpt.marks]


@pytest.mark.engines
def test_every_noun_is_found_by_its_words_and_a_decision_by_what_was_learned(
    ws: Workspace, concluded: Experiment
) -> None:
    ws.segments.edit(1, 1, {"where_to_find": "playgrounds and cafés"})
    told = {"choice": "invest", "why": "twice as many did", "learning": "Sleepless people buy groceries"}
    ws.decisions.decide(1, concluded.version, told)
    assert found(ws, "night") == [("hypothesis", "H1")]
    assert found(ws, "landing page") == [("experiment", "E1")]
    assert found(ws, "CAFES") == [("segment", "S1")]
    (hit,) = ws.search("grocer sleepless").hits
    assert (hit.kind, hit.code, hit.title, hit.excerpt.field) == ("decision", "E1", "Landing page", "learning")
    assert found(ws, "night groceries") == []
    assert found(ws, "") == found(ws, "  ") == []


@pytest.mark.engines
@pytest.mark.parametrize(
    ("said", "typed", "marks"),
    [
        ("Ärzte in der Straße", "arzt STRASSE", ["Ärzte", "Straße"]),
        ("Клиенты ждут", "КЛИЕНТ", ["Клиенты"]),
        ("Ο ΠΕΛΆΤΗΣ", "πελάτ", ["ΠΕΛΆΤΗΣ"]),
        ("顧客の声を聞く", "の声", ["の声"]),
        ("लोग रात में", "रात", ["रात"]),
        ("cheap/fast e-mail snake_case a.b", "fast mail case", ["fast", "mail", "case"]),
        ("100% of 3.5", "100%", ["100"]),
        ("crème brûlée", "brule", ["brûlée"]),
        ("«Да» – “quoted”…", "quoted", ["quoted"]),
    ],
)  # fmt: skip
def test_words_are_found_in_any_language_case_and_accent(
    ws: Workspace, said: str, typed: str, marks: list[str]
) -> None:
    ws.segments.add({"name": "Somebody else"})
    ws.segments.add({"name": said})
    assert found(ws, typed) == [("segment", "S2")]
    assert marked(ws, typed) == marks
    assert [one.id for one in ws.segments.list(text=typed)] == [2]
    assert ws.segments.count(text=typed) == 1


@pytest.mark.engines
def test_nothing_that_people_type_is_syntax(ws: Workspace, draft: Experiment) -> None:
    for text in HOSTILE:
        ws.search(text)
        ws.board(text=text)
        ws.similar(text)
        ws.hypotheses.count(text=text)
    assert found(ws, "night*") == found(ws, "-night!") == found(ws, "'night'") == [("hypothesis", "H1")]
    assert found(ws, "night AND toddlers") == []


@pytest.mark.engines
def test_the_index_follows_edits_and_what_was_undone(ws: Workspace, draft: Experiment) -> None:
    ws.hypotheses.edit(1, 1, {"title": "They order at dawn"})
    assert (found(ws, "night"), found(ws, "dawn")) == ([], [("hypothesis", "H1")])
    ws.undo(ws.undoable().seq)
    assert (found(ws, "night"), found(ws, "dawn")) == ([("hypothesis", "H1")], [])
    ws.hypotheses.add({"segment_id": 1, "title": "They sleep at dawn"})
    ws.undo(ws.undoable().seq)
    assert found(ws, "dawn") == []


@pytest.mark.engines
def test_the_better_fit_comes_first_and_pages_follow_one_another(ws: Workspace) -> None:
    ws.segments.add({"name": "Shops"})
    padding = "and much else that has nothing to do with it, told at length, again and again, in many words"
    ws.hypotheses.add({"segment_id": 1, "title": "Prepaid", "offer": f"vouchers {padding}", "need": padding})
    ws.hypotheses.add({"segment_id": 1, "title": "Vouchers sell, and vouchers stay"})
    for number in range(4):
        ws.hypotheses.add({"segment_id": 1, "title": f"Nothing {number}", "offer": padding})
    assert found(ws, "vouchers") == [("hypothesis", "H2"), ("hypothesis", "H1")]
    pages = [ws.search("nothing", limit=2, offset=at) for at in (0, 2, 4)]
    assert [page.total for page in pages] == [5, 5, 5]
    codes = [hit.code for page in pages for hit in page.hits]
    assert sorted(codes) == ["H1", "H3", "H4", "H5", "H6"]
    assert not pages[0].more


@pytest.mark.engines
def test_the_board_finds_a_hypothesis_by_all_that_belongs_to_it_and_shows_where(
    ws: Workspace, concluded: Experiment
) -> None:
    ws.decisions.decide(1, concluded.version, {"choice": "invest", "why": "x", "learning": "Sleepless people buy"})
    ws.hypotheses.add({"segment_id": 1, "title": "They stay up"})
    for text, codes, place in (
        ("sleepless", ["H1"], "E1"),
        ("landing", ["H1"], "E1"),
        ("up", ["H2"], "H2"),
        ("toddlers", ["H2", "H1"], "S1"),
    ):
        page = ws.board_page(text)
        assert [row.hypothesis.code for row in page.rows] == codes
        assert (page.total, page.more) == (len(codes), False)
        assert page.rows[0].found_in == place
        part = page.rows[0].found
        assert part is not None
        assert [part.text[start:end].casefold() for start, end in part.marks] == [text]


def test_an_excerpt_is_cut_around_what_was_found_and_carries_no_control_characters(ws: Workspace) -> None:
    long = "word " * 100
    ws.segments.add({"name": "S", "description": f"{long}\n[bold]needle[/] {long}"})
    (hit,) = ws.search("needle").hits
    (mark,) = hit.excerpt.marks
    text = hit.excerpt.text
    assert text[slice(*mark)] == "needle"
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) < 130
    assert "[bold]needle[/]" in text
    assert text.isprintable()


def test_a_search_is_words_whatever_the_engine_would_read_in_it() -> None:
    words = words_of('NEAR("a", b*) AND -c\'s')
    assert for_fts5(words) == '"near"* "a" "b" "and"* "c" "s"'
    assert for_tsquery(words) == "'near':* & 'a' & 'b' & 'and':* & 'c' & 's'"


@pytest.mark.engines
def test_past_hypotheses_that_share_rare_words_are_shown_with_what_was_learned(
    ws: Workspace, concluded: Experiment
) -> None:
    ws.decisions.decide(1, concluded.version, {"choice": "invest", "why": "x", "learning": "They buy milk"})
    for number in range(20):
        ws.hypotheses.add({"segment_id": 1, "title": f"They walk the dog {number}"})
    first, *_ = ws.similar("At night they order milk")
    assert (first.code, first.learned, first.status) == ("H1", "They buy milk", "decided: invest")
    assert ws.similar("at night", but=1) == ()
    assert ws.similar("zebra") == ws.similar("") == ()
    assert len(ws.similar("dog", limit=3)) == 3


def test_without_an_index_texts_are_read_and_it_can_be_made_again(
    ws: Workspace, draft: Experiment, address: Path
) -> None:
    with raw(address) as connection:
        for kind, name in connection.execute(
            "SELECT type, name FROM sqlite_master WHERE name LIKE '%\\_found\\_%' ESCAPE '\\'"
            " OR sql LIKE 'CREATE VIRTUAL%' ORDER BY type DESC"
        ).fetchall():
            connection.execute(f"DROP {kind} {name}")
    ws.hypotheses.edit(1, 1, {"title": "They order at dawn"})
    assert found(ws, "DAWN") == [("hypothesis", "H1")]
    assert [row.hypothesis.code for row in ws.board(text="dawn")] == ["H1"]
    assert ws.hypotheses.count(text="dawn") == 1
    assert ws.similar("dawn") == ()
    with ws._desk.reading() as session:
        assert "missing" in fault(session.connection())
    ws.remake_search()
    with ws._desk.reading() as session:
        assert fault(session.connection()) == ""
    assert ws.similar("dawn")[0].code == "H1"
    ws.hypotheses.edit(1, 2, {"title": "They order at dusk"})
    assert found(ws, "dusk") == [("hypothesis", "H1")]
    assert found(ws, "dawn") == []
    assert ws.trail.verify() == ()


@pytest.mark.engines
def test_the_index_can_be_made_anew_at_any_time(ws: Workspace, draft: Experiment) -> None:
    ws.remake_search()
    assert found(ws, "night") == [("hypothesis", "H1")]


@pytest.mark.engines
def test_searches_and_lists_go_by_an_index(ws: Workspace, draft: Experiment, address: Any, engine: str) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        ws.search("night")
        ws.board(text="night")
        ws.similar("They order at night")
        ws.hypotheses.list(text="night")
        ws.hypotheses.list(segment_id=1)
        ws.experiments.list(hypothesis_id=1)
        ws.observations.of(1)
        ws.trail.entries(limit=1, subject="H1")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    with raw(address) as connection:
        for statement, parameters in asked:
            if statement.startswith("SELECT") or statement.lstrip().startswith("SELECT"):
                assert_no_scan(connection, engine, statement, parameters)


def assert_no_scan(connection: Any, engine: str, statement: str, parameters: Any) -> None:
    if engine == "sqlite":
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        scans = [
            line for line in plan
            if line.startswith("SCAN") and "VIRTUAL TABLE" not in line and "INDEX" not in line
            and line.split()[1] in ("segment", "hypothesis", "experiment", "observation", "decision", "trail")
        ]  # fmt: skip
    else:
        connection.execute("SET enable_seqscan = off")
        plan = [row[0] for row in connection.execute(f"EXPLAIN {statement}", parameters)]
        scans = [line for line in plan if "Seq Scan" in line]
    assert not scans, (statement, plan)


@pytest.mark.engines
def test_of_a_word_that_is_everywhere_the_newest_are_ranked_and_a_rare_one_is_found_wherever_it_stands(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.search.MOST", 3)
    monkeypatch.setattr("store.search_places.MOST", 3)
    monkeypatch.setattr("store.common_words.NEWEST", 6)
    ws.segments.add({"name": "Everybody with a phone"})
    ws.hypotheses.add({"segment_id": 1, "title": "Vouchers sell"})
    for number in range(2, 12):
        ws.hypotheses.add({"segment_id": 1, "title": f"Parents pay {number}"})
    common = ws.search("parents")
    assert {hit.code for hit in common.hits} == {"H9", "H10", "H11"}
    assert (common.total, common.more) == (3, True)
    board = ws.board_page("parents")
    assert {row.hypothesis.code for row in board.rows} == {"H9", "H10", "H11"}
    assert (board.total, board.more) == (3, True)
    ws.hypotheses.edit(9, 1, {"need": "a loan"})  # some of the newest hold it, and too few to stop there
    ws.hypotheses.edit(2, 1, {"need": "a loan"})
    assert [hit.code for hit in ws.search("loan").hits] == ["H9", "H2"]
    for text, code in (("vouchers", "H1"), ("parents 3", "H3")):
        rare = ws.search(text)
        assert ([hit.code for hit in rare.hits], rare.more) == ([code], False)
        assert [row.hypothesis.code for row in ws.board(text)] == [code]


@pytest.mark.engines
def test_words_as_they_were_typed_come_before_longer_ones_and_those_are_found_where_there_are_no_others(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.search.MOST", 3)
    monkeypatch.setattr("store.search_places.MOST", 3)
    monkeypatch.setattr("store.common_words.NEWEST", 8)
    ws.segments.add({"name": "Everybody with a phone"})
    for number in range(1, 5):
        ws.hypotheses.add({"segment_id": 1, "title": f"A parent pays cash {number}"})
    for number in range(5, 9):
        ws.hypotheses.add({"segment_id": 1, "title": f"Parents pay cashless {number}"})
    both = ws.search("parent cash")
    assert (len(both.hits), both.more) == (3, True)
    only_longer = ws.search("par cashl")
    assert ({hit.code for hit in only_longer.hits}, only_longer.more) == ({"H6", "H7", "H8"}, True)
    assert [hit.code for hit in ws.search("parent cashless 5").hits] == ["H5"]
    assert [hit.code for hit in ws.search("paren cash 2").hits] == ["H2"]


@pytest.mark.engines
def test_a_hypothesis_that_holds_a_word_comes_before_those_whose_segment_does(ws: Workspace) -> None:
    ws.segments.add({"name": "Deliveries", "description": "deliveries, deliveries, deliveries"})
    ws.segments.add({"name": "Everybody with a phone"})
    ws.hypotheses.add({"segment_id": 2, "title": "Night deliveries sell"})
    ws.hypotheses.add({"segment_id": 1, "title": "Vouchers sell"})
    ws.hypotheses.add({"segment_id": 1, "title": "Nobody pays for night deliveries"})
    rows = ws.board("deliveries")
    assert [row.hypothesis.code for row in rows][-1] == "H2"
    assert [row.found_in for row in rows][-1] == "S1"
    assert {row.found_in for row in rows[:2]} == {"H1", "H3"}


def test_the_part_that_is_shown_is_of_the_field_that_holds_a_word_without_blanks_around_it(ws: Workspace) -> None:
    ws.segments.add({"name": "東京の人"})
    ws.hypotheses.add({"segment_id": 1, "title": "顧客は割引を望む", "need": "深夜の配達が必要です"})
    (hit,) = ws.search("配達").hits
    assert hit.excerpt.field == "need"
    assert [hit.excerpt.text[first:last] for first, last in hit.excerpt.marks] == ["配達"]


@pytest.mark.engines
def test_what_is_rare_in_a_text_decides_what_is_similar_however_many_hold_its_common_words(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.similar._COMMON", 2)
    monkeypatch.setattr("store.common_words.NEWEST", 4)
    ws.segments.add({"name": "Everybody with a phone"})
    ws.hypotheses.add({"segment_id": 1, "title": "Parents want vouchers"})
    for number in range(8):
        ws.hypotheses.add({"segment_id": 1, "title": f"Parents pay {number}"})
    assert [found.code for found in ws.similar("parents ask for vouchers")] == ["H1"]


@given(
    text=st.text(st.sampled_from("abAB1 _-.,'é"), max_size=60),
    words=st.lists(st.text(st.sampled_from("abB1é"), min_size=1, max_size=3), min_size=1, max_size=3, unique=True),
)
def test_words_are_marked_alike_in_any_script(text: str, words: list[str]) -> None:
    """Plain letters are searched another way than others, which must not change what is found."""
    sought = Sought(words_of(" ".join(words)))
    plain = text.replace("é", "e")
    beyond = f"{plain} ω"
    assert sought.places(plain) == sought.places(beyond)
