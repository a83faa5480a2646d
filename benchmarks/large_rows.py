"""The rows of a large workspace: one bet that the program itself wrote, told again many times with other words.

Every row and every entry of the trail is what the program would have written, so that the trail verifies.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from experiments.plan import Plan
from store.canonical import canonical
from store.chain import BEFORE_THE_FIRST, link_hash
from store.tables import ROWS
from store.workspace import Workspace

TABLES = {noun.__name__.lower(): row_type.__table__ for noun, row_type in ROWS.items()}
TESTS, BATCHES, SHARED = 3, 10, 50
"""Experiments of a hypothesis, batches of an experiment, hypotheses of a segment."""

_COMMON = [
    "customers",
    "order",
    "deliveries",
    "at",
    "night",
    "because",
    "shops",
    "close",
    "early",
    "and",
    "they",
    "pay",
]
_SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu"]


_LENGTHS = {"Qxtl": 6, "Qxnd": 5, "Qxfr": 5, "Qxts": 4, "Qxwl": 8, "Qxln": 10, "Qxwh": 6, "Qxsg": 2, "Qxds": 8}
"""The places for words in the story, each with how many words take it."""


class Words:
    """Sentences in which a few words are everywhere and most are rare, as people write."""

    def __init__(self) -> None:
        self._random = random.Random(6)

    def rare(self) -> str:
        """Return one of some fifty thousand made-up words."""
        return "".join(self._random.choices(_SYLLABLES, k=4))

    def sentence(self, length: int) -> str:
        """Return so many words, a third of them common."""
        picks = (self._random.choice(_COMMON) if self._random.random() < 0.35 else self.rare() for _ in range(length))
        return " ".join(picks)


class Story:
    """The rows that one bet leaves, as the program writes them, with places for numbers and words."""

    def __init__(self) -> None:
        place = Path(tempfile.mkdtemp()) / "story.db"
        now = [datetime(2026, 3, 2, 9, 0, tzinfo=UTC)]

        def clock() -> datetime:
            now[0] += timedelta(minutes=1)
            return now[0]

        with Workspace.open(place, actor="Ann", clock=clock) as ws:
            _live(ws)
            with ws._desk.reading() as session:
                self.rows = {
                    name: [dict(row._mapping) for row in session.execute(text(f"SELECT * FROM {name}"))]
                    for name in (*TABLES, "trail")
                    if name in {*KINDS, "trail"}
                }


KINDS = ("segment", "hypothesis", "experiment", "observation", "decision")


def _live(ws: Workspace) -> None:
    segment = ws.segments.add({"name": "Qxsg", "description": "Qxds"})
    metric = {"name": "signed up", "bar": 0.0, "target": 0.02, "baseline": 0.05}
    plan = Plan.of({"comparison": "control", "control": "old", "shares": {"old": 0.5, "new": 0.5}, "metric": [metric]})
    bet = ws.hypotheses.add(
        {"segment_id": segment.id, "title": "Qxtl", "need": "Qxnd", "offer": "Qxfr", "owner": "Ann"}
    )
    for number in range(1, TESTS + 1):
        test = ws.experiments.add({"hypothesis_id": bet.id, "title": "Qxts", "we_will": "Qxwl", "owner": "Ann"})
        test = ws.experiments.lock(number, ws.experiments.plan(number, test.version, plan).version, 20_000)
        for _ in range(BATCHES):
            ws.observations.record(number, {"arms": {"old": _arm(40, 1_000), "new": _arm(80, 1_000)}})
    version = ws.experiments.get(1).version
    version = ws.experiments.conclude(1, version).version
    ws.decisions.decide(1, version, {"choice": "invest", "why": "Qxwh", "learning": "Qxln"})


def _arm(successes: int, trials: int) -> dict[str, Any]:
    return {"units": trials, "statistics": {"signed up": {"kind": "counts", "successes": successes, "trials": trials}}}


class _Entry:
    """An entry of the story: its payload in pieces, and which nouns it tells of."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.row = row
        payload = json.loads(row["payload"])
        self.kinds = list(payload)
        for name, fields in payload.items():
            own = fields.get("id")
            for field in ("id", "uid", "segment_id", "hypothesis_id", "experiment_id"):
                if field in fields:
                    noun = name if field in ("id", "uid") else field.removesuffix("_id")
                    told = own if field in ("id", "uid") else fields[field]
                    fields[field] = f"<{noun}.{told}.{'uid' if field == 'uid' else 'id'}>"
        self.payload = canonical(payload)
        found = re.findall(r'"<[a-z]+\.[0-9]+\.id>"|<[a-z]+\.[0-9]+\.uid>', self.payload)
        self.places = list(dict.fromkeys(found))


