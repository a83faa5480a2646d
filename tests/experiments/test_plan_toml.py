"""A plan survives being written as TOML, whatever its names hold."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from experiments.plan import Columns, Comparison, Kind, Metric, Pace, Plan, Role
from experiments.plan_toml import to_toml
from experiments.shape import Read, Shape
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


SHARES = st.floats(0, 0.4)
POSITIVE = st.floats(1e-6, 1e6)
COLUMNS = st.lists(NAMES | AWKWARD.filter(_is_a_name), max_size=4, unique=True)


@st.composite
def metrics_of_every_kind(draw: st.DrawFn, comparison: Comparison) -> dict[str, Any]:
    """A metric of any kind that the comparison allows, with anything it may say."""
    paired = ("proportion", "mean", "ordinal", "theme")
    kinds = {Comparison.benchmark: list(Kind), Comparison.paired: paired}
    kind = Kind(draw(st.sampled_from(kinds.get(comparison, [kind for kind in Kind if kind is not Kind.price]))))
    bar = draw(SHARES)
    metric: dict[str, Any] = {"name": draw(NAMES), "kind": kind, "bar": bar, "target": bar + draw(st.floats(1e-6, 0.5))}
    metric["unit"] = draw(st.just("") | NAMES)
    if kind is Kind.ordinal and comparison is not Comparison.paired and draw(st.booleans()):
        return metric | {"score": "nps", "sd": draw(POSITIVE)}
    if kind is Kind.price and draw(st.booleans()):
        metric["prices"] = draw(st.lists(NAMES, min_size=4, max_size=4))
    if kind is Kind.mean and comparison is Comparison.control:
        metric |= {"covariates": draw(COLUMNS), "correlation": draw(st.floats(-0.99, 0.99))}
    if comparison is Comparison.paired and kind in (Kind.proportion, Kind.theme):
        metric["discordant"] = draw(st.floats(0.91, 1))  # no fewer than the target needs
    own = {
        Kind.ratio: {"numerator": NAMES, "denominator": NAMES},
        Kind.rate: {"exposure": NAMES, "exposure_per_unit": POSITIVE},
        Kind.ordinal: {"levels": st.lists(NAMES | AWKWARD.filter(_is_a_name), min_size=2, max_size=6, unique=True)},
        Kind.time_to_event: {"time": NAMES, "event": NAMES, "horizon": POSITIVE, "loss": st.floats(0, 0.9)},
        Kind.theme: {"second_coder": NAMES},
    }
    return metric | {name: draw(values) for name, values in own.get(kind, {}).items()}


@given(st.data(), st.sampled_from(Comparison), st.booleans())
def test_a_plan_of_any_kind_reads_back_equal(data: st.DataObject, comparison: Comparison, weekly: bool) -> None:
    metric = data.draw(metrics_of_every_kind(comparison))
    control = {"control": "old"} if comparison is Comparison.control else {}
    clustered = not metric.get("covariates") and metric["kind"] in ("proportion", "mean", "ratio", "rate")
    column = {"pair": "p"} if comparison is Comparison.paired else {"cluster": "c"} if clustered else {}
    fields = {"comparison": comparison, **control, "columns": column, "pace": {"weekly": weekly}, "metric": [metric]}
    plan = Plan.of(fields)
    again = Plan.of_toml(to_toml(plan))
    assert again == plan
    assert again.hash == plan.hash


PAGE = (Path(__file__).parents[2] / "docs" / "plan-toml.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.splitlines()[0])
def test_the_examples_of_the_page_are_plans_whose_data_can_be_judged(text: str) -> None:
    from experiments.inference import maker

    plan = Plan.of_toml(text)
    assert Plan.of_toml(to_toml(plan)) == plan
    for metric in plan.metrics:
        assert callable(maker(plan.form(metric), plan.comparison))


def test_the_page_has_an_example_of_every_kind_and_comparison() -> None:
    plans = [Plan.of_toml(text) for text in EXAMPLES]
    assert {metric.kind for plan in plans for metric in plan.metrics} == set(Kind)
    assert {plan.comparison for plan in plans} == set(Comparison)


@pytest.mark.parametrize("model", [Plan, Columns, Pace, Metric, Shape, Read])
def test_the_page_names_every_key(model: type[Plan]) -> None:
    told = set(re.findall(r"`\[*([a-z_0-9]+)\]*`", "\n".join(re.findall(r"^\|([^|]*)\|", PAGE, re.MULTILINE))))
    told |= set(re.findall(r"`\[+([a-z]+)\]+`", PAGE))
    assert {field.alias or name for name, field in model.model_fields.items()} <= told
