"""The whole way from a belief to a page for leadership, through the real program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]
PROGRAM = "from tui.cli import console; console()"


def whatsticks(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(CHECKOUT),
        "WHATSTICKS_WORKSPACE": str(folder / "bets.db"),
        "WHATSTICKS_ACTOR": "Ana",
    }
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_belief_becomes_a_decision_and_a_page(tmp_path: Path) -> None:
    def step(*words: str) -> str:
        done = whatsticks(tmp_path, *words)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout.strip()

    segment = step("segment", "add", "--name", "Parents who shop at night", "--size", "40,000")
    bet = step(
        "hypothesis", "add", "--segment", segment, "--title", "They pay for morning delivery", "--need", "run out",
        "--behaviour", "order before midnight", "--offer", "we deliver before seven", "--prior", "30%",
    )  # fmt: skip
    test = step("experiment", "add", "--hypothesis", bet, "--title", "Page with a price", "--kind", "landing page")
    assert (segment, bet, test) == ("S1", "H1", "E1")

    assert "141" in step("experiment", "plan", test, "--metric", "sign-ups", "--bar", "8%", "--target", "15%")
    step("experiment", "lock", test)
    step("record", test, "--counts", "27/141")
    assert "invest" in step("judge", test)
    step(
        "decide",
        test,
        "--choice",
        "invest",
        "--why",
        "It clears the bar.",
        "--learning",
        "the price does not put them off",
    )
    step("export", "decision", test, "-o", "decision.html")
    assert step("trail", "verify") == ""

    page = (tmp_path / "decision.html").read_text(encoding="utf-8")
    assert "Parents who shop at night" in page
    assert step("trail", "head")[:8] in page
