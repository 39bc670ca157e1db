"""Units by table: each names the categories, functions, sites or zones whose functions go together in it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.arrays import Ints
from sim.blocks import site_of_function
from sim.errors import DesignError, UnknownName, nearest
from sim.institution import Institution, Title
from sim.levers.stages import Unit


def units_by_table(
    institution: Institution, table: Mapping[str, tuple[str, ...]], titles: Mapping[str, Title]
) -> tuple[tuple[Unit, ...], Ints]:
    """Return the units of a table, and which of them each function falls to.

    Raises UnknownName for an entry that nothing is called, or the title of no unit, DesignError unless each function
    is covered once.
    """
    for name in titles:
        if name not in table:
            raise UnknownName(f"units.titles names unit {name!r}, which units.table lacks. {nearest(name, table)}")
    places = _functions_at(institution)
    place = np.full(len(institution.functions), -1, dtype=np.int64)
    for unit, (name, entries) in enumerate(table.items()):
        for entry in entries:
            rows = _functions_of(f"units.table gives unit {name!r}", entry, institution, places)
            taken = rows[place[rows] >= 0]
            if taken.size:
                function = institution.functions[int(taken[0])].name
                raise DesignError(f"units.table gives function {function!r} to two units; it may go to one.")
            place[rows] = unit
    missing = np.flatnonzero(place < 0)
    if missing.size:
        names = ", ".join(repr(institution.functions[index].name) for index in missing[:5])
        raise DesignError(f"no unit covers function {names} ({missing.size} in all); add them to units.table.")
    return tuple(Unit(name=name, title=titles.get(name, Title(zh=name, en=name))) for name in table), place


def _functions_of(given: str, entry: str, institution: Institution, places: dict[str, Ints]) -> Ints:
    categories, functions = institution.names.category, institution.names.function
    found = [named[entry] for named in (categories, functions) if entry in named][:1]
    found += [places[entry]] if entry in places else []
    if not found:
        known = [*institution.skill_index, *institution.names.lines, *places]
        what = "no category, function, site or zone" if places else "no category and no function"
        raise UnknownName(f"{given} {entry!r}, which is {what}. {nearest(entry, known)}")
    if len(found) > 1:
        raise DesignError(
            f"{given} {entry!r}, which is both a piece of business and a place; expected another name for one of them."
        )
    return found[0]


def _functions_at(institution: Institution) -> dict[str, Ints]:
    """Return the functions at each site and in each zone by name; none where functions belong to no site.

    Raises DesignError where a zone is called as a site is that is not all of it.
    """
    if not institution.per_site:
        return {}
    of_function = site_of_function(institution)
    found = {site.name: np.flatnonzero(of_function == index) for index, site in enumerate(institution.sites)}
    for zone in dict.fromkeys(site.zone for site in institution.sites if site.zone is not None):
        mine = [index for index, site in enumerate(institution.sites) if site.zone == zone]
        rows = np.flatnonzero(np.isin(of_function, mine))
        if zone in found and not np.array_equal(found[zone], rows):
            raise DesignError(
                f"units.table may name sites and zones, but {zone!r} is a site, and a zone with more than that site; "
                "expected another name for one of them."
            )
        found[zone] = rows
    return found
