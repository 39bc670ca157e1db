"""Functions of a fixed process: where each of its needs lies, at a site of its own where sites have functions."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.blocks import block_size, n_blocks, site_of_function
from sim.errors import InputError, UnknownName, nearest
from sim.institution import Institution
from sim.workload.demand import MatterType
from sim.workload.kinship import follows_site


def process_functions(kind: MatterType, institution: Institution) -> Ints:
    """Return [site, place]: the function of each need of a process, in process order; [0, 0] without a process.

    There is one row where the functions do not follow the site at which a matter arises; where they do, needs name
    functions as the file does, without a site. Raises UnknownName for a function that there is not, and InputError
    for needs that lie at different sites.
    """
    if follows_site(kind, institution):
        own = np.array(
            _found(kind, {name: at for at, name in enumerate(institution.names.lines)}, institution), dtype=np.int64
        )
        return np.arange(n_blocks(institution))[:, None] * block_size(institution) + own[None, :]
    names = {function.name: index for index, function in enumerate(institution.functions)}
    found = np.array(_found(kind, names, institution), dtype=np.int64)
    if np.unique(site_of_function(institution)[found]).size > 1:
        raise InputError(
            f"demand.types.{kind.name}.process has needs at several sites; expected functions of one site, or "
            "sites=by_population or evenly, so that each matter's lie where it arises."
        )
    return found[None, :]


def _found(kind: MatterType, names: dict[str, int], institution: Institution) -> list[int]:
    """Return the functions of the needs by these names; raise UnknownName for one that is not among them."""
    rows = []
    for need in kind.process_order():
        function = kind.process[need].function
        if function not in names:
            why = _why(function, institution)
            raise UnknownName(f"type {kind.name!r}: need {need!r} asks for function {function!r}, {why}")
        rows.append(names[function])
    return rows


def _why(function: str, institution: Institution) -> str:
    if function in institution.names.lines:
        return "which each site has; expected its name at one of them, or a type with sites."
    if function in institution.names.function:
        return "but its matters are handled where they arise; expected the name without a site."
    return f"which nobody covers. {nearest(function, institution.names.lines)}"
