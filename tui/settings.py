"""What a person likes, kept in their own configuration folder and never in a workspace, which others share."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path

from experiments.errors import Refused
from tui.pages import write_page


def settings_file() -> Path:
    """Return where the settings are."""
    from platformdirs import user_config_dir

    return Path(user_config_dir("whatsticks", appauthor=False)) / "settings.json"


def theme(known: Sequence[str]) -> str:
    """Return the theme that was chosen last, or the first; a file that is broken is nobody's concern."""
    chosen = _read().get("theme")
    return chosen if isinstance(chosen, str) and chosen in known else known[0]


def remember_theme(name: str) -> None:
    """Keep the theme for the next time, where that is possible."""
    file = settings_file()
    page = json.dumps(_read() | {"theme": name}, indent=2) + "\n"
    with contextlib.suppress(OSError, Refused):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_page(page.encode(), file)


def _read() -> dict[str, object]:
    try:
        found = json.loads(settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
