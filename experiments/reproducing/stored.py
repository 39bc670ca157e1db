"""A stored case: the rows of what was played of it, and what was found; begun anew where what is asked has changed."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.provenance import commit, program_digest
from experiments.reproducing.cases import Case
from experiments.reproducing.drawing import ByReplication
from experiments.reproducing.tasks import Row, Task
from experiments.store import to_json, versions
from experiments.sweep.lock import locked
from experiments.sweep.parts import Parts
from experiments.sweep.stored import write_whole
from sim.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT_VERSION = 1
MANIFEST, FOUND, ROWS, LOCK = "manifest.json", "found.json", "rows", "lock"
REFUSED = "refused"
"""The quantity of a task whose point is no scenario that can be played; its note tells why."""


def schema() -> pa.Schema:
    """Return the columns of a stored row; value is null where counts are given, and both where a point was refused."""
    import pyarrow as pa

    return pa.schema(
        [
            ("task", pa.string()), ("stage", pa.string()), ("draw", pa.int32()), ("replication", pa.int32()),
            ("design", pa.string()), ("quantity", pa.string()), ("value", pa.float64()),
            ("counts", pa.list_(pa.int32())), ("note", pa.string()),
        ]
    )  # fmt: skip


class StoredCase:
    """The folder of a case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def parts(self) -> Parts:
        """The rows of the tasks that are done."""
        return Parts(self.folder / ROWS, schema())

    def manifest(self) -> dict[str, Any] | None:
        """Return what the folder tells of itself; None if it holds no case of this format."""
        found = _read(self.folder / MANIFEST)
        return found if found is not None and found.get("format_version") == FORMAT_VERSION else None

    def found(self, case: Case) -> dict[str, Any] | None:
        """Return what was found of a case that was finished and hangs on nothing that has changed since; else None."""
        told = self.manifest()
        if told is None or told.get("digest") != case.digest:
            return None
        return _read(self.folder / FOUND)

    def begin(self, case: Case, *, again: bool) -> None:
        """Make the folder ready: it keeps what was played of just this case, and of no other.

        Raises InputError if it holds other things, OSError if it cannot be written.
        """
        told = self.manifest()
        if told is not None and told.get("digest") == case.digest and not again:
            self.parts.tidy()
            return
        self._expect_room()
        for name in (MANIFEST, FOUND):
            (self.folder / name).unlink(missing_ok=True)
        shutil.rmtree(self.folder / ROWS, ignore_errors=True)
        (self.folder / ROWS).mkdir(parents=True)
        write_whole(self.folder / MANIFEST, to_json(_manifest(case)))

    def keep(self, found: dict[str, Any]) -> None:
        """Store what was found; with it the case is finished."""
        write_whole(self.folder / FOUND, json.dumps(found, ensure_ascii=False, allow_nan=False))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out meanwhile; raise InputError if one is in, or if there can be no such folder."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / LOCK).touch()
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
            reason = "it is a file" if self.folder.is_file() else error.strerror
            raise InputError(f"{self.folder} cannot be written to ({reason}); expected a folder that can.") from None
        taken = InputError(f"{self.folder}: a `tiaokuai reproduce` is at work here; expected it to have ended.")
        with locked(self.folder / LOCK, taken):
            yield

    def _expect_room(self) -> None:
        ours = {MANIFEST, FOUND, ROWS, LOCK}
        others = [path.name for path in self.folder.iterdir() if path.name not in ours and path.name[:1] != "."]
        if others:
            raise InputError(
                f"{self.folder} holds other things ({sorted(others)[0]}); expected a new folder, or one that `tiaokuai "
                "reproduce` made."
            )


class Rows:
    """The rows of the tasks that are done, by task: those of the folder, and what is added to them."""

    def __init__(self, stored: StoredCase) -> None:
        self._by_task: dict[str, list[Row]] = {}
        for row in stored.parts.read().to_pylist():
            self._by_task.setdefault(row["task"], []).append(row)

    def add(self, task: Task, rows: Sequence[Row]) -> list[Row]:
        """Add what a task came to; return it as it is to be stored."""
        own = {"task": task.id, "stage": task.stage, "draw": task.draw, "note": None}
        self._by_task[task.id] = [{**own, **row} for row in rows]
        return self._by_task[task.id]

    def has(self, task: Task) -> bool:
        """Return whether a task is done."""
        return task.id in self._by_task

    def refusal(self, task: Task) -> str | None:
        """Return why the point of a task cannot be played; None if it can."""
        first = self._by_task[task.id][0]
        return first["note"] if first["quantity"] == REFUSED else None

    def value(self, task: Task, quantity: str) -> float:
        """Return a quantity that a task has of no design, such as the multiple of the volume."""
        return float(next(row["value"] for row in self._by_task[task.id] if row["quantity"] == quantity))

    def of(self, task: Task, design: str) -> ByReplication | None:
        """Return each quantity of a design by replication, NaN where it has none; None if the point was refused."""
        if self.refusal(task) is not None:
            return None
        found: dict[str, Any] = {}
        for row in self._by_task[task.id]:
            if row["design"] == design and row["value"] is not None:
                many = found.setdefault(row["quantity"], np.full(task.replications, np.nan))
                many[row["replication"] - task.first] = row["value"]
        return found

    def counts(self, task: Task, design: str, quantity: str) -> list[int] | None:
        """Return how many matters took 0, 1, 2 … days, over all replications of a task; None if there were none."""
        rows = [
            row["counts"] for row in self._by_task[task.id]
            if row["design"] == design and row["quantity"] == quantity and row["counts"] is not None
        ]  # fmt: skip
        return None if not rows else [sum(many) for many in zip(*rows, strict=True)]


def _manifest(case: Case) -> dict[str, Any]:
    return {
        "format_version": FORMAT_VERSION,
        "scenario": case.name,
        "digest": case.digest,
        "question": case.question,
        "program": program_digest(),
        "seed": case.file.seed,
        "commit": commit(),
        "versions": versions(),
        "created": datetime.now().astimezone().isoformat(timespec="seconds"),
    }


def _read(path: Path) -> dict[str, Any] | None:
    """Return what a file of ours holds; None where it is not there, or no more what was written."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
