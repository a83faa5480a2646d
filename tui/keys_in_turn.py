"""Keys one after the other: the next is given out when the one before has done all it does.

Textual gives a key to whatever has the focus when it arrives, and handles it there later. Somebody who types ahead of a
slow machine would so put the letters after Tab into the field before it, and a backspace into the field after.
"""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message

ROUNDS = 2
"""A key goes up from the focus to the application; what it sets off, such as a line that was entered, goes up again."""
HELD_AT_MOST = 4.0
"""Seconds for which keys wait for a screen that is not ready for them; then they are given out all the same."""
AGAIN = 0.02
"""Seconds after which such a screen is asked again."""
NEVER_HELD = frozenset({"escape", "ctrl+q", "ctrl+c"})
PATIENCE = 0.3
"""Seconds after which a key counts as done although nothing was heard of it: its widget may be gone."""


class KeyFollowed(Message):
    """Goes the way a key went, right behind it."""

    def __init__(self, key: int, rounds: int) -> None:
        super().__init__()
        self.key = key
        self.rounds = rounds


class KeysInTurn(App[Any]):
    """An application that handles its keys in the order and the place they were meant for."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._keys_waiting: deque[events.Key | events.Paste] = deque()
        self._key_given = 0
        self._key_out_since: float | None = None
        self._held_since: float | None = None

    async def on_event(self, event: events.Event) -> None:
        """Give a key out if none is on its way, else let it wait."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._keys_waiting.append(event)
        if self._key_out_since is None or time.monotonic() - self._key_out_since > PATIENCE:
            await self._give_next_key()
        elif len(self._keys_waiting) == 1:
            self.set_timer(PATIENCE, self._give_up_waiting)

    async def on_key_followed(self, followed: KeyFollowed) -> None:
        """Give the next key out when all of this one is done."""
        if followed.key != self._key_given:
            return
        if followed.rounds > 1 and self._follow_key(followed.rounds - 1):
            return
        await self._give_next_key()

    async def _give_next_key(self) -> None:
        self._key_out_since = None
        if not self._keys_waiting or self._held():
            return
        self._key_given += 1
        self._key_out_since = time.monotonic()
        await super().on_event(self._keys_waiting.popleft())
        if not self._follow_key(ROUNDS):
            self._key_out_since = None

    def _held(self) -> bool:
        """Say whether the next key has to wait for a screen whose fields are still to come, or which is being saved."""
        key = self._keys_waiting[0]
        ready = not self.screen_stack or getattr(self.screen, "ready", True)
        now = time.monotonic()
        since = self._held_since
        if ready or (isinstance(key, events.Key) and key.key in NEVER_HELD) or (since and now - since > HELD_AT_MOST):
            self._held_since = None
            return False
        if since is None:
            self._held_since = now
        self.set_timer(AGAIN, self._ask_again)
        return True

    async def _ask_again(self) -> None:
        if self._key_out_since is None:
            await self._give_next_key()

    def _follow_key(self, rounds: int) -> bool:
        """Send the follower the way the key goes; say whether there is such a way."""
        return bool(self.screen_stack) and (self.focused or self.screen).post_message(
            KeyFollowed(self._key_given, rounds)
        )

    async def _give_up_waiting(self) -> None:
        if self._keys_waiting and self._key_out_since is not None:
            if time.monotonic() - self._key_out_since > PATIENCE:
                await self._give_next_key()
            else:
                self.set_timer(PATIENCE, self._give_up_waiting)
