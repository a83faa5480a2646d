"""Where an experiment stands, as a line of steps."""

from __future__ import annotations

from textual.content import Content

from experiments.experiment import Experiment, Stage
from tui.text import joined, shown

STEPS = (Stage.draft, Stage.locked, Stage.running, Stage.concluded, Stage.decided)


def steps_line(experiment: Experiment, width: int) -> Content:
    """Return ``✓ draft ─── ● locked ─── ○ running …``; a given-up test says where it ended."""
    if experiment.stage is Stage.abandoned:
        return joined(("– abandoned", "bold"), (f": {experiment.abandoned_why}", "$quiet"))
    here = STEPS.index(experiment.stage)
    link = " ─── " if width >= 74 else " ─ " if width >= 60 else " "
    pieces = [_step(stage, place, here, width) for place, stage in enumerate(STEPS)]
    return Content.styled(link, "$quiet").join(pieces)


def _step(stage: Stage, place: int, here: int, width: int) -> Content:
    word = stage.value if width >= 50 or place == here else stage.value[:3]
    if place < here or (place == here and stage is Stage.decided):
        return joined(("✓ ", "$success"), word)
    return shown(f"● {word}", "bold $accent") if place == here else shown(f"○ {word}", "$quiet")
