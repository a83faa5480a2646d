"""The tables on monitors: how often each is wrong however one looks, and how many units it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from math import log

import numpy as np

from calibration import monitor_arms, monitor_bounded, monitor_kinds, monitor_sizes
from calibration.chances import ALPHA, BETA, Chance
from calibration.monitor_bounded import Ratings
from calibration.monitor_draws import Estimates, Generator, Tails, errors, levels, one_by_one, one_mean, two_means
from calibration.monitor_figures import Figures, MonitorCell, MonitorTable, drawn, exact
from calibration.monitor_looks import at_random, errors_of_plans, errors_of_the_impatient
from calibration.monitor_paths import Edges, OneArm, edges, passing
from calibration.monitor_rules import worst_of_normal, worst_of_one, worst_of_two, worst_with_one_more
from calibration.monitor_streams import Pairs, every_path, evidence, fairest, weights
from calibration.shapes import EXPONENTIAL, LOGNORMAL, NORMAL, Shape
from experiments.metric import Scale, Score
from experiments.sequential.unplanned import Rule

Measure = Callable[[Generator, int], dict[str, Figures]]
_UPTO = (5, 10, 20, 50, 100, 200)
_EVERY = tuple(f"after each of {n} units" for n in _UPTO)
_PATHS = "after each of 8 pairs, every path"
_DRAWN = "after each of 100 pairs"
_FEWER = 5
SIZES = "How many units tests need"


@cache
def all_monitors() -> tuple[MonitorTable, ...]:
    """Return every table, in the order of the page."""
    return (
        MonitorTable("Anytime: one share", _ONE_SHARE, tuple(_one_arm("proportion", *at) for at in _SHARES)),
        MonitorTable("Anytime: one rate of events", _ONE_RATE, tuple(_one_arm("rate", *at) for at in _RATES)),
        MonitorTable("Anytime: two shares", _TWO_SHARES, tuple(_pairs(*at) for at in _TWO)),
        MonitorTable("Anytime: a mean of values with known ends", _BOUNDED, tuple(monitor_bounded.cells())),
        MonitorTable("Anytime: everything else", _ASYMPTOTIC, tuple(_asymptotic())),
        MonitorTable("Group-sequential: one share", _GROUP, tuple(_looked_at(*at) for at in _GROUPS)),
        MonitorTable("Group-sequential: two shares and means", _GROUP_DRAWN, tuple(_unplanned())),
        MonitorTable(SIZES, _NEEDED, tuple(_needed())),
    )


_ONE_SHARE = "A look after every unit; every path counted, none drawn."
_ONE_RATE = "One unit of exposure each, events Poisson, a look after every unit; every path counted."
_TWO_SHARES = (
    "Pairs of a treated and an untreated unit, a look after every pair. Up to 8 pairs every path is counted. Beyond"
    " that what a pair is expected to multiply each bet by was worked out in every state that 100 pairs can lead to, at"
    " control rates in steps of 5 points on the bar: where that is never above 1, the level holds at every look"
    " (Ville's inequality). Drawn paths show how much of it is used."
)
_BOUNDED = (
    "A look after every unit, or after every ten. Pairs that gain or lose, and promoters and detractors: every path"
    " counted. Ratings from 1 to 5 are drawn; of ten recorded together the judge knows number, mean and spread only,"
    " and takes the values that would be worst."
)
_ASYMPTOTIC = (
    "The asymptotic confidence sequence: a look after every unit or pair from the first that the product allows, up to"
    " twice the plan for means; for the kinds named last eight looks at 25 to 200 units an arm, a fifth of the drawn"
    " tests. No method is exact here: one mean of skewed values errs towards its longer tail."
)
_GROUP = (
    "Every path counted. *Random*: the average of 40 sets of looks that nobody planned. *Worst rule*: somebody sees the"
    " data and then says when to look next, in steps of 10%, 20% or 40% of the plan, so as to be wrong as often as"
    " possible; the best of all such rules was worked out. Bounds are those of the information alone, as looks by the"
    " calendar have them; that promises nothing there: what holds is due to counts that cannot use their level up."
)
_GROUP_DRAWN = (
    "*Random*: looks that nobody planned, drawn anew for each 200 tests. *Impatient*: looks again after 10% of the plan"
    " where the last look was promising, else after 30%, where fifths were planned. Spending by the information alone"
    " holds its level for looks whose times do not depend on what was seen, t statistics of few units included, as they"
    " are given bounds of their own. Looks chosen *because of* the last one would use up more: *worst rule* is the best"
    " of all rules to be wrong, as above, for an estimate whose spread is known also among all tenths of the plan. So"
    " where a plan lists its looks by size, a look that it did not have moves the bounds out until the chance to cross"
    " them, given what was seen, is no larger than before (Müller & Schäfer 2001). *One look more*: of two looks that"
    " were planned, somebody makes another one in between exactly where that helps. Looks by the calendar get what"
    " spending alone gives. One mean of few skewed values errs with *one look* already, which plan and verdict warn of;"
    " several smaller looks add to that."
)
_NEEDED = (
    "The same bar, target and error rates under each way of looking. *One look* and *group-sequential* have the size"
    " that the product plans; the others may stop at any time and end at the size (500 at most) at which they find the"
    " target in 80% of tests. The mSPRT and the asymptotic sequence of A/B platforms get a threshold that makes them"
    " valid here, and where tests are drawn are asked from the 10th unit or pair on. Mean units over all arms until a"
    " test ends; of one arm of counts every path is counted, else a fifth of the tests of other tables is drawn. Of"
    " ratings two more ways are shown: recorded in tens, and the bets of Waudby-Smith & Ramdas, which change with each"
    " value and so need all values in their order."
)
_SHARES = ((0.02, 0.1), (0.05, 0.15), (0.1, 0.25), (0.3, 0.5), (0.5, 0.8))
_RATES = ((0.2, 0.5), (1.0, 1.5))
_TWO = (
    (0.0, 0.2, 0.2, Scale.difference),
    (0.05, 0.2, 0.1, Scale.difference),
    (0.0, 0.15, 0.5, Scale.difference),
    (0.0, 1.0, 0.2, Scale.relative),
)
_GROUPS = ((0.1, 0.25, 60, "obrien-fleming"), (0.3, 0.5, 50, "pocock"), (0.05, 0.1, 200, "obrien-fleming"))


def _one_arm(kind: str, bar: float, target: float) -> MonitorCell:
    def measure(rng: Generator, replicates: int) -> dict[str, Figures]:  # noqa: ARG001 - nothing is drawn
        test = OneArm("anytime", kind, bar, target, _UPTO[-1])
        found = edges(test, range(1, _UPTO[-1] + 1))
        return {name: _both(test, _until(found, n)) for name, n in zip(_EVERY, _UPTO, strict=True)}

    words = f"bar {bar:.0%}, target {target:.0%}" if kind == "proportion" else f"bar {bar:g}, target {target:g} a unit"
    return MonitorCell(words, _EVERY, measure)


def _until(found: Edges, looks: int) -> Edges:
    return Edges(found.units[:looks], found.least[:looks], found.most[:looks])


def _both(test: OneArm, found: Edges) -> Figures:
    invest = passing(test, found, test.bar, down=False).above
    return Figures(exact(invest), exact(passing(test, found, test.target, up=False).below))


def _pairs(bar: float, target: float, baseline: float, scale: Scale) -> MonitorCell:
    test = Pairs(bar, target, baseline, scale)

    def measure(rng: Generator, replicates: int) -> dict[str, Figures]:
        paths = every_path(8)
        found = evidence(test, *paths)
        called = (found.beyond_bar >= log(1 / ALPHA)).any(axis=1), (found.short_of_target >= log(1 / BETA)).any(axis=1)
        chances = [
            exact(float((weights(test.treated(effect), paths[0]) * weights(baseline, paths[1]))[hit].sum()))
            for effect, hit in zip((bar, target), called, strict=True)
        ]
        most, states = fairest(test, 100, np.linspace(0, 1, 21))
        note = f"at most ×{most:.9f} a pair in {states:,} states"
        drawn_ones = [_drawn_pairs(test, effect, rng, replicates) for effect in (bar, target)]
        return {
            _PATHS: Figures(invest=chances[0], stop=chances[1]),
            _DRAWN: Figures(drawn(drawn_ones[0][0], replicates), drawn(drawn_ones[1][1], replicates), note=note),
        }

    unit = "" if scale is Scale.relative else " points"
    words = f"{scale}, {baseline:.0%} in control, bar {100 * bar:g}{unit}, target {100 * target:g}{unit}"
    return MonitorCell(words.replace("relative", "relative lift in %"), (_PATHS, _DRAWN), measure)


def _drawn_pairs(test: Pairs, effect: float, rng: Generator, replicates: int) -> tuple[int, int]:
    treated = rng.random((replicates, 100)) < test.treated(effect)
    found = evidence(test, treated, rng.random((replicates, 100)) < test.baseline)
    up, down = found.beyond_bar >= log(1 / ALPHA), found.short_of_target >= log(1 / BETA)
    return int(up.any(axis=1).sum()), int(down.any(axis=1).sum())


def _asymptotic() -> Iterator[MonitorCell]:
    for shape in (NORMAL, EXPONENTIAL, LOGNORMAL):
        yield MonitorCell(f"one mean, {shape.words}", ("plan of 100", "plan of 400"), _of_one_mean(shape))
        yield MonitorCell(f"two means, {shape.words}", ("plan of 100", "plan of 400"), _of_two_means(shape))
    looks = tuple(range(25, 201, 25))
    kinds: dict[str, Estimates] = {
        "relative lift of two means, exponential": monitor_kinds.of_moments(
            monitor_kinds.amounts, ("amount",), monitor_kinds.lift, looks
        ),
        "difference of adjusted means, lognormal": monitor_kinds.of_moments(
            monitor_kinds.with_history, ("spend", "before"), monitor_kinds.adjusted_difference, looks
        ),
        "difference of ratios, purchases per visit": monitor_kinds.of_moments(
            monitor_kinds.visits, ("bought", "visits"), monitor_kinds.ratios, looks
        ),
        "difference of rates, 0.3 events a unit": monitor_kinds.two_rates(0.3, looks),
        "NPS, 50% promoters, 15% detractors": monitor_kinds.answers_apart(Score.nps, looks),
        "three ordered answers": monitor_kinds.answers_apart(Score.usual, looks),
        "80% retained, 30% lost to view": monitor_kinds.retained(0.8, looks),
    }
    for words, draw in kinds.items():
        yield MonitorCell(words, ("8 looks, plan of 400",), _one_by_one(draw, looks))


def _of_one_mean(shape: Shape) -> Measure:
    def measure(rng: Generator, replicates: int) -> dict[str, Figures]:
        return {
            f"plan of {plan}": errors(
                one_mean(rng, shape, 2 * plan, replicates), levels(tuple(range(2, 2 * plan + 1)), plan, 1)
            )
            for plan in (100, 400)
        }

    return measure


def _of_two_means(shape: Shape) -> Measure:
    def measure(rng: Generator, replicates: int) -> dict[str, Figures]:
        return {
            f"plan of {plan}": errors(
                two_means(rng, shape, plan, replicates), levels(tuple(range(4, 2 * plan + 1, 2)), plan, 2, even=True)
            )
            for plan in (100, 400)
        }

    return measure


def _one_by_one(draw: Estimates, looks: tuple[int, ...]) -> Measure:
    def measure(rng: Generator, replicates: int) -> dict[str, Figures]:
        at = levels(tuple(2 * n for n in looks), 2 * looks[-1], 2)
        return {"8 looks, plan of 400": errors(one_by_one(draw, rng, replicates // _FEWER), at)}

    return measure


_SCHEDULES = ("five equal looks", "two of five kept", "twenty looks", "overrun by 30%", "random", "worst rule")


def _looked_at(bar: float, target: float, planned: int, spending: str) -> MonitorCell:
    def measure(rng: Generator, replicates: int) -> dict[str, Figures]:  # noqa: ARG001 - only looks are drawn
        test = OneArm("group-sequential", "proportion", bar, target, planned, spending=spending)
        fifths = [round(planned * k / 5) for k in range(1, 6)]
        fixed = (fifths, [fifths[1], fifths[4]], _twentieths(planned), [*fifths[:4], round(1.3 * planned)])
        found = {name: _both(test, edges(test, looks)) for name, looks in zip(_SCHEDULES, fixed, strict=False)}
        draw = at_random(planned)
        several = [_both(test, edges(test, draw(rng))) for _ in range(40)]
        average = [
            exact(float(np.mean([one.value for one in chances if one])))
            for chances in ([each.invest for each in several], [each.stop for each in several])
        ]
        steps = [planned // 10, planned // 5, 2 * planned // 5]
        worst = [exact(worst_of_one(test, steps, above=above)) for above in (True, False)]
        return found | {"random": Figures(average[0], average[1]), "worst rule": Figures(worst[0], worst[1])}

    return MonitorCell(f"bar {bar:.0%}, target {target:.0%}, plan of {planned}, {spending}", _SCHEDULES, measure)


_UNPLANNED = ("one look", "five looks", "twenty looks", "random", "random, overrun by 30%", "impatient")
_TENTHS = ((1, 2, 4), tuple(range(1, 11)))
_RULES = (
    "worst rule, spending alone",
    "worst rule, spending alone, any tenth",
    "one look more, spending alone",
    "one look more, as judged",
)


def _twentieths(planned: int) -> list[int]:
    return sorted({max(1, round(planned * k / 20)) for k in range(1, 21)})


def _unplanned() -> Iterator[MonitorCell]:
    for rate, planned, spending in ((0.3, 20, "pocock"), (0.1, 40, "obrien-fleming"), (0.3, 40, "obrien-fleming")):
        yield MonitorCell(
            f"two shares of {rate:.0%}, {planned} each, {spending}",
            ("worst rule, spending alone",),
            _two_shares(rate, planned, spending),
        )
    for shape in (NORMAL, EXPONENTIAL):
        for planned in (20, 100):
            words = f"one mean, {shape.words}, plan of {planned}"
            yield MonitorCell(words, _UNPLANNED, _mean(shape, planned))
    for spending in ("obrien-fleming", "pocock"):
        yield MonitorCell(f"one estimate, spread known, {spending}", _RULES, _known_spread(spending))


def _known_spread(spending: str) -> Measure:
    def measure(rng: Generator, replicates: int) -> dict[str, Figures]:  # noqa: ARG001 - nothing is drawn
        def worst(steps: tuple[int, ...], rate: float) -> Chance:
            return exact(worst_of_normal(steps, 10, rule=(rate, spending)))

        def one_more(rate: float, *, as_judged: bool) -> Chance:
            return exact(worst_with_one_more(Rule(rate, spending, (0.5, 1.0)), as_judged=as_judged))

        found = {_RULES[at]: Figures(worst(steps, ALPHA), worst(steps, BETA)) for at, steps in enumerate(_TENTHS)}
        for name, judged in zip(_RULES[2:], (False, True), strict=True):
            found[name] = Figures(one_more(ALPHA, as_judged=judged), one_more(BETA, as_judged=judged))
        return found

    return measure


def _two_shares(rate: float, planned: int, spending: str) -> Measure:
    def measure(rng: Generator, replicates: int) -> dict[str, Figures]:  # noqa: ARG001 - nothing is drawn
        steps = [planned // 5, 2 * planned // 5]
        return {
            "worst rule, spending alone": Figures(
                exact(worst_of_two(rate, 0.0, planned, steps, rule=(ALPHA, spending)))
            )
        }

    return measure


def _mean(shape: Shape, planned: int) -> Measure:
    def measure(rng: Generator, replicates: int) -> dict[str, Figures]:
        def tails(share: float = 1.0) -> Iterator[Tails]:
            return one_mean(rng, shape, round(share * planned), replicates)

        fifths = tuple(round(planned * k / 5) for k in range(1, 6))
        twentieths = tuple(size for size in _twentieths(planned) if size > 1)
        return {
            "one look": errors_of_plans(tails(), 2, planned, lambda _: (planned,), rng),
            "five looks": errors_of_plans(tails(), 2, planned, lambda _: fifths, rng),
            "twenty looks": errors_of_plans(tails(), 2, planned, lambda _: twentieths, rng),
            "random": errors_of_plans(tails(), 2, planned, at_random(planned), rng),
            "random, overrun by 30%": errors_of_plans(tails(1.3), 2, planned, at_random(planned, 1.3), rng),
            "impatient": errors_of_the_impatient(tails(), 2, planned),
        }

    return measure


def _needed() -> Iterator[MonitorCell]:
    for kind, places in (("proportion", ((0.05, 0.15), (0.1, 0.25), (0.3, 0.5), (0.5, 0.8))), ("rate", _RATES)):
        for bar, target in places:
            words = (
                f"one share, {bar:.0%} or {target:.0%}" if kind == "proportion" else f"one rate, {bar:g} or {target:g}"
            )
            yield MonitorCell(words, monitor_sizes.METHODS, _sized(kind, bar, target))
    yield MonitorCell(
        "two shares, 10% against 10% or 25%",
        monitor_sizes.METHODS,
        lambda rng, runs: monitor_arms.figures(monitor_arms.shares(0.1, 0.0, 0.15), rng, runs // _FEWER),
    )
    yield MonitorCell(
        "two shares, 30% against 30% or 50%",
        monitor_sizes.METHODS,
        lambda rng, runs: monitor_arms.figures(monitor_arms.shares(0.3, 0.0, 0.2), rng, runs // _FEWER),
    )
    yield MonitorCell(
        "two means, normal, 0 or 0.4 standard deviations apart",
        monitor_sizes.METHODS,
        lambda rng, runs: monitor_arms.figures(monitor_arms.means(NORMAL, 0.0, 1.6, 4.0), rng, runs // _FEWER),
    )
    yield MonitorCell(
        "two means, exponential, 0 or 0.4 standard deviations apart",
        monitor_sizes.METHODS,
        lambda rng, runs: monitor_arms.figures(monitor_arms.means(EXPONENTIAL, 0.0, 4.0, 10.0), rng, runs // _FEWER),
    )
    for words, ratings in (
        ("one mean of ratings, 3 or 3.5", Ratings((0.1, 0.2, 0.4, 0.2, 0.1), 3.0, 3.5)),
        ("one mean of ratings, 4 or 4.3", Ratings((0.05, 0.05, 0.15, 0.3, 0.45), 4.0, 4.3)),
    ):
        yield MonitorCell(
            words,
            (*monitor_sizes.METHODS, monitor_bounded.IN_TENS, monitor_bounded.ON_EACH),
            _drawn_ratings(ratings),
        )


def _drawn_ratings(test: Ratings) -> Measure:
    def measure(rng: Generator, replicates: int) -> dict[str, Figures]:
        return monitor_arms.figures(monitor_bounded.needed(test), rng, replicates // _FEWER)

    return measure


def _sized(kind: str, bar: float, target: float) -> Measure:
    def measure(rng: Generator, replicates: int) -> dict[str, Figures]:  # noqa: ARG001 - nothing is drawn
        return {method: monitor_sizes.figures(method, kind, bar, target) for method in monitor_sizes.METHODS}

    return measure
