"""What survey tools put into their exports that no answer is: headers twice, several choices in a cell, other texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from store.sources.guess import Profile, is_number
from store.sources.wording import listed, quoted

_OTHER = re.compile(r"\bother\b.*\b(specify|text|please)\b|_text$|\bother\b\s*[-–:(]", re.I)
_TOTAL = re.compile(r"(overall|(grand )?total|sum|mean across|average of|all\b.*)\b.*:?", re.I)
_TOLD = ("response", "open-ended response", "other (please specify)")
_LONGEST_CHOICE = 60
_LEAST_SHARE = 0.2
_LEAST_CELLS = 3
_SEPARATORS = (";", "|", ",")


def survey_signs(profiles: Sequence[Profile], head: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield what a person should know before an export of a survey is read.

    Parameters
    ----------
    head : sequence of rows
        The first rows as text, an empty text for no value.
    """
    if rows := headers_again(head):
        below = "row below the header repeats it or describes" if rows == 1 else "rows below the header describe"
        yield f"the first {'' if rows == 1 else f'{rows} '}{below} the questions; delete what is no answer"
    for profile in profiles:
        if separator := choices_apart(profile):
            yield (
                f"column {quoted(profile.column.name)} holds several choices in a cell; to count some of them, set"
                f' shape.separator = "{separator}" and read.yes'
            )
    free = [profile.column.name for profile in profiles if profile.filled and _OTHER.search(profile.column.name)]
    yield from _totals(profiles)
    if free:
        yield f"{listed(free)} {'holds' if len(free) == 1 else 'hold'} what people wrote themselves, not a choice"


def _totals(profiles: Sequence[Profile]) -> Iterator[str]:
    """Say which rows are called as if they added up the others."""
    for profile in profiles:
        found = sorted(value for value in profile.values if value.endswith(":") and _TOTAL.match(value))
        if found and profile.all_differ:
            yield (
                f"{listed(found)} in column {quoted(profile.column.name)} add up the other rows; read them alone, or"
                " leave them out (shape.only)"
            )


def headers_again(head: Sequence[Sequence[str]]) -> int:
    """Return how many rows at the start are headers again, as Qualtrics and SurveyMonkey write them."""
    for at, row in enumerate(head[:3], start=1):
        if any(cell.lstrip().startswith('{"ImportId"') for cell in row):
            return at
    if not head:
        return 0
    filled = [cell.strip().casefold() for cell in head[0] if cell.strip()]
    if filled and sum(cell in _TOLD for cell in filled) * 2 >= len(filled):
        return 1
    columns = list(zip(*head, strict=True))
    odd = [column for column in columns if _is_odd(column)]
    numbers = [column for column in columns if len(column) > _LEAST_CELLS and all(map(_number_or_blank, column[1:]))]
    return int(len(odd) > 1 and len(odd) * 2 >= len(numbers))


def _is_odd(column: Sequence[str]) -> bool:
    first, *others = column
    filled = [cell for cell in others if cell.strip()]
    return bool(first.strip()) and not is_number(first) and len(filled) >= _LEAST_CELLS and all(map(is_number, filled))


def _number_or_blank(cell: str) -> bool:
    return not cell.strip() or is_number(cell)


def choices_apart(profile: Profile) -> str:
    """Return what stands between several choices in the cells of a column; empty where cells hold one."""
    if profile.is_number or not profile.column.is_text or len(profile.values) < _LEAST_CELLS:
        return ""
    for separator in _SEPARATORS:
        several = [value for value in profile.values if separator in value]
        if len(several) < max(_LEAST_CELLS, _LEAST_SHARE * len(profile.values)):
            continue
        parts = [part.strip() for value in profile.values for part in value.split(separator)]
        choices = set(parts)
        if len(choices) * 2 <= len(parts) and len(choices) <= len(profile.values) * 2 and _are_short(choices):
            return separator
    return ""


def _are_short(choices: set[str]) -> bool:
    return len(choices) <= _LONGEST_CHOICE and all(0 < len(choice) <= _LONGEST_CHOICE for choice in choices)
