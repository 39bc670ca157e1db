"""Planning: from a command's overrides to the sweep that it asks for, refused here if any of it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from conf.schema import ExecutorBlock, ScenarioFile
from experiments.configuring import Configuration, configuration_of
from experiments.engine_choice import with_engine
from experiments.overrides import GROUPS, Parsed, parse
from experiments.preparing import prepare
from experiments.provenance import commit, program_digest
from experiments.store import versions
from experiments.sweep.axes import UNSWEPT, Axis, axes_of
from experiments.sweep.rows import OWN, READ, kinds_of
from experiments.sweep.sampling import Point, distinct, sample
from experiments.sweep.space import Space, space_of
from experiments.sweep.stored import Sweep
from experiments.sweep.work import designs_played
from scenarios.building import build_scenario
from sim.errors import InputError, UnknownName, nearest

MOST_CHECKED = 1000
MOST_BUILT = 50
"""So many points, spread over all, are held to the schema and built before the first run."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A sweep that may begin: what it plays, the configuration at its first point, and where it is played."""

    sweep: Sweep
    data: dict[str, Any]
    executor: ExecutorBlock


def plan_sweep(overrides: Sequence[str], command: str, *, playing: Mapping[str, Any] | None = None) -> Planned:
    """Return the sweep that these overrides ask for; raise InputError for a key, a value or a point that cannot be.

    `playing` tells how its runs are played, for the manifest.
    """
    parsed = parse(overrides, sweeps=True)
    plain = Parsed(choices=parsed.choices, settings=parsed.settings, sweeps=[])
    usual = _configuration(space_of(plain, ()), ())
    block = usual.file.sweep
    axes: tuple[Axis, ...] = ()
    stands: dict[str, str] = {}
    if block.points is None:
        axes = axes_of(parsed, block.axes)
        space = space_of(plain, axes)
        points = sample(block.sampling, axes, samples=block.samples, seed=usual.file.seed, current=_current(usual))
    else:
        space, points, stands = _from_table(plain, Path(block.points), parsed, block.axes)
    _check(space, points, stands)
    start = _configuration(space, points[0])
    prepared = prepare(start)
    configuration = with_engine(start, prepared.scenario, prepared.load.volume_multiple)
    designs = _designs(start.file)
    facts = {
        "scenario": start.file.name, "title": start.data["title"], "baseline": start.file.baseline,
        "seed": start.file.seed,
        "axes": [_told(axis) for axis in axes], "sampling": "points" if stands else block.sampling,
        "samples": block.samples, "program": program_digest(), "commit": commit(), "versions": versions(),
        "playing": dict(playing or {}), "commands": [command],
        "created": datetime.now().astimezone().isoformat(timespec="seconds"),
    }  # fmt: skip
    sweep = Sweep(
        space=space, points=tuple(points), kinds=kinds_of(space.keys, points), designs=designs,
        replications=start.file.replications, engine=configuration.file.engine, facts=facts,
    )  # fmt: skip
    return Planned(sweep=sweep, data=start.data, executor=start.file.executor)


def _configuration(space: Space, point: Sequence[Any]) -> Configuration:
    """Return the configuration at a point, with what it takes to trace its sources."""
    return configuration_of(space.composition_at(point), ())


def _from_table(
    plain: Parsed, path: Path, parsed: Parsed, axes: dict[str, Any]
) -> tuple[Space, list[Point], dict[str, str]]:
    """Return the space and the points of a table, whose header names keys, and where each point stands in it."""
    if parsed.sweeps or axes:
        given = ", ".join([*(one.key_or_group for one in parsed.sweeps), *axes])
        raise InputError(
            f"sweep.points={str(path)!r} gives the points, and so do the axes {given}; expected one of them."
        )
    from experiments.sweep.points_file import read_points

    table = read_points(path)
    keys, points = table.keys, table.points
    for key in keys:
        if key.removeprefix("+").partition(".")[0] in UNSWEPT:
            raise InputError(f"{path}: column {key!r} says how a sweep is played; expected keys of the scenario.")
    columns = {
        key: list(dict.fromkeys(point[place] for point in points)) for place, key in enumerate(keys) if key in GROUPS
    }
    space = space_of(plain, (), {key: columns.get(key, ()) for key in keys})
    backwards = zip(reversed(points), reversed(table.rows), strict=True)  # of a point that comes again, its first row
    stands = {repr(point): f"{path}, row {row}, " for point, row in backwards}
    return space, distinct(points), stands


def _designs(file: ScenarioFile) -> tuple[str, ...]:
    for design in file.sweep.designs or ():
        if design not in file.designs:
            raise UnknownName(f"sweep.designs has {design!r}, which is no design. {nearest(design, file.designs)}")
    return designs_played(file, file.sweep.designs)


def _check(space: Space, points: Sequence[Point], stands: Mapping[str, str]) -> None:
    """Refuse what cannot be: names first, then values at points spread over all, some of them built as a whole.

    `stands` says where in a table a point stands, if it comes from one.
    """
    taken = sorted(set(space.keys) & {*OWN, *READ})
    if taken:
        raise InputError(f"{taken[0]!r} is a column of every sweep; expected a key of the scenario.")
    for number, place in enumerate(_spread(len(points), MOST_CHECKED)):
        try:
            _, file = space.file_at(points[place])
            if number % -(-min(len(points), MOST_CHECKED) // MOST_BUILT) == 0:
                build_scenario(file)
        except InputError as error:
            at = ", ".join(f"{key}={value}" for key, value in zip(space.keys, points[place], strict=True))
            raise type(error)(f"{stands.get(repr(points[place]), '')}at {at}: {error}") from None


def _spread(count: int, most: int) -> list[int]:
    """Return up to so many places, the first and the last among them."""
    if count <= most:
        return list(range(count))
    return [round(step * (count - 1) / (most - 1)) for step in range(most)]


def _current(usual: Configuration) -> Callable[[str], Any]:
    """Return a function that tells the value of a key where no axis has set it."""
    dumped = usual.file.model_dump(mode="json")

    def value(key: str) -> Any:
        place: Any = dumped
        for name in key.split("."):
            try:
                place = place[int(name) if isinstance(place, list) else name]
            except (KeyError, IndexError, TypeError, ValueError):
                raise InputError(
                    f"{key} has no value to start from; one at a time needs a key that is there."
                ) from None
        return place

    return value


def _told(axis: Axis) -> dict[str, Any]:
    if axis.is_interval:
        return {"key": axis.key, "low": axis.low, "high": axis.high, "whole": axis.whole}
    return {"key": axis.key, "values": list(axis.values)}
