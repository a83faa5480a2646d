"""What a plan takes, beside the form that makes it: size, days, cost, chances, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from experiments.phrases import unit_noun
from experiments.words import count, effect, percent, rounded
from tui.text import joined, shown, wrapped

if TYPE_CHECKING:
    from experiments.experiment import Budget
    from experiments.plan import Plan
    from experiments.power import Chances, Design
    from tui.plan_draft import Draft
    from tui.ways_of_looking import Ways

_PATIENCE = 0.3
"""Seconds after which a sign says that newer numbers are being worked out; sooner it would only flicker."""
_COMING = ("   … working out newer ones", "  …")
_BAR = 12
_WIDE = 72
_COLUMN = 31
_WAYS = 46


class DesignPanel(Static):
    """Shows the newest answer; while a newer one is worked out, the old one stays, greyed."""

    DEFAULT_CSS = """
    DesignPanel { width: 1fr; height: auto; padding: 0 1; }
    DesignPanel.-old { text-opacity: 45%; }
    """

    _shown: tuple[Plan, Budget | None, Design] | None = None
    _ways: tuple[Plan, Ways] | None = None
    _looking = False
    _soon: Timer | None = None

    def working(self) -> None:
        """Grey the old answer while a new one is worked out, and say so where that takes a moment."""
        self.add_class("-old")
        if not self.content:
            self.update(shown("Working out what this takes …", "$quiet"))
        elif self._shown is not None and self._soon is None:
            self._soon = self.set_timer(_PATIENCE, self._say_working)

    def _say_working(self) -> None:
        first, *others = self._words().split("\n")
        room = self.size.width - first.cell_length
        sign = next((sign for sign in _COMING if len(sign) <= room), "")
        self.update(Content("\n").join([first + shown(sign, "bold $accent"), *others]))

    def _settled(self) -> None:
        """What is shown next is the newest there is."""
        self.remove_class("-old")
        if self._soon is not None:
            self._soon.stop()
            self._soon = None

    def unfinished(self, draft: Draft) -> None:
        """Say what is still missing."""
        self._tell(missing_words(draft))

    def failed(self, sentence: str) -> None:
        """Say why there is no answer."""
        self._tell(joined(("✗ ", "bold $error"), sentence))

    def _tell(self, words: Content) -> None:
        self._settled()
        self._shown = None
        self.update(words)

    def answer(self, plan: Plan, budget: Budget | None, design: Design) -> None:
        """Show what the plan takes."""
        self._settled()
        self._shown = (plan, budget, design)
        self.update(self._words())

    def compared(self, plan: Plan, ways: Ways) -> None:
        """Show what each way of looking would take."""
        self._ways = (plan, ways)
        self._again()

    def put_looking_first(self, first: bool) -> None:
        """Show the ways of looking before all else, while they are being chosen."""
        if first is not self._looking:
            self._looking = first
            self._again()

    def on_resize(self) -> None:
        """Lay the numbers out for the new width."""
        self._again()

    def _again(self) -> None:
        if self._shown is not None and not self.has_class("-old"):
            self.update(self._words())

    def _words(self) -> Content:
        if self._shown is None:
            return Content("")
        wide = self.size.width >= _WIDE
        design = wide_words(*self._shown) if wide else design_words(*self._shown)
        sized = self._shown[2].size is not None and not self._shown[2].needs
        if self._ways is None or not self._ways[1].ways or not sized or (wide and not self._looking):
            return design
        plan, ways = self._ways
        room = self.size.width - 2
        looking = Content("\n").join(_side_by_side(ways) if wide else _below_each_other(ways, self._looking, room))
        if plan != self._shown[0]:  # the newer ones are on their way; without the old ones all below would jump
            looking = Content.styled(looking.plain, "$quiet")
        first, second = (looking, design) if self._looking else (design, looking)
        return Content("\n").join([first, Content(""), second])


def missing_words(draft: Draft) -> Content:
    """Return what keeps the form from being a plan."""
    lines: list[Content] = []
    if draft.missing:
        lines.append(shown("Still missing", "bold $primary"))
        lines += [joined(("○ ", "$accent"), what[:1].lower() + what[1:]) for what in draft.missing]
    for what in draft.wrong:
        lines.append(joined(("✗ ", "bold $error"), what))
    if draft.missing:
        lines += [Content(""), shown("Size, time, cost and chances appear here as you type.", "$quiet")]
    return Content("\n").join(lines)


def design_words(plan: Plan, budget: Budget | None, design: Design) -> Content:
    """Return everything about a design."""
    return Content("\n").join(_parts(plan, budget, design))


def wide_words(plan: Plan, budget: Budget | None, design: Design) -> Content:
    """Return what matters most of a design in two columns, for a panel that is wide and low."""
    if design.needs or design.size is None:
        return design_words(plan, budget, design)
    left = list(_takes(plan, budget, design, short=True))
    pairs = zip_longest(left, _chances(plan, design), fillvalue=Content(""))
    lines = [one.pad_right(max(1, _COLUMN - one.cell_length)) + other for one, other in pairs]
    lines += list(_sees(plan, design))[:1]
    lines += [joined(("! ", "bold $warning"), (warning, "$warning")) for warning in design.warnings]
    return Content("\n").join(lines)


def _below_each_other(ways: Ways, whole: bool, room: int) -> list[Content]:
    """Return the three ways, and with ``whole`` the boundaries of a plan that pays for its looks."""
    from tui.widgets.boundaries_picture import boundaries_picture
    from tui.widgets.ways_words import choice_means, looks_table, ways_table

    lines = [*ways_table(ways), shown(choice_means(ways))]
    if whole and _pays(ways):
        lines += [Content(""), shown("Where a look ends the test", "bold $primary")]
        picture = boundaries_picture(ways.looks, room)
        lines += [*picture, *([Content("")] if picture else []), *looks_table(ways.looks)]
    return lines


def _side_by_side(ways: Ways) -> list[Content]:
    """Return the same for a panel that is wide and low."""
    from tui.widgets.ways_words import choice_means, looks_table, ways_table

    left = [*ways_table(ways), *(shown(line) for line in wrapped(choice_means(ways), _WAYS - 2))]
    right = looks_table(ways.looks, short=True) if _pays(ways) else []
    pairs = zip_longest(left, right, fillvalue=Content(""))
    return [one.pad_right(max(1, _WAYS - one.cell_length)) + other for one, other in pairs]


def _pays(ways: Ways) -> bool:
    return any(way.chosen and way.monitoring == "group-sequential" for way in ways.ways)


def _parts(plan: Plan, budget: Budget | None, design: Design) -> Iterator[Content]:
    if design.needs:
        yield shown("Still missing, to work out a size", "bold $primary")
        yield from (joined(("○ ", "$accent"), need) for need in design.needs)
        return
    if design.size is not None:
        yield from _takes(plan, budget, design)
        yield Content("")
        yield from _chances(plan, design)
        yield Content("")
        yield from _sees(plan, design)
    for warning in design.warnings:
        yield joined(("! ", "bold $warning"), (warning, "$warning"))
    if design.method:
        yield joined(("by ", "$quiet"), (design.method, "$quiet"))


def _takes(plan: Plan, budget: Budget | None, design: Design, *, short: bool = False) -> Iterator[Content]:
    planned = "planned" if plan.planned_size else "needed"
    several = ", over all arms" if len(design.per_arm) > 1 and not short else ""
    yield joined((f"{count(design.size or 0)} {unit_noun(plan)}", "bold $accent"), (f" {planned}{several}", "$quiet"))
    if design.driver and not plan.planned_size:
        yield joined(("  as many as ", "$quiet"), design.driver, (" needs", "$quiet"))
    if design.expected_at_bar is not None and design.expected_at_target is not None:
        least, most = sorted((round(design.expected_at_bar), round(design.expected_at_target)))
        yield joined((f"  {count(least)} to {count(most)}", ""), (" on average, looking early", "$quiet"))
    if len(design.per_arm) > 1:
        yield from (joined(f"  {count(units):>9}  ", (arm, "$quiet")) for arm, units in design.per_arm.items())
    money, person_days, days = (
        (budget.money, budget.person_days, budget.calendar_days) if budget else (None, None, None)
    )
    if design.days is None:
        ask = "units per day?" if short else "say how many units come per day"
        yield joined(("  days  ", "$quiet"), (ask, "$quiet"))
    else:
        yield _against(design.days, days, "days", short=short)
    if design.cost or money is not None:
        yield _against(design.cost, money, "money", short=short)
    if design.person_days or person_days is not None:
        yield _against(design.person_days, person_days, "person-days", short=short)


def _against(used: float, limit: float | None, what: str, *, short: bool) -> Content:
    """Return an amount beside its limit: a sign and a word say whether it fits."""
    used_words = rounded(used, max(3, len(str(int(abs(used))))))
    what = what.removesuffix("s") if used_words == "1" else what
    if limit is None:
        return joined(f"  {used_words:>9}  ", (what, "$quiet"))
    fits = used <= limit
    sign, style, word = ("✓", "$success", "of" if short else "within") if fits else ("✗", "bold $error", "over")
    return joined(f"  {used_words:>9}  ", (f"{what} ", "$quiet"), (f"{sign} {word} {rounded(limit, 6)}", style))


def _chances(plan: Plan, design: Design) -> Iterator[Content]:
    yield joined(("If it truly is …", "bold $primary"), ("     invest    stop    open", "$quiet"))
    for chances in design.chances:
        yield _chance(plan, chances)
    yield from _believed(design)


def _believed(design: Design) -> Iterator[Content]:
    """Yield how likely an `invest` is before anybody knows what is true, where a belief was given."""
    if design.assurance is not None and design.belief is not None:
        label = f"as believed, {_share(design.belief)}"
        yield joined((f"{label:<19}", "$quiet"), (f"{_share(design.assurance):>8}", "bold"))


def _chance(plan: Plan, chances: Chances) -> Content:
    metric = plan.metrics[0]
    value = effect(chances.at, metric, plan.comparison)
    invest, stop, undecided = (_share(part) for part in (chances.invest, chances.stop, chances.undecided))
    label = f"{chances.where} {value}"
    return joined(
        f"{label:<19.19}", (f"{invest:>8}", "$success"), (f"{stop:>8}", "$error"), (f"{undecided:>8}", "$quiet")
    )


def _share(chance: float) -> str:
    return f"{chance:.0%}" if 0.01 <= chance <= 0.99 or chance in (0, 1) else f"{chance:.1%}"


def _sees(plan: Plan, design: Design) -> Iterator[Content]:
    metric = plan.metrics[0]

    def words(value: float) -> str:
        return effect(value, metric, plan.comparison)

    if design.detectable is not None:
        power = percent(1 - plan.beta, 2)
        of = f" of {metric.name}" if len(plan.metrics) > 1 else ""
        yield joined(
            ("Finds ", "$quiet"), (words(design.detectable), "bold"), of, (f" in {power} of such tests", "$quiet")
        )
    if len(design.curve) > 1:
        yield shown("With other sizes it would find", "$quiet")
        widest = max(abs(at - (metric.bar or 0)) for _, at in design.curve) or 1
        for size, at in design.curve:
            bar = "▪" * max(1, round(_BAR * abs(at - (metric.bar or 0)) / widest))
            mark = "◂" if size == design.size else " "
            yield joined(f"  {count(size):>9}  ", (f"{bar:<{_BAR}} ", "$primary"), words(at), (f" {mark}", "$accent"))
