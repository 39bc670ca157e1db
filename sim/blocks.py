"""Blocks: functions that each site has lie site by site, the same ones in the same order.

So what lies beside a function at its own site is told by its place in the block of that site, and tables of what lies
beside what have a row for each function and a column for each place: [function, place], where all functions of all
sites would be far more. An institution whose functions belong to no site is one block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Floats, Ints
from sim.errors import DesignError

if TYPE_CHECKING:
    from sim.institution import Institution


def n_blocks(institution: Institution) -> int:
    """Return the number of sites that have functions of their own; 1 where functions belong to no site."""
    return len(institution.sites) if institution.per_site else 1


def block_size(institution: Institution) -> int:
    """Return the number of functions of one site; of all where they belong to none."""
    return len(institution.functions) // n_blocks(institution)


def site_of_function(institution: Institution) -> Ints:
    """Return the site of each function; -1 where functions belong to none."""
    if not institution.per_site:
        return np.full(len(institution.functions), -1, dtype=np.int64)
    return np.repeat(np.arange(len(institution.sites), dtype=np.int64), block_size(institution))


def beside(institution: Institution) -> Ints:
    """Return [function, place]: the functions of the block that a function lies in."""
    size = block_size(institution)
    first = np.arange(len(institution.functions), dtype=np.int64) // size * size
    return first[:, None] + np.arange(size, dtype=np.int64)[None, :]


def spread(weights: Floats, table: Floats) -> Floats:
    """Return weights of functions times a table [function, place]: the sum of what each function brings to another."""
    size = table.shape[1]
    return np.concatenate([
        weights[first : first + size] @ table[first : first + size] for first in range(0, weights.size, size)
    ])  # fmt: skip


def received(table: Floats) -> Floats:
    """Return for each function what a table [function, place] brings it from all of its block."""
    size = table.shape[1]
    return np.asarray(table.reshape(-1, size, size).sum(axis=1).ravel())


def turned(table: Floats) -> Floats:
    """Return a table [function, place] with rows and columns exchanged in each block."""
    size = table.shape[1]
    blocks = table.reshape(-1, size, size).transpose(0, 2, 1)
    return np.ascontiguousarray(blocks).reshape(table.shape)


def check_blocks(institution: Institution) -> None:
    """Raise DesignError unless all sites have the same functions in the same order, or none has any of its own.

    A name of what they are one of may not be another one's own name.
    """
    sites = [category.site for category in institution.categories]
    if not any(sites):
        return
    if None in sites or not institution.sites:
        raise DesignError("some categories belong to sites and others do not; expected all of them, or none.")
    lies_at = {category.name: category.site for category in institution.categories}
    skill = {category.name: category.skill for category in institution.categories}
    size = block_size(institution)
    lines = [(function.kind, function.office, skill[function.category]) for function in institution.functions]
    for place, function in enumerate(institution.functions):
        site = institution.sites[min(place // max(size, 1), len(institution.sites) - 1)].name
        if lies_at[function.category] != site or lines[place] != lines[place % size]:
            raise DesignError(
                f"function {function.name!r} is not at site {site!r} what it is elsewhere; expected the same functions "
                "at all sites, site by site."
            )
    _check_apart("category", {one.name for one in institution.categories}, set(skill.values()))
    _check_apart("function", {one.name for one in institution.functions}, {str(line[0]) for line in lines})


def _check_apart(what: str, names: set[str], kinds: set[str]) -> None:
    both = sorted(names & kinds)
    if both:
        raise DesignError(
            f"institution.per_site makes a {what} {both[0]!r} for a site, as another {what} of the file is called; "
            "expected another name for one of them, or for the site."
        )
