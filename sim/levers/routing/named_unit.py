"""The unit that an option means when it names a piece of business."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.blocks import site_of_function
from sim.errors import DesignError, UnknownName, nearest
from sim.institution import Institution
from sim.levers.stages import Arrangement


def unit_named(key: str, name: str, arrangement: Arrangement, institution: Institution) -> int:
    """Return the unit of a function, or of a category's first function; raise UnknownName if it is neither.

    `key` says where the name stands. Raises DesignError for business that each site has, unless it is with the same
    units everywhere.
    """
    for functions in (institution.names.function, institution.names.category):
        if name in functions and functions[name].size:
            check_same_everywhere(key, name, functions[name], arrangement, institution)
            return int(arrangement.unit_of_function[functions[name][0]])
    known = [*institution.names.lines, *institution.skill_index]
    raise UnknownName(f"{key}={name!r} is no function, and no category with one. {nearest(name, known)}")


def check_same_everywhere(
    key: str, name: str, functions: Ints, arrangement: Arrangement, institution: Institution
) -> None:
    """Raise DesignError if these functions, which have one name, are with other units at one site than at another."""
    if not institution.per_site:
        return
    site, unit = site_of_function(institution)[functions], arrangement.unit_of_function[functions]
    pairs = np.unique(np.stack([site, unit]), axis=1)
    if pairs.shape[1] < np.unique(site).size * np.unique(unit).size:
        lies_at = institution.sites[int(site[0])].name
        raise DesignError(
            f"{key}={name!r} is with other units at other sites; expected the name that it has at one of them, such as "
            f'"{name}_{lies_at}".'
        )
