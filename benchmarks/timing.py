"""Timing: competitors in turn, round after round, and what their seconds come to."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

T = TypeVar("T")
Competitor = Callable[[], float]
"""Does its work once, or several times and takes the median, and returns the seconds of one time."""


@dataclass(frozen=True)
class Timing:
    """Seconds of one competitor, one entry a round, and how many things (matters, steps) it did in them."""

    name: str
    seconds: tuple[float, ...]
    done: int = 1

    @property
    def median(self) -> float:
        """The median over the rounds."""
        return median(self.seconds)

    @property
    def rate(self) -> float:
        """Things done in a second, by the median."""
        return self.done / self.median


def clocked(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds that some work took, and what it returned.

    Garbage of whoever ran before is collected first; during the work the collector does as it pleases.
    """
    gc.collect()
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def in_turn(competitors: Mapping[str, Competitor], rounds: int, *, done: int = 1) -> dict[str, Timing]:
    """Return the timing of each: A B C A B C …, so that a slow spell of the machine meets all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in competitors}
    for _ in range(rounds):
        for name, compete in competitors.items():
            seconds[name].append(compete())
    return {name: Timing(name, tuple(values), done) for name, values in seconds.items()}
