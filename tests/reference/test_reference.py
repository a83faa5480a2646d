"""The product's numbers agree with those of other programs, to the tolerance that each case states."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import pytest

from tests.reference import anytime_methods, kinds, methods, sequential_methods

METHODS = methods.METHODS | kinds.METHODS | sequential_methods.METHODS | anytime_methods.METHODS

FOLDER = Path(os.environ.get("REFERENCE_CASES") or Path(__file__).parent / "cases")


def _cases() -> list[dict[str, Any]]:
    read = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    return [case for cases in read if isinstance(cases, list) for case in cases]


CASES = _cases()
OFFERED = [case for case in CASES if case["method"] in METHODS]


def _number(value: object) -> float:
    if isinstance(value, str):
        return {"inf": math.inf, "-inf": -math.inf}[value]
    assert isinstance(value, int | float), value
    return float(value)


def agrees(got: object, expected: object, tolerance: dict[str, float]) -> bool:
    """Say whether a number, or each of a list, lies within atol + rtol · |expected|."""
    if isinstance(expected, list):
        return (
            isinstance(got, list | tuple)
            and len(got) == len(expected)
            and all(agrees(one, other, tolerance) for one, other in zip(got, expected, strict=True))
        )
    one, other = _number(got), _number(expected)
    if math.isinf(other) or math.isinf(one):
        return one == other
    return abs(one - other) <= tolerance["atol"] + tolerance["rtol"] * abs(other)


@pytest.mark.parametrize("case", OFFERED, ids=[case["id"] for case in OFFERED])
def test_the_product_agrees_with_other_programs(case: dict[str, Any]) -> None:
    given = METHODS[case["method"]](case["inputs"])
    shared = [key for key in case["expected"] if key in given]
    if not shared:
        pytest.skip(f"{case['method']}: none of {', '.join(case['expected'])} is given for these inputs")
    wrong = {
        key: (given[key], case["expected"][key])
        for key in shared
        if not agrees(given[key], case["expected"][key], case["tolerance"])
    }
    assert not wrong, f"got, expected: {wrong} ({case['source']})"


def test_methods_that_are_not_offered_yet_are_listed() -> None:
    absent = sorted({case["method"] for case in CASES} - set(METHODS))
    if absent:
        pytest.skip(f"not offered (yet): {', '.join(absent)}")


def test_there_are_cases_and_each_has_its_own_name() -> None:
    names = [case["id"] for case in CASES]
    assert len(OFFERED) > 0, f"no case in {FOLDER} asks for anything that is offered"
    assert len(names) == len(set(names))


def test_a_number_outside_its_tolerance_is_noticed() -> None:
    assert agrees(1.0009, 1.0, {"rtol": 0.001, "atol": 0})
    assert not agrees(1.0011, 1.0, {"rtol": 0.001, "atol": 0})
    assert agrees(math.inf, "inf", {"rtol": 0, "atol": 0})
    assert not agrees(1e300, "inf", {"rtol": 1, "atol": 0})
    assert not agrees([1.0], [1.0, 2.0], {"rtol": 0, "atol": 0})
    assert not agrees(math.nan, 1.0, {"rtol": 1, "atol": 1})
