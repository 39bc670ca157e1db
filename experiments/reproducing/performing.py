"""Performing the tasks of a case that are not done yet; their rows are stored as they come, whatever ends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from experiments.executors.base import AbstractExecutor, Outcome
from experiments.reproducing.stored import REFUSED, Rows, StoredCase
from experiments.reproducing.tasks import Task
from experiments.sweep.pending import PendingRows
from sim.errors import InputError


class Performing:
    """A case at work: the rows that are known, those that are not stored yet, and how much there still is to do."""

    def __init__(
        self, stored: StoredCase, executor: AbstractExecutor, expected: dict[str, int],
        progress: Callable[[int, int], None],
    ) -> None:  # fmt: skip
        """`expected` says how many tasks each stage has at most; `progress` is told how many of how many are done."""
        self.rows = Rows(stored)
        self._executor, self._progress = executor, progress
        self._expected = dict(expected)
        self._done: dict[str, set[str]] = {stage: set() for stage in expected}
        self._pending = PendingRows(stored.parts)

    def expect(self, stage: str, tasks: int) -> None:
        """Say how many tasks a stage has after all."""
        self._expected[stage] = tasks
        self._tell()

    def settle(self, stage: str) -> None:
        """Say that a stage has no tasks but those that are done."""
        self.expect(stage, len(self._done[stage]))

    def perform(self, tasks: Sequence[Task]) -> None:
        """Play the tasks that are not done yet, and store their rows; a point that cannot be is noted, with the reason.

        Raises what else a task raises, OSError if rows cannot be stored, and KeyboardInterrupt; what was played until
        then is stored.
        """
        for task in tasks:
            if self.rows.has(task):
                self._done[task.stage].add(task.id)
        self._tell()
        left = [task for task in tasks if not self.rows.has(task)]
        try:
            for outcome in self._executor.outcomes(left):
                self._take(outcome)
        finally:
            self._pending.store()  # on an interrupt too, before workers are ended

    def _take(self, outcome: Outcome) -> None:
        task: Task = outcome.task
        if outcome.error is None:
            rows = outcome.result
        elif isinstance(outcome.error, InputError):
            refused = {"replication": -1, "design": "", "quantity": REFUSED, "value": None, "counts": None}
            rows = [{**refused, "note": str(outcome.error)}]
        else:
            raise outcome.error
        self._done[task.stage].add(task.id)
        self._pending.take(self.rows.add(task, rows))
        self._tell()

    def _tell(self) -> None:
        done = sum(len(ids) for ids in self._done.values())
        self._progress(done, max(done, sum(self._expected.values())))
