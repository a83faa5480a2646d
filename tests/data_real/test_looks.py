"""A year of answers of a bank's customers, read look by look; its dates have to be written out first."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from experiments.errors import Unreadable
from experiments.judge import judge
from experiments.observation import Observation
from experiments.plan import Plan
from store.sources.files import read, read_looks

FILE = "nps_bank/NPStimeseries.csv"


@pytest.fixture
def written_out(data_set, tmp_path) -> Path:
    """The same file with 2021-09-01 for 01/09/21."""
    with data_set(FILE).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["Survey date"] = datetime.strptime(row["Survey date"], "%d/%m/%y").date().isoformat()  # noqa: DTZ007
    path = tmp_path / "nps.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def plan(**fields: object) -> Plan:
    nps = {"name": "NPS", "kind": "ordinal", "score": "nps", "column": "NPS", "bar": 0.05, "target": 0.2}
    columns = {"unit": "ID", "time": "Survey date"}
    return Plan.of({"planned_size": 5000, "columns": columns, "metric": [nps], **fields})


def test_a_day_before_the_month_is_refused_by_line(data_set) -> None:
    with pytest.raises(
        Unreadable, match=r"line 2, column 'Survey date' \(the time\): '\d\d/\d\d/\d\d' is not possible"
    ):
        read(data_set(FILE), plan())


def test_a_look_at_the_end_of_every_quarter_adds_up_to_the_year(written_out) -> None:
    quarters = plan(monitoring="group-sequential", looks=["2021-03-31", "2021-06-30", "2021-09-30"])
    parts, whole = read_looks(written_out, quarters), read(written_out, quarters)
    assert [part.source.last.month for part in parts] == [3, 6, 9, 12]
    assert (whole.source.first, whole.source.last) == (parts[0].source.first, parts[-1].source.last)
    assert whole.source.first >= date(2021, 1, 1)
    total = parts[0].arms["all"].statistics["NPS"]
    for part in parts[1:]:
        total = total.plus(part.arms["all"].statistics["NPS"])
    assert total == whole.arms["all"].statistics["NPS"]
    fields = {"experiment_id": 1, "at": "2026-03-01T09:00:00Z", "recorded_by": "Ana"}
    verdict = judge(quarters, [Observation.of({**fields, "id": at, **dict(one)}) for at, one in enumerate(parts, 1)])
    assert [look.units for look in verdict.looks][-1] == 5000
    assert verdict.looks[-1].results[0].estimate == pytest.approx(0.118, abs=5e-4)
