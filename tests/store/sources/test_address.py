"""An address says where rows are, and never gives a secret away."""

from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend

from experiments.errors import Unreadable
from store.sources.address import Address
from store.sources.open_address import opened_at


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("week.csv", "file"),
        ("folder/*.parquet", "file"),
        ("shop.duckdb", "duckdb"),
        ("shop.sqlite", "sqlite"),
        ("sqlite:///shop.file", "sqlite"),
        ("postgres://me@host/shop", "postgresql"),
        ("postgresql:///shop", "postgresql"),
        ("pyspark://local[2]", "ibis"),
        ("bigquery://project/shop", "ibis"),
    ],
)
def test_the_kind_is_told_from_the_address(text: str, kind: str) -> None:
    assert Address.of(text, table="" if kind == "file" else "visits").kind == kind


def test_a_database_is_known_by_its_first_bytes_too(tmp_path) -> None:
    import duckdb

    duckdb.connect(tmp_path / "shop.db").close()
    assert Address.of(tmp_path / "shop.db", table="t").kind == "duckdb"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://me:s3cret@host/shop",
        "postgresql://host/shop?user=me&password=s3cret",
        "snowflake://me:s3cret@account/shop",
        "databricks://host/path?access_token=s3cret",
        "clickhouse://me:s3cr@et@host/shop",
    ],
)
def test_a_password_that_is_written_out_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(Unreadable, match=r"is written out in the address; put it into the environment") as refused:
        Address.of(text, table="visits")
    assert "s3cr" not in str(refused.value)


def test_a_password_comes_from_the_environment_and_stays_there(monkeypatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "s3cret/@word")
    address = Address.of("postgresql://me:${SHOP_PASSWORD}@127.0.0.1:1/shop", table="visits")
    assert address.with_secrets() == "postgresql://me:s3cret%2F%40word@127.0.0.1:1/shop"
    assert "s3cret" not in repr(address)
    assert address.shown == "visits in postgresql://me:***@127.0.0.1:1/shop"
    assert address.masked("FATAL: s3cret/@word and s3cret%2F%40word") == "FATAL: *** and ***"
    with pytest.raises(Unreadable) as refused, opened_at(address):
        pass
    assert "s3cret" not in str(refused.value)
    monkeypatch.delenv("SHOP_PASSWORD")
    with pytest.raises(Unreadable, match="the environment has no SHOP_PASSWORD"):
        address.with_secrets()


class _Kept(KeyringBackend):
    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return {("whatsticks", "postgresql://me@host/shop"): "from the ring"}.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


def test_a_password_may_be_kept_in_the_keyring() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(_Kept())
    try:
        address = Address.of("postgresql://me@host/shop?sslmode=require", table="visits")
        assert address.with_secrets() == "postgresql://me:from%20the%20ring@host/shop?sslmode=require"
        assert address.masked("no: from the ring") == "no: ***"
    finally:
        keyring.set_keyring(before)


def test_what_is_read_has_to_be_said_and_once(tmp_path) -> None:
    with pytest.raises(Unreadable, match=r"say what to read: --table NAME, or --query"):
        Address.of("shop.duckdb")
    with pytest.raises(Unreadable, match="name a table or write a query, not both"):
        Address.of("shop.duckdb", table="a", query="select 1")
    with pytest.raises(Unreadable, match="is a file, which has no tables"):
        Address.of("week.csv", table="a")
    with (
        pytest.raises(Unreadable, match="there is no such file"),
        opened_at(Address.of(tmp_path / "a.sqlite", table="t")),
    ):
        pass


def test_a_table_may_have_its_schema_before_it() -> None:
    assert Address.of("postgresql:///shop", table='sales."odd.name"').relation('"') == '"sales"."odd.name"'
    assert Address.of("postgresql:///shop", table='a"b').relation('"') == '"a"."b"'
