"""An exported trail proves itself to somebody who has neither the workspace nor this program."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from experiments.errors import InvalidField, Unreadable
from experiments.experiment import Experiment
from experiments.summary.formats import render
from experiments.summary.stamp import Stamp, stamp_of
from store.chain import BEFORE_THE_FIRST, Head
from store.lock_check import LockCheck, check_lock
from store.trail_file import check_file
from store.workspace import Workspace

DOCS = Path(__file__).parents[2] / "docs" / "trail.md"
Check = Callable[[], LockCheck]


@pytest.fixture
def lines(ws: Workspace, concluded: Experiment) -> list[str]:
    return list(ws.trail.exported())


def test_an_untouched_export_is_whole_and_ends_with_the_head(ws: Workspace, lines: list[str]) -> None:
    checked = check_file(lines, "trail.jsonl", [ws.trail.newest()])
    assert (checked.entries, checked.head, checked.faults, checked.notes) == (9, ws.trail.newest(), (), ())


def test_the_python_of_the_docs_checks_the_chain(ws: Workspace, lines: list[str], tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    (tmp_path / "check.py").write_text(code)
    file = tmp_path / "trail.jsonl"

    def checked(text: str) -> subprocess.CompletedProcess[str]:
        file.write_text(text, encoding="utf-8")
        command = [sys.executable, "-I", str(tmp_path / "check.py"), str(file)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    whole = "".join(f"{line}\n" for line in lines)
    assert checked(whole).stdout.strip() == str(ws.trail.newest())
    assert checked(whole.replace("Parents", "Patents", 1)).stderr.strip() == "entry 1 does not hold"
    assert checked(whole.replace(lines[3] + "\n", "")).stderr.strip() == "entry 4 does not hold"


@pytest.mark.parametrize("place", range(9))
def test_any_changed_or_missing_line_is_named(lines: list[str], place: int) -> None:
    changed = [*lines]
    changed[place] = re.sub(r'"sentence":"', '"sentence":"Not: ', lines[place])
    assert check_file(changed, "x").faults[0] == f"entry {place + 1} of the trail was changed after it was written"
    gone = check_file([*lines[:place], *lines[place + 1 :]], "x", [Head(check_file(lines, "x").head.hash, 9)])
    assert gone.faults, "a line taken out has to be missed"


def test_a_line_said_twice_or_a_name_said_twice_is_named(lines: list[str]) -> None:
    assert check_file([*lines[:2], lines[1], *lines[2:]], "x").faults[0].startswith("entry 2 of the trail stands where")
    doubled = lines[1].replace('{"action":"add"', '{"action":"edit","action":"add"')
    assert check_file([lines[0], doubled], "x").faults == ("line 2 is no entry of a trail",)


def test_carriage_returns_and_blank_lines_of_a_mail_do_no_harm(lines: list[str]) -> None:
    assert check_file([f"{line}\r\n" for line in lines] + ["\n"], "x").faults == ()


def test_another_file_is_refused_in_one_line() -> None:
    with pytest.raises(Unreadable, match=r"notes\.txt, line 1: this is no trail"):
        check_file(["Dear all,"], "notes.txt")


# Heads that were noted ------------------------------------------------------------------------------------------------


def test_every_head_there_ever_was_is_in_the_chain(ws: Workspace, lines: list[str]) -> None:
    heads = [Head(entry.hash, entry.seq) for entry in ws.trail.entries()]
    short = [Head(head.hash[:16]) for head in heads]
    assert ws.trail.check([*heads, *short, Head(BEFORE_THE_FIRST, 0)]).faults == ()


def test_a_head_of_a_past_that_was_rewritten_is_missed(ws: Workspace, lines: list[str]) -> None:
    other = "ab" * 32
    now = ws.trail.entries(limit=1, offset=4)[0]
    for head, fault in (
        (Head(other), f"the head {other} is not in this trail: it was rewritten since, or is of another workspace"),
        (Head(other, 5), f"the head {other}@5 is not in this trail: entry 5 has the hash {now.hash} now"),
        (Head(other, 12), f"the head {other}@12 is not in this trail: it ends with entry 9 and was longer once"),
        (Head(now.hash, 6), None),
    ):
        faults = ws.trail.check([head]).faults
        assert len(faults) == 1
        assert fault is None or faults == (fault,)


def test_entries_taken_off_the_end_are_missed_only_by_their_head(ws: Workspace, lines: list[str]) -> None:
    assert check_file(lines[:6], "x").faults == ()
    assert "was longer once" in check_file(lines[:6], "x", [ws.trail.newest()]).faults[0]


@pytest.mark.parametrize("text", ["", "b8da", "g" * 64, "a" * 65, f"{'a' * 64}@", f"{'a' * 64}@-1"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(InvalidField, match=r"^head: .* is not possible; write it as trail head printed it"):
        Head.of(text)


# The lock of a plan ---------------------------------------------------------------------------------------------------


def checked_from(ws: Workspace, form: str, lines: list[str] | None = None) -> LockCheck:
    stamp = stamp_of(render(ws.summary(1), form).decode(), f"page.{form}")
    return check_lock(stamp, iter(lines or ws.trail.exported()), "trail.jsonl")


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_lock_before_the_first_result_is_told_in_one_line(ws: Workspace, concluded: Experiment, form: str) -> None:
    found = checked_from(ws, form)
    assert found.sentence == (
        f"E1: plan {concluded.plan_hash[:8]} locked on 2026-03-02 at 09:00:05 UTC by Ann (entry 5), before the first"
        " result (entry 7, on 2026-03-02 at 09:00:06 UTC); unchanged since."
    )
    assert (found.faults, found.unchanged) == ((), True)


def test_a_summary_in_json_is_read_too(ws: Workspace, concluded: Experiment) -> None:
    assert stamp_of(ws.summary(1).model_dump_json(), "x") == stamp_of(render(ws.summary(1), "md").decode(), "x")


def test_an_amendment_is_told_and_the_page_still_agrees(ws: Workspace, running: Experiment) -> None:
    assert running.plan is not None
    ws.experiments.amend(1, running.version, running.plan.but(alpha=0.1), "a larger risk will do")
    found = checked_from(ws, "md")
    assert (found.faults, found.unchanged) == ((), False)
    assert found.sentence.endswith("; CHANGED once since, by amendment (entry 8, with no results seen).")


def test_a_page_of_a_plan_without_results_says_so(ws: Workspace, locked: Experiment) -> None:
    assert "with no result recorded so far; unchanged since." in checked_from(ws, "html").sentence


def test_a_page_that_is_older_than_the_trail_is_held_against_it(ws: Workspace, locked: Experiment, counts: Any) -> None:
    stamp = stamp_of(render(ws.summary(1), "md").decode(), "page.md")
    ws.observations.record(1, counts(5, 100))
    found = check_lock(stamp, ws.trail.exported(), "x")
    assert (found.faults, found.unchanged) == ((), True)


@pytest.mark.parametrize("field", ["plan_hash", "lock_hash", "head", "lock_seq", "code"])
def test_a_page_that_was_changed_does_not_agree(ws: Workspace, concluded: Experiment, field: str) -> None:
    stamp = stamp_of(render(ws.summary(1), "md").decode(), "page.md")
    other: Any = {"lock_seq": 4, "code": "E7"}.get(field, "ab" * 32)
    found = check_lock(Stamp.of({**stamp.model_dump(), field: other}), ws.trail.exported(), "x")
    assert found.faults
    assert not found.unchanged


def test_a_trail_older_than_the_page_is_refused(ws: Workspace, locked: Experiment, counts: Any) -> None:
    old = list(ws.trail.exported())
    ws.observations.record(1, counts(5, 100))
    assert "was longer once" in checked_from(ws, "md", old).faults[0]


def test_what_somebody_wrote_into_a_reason_is_not_taken_for_the_check(ws: Workspace, concluded: Experiment) -> None:
    lie = f"Plan locked: entry 1 with hash {'ab' * 32}"
    ws.decisions.decide(1, concluded.version, {"choice": "invest", "why": lie, "learning": lie})
    for form in ("html", "md"):
        found = checked_from(ws, form)
        assert (found.faults, found.stamp.lock_seq) == ((), 5)


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_page_of_a_draft_has_no_lock_to_check(ws: Workspace, draft: Experiment, form: str) -> None:
    with pytest.raises(Unreadable, match="names no lock of a plan: E1 was not locked"):
        checked_from(ws, form)


def test_another_page_is_refused(ws: Workspace, concluded: Experiment) -> None:
    for page in ("Dear all,", "<p>Dear all,</p>", "{}", render(ws.portfolio(), "md").decode()):
        with pytest.raises(Unreadable, match="no decision summary"):
            stamp_of(page, "page")
