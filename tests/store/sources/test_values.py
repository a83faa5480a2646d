"""What a value may be, and what is said of one that may not."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from experiments.errors import Unreadable
from store.sources.files import read

SHARE = {"name": "converted", "bar": 0.1, "target": 0.2}
MEAN = {"name": "revenue", "kind": "mean", "bar": 0.0, "target": 1.0}


@pytest.mark.parametrize("yes", ["1", "true", "TRUE", "True", "tRuE", "yes", "Yes", "YES", "1.0", " true ", '"1"'])
def test_yes_may_be_written_in_many_ways(csv, one_group, yes) -> None:
    found = read(csv(f"converted\n{yes}\n0\n"), one_group(SHARE)).arms["all"].statistics["converted"]
    assert (found.successes, found.trials) == (1, 2)


@pytest.mark.parametrize("no", ["0", "false", "FALSE", "False", "no", "No", "NO", "0.0", " no"])
def test_no_may_be_written_in_many_ways(csv, one_group, no) -> None:
    found = read(csv(f"converted\n1\n{no}\n"), one_group(SHARE)).arms["all"].statistics["converted"]
    assert (found.successes, found.trials) == (1, 2)


@pytest.mark.parametrize(
    "column",
    [
        pa.array([True, False, None]),
        pa.array([1, 0, None], pa.int8()),
        pa.array([1, 0, None], pa.uint64()),
        pa.array([1.0, 0.0, None], pa.float32()),
        pa.array([Decimal("1.00"), Decimal("0.00"), None], pa.decimal128(5, 2)),
        pa.array(["Yes", "no", ""]),
        pa.array(["1", "0", None]).dictionary_encode(),
    ],
    ids=lambda column: str(column.type),
)
def test_yes_and_no_of_every_parquet_type(parquet, one_group, column) -> None:
    data = read(parquet({"converted": column}), one_group(SHARE)).arms["all"]
    assert (data.statistics["converted"].successes, data.statistics["converted"].trials) == (1, 2)
    assert data.missing == {"converted": 1}


@pytest.mark.parametrize(
    "column",
    [
        pa.array([2, -1, None], pa.int8()),
        pa.array([2, -1, None], pa.int64()),
        pa.array([2, -1, None], pa.float32()),
        pa.array([Decimal("2.00"), Decimal("-1.00"), None], pa.decimal128(12, 2)),
        pa.array(["2", " -1.0 ", ""]),
        pa.array(["2e0", "-1", None]).dictionary_encode(),
    ],
    ids=lambda column: str(column.type),
)
def test_numbers_of_every_parquet_type(parquet, one_group, column) -> None:
    data = read(parquet({"revenue": column}), one_group(MEAN)).arms["all"]
    found = data.statistics["revenue"]
    assert (found.n, found.mean, found.variance, found.largest) == (2, 0.5, 4.5, 2)
    assert data.missing == {"revenue": 1}


@pytest.mark.parametrize("value", ["2", "-1", "maybe", "NA", "null", "0.5", "t", "y", "\\N"])
def test_what_is_neither_yes_nor_no_is_refused_with_its_line(csv, one_group, value) -> None:
    with pytest.raises(Unreadable) as refused:
        read(csv(f"converted,id\n1,1\n,2\n{value},3\n0,4\n{value},5\n"), one_group(SHARE))
    said = str(refused.value)
    assert "line 4, column 'converted' (metric 'converted')" in said
    assert "is not possible; a proportion takes 1 or 0, true or false, yes or no; 1 more like it" in said


@pytest.mark.parametrize("value", ["NA", "nan", "inf", "-Infinity", "abc", "1.2.3", "1_000_x", "0x"])
def test_what_is_no_finite_number_is_refused_with_its_line(csv, one_group, value) -> None:
    with pytest.raises(Unreadable) as refused:
        read(csv(f"revenue,id\n1,1\n,2\n{value},3\n"), one_group(MEAN))
    assert f"line 4, column 'revenue' (metric 'revenue'): '{value}' is not possible" in str(refused.value)
    assert "an empty cell for no value" in str(refused.value)


@pytest.mark.parametrize("value", ["3,14", "-0,5", "1.234,50", "1 234,50"])
def test_a_decimal_comma_among_points_gets_the_number_as_it_should_be_written(csv, one_group, value) -> None:
    with pytest.raises(Unreadable, match=r"has a decimal comma; write -?[0-9]+[.][0-9]+"):
        read(csv(f"id;revenue\n1;2.5\n2;{value}\n"), one_group(MEAN))


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_decimal_commas_are_read_where_every_value_of_the_column_fits(csv, one_group, separator) -> None:
    values = ["3,14", "", "-0,5", "1.234,50", "1.000", "7", "1234567,25"]
    rows = "".join(f"{number}{separator}{value}\n" for number, value in enumerate(values))
    found = read(csv(f"id{separator}revenue\n{rows}"), one_group(MEAN)).arms["all"].statistics["revenue"]
    assert found.n == 6
    assert found.mean == pytest.approx((3.14 - 0.5 + 1234.5 + 1000 + 7 + 1234567.25) / 6)


@pytest.mark.parametrize("value", ["2.5", "1,234.50", "12.34,5"])
def test_a_point_far_down_a_column_of_decimal_commas_is_refused(csv, one_group, value) -> None:
    rows = "".join(f"{number};{number % 7},5\n" for number in range(20_000))
    with pytest.raises(Unreadable, match=r"line 20,002, column 'revenue' .* decimals begin with a comma; write all"):
        read(csv(f"id;revenue\n{rows}1;{value}\n"), one_group(MEAN))


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("1,234.56", "has separators between thousands; write 1234.56"),
        ("12 345", "has separators between thousands; write 12345"),
        ("12.5%", "has a percent sign; write the number alone, 12.5 or a hundredth of it, in the whole column"),
        ("$12.50", "has a currency with it; write 12.50 alone"),
        ("12 €", "has a currency with it; write 12 alone"),
        ("EUR 7.5", "has a currency with it; write 7.5 alone"),
    ],
)
def test_numbers_with_signs_in_them_are_refused_with_what_to_write(csv, one_group, value, says) -> None:
    with pytest.raises(Unreadable) as refused:
        read(csv(f'id,revenue\n1,2.5\n2,"{value}"\n'), one_group(MEAN))
    assert f"line 3, column 'revenue' (metric 'revenue'): '{value}' {says}" in str(refused.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("statistics", [True, False], ids=["with statistics", "without statistics"])
def test_a_number_that_is_none_is_found_whatever_the_file_says_of_itself(parquet, one_group, value, statistics) -> None:
    rows = [1.5] * 700 + [None, value] + [2.5] * 300
    path = parquet({"revenue": rows}, row_group_size=100, write_statistics=statistics)
    with pytest.raises(Unreadable, match=rf"row 702, column 'revenue' .*'{value}' is not possible"):
        read(path, one_group(MEAN))
    with pytest.raises(Unreadable, match=r"row 1, column 'converted' .*'1.5' is not possible"):
        read(parquet({"converted": rows}), one_group(SHARE))


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (pa.array([datetime.date(2026, 3, 1)]), "date"),
        (pa.array([[1]]), "bigint"),
        (pa.array([b"1"]), "blob"),
    ],
)
def test_a_column_of_another_kind_is_refused_by_its_kind(parquet, one_group, column, kind) -> None:
    for metric in (SHARE, MEAN):
        with pytest.raises(Unreadable, match=f"holds {kind}.*, not "):
            read(parquet({metric["name"]: column}), one_group(metric))


def test_the_line_is_the_one_an_editor_shows(csv, one_group) -> None:
    content = 'note,revenue\n"two\nlines",1\n\n"three\n\nlines ""quoted""",2\nx,oops\n'
    with pytest.raises(Unreadable, match="line 8, column"):
        read(csv(content), one_group(MEAN))


def test_blank_lines_of_a_single_column_are_empty_values(csv, one_group) -> None:
    data = read(csv("revenue\n1\n\n2\n"), one_group(MEAN)).arms["all"]
    assert (data.units, data.missing) == (3, {"revenue": 1})
    with pytest.raises(Unreadable, match="line 4, column"):
        read(csv("revenue\n1\n\nx\n"), one_group(MEAN))


def test_a_value_that_could_steer_a_terminal_is_shown_harmless(csv, one_group) -> None:
    with pytest.raises(Unreadable) as refused:
        read(csv(b"converted\n1\n\x1b]52;c;ZXZpbA==\x07\n"), one_group(SHARE))
    assert str(refused.value).isprintable()
    with pytest.raises(Unreadable) as refused:
        read(csv("converted\n" + "x" * 100_000 + "\n"), one_group(SHARE))
    assert len(str(refused.value)) < 400
