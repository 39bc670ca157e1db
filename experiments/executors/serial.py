"""One task after another, in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from experiments.executors.base import AbstractExecutor, AbstractWork, Outcome, attempt


class SerialExecutor(AbstractExecutor):
    """Performs tasks in the order in which they come. A task that ends the process ends everything."""

    def __init__(self, work: AbstractWork) -> None:
        self._work = work
        self._prepared = False

    def outcomes(self, tasks: Iterable[Any]) -> Iterator[Outcome]:
        """Yield the outcome of each task before the next one is drawn."""
        for task in tasks:
            if not self._prepared:
                self._work.prepare()
                self._prepared = True
            yield attempt(self._work, task)

    def close(self, *, at_once: bool) -> None:
        """Do nothing: there is no worker."""
