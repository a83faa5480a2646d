"""Typing how many of how many: counts, coded themes, pairs of yes and no."""

from __future__ import annotations

from experiments.errors import InvalidField
from experiments.metric import Metric
from experiments.statistic import Coded, Counts, Pairs
from tui.typed.entry import Entry, Numbers, TypedForm, made, not_negative


def _counts_entries(metric: Metric) -> tuple[Entry, ...]:
    return (
        Entry("successes", f"{metric.name}: how many", "How many units of this arm did it, such as 412."),
        Entry("trials", "out of", "How many units of this arm could have done it, such as 5,000."),
    )


def _counts(_metric: Metric, numbers: Numbers) -> Counts:
    for name in ("successes", "trials"):
        not_negative(name, numbers[name])
    return made(Counts, "successes", numbers)


def _counts_texts(found: Counts) -> dict[str, str]:
    return {"successes": str(found.successes), "trials": str(found.trials)}


_AGREEMENT = ("both", "only_first", "only_second", "neither")


def _coded_entries(metric: Metric) -> tuple[Entry, ...]:
    words = ("both found it", "only the first did", "only the second did", "neither did")
    return (
        Entry("successes", f"{metric.name}: how many", "In how many interviews the theme was found, such as 13."),
        Entry("trials", "out of", "How many interviews were coded, such as 20."),
        *(
            Entry(
                name, f"two coders: {word}", "Of what two people coded; left empty where one person did.", "int", False
            )
            for name, word in zip(_AGREEMENT, words, strict=True)
        ),
    )


def _coded(_metric: Metric, numbers: Numbers) -> Coded:
    typed = {name: value for name, value in numbers.items() if value is not None}
    for name, value in typed.items():
        not_negative(name, value)
    empty = [name for name in _AGREEMENT if name not in typed]
    if 0 < len(empty) < len(_AGREEMENT):
        raise InvalidField.about(empty[0], "it is empty; of two coders type all four numbers, a 0 too, or none")
    return made(Coded, "successes", typed)


def _coded_texts(found: Coded) -> dict[str, str]:
    texts = {"successes": str(found.successes), "trials": str(found.trials)}
    return texts | ({name: str(getattr(found, name)) for name in _AGREEMENT} if found.twice else {})


def _pairs_entries(metric: Metric) -> tuple[Entry, ...]:
    return (
        Entry("both", f"{metric.name}: both times", "How many did it before and after, such as 30."),
        Entry("gained", "only after", "How many did it after and not before, such as 14."),
        Entry("lost", "only before", "How many did it before and not after, such as 5."),
        Entry("neither", "neither time", "How many did it neither before nor after, such as 51."),
    )


def _pairs(_metric: Metric, numbers: Numbers) -> Pairs:
    for name in ("both", "gained", "lost", "neither"):
        not_negative(name, numbers[name])
    return made(Pairs, "both", numbers)


def _pairs_texts(found: Pairs) -> dict[str, str]:
    return {name: str(getattr(found, name)) for name in ("both", "gained", "lost", "neither")}


COUNTS = TypedForm(_counts_entries, _counts, _counts_texts)
CODED = TypedForm(_coded_entries, _coded, _coded_texts)
PAIRS = TypedForm(_pairs_entries, _pairs, _pairs_texts)
