"""An engine proves on known numbers that it counts as the embedded one does; otherwise it is refused, not believed.

What is tried is where engines differ: how halves are rounded, whether sums beyond 64 bits are exact, how text becomes a
number or a time, and how a text is fingerprinted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.errors import Unreadable

if TYPE_CHECKING:
    from store.sources.engines.remote import Remote

_LARGE = "1.15292150460684698e+18"
_RESTS = sum((one * 0.3 - round(one * 0.3)) + 4.0 - 4.0 for one in (1.0, 3.0, 5.0))
_QUESTIONS = {
    "whole numbers are rounded to the even one": (
        "sum((x * 0.5)::BIGINT)",
        sum(round(at * 0.5) for at in (1, 3, 5)),
    ),
    "sums beyond 64 bits are exact": (f"sum(((x + 1.09951162777600000e+12) * {_LARGE})::HUGEINT)", None),
    "sums of very many are exact": (f"sum((x * {_LARGE})::BIGINT)", 9 * 2**60),
    "what rounding leaves over is exact": ("sum(x * 0.3 - (x * 0.3)::BIGINT::DOUBLE + 4.0 - 4.0)", _RESTS),
    "text becomes a number": ("sum((CASE WHEN x < 2 THEN TRY_CAST(nullif(t, '') AS DOUBLE) END)::BIGINT)", 12),
    "what is no number becomes none": ("count(TRY_CAST(nullif(concat(t, 'a'), '') AS DOUBLE))", 0),
    "a time is read in UTC": ("min(epoch_us(TRY_CAST(nullif(s, '') AS TIMESTAMP)))", 1_774_965_906_250_000),
    "a date has its number": ("min((TRY_CAST(nullif(s, '') AS TIMESTAMP))::DATE - DATE '1970-01-01')", 20_543),
    "an infinite number is none": ("count_if(isfinite(x))", 3),
    "a fingerprint is MD5": ("min(md5(concat(t, chr(31), 'b')))", None),
    "what does not hold is not counted": ("count(x) FILTER (WHERE x > 1)", 2),
}


def refuse_unproven(engine: Remote) -> None:
    """Raise Unreadable where an engine does not answer as it should; else return."""
    from hashlib import md5

    numbers = " UNION ALL ".join(
        f"SELECT {value}.0e0 AS x, ' 12' AS t, '2026-03-31 14:05:06.25' AS s" for value in (1, 3, 5)
    )
    known = {
        "sums beyond 64 bits are exact": sum((value + 2**40) * 2**60 for value in (1, 3, 5)),
        "a fingerprint is MD5": md5(b" 12\x1fb", usedforsecurity=False).hexdigest(),
    }
    asked = ", ".join(sql for sql, _ in _QUESTIONS.values())
    answers = engine.row(f"SELECT {asked} FROM ({numbers}) AS known")
    for (what, (_, wanted)), found in zip(_QUESTIONS.items(), answers, strict=True):
        expected = known.get(what, wanted)
        if found != expected:
            raise Unreadable(
                f"this engine cannot be relied on here: it was to show that {what}, and answered {found!r} instead of"
                f" {expected!r}; read the rows from a Parquet file"
            )
