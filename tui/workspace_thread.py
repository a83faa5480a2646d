"""The one thread that talks to the workspace, so that no read or write ever holds up a keystroke."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from store.address import is_server

if TYPE_CHECKING:
    from store.workspace import Workspace

Answer = TypeVar("Answer")


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
        self._file: tuple[int, int] | None = None

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
            Also where its file was taken away or replaced: the database would not notice, and write into nowhere.
        """
        return await self.ask(self._revision)

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
            self._file = _identity(self._workspace.address)
            self.read_only = self._workspace.read_only
            self.why_read_only = self._workspace.why_read_only
            role = self._workspace.people.role
            self.person = f"{self._workspace.actor}, {role}" if role else ""
        return call(self._workspace)

    def _revision(self, workspace: Workspace) -> int:
        if _identity(workspace.address) != self._file:
            from experiments.errors import Unreachable

            raise Unreachable(
                f"{workspace.address} is no longer there; what was saved before stands in the file that was"
            )
        return workspace.revision()


def _identity(address: str) -> tuple[int, int] | None:
    """Return which file lies at an address; a server has none, and says itself that it is gone."""
    try:
        found = os.stat(address)
    except OSError:
        return None
    return found.st_dev, found.st_ino
