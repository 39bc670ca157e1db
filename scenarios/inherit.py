"""Designs that say only what differs: `like` another design, or with whole levers of it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from sim.errors import InputError, UnknownName, nearest

Raw = dict[str, Any]


def resolve_designs(designs: Mapping[str, Raw], baseline: str, levers: tuple[str, ...]) -> dict[str, Raw]:
    """Return every design with all that it takes from others, key by key; `like` defaults to the baseline.

    Raises UnknownName for a design or lever that does not exist, InputError for a circle of `like`.
    """
    done: dict[str, Raw] = {}

    def resolve(name: str, path: tuple[str, ...]) -> Raw:
        if name in done:
            return done[name]
        if name in path:
            raise InputError(f"designs are like each other in a circle: {' -> '.join([*path, name])}.")
        own = designs[name] or {}
        if not isinstance(own, Mapping):
            raise InputError(f"designs.{name} is {own!r}; expected a block of levers.")
        parent = own.get("like") or (baseline if name != baseline else None)
        if not isinstance(parent, str | None):
            raise InputError(f"designs.{name}.like is {parent!r}; expected the name of one design.")
        result: Raw = {}
        if parent is not None:
            known(parent, f"designs.{name}.like")
            inherited = resolve(parent, (*path, name))
            result = {key: deepcopy(value) for key, value in inherited.items() if key in levers}
        for other, taken in _levers_of(name, own).items():
            known(other, f"designs.{name}.levers_of")
            source = resolve(other, (*path, name))
            for lever in taken:
                if lever not in levers:
                    raise UnknownName(f"designs.{name}.levers_of names lever {lever!r}. {nearest(lever, levers)}")
                result[lever] = deepcopy(source.get(lever, {}))
        done[name] = _merged(result, own)
        return done[name]

    def known(name: str, key: str) -> None:
        if name not in designs:
            raise UnknownName(f"{key} names design {name!r}, which does not exist. {nearest(name, designs)}")

    return {name: resolve(name, ()) for name in designs}


def _levers_of(name: str, own: Mapping[str, Any]) -> Mapping[str, list[str]]:
    taken = own.get("levers_of") or {}
    if not isinstance(taken, Mapping) or not all(isinstance(levers, list) for levers in taken.values()):
        raise InputError(
            f"designs.{name}.levers_of is {taken!r}; expected designs, each with a list of levers, such as "
            "{sections: [units]}."
        )
    return taken


def _merged(below: Raw, above: Mapping[str, Any]) -> Raw:
    """Return `below` with the keys of `above` laid over it; lists are replaced, blocks are merged."""
    result = dict(below)
    for key, value in above.items():
        if isinstance(value, Mapping) and isinstance(result.get(key), Mapping):
            result[key] = _merged(result[key], value)
        else:
            result[key] = deepcopy(value)
    return result
