"""The space of a sweep: what its points are points of, and the configuration at each of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from itertools import product
from typing import Any

from conf.schema import ScenarioFile
from experiments.configuring import Composition, compose_files, copied
from experiments.overrides import GROUPS, Parsed
from experiments.sweep.axes import UNSWEPT, Axis
from sim.errors import InputError

CHANGE = ("changed", "to")
"""The keys of a space whose points name the one key that they change, None for none, and its value there."""

Choice = tuple[str | None, ...]
"""The names that the group axes have at a point, in the order of the keys; None for no file of the group."""


@dataclass(frozen=True, kw_only=True)
class Space:
    """Keys that vary, and the composition for each choice of files among them: it needs no file of configuration."""

    keys: tuple[str, ...]
    compositions: Mapping[Choice, Composition]

    def composition_at(self, point: Sequence[Any]) -> Composition:
        """Return the composition at a point; raise UnknownName for a key that the schema does not know."""
        if self.keys == CHANGE:
            key, value = point
            base = self.compositions[()]
            return base if key is None else base.with_values({key: value})
        pairs = list(zip(self.keys, point, strict=True))
        choice = tuple(value for key, value in pairs if key in GROUPS)
        return self.compositions[choice].with_values({key: value for key, value in pairs if key not in GROUPS})

    def file_at(self, point: Sequence[Any]) -> tuple[dict[str, Any], ScenarioFile]:
        """Return the resolved data and the checked file at a point; raise InputError for a value that cannot be."""
        return self.composition_at(point).resolved()

    @cached_property
    def digest(self) -> str:
        """What tells this space from others: two with the same keys and settings have the same."""
        told = [[choice, _playing(one.raw)] for choice, one in self.compositions.items()]
        return digest_of(sorted(told, key=lambda entry: repr(entry[0])))


def space_of(parsed: Parsed, axes: Sequence[Axis], further: Mapping[str, Sequence[Any]] | None = None) -> Space:
    """Return the space of these axes over what the other overrides come to.

    `further` gives the values of keys that come from a table of points. Raises InputError for a group that is chosen
    and varied, and for what composing finds.
    """
    varied = {axis.key: axis.values for axis in axes} | dict(further or {})
    groups = {key: tuple(values) for key, values in varied.items() if key in GROUPS}
    for group in groups:
        if group == "executor":
            raise InputError("executor says where a sweep is played, not what is; expected one choice.")
    compositions = {}
    for choice in product(*groups.values()):
        chosen = {group: str(name) for group, name in zip(groups, choice, strict=True) if name is not None}
        found = compose_files({**parsed.choices, **chosen}, parsed.settings)
        compositions[choice] = replace(found, raw=copied(found.raw))
    return Space(keys=tuple(varied), compositions=compositions)


def digest_of(data: Any) -> str:
    """Return 16 hexadecimal digits that depend on plain data alone, not on the order of its keys."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _playing(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return what decides results: not where they are computed or written, how often, or why a number is what it is."""
    return {key: value for key, value in raw.items() if key not in UNSWEPT and key != "engine"}
