"""Districts: into which parts of the territory the field people of a unit are divided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.arrays import Floats, Ints
from sim.errors import DesignError
from sim.institution import Site
from sim.levers.arranging.medians import medians, nearest_of
from sim.options import Count

Teams = Literal["one", "zones"] | Count


@dataclass(frozen=True, kw_only=True)
class Districts:
    """Parts of the territory by name, and in which of them each site lies."""

    names: tuple[str, ...]
    of_site: Ints


def districts_of(teams: Teams, sites: tuple[Site, ...], km: Floats, weights: Floats) -> Districts:
    """Return one district, the zones of the sites, or so many around medians, each with the sites nearest to its own.

    A district around a median is called after it. Raises DesignError for a site without a zone, and for more districts
    than sites.
    """
    if teams == "one":
        return Districts(names=("",), of_site=np.zeros(len(sites), dtype=np.int64))
    if teams == "zones":
        return _zones(sites)
    if teams > len(sites):
        raise DesignError(f"territory.teams={teams}, but there are {len(sites)} sites; expected at most as many.")
    chosen = medians(km, weights, teams)
    return Districts(names=tuple(sites[place].name for place in chosen.tolist()), of_site=nearest_of(km, chosen))


def _zones(sites: tuple[Site, ...]) -> Districts:
    lone = [site.name for site in sites if site.zone is None]
    if lone:
        raise DesignError(
            f"territory.teams=zones parts units by the zones of sites, but site {lone[0]!r} lies in none; expected a "
            "zone for each, or a number of teams."
        )
    names = tuple(dict.fromkeys(str(site.zone) for site in sites))
    return Districts(names=names, of_site=np.array([names.index(str(site.zone)) for site in sites], dtype=np.int64))
