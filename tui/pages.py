"""Writing a page for leadership into a file: a good name for it, and the whole file at once."""

from __future__ import annotations

import os
import re
import unicodedata
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
    draft: str | None = None
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=".whatsticks-", delete=False) as file:
            draft = file.name
            file.write(page)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(draft, 0o666 & ~mask)
        os.replace(draft, target)
    except OSError as error:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)
        raise Refused(f"cannot write {target}: {(error.strerror or str(error)).lower()}") from None
