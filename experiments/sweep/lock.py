"""The lock of a folder: one writer at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOOKS, SECONDS_BETWEEN_LOOKS = 5, 0.1
"""How often, and how far apart, a writer looks whether the folder is free."""


@contextmanager
def locked(path: Path, taken: Exception) -> Iterator[None]:
    """Keep other writers out meanwhile, by this file; raise `taken` if one is in.

    The lock is the operating system's, so that it ends with whoever holds it.
    """
    with path.open("a+") as file:
        if not _locked_soon(file.fileno()):
            raise taken
        yield


def _locked_soon(handle: int) -> bool:
    """Return whether the lock could be had; whoever only looks whether a sweep is at work holds it for a moment."""
    for _ in range(LOOKS):
        with suppress(OSError):
            _lock(handle)
            return True
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return False


def _lock(handle: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
