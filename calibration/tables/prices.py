"""Price questions: nothing to calibrate until their points have limits."""

from __future__ import annotations

from collections.abc import Iterator

from calibration.cells import Table


def tables() -> Iterator[Table]:
    """Yield the table of the optimal price point, still without cells."""
    yield Table(
        title="Price (van Westendorp)",
        about="Bootstrap over respondents.",
        cells=(),
        does="Not yet worked out.",
    )
