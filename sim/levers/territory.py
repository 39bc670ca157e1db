"""Lever `territory` (arrange): who is stationed where and serves which places, and where applicants go."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Annotated, Literal

import numpy as np
from annotated_types import Ge

from sim.arrays import Floats, Ints
from sim.errors import DesignError
from sim.institution import Institution, Site
from sim.levers.arranging.branches import part_units
from sim.levers.arranging.districts import Districts, Teams, districts_of
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
    bases: Literal["centre", "zones"] = "centre"  # where field people are stationed
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
        online_draft_hours=options.online_draft_hours,
    )  # fmt: skip
    arrangement = replace(arrangement, places=places)
    if options.teams != "one":
        arrangement = part_units(arrangement, districts, expected, help_out=options.helps_out == "all")
    if located:
        arrangement = _stationed(arrangement, options, districts, weights)
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
    lost = [site.name for site in sites if site.east_km is None]
    for asks, given in (
        (f"territory.teams={options.teams}", isinstance(options.teams, int)),
        (f"territory.service_points={options.service_points}", options.service_points > 0),
        ("a type of matter with on_site=true", bool(expected.on_site.any())),
    ):
        if lost and given:
            raise DesignError(
                f"{asks} asks where sites lie, but site {lost[0]!r} has neither east_km nor north_km; expected both."
            )
    return not lost


def _ways(sites: tuple[Site, ...], options: Territory) -> tuple[Floats, Ints]:
    """Return [point, point] the ways in km, and [site, turn] the points of each site."""
    east, north, points = spread_points(sites)
    return ways_km(east, north, options.metric, options.way_factor), points


def _stationed(
    arrangement: Arrangement, options: Territory, districts: Districts, weights: Floats
) -> Arrangement:  # fmt: skip
    """Return the arrangement with everybody at a base, and each site with its nearest service point."""
    places, n = arrangement.places, weights.size
    km = places.km[:n, :n]
    base = np.full(arrangement.unit_of_person.size, medians(km, weights, 1)[0], dtype=np.int64)
    if options.bases == "zones":
        served = arrangement.ahead[:, np.isin(arrangement.ahead[1], places.branch_of)]
        person, first = np.unique(served[0], return_index=True)
        own = served[1, first]
        for district in range(len(districts.names)):
            mine = np.flatnonzero(districts.of_site == district)
            middle = mine[medians(km[np.ix_(mine, mine)], weights[mine], 1)[0]]
            base[person[np.isin(own, places.branch_of[:, district])]] = middle
    served = np.zeros(0, dtype=np.int64)
    if options.service_points:
        chosen = medians(km, weights, options.service_points)
        served = chosen[nearest_of(km, chosen)]
    return replace(arrangement, places=replace(places, base_of_person=base, service_point_of_site=served))
