"""The contract of executors: where tasks are performed, each once, whatever becomes of the worker that has it."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self


class AbstractWork(ABC):
    """What is to be done with each task. It is pickled, and sent to each worker once."""

    def prepare(self) -> None:  # noqa: B027  (many have nothing to prepare)
        """Do what is done once in each worker, before its first task: build a scenario, load machine code."""

    @abstractmethod
    def perform(self, task: Any) -> Any:
        """Return the result of a task. What it raises becomes the error of the task's outcome."""


@dataclass(frozen=True)
class Outcome:
    """What became of a task: its result, or the error that stands in its place; `seconds` of work were spent on it."""

    task: Any
    result: Any
    error: Exception | None
    seconds: float


class AbstractExecutor(ABC):
    """Performs tasks; its workers live from the first tasks until the end of `with`.

    Left through an exception, workers are ended at once, in the middle of what they do.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.close(at_once=kind is not None)

    @abstractmethod
    def outcomes(self, tasks: Iterable[Any]) -> Iterator[Outcome]:
        """Yield the outcome of each task, exactly once, in any order; one call at a time.

        Tasks are drawn only as workers become free, a few ahead. An error of a task is in its outcome: the original
        exception, or a RunError that names it if it cannot be pickled; RunTimeout if it took longer than it may;
        WorkerEnded if a worker ended over it, and another one when it was tried once more. Raises RunError if no
        worker can be started, and what `prepare` raises. Where it is left before its end, tasks begun are given up.
        """

    @abstractmethod
    def close(self, *, at_once: bool) -> None:
        """End all workers: once they have nothing to do, or at once."""


def attempt(work: AbstractWork, task: Any) -> Outcome:
    """Return the outcome of performing a task here."""
    begun = time.perf_counter()
    result, error = None, None
    try:
        result = work.perform(task)
    except Exception as raised:  # whatever it is, the caller decides
        error = raised
    return Outcome(task, result, error, time.perf_counter() - begun)
