"""Rows that wait to be stored: they become a part of their own every few seconds, and when whoever plays ends."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from experiments.sweep.parts import Parts

FLUSH_SECONDS = 2.0
"""Rows are stored at least so often: whoever is killed loses the work of so long."""


class PendingRows:
    """Rows that came and are in no part yet."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._rows: list[dict[str, Any]] = []
        self._stored_at = time.monotonic()

    def take(self, rows: Iterable[dict[str, Any]]) -> None:
        """Take rows in, and store all that wait if it is time for it; raise OSError if that fails."""
        self._rows += rows
        if time.monotonic() - self._stored_at >= FLUSH_SECONDS:
            self.store()

    def store(self) -> None:
        """Write the rows that wait as one part; raise OSError if that fails."""
        rows, self._rows = self._rows, []  # so that an interrupt in the midst of it cannot store them twice
        if rows:
            self._parts.append(rows)
        self._stored_at = time.monotonic()
