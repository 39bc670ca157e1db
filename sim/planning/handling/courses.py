"""Courses: the processes of types of matter as a design runs them, merged, inspected jointly, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sim.errors import DesignError, UnknownName, nearest
from sim.levers.routing.processing import Processing
from sim.workload.demand import Demand, MatterType


@dataclass(frozen=True, kw_only=True)
class Part:
    """Needs whose work one of them has taken over: its unit handles them."""

    taker: int  # its place
    places: tuple[int, ...]  # of all of them


@dataclass(frozen=True, kw_only=True)
class Station:
    """What is handled in one go (环节): a need of a process, merged ones, or in several parts one visit for all."""

    parts: tuple[Part, ...]
    after: tuple[int, ...]  # places of the stations that it comes after
    sent_out: bool = False  # it begins at once, though it came after others as it is written

    @property
    def places(self) -> tuple[int, ...]:
        """Places of all its needs."""
        return tuple(sorted(place for part in self.parts for place in part.places))

    @property
    def place(self) -> int:
        """The first of its needs, whose row stands for all of them."""
        return self.places[0]


Course = tuple[Station, ...]
"""The stations of a process, each behind those it comes after; (): the type has no process."""


def courses_of(demand: Demand, processing: Processing) -> tuple[Course, ...]:
    """Return by type how a design runs its process.

    Raises UnknownName for types and needs that do not exist, DesignError for what cannot be merged.
    """
    for key, given in (("merged", processing.merged), ("keeps", processing.keeps)):
        _check_types(f"process.{key}", given, demand)
    return tuple(_course(kind, processing) for kind in demand.types)


def _check_types(key: str, given: Mapping[str, object], demand: Demand) -> None:
    known = {kind.name: kind for kind in demand.types}
    for name in given:
        if name not in known:
            raise UnknownName(f"{key} names type {name!r}, which does not exist. {nearest(name, known)}")
        if not known[name].process:
            raise DesignError(
                f"{key} names type {name!r}, which has no process of its own; expected demand.types.{name}.process."
            )


def _course(kind: MatterType, processing: Processing) -> Course:
    names = kind.process_order()
    stations = [
        Station(parts=(Part(taker=place, places=(place,)),), after=after)
        for place, after in enumerate(kind.process_places())
    ]
    key = f"process.merged.{kind.name}"
    for taker, taken in _taken_over(key, processing.merged.get(kind.name, {}), names).items():
        places = tuple(sorted([taker, *taken]))
        stations = _put_together(stations, (Part(taker=taker, places=places),), names, key)
    if processing.joint:
        stations = _visit_once(stations, kind)
    if processing.parallel:
        kept = {_place(f"process.keeps.{kind.name}", name, names) for name in processing.keeps.get(kind.name, ())}
        _check_kept(kind, kept, stations, names)
        stations = [
            one if kept & {*one.places} else replace(one, after=(), sent_out=bool(one.after)) for one in stations
        ]
    return tuple(stations)


def _place(key: str, name: str, names: tuple[str, ...]) -> int:
    if name not in names:
        raise UnknownName(f"{key} names need {name!r}, which does not exist. {nearest(name, names)}")
    return names.index(name)


def _taken_over(key: str, merged: Mapping[str, tuple[str, ...]], names: tuple[str, ...]) -> dict[int, list[int]]:
    """Return by the place of each need that takes others over the places of these; each need may be named once."""
    found: dict[int, list[int]] = {}
    named: set[str] = set()
    for taker, taken in merged.items():
        if not taken:
            raise DesignError(f"{key}.{taker} is empty; expected at least one need that {taker!r} takes over.")
        for name in (taker, *taken):
            if name in named:
                raise DesignError(f"{key} names need {name!r} twice; expected it in one place only.")
            named.add(name)
        found[_place(key, taker, names)] = [_place(f"{key}.{taker}", name, names) for name in taken]
    return found


def _check_kept(kind: MatterType, kept: set[int], stations: list[Station], names: tuple[str, ...]) -> None:
    for place in kept:
        mine = next(one for one in stations if place in one.places)
        if not mine.after:
            raise DesignError(
                f"process.keeps.{kind.name} names need {names[place]!r}, which comes after nothing; expected a need "
                "with something to stay behind."
            )


def _put_together(
    stations: list[Station], parts: tuple[Part, ...], names: tuple[str, ...], key: str
) -> list[Station]:  # fmt: skip
    """Return the stations with one of these parts in place of all those that have their needs.

    Raises DesignError, by the key, if one of them comes after another one by way of a third.
    """
    whole = Station(parts=parts, after=())
    mine = [one for one in stations if {*one.places} & {*whole.places}]
    inside = {one.place for one in mine}
    whole = replace(whole, after=tuple(sorted({earlier for one in mine for earlier in one.after} - inside)))
    others = [replace(one, after=_renamed(one.after, inside, whole.place)) for one in stations if one not in mine]
    return _in_order([*others, whole], names, key)


def _renamed(after: tuple[int, ...], inside: set[int], place: int) -> tuple[int, ...]:
    return tuple(sorted({place if earlier in inside else earlier for earlier in after}))


def _in_order(stations: list[Station], names: tuple[str, ...], key: str) -> list[Station]:
    """Return the stations each behind those it comes after, else by place."""
    left, ordered = sorted(stations, key=lambda one: one.place), list[Station]()
    while left:
        done = {one.place for one in ordered}
        ready = next((one for one in left if {*one.after} <= done), None)
        if ready is None:
            stuck = ", ".join(" + ".join(names[place] for place in one.places) for one in left)
            raise DesignError(
                f"{key} puts needs together of which one comes after another by way of a third, so that nothing could "
                f"start of: {stuck}; expected that third one among them."
            )
        ordered.append(ready)
        left.remove(ready)
    return ordered


def _visit_once(stations: list[Station], kind: MatterType) -> list[Station]:
    """Return the stations with one visit in place of all stations with an inspection (综合查一次)."""
    names = kind.process_order()
    inspected = [one for one in stations if any(kind.process[names[place]].inspection for place in one.places)]
    if len(inspected) < 2:
        return stations
    parts = tuple(sorted((part for one in inspected for part in one.parts), key=lambda part: part.places[0]))
    return _put_together(stations, parts, names, f"process.visits=joint: type {kind.name!r}")
