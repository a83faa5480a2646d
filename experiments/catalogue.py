"""The kinds of cheap test: what each is good for, what to count, what it usually costs (weakly sourced defaults)."""

from __future__ import annotations

import difflib
import re
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveInt, model_validator

from experiments.errors import InvalidField, NotFound, Unreadable
from experiments.noun import Value
from experiments.text import Line, Name

Risk = Literal["desirability", "feasibility", "viability"]

STRENGTH_WORDS: dict[int, str] = {
    1: "what people say",
    2: "what people do when it is free",
    3: "what people commit in time or contact details",
    4: "what people commit in effort, reputation or a deposit",
    5: "what people pay",
}


def strength_words(strength: int) -> str:
    """Say in words what a rung of the evidence ladder means."""
    return STRENGTH_WORDS[strength]


class PublishedRating(Value):
    """What one source says of a kind, in its own notation; a blank means that it says nothing."""

    source: Name
    cost: Line = ""
    time: Line = ""
    strength: Line = ""


class ExperimentKind(Value):
    """One kind of cheap test. Cost and strength run from 1 to 5; money is a round sum without a currency."""

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    name: Name
    source: Literal["44", "real-startup-book", "own"]
    phase: Literal["discovery", "validation"]
    group: Name
    aliases: tuple[Name, ...] = ()
    answers: tuple[Risk, ...] = Field(min_length=1)
    good_for: Name
    measure: Name
    metric: Literal["proportion", "mean", "ratio", "rate", "ordinal", "time_to_event", "price", "themes"]
    comparison: Literal["benchmark", "control", "paired"]
    unit: Name
    typical_size: PositiveInt | None = None
    cost: int = Field(ge=1, le=5)
    money: NonNegativeInt
    setup_days: NonNegativeFloat
    run_days: NonNegativeFloat
    strength: int = Field(ge=1, le=5)
    rating: Literal["published", "ours", "yours"]
    published: tuple[PublishedRating, ...] = ()


class About(Value):
    """What the catalogue is, and whom the sources in ``published`` stand for."""

    note: tuple[Name, ...] = ()
    sources: dict[str, Line] = Field(default_factory=dict)


class Catalogue(Value):
    """All kinds, in the order of the file."""

    about: About
    kinds: tuple[ExperimentKind, ...]

    @model_validator(mode="after")
    def _each_word_means_one_kind(self) -> Self:
        meant: dict[str, ExperimentKind] = {}
        for word, kind in self._words():
            if meant.setdefault(word, kind) is not kind:
                raise ValueError(f"{word!r} means both {meant[word].slug!r} and {kind.slug!r}; keep one of them")
        return self

    def _words(self) -> list[tuple[str, ExperimentKind]]:
        return [(_plain(word), kind) for kind in self.kinds for word in (kind.slug, kind.name, *kind.aliases)]

    def kind(self, slug_or_alias: str) -> ExperimentKind:
        """Find a kind by slug, name or alias, however spelt, or raise NotFound with the nearest slugs."""
        known, wanted = dict(self._words()), _plain(slug_or_alias)
        if wanted not in known:
            near = dict.fromkeys(repr(known[word].slug) for word in difflib.get_close_matches(wanted[:100], known))
            hint = f"did you mean {' or '.join(near)}?" if near else "search for a word of what it does"
            raise NotFound("kind of experiment", slug_or_alias, hint)
        return known[wanted]

    def search(self, text: str, risk: Risk | None = None, strength_at_least: int | None = None) -> list[ExperimentKind]:
        """Find the kinds in which every word of the text occurs, in the order of the file."""
        fit = [k for k in self.kinds if (risk is None or risk in k.answers) and k.strength >= (strength_at_least or 1)]
        prose = {k.slug: " ".join((k.slug, k.name, *k.aliases, k.group, k.good_for, k.measure)).casefold() for k in fit}
        return [k for k in fit if all(word in prose[k.slug] for word in text.casefold().split())]

    def groups(self) -> tuple[str, ...]:
        """Name the groups in the order of the file."""
        return tuple(dict.fromkeys(kind.group for kind in self.kinds))


def load_catalogue(path: Path | None = None) -> Catalogue:
    """Read the catalogue; the file at ``path`` changes the kinds whose slugs are known and adds the others."""
    if path is None:
        return _packaged()
    try:
        return _laid_over(_packaged(), _OwnFile.of(tomllib.loads(path.read_text(encoding="utf-8-sig"))))
    except (OSError, ValueError, RecursionError, InvalidField, NotFound) as error:
        raise Unreadable(f"catalogue {path}: {getattr(error, 'strerror', None) or error}") from None


@cache
def _packaged() -> Catalogue:
    return Catalogue.of(tomllib.loads(resources.files("experiments").joinpath("catalogue.toml").read_text("utf-8")))


class _OwnFile(Value):
    about: About | None = None
    kinds: tuple[dict[str, Any], ...] = ()


def _laid_over(base: Catalogue, own: _OwnFile) -> Catalogue:
    packaged, theirs = {kind.slug: kind for kind in base.kinds}, dict[str, ExperimentKind]()
    for row in own.kinds:
        slug = row["slug"] if isinstance(row.get("slug"), str) else ""
        known = packaged.get(slug) if "name" in row else base.kind(slug)  # nameless: meant to change a known kind
        before, slug = (known.model_dump(), known.slug) if known else ({"source": "own"}, slug)
        try:
            kind = ExperimentKind.of({**before, "rating": "yours", **row, "slug": slug})
        except InvalidField as error:
            raise InvalidField.about(f"kind {slug!r}", str(error)) from None
        if theirs.setdefault(slug, kind) is not kind:
            raise InvalidField("slug", slug, "it stands twice in this file")
    return Catalogue.of({"about": own.about or base.about, "kinds": tuple({**packaged, **theirs}.values())})


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", "-", word.casefold()).strip("-")
