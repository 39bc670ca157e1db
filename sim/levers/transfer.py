"""Lever `transfer` (arrange): which functions, or what share of them, contractors handle in place of our units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

import numpy as np

from sim.arrays import Floats
from sim.errors import DesignError, UnknownName, nearest
from sim.institution import Institution
from sim.levers.arranging.contracts import Contractor, Contracts
from sim.levers.stages import Arrangement
from sim.options import options
from sim.workload.expectations import Expectations

_KEY = "transfer.contractors"


@options
class Transfer:
    """Options: the contractors by name; none: everything is handled in the house."""

    contractors: Mapping[str, Contractor] = field(default_factory=dict)


def arrange_transfer(
    arrangement: Arrangement, options: Transfer, institution: Institution, expected: Expectations
) -> Arrangement:
    """Return the arrangement with these contractors; units, people and heads stay as they are.

    Raises UnknownName for a category or function that does not exist, DesignError for a contractor who takes over
    nothing or is never there, and where more than the whole of a function is handed over.
    """
    if not options.contractors:
        return arrangement
    names, terms = tuple(options.contractors), tuple(options.contractors.values())
    below = np.cumsum([_shares(name, one, institution) for name, one in options.contractors.items()], axis=0)
    over = np.flatnonzero(below[-1] > 1 + 1e-9)
    if over.size:
        function = institution.functions[int(over[0])].name
        raise DesignError(
            f"{_KEY} hand over {below[-1, over[0]]:g} of function {function!r}; expected shares that come to 1 at most."
        )
    return replace(arrangement, contracts=Contracts(names=names, terms=terms, below=below))


def _shares(name: str, contractor: Contractor, institution: Institution) -> Floats:
    """Return by function the share of its needs that goes to a contractor."""
    key = f"{_KEY}.{name}"
    if not contractor.categories and not contractor.functions:
        raise DesignError(f"{key} names neither categories nor functions; expected what is handed over.")
    if not contractor.weekdays:
        raise DesignError(f"{key}.weekdays is empty, so nobody would ever be there; expected one at least.")
    handed = np.zeros(len(institution.functions))
    for category in contractor.categories:
        if category not in institution.names.category:
            raise UnknownName(f"{key}.categories names {category!r}. {nearest(category, institution.skill_index)}")
        handed[institution.names.category[category]] = contractor.share
    for function in contractor.functions:
        if function not in institution.names.function:
            raise UnknownName(f"{key}.functions names {function!r}. {nearest(function, institution.names.lines)}")
        handed[institution.names.function[function]] = contractor.share
    return handed
