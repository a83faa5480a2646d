"""A workspace of its own for each test, and the eyes and hands of somebody at a terminal."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from tui.app import WhatSticks

PATIENCE = 120.0
KEYS = {" ": "space"}


class Person:
    """Somebody at the keyboard: types, presses keys, and reads the screen."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app: Any = pilot.app

    @property
    def text(self) -> str:
        """What stands on the screen, as one string."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def words(self) -> str:
        """The same without line ends and runs of blanks, for sentences that wrap."""
        return " ".join(self.text.replace("│", " ").replace("█", " ").replace("▌", " ").split())

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            await self.pilot.press(key)
        await self.taken()

    async def type(self, text: str) -> None:
        """Type a text as it is, without waiting for the screen to be drawn after each key."""
        await self.rush(*(KEYS.get(character, character) for character in text))

    async def rush(self, *keys: str) -> None:
        """Press keys faster than the program can follow: the last is pressed before the first was looked at."""
        for key in keys:
            pressed = events.Key(key, key if len(key) == 1 else " " if key == "space" else None)
            pressed.set_sender(self.app)
            self.app._driver.send_message(pressed)
        await self.taken()

    async def taken(self) -> None:
        """Wait until no key waits any longer for the one before it, or for a screen that is still to come."""
        await self.pilot.pause()
        await self.until(lambda: not self.app._keys_waiting or self.app._exit, "a key was never given out")

    async def sees(self, *texts: str) -> None:
        """Wait until all of these stand on the screen."""
        await self.until(lambda: all(text in self.words for text in texts), f"never saw {texts}")

    async def until(self, true: Callable[[], bool], else_: str = "it never came about") -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, f"{else_}:\n{self.text}"
            await asyncio.sleep(0.02)
            await self.pilot.pause()

    async def settled(self) -> None:
        """Wait until nothing is being asked."""
        await self.pilot.pause()
        await self.until(lambda: all(worker.is_finished for worker in self.app.workers), "something is still asked")

    async def on(self, screen: str) -> None:
        """Wait until a screen of this class is on top, has something to type into or move in, and takes keys."""
        await self.until(lambda: self._is_on(screen), screen)

    def _is_on(self, screen: str) -> bool:
        now = self.app.screen
        return type(now).__name__ == screen and self.app.focused is not None and getattr(now, "ready", True)


Sitting = Callable[..., Any]


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the workspace of this test is; exports land beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WHATSTICKS_ACTOR", "Ana")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "bets.db"


@pytest.fixture
def sit_down(address: Path) -> Sitting:
    """Open the program on the workspace of this test."""

    @asynccontextmanager
    async def sitting(size: tuple[int, int] = (120, 36), surprises: bool = False) -> AsyncIterator[Person]:
        app = WhatSticks(address)
        async with app.run_test(size=size, notifications=True) as pilot:
            yield Person(pilot)
        assert surprises or not app.surprises, app.surprises

    return sitting
