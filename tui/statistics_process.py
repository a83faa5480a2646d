"""The process that judges and designs: ``python -m tui.statistics_process``, one JSON object per line in and out.

It imports the statistics beside the first answers, and answers judgements in order, but of what waits about a plan that
is being designed only the newest.
It ends when its input closes, also in the middle of a computation: a program that was killed leaves nothing running.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import IO, Any

Request = dict[str, Any]


_REPLACED = ("design", "ways")
"""What is asked again with every change of a draft."""


class Backlog:
    """The requests that wait."""

    def __init__(self) -> None:
        self._arrived: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._waiting: deque[Request] = deque()

    def put(self, request: Request) -> None:
        """Take in a request; from any thread."""
        self._arrived.put(request)

    def next(self) -> tuple[Request, list[Request]]:
        """Wait for the request to answer now; return it, and those that a newer one of their kind has replaced."""
        if not self._waiting:
            self._waiting.append(self._arrived.get())
        with contextlib.suppress(queue.Empty):
            while True:
                self._waiting.append(self._arrived.get_nowait())
        stale = [
            old for kind in _REPLACED for old in [request for request in self._waiting if request["do"] == kind][:-1]
        ]
        for request in stale:
            self._waiting.remove(request)
        return self._waiting.popleft(), stale


def answer_to(request: Request) -> dict[str, Any]:
    """Do what is asked; a refusal and a surprise are answers too."""
    from experiments.errors import WhatSticksError

    try:
        return {"done": _DOES[request["do"]](request)}
    except WhatSticksError as error:
        return {"refused": str(error)}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}


def _judge(request: Request) -> str:
    from experiments.judge import judge
    from experiments.observation import Observation
    from experiments.plan import Amendment, Plan

    plan = Plan.model_validate_json(request["plan"])
    batches = [Observation.model_validate_json(batch) for batch in request["batches"]]
    amendments = [Amendment.model_validate_json(amendment) for amendment in request["amendments"]]
    return judge(plan, batches, final=request["final"], amendments=amendments).model_dump_json()


def _design(request: Request) -> str:
    from experiments.experiment import Budget
    from experiments.plan import Plan
    from experiments.power import design

    budget = Budget.model_validate_json(request["budget"]) if request["budget"] else None
    plan = Plan.model_validate_json(request["plan"])
    return design(plan, budget, prior=request.get("prior") if plan.prior is None else None).model_dump_json()


def _ways(request: Request) -> str:
    from experiments.plan import Plan
    from tui.ways_of_looking import ways_of_looking

    return ways_of_looking(Plan.model_validate_json(request["plan"])).model_dump_json()


def _looks(request: Request) -> str:
    from experiments.plan import Plan
    from tui.ways_of_looking import Ways, planned_looks

    plan = Plan.model_validate_json(request["plan"])
    return Ways(looks=planned_looks(plan, request["size"], request["made"])).model_dump_json()


_DOES: dict[str, Callable[[Request], str]] = {"judge": _judge, "design": _design, "ways": _ways, "looks": _looks}


def _warm() -> None:
    import experiments.power  # noqa: F401
    from experiments.judge import warm
    from experiments.plan import Plan

    metrics = [
        {"name": "share", "kind": "proportion", "scale": "relative", "bar": 0.0, "target": 0.1},
        {"name": "amount", "kind": "mean", "bar": 0.0, "target": 1.0},
    ]
    warm(Plan.of({"comparison": "control", "control": "old", "metric": metrics}))


def _read(lines: IO[bytes], backlog: Backlog) -> None:
    for line in lines:
        backlog.put(json.loads(line))
    os._exit(0)


def main() -> None:
    """Answer until the input closes."""
    # What a library prints must not end up between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if hasattr(os, "nice"):
        os.nice(5)
    backlog = Backlog()
    threading.Thread(target=_read, args=(sys.stdin.buffer, backlog), daemon=True).start()
    threading.Thread(target=_warm, daemon=True).start()
    with contextlib.suppress(BrokenPipeError):
        while True:
            request, stale = backlog.next()
            for old in stale:
                _send(answers, old, {"stale": True})
            _send(answers, request, answer_to(request))


def _send(answers: IO[bytes], request: Request, answer: dict[str, Any]) -> None:
    answers.write(json.dumps({"id": request["id"], **answer}).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
