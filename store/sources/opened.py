"""A file that is open to be measured: all that can be done before it is known what will be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from experiments.errors import Unreadable
from store.sources.engine import engine, text_literal
from store.sources.engines.embedded import Embedded
from store.sources.explained import explained
from store.sources.fingerprint import Fingerprint
from store.sources.layout import Layout, layout_of, unseen
from store.sources.matched import Matched, matched, unchanged
from store.sources.open_rows import OpenRows
from store.sources.plain import Plain, plain
from store.sources.progress import Progress


@dataclass(frozen=True)
class OpenFile(OpenRows):
    """The engine with the columns of files known, while the fingerprint of their bytes is being taken."""

    name: str
    engine: Embedded
    layout: Layout
    fingerprint: Fingerprint
    joined: list[OpenFile] = field(default_factory=list)
    at_work: list[Embedded] = field(default_factory=list)

    def _with(self, layout: Layout) -> OpenFile:
        return replace(self, layout=layout)

    def digest(self) -> str:
        own = self.fingerprint.digest()
        return (
            sha256("".join([own, *(file.digest() for file in self.joined)]).encode()).hexdigest()
            if self.joined
            else own
        )

    @contextmanager
    def beside(self, other: str) -> Iterator[tuple[OpenRows, Layout]]:
        """Open another file: one that lies beside these, or where one stands."""
        near = self.layout.parts[0].file.path.parent / other
        with opened(near if near.exists() else other, other) as second:
            files = [part.file.read for file in (self, second) for part in file.layout.parts]
            with engine(*files) as connection:
                (zone,) = self.engine.row("SELECT current_setting('TimeZone')")
                connection.execute(f"SET TimeZone = {text_literal(zone)}")
                both = replace(self, engine=Embedded(connection), joined=[second])
                self.at_work.append(both.engine)
                yield both, second.layout

    def cancel(self) -> None:
        for one in (self.engine, *self.at_work):
            one.cancel()

    @property
    def bytes(self) -> int:
        return sum(part.file.path.stat().st_size for part in self.layout.parts)

    def progress(self) -> Progress:
        """Return how far reading is; to be called from another thread as often as one likes."""
        percent = self.engine.connection.query_progress()
        return Progress(self.fingerprint.done, self.bytes, percent / 100 if percent >= 0 else None)

    @contextmanager
    def explained(self) -> Iterator[None]:
        with _naming(self.name), explained(self.layout):
            yield


@contextmanager
def opened(path: str | Path, name: str = "") -> Iterator[OpenFile]:
    """Open a file of measurements, a folder of them, or all that match a pattern, to be read as one.

    A path that exists is taken literally, whatever characters it is made of. Errors begin with ``name``, or with the
    path.

    Raises
    ------
    Unreadable
        Where not even its columns can be read, and at the end where a file was changed meanwhile.
    """
    name = name or str(path)
    with ExitStack() as until_closed:
        with _naming(name):
            found = matched(path)
            room = _Room(until_closed)
            files = [(found.name_of(file), _plain(found, file, room)) for file in found.files]
            fingerprint = until_closed.enter_context(Fingerprint(files))
            connection = until_closed.enter_context(engine(*(file.read for _, file in files)))
            with explained(unseen(files)):
                layout = layout_of(connection, files, found.notes)
        yield OpenFile(name, Embedded(connection), layout, fingerprint)
    with _naming(name):
        if not unchanged(found):
            raise Unreadable("the file changed while it was being read; read it again once it is complete")


def _plain(found: Matched, file: Path, room: Callable[[], Path]) -> Plain:
    try:
        return plain(file, room, found.sheet)
    except Unreadable as error:
        raise Unreadable(f"{found.name_of(file)}: {error}" if len(found.files) > 1 else str(error)) from None


class _Room:
    """Gives paths in a folder that is made once one is asked for, and removed at the end."""

    def __init__(self, until_closed: ExitStack) -> None:
        self._until_closed = until_closed
        self._folder: Path | None = None
        self._given = 0

    def __call__(self) -> Path:
        if self._folder is None:
            from tempfile import TemporaryDirectory

            kept = TemporaryDirectory(prefix="whatsticks-", ignore_cleanup_errors=True)
            self._folder = Path(self._until_closed.enter_context(kept))
        self._given += 1
        return self._folder / f"part{self._given}"


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Begin every error with the name of the file."""
    from experiments.text import clean

    try:
        yield
    except Unreadable as error:
        raise Unreadable(f"{clean(name)}: {error}") from None
    except OSError as error:
        raise Unreadable(f"{clean(name)}: {(error.strerror or str(error)).lower()}") from None
