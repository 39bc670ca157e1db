"""Hours that an option gives to a unit, or to a category of business for the units that hold it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np

from sim.arrays import Ints
from sim.errors import DesignError, UnknownName, nearest
from sim.institution import Institution
from sim.levers.stages import Arrangement

T = TypeVar("T")


def by_unit(key: str, given: Mapping[str, T], arrangement: Arrangement, institution: Institution) -> dict[int, T]:
    """Return by unit what is given by name of a unit or of a category.

    Raises UnknownName for a name that is neither, DesignError for a category whose units hold others too, and where
    a unit is named twice.
    """
    place = {unit.name: index for index, unit in enumerate(arrangement.units)}
    found: dict[int, T] = {}
    for name, value in given.items():
        if name in place:
            units = [place[name]]
        elif name in institution.names.category:
            units = _units_of(f"{key}.{name}", institution.names.category[name], arrangement, institution)
        else:
            known = [*place, *institution.skill_index]
            raise UnknownName(f"{key} names {name!r}, which is no unit and no category. {nearest(name, known)}")
        for unit in units:
            if unit in found:
                unit_name = arrangement.units[unit].name
                raise DesignError(
                    f"{key}.{name} is about unit {unit_name!r}, as an earlier entry is; expected one entry for a unit."
                )
            found[unit] = value
    return found


def _units_of(key: str, functions: Ints, arrangement: Arrangement, institution: Institution) -> list[int]:
    """Return the units of a category, which hold no other one."""
    units: list[int] = np.unique(arrangement.unit_of_function[functions]).tolist()
    others = np.delete(arrangement.unit_of_function, functions)
    for unit in units:
        if (others == unit).any():
            raise DesignError(
                f"{key} is a category, but unit {arrangement.units[unit].name!r} holds others too; name the unit, or "
                "set units.by=category."
            )
    return units
