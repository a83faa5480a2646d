"""A plan survives being written as TOML, whatever its names hold."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from experiments.plan import Comparison, Kind, Metric, Plan, Role
from experiments.plan_toml import to_toml
from experiments.text import Name

_NAME = TypeAdapter(Name)


def _is_a_name(text: str) -> bool:
    try:
        return _NAME.validate_python(text) == text
    except ValidationError:
        return False


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(_is_a_name)
AWKWARD = st.sampled_from(
    ['"', "\\", '\\"', "a=b", "[[metric]]", "#", "'''", "= 1", "ą ☃ 漢字 🙂", "\\u0041", "\u00a0x\u00a0y"]
)
FLOATS = st.floats(min_value=1e-300, max_value=1e300, allow_nan=False, allow_infinity=False)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    arms = draw(st.lists(NAMES | AWKWARD.filter(_is_a_name), min_size=2, max_size=4, unique=True))
    names = draw(st.lists(NAMES | AWKWARD.filter(_is_a_name), min_size=1, max_size=4, unique=True))
    bar = draw(st.floats(min_value=-0.4, max_value=0.4))
    success = Metric(name=names[0], kind=Kind.proportion, bar=bar, target=bar + draw(st.floats(1e-9, 0.5)))
    guardrails = [
        Metric(name=name, role=Role.guardrail, kind=Kind.mean, margin=draw(FLOATS), sd=draw(FLOATS | st.none()))
        for name in names[1:]
    ]
    return Plan.of(
        {
            "title": draw(NAMES),
            "comparison": Comparison.control,
            "control": arms[0],
            "alpha": draw(st.floats(1e-12, 0.4)),
            "planned_size": draw(st.integers(1, 10**11) | st.none()),
            "shares": {arm: 1 / len(arms) for arm in arms},
            "metrics": (success, *guardrails),
            "pace": {"units_per_day": draw(FLOATS.filter(lambda pace: pace <= 1e12) | st.none())},
            "columns": {"arm": draw(NAMES), "unit": ""},
            "start": draw(st.dates() | st.none()),
        }
    )


@given(plans())
def test_a_written_plan_reads_back_equal(plan: Plan) -> None:
    again = Plan.of_toml(to_toml(plan))
    assert again == plan
    assert again.hash == plan.hash


def test_the_shortest_plan_says_what_it_promises() -> None:
    plan = Plan.of({"metric": [{"name": "sign-ups", "bar": 0.08, "target": 0.15}], "deadline": date(2026, 4, 1)})
    assert to_toml(plan) == (
        'title = "Untitled test"\n'
        'comparison = "benchmark"\n'
        "alpha = 0.05\n"
        "beta = 0.2\n"
        'monitoring = "fixed"\n'
        "deadline = 2026-04-01\n"
        "\n"
        "[[metric]]\n"
        'name = "sign-ups"\n'
        'role = "success"\n'
        'kind = "proportion"\n'
        'direction = "increase"\n'
        "bar = 0.08\n"
        "target = 0.15\n"
    )


@pytest.mark.parametrize("name", ['say "yes"', "back\\slash", "tab-free \u200b zero width", "=HYPERLINK(1)", "[red]"])
def test_awkward_names_stay_what_they_are(name: str) -> None:
    plan = Plan.of({"metric": [{"name": name, "bar": 0.1, "target": 0.2}]})
    assert Plan.of_toml(to_toml(plan)).metrics[0].name == name
