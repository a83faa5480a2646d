"""The one thread that talks to the workspace, so that no read or write ever holds up a keystroke."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from store.address import is_server

if TYPE_CHECKING:
    from store.workspace import Workspace

Answer = TypeVar("Answer")
SELDOM = 30
"""How many younger collections go before one of everything: with a large form open that one takes as long as a key may
wait, and every 80 keys or so is too often for the few megabytes it frees."""


class WorkspaceThread:
    """A workspace and the thread it lives in: calls run there one after the other, answers come back by ``await``.

    The store is imported and the file opened by the first call, in that thread: importing it takes a second.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="workspace")
        self._workspace: Workspace | None = None
        self.read_only = False
        self.why_read_only = ""
        self.person = ""

    @property
    def on_server(self) -> bool:
        """Say whether it is on a server, which may go away and come back, and not in a file."""
        return is_server(self.address)

    @property
    def opened(self) -> bool:
        """Say whether the workspace was ever opened."""
        return self._workspace is not None

    async def revision(self) -> int:
        """Return the workspace's revision.

        Raises
        ------
        Unreachable
            While it is out of reach: also where its file was taken away.
        """
        return await self.ask(lambda workspace: workspace.revision())

    async def ask(self, call: Callable[[Workspace], Answer]) -> Answer:
        """Run ``call(workspace)`` in the thread and return what it returned. A call that waits may be cancelled."""
        return await asyncio.wrap_future(self._thread.submit(self._run, call))

    async def close(self) -> None:
        """Let the running call finish, drop those that wait, and close the workspace where it was opened."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._thread.shutdown, wait=True)
        if self._workspace is not None:
            self._workspace.close()

    def _run(self, call: Callable[[Workspace], Answer]) -> Answer:
        if self._workspace is None:
            from store.workspace import Workspace

            self._workspace = Workspace.open(self.address)
            self.read_only = self._workspace.read_only
            self.why_read_only = self._workspace.why_read_only
            role = self._workspace.people.role
            self.person = f"{self._workspace.actor}, {role}" if role else ""
            gc.freeze()  # the libraries stay: to look through them for garbage again and again takes 40 ms each time
            gc.set_threshold(*gc.get_threshold()[:2], SELDOM)
        return call(self._workspace)
