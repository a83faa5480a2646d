"""Where in the designer a refusal can be put right: the field that it speaks of. Pure."""

from __future__ import annotations

import re

from tui.plan_asked import METRIC_FIELDS, Texts, asked, places

_OTHER_WORDS = {"kinds": "kind", "covariate": "covariates", "clusters": "cluster", "share": "shares", "arm": "shares"}
"""Words that mean a field without being its name."""


def key_of_fault(sentence: str, texts: Texts) -> str | None:
    """Return the key of the first field in sight that the sentence names, its metric's fields before the plan's."""
    place, rest = _metric_named(sentence, texts)
    words = [_OTHER_WORDS.get(word, word) for word in re.findall(r"[a-z_]+", rest.casefold())]
    keys = _keys(place, texts)
    return next((keys[word] for word in words if word in keys), None)


def _metric_named(sentence: str, texts: Texts) -> tuple[str | None, str]:
    """Return the place of the metric that the sentence is about, and the sentence without its name."""
    for place in places(texts):
        name = texts.get(f"metric.{place}.name", "").strip()
        if name and f"metric {name!r}" in sentence:
            return place, sentence.replace(f"metric {name!r}", "")
    return None, sentence


def _keys(place: str | None, texts: Texts) -> dict[str, str]:
    """Return the keys of the fields in sight by their names; a metric's own hide those of the plan."""
    plan = {key.partition(".")[2]: key for key in texts if key.startswith(("plan.", "columns."))}
    names = METRIC_FIELDS if place is not None else ()
    found = {**plan, **{name: f"metric.{place}.{name}" for name in names}}
    return {name: key for name, key in found.items() if key in texts and asked(key, texts)}
