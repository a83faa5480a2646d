"""Nobody waits for statistics or a database before they are needed: what comes along, seen in fresh processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent

REPORT = "print('\\n'.join(['loaded:', *sorted(sys.modules)]))"

HELP = f"""
import sys
from tui.cli import main
main(args=["--help"], prog_name="whatsticks", standalone_mode=False)
{REPORT}
"""

FIRST_FRAME = f"""
import asyncio, sys
from pathlib import Path
from tui.app import WhatSticks

async def first_frame():
    app = WhatSticks(workspace=Path(sys.argv[1]))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        rows = app.screen._compositor.render_strips()
        print(*("".join(segment.text for segment in row).rstrip() for row in rows), sep="\\n")
        {REPORT}

asyncio.run(first_frame())
"""

RULES = f"""
import sys
import experiments.plan, experiments.verdict
{REPORT}
"""


def fresh_process(code: str, *args: str) -> tuple[str, set[str]]:
    """Run code that ends in REPORT; answer what it printed and the modules it had loaded by then."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "TERM": "xterm-256color"}
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        env=environment,
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed, _, modules = done.stdout.partition("loaded:\n")
    return printed, set(modules.split())


def loaded_of(heavy: set[str], modules: set[str]) -> set[str]:
    """The heavy libraries that came along, whole or in part."""
    return {name for name in heavy if any(f"{module}.".startswith(f"{name}.") for module in modules)}


def test_the_probe_sees_what_was_imported() -> None:
    _, modules = fresh_process(f"import json.decoder, sys\n{REPORT}")
    assert loaded_of({"json", "json.decoder", "sqlite3", "js"}, modules) == {"json", "json.decoder"}


def test_help_loads_no_statistics_no_database_and_no_screen() -> None:
    printed, modules = fresh_process(HELP)
    assert printed.startswith("Usage: whatsticks")
    heavy = {
        "statsmodels",
        "scipy",
        "pandas",
        "matplotlib",
        "duckdb",
        "_duckdb",
        "ibis",
        "sqlmodel",
        "sqlalchemy",
        "textual",
    }
    assert loaded_of(heavy, modules) == set()


def test_the_first_frame_waits_for_no_statistics_and_no_engine(tmp_path: Path) -> None:
    frame, modules = fresh_process(FIRST_FRAME, str(tmp_path / "bets.db"))
    assert frame.strip(), "the first frame is blank"
    heavy = {"statsmodels", "scipy.stats", "pandas", "matplotlib", "duckdb", "_duckdb", "ibis", "psycopg", "alembic"}
    assert loaded_of(heavy, modules) == set()


def test_the_rules_of_a_bet_load_no_arithmetic() -> None:
    _, modules = fresh_process(RULES)
    heavy = {"numpy", "scipy", "statsmodels", "pandas", "sqlmodel", "duckdb", "_duckdb", "textual"}
    assert loaded_of(heavy, modules) == set()
