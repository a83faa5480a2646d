"""Draw the pictures of the README from the demo workspace: ``python docs/pictures/draw.py``."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from store.demo import fill
from store.workspace import Workspace
from tui.app import WhatSticks

HERE = Path(__file__).parent
FONTS = re.compile(r"@font-face\s*{.*?}", re.DOTALL)


def as_kept(svg: str) -> str:
    """Drop the addresses of fonts, so that a picture asks nothing of the network, and keep spaces in every viewer."""
    return FONTS.sub("", svg).replace("<svg ", '<svg xml:space="preserve" ', 1)


async def draw(address: Path) -> None:
    """Open the demo and save the board and a verdict."""
    app = WhatSticks(workspace=str(address))
    async with app.run_test(size=(132, 34)) as pilot:
        await pilot.pause(4)
        (HERE / "board.svg").write_text(as_kept(app.export_screenshot(title="What Sticks")), encoding="utf-8")
        await pilot.press("G", "enter")
        await pilot.pause(3)
        await pilot.press("enter")
        await pilot.pause(3)
        await pilot.press("v")
        await pilot.pause(8)
        (HERE / "verdict.svg").write_text(as_kept(app.export_screenshot(title="What Sticks")), encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "demo.db"
        with Workspace.open(place) as workspace:
            fill(workspace)
        asyncio.run(draw(place))
