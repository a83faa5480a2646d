"""The statistics process: the newest design wins, a crash costs one line, and nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from experiments.errors import Refused
from experiments.experiment import Budget
from experiments.judge import judge
from experiments.observation import Observation
from experiments.power import design
from tests.tui.screens.bets import a_plan, counts
from tui.statistics import Stale, Statistics, Stopped
from tui.ways_of_looking import planned_looks, ways_of_looking

CHECKOUT = Path(__file__).parents[3]


def a_batch(successes: int, trials: int) -> Observation:
    fields = {"experiment_id": 1, "at": datetime(2026, 3, 1, tzinfo=UTC), "recorded_by": "Ana"}
    return Observation.of({**fields, "arms": counts(successes, trials)})


def alive(process: int) -> bool:
    """Say whether a process runs; one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


async def ended(process: int) -> None:
    end = time.monotonic() + 20
    while alive(process):
        assert time.monotonic() < end, "the statistics process is still there"
        await asyncio.sleep(0.05)


async def test_the_process_answers_as_the_judge_and_the_planner_do() -> None:
    statistics = Statistics()
    plan, batch, budget = a_plan(), a_batch(30, 150), Budget(money=10)
    assert await statistics.judge(plan, [batch]) == judge(plan, [batch])
    assert await statistics.design(plan, budget) == design(plan, budget)
    early = await statistics.judge(plan, [a_batch(3, 20)])
    assert early == judge(plan, [a_batch(3, 20)])
    await statistics.close()


async def test_of_the_designs_that_wait_only_the_newest_is_worked_out() -> None:
    statistics = Statistics()
    plans = [a_plan(alpha=place / 100) for place in range(1, 30)]
    answers = await asyncio.gather(*(statistics.design(plan) for plan in plans), return_exceptions=True)
    assert answers[-1] == design(plans[-1])
    assert sum(isinstance(answer, Stale) for answer in answers) >= len(plans) - 2
    await statistics.close()


async def test_the_ways_of_looking_and_the_planned_looks_come_from_the_process() -> None:
    statistics = Statistics()
    plan = a_plan(monitoring="group-sequential", planned_size=None)
    assert await statistics.ways(plan) == ways_of_looking(plan)
    assert await statistics.planned_looks(plan, 300) == planned_looks(plan, 300)
    assert await statistics.planned_looks(plan, None) == ()
    plans = [a_plan(alpha=place / 100) for place in range(1, 20)]
    answers = await asyncio.gather(*(statistics.ways(plan) for plan in plans), return_exceptions=True)
    assert answers[-1] == ways_of_looking(plans[-1])
    assert any(isinstance(answer, Stale) for answer in answers)
    await statistics.close()


async def test_a_refusal_comes_back_as_a_refusal() -> None:
    statistics = Statistics()
    plan = a_plan(comparison="control", control="old", shares={"old": 0.5, "new": 0.5})
    with pytest.raises(Refused, match="'all' is not possible"):
        await statistics.judge(plan, [a_batch(3, 20)])
    await statistics.close()


async def test_a_crash_costs_one_clear_line_and_the_next_question_is_answered() -> None:
    statistics = Statistics()
    await statistics.design(a_plan())
    process = statistics.number
    assert process is not None
    asked = asyncio.create_task(statistics.judge(a_plan(), [a_batch(30, 150)]))
    await asyncio.sleep(0)
    os.kill(process, signal.SIGKILL)
    with pytest.raises(Stopped, match=r"ended by itself \(code -9\)") as caught:
        await asked
    assert "\n" not in str(caught.value)
    assert await statistics.design(a_plan()) == design(a_plan())
    assert statistics.number != process
    await statistics.close()


async def test_closing_leaves_no_process_behind_even_in_the_middle_of_a_question() -> None:
    statistics = Statistics()
    asked = asyncio.create_task(statistics.judge(a_plan(), [a_batch(30, 150)]))
    while statistics.number is None:
        await asyncio.sleep(0.01)
    process = statistics.number
    await statistics.close()
    assert not alive(process)
    with pytest.raises(Stopped):
        await asked


PARENT = """
import asyncio
from tui.statistics import Statistics

async def run():
    statistics = Statistics()
    await statistics.start()
    print(statistics.number, flush=True)
    await asyncio.sleep(60)

asyncio.run(run())
"""


async def test_a_program_that_is_killed_leaves_no_process_behind() -> None:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout is not None
    process = int(parent.stdout.readline())
    assert alive(process)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    await ended(process)


def test_a_file_in_the_working_directory_cannot_stand_in_for_a_library(tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('this is not numpy')")
    code = f"""
import asyncio
from experiments.plan import Plan
from tui.statistics import Statistics

async def run():
    statistics = Statistics()
    print((await statistics.design(Plan.model_validate_json({a_plan().model_dump_json()!r}))).size)
    await statistics.close()

asyncio.run(run())
"""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "141", done.stderr
