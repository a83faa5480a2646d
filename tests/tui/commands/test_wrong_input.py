"""Whatever is typed wrong gets one line that says so, and never a traceback; nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tui.cli import main

HOSTILE = {
    "escape sequence": "\x1b]52;c;ZXZpbA==\x07",
    "control character": "bad\x9bname",
    "line end": "two\nlines",
    "direction override": "\u202etxt.exe",
    "not UTF-8": "\udcff",
    "empty": "",
    "blank": "   ",
    "too long": "x" * 201,
}

HARMLESS = [
    "[red]bold[/",
    "[/",
    "=HYPERLINK(1)",
    "<script>alert(1)</script>",
    "%s {0} \\n",
    "名前 🙂",
    "--",
    "-",
    "';DROP--",
]

WRONG = {
    "no such command": (2, "segmnt list"),
    "no such verb": (2, "segment destroy S1"),
    "no verb": (2, "segment"),
    "no such option": (2, "segment list --wide"),
    "an option without its value": (2, "segment add --name"),
    "no such segment": (1, "segment show S99"),
    "no such hypothesis": (1, "hypothesis show 99"),
    "no such experiment": (1, "experiment lock E99"),
    "a code of another noun": (2, "experiment show H1"),
    "a code that is none": (2, "experiment show one"),
    "a number beyond all codes": (2, "experiment show E99999999999999999999999"),
    "nothing to change": (2, "segment edit S1"),
    "everyone": (1, "segment add --name Everyone"),
    "a size in words": (1, "segment edit S1 --size many"),
    "a size below nothing": (1, "segment edit S1 --size -5"),
    "a billion digits, nearly": (1, f"segment edit S1 --size {'9' * 5000}"),
    "a share above one": (1, "hypothesis edit H1 --prior 130%"),
    "certainty": (1, "hypothesis edit H1 --prior 1"),
    "an ambiguous share": (1, "hypothesis edit H1 --prior 0,3"),
    "no such risk": (2, "hypothesis edit H1 --risk boredom"),
    "importance beyond the scale": (1, "hypothesis edit H1 --importance 9"),
    "not a number": (1, "hypothesis edit H1 --money-asked nan"),
    "no such kind of test": (1, "experiment add --hypothesis H1 --title T --kind landng"),
    "a bar above the target": (1, "experiment plan E1 --metric m --bar 20% --target 10%"),
    "a bar without a target": (1, "experiment plan E1 --metric m --bar 20%"),
    "a bar that is no share": (1, "experiment plan E1 --metric m --bar 8 --target 15"),
    "no date": (1, "experiment plan E1 --start tomorrow"),
    "shares that do not add up": (1, "experiment plan E1 --comparison control --control a --arms a=50%,b=40%"),
    "a plan that is no file": (1, "experiment plan E1 --plan nowhere.toml"),
    "a plan that is a folder": (1, "experiment plan E1 --plan ."),
    "a plan that is no TOML": (1, "experiment plan E1 --plan not.toml"),
    "two ways at once": (2, "experiment plan E1 --show-toml --size 5"),
    "results of no kind": (2, "record E1"),
    "results in two ways": (2, "record E1 --counts 3/10 --data not.toml"),
    "a preview of nothing": (2, "record E1 --counts 3/10 --preview"),
    "more successes than trials": (1, "record E1 --counts 30/10"),
    "counts without a slash": (1, "record E1 --counts 30"),
    "a mean where a rate was planned": (1, "record E1 --summary 3,1,1"),
    "an arm with two results": (1, "record E1 --counts 3/10 --counts 4/10"),
    "results before the lock": (1, "record E1 --counts 3/10"),
    "judging a draft": (1, "judge E1"),
    "deciding a draft": (1, "decide E1 --choice stop --why because --learning nothing"),
    "deciding without a why": (2, "decide E1 --choice stop --learning nothing"),
    "no such choice": (2, "decide E1 --choice maybe --why because --learning nothing"),
    "amending a draft": (1, "experiment amend E1 --size 10 --why because"),
    "starting a draft": (1, "experiment start E1"),
    "abandoning without a why": (2, "experiment abandon E1"),
    "abandoning with an empty why": (1, "experiment abandon E1 --why ''"),
    "no such format": (2, "export portfolio --format docx"),
    "writing where there is no folder": (1, "export portfolio -o nowhere/page.md"),
    "overwriting": (1, "export portfolio -o not.toml"),
    "filling what is not empty": (1, "demo --no-tui --workspace bets.db"),
    "no such shell": (2, "completion tcsh"),
    "no such kind in the catalogue": (1, "catalogue show telepathy"),
    "strength beyond the ladder": (2, "catalogue list --strength 6"),
    "a workspace that is a folder": (3, "--workspace . board"),
    "a workspace elsewhere": (3, "--workspace postgresql://somewhere/bets board"),
    "a limit below one": (2, "segment list --limit 0"),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace of S1, H1 and the planned draft E1, and with a file that is no plan."""
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "not.toml").write_text("this is = = not TOML")
    for line in (
        "segment add --name Parents",
        "hypothesis add --segment S1 --title Belief",
        "experiment add --hypothesis H1 --title Test",
        "experiment plan E1 --metric m --bar 8% --target 15%",
    ):
        done = CliRunner().invoke(main, [*line.split(), "--workspace", str(folder / "bets.db")])
        assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture
def in_its_folder(prepared: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work there; nothing that is refused may change it, so that all tests can share it."""
    monkeypatch.setenv("WHATSTICKS_WORKSPACE", "bets.db")
    monkeypatch.chdir(prepared)


@pytest.mark.parametrize(("code", "line"), WRONG.values(), ids=WRONG.keys())
@pytest.mark.usefixtures("in_its_folder")
def test_a_wrong_line_gets_one_line_back(run, ok, code: int, line: str) -> None:
    before = ok("trail", "head").out
    refused = run(*(word if word != "''" else "" for word in line.split()))
    assert refused.code == code
    assert refused.err.startswith("whatsticks: ")
    assert refused.err.count("\n") == 1
    assert "fault of the program" not in refused.err
    assert len(refused.err) < 400
    assert refused.out == ""
    assert ok("trail", "head").out == before


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_name_that_could_do_harm_is_refused_and_not_echoed(run, name: str) -> None:
    refused = run("segment", "add", "--name", name)
    assert refused.code in (1, 2)
    assert refused.err.count("\n") == 1
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(refused.err)


@pytest.mark.parametrize("name", HARMLESS)
def test_any_other_name_is_kept_and_shown_as_it_is(ok, name: str) -> None:
    ok("segment", "add", f"--name={name}")
    assert ok("segment", "show", "S1", "--json").json["name"] == name
    assert f"S1\t{name}\t" in ok("segment", "list").out
    assert f"“{name}”" in ok("trail", "show").out


def test_harm_written_behind_our_back_does_not_reach_the_terminal(ok, run, workspace: Path) -> None:
    import sqlite3

    ok("segment", "add", "--name", "Night parents")
    with sqlite3.connect(workspace) as behind_our_back:
        behind_our_back.execute("UPDATE segment SET name = 'x' || char(27) || '[2J' || char(9) || 'y'")
    for words in (("segment", "list"), ("segment", "show", "S1", "--json"), ("board",)):
        ended = run(*words)
        assert "\x1b" not in ended.out + ended.err
        assert ended.err.count("\n") == 1
    assert run("trail", "verify").code == 1
