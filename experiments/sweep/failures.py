"""Failures: the runs of a sweep that came to no result, a line of JSON each."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from experiments.sweep.run import Run
from sim.errors import RunTimeout, WorkerEnded


class Failures:
    """The file of failed runs. Its last line counts only if it is whole, so that a killed writer leaves no half one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def tidy(self) -> None:
        """Remove a last line that is not whole."""
        if self._path.exists() and not (data := self._path.read_bytes()).endswith(b"\n") and data:
            with self._path.open("r+b") as file:
                file.truncate(data.rfind(b"\n") + 1)

    def append(self, run: Run, parameters: dict[str, Any], error: Exception) -> None:
        """Note that a run failed, and why."""
        row = {
            "run": run.id, "point": run.place, "replication": run.replication, "parameters": parameters,
            "kind": kind_of(error), "error": f"{type(error).__name__}: {error}",
        }  # fmt: skip
        with self._path.open("ab") as file:
            file.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> list[dict[str, Any]]:
        """Return what is noted of each run, the last note of a run that failed more than once."""
        return list({row["run"]: row for row in self._rows()}.values())

    def _rows(self) -> Iterator[dict[str, Any]]:
        if self._path.exists():
            for line in self._path.read_bytes().split(b"\n")[:-1]:
                yield json.loads(line)


def kind_of(error: Exception) -> str:
    """Return what kept a run from its result: too much time, a worker that ended, or an error of its own."""
    if isinstance(error, RunTimeout):
        return "timeout"
    return "worker ended" if isinstance(error, WorkerEnded) else "error"
