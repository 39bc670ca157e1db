"""Lever `territory` (arrange): who is stationed where and serves which places, and where applicants go."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Annotated, Literal

import numpy as np
from annotated_types import Ge

from sim.arrays import Floats, Ints
from sim.blocks import site_of_function
from sim.errors import DesignError
from sim.institution import Institution, Site
from sim.levers.arranging.branches import part_units
from sim.levers.arranging.districts import Districts, Teams, check_located, districts_of
from sim.levers.arranging.informal_layer import InformalLayer, add_layer
from sim.levers.arranging.medians import Metric, medians, nearest_of, ways_km
from sim.levers.arranging.places import Places
from sim.levers.arranging.spread import spread_points
from sim.levers.stages import Arrangement
from sim.options import NonNegative, Positive, Share, options
from sim.workload.demand import Whole
from sim.workload.expectations import Expectations

KM_PER_HOUR = {"foot": 4.5, "bicycle": 12.0, "car": 25.0}
"""Speed of each way to get about, door to door in a town; assumed."""


@options
class Territory:
    """Options: how field people are parted by place, stationed and get about, and how far applicants have to go."""

    teams: Teams = "one"  # into how many branches, by place, each unit with field work is parted
    bases: Literal["centre", "zones", "units"] = "centre"  # where field people are stationed
    helps_out: Literal["own", "all"] = "own"  # whom the people of a branch serve: their own places, or all
    mode: Literal["foot", "bicycle", "car"] = "car"  # how they get about
    km_per_hour: Positive | None = None  # absent: that of the mode
    metric: Metric = "straight"
    way_factor: Annotated[float, Ge(1)] = 1.0  # by which real ways are longer
    returns: Literal["base", "onward"] = "base"  # where somebody goes after a visit
    nearest: bool = False  # the nearest free person takes a visit, else who has been idle longest
    service_points: Whole = 0  # places where applicants go
    applicant_km_per_hour: Positive = 15.0
    online_share: Share = 0.0  # probability that a matter is settled without a trip
    online_draft_hours: NonNegative | None = None  # to draft such a matter; absent: as any other
    point_cost_per_year: NonNegative | None = None  # yuan, of each service point
    applicant_cost_per_hour: NonNegative | None = None  # yuan, of an applicant's way
    informal_layer: InformalLayer | None = None


def arrange_territory(
    arrangement: Arrangement, options: Territory, institution: Institution, expected: Expectations
) -> Arrangement:
    """Return the arrangement with units parted by place, everybody stationed, and service points.

    Raises DesignError where options contradict one another, or ask for sites or coordinates that there are not.
    """
    _check_together(options, institution)
    if not institution.sites:
        return arrangement
    sites = institution.sites
    located = _located(options, sites, expected)
    if not located and options.informal_layer is None:
        return arrangement
    km, points = _ways(sites, options) if located else (np.zeros((0, 0)), np.arange(len(sites))[:, None])
    weights = np.array([site.population for site in sites], dtype=np.float64)
    districts = districts_of(options.teams, sites, km[: len(sites), : len(sites)], weights)
    places = Places(
        km=km, points=points, km_per_hour=options.km_per_hour or KM_PER_HOUR[options.mode],
        returns=options.returns == "base", nearest=options.nearest, district_of_site=districts.of_site,
        applicant_km_per_hour=options.applicant_km_per_hour, online_share=options.online_share,
        online_draft_hours=options.online_draft_hours, point_cost_per_year=options.point_cost_per_year,
        applicant_cost_per_hour=options.applicant_cost_per_hour,
    )  # fmt: skip
    arrangement = replace(arrangement, places=places)
    if options.teams != "one":
        _check_reach(arrangement, districts, institution, expected)
        arrangement = part_units(arrangement, districts, expected, help_out=options.helps_out == "all")
    if located:
        arrangement = _stationed(arrangement, options, districts, institution)
    return add_layer(arrangement, options.informal_layer, districts)


def _check_together(options: Territory, institution: Institution) -> None:
    parted = options.teams != "one"
    for key, given, wanted in (
        ("bases=zones", options.bases == "zones" and not parted, "teams=zones, or a number of teams"),
        ("helps_out=all", options.helps_out == "all" and not parted, "teams=zones, or a number of teams"),
        (f"online_share={options.online_share:g}", options.online_share > 0 and not options.service_points,
         "service_points, for nobody goes anywhere without"),
        ("online_draft_hours", options.online_draft_hours is not None and not options.online_share,
         "an online_share above 0"),
        ("bases=units", options.bases == "units" and not institution.per_site, "institution.per_site=true"),
        ("point_cost_per_year", options.point_cost_per_year is not None and options.applicant_cost_per_hour is None,
         "applicant_cost_per_hour, for points save ways"),
        ("applicant_cost_per_hour", options.applicant_cost_per_hour is not None and options.point_cost_per_year is None,
         "point_cost_per_year, for ways save points"),
    ):  # fmt: skip
        if given:
            raise DesignError(f"territory.{key} goes with {wanted}; expected that, or no such option.")
    changed = [one.name for one in fields(options) if getattr(options, one.name) != one.default]
    if changed and not institution.sites:
        raise DesignError(
            f"territory.{changed[0]} is about places, but the institution has no site; expected institution.sites, "
            "institution.tables.sites or institution.sites_generated."
        )
    if options.service_points > len(institution.sites):
        raise DesignError(
            f"territory.service_points={options.service_points}, but there are {len(institution.sites)} sites; "
            "expected at most as many."
        )


def _located(options: Territory, sites: tuple[Site, ...], expected: Expectations) -> bool:
    """Return whether all sites have coordinates; raise DesignError where something asks for them and one has none."""
    for asks, given in (
        (f"territory.teams={options.teams}", isinstance(options.teams, int)),
        (f"territory.service_points={options.service_points}", options.service_points > 0),
        ("a type of matter with on_site=true", bool(expected.on_site.any())),
    ):
        if given:
            check_located(asks, sites)
    return all(site.east_km is not None for site in sites)


def _check_reach(
    arrangement: Arrangement, districts: Districts, institution: Institution, expected: Expectations
) -> None:
    """Raise DesignError for a unit with field work that would have a branch where it has no function."""
    if not institution.per_site:
        return
    district = districts.of_site[site_of_function(institution)]
    for unit in np.unique(arrangement.unit_of_function[expected.on_site]).tolist():
        there = np.unique(district[arrangement.unit_of_function == unit])
        lost = np.setdiff1d(np.arange(len(districts.names)), there)
        if lost.size:
            raise DesignError(
                f"territory.teams parts unit {arrangement.units[unit].name!r}, which has no function in "
                f"{districts.names[int(lost[0])]!r}; expected teams=one, or units that reach over all places."
            )


def _ways(sites: tuple[Site, ...], options: Territory) -> tuple[Floats, Ints]:
    """Return [point, point] the ways in km, and [site, turn] the points of each site."""
    east, north, points = spread_points(sites)
    return ways_km(east, north, options.metric, options.way_factor), points


def _stationed(
    arrangement: Arrangement, options: Territory, districts: Districts, institution: Institution
) -> Arrangement:  # fmt: skip
    """Return the arrangement with everybody at a base, and each site with its nearest service point."""
    weights = np.array([site.population for site in institution.sites], dtype=np.float64)
    places, n = arrangement.places, weights.size
    km = places.km[:n, :n]
    base = np.full(arrangement.unit_of_person.size, medians(km, weights, 1)[0], dtype=np.int64)
    if options.bases == "zones":
        base = _in_branches(base, arrangement, districts, km, weights)
    if options.bases == "units":
        base = _in_units(base, arrangement, site_of_function(institution), km, weights)
    served = np.zeros(0, dtype=np.int64)
    if options.service_points:
        chosen = medians(km, weights, options.service_points)
        served = chosen[nearest_of(km, chosen)]
    return replace(arrangement, places=replace(places, base_of_person=base, service_point_of_site=served))


def _in_branches(base: Ints, arrangement: Arrangement, districts: Districts, km: Floats, weights: Floats) -> Ints:
    """Return the bases with those who serve a branch in the middle of it."""
    places, base = arrangement.places, base.copy()
    served = arrangement.ahead[:, np.isin(arrangement.ahead[1], places.branch_of)]
    person, first = np.unique(served[0], return_index=True)
    own = served[1, first]
    for district in range(len(districts.names)):
        middle = _middle(np.flatnonzero(districts.of_site == district), km, weights)
        base[person[np.isin(own, places.branch_of[:, district])]] = middle
    return base


def _in_units(base: Ints, arrangement: Arrangement, site: Ints, km: Floats, weights: Floats) -> Ints:
    """Return the bases with those who have a unit of their own in the middle of its sites."""
    base = base.copy()
    for unit in np.unique(arrangement.unit_of_function).tolist():
        mine = np.unique(site[arrangement.unit_of_function == unit])
        base[arrangement.unit_of_person == unit] = _middle(mine, km, weights)
    return base


def _middle(sites: Ints, km: Floats, weights: Floats) -> int:
    """Return the median of some sites."""
    return int(sites[medians(km[np.ix_(sites, sites)], weights[sites], 1)[0]])
