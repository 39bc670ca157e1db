"""Replicating: a fixed number of times, or by rule until paired differences are known as exactly as wanted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from analysis.measures.reading import Reading
from analysis.sequential import Wanted, as_stored, look, schedule
from conf.schema import ScenarioFile
from experiments.measure_choice import check_measure
from sim.errors import InputError

Readings = dict[str, list[Reading]]
Play = Callable[[range], Readings]
"""`play(replications)`: the readings of each design in these replications."""


def looks_of(file: ScenarioFile) -> tuple[int, ...]:
    """Return the numbers of replications at which one may stop: a single one unless there is a rule."""
    if file.precision is None:
        return (file.replications,)
    return schedule(file.replications, file.precision.cap)


def wanted_of(file: ScenarioFile) -> Wanted | None:
    """Return what the rule of a scenario asks for, None where there is none; raise UnknownName for a wrong measure."""
    block = file.precision
    if block is None:
        return None
    check_measure(block.measure, "precision.measure")
    others = tuple(name for name in file.designs if name != file.baseline)
    return Wanted(
        measure=block.measure,
        half_width=block.half_width or block.relative or 0.0,
        relative=block.relative is not None,
        designs=others if block.designs is None else tuple(block.designs),
    )


def replicate(file: ScenarioFile, play: Play) -> tuple[Readings, dict[str, Any] | None]:
    """Return the readings of all replications, and what the rule reached, if there is one, as it is stored.

    Raises InputError if the first replications lack the measure that the rule goes by.
    """
    looks, wanted = looks_of(file), wanted_of(file)
    readings = play(range(looks[0]))
    if wanted is None:
        return readings, None
    reached = look(readings, file.baseline, wanted, len(looks))
    if set(reached.unwatched.values()) == {"missing"} and reached.hopeless:
        raise InputError(
            f"precision.measure={wanted.measure!r} has no difference to watch: a replication lacks it, or it is 0 in "
            "the baseline; expected a measure that each replication has."
        )
    for last, more in pairwise(looks):
        if reached.met or reached.hopeless:
            break
        further = play(range(last, more))
        readings = {design: many + further[design] for design, many in readings.items()}
        reached = look(readings, file.baseline, wanted, len(looks))
    return readings, as_stored(wanted, reached, looks, len(readings[file.baseline]))
