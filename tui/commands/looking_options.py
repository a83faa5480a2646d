"""``--monitoring`` and ``--looks`` of a judgement: a way of looking chosen for once, over the plan's own."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from experiments.plan import Plan
    from experiments.verdict import Verdict

Command = Callable[..., Any]


class _Way(click.Choice[str]):
    """A way of looking; ``group_sequential`` is taken for ``group-sequential``."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(value.replace("_", "-") if isinstance(value, str) else value, param, ctx)


@dataclass(frozen=True)
class Looking:
    """What was typed of the way of looking."""

    monitoring: str = ""
    looks: str = ""

    def refuse_for(self, code: str) -> None:
        """Raise Refused where anything was typed: the way an experiment is looked at belongs to its plan."""
        if not (self.monitoring or self.looks):
            return
        from experiments.errors import Refused

        typed = " ".join(
            f"{flag} {text}" for flag, text in (("--monitoring", self.monitoring), ("--looks", self.looks)) if text
        )
        raise Refused(
            f"how {code} is looked at belongs to its plan, which is frozen so that nobody chooses once results are in:"
            f" amend it, which marks the verdict (whatsticks experiment amend {code} {typed} --why …), or see what"
            f" would have been said: whatsticks experiment plan {code} --show-toml > plan.toml, then whatsticks judge"
            f" --plan plan.toml --data FILE {typed}"
        )

    def over(self, plan: Plan) -> tuple[Plan, str]:
        """Return the plan looked at in this way, and the sentence that marks the verdict; empty where it is the plan's.

        Raises
        ------
        InvalidField
            Where the looks cannot be, or where there is but one.
        """
        if not (self.monitoring or self.looks):
            return plan, ""
        from experiments.errors import InvalidField
        from experiments.fields import FIELDS, parse
        from experiments.plan import Monitoring

        changed: dict[str, Any] = {"monitoring": self.monitoring} if self.monitoring else {}
        if self.looks:
            changed["looks"] = parse(FIELDS["plan.looks"], self.looks)
        other = plan.but(**changed)
        if self.looks and other.monitoring is Monitoring.fixed:
            ways = "say --monitoring group-sequential or --monitoring anytime, too"
            raise InvalidField.about("looks", f"fixed monitoring looks once, at the planned size; {ways}")
        if other == plan:
            return plan, ""
        return other, (
            f"the way of looking was chosen on the command line ({_in_words(other)}), not in the plan"
            f" ({_in_words(plan)}); chosen once results are in, it proves nothing"
        )


def _in_words(plan: Plan) -> str:
    from experiments.plan import Monitoring
    from tui.ways_in_words import looks_in_words

    if plan.monitoring is Monitoring.fixed or plan.looks is None:
        return plan.monitoring.value
    return f"{plan.monitoring.value}, looks {looks_in_words(plan)}"


def marked(verdict: Verdict, mark: str) -> Verdict:
    """Put the sentence first among the warnings."""
    return verdict.model_copy(update={"warnings": (mark, *verdict.warnings)}) if mark else verdict


def looking_options(command: Command) -> Callable[..., Any]:
    """Give a command both options; they arrive as one :class:`Looking`."""

    @functools.wraps(command)
    def with_looking(*args: Any, **given: Any) -> Any:
        looking = Looking(given.pop("monitoring") or "", given.pop("looks") or "")
        return command(*args, looking=looking, **given)

    decorated: Command = with_looking
    for decorator in (
        click.option(
            "--looks",
            metavar="N|daily|weekly|DATES|SIZES",
            help="When to look, over the plan's own: 5, daily, 2026-03-08,2026-03-15 or 500,1000.",
        ),
        click.option(
            "--monitoring",
            type=_Way(["fixed", "group-sequential", "anytime"], case_sensitive=False),
            help="How to look, over the plan's own; the verdict says so.",
        ),
    ):
        decorated = decorator(decorated)
    return decorated
