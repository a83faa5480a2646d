"""The look a person chose stays, beside no workspace; and settings that cannot be read are nobody's concern."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui import settings
from tui.themes import DARK, LIGHT


async def test_the_chosen_look_is_there_the_next_time(sit_down, address: Path) -> None:
    async with sit_down() as person:
        await person.sees("write the first hypothesis")
        assert person.app.theme == DARK.name
        await person.press("ctrl+t")
        assert person.app.theme == LIGHT.name
    assert settings.settings_file().is_relative_to(address.parent / "config")
    async with sit_down() as person:
        assert person.app.theme == LIGHT.name


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"theme": 3}', '{"theme": "no such"}', "\xff" * 9, "[" * 100_000])
def test_a_broken_file_is_as_good_as_none_and_is_mended(address: Path, text: str) -> None:
    file = settings.settings_file()
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode("latin-1"))
    assert settings.theme(("slate", "paper")) == "slate"
    settings.remember_theme("paper")
    assert settings.theme(("slate", "paper")) == "paper"


def test_other_settings_are_kept_and_a_place_that_cannot_be_written_is_borne(address: Path) -> None:
    file = settings.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text('{"later": 1}')
    settings.remember_theme("paper")
    assert json.loads(file.read_text()) == {"later": 1, "theme": "paper"}
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("in the way")
    settings.remember_theme("slate")
