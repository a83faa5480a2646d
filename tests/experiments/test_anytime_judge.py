"""Looks at any time: every kind of metric, judged look by look."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np
import pytest

from experiments.anytime.asymptotic import multiplier
from experiments.errors import InvalidField
from experiments.estimand import NPS_LEVELS
from experiments.plan import Plan
from experiments.statistic import Categories, Counts, CrossMoments, Events, Moments, Pairs, Statistic, Tally
from experiments.verdict import Outcome, Status, Verdict
from tests.experiments.recorded import arm, batch, judged


def looked(metric: dict[str, Any], *batches: dict[str, Statistic], size: int = 200, **fields: Any) -> Verdict:
    both = {"comparison": "control", "control": "old"} if len(batches[0]) > 1 else {}
    bet = Plan.of({"monitoring": "anytime", "planned_size": size, "metric": [{"name": "m"} | metric]} | both | fields)
    return judged(bet, *(batch(arms, id=at) for at, arms in enumerate(batches, start=1)), final=False)


def counts(successes: int, trials: int) -> Counts:
    return Counts(successes=successes, trials=trials)


def test_a_rate_far_above_its_bar_is_seen_after_a_few_interviews() -> None:
    """Nine of nine want it where one in two would do: no plan of looks is needed to stop there."""
    verdict = looked({"bar": 0.5, "target": 0.8}, *({"all": counts(1, 1)} for _ in range(9)), size=30)
    assert verdict.verdict is Outcome.invest
    assert verdict.stopped_at is not None
    assert verdict.stopped_at <= 9
    found = verdict.metrics[0]
    assert found.e_bar is not None
    assert found.e_bar >= 20
    assert found.p_bar == pytest.approx(1 / found.e_bar)


def test_limits_only_ever_narrow() -> None:
    rng = np.random.default_rng(3)
    batches = [{"all": counts(int(rng.binomial(10, 0.2)), 10)} for _ in range(12)]
    looks = looked({"bar": 0.1, "target": 0.25}, *batches).looks
    lower = [look.results[0].lower for look in looks]
    upper = [look.results[0].upper for look in looks]
    assert all(later >= earlier for earlier, later in pairwise(lower))
    assert all(later <= earlier for earlier, later in pairwise(upper))


def test_two_arms_of_yes_and_no_are_bets_on_new_units_only() -> None:
    arms = {"old": counts(2, 40), "new": counts(14, 40)}
    verdict = looked({"bar": 0.0, "target": 0.2, "baseline": 0.1}, *([arms] * 3))
    assert verdict.verdict is Outcome.invest
    nothing = {"old": counts(3, 20), "new": counts(5, 20)}
    assert looked({"bar": 0.0, "target": 0.2, "baseline": 0.1}, nothing).verdict is Outcome.keep_testing


def test_a_mean_says_nothing_before_enough_units_are_in() -> None:
    def arms(n: int) -> dict[str, Statistic]:
        return {"old": Moments(n=n, mean=10.0, variance=4.0), "new": Moments(n=n, mean=12.0, variance=4.0)}

    metric = {"kind": "mean", "bar": 0.0, "target": 1.0, "sd": 2.0}
    early = looked(metric, arms(10), size=2000)
    assert early.verdict is Outcome.keep_testing
    assert early.metrics[0].lower == float("-inf")
    assert looked(metric, arms(10), arms(200), size=2000).verdict is Outcome.invest


def test_two_means_of_even_arms_have_the_normal_limits_of_the_sequence_and_uneven_ones_wider_t_limits() -> None:
    metric = {"name": "m", "kind": "mean", "bar": 0.0, "target": 2.0}
    both = {"comparison": "control", "control": "old"}

    def reach(control: int) -> float:
        arms = {n: Moments(n=n, mean=0.0, variance=1.0) for n in (15, control)}
        found = looked(metric, {"new": arms[15], "old": arms[control]}, size=40, **both).metrics[0]
        assert found.lower is not None
        return -found.lower / sqrt(1 / 15 + 1 / control)

    assert reach(15) == pytest.approx(multiplier(30, 40, 0.05))
    assert reach(60) > multiplier(75, 40, 0.05) + 0.1


def test_events_are_judged_exactly() -> None:
    metric = {"kind": "rate", "bar": 0.01, "target": 0.05, "exposure_per_unit": 1.0}
    verdict = looked(metric, {"all": Events(events=12, exposure=100.0, over=100)})
    assert verdict.verdict is Outcome.invest


def test_what_falls_short_stops_and_harm_is_seen() -> None:
    assert looked({"bar": 0.1, "target": 0.25}, {"all": counts(4, 100)}).verdict is Outcome.stop
    worse = {"old": counts(60, 100), "new": counts(20, 100)}
    metric = {"bar": 0.0, "target": 0.1, "baseline": 0.5}
    assert looked(metric, worse).verdict is Outcome.stop


@pytest.mark.parametrize("rate", [0.05, 0.3])
def test_looking_after_every_unit_invests_at_the_bar_no_more_than_alpha_allows(rate: float) -> None:
    """The estimator's own exactness is proved by enumeration; this is the judge's rule around it, simulated."""
    rng = np.random.default_rng(20261121)
    tests, looks = 60, 40
    wrong = 0
    for _ in range(tests):
        hits = rng.random(looks) < rate
        batches = [{"all": counts(int(hits[at : at + 4].sum()), 4)} for at in range(0, looks, 4)]
        wrong += looked({"bar": rate, "target": rate + 0.25}, *batches, size=looks).verdict is Outcome.invest
    assert wrong <= 0.05 * tests + 3 * (0.05 * 0.95 * tests) ** 0.5


def test_units_that_come_one_by_one_to_one_arm_or_the_other_count_as_pairs() -> None:
    """A unit of one arm alone says nothing of a difference; it must not be lost, and waiting for its pair is fair."""
    rng = np.random.default_rng(8)
    new, old = rng.random(40) < 0.6, rng.random(40) < 0.1
    metric = {"bar": 0.0, "target": 0.3, "baseline": 0.1}
    nobody, start = counts(0, 0), {"old": counts(0, 1), "new": counts(1, 1)}
    pairs = [{"old": counts(int(o), 1), "new": counts(int(n), 1)} for n, o in zip(new, old, strict=True)]
    singles = [
        one for pair in pairs for one in ({"old": nobody, "new": pair["new"]}, {"old": pair["old"], "new": nobody})
    ]
    together, apart = looked(metric, start, *pairs), looked(metric, start, *singles)
    assert together.verdict is Outcome.invest
    assert apart.verdict is Outcome.invest
    assert apart.metrics[0].e_bar == pytest.approx(together.metrics[0].e_bar)
    assert apart.metrics[0].lower == pytest.approx(together.metrics[0].lower, abs=1e-6)


@pytest.mark.parametrize(
    ("metric", "arms"),
    [
        ({"bar": 0.08, "target": 0.15}, {"all": counts(12, 80)}),
        ({"bar": 0.0, "target": 0.1, "baseline": 0.2}, {"old": counts(20, 100), "new": counts(40, 100)}),
        ({"kind": "rate", "bar": 1.0, "target": 2.0}, {"all": Events(events=40, exposure=30.0)}),
        ({"kind": "mean", "bar": 0.0, "target": 1.0, "sd": 1.0}, {"all": Moments(n=150, mean=1.0, variance=1.0)}),
    ],
)
def test_a_result_names_the_method_that_its_limits_are_from(metric: dict[str, Any], arms: dict[str, Statistic]) -> None:
    """The one-look interval would be narrower: its name beside limits of a sequence would be wrong."""
    (found,) = looked(metric, arms).metrics
    assert "anytime-valid" in found.method or "confidence sequence" in found.method


RATINGS = {"kind": "mean", "bar": 3.5, "target": 4.0, "sd": 0.9}


def ratings(*values: float) -> Moments:
    n, mean = len(values), sum(values) / len(values)
    return Moments(n=n, mean=mean, variance=sum((v - mean) ** 2 for v in values) / (n - 1) if n > 1 else 0.0)


def test_ratings_between_known_ends_are_judged_from_the_first_unit_on() -> None:
    each = [{"all": ratings(value)} for value in (5, 4, 5, 5, 4, 5, 5, 5, 4, 5, 5, 5, 4, 5, 5, 5)]
    verdict = looked(RATINGS | {"between": [1, 5]}, *each, size=80)
    assert verdict.verdict is Outcome.invest
    assert verdict.stopped_at is not None
    assert verdict.stopped_at < 16
    assert verdict.metrics[0].method.startswith("anytime-valid exact bounded mean")
    assert not [check for check in verdict.health if check.status is not Status.ok]
    assert looked(RATINGS, *each, size=80).verdict is Outcome.keep_testing  # who names no ends has to wait


def test_a_corrected_batch_of_ratings_is_taken_with_all_others_as_one() -> None:
    bet = Plan.of(
        {"monitoring": "anytime", "planned_size": 80, "metric": [{"name": "m", **RATINGS, "between": [1, 5]}]}
    )
    wrong = batch({"all": ratings(1, 1, 2, 1)}, id=1)
    more = batch({"all": ratings(5, 4, 5, 4)}, id=2)
    right = batch({"all": ratings(5, 5, 4, 5)}, id=3, supersedes=1, why="typed upside down")
    corrected = judged(bet, wrong, more, right, final=False).metrics[0]
    clean = judged(bet, batch({"all": ratings(5, 5, 4, 5)}, id=1), more, final=False).metrics[0]
    assert corrected.estimate == pytest.approx(clean.estimate)
    assert corrected.lower is not None
    assert clean.lower is not None
    assert corrected.lower <= clean.lower + 1e-9


@pytest.mark.parametrize(
    ("metric", "fields", "statistic"),
    [
        (
            {"kind": "ordinal", "score": "nps", "bar": 0.0, "target": 0.4, "sd": 0.8},
            {},
            Categories(levels=NPS_LEVELS, counts=(0, 0, 0, 0, 0, 0, 1, 2, 1, 6, 8)),
        ),
        (
            {"bar": 0.0, "target": 0.3, "discordant": 0.5},
            {"comparison": "paired", "control": "before"},
            Pairs(both=3, gained=12, lost=0, neither=3),
        ),
        (
            {"kind": "ordinal", "levels": [1, 2, 3], "bar": 0.0, "target": 0.3, "discordant": 0.5},
            {"comparison": "paired", "control": "before"},
            Tally(values=((-1.0,), (0.0,), (1.0,)), counts=(0, 5, 13)),
        ),
    ],
    ids=["promoters", "pairs", "steps"],
)
def test_what_counts_one_or_minus_one_is_judged_exactly_and_needs_no_burn_in(
    metric: dict[str, Any], fields: dict[str, Any], statistic: Statistic
) -> None:
    verdict = looked(metric, {"all": statistic}, size=60, **fields)
    assert verdict.verdict is Outcome.invest
    assert verdict.metrics[0].method == "anytime-valid exact bounded mean (betting)"
    assert not [check for check in verdict.health if check.status is not Status.ok]


def test_pairs_of_ratings_lie_between_the_differences_of_their_ends() -> None:
    metric = {"kind": "mean", "bar": 0.0, "target": 1.0, "sd": 1.0, "between": [1, 5]}
    fields = {"comparison": "paired", "control": "before"}
    found = looked(metric, {"all": Moments(n=30, mean=1.2, variance=1.0)}, size=40, **fields).metrics[0]
    assert found.lower is not None
    assert 0 < found.lower < 1.2
    with pytest.raises(InvalidField, match="lie between -4 and 4"):
        looked(metric, {"all": Moments(n=30, mean=4.2, variance=1.0)}, size=40, **fields)


@pytest.mark.parametrize(
    ("statistic", "says"),
    [
        (Moments(n=10, mean=5.2, variance=1.0), "the mean of 'm': 5.2 is not possible"),
        (Moments(n=10, mean=4.0, variance=1.0, largest=7.0), "a value of 'm': 7.0 is not possible"),
        (Moments(n=10, mean=4.9, variance=1.0), "spread by 0.6583 at most"),
    ],
)
def test_values_outside_their_ends_are_refused(statistic: Moments, says: str) -> None:
    with pytest.raises(InvalidField, match=says):
        looked(RATINGS | {"between": [1, 5]}, {"all": statistic})


def test_two_typed_answers_at_both_ends_are_not_too_far_apart() -> None:
    assert looked(RATINGS | {"between": [1, 5]}, {"all": Moments(n=2, mean=3.0, variance=2.83**2)}).verdict


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"between": [5, 1]}, "name the least value, then the greatest"),
        ({"between": [4, 5]}, "bar 3.5 lies outside 4 to 5"),
        ({"between": [3.4, 4.4]}, "sd 0.9 is too much"),
        ({"kind": "proportion", "bar": 0.1, "target": 0.2, "sd": None, "between": [0, 1]}, "between belongs to"),
    ],
)
def test_ends_that_cannot_be_are_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidField, match=says):
        Plan.of({"metric": [{"name": "m", **RATINGS, **change}]})


def test_ends_serve_one_group_or_pairs_and_say_so_elsewhere() -> None:
    metric = {"name": "m", "kind": "mean", "bar": 0.0, "target": 0.4, "sd": 0.9, "between": [1, 5]}
    with pytest.raises(InvalidField, match="leave it out beside a control arm"):
        Plan.of({"comparison": "control", "control": "old", "metric": [metric]})
    with pytest.raises(InvalidField, match="with a cluster groups are judged"):
        Plan.of({"columns": {"cluster": "shop"}, "metric": [{**metric, "bar": 3.5, "target": 4}]})


EVENTS = {"kind": "rate", "exposure": "w", "exposure_per_unit": 1, "bar": 1.0, "target": 1.5}


def watched(units: int, events: int, variance: float) -> Events:
    """Return the events of units that were watched for one unit of exposure each."""
    each = CrossMoments(
        n=units, names=("f", "w"), means=(events / units, 1.0), covariance=((variance, 0.0), (0.0, 0.0))
    )
    return Events(events=events, exposure=float(units), units=each)


def test_events_of_known_units_are_judged_before_a_hundred_units() -> None:
    """A file tells each unit's events; that must not make a test wait that typed totals would let speak."""
    assert looked(EVENTS, {"all": watched(40, 80, 2.1)}, size=57).verdict is Outcome.invest
    assert looked(EVENTS, {"all": watched(40, 80, 24.0)}, size=57).verdict is Outcome.keep_testing


