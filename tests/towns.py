"""A small territory for tests: four sites along a road, in two zones, and who works there."""

from __future__ import annotations

from dataclasses import replace

from houses import PLAIN, build, house, matter, need, officers

from sim.institution import Institution, Person, Site, Title
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.territory import Territory
from sim.levers.units import Units
from sim.procedure import Procedure
from sim.workload.demand import Demand, MatterType
from sim.workload.expectations import Expectations, expect

ROAD = tuple(
    Site(name=name, title=Title(zh=name, en=name), population=population, east_km=east, north_km=0.0, zone=zone)
    for name, population, east, zone in (
        ("a1", 100, 0.0, "west"), ("a2", 20, 10.0, "west"), ("b1", 60, 30.0, "east"), ("b2", 50, 40.0, "east"),
    )
)  # fmt: skip
"""Half of all 230 live up to a2, which is the middle of all; a1 is the middle of the west, b1 that of the east."""

FIELD = replace(PLAIN, name="field", sites="by_population", on_site=True, per_year=230.0)
"""A type whose needs are handled where they arise; one matter a year for each inhabitant."""


def town(staff: tuple[Person, ...], sites: tuple[Site, ...] = ROAD) -> Institution:
    """Return a house of two bureaus and two categories with these sites."""
    return replace(house(staff), sites=sites)


def expected(institution: Institution, *types: MatterType, procedure: Procedure | None = None) -> Expectations:
    """Return what a year of these types, of field matters if none are given, is expected to ask for."""
    return expect(Demand(types=types or (FIELD,)), institution, procedure or Procedure())


def at_ten(*, by: str = "whole", heads: str = "none", **options: object) -> Levers:
    """Return levers under which field people go at 10 km an hour."""
    return Levers(
        units=Units(by=by), membership=Membership(heads=heads), territory=Territory(km_per_hour=10.0, **options)
    )


THREE = town(officers(3))


A1, A2, B1, B2 = range(4)
"""Sites of ROAD."""


def visit(site: int, hours: float = 1.0, *, at: float = 0.0, function: str = "b0c0", **rest: object):
    """Return a matter whose only need is handled at a site, in one round."""
    return matter(need(function, hours, visits=True, errors=(1.0,)), at=at, site=site, **rest)


def planned(staff, matters, levers, *, types=(FIELD,), sites=ROAD, **rest):
    """Return what these matters become in such a territory under these levers."""
    institution = town(staff, sites)
    return build(institution, matters, levers, types=types, expected=expected(institution, *types), **rest)
