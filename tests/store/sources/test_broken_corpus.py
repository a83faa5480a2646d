"""Every broken file gets one clear line, soon, and in little memory: measured in a process that reads them all."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.sources.broken import broken

MOST_MEMORY, MOST_SECONDS = 300, 60

READ_ALL = """
import json, resource, sys, time
from experiments.plan import Plan
from store.sources.files import read

columns = {"arm": "arm"}
plan = Plan.of({"comparison": "control", "control": "old", "columns": columns,
                "metric": [{"name": "converted", "bar": 0.0, "target": 0.05}]})
for path in sys.argv[1:]:
    began = time.perf_counter()
    try:
        said = f"read {read(path, plan).source.rows} rows"
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    # Not its own ru_maxrss, which begins with that of the process that started it.
    own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
    peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) >> 10
    print(json.dumps([path, said, time.perf_counter() - began, peak]), flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads its peak memory from /proc")
@pytest.mark.parametrize("heavy", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["small", "heavy"])
def test_every_broken_file_gets_one_line_soon_and_in_little_memory(tmp_path, heavy) -> None:
    expected = broken(tmp_path, heavy=heavy)
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, *map(str, expected)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [entry[0] for entry in found] == list(map(str, expected))
    for path, said, seconds, peak in found:
        name = Path(path).name
        assert said.startswith(f"Unreadable: {path}: "), (name, said)
        told = said.removeprefix(f"Unreadable: {path}: ")
        assert re.search(expected[Path(path)], told), (name, said)
        assert told.isprintable(), (name, said)
        assert len(told) < 400, (name, said)
        assert peak < MOST_MEMORY, (name, peak)
        assert seconds < MOST_SECONDS, (name, seconds)
