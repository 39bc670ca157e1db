"""A run of a sweep: one replication at one point, all designs on the same matters; its name comes from what it is."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.sweep.sampling import Point
from experiments.sweep.space import digest_of


@dataclass(frozen=True)
class Run:
    """One replication at a point; `place` is the point's number in the sweep."""

    id: str
    place: int
    point: Point
    replication: int


def runs_of(
    space: str, keys: Sequence[str], points: Sequence[Point], replications: int, *, without: Container[str] = ()
) -> Iterator[Run]:
    """Yield the runs of a sweep, point by point, but for those whose ids are in `without`.

    `space` is the digest of the space. An id depends on the space, the values of the point and the replication alone.
    """
    for place, point in enumerate(points):
        named = point_id(space, keys, point)
        for replication in range(replications):
            run = f"{named}-{replication:04}"
            if run not in without:
                yield Run(run, place, point, replication)


def point_id(space: str, keys: Sequence[str], point: Sequence[Any]) -> str:
    """Return the 16 hexadecimal digits that name a point, whatever the order of its keys."""
    return digest_of([space, sorted(zip(keys, point, strict=True), key=lambda pair: pair[0])])
