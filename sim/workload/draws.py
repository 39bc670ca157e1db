"""Named streams of uniforms: the only place where a random generator is made.

A stream depends on its name alone, not on how many were made before it. So a new source of chance, a
further design or a type with rate zero leaves every other draw as it was, and two designs compared under
one seed face exactly the same matters. Position i of a stream belongs to matter i of its type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from sim.arrays import Floats

Uniforms = Callable[[str, int], Floats]
"""`uniforms(name, count)`: the first `count` uniforms of the stream so named in one replication."""


def stream(seed: int, replication: int, name: str) -> np.random.Generator:
    """Return the random generator of one named stream (purpose/type/need/round) in one replication.

    >>> stream(7, 0, "arrivals").integers(100, size=3).tolist()
    [66, 21, 33]
    """
    key = (crc32(name.encode()), replication)
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


@dataclass(frozen=True)
class Streams:
    """All streams of one replication; two of the same seed and replication are equal."""

    seed: int
    replication: int

    def __call__(self, name: str, count: int) -> Floats:
        """Return the first `count` uniforms, in (0, 1), of a named stream."""
        # a generator may give 0.0, whose inverse is infinite for some laws; 2^-54 lies below its grid
        return np.maximum(stream(self.seed, self.replication, name).random(count), 2.0**-54)


def uniforms_of(seed: int, replication: int) -> Uniforms:
    """Return the function that gives the first `count` uniforms, in (0, 1), of a named stream."""
    return Streams(seed, replication)
