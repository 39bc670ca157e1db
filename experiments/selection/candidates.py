"""Candidates of a selection: the designs of a scenario, and their variants over axes, in one configuration."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conf.checking import validated
from experiments.configuring import Composition, Configuration, compose_files, configuration_of
from experiments.overrides import parse
from experiments.sweep.axes import Axis, axes_of
from experiments.sweep.sampling import Point, sample
from scenarios.sources import numbers
from scenarios.tracing import SOURCED
from sim.errors import InputError, UnknownName, nearest


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A design of the scenario, or what becomes of it at values of axes; `name` is its name in the configuration."""

    name: str
    design: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """A configuration whose designs are the candidates (and the baseline, which sets the volume), and their list."""

    configuration: Configuration
    list: tuple[Candidate, ...]


def candidates_of(overrides: Sequence[str] = (), designs: Sequence[str] = ()) -> Candidates:
    """Return the candidates that these overrides make; a key of a design that is given several values is an axis.

    A design that no axis touches is one candidate; one that an axis touches is a candidate at each point. With
    `designs`, only these and their variants are. Raises InputError for an axis that is no key of a design, for an
    interval, for an unknown design, and for fewer than two candidates.
    """
    parsed = parse(overrides, sweeps=True)
    composition = compose_files(parsed.choices, parsed.settings)
    plain = configuration_of(composition, overrides)
    axes = axes_of(parsed, {})
    for design in designs:
        if design not in plain.file.designs:
            raise UnknownName(f"--design {design} is no design. {nearest(design, plain.file.designs)}")
    chosen = tuple(designs) or tuple(plain.file.designs)
    found = _varied(plain, composition, axes, chosen) if axes else _plain(plain, chosen)
    if len(found.list) < 2:
        raise InputError(f"{plain.where} has {len(found.list)} design to choose from; expected at least 2 candidates.")
    return found


def _plain(configuration: Configuration, chosen: Sequence[str]) -> Candidates:
    names = [name for name in configuration.file.designs if name in chosen]
    return Candidates(
        configuration=configuration, list=tuple(Candidate(name=name, design=name, values={}) for name in names)
    )


def _varied(plain: Configuration, composition: Composition, axes: Sequence[Axis], chosen: Sequence[str]) -> Candidates:
    """Return the candidates at all points of the axes, of the designs that are chosen and those that axes add."""
    keys = tuple(axis.key for axis in axes)
    for axis in axes:
        if not axis.key.removeprefix("+").startswith("designs."):
            raise InputError(
                f"{axis.key} is given several values, but candidates face one demand and one institution; expected "
                "keys of designs, such as designs.modules.units.count=range(4,28)."
            )
    points = sample("product", axes, samples=None, seed=plain.file.seed, current=lambda key: None)
    blocks = {
        point: composition.with_values(dict(zip(keys, point, strict=True))).resolved()[0]["designs"]
        for point in map(_hashable, points)
    }
    found: dict[str, tuple[Candidate, dict[str, Any]]] = {}
    for design in dict.fromkeys(name for designs in blocks.values() for name in designs):
        if design in plain.file.designs and design not in chosen:
            continue
        touching = _touching(design, blocks, len(keys))
        for point, designs in blocks.items():
            values = {keys[place]: point[place] for place in touching}
            name = _name(design, values)
            found.setdefault(name, (Candidate(name=name, design=design, values=values), designs[design]))
    return _merged(plain, found)


def _hashable(point: Point) -> Point:
    """Return the point; raise InputError if a value is a list or a block, which has no short name."""
    for value in point:
        if isinstance(value, list | dict):
            raise InputError(f"{value!r} is a value of an axis; expected numbers, words, true, false or null.")
    return point


def _touching(design: str, blocks: Mapping[Point, Mapping[str, Any]], axes: int) -> tuple[int, ...]:
    """Return the places of the axes that make a difference to a design at some point."""
    told = {point: json.dumps(designs[design], sort_keys=True, default=str) for point, designs in blocks.items()}
    found = []
    for place in range(axes):
        alike: dict[Point, set[str]] = {}
        for point, text in told.items():
            alike.setdefault((*point[:place], *point[place + 1 :]), set()).add(text)
        if any(len(texts) > 1 for texts in alike.values()):
            found.append(place)
    return tuple(found)


def _name(design: str, values: Mapping[str, Any]) -> str:
    """Return `design@count=7,brief_share=0.3`, with whole keys where their last parts are the same."""
    if not values:
        return design
    last = [key.rpartition(".")[2] for key in values]
    short = last if len(set(last)) == len(last) else list(values)
    told = ",".join(f"{key}={_told(value)}" for key, value in zip(short, values.values(), strict=True))
    return f"{design}@{told}"


def _told(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _merged(plain: Configuration, found: Mapping[str, tuple[Candidate, dict[str, Any]]]) -> Candidates:
    """Return one configuration with all candidates; the baseline keeps its place, since it sets the volume."""
    baseline = plain.file.baseline
    designs = {baseline: plain.data["designs"][baseline]} | {name: block for name, (_, block) in found.items()}
    data = {**plain.data, "designs": {name: _without_kin(block) for name, block in designs.items()}, "precision": None}
    before, after = numbers(plain.data, SOURCED), numbers(data, SOURCED)
    other = frozenset(after.keys() ^ before.keys())  # of variants, and of designs that are no candidates
    configuration = replace(
        plain, data=data, file=validated(data, plain.where, plain.given), changed=plain.changed | other,
        given=plain.given | {"designs"},
    )  # fmt: skip
    return Candidates(configuration=configuration, list=tuple(candidate for candidate, _ in found.values()))


def _without_kin(block: Mapping[str, Any]) -> dict[str, Any]:
    """Return a resolved design without whom it took what from, who may not be here under that name."""
    return {key: value for key, value in block.items() if key not in ("like", "levers_of")}
