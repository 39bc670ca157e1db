"""The unit that an option means when it names a piece of business."""

from __future__ import annotations

import numpy as np

from sim.errors import UnknownName, nearest
from sim.institution import Institution
from sim.levers.stages import Arrangement


def unit_named(key: str, name: str, arrangement: Arrangement, institution: Institution) -> int:
    """Return the unit of a function, or of a category's first function; raise UnknownName if it is neither.

    `key` says where the name stands.
    """
    names = [function.name for function in institution.functions]
    if name in names:
        return int(arrangement.unit_of_function[names.index(name)])
    if name in institution.category_index:
        functions = np.flatnonzero(institution.function_category == institution.category_index[name])
        if functions.size:
            return int(arrangement.unit_of_function[functions[0]])
    known = [*names, *institution.category_index]
    raise UnknownName(f"{key}={name!r} is no function, and no category with one. {nearest(name, known)}")
