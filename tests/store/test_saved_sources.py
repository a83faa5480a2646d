"""Saved sources: named, edited, taken back, and never with a secret in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.errors import InvalidField, NotFound, Refused, Unreadable
from store.workspace import Workspace

TABLE = {"name": "visits", "address": "postgresql://ann@db/shop", "table": "visits"}


@pytest.mark.engines
def test_a_source_is_kept_found_by_its_name_edited_taken_back_and_removed(ws: Workspace) -> None:
    added = ws.sources.add({**TABLE, "columns": ["revenue=rev_usd"], "time_zone": "Europe/Berlin"})
    assert ws.said == "Added source D1 “visits”."
    assert added.renamed == {"revenue": "rev_usd"}
    assert ws.sources.named("VISITS") == ws.sources.named("d1") == added
    ws.sources.edit(1, 1, {"table": "shop.visits"})
    change = ws.undoable()
    assert change.effect == ("table: shop.visits → visits",)
    ws.undo(change.seq)
    assert ws.sources.named("visits").table == "visits"
    ws.sources.remove(1, ws.sources.get(1).version)
    assert ws.said == "Removed source D1 “visits”."
    with pytest.raises(Refused, match="add it again under the same name"):
        ws.undoable()
    assert ws.sources.add(TABLE).code == "D2"
    with pytest.raises(NotFound, match="there is no source 'orders'; there are visits"):
        ws.sources.named("orders")
    assert ws.trail.verify() == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": "postgresql://ann:hunter2@db/shop"}, "the password is written out"),
        ({"address": "postgresql://ann@db/shop?password=hunter2"}, "the value of password is written out"),
        (
            {"table": "", "query": "select * from dblink('password=hunter2', 'select 1')"},
            "a password is written",
        ),
    ],
)
def test_a_secret_is_refused_and_stands_nowhere(
    ws: Workspace, address: Path, fields: dict[str, str], said: str
) -> None:
    with pytest.raises(InvalidField, match=said) as refused:
        ws.sources.add({**TABLE, **fields})
    assert "hunter2" not in str(refused.value)
    assert ws.sources.count() == 0
    assert b"hunter2" not in address.read_bytes()


def test_the_name_of_a_secret_is_kept_and_the_secret_is_not(
    ws: Workspace, address: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.again import Origin

    monkeypatch.setenv("SHOP_PASSWORD", "hunter2")
    source = ws.sources.add({**TABLE, "address": "postgresql://ann:${SHOP_PASSWORD}@127.0.0.1:1/shop"})
    here = r"visits in postgresql://ann:\*\*\*@127\.0\.0\.1:1/shop"
    with pytest.raises(Unreadable, match=here) as refused, Origin.of(source).opened():
        pass
    assert "hunter2" not in str(refused.value)
    assert "${SHOP_PASSWORD}" in ws.sources.get(1).address
    assert all(b"hunter2" not in path.read_bytes() for path in address.parent.glob("bets.db*"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "Visits"}, "D1 is called 'visits' already"),
        ({"name": "D2"}, "could be taken for a file or a number"),
        ({"name": "data/visits"}, "could be taken for a file or a number"),
        ({"name": "b", "table": ""}, "say what to read"),
        ({"name": "b", "query": "select 1"}, "name a table or write a query, not both"),
        ({"name": "b", "time_zone": "Berlin"}, "Time zone: 'Berlin' is not possible; write its name"),
        ({"name": "b", "columns": ["revenue"]}, "write the plan's name and the source's"),
    ],
)
def test_what_a_source_cannot_be_is_said_in_one_line(ws: Workspace, fields: dict[str, str], said: str) -> None:
    ws.sources.add(TABLE)
    with pytest.raises(InvalidField, match=said) as refused:
        ws.sources.add({**TABLE, **fields})
    assert "\n" not in str(refused.value)


def test_a_path_means_the_same_from_every_folder(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ws.sources.add({"name": "visits", "address": "visits.csv"}).address == str(tmp_path / "visits.csv")
