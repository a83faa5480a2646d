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


_SLOT = re.compile(r'"<([a-z]+\.[0-9]+\.id)>"|<([a-z]+\.[0-9]+\.(?:uid|code))>|([Qq]x[a-z]{2})')


def _form(text: str) -> str:
    """Return a text of the story as a form to fill in: ``%`` with the numbers and words of a bet."""
    return _SLOT.sub(lambda match: f"%({match[1] or match[2] or match[3]})s", text.replace("%", "%%"))


class _RowForm:
    """A row of the story: what stays, the numbers, and the texts to fill in."""

    def __init__(self, kind: str, row: dict[str, Any]) -> None:
        self.kind, self.row, self.told = kind, row, row["id"]
        self.links = {field: field.removesuffix("_id") for field in row if field.endswith("_id")}
        forms = {field: _form(value) for field, value in row.items() if isinstance(value, str) and field != "uid"}
        self.texts = [(field, form) for field, form in forms.items() if form != row[field]]


class _EntryForm:
    """An entry of the story, with its line in three parts: before the payload, the payload, and what follows it."""

    def __init__(self, row: dict[str, Any]) -> None:
        payload = json.loads(row["payload"])
        self.kinds = list(payload)
        for name, fields in payload.items():
            own = fields.get("id")
            for field in ("id", "uid", "segment_id", "hypothesis_id", "experiment_id"):
                if field in fields:
                    noun = name if field in ("id", "uid") else field.removesuffix("_id")
                    told = own if field in ("id", "uid") else fields[field]
                    fields[field] = f"<{noun}.{told}.{'uid' if field == 'uid' else 'id'}>"
        noun = {"S": "segment", "H": "hypothesis", "E": "experiment"}[row["subject"][0]]
        subject = f"<{noun}.{row['subject'][1:]}.code>"
        sentence = row["sentence"].replace(row["subject"], subject)
        texts = {"action": row["action"], "actor": row["actor"], "at": row["at"]}
        rest = canonical({"sentence": sentence, "seq": 0, "subject": subject})[1:]
        self.row = row
        self.subject, self.sentence, self.payload = _form(subject), _form(sentence), _form(canonical(payload))
        self.head = f'{canonical(texts)[:-1]},"payload":'
        self.rest = f",{_form(rest)}".replace('"seq":0', '"seq":%(seq)d')

    def after(self, last: dict[str, Any], fills: dict[str, Any]) -> dict[str, Any]:
        """Return the entry as the next link of the chain."""
        fills["seq"] = last["seq"] + 1
        payload = self.payload % fills
        told = {"sentence": self.sentence % fills, "seq": fills["seq"], "subject": self.subject % fills}
        hashed = link_hash(last["hash"], f"{self.head}{payload}{self.rest % fills}")
        linked = {**self.row, **told, "payload": payload, "previous": last["hash"], "hash": hashed}
        last.update(seq=fills["seq"], hash=hashed)
        return linked


def bets(count: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Yield the rows that so many bets leave, table by table, a bet at a time."""
    story, words = Story(), Words()
    rows = [_RowForm(kind, row) for kind in KINDS for row in story.rows[kind]]
    entries = [_EntryForm(row) for row in story.rows["trail"]]
    last = {"seq": 0, "hash": BEFORE_THE_FIRST}
    for number in range(count):
        said = {place: words.sentence(length) for place, length in _LENGTHS.items()}
        said |= {place.casefold(): sentence for place, sentence in said.items()}
        yield _told(rows, entries, number, said, last)


_SPREAD = {"hypothesis": 1, "experiment": TESTS, "observation": TESTS * BATCHES, "decision": 1, "segment": 1}
"""How many of a kind a bet has."""


def _told(
    rows: list[_RowForm], entries: list[_EntryForm], number: int, fills: dict[str, Any], last: dict[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    new_segment = number % SHARED == 0
    before = {kind: (number // SHARED if kind == "segment" else number) * each for kind, each in _SPREAD.items()}
    made: dict[str, list[dict[str, Any]]] = {}
    for form in rows:
        kind, own = form.kind, before[form.kind] + form.told
        uid = hashlib.md5(f"{kind}{own}".encode(), usedforsecurity=False).hexdigest()
        place = f"{kind}.{form.told}"
        fills |= {f"{place}.id": str(own), f"{place}.uid": uid, f"{place}.code": f"{kind[0].upper()}{own}"}
        if kind == "segment" and not new_segment:
            continue
        row = {**form.row, "id": own, "uid": uid}
        for field, noun in form.links.items():
            row[field] += before[noun]
        for field, words in form.texts:
            row[field] = words % fills
        made.setdefault(kind, []).append(row)
    fitting = [entry for entry in entries if new_segment or entry.kinds != ["segment"]]
    made["trail"] = [entry.after(last, fills) for entry in fitting]
    return made
