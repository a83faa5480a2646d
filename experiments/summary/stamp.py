"""Reading from an exported page what it says about its own trail, so that both can be held against each other."""

from __future__ import annotations

import json
import re
from html import unescape

from experiments.errors import Unreadable
from experiments.noun import Value

_TAG = re.compile(r"<(?:style|title)\b.*?</(?:style|title)>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_HASH = "([0-9a-f]{64})"
_CODE = re.compile(r"Decision summary\W+(E[0-9]+)\b")
_LOCK = re.compile(rf"Plan locked:? entry ([0-9,]+) with hash {_HASH}")
_PLAN = re.compile(rf"Hash of the plan:? {_HASH}")
_TRAIL = re.compile(rf"Trail:? ([0-9,]+) entr(?:y|ies), the last with hash {_HASH}")
_HEADING = "How to check this page"


class Stamp(Value):
    """What a decision page says of its plan and its trail.

    ``code`` is the experiment's, ``plan_hash`` that of the plan as locked; ``lock_seq`` and ``lock_hash`` are the entry
    that froze it; ``length`` and ``head`` are where the trail stood when the page was made.
    """

    code: str
    plan_hash: str
    lock_seq: int
    lock_hash: str
    length: int
    head: str


def stamp_of(page: str, name: str) -> Stamp:
    """Read the stamp of a decision page in HTML, Markdown or JSON.

    Parameters
    ----------
    page : str
        The page as it was exported, or the text copied out of it.
    name : str
        What to call it in errors.

    Raises
    ------
    Unreadable
        Where it is no page of an experiment, or of one whose plan is not locked.
    """
    start = page.lstrip()[:1]
    if start == "{":
        return _from_json(page, name)
    text = " ".join(unescape(_TAG.sub(" ", page) if start == "<" else page).replace("*", "").split())
    codes = _CODE.search(text)
    if codes is None:
        raise Unreadable(f"{name} is no decision summary; whatsticks export decision writes one")
    # What people wrote stands above this heading: a reason that quotes such a line is not taken for the line itself.
    _, _, check = text.rpartition(_HEADING)
    lock, plan, trail = _LOCK.search(check), _PLAN.search(check), _TRAIL.search(check)
    if lock is None or plan is None or trail is None:
        raise Unreadable(f"{name} names no lock of a plan: {codes[1]} was not locked when the page was made")
    return Stamp(
        code=codes[1],
        plan_hash=plan[1],
        lock_seq=_number(lock[1]),
        lock_hash=lock[2],
        length=_number(trail[1]),
        head=trail[2],
    )


def _from_json(page: str, name: str) -> Stamp:
    """Read the stamp of a summary as its model writes it."""
    from experiments.summary.facts import plan_hash
    from experiments.summary.model import DecisionSummary

    try:
        summary = DecisionSummary.model_validate(json.loads(page))
    except ValueError:
        raise Unreadable(f"{name} is no decision summary in JSON") from None
    if summary.lock is None:
        raise Unreadable(f"{name} names no lock of a plan: {summary.code} was not locked when the page was made")
    return Stamp(
        code=summary.code,
        plan_hash=plan_hash(summary),
        lock_seq=summary.lock.seq,
        lock_hash=summary.lock.hash,
        length=summary.trail.length,
        head=summary.trail.head,
    )


def _number(text: str) -> int:
    return int(text.replace(",", ""))
