"""Reading what people type into a field: one reading per kind of field, and the way back."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import cast

from experiments.errors import InvalidField

Parsed = (
    str
    | int
    | float
    | date
    | tuple[str, ...]
    | tuple[int, ...]
    | tuple[date, ...]
    | tuple[float, float]
    | dict[str, float]
    | None
)
"""What a field's text can stand for."""

_LONGEST_NUMBER = 40
_MOST_MEANT_AS_PERCENT = 100
_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:([ ,\u00a0\u202f'’_])[0-9]{3})(?:\1[0-9]{3})*(\.[0-9]+)?")
_ONE_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_THREE_DECIMALS = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")


def value_of(label: str, kind: str, text: str, choices: Sequence[str] = ()) -> Parsed:
    """Read one non-empty entry of the given kind.

    Raises
    ------
    InvalidField
        Naming the label, the text and how to write it.
    """
    if kind == "choice":
        return _choice(label, text, choices)
    return _READERS[kind](label, text)


def text_of(kind: str, value: object) -> str:
    """Return the text that :func:`value_of` reads back as the same value."""
    if kind == "percent":
        return _percent_text(cast(float, value))
    if kind in {"float", "money"}:
        return _number_text(cast(float, value))
    if kind == "lines":
        return "\n".join(cast(Sequence[str], value))
    if kind == "list":
        return ", ".join(_quoted(name) for name in cast(Sequence[str], value))
    if kind == "range":
        least, greatest = cast(tuple[float, float], value)
        return f"{_number_text(least)} to {_number_text(greatest)}"
    if kind == "looks" and isinstance(value, tuple):
        return f"{value[0]}," if len(value) == 1 else ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if kind == "shares":
        return _shares_text(cast(Mapping[str, float], value))
    return str(value)


def _int(label: str, text: str) -> int:
    bare = _bare(label, text)
    if _GROUPED.fullmatch(bare):
        bare = _ungrouped(bare)
    if not re.fullmatch(r"[+-]?[0-9]+", bare):
        raise InvalidField(label, text, "write a whole number such as 5000")
    return int(bare)


def _float(label: str, text: str) -> float:
    """A plain number. ``1,234`` could be either of two numbers and is refused."""
    return float(_decimal(label, _bare(label, text), text, "write a number such as 2.5"))


def _money(label: str, text: str) -> float:
    """An amount. Nobody writes three decimals of money, so ``5,000`` is five thousand; ``5.000`` could be either."""
    bare = "".join(sign for sign in text if unicodedata.category(sign) != "Sc")
    bare = _bare(label, bare)
    hint = "write an amount such as 5000 or 5,000.50"
    if _THREE_DECIMALS.fullmatch(bare):
        raise InvalidField(
            label, text, "it could mean thousands or not; write it without the dot, or with two decimals"
        )
    if _GROUPED.fullmatch(bare):
        bare = _ungrouped(bare)
    return float(_decimal(label, bare, text, hint))


def _percent(label: str, text: str) -> float:
    """A share: ``8%`` and ``0.08`` are the same."""
    bare = _bare(label, text)
    hint = "write a share such as 8% or 0.08"
    if bare.endswith("%"):
        return float(_decimal(label, bare[:-1].rstrip(), text, hint).scaleb(-2))
    value = float(_decimal(label, bare, text, hint))
    if 1 < abs(value) <= _MOST_MEANT_AS_PERCENT:
        raise InvalidField(label, text, f"did you mean {bare}%? {hint}")
    return value


def _bare(label: str, text: str) -> str:
    bare = text.strip().replace("−", "-")
    if len(bare) > _LONGEST_NUMBER:
        raise InvalidField(label, text, f"a number has at most {_LONGEST_NUMBER} characters here")
    return bare


def _decimal(label: str, bare: str, text: str, hint: str) -> Decimal:
    """Read a number whose one reading is beyond doubt; a lone comma or group could be a decimal or a thousand."""
    if _GROUPED.fullmatch(bare) and not _ONE_COMMA.fullmatch(bare):
        bare = _ungrouped(bare)
    if _ONE_COMMA.fullmatch(bare):
        raise InvalidField(
            label,
            text,
            f"a comma could mean thousands or decimals; write {bare.replace(',', '.')} or {bare.replace(',', '')}",
        )
    if not _PLAIN.fullmatch(bare):
        raise InvalidField(label, text, hint)
    try:
        number = Decimal(bare)
        finite = float(number)
    except (InvalidOperation, OverflowError):
        raise InvalidField(label, text, hint) from None
    if finite in (float("inf"), float("-inf")):
        raise InvalidField(label, text, "it is larger than any number kept here")
    return number


def _ungrouped(bare: str) -> str:
    return re.sub(r"[ ,\u00a0\u202f'’_]", "", bare)


def _date(label: str, text: str) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            pass
    raise InvalidField(label, text, "write a date as year-month-day, such as 2026-03-02")


def _choice(label: str, text: str, choices: Sequence[str]) -> str:
    """Match without regard to case, blanks or dashes."""
    wanted = _folded(text)
    for choice in choices:
        if _folded(choice) == wanted:
            return str(choice)
    raise InvalidField(label, text, f"choose one of {', '.join(choices)}")


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.strip()).casefold()


def _lines(_label: str, text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _list(label: str, text: str) -> tuple[str, ...]:
    """Read names with commas between them; one that holds a comma stands in double quotes, as in a CSV file."""
    try:
        (names,) = csv.reader([" ".join(text.split("\n"))], skipinitialspace=True, strict=True)
    except (csv.Error, ValueError):
        raise InvalidField(label, text, 'write a name that holds a comma in quotes, such as "a, b", c') from None
    names = [name.strip() for name in names]
    if not all(names):
        raise InvalidField(label, text, "a name is missing between two commas")
    return tuple(names)


def _quoted(name: str) -> str:
    """Return a name as it stands in a list."""
    return '"' + name.replace('"', '""') + '"' if "," in name or '"' in name else name


def _looks(label: str, text: str) -> Parsed:
    """Read a number of looks, ``daily`` or ``weekly``; or sizes or days, with commas between them."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 1 and parts[0].casefold() in ("daily", "weekly"):
        return parts[0].casefold()
    if parts and all(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", part) for part in parts):
        return tuple(_date(label, part) for part in parts)
    if not parts or not all(re.fullmatch(r"[0-9]{1,15}", part) for part in parts):
        raise InvalidField(label, text, "write a number of looks, daily, weekly, sizes such as 500, 1000, or days")
    return int(parts[0]) if len(parts) == 1 and "," not in text else tuple(map(int, parts))


def _range(label: str, text: str) -> tuple[float, float]:
    """Read ``1 to 5``, and ``1, 5`` or ``1–5``."""
    parts = re.split(r"\s+to\s+|\s*,\s+|\s*–\s*", text.strip())
    if len(parts) != 2:
        raise InvalidField(label, text, "write the least and the greatest value, such as 1 to 5")
    return _float(label, parts[0]), _float(label, parts[1])


def _shares(label: str, text: str) -> dict[str, float]:
    """Read ``old=50%, new=50%``, one arm per line or after each comma; names alone share equally."""
    parts = [part.strip() for part in text.split("\n" if "\n" in text else ",") if part.strip()]
    if not any("=" in part for part in parts):
        return {part: 1 / len(parts) for part in parts}
    shares: dict[str, float] = {}
    for part in parts:
        name, sign, share = part.rpartition("=")
        if not sign or not name.strip():
            raise InvalidField(label, part, "write each arm with its share, such as “old page=50%”")
        if name.strip() in shares:
            raise InvalidField(label, part, "each arm is named once")
        shares[name.strip()] = _percent(f"{label}: {name.strip()}", share)
    return shares


def _shares_text(shares: Mapping[str, float]) -> str:
    separator = "\n" if any("," in name for name in shares) else ", "
    text = separator.join(f"{name}={_percent_text(share)}" for name, share in shares.items())
    return f"{text}\n" if separator == "\n" and len(shares) == 1 else text


def _percent_text(value: float) -> str:
    number = Decimal(repr(float(value))).scaleb(2)
    written = f"{number:f}"
    if len(written) > _LONGEST_NUMBER - 1:
        return repr(float(value))
    return f"{written.rstrip('0').rstrip('.') if '.' in written else written}%"


def _number_text(value: float) -> str:
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _text(_label: str, text: str) -> str:
    return text.strip()


_READERS: dict[str, Callable[[str, str], Parsed]] = {
    "line": _text,
    "prose": _text,
    "int": _int,
    "float": _float,
    "money": _money,
    "percent": _percent,
    "date": _date,
    "lines": _lines,
    "list": _list,
    "looks": _looks,
    "shares": _shares,
    "range": _range,
}
