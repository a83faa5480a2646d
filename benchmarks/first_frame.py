"""How long until the terminal UI paints, until its rows are there, and how much memory it takes.

    python benchmarks/first_frame.py [--runs 7] [--size 120x36] [--workspace FILE]

Each app runs in a pseudo-terminal, and everything it writes goes to an emulated screen: painted means forty characters
on that screen, ready means that a row of the demo portfolio stands on it. A bare Textual app is measured in the same
run, in turn with ours, so that the ratio holds whatever the machine is doing. One warm-up of each is thrown away.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

import pyte

BARE = """
from textual.app import App
from textual.widgets import Label

class Bare(App[None]):
    BINDINGS = [("ctrl+q", "quit", "Quit")]

    def compose(self):
        yield Label("A bare Textual application: one label, and nothing else on the screen.")

Bare().run()
"""
PAINTED = 40
GIVE_UP = 30.0
QUIET = 1.0
QUIT = b"\x11"
ANSWERS = {b"\x1b[6n": b"\x1b[1;1R", b"\x1b[c": b"\x1b[?62;c"}


@dataclass
class Run:
    """Seconds to the first painted frame and to the marker; MiB at the peak, without and with child processes."""

    painted: float = float("nan")
    ready: float = float("nan")
    peak: float = float("nan")
    family: float = float("nan")
    code: int = -1


class Terminal:
    """A program in a pseudo-terminal, and the screen it paints."""

    def __init__(self, command: list[str], columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.begun = time.perf_counter()
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8", LC_ALL="C.UTF-8")
            try:
                os.execvp(command[0], command)
            finally:
                os._exit(127)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGWINCH)

    def read(self, wait: float) -> bool:
        """Take in what was written; say whether anything was."""
        if not select.select([self.terminal], [], [], wait)[0]:
            return False
        try:
            data = os.read(self.terminal, 1 << 16)
        except OSError:
            return False
        for question, answer in ANSWERS.items():
            if question in data:
                os.write(self.terminal, answer)
        with contextlib.suppress(Exception):  # the emulator does not know every sequence
            self.stream.feed(data)
        return True

    def watch(self, marker: str) -> Run:
        """Watch until the marker stands on the screen and nothing has changed for a moment."""
        run, changed = Run(), time.perf_counter()
        while time.perf_counter() - self.begun < GIVE_UP:
            if self.read(0.003):
                changed = time.perf_counter()
                display = self.screen.display
                if run.painted != run.painted and sum(len(line.replace(" ", "")) for line in display) >= PAINTED:
                    run.painted = changed - self.begun
                if run.ready != run.ready and any(marker in line for line in display):
                    run.ready = changed - self.begun
            elif run.ready == run.ready and time.perf_counter() - changed > QUIET:
                break
        return run

    def quit(self, run: Run) -> Run:
        """Note the peak memory, and leave the program."""
        run.peak = peak_of(self.child)
        run.family = run.peak + sum(peak_of(child) for child in children_of(self.child))
        with contextlib.suppress(OSError):
            os.write(self.terminal, QUIT)
        end = time.perf_counter() + 5
        while True:
            self.read(0.02)
            done, status = os.waitpid(self.child, os.WNOHANG)
            if done:
                break
            if time.perf_counter() > end:
                os.kill(self.child, signal.SIGKILL)
                end = float("inf")
        os.close(self.terminal)
        run.code = os.waitstatus_to_exitcode(status)
        return run


def once(command: list[str], marker: str, size: tuple[int, int]) -> Run:
    """Run a program once."""
    terminal = Terminal(command, *size)
    return terminal.quit(terminal.watch(marker))


def peak_of(process: int) -> float:
    """Return the most memory a process has had, in MiB."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
    return 0.0


def children_of(process: int) -> list[int]:
    """Return the processes a process has started, and those that they have started."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *children_of(int(child))]
    return found


def demo_at(path: Path) -> Path:
    """Make the demo workspace."""
    command = [str(Path(sys.executable).with_name("whatsticks")), "--workspace", str(path), "demo", "--no-tui"]
    subprocess.run(command, check=True, capture_output=True)
    return path


def row(name: str, runs: list[Run]) -> str:
    """Return one line of the table."""
    painted, ready = ([getattr(run, what) * 1000 for run in runs] for what in ("painted", "ready"))
    peak, family = (statistics.median(getattr(run, what) for run in runs) for what in ("peak", "family"))
    spread = f"[{min(painted):.0f}–{max(painted):.0f}]"
    middle = f"{statistics.median(painted):7.0f} ms {spread:13}{statistics.median(ready):7.0f} ms"
    return f"{name:14}{middle}   {peak:5.0f} MiB {family:6.0f} MiB   exit {sorted({run.code for run in runs})}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--size", default="120x36")
    parser.add_argument("--workspace", type=Path)
    given = parser.parse_args()
    columns, rows = (int(part) for part in given.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        workspace = given.workspace or demo_at(Path(folder) / "demo.db")
        whatsticks = str(Path(sys.executable).with_name("whatsticks"))
        programs = {
            "bare Textual": ([sys.executable, "-c", BARE], "bare Textual"),
            "whatsticks": ([whatsticks, "--workspace", str(workspace)], "decided: "),
        }
        runs: dict[str, list[Run]] = {name: [] for name in programs}
        for number in range(given.runs + 1):
            for name, (command, marker) in programs.items():
                run = once(command, marker, (columns, rows))
                if number:
                    runs[name].append(run)
    print(f"{'':14}first frame{'':17}rows visible  peak memory, with children   load {os.getloadavg()[0]:.1f}")
    for name, measured in runs.items():
        print(row(name, measured))
    bare, ours = (statistics.median(run.painted for run in measured) for measured in runs.values())
    print(f"first frame: {ours / bare:.2f} × bare Textual (aim: at most 1.6)")


if __name__ == "__main__":
    main()
