"""Numbers as people and spreadsheets write them, and how to write them so that they can mean one thing only."""

from __future__ import annotations

import re

_BLANKS = " \u00a0\u202f'\u2019"
_SIGNS = "$€£¥₹₩₽¢"
_COMMA = re.compile(rf"[+-]?(\d+|\d{{1,3}}(?:[.{_BLANKS}]\d{{3}})+),\d+")
_THOUSANDS = re.compile(rf"[+-]?\d{{1,3}}(?:[,{_BLANKS}]\d{{3}})+(\.\d+)?")
_CURRENCY = re.compile(rf"[+-]?\s*(?:[{_SIGNS}]|[A-Z]{{3}})\s*[+-]?[\d.,]+|[+-]?[\d.,]+\s*(?:[{_SIGNS}]|[A-Z]{{3}})")


def number_hint(shown: str, *, commas: bool = False) -> str:
    """Return what is the matter with a text that should be a number, as the end of a sentence; "" where nobody knows.

    ``commas`` says that the column has decimal commas.
    """
    text = shown.strip()
    if text.endswith("%") and _is_numberlike(text[:-1]):
        return (
            f"has a percent sign; write the number alone, {text[:-1].strip()} or a hundredth of it, in the whole column"
        )
    if _CURRENCY.fullmatch(text):
        amount = re.sub(r"[^\d.,+-]", "", text)
        return f"has a currency with it; write {amount} alone, and the currency into the column's name"
    if commas:
        return "does not fit the column, whose decimals begin with a comma; write all its numbers one way"
    if _COMMA.fullmatch(text):
        whole, _, part = re.sub(rf"[.{_BLANKS}]", "", text).partition(",")
        return f"has a decimal comma; write {whole}.{part}"
    if _THOUSANDS.fullmatch(text):
        return f"has separators between thousands; write {re.sub(rf'[,{_BLANKS}]', '', text)}"
    return ""


def _is_numberlike(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?[\d.,]*\d[\d.,]*", text.strip()))
