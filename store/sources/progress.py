"""How far the reading of files is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """Bytes whose fingerprint was taken, of how many, and how far the engine is with what it was asked last.

    The first never falls and ends at ``total``. ``share`` is between 0 and 1, None between questions, of which reading
    a plan takes several: it begins anew with each.
    """

    done: int
    total: int
    share: float | None
