"""How a proof tells what it found."""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def loaded() -> dict[str, Any]:
    """Return how busy the machine is: the figures of a proof mean little without."""
    return {"processors": os.cpu_count(), "load": round(os.getloadavg()[1], 1)}


def progress(line: str) -> None:
    """Say how far it is."""
    sys.stderr.write(line + "\n")


def tell(found: dict[str, Any]) -> None:
    """Write the figures, and end with 1 where something is wrong."""
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    sys.stdout.flush()
    if found["wrong"]:
        sys.exit(1)
