"""Where engines mean different things by the same words, or have none: what a translator of SQL cannot know.

A template is SQL of the engine; ``:x`` stands for what it is about. Numbers and times are told from text by a pattern
first, so that what one engine would take for a number (``12abc``, ``0x1F``, ``yesterday``) is none on any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = "^[ ]*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?[ ]*$"
_STAMP = (
    "^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}"
    "([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?[ ]?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)?)?$"
)
_HALF_TO_EVEN = (
    "FLOOR(:x) + CASE WHEN :x - FLOOR(:x) > 0.5 OR (:x - FLOOR(:x) = 0.5 AND"
    " FLOOR(:x) * 0.5 > FLOOR(FLOOR(:x) * 0.5)) THEN 1 ELSE 0 END"
)
_HIGH_STEP = 1 << 40


@dataclass(frozen=True)
class Words:
    """What an engine calls things.

    Parameters
    ----------
    dialect : str
        Its name among the dialects of the translator.
    number, stamp : str
        A text as a floating-point number and as a time in UTC; null where it is none.
    finite : str
        Whether a floating-point number is one, and no infinity.
    micros : str
        A time as microseconds since 1970 in UTC.
    days : str
        A date as days since 1970; empty where the difference of two dates is the number of days between them.
    whole : str
        A floating-point number rounded to a whole one, halves to the even one.
    exact : str
        A floating-point number that is whole, so that adding up very many of them is exact.
    whole_sum : str
        The sum of whole numbers of 64 bits that may itself have more; empty where a plain sum grows as it needs.
    flag : str
        Yes and no as the floating-point numbers 1 and 0.
    """

    dialect: str
    number: str = "TRY_CAST(:x AS DOUBLE)"
    stamp: str = "TRY_CAST(:x AS TIMESTAMP)"
    finite: str = "(:x > -1.7976931348623157e308 AND :x < 1.7976931348623157e308 AND :x - :x = 0)"
    micros: str = "UNIX_MICROS(:x)"
    days: str = "UNIX_DATE(:x)"
    whole: str = _HALF_TO_EVEN
    exact: str = "CAST(CAST(:x AS BIGINT) AS DECIMAL(38, 0))"
    whole_sum: str = "SUM(CAST(:x AS DECIMAL(38, 0)))"
    flag: str = "CAST(CASE WHEN :x THEN 1 WHEN NOT :x THEN 0 END AS DOUBLE)"

    def utc(self, *, aware: bool) -> str:
        """Return a time of the engine as one without a zone, in UTC."""
        if self.dialect in ("spark", "databricks"):  # the session's zone is UTC
            return "CAST(:x AS TIMESTAMP_NTZ)"
        return ":x AT TIME ZONE 'UTC'" if aware else ":x"

    @property
    def narrow_sum(self) -> str:
        """Return the sum of whole numbers of 64 bits."""
        return f"SUM({self.exact.replace(':x', f'({self.whole})')})"

    @property
    def wide_sums(self) -> tuple[str, str]:
        """Return the sums of the high and of the low part of whole numbers of more than 64 bits.

        Splitting is exact: the high part is a multiple of a power of two, and what is left has fewer digits.
        """
        high = f"FLOOR(({self.whole}) * {1 / _HIGH_STEP:.17e})"
        low = f"({self.whole}) - {high} * {float(_HIGH_STEP):.17e}"
        several = self.exact.replace(":x", f"({high})"), self.exact.replace(":x", f"({low})")
        return f"SUM({several[0]}) * {_HIGH_STEP}", f"SUM({several[1]})"


POSTGRES = Words(
    dialect="postgres",
    number=f"CASE WHEN :x ~ '{_NUMBER}' THEN"
    " CASE WHEN PG_INPUT_IS_VALID(:x, 'double precision') THEN CAST(:x AS DOUBLE PRECISION) END END",
    stamp=f"CASE WHEN :x ~ '{_STAMP}' THEN"
    " CASE WHEN PG_INPUT_IS_VALID(:x, 'timestamptz') THEN CAST(:x AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END END",
    finite="(:x > CAST('-Infinity' AS DOUBLE PRECISION) AND :x < CAST('Infinity' AS DOUBLE PRECISION))",
    micros="CAST(ROUND(EXTRACT(EPOCH FROM :x) * 1000000) AS BIGINT)",
    days="",
    whole="ROUND(:x)",  # of a double it is the C library's rint, which takes halves to the even one
    exact="CAST(:x AS BIGINT)",  # whose sum is of arbitrary size
    whole_sum="",
    flag="CAST(CAST(:x AS INT) AS DOUBLE PRECISION)",
)

# Text casts of PostgreSQL 15 and older fail where those of 16 can be asked first.
POSTGRES_15 = Words(
    **{
        **POSTGRES.__dict__,
        "number": f"CASE WHEN :x ~ '{_NUMBER}' THEN CAST(:x AS DOUBLE PRECISION) END",
        "stamp": f"CASE WHEN :x ~ '{_STAMP}' THEN CAST(:x AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END",
    }
)

SPARK = Words(
    dialect="spark",
    number=f"CASE WHEN :x RLIKE '{_NUMBER}' THEN TRY_CAST(:x AS DOUBLE) END",
    stamp=f"CASE WHEN :x RLIKE '{_STAMP}' THEN"
    " CAST(TRY_CAST(REPLACE(REPLACE(:x, '/', '-'), ' UTC', 'Z') AS TIMESTAMP) AS TIMESTAMP_NTZ) END",
    micros="UNIX_MICROS(CAST(:x AS TIMESTAMP))",
    whole="RINT(:x)",
    # Never a double as a decimal at once: Spark goes by way of its shortest text.
    exact="CAST(CAST(:x AS BIGINT) AS DECIMAL(20, 0))",
)
DATABRICKS = Words(**{**SPARK.__dict__, "dialect": "databricks"})


def words_of(names: Sequence[str]) -> Words:
    """Return the words of an engine by the names that the translator knows it under, its own before its family's."""
    known = {words.dialect: words for words in (POSTGRES, SPARK, DATABRICKS)}
    return next((known[name] for name in names if name in known), Words(dialect=names[0]))
