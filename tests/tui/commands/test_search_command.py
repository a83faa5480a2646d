"""Search on the command line: words find what holds them, with what was found marked."""

from __future__ import annotations


def test_words_find_what_holds_them_with_the_place_marked(ok, draft: str) -> None:
    found = ok("search", "MORN", "deliv", "--json").json
    assert found["total"] == 1
    (hit,) = found["items"]
    assert (hit["kind"], hit["code"]) == ("hypothesis", "H1")
    text = hit["excerpt"]["text"]
    assert [text[start:stop].casefold() for start, stop in hit["excerpt"]["marks"]] == ["morning", "delivery"]
    assert "They pay for «morning» «delivery»" in ok("search", "morning delivery").out


def test_results_come_in_pages_that_follow_one_another(ok, draft: str) -> None:
    for number in range(3):
        ok("hypothesis", "add", "--segment", "S1", "--title", f"Otters swim {number}")
    first = ok("search", "otters", "--limit", 2)
    assert "1 to 2 of 3; --offset 2 goes on" in first.err
    second = ok("search", "otters", "--limit", 2, "--offset", 2)
    codes = [line.split("\t")[0] for page in (first, second) for line in page.out.splitlines()[1:]]
    assert sorted(codes) == ["H2", "H3", "H4"]


def test_nothing_found_and_nothing_asked_get_one_line_each(ok, run, draft: str) -> None:
    nothing = ok("search", "zebra'; DROP", "NEAR(")
    assert (nothing.out, nothing.err) == ("", "nothing holds all of: zebra'; DROP NEAR(\n")
    assert ok("search", "zebra", "--json").json["items"] == []
    assert run("search").code == 2


def test_the_index_is_made_anew_when_asked_and_doctor_tells_when_to(ok, draft: str, workspace) -> None:
    import sqlite3

    connection = sqlite3.connect(workspace)
    connection.execute("DROP TRIGGER hypothesis_found_as_changed")
    connection.commit()
    connection.close()
    assert "whatsticks search --rebuild" in ok("doctor").out
    assert ok("search", "--rebuild").err == "The search index was made anew.\n"
    assert "search --rebuild" not in ok("doctor").out
