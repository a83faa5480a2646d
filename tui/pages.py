"""Writing a page for leadership into a file: a good name for it, and the whole file at once."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from experiments.errors import Refused

_LONGEST = 50


def page_name(code: str, title: str, ending: str) -> str:
    """Return ``e3-landing-page.html``: lower case, letters and digits of any script that a file system takes."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST].strip("-")
    return f"{'-'.join(part for part in (code, slug) if part)}.{ending}"


def place_of(text: str) -> Path:
    """Return the path that was typed, ``~`` spelt out."""
    return Path(os.path.abspath(os.path.expanduser(text.strip())))


def write_page(page: bytes, target: Path) -> None:
    """Put the whole page in place at once: a reader sees the old file or the new one.

    Raises
    ------
    Refused
        Where it cannot be written, with the reason.
    """
    _put([page], target)


def write_lines(lines: Iterable[str], target: Path) -> int:
    """Put lines into a file, all at once as :func:`write_page` does; return how many there were."""
    return _put((f"{line}\n".encode("utf-8", "surrogatepass") for line in lines), target)


def _put(parts: Iterable[bytes], target: Path) -> int:
    draft: str | None = None
    written = 0
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=".whatsticks-", delete=False) as file:
            draft = file.name
            for part in parts:
                file.write(part)
                written += 1
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(draft, 0o666 & ~mask)
        os.replace(draft, target)
    except BaseException as error:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise Refused(f"cannot write {target}: {(error.strerror or str(error)).lower()}") from None
        raise
    return written
