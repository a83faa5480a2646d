"""One check of the data, put together."""

from __future__ import annotations

from experiments.verdict import HealthCheck, Status

FAILS = 0.001
"""A p-value under which data are not fit to be judged: chance alone gives it once in a thousand sound tests."""
WARNS = 0.01
"""A p-value under which a reader should look for a cause."""


def result(check: str, status: Status, value: float | None, limit: float | None, message: str) -> HealthCheck:
    """Return a check; ``value`` is its number and ``limit`` what that is held against."""
    return HealthCheck(check=check, status=status, value=value, limit=limit, message=message)
