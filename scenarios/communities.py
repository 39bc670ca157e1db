"""Longgang's communities: nine zones, or 26 joint committees, between a city and its 102 communities.

A city without townships cannot see 102 communities from its hall, so nine zones came in between: a secretary
coordinates, a matter goes to a grid and on to its specialist, and comes back to be signed. In March 2021 the zones
were dissolved into 26 committees, each with a duty station and a service centre in a community's own house. A secretary
now handles matters too and may report straight to the city. What goes is a relay and the wait for whoever coordinates;
the ways of residents and of those who visit get shorter. Who pays: each city bureau faces 26 units, not nine, with the
desks that answer requests; 26 secretaries sit in its meetings; in a unit of four, of whom three are there on a day,
one absence is felt. Zones may also let their grids decide: in the comparison the grids of a zone share its people,
while experiment=delegated_grids makes each grid a pool of its own. So it must be asked what the number of units does,
what the authority, and what is merely done on line; and whether the dissolved layer comes back.
"""

from __future__ import annotations

from conf.generated_sites import GeneratedSites
from conf.schema import DesignBlock, ScenarioFile
from scenarios.totals import Total

CITY_AND_COMMUNITIES = 2
"""Levels that there are wherever a city has communities."""


def totals(file: ScenarioFile) -> tuple[Total, ...]:
    """Return the counts of the places and units that the reports give."""
    sites, reform = file.institution.sites_generated, file.designs.get("committees")
    return (*(_of_places(sites) if sites else ()), *(_of_reform(reform) if reform else ()))


def _of_places(sites: GeneratedSites) -> tuple[Total, ...]:
    return (
        Total(name="residents", value=sites.population, fact="000-010"),
        Total(name="communities", value=sites.count, fact="000-034"),
        Total(name="zones", value=sites.zones, fact="000-030", side="before"),
    )


def _of_reform(reform: DesignBlock) -> tuple[Total, ...]:
    """Return the counts of the committees, of their centres, and of the levels that are left."""
    return (
        Total(name="committees", value=reform.units.count or 0, fact="000-028"),
        Total(name="units of basic governance", value=reform.units.count or 0, fact="000-041"),
        Total(name="service centres", value=reform.territory.service_points, fact="000-029"),
        Total(name="levels", value=_levels(reform), fact="000-033"),
    )


def _levels(design: DesignBlock) -> int:
    """Return how many levels a matter meets: the city, the communities and whoever passes it on in between."""
    dispatch = design.dispatch
    return CITY_AND_COMMUNITIES + (len(dispatch.relay_ranks) if dispatch.relay == "layers" else 0)