def bets(count: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Yield the rows that so many bets leave, table by table, a bet at a time."""
    story, words = Story(), Words()
    entries = [_Entry(row) for row in story.rows["trail"]]
    last = {"seq": 0, "hash": BEFORE_THE_FIRST}
    for number in range(count):
        said = {place: words.sentence(length) for place, length in _LENGTHS.items()}
        yield _told(story, entries, number, said, last)


def _told(
    story: Story, entries: list[_Entry], number: int, said: dict[str, str], last: dict[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    new_segment = number % SHARED == 0
    spread = {"hypothesis": (number, 1), "experiment": (number, TESTS), "observation": (number, TESTS * BATCHES),
              "decision": (number, 1), "segment": (number // SHARED, 1)}  # fmt: skip

    def numbered(noun: str, told: int) -> int:
        before, each = spread[noun]
        return before * each + told

    made: dict[str, list[dict[str, Any]]] = {}
    replaced: list[tuple[str, str]] = []
    for kind in KINDS:
        for row in story.rows[kind]:
            own = numbered(kind, row["id"])
            uid = hashlib.md5(f"{kind}{own}".encode(), usedforsecurity=False).hexdigest()
            replaced += [(f'"<{kind}.{row["id"]}.id>"', str(own)), (f"<{kind}.{row['id']}.uid>", uid)]
            if kind == "segment" and not new_segment:
                continue
            links = {field: numbered(field.removesuffix("_id"), row[field]) for field in row if field.endswith("_id")}
            texts = {field: _worded(value, said) for field, value in row.items() if isinstance(value, str)}
            made.setdefault(kind, []).append({**row, **texts, **links, "id": own, "uid": uid})
    table = dict(replaced)
    for entry in entries:
        if entry.kinds == ["segment"] and not new_segment:
            continue
        made.setdefault("trail", []).append(_linked(entry, table, said, numbered, last))
    return made


def _linked(
    entry: _Entry, table: dict[str, str], said: dict[str, str], numbered: Any, last: dict[str, Any]
) -> dict[str, Any]:
    row = entry.row
    payload = _worded(entry.payload, said)
    for piece in entry.places:
        payload = payload.replace(piece, table[piece])
    noun = {"S": "segment", "H": "hypothesis", "E": "experiment"}[row["subject"][0]]
    subject = f"{row['subject'][0]}{numbered(noun, int(row['subject'][1:]))}"
    sentence = _worded(row["sentence"], said).replace(row["subject"], subject)
    seq = last["seq"] + 1
    texts = {"action": row["action"], "actor": row["actor"], "at": row["at"]}
    rest = {"sentence": sentence, "seq": seq, "subject": subject}
    line = f'{canonical(texts)[:-1]},"payload":{payload},{canonical(rest)[1:]}'
    linked = {**row, **rest, "payload": payload, "previous": last["hash"], "hash": link_hash(last["hash"], line)}
    last.update(seq=seq, hash=linked["hash"])
    return linked


def _worded(value: str, said: dict[str, str]) -> str:
    for word, sentence in said.items():
        if word in value:
            value = value.replace(word, sentence)
        elif word.casefold() in value:
            value = value.replace(word.casefold(), sentence)
    return value
