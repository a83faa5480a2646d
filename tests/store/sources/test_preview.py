"""Before anything is stored: what a file holds, what its columns seem to be, and what is odd about it."""

from __future__ import annotations

import pyarrow as pa

from store.sources.files import preview

ROWS = "user_id,variant,signed_up,spend,note\n" + "".join(
    f"u{number},{'control' if number % 2 else 'treatment'},{number % 3 == 0},{number / 4},{'x' * (number % 30)}\n"
    for number in range(100)
)


def test_columns_are_guessed_and_counted(csv) -> None:
    found = preview(csv(ROWS, "week 1.csv"))
    assert (found.name, found.format, found.rows, found.looked_at) == ("week 1.csv", "csv", 100, 100)
    assert [(column.name, column.type, column.guess) for column in found.columns] == [
        ("user_id", "text", "unit"),
        ("variant", "text", "arm"),
        ("signed_up", "yes or no", "proportion"),
        ("spend", "number", "mean"),
        ("note", "text", "text"),
    ]
    assert [column.distinct for column in found.columns] == [None, 2, 2, None, None]
    assert [column.nulls for column in found.columns] == [0, 0, 0, 0, 4]
    assert (found.arm, found.unit, found.arms) == ("variant", "user_id", {"control": 50, "treatment": 50})
    assert found.head[1] == ("u1", "control", "False", "0.25", "x")
    assert len(found.head) == 8
    assert (found.oddities, found.reading, found.refusal) == ((), None, "")


def test_parquet_types_are_told_in_everyday_words(parquet) -> None:
    table = {
        "id": pa.array([1, 2, 3]),
        "arm": ["a", "b", "a"],
        "won": [True, False, None],
        "paid": [1.5, 2.0, 0.0],
        "day": pa.array([0, 1, 2], pa.date32()),
    }
    found = preview(parquet(table))
    assert [(column.type, column.guess) for column in found.columns] == [
        ("number", "unit"),
        ("text", "arm"),
        ("yes or no", "proportion"),
        ("number", "mean"),
        ("date", "text"),
    ]
    assert found.columns[2].nulls == 1


def test_a_column_of_the_planned_arms_is_the_arm_whatever_its_name(csv, planned) -> None:
    path = csv("channel,landed,converted\nweb,old,1\nphone,new,0\nweb,new,0\n")
    plan = planned(columns={"arm": "landed"}, shares={"old": 0.5, "new": 0.5})
    found = preview(path, plan)
    assert found.arm == "landed"
    assert found.reading is not None
    assert found.reading.arms["new"].units == 2


def test_a_plan_that_does_not_fit_is_refused_and_the_file_is_shown_all_the_same(csv, planned) -> None:
    found = preview(csv("variant,signed_up\ncontrol,1\ntest,0\n"), planned())
    assert "there is no column 'converted'" in found.refusal or "there is no column 'arm'" in found.refusal
    assert found.reading is None
    assert found.rows == 2


def test_what_is_odd_is_said_in_sentences(csv, planned) -> None:
    rows = "1,old,1\n1,old,1\n2,Old,0\n3,new,1\n3,old,1\n4,,0\n5,holdout,1\n"
    plan = planned(columns={"arm": "arm", "unit": "id"}, shares={"old": 0.5, "new": 0.5})
    found = preview(csv(f"id,arm,converted\n{rows}"), plan)
    assert "1 row name no arm" in found.oddities
    assert "the arms 'Old', 'old' differ only in case or blanks" in found.oddities
    assert any(
        line.startswith("1 units are in more than one arm, such as '3' in new and old") for line in found.oddities
    )
    assert any(
        "1 row of the arm 'holdout', which the plan does not know, will be left out" in line for line in found.oddities
    )


def test_odd_columns_are_named(csv) -> None:
    found = preview(csv("a;a;;empty;price\n1;2;3;;1,5\n1;2;3;;2,25\n"))
    assert found.oddities == (
        "2 columns are called 'a'",
        "1 column has no name",
        "nothing stands in 'empty' in the rows looked at",
        "column 'price' has decimal commas; 3,14 is read as 3.14, and 1.234,5 as 1234.5",
    )


def test_very_wide_files_are_shown_in_part(csv) -> None:
    found = preview(csv(",".join(f"c{number}" for number in range(1000)) + "\n" + ",".join("1" * 1000) + "\n"))
    assert len(found.columns) == 200
    assert found.oddities == ("only the first 200 of 1,000 columns are shown",)


def test_cells_are_shown_harmless_and_short(csv) -> None:
    found = preview(csv("note\n\x1b[31mred\n" + "y" * 500 + "\n"))
    assert found.head == (("[31mred",), ("y" * 80,))


def test_arms_are_those_of_the_whole_file(csv) -> None:
    rows = "control,1\n" * 30_000 + "treatment,0\n" * 5
    found = preview(csv(f"arm,converted\n{rows}"))
    assert found.looked_at == 20_000
    assert found.rows == 30_005
    assert found.columns[0].distinct == 1
