"""Two things at once on the command line: work that mostly waits or runs outside the interpreter, in a thread."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Generic, Self, TypeVar

Made = TypeVar("Made")


class Beside(Generic[Made]):
    """Runs one function beside what is in the ``with`` block, whose end waits for it.

    What the function raises is kept for :meth:`result`. A thread that nobody waits for does not keep the program from
    ending.
    """

    def __init__(self, work: Callable[[], Made]) -> None:
        self._work = work
        self._made: list[Made] = []
        self._error: BaseException | None = None
        self._ended = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Start, without a block to wait at the end of."""
        self._thread.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    def wait(self, seconds: float) -> bool:
        """Wait so long for the function to end; say whether it has.

        A thread that is waited for when ``^C`` comes is taken for ended, though it goes on: so the function says it.
        """
        return self._ended.wait(seconds)

    def result(self) -> Made:
        """Return what the function returned, or raise what it raised."""
        self._thread.join()
        if self._error:
            raise self._error
        return self._made[0]

    def _run(self) -> None:
        try:
            self._made.append(self._work())
        except BaseException as error:
            self._error = error
        finally:
            self._ended.set()
