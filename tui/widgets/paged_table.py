"""A table that scrolls ten thousand rows like ten: it draws what is in view, and asks for pages as they come near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.messages import PageWanted, RowMarked, RowOpened
from tui.text import clean, fitted

PAGE = 100


@dataclass(frozen=True)
class Column:
    """One column of at least ``width`` cells; ``grows`` shares what is left; the highest ``drop`` goes first."""

    title: str
    width: int
    grows: int = 0
    right: bool = False
    drop: int = 0


@dataclass(frozen=True)
class Row:
    """One row: its key, a text per column, and a tone per column (good, bad, warn, quiet or none)."""

    key: str
    cells: tuple[str, ...]
    tones: tuple[str, ...] = ()


class PagedTable(ScrollView, can_focus=True):
    """Rows come in pages of :data:`PAGE` through :meth:`fill`; a page that is needed is asked for by ``PageWanted``."""

    COMPONENT_CLASSES = {
        "table--header",
        "table--cursor",
        "table--cursor-blurred",
        "table--good",
        "table--bad",
        "table--warn",
        "table--quiet",
    }
    DEFAULT_CSS = """
    PagedTable {
        overflow-x: hidden; background: $background; color: $foreground; scrollbar-size-vertical: 1;
        & > .table--header { color: $quiet; text-style: bold; }
        & > .table--cursor { background: $cursor; text-style: bold; }
        & > .table--cursor-blurred { background: $panel; }
        & > .table--good { color: $success; }
        & > .table--bad { color: $error; }
        & > .table--warn { color: $warning; }
        & > .table--quiet { color: $quiet; }
    }
    """

    cursor: reactive[int] = reactive(0)

    def __init__(self, columns: Sequence[Column], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.total = 0
        self.known = False
        """Whether it was read yet; before that nobody knows that there is nothing in it."""
        self._opening = False
        self._pages: dict[int, tuple[Row, ...]] = {}
        self._asked: set[int] = set()

    # What is in it -------------------------------------------------------------------------------------------------

    def show(self, total: int, rows: Sequence[Row], offset: int = 0) -> None:
        """Replace everything by a first page; the mark stays on the row it was on, where that is still there."""
        marked = self.marked
        self._pages.clear()
        self._asked.clear()
        self.total, self.known = total, True
        self._put(offset, rows)
        self.virtual_size = Size(0, total + 1)
        same = next((offset + place for place, row in enumerate(rows) if marked and row.key == marked.key), None)
        moved = self.cursor if same is None else same
        self.cursor = max(0, min(moved, total - 1))
        self._announce()
        self.refresh()
        self._open_as_asked()

    def fill(self, offset: int, rows: Sequence[Row]) -> None:
        """Put in a page that was asked for."""
        self._put(offset, rows)
        if offset <= self.cursor < offset + PAGE:
            self._announce()
        self.refresh()
        self._open_as_asked()

    @property
    def marked(self) -> Row | None:
        """Return the row under the mark, if it has arrived."""
        return self.row(self.cursor)

    def row(self, place: int) -> Row | None:
        """Return a row by its place, if it has arrived."""
        page = self._pages.get(place // PAGE, ())
        return page[place % PAGE] if 0 <= place < self.total and place % PAGE < len(page) else None

    @property
    def page_offset(self) -> int:
        """Return where the page of the mark begins."""
        return self.cursor // PAGE * PAGE

    def _put(self, offset: int, rows: Sequence[Row]) -> None:
        cleaned = tuple(Row(row.key, tuple(clean(cell) for cell in row.cells), row.tones) for row in rows)
        for start in range(0, max(1, len(cleaned)), PAGE):
            self._pages[(offset + start) // PAGE] = cleaned[start : start + PAGE]

    def _ask_for_what_is_near(self) -> None:
        top, height = self.scroll_offset.y, max(1, self.size.height)
        for place in {top, top + height, self.cursor, top + 2 * height}:
            page = max(0, min(place, self.total - 1)) // PAGE
            if self.total and page not in self._pages and page not in self._asked:
                self._asked.add(page)
                self.post_message(PageWanted(self, page * PAGE))

    # Moving --------------------------------------------------------------------------------------------------------

    def move(self, by: int) -> None:
        """Move the mark by some rows."""
        self.move_to(self.cursor + by)

    def move_to(self, place: int) -> None:
        """Move the mark to a row."""
        self._opening = False
        self.cursor = max(0, min(place, self.total - 1))

    @property
    def page_rows(self) -> int:
        """Return how many rows fit."""
        return max(1, self.size.height - 1)

    def watch_cursor(self) -> None:
        """Keep the mark in view, and tell the screen."""
        self.scroll_to_region(Region(0, self.cursor, 1, 2), animate=False, force=True)
        self._announce()
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for the pages that come near."""
        super().watch_scroll_y(old_value, new_value)
        self._ask_for_what_is_near()

    def on_resize(self) -> None:
        """Keep the mark in view in a new size."""
        self.scroll_to_region(Region(0, self.cursor, 1, 2), animate=False, force=True)
        self._ask_for_what_is_near()

    def on_click(self, event: events.Click) -> None:
        """Mark the row that was clicked; a second click opens it."""
        place = self.scroll_offset.y + int(event.get_content_offset_capture(self).y) - 1
        if event.get_content_offset_capture(self).y < 1 or not 0 <= place < self.total:
            return
        if place == self.cursor or event.chain > 1:
            self.open()
        self.move_to(place)

    def open(self) -> None:
        """Say that the marked row is to be opened; one that has not arrived yet is opened as it comes."""
        row = self.marked
        self._opening = row is None
        if row is not None:
            self.post_message(RowOpened(self, row))

    def _open_as_asked(self) -> None:
        if self._opening:
            self.open()
            if not self.total:
                self._opening = False

    def _announce(self) -> None:
        self._ask_for_what_is_near()
        self.post_message(RowMarked(self, self.marked))

    # Drawing -------------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw one line: the titles, or one row."""
        width = self.scrollable_content_region.width
        widths = widths_of(self.columns, width - 2)
        if y == 0:
            style = self.get_component_rich_style("table--header")
            kept = ((column, cells) for column, cells in zip(self.columns, widths, strict=True) if cells)
            titles = "".join(fitted(column.title, cells, right=column.right) + _gap(column) for column, cells in kept)
            return Strip([Segment(f"  {titles}", style)]).adjust_cell_length(width, self.rich_style)
        place = y - 1 + self.scroll_offset.y
        if place >= self.total:
            return Strip.blank(width, self.rich_style)
        return self._row_strip(place, widths).adjust_cell_length(width, self._ground(place))

    def _ground(self, place: int) -> Style:
        if place != self.cursor:
            return self.rich_style
        return self.get_component_rich_style("table--cursor" if self.has_focus else "table--cursor-blurred")

    def _row_strip(self, place: int, widths: Sequence[int]) -> Strip:
        ground, row = self._ground(place), self.row(place)
        segments = [Segment("▸ " if place == self.cursor else "  ", ground)]
        if row is None:
            return Strip([*segments, Segment("…", ground)])
        for position, (column, width) in enumerate(zip(self.columns, widths, strict=True)):
            if not width:
                continue
            tone = row.tones[position] if position < len(row.tones) else ""
            style = ground + self.get_component_rich_style(f"table--{tone}", partial=True) if tone else ground
            segments.append(Segment(fitted(row.cells[position], width, right=column.right), style))
            segments.append(Segment(_gap(column), ground))
        return Strip(segments)


def _gap(column: Column) -> str:
    """Return the blank after a column; a sign stands close to its word."""
    return " " if column.width == 1 else "  "


def widths_of(columns: Sequence[Column], room: int) -> tuple[int, ...]:
    """Share a line's cells among columns; a column that is dropped for want of room gets 0."""
    kept = list(columns)
    while len(kept) > 1 and sum(column.width + 2 for column in kept) > room:
        kept.remove(max(kept, key=lambda column: (column.drop, column.width)))
    spare = max(0, room - sum(column.width + 2 for column in kept))
    shares = sum(column.grows for column in kept) or 1
    widths = {id(column): column.width + spare * column.grows // shares for column in kept}
    if len(kept) == 1:
        widths = {id(kept[0]): max(1, room)}
    return tuple(widths.get(id(column), 0) for column in columns)
