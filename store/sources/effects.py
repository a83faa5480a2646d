"""Effects of studies, each with its error: what a meta-analysis starts from, and no measurements of units."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.errors import Unreadable
from experiments.plan import Metric
from store.sources.wording import quoted

_ERRORS_OF = {
    "yi": ("vi", "sei"),
    "est": ("se", "sei", "std_err"),
    "estimate": ("se", "std_error", "std.error", "standard_error", "stderr"),
    "effect": ("se", "sei", "std_error", "standard_error", "variance"),
    "effect_size": ("se", "sei", "std_error", "standard_error", "variance"),
}
"""What a column of effects is called, and the column beside it by which it is known for one."""


def effects_in(names: Iterable[str]) -> tuple[str, str] | None:
    """Return the columns of effects and of their errors, where there are both."""
    by_name = {name.strip().casefold(): name for name in names}
    return next(
        (
            (by_name[effect], by_name[error])
            for effect, errors in _ERRORS_OF.items()
            for error in errors
            if effect in by_name and error in by_name
        ),
        None,
    )


def refuse_effects(names: Iterable[str], column: str, metric: Metric) -> None:
    """Raise Unreadable where a metric would average the effects of studies as if they were units."""
    found = effects_in(names)
    if found and column == found[0]:
        raise Unreadable(
            f"column {quoted(column)} (metric {quoted(metric.name)}) holds effects of studies, each with its error in"
            f" {quoted(found[1])}; a test is judged by its units, or by counts, means and spreads of each arm"
        )