def test_one_unit_with_many_events_is_no_evidence_yet() -> None:
    few = looked(EVENTS, {"all": watched(2, 12, 72.0)}, {"all": watched(3, 3, 1.0)}, size=57)
    assert few.verdict is Outcome.keep_testing
    assert few.metrics[0].lower == float("-inf")


def test_how_much_units_vary_is_not_forgotten_with_a_batch_that_does_not_tell() -> None:
    typed = Events(events=1, exposure=1.0)
    found = looked(EVENTS, {"all": watched(40, 121, 37.0)}, {"all": typed}, size=57)
    assert found.verdict is Outcome.keep_testing
    assert found.metrics[0].observed


@pytest.mark.parametrize(
    "watched_too",
    [{"baseline": 0.05}, {"kind": "rate", "exposure": "w", "exposure_per_unit": 1, "baseline": 0.05}],
    ids=["share", "rate"],
)
def test_a_share_that_must_not_get_worse_is_watched_at_any_time(watched_too: dict[str, Any]) -> None:
    bad = {"name": "errors", "role": "deterioration", "direction": "decrease", **watched_too}
    plan = {"monitoring": "anytime", "planned_size": 200, "metric": [{"name": "m", "bar": 0.1, "target": 0.25}, bad]}
    is_rate = "kind" in watched_too

    def seen(errors: int) -> Verdict:
        second = Events(events=errors, exposure=60.0, over=60) if is_rate else counts(errors, 60)
        return judged(Plan.of(plan), batch({"all": arm(counts(20, 60), errors=second)}, id=1), final=False)

    assert seen(3).verdict is Outcome.invest
    assert seen(30).verdict is Outcome.stop
