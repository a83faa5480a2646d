"""A password that is in the keyring alone opens a server that asks for one, and is seen nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.postgres_server import postgres_in

PASSWORD = "s3cret of the ring"
PLAN = '[[metric]]\nname = "converted"\nbar = 0.1\ntarget = 0.2\n'


@pytest.fixture(scope="module")
def closed_server() -> Iterator[str]:
    """A server that lets Ann in by her password only; its address without one."""
    folder = Path(tempfile.gettempdir()) / f"whatsticks-ring-{uuid4().hex[:8]}"
    with postgres_in(folder) as address, psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE ann LOGIN PASSWORD '{PASSWORD}'")
        connection.execute("CREATE TABLE visits AS SELECT n % 4 = 0 AS converted FROM generate_series(1, 400) AS n")
        connection.execute("GRANT SELECT ON visits TO ann")
        (rules,) = connection.execute("SHOW hba_file").fetchone() or ("",)
        Path(rules).write_text(f"local all ann scram-sha-256\n{Path(rules).read_text()}")
        connection.execute("SELECT pg_reload_conf()")
        known = conninfo_to_dict(address)
        yield f"postgresql://ann@/{known['dbname']}?host={known['host']}"


def run(*words: str, ring: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment |= {"PYTHON_KEYRING_BACKEND": "tests.store.sources.file_ring.FileKeyring", "TEST_KEYRING": str(ring)}
    root = Path(__file__).parents[3]
    how = {"capture_output": True, "text": True, "timeout": 120}
    return subprocess.run([sys.executable, *words], check=False, input=stdin, env=environment, cwd=root, **how)


def test_only_who_has_it_in_the_keyring_gets_in(closed_server: str, tmp_path: Path) -> None:
    ring, plan = tmp_path / "ring.json", tmp_path / "plan.toml"
    plan.write_text(PLAN)
    console = ("-c", "from tui.cli import console; console()")
    judge = (*console, "judge", str(plan), closed_server, "--table", "visits", "--final")

    refused = run(*judge, ring=ring)
    assert refused.returncode == 1
    assert "no password supplied" in refused.stderr

    kept = run("-m", "keyring", "set", "whatsticks", closed_server.partition("?")[0], ring=ring, stdin=PASSWORD)
    assert kept.returncode == 0, kept.stderr
    judged = run(*judge, ring=ring)
    assert judged.returncode == 0, judged.stderr
    assert "100 of 400" in judged.stdout

    run("-m", "keyring", "set", "whatsticks", closed_server.partition("?")[0], ring=ring, stdin="s3cret but wrong")
    wrong = run(*judge, ring=ring)
    assert wrong.returncode == 1
    assert len(wrong.stderr.splitlines()) == 1
    assert not any("s3cret" in text for one in (refused, judged, wrong) for text in (one.stdout, one.stderr))
