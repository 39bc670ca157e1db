"""The log of a sweep: what happened when, in a file beside the results; a log that cannot be written stops nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path


class Log:
    """Lines of time and text at the end of a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, text: str) -> None:
        """Add a line."""
        with suppress(OSError), self._path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')} {text}\n")
