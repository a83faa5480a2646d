"""What a reader is told was observed: whoever never saw the plan has to understand the number."""

from __future__ import annotations

import pytest

from experiments.metric import Comparison, Metric
from experiments.observed import in_words
from experiments.statistic import Categories


@pytest.mark.parametrize(
    ("top", "told"),
    [(1, "30 of 100 (30%) say 5"), (2, "67 of 100 (67%) say 4 or 5"), (3, "85 of 100 (85%) say 3 to 5")],
)
def test_a_share_of_answers_says_which_answers_it_counts(top: int, told: str) -> None:
    levels = ("1", "2", "3", "4", "5")
    metric = Metric.of({"name": "m", "kind": "ordinal", "levels": levels, "top": top, "bar": 0.5, "target": 0.7})
    answers = Categories(levels=levels, counts=(5, 10, 18, 37, 30))
    assert in_words(answers, metric, Comparison.benchmark) == told
