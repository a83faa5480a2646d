"""The picture of a test over time."""

from __future__ import annotations

import re

from experiments.plan import Plan
from experiments.statistic import Counts
from experiments.summary import html, markdown, numbers
from experiments.summary.timeline import timeline, twin
from experiments.verdict import AfterStopping, Verdict
from tests.experiments.recorded import batch, judged
from tests.experiments.summary.samples import gate_verdict, retention, summary


def verdict(*successes: int, monitoring: str = "group-sequential", size: int = 100) -> Verdict:
    metric = {"name": "m", "bar": 0.1, "target": 0.25}
    plan = Plan.of({"monitoring": monitoring, "planned_size": size, "metric": [metric]})
    arms = ({"all": Counts(successes=hits, trials=20)} for hits in successes)
    return judged(plan, *(batch(arm, id=at) for at, arm in enumerate(arms, start=1)), final=False)


def test_every_look_is_a_point_with_its_interval_and_its_units() -> None:
    found = verdict(2, 6, 3, 7)
    svg = timeline(found, found.metrics[0], None)
    assert svg.count("<circle") == 4
    for text in ("bar 10%", "target 25%", ">20<", ">40<", ">60<", ">80<", "units"):
        assert text in svg


def test_bar_and_target_are_named_where_no_look_is_in_the_way() -> None:
    def places(found: Verdict) -> list[str]:
        svg = timeline(found, found.metrics[0], None)
        return [re.findall(r'text-anchor="(\w+)"', part)[-1] for part in re.split(">(?:bar 10%|target 25%)<", svg)[:-1]]

    early = verdict(0, 1, size=200)  # the first look is at a tenth of the picture
    spread = verdict(2, 6, 3, 7, 8)
    assert places(early) == ["end", "end"]
    assert places(spread) == ["start", "start"]


def test_a_test_that_is_not_half_way_says_how_far_it_was_planned() -> None:
    early, spread = verdict(0, 1, size=200), verdict(2, 6, 3, 7, 8)
    assert ">200 planned<" in timeline(early, early.metrics[0], None)
    assert "planned" not in timeline(spread, spread.metrics[0], None)


def test_who_cannot_see_the_picture_is_told_each_look() -> None:
    found = verdict(2, 6, 3, 7)
    told = twin(found, found.metrics[0], None)
    assert told.startswith("look 1 at 20 units, until 2 March 2026: 10%")
    assert told.count("look ") == 4
    assert told.endswith("invest.")


def test_a_test_of_one_look_has_no_picture_over_time() -> None:
    once = verdict(20, monitoring="fixed")
    assert timeline(once, once.metrics[0], None) == ""


def test_every_page_says_what_stays_of_an_effect_once_the_looks_are_allowed_for() -> None:
    after = AfterStopping(estimate=-0.0071, lower=-0.0125, upper=-0.0015, p=0.9991)
    corrected = retention(after_stopping=after)
    said = "Corrected for the looks: −0.71 points, 95% interval −1.25 to −0.15 points, p 0.999."
    assert numbers.after_stopping(corrected, None) == said
    assert numbers.after_stopping(retention(), None) == ""
    page = summary(verdict=gate_verdict(metrics=(corrected,)))
    for render in (html.render, markdown.render):
        assert said in render(page)


def test_every_page_says_which_look_was_the_first_to_end_the_test() -> None:
    said = "Look 4 of 4 was the first to end the test, with invest."
    page = summary(verdict=verdict(2, 6, 3, 7))
    for render in (html.render, markdown.render):
        assert said in render(page)
        assert "was the first to end" not in render(summary(verdict=verdict(2, 3)))
