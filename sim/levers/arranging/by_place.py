"""Units by place: the functions that each site has go together by site, by zone, or by district."""

from __future__ import annotations

from typing import Literal

import numpy as np

from sim.arrays import Ints
from sim.blocks import site_of_function
from sim.errors import DesignError
from sim.institution import Institution, Site, Title
from sim.levers.arranging.districts import around_medians, check_located, zone_titles, zones_of
from sim.levers.arranging.medians import ways_km
from sim.levers.stages import Unit

Place = Literal["site", "zone", "district"]


def units_by_place(institution: Institution, by: Place, count: int | None) -> tuple[tuple[Unit, ...], Ints]:
    """Return units, called after their site, zone or median site, and which of them each function falls to.

    Districts are around the `count` medians of the population, as the crow flies. Raises DesignError where functions
    belong to no site, or what is asked of the sites is not known.
    """
    if not institution.per_site:
        raise DesignError(
            f"units.by={by} parts functions by place, but they belong to no site; expected institution.per_site=true."
        )
    sites, of_function = institution.sites, site_of_function(institution)
    if by == "site":
        return tuple(Unit(name=site.name, title=site_title(site)) for site in sites), of_function
    if by == "zone":
        zones = zones_of("units.by=zone", "by=site or district", sites)
        titles = zone_titles(sites)
        return tuple(Unit(name=name, title=titles[name]) for name in zones.names), zones.of_site[of_function]
    return _by_district(sites, count, of_function)


def site_title(site: Site) -> Title:
    """Return what a site is called."""
    return site.title or Title(zh=site.name, en=site.name)


def _by_district(sites: tuple[Site, ...], count: int | None, of_function: Ints) -> tuple[tuple[Unit, ...], Ints]:
    if count is None:
        raise DesignError("units.by=district, but there is no units.count; expected how many districts.")
    key = f"units.count={count} with by=district"
    check_located(key, sites)
    east, north = (np.array([getattr(site, axis) for site in sites], dtype=np.float64) for axis in _AXES)
    weights = np.array([site.population for site in sites], dtype=np.float64)
    districts = around_medians(key, count, sites, ways_km(east, north, "straight", 1.0), weights)
    titles = {site.name: site_title(site) for site in sites}
    units = tuple(
        Unit(name=name, title=Title(zh=f"{titles[name].zh}一带", en=f"{titles[name].en} district"))
        for name in districts.names
    )
    return units, districts.of_site[of_function]


_AXES = ("east_km", "north_km")
