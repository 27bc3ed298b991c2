"""Cases that are one text: files, each behind a line `//- /path`."""

from __future__ import annotations

import re
from pathlib import Path


def split(text: str, folder: Path, line_end: str | None = None) -> list[str]:
    """Writes the files of a text below a folder; the words that stand before the first of them."""
    head, *parts = re.split(r"^//- /", text, flags=re.M)
    for part in parts:
        path, _, body = part.partition("\n")
        target = folder / path.strip()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(body, newline=line_end)
    return head.split()
