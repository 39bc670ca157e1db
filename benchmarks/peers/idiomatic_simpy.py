"""The same network as a user of SimPy would write it: one process a matter, one `Resource` a unit."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import simpy

from benchmarks.network import STAFF, UNITS, Network


@dataclass(frozen=True)
class Lists:
    """A network as lists, which SimPy walks faster than arrays."""

    release_ms: list[int]
    unit: list[list[int]]
    work_ms: list[list[int]]
    serial: int

    @classmethod
    def of(cls, network: Network) -> Lists:
        """Return the lists of a network."""
        return cls(network.release_ms.tolist(), network.unit.tolist(), network.work_ms.tolist(), network.serial)


def mean_wait(lists: Lists) -> float:
    """Return the mean wait over all visits, in ms, once all matters are closed.

    SimPy holds simultaneous events in the order in which they were scheduled.
    """
    env = simpy.Environment()
    units = [simpy.Resource(env, capacity=STAFF) for _ in range(UNITS)]
    waits: list[float] = []
    env.process(_arrive(env, units, lists, waits))
    env.run()
    return sum(waits) / len(waits)


def _arrive(
    env: simpy.Environment, units: Sequence[simpy.Resource], lists: Lists, waits: list[float]
) -> Generator[simpy.Event]:
    for release, unit, work in zip(lists.release_ms, lists.unit, lists.work_ms, strict=True):
        yield env.timeout(release - env.now)
        env.process(_go_round(env, [units[index] for index in unit], work, lists.serial, waits))


def _go_round(
    env: simpy.Environment, units: Sequence[simpy.Resource], work: Sequence[int], serial: int, waits: list[float]
) -> Generator[simpy.Event]:
    """Walk through the first units, then visit the others at once."""
    for visit in range(serial):
        yield from _visit(env, units[visit], work[visit], waits)
    yield env.all_of(
        [env.process(_visit(env, units[visit], work[visit], waits)) for visit in range(serial, len(units))]
    )


def _visit(env: simpy.Environment, unit: simpy.Resource, work: int, waits: list[float]) -> Generator[simpy.Event]:
    asked = env.now
    with unit.request() as request:
        yield request
        waits.append(env.now - asked)
        yield env.timeout(work)
