"""A small world in which each site has functions of its own: two bureaus and two categories at each of some sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from houses import GRID, house
from towns import ROAD

from scenarios.every_site import at_every_site
from sim.institution import Institution, Person, Site
from sim.workload.demand import MatterType
from sim.workload.laws import Law


def villages(
    staff: Sequence[Person], sites: Sequence[Site] = ROAD[:2], functions: Mapping[str, tuple[str, str]] = GRID
) -> Institution:
    """Return a house with these sites, by default a1 with 100 inhabitants and a2 with 20, and its functions at each."""
    return at_every_site(replace(house(staff, functions), sites=tuple(sites)))


def kind(**options: object) -> MatterType:
    """Return a type of matter t, 120 of them a year, of two hours each."""
    return MatterType(**{"name": "t", "per_year": 120.0, "work_hours": Law(mean=2.0), **options})
