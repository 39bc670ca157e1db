"""Processes that tests start and end: which are alive, and waiting for what becomes of them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")


def alive(process: int) -> bool:
    """Return whether a process lives."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def session(leader: int) -> list[int]:
    """Return the live processes of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of_session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it has just ended
            continue
        if int(of_session) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


def wait_for(condition, what: str, within: float = 30.0) -> None:
    """Wait until something is so."""
    until = time.monotonic() + within
    while not condition():
        assert time.monotonic() < until, f"waited {within} s for {what}; it did not come"
        time.sleep(0.02)
