"""Tasks that wait for a worker: drawn as they are needed, and given back if a worker ended before it began them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from experiments.executors.packing import packed


@dataclass(kw_only=True, slots=True)
class Assignment:
    """A task on its way: packed, and whether a worker ended over it before."""

    task: Any
    data: bytes
    suspect: bool = False


class Waiting:
    """The tasks of one call of `outcomes` that no worker has."""

    def __init__(self, tasks: Iterable[Any]) -> None:
        self._source = iter(tasks)
        self._drawn: deque[Assignment] = deque()

    def has(self, count: int) -> bool:
        """Return whether at least so many wait; draw them if need be."""
        while len(self._drawn) < count:
            try:
                task = next(self._source)
            except StopIteration:
                return False
            self._drawn.append(Assignment(task=task, data=packed(task)))
        return True

    @property
    def first(self) -> Assignment:
        """The one that is next."""
        return self._drawn[0]

    def take(self) -> Assignment:
        """Return the one that is next; it waits no longer."""
        return self._drawn.popleft()

    def give_back(self, assignments: Iterable[Assignment]) -> None:
        """Let these be next, in their order."""
        self._drawn.extendleft(reversed(list(assignments)))
