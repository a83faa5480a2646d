"""The door to the statistics process: neither their import nor their arithmetic ever holds the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.errors import Refused, WhatSticksError

if TYPE_CHECKING:
    from experiments.experiment import Budget
    from experiments.observation import Observation
    from experiments.plan import Amendment, Plan
    from experiments.power import Design
    from experiments.verdict import Verdict
    from tui.ways_of_looking import PlannedLook, Ways

COMMAND = (sys.executable, "-P", "-m", "tui.statistics_process")
LONGEST_LINE = 1 << 26
SOON = 5.0
"""Seconds: a process that ends sooner than this after its start is not started again unasked."""


class Stale(Exception):
    """A newer design was asked for before this one was begun."""


class Stopped(WhatSticksError):
    """The statistics process ended by itself."""


class Statistics:
    """One long-lived process that judges, designs and compares, started by the first request."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = tuple(command)
        self._process: Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._waiting: dict[int, asyncio.Future[str]] = {}
        self._number = 0
        self._closed = False

    @property
    def number(self) -> int | None:
        """Return the number of the process, while it runs."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> None:
        """Start the process, if it is not running, so that it has its imports done when it is needed."""
        async with self._starting:
            if self._closed or self._process is not None:
                return
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                limit=LONGEST_LINE,
                env=_environment(),
                start_new_session=True,  # a key that stops the program must not stop this in mid-answer
            )
            self._reader = asyncio.create_task(self._read(self._process))

    async def judge(
        self,
        plan: Plan,
        batches: Sequence[Observation],
        *,
        final: bool = False,
        amendments: Sequence[Amendment] = (),
    ) -> Verdict:
        """Run :func:`experiments.judge.judge` in the process."""
        from experiments.verdict import Verdict

        answer = await self._ask(
            do="judge",
            plan=plan.model_dump_json(),
            batches=[batch.model_dump_json() for batch in batches],
            final=final,
            amendments=[amendment.model_dump_json() for amendment in amendments],
        )
        return Verdict.model_validate_json(answer)

    async def design(self, plan: Plan, budget: Budget | None = None, prior: float | None = None) -> Design:
        """Run :func:`experiments.power.design` in the process; raise Stale where a newer request came first."""
        from experiments.power import Design

        answer = await self._ask(
            do="design",
            plan=plan.model_dump_json(),
            budget=budget.model_dump_json() if budget else "",
            prior=prior,
        )
        return Design.model_validate_json(answer)

    async def ways(self, plan: Plan) -> Ways:
        """Run :func:`tui.ways_of_looking.ways_of_looking` in the process; raise Stale as for a design."""
        from tui.ways_of_looking import Ways

        return Ways.model_validate_json(await self._ask(do="ways", plan=plan.model_dump_json()))

    async def planned_looks(self, plan: Plan, size: int | None, made: Sequence[int] = ()) -> tuple[PlannedLook, ...]:
        """Run :func:`tui.ways_of_looking.planned_looks` in the process."""
        from tui.ways_of_looking import Ways

        answer = await self._ask(do="looks", plan=plan.model_dump_json(), size=size, made=list(made))
        return Ways.model_validate_json(answer).looks

    async def close(self) -> None:
        """End the process and wait until it is gone."""
        async with self._starting:
            self._closed = True
            process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), timeout=1.0)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if self._reader is not None:
            await self._reader
        self._fail_waiting(Stopped("the statistics were closed before they answered"))

    async def _ask(self, **request: Any) -> str:
        await self.start()
        process = self._process
        if process is None or process.stdin is None:
            raise Stopped("the statistics are closed")
        self._number += 1
        number = self._number
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            process.stdin.write(json.dumps({"id": number, **request}).encode() + b"\n")
            with contextlib.suppress(ConnectionError):  # the reader says that it has ended, and with which code
                await process.stdin.drain()
            return await answer
        finally:
            self._waiting.pop(number, None)

    async def _read(self, process: Process) -> None:
        started = time.monotonic()
        assert process.stdout is not None
        async for line in process.stdout:
            message = json.loads(line)
            waiting = self._waiting.get(message["id"])
            if waiting is not None and not waiting.done():
                _settle(waiting, message)
        code = await process.wait()
        if process is self._process:
            self._process = None
            await self._after_a_crash(code, again=time.monotonic() - started > SOON)

    async def _after_a_crash(self, code: int, *, again: bool) -> None:
        sentence = f"the statistics process ended by itself (code {code}) and is started again; try once more"
        self._fail_waiting(Stopped(sentence))
        if again:
            await self.start()

    def _fail_waiting(self, error: Stopped) -> None:
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(error)


def _settle(waiting: asyncio.Future[str], message: dict[str, Any]) -> None:
    if "done" in message:
        waiting.set_result(message["done"])
    elif "refused" in message:
        waiting.set_exception(Refused(message["refused"]))
    elif "stale" in message:
        waiting.set_exception(Stale())
    else:
        waiting.set_exception(RuntimeError(message["failed"]))


def _environment() -> dict[str, str]:
    """Return this environment with the place these packages were imported from: the process must find the same ones."""
    here = str(Path(__file__).resolve().parent.parent)
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH", "")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
