"""Who is working: the name that every trail entry carries."""

from __future__ import annotations

import getpass
import os

from experiments.errors import InvalidField
from experiments.noun import Value
from experiments.text import Name

_VARIABLE = "WHATSTICKS_ACTOR"


class _Actor(Value):
    actor: Name


def login_name() -> str:
    """Return ``WHATSTICKS_ACTOR`` where it is set, else the name this person is logged in under."""
    if named := os.environ.get(_VARIABLE, "").strip():
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may run a user that no table knows
        return "somebody"


def checked_actor(name: str | None) -> str:
    """Return the name to write under, or refuse one that cannot stand in a record."""
    try:
        return _Actor.of({"actor": login_name() if name is None else name}).actor
    except InvalidField as fault:
        raise InvalidField("your name", fault.value, f"{fault.hint} (set {_VARIABLE} to what you are called)") from None
