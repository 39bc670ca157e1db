"""Districts: parts of the territory, by which the field people of a unit are divided, or functions that sites have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.arrays import Floats, Ints
from sim.errors import DesignError
from sim.institution import Site, Title
from sim.levers.arranging.medians import medians, nearest_of
from sim.options import Count

Teams = Literal["one", "zones"] | Count


@dataclass(frozen=True, kw_only=True)
class Districts:
    """Parts of the territory by name, and in which of them each site lies."""

    names: tuple[str, ...]
    titles: tuple[Title, ...]
    of_site: Ints


def districts_of(teams: Teams, sites: tuple[Site, ...], km: Floats, weights: Floats) -> Districts:
    """Return one district, the zones of the sites, or so many around medians, each with the sites nearest to its own.

    A district around a median is called after it. Raises DesignError for a site without a zone, and for more districts
    than sites.
    """
    if teams == "one":
        return Districts(names=("",), titles=(Title(zh="", en=""),), of_site=np.zeros(len(sites), dtype=np.int64))
    if teams == "zones":
        return zones_of("territory.teams=zones", "a number of teams", sites)
    return around_medians(f"territory.teams={teams}", teams, sites, km, weights)


def around_medians(key: str, n: int, sites: tuple[Site, ...], km: Floats, weights: Floats) -> Districts:
    """Return n districts, each the sites that are nearest to one of the n medians, and called after it.

    Raises DesignError, by the key, for more districts than sites.
    """
    if n > len(sites):
        raise DesignError(f"{key}, but there are {len(sites)} sites; expected at most as many.")
    chosen = medians(km, weights, n)
    middle = [sites[place] for place in chosen.tolist()]
    return Districts(
        names=tuple(site.name for site in middle),
        titles=tuple(site.title or Title(zh=site.name, en=site.name) for site in middle),
        of_site=nearest_of(km, chosen),
    )


def zones_of(key: str, else_by: str, sites: tuple[Site, ...]) -> Districts:
    """Return the zones of the sites; raise DesignError, by the key, for a site that lies in none."""
    lone = [site.name for site in sites if site.zone is None]
    if lone:
        raise DesignError(
            f"{key} parts units by the zones of sites, but site {lone[0]!r} lies in none; expected a zone for each, or "
            f"{else_by}."
        )
    names = tuple(dict.fromkeys(str(site.zone) for site in sites))
    titles = zone_titles(sites)
    return Districts(
        names=names,
        titles=tuple(titles[name] for name in names),
        of_site=np.array([names.index(str(site.zone)) for site in sites], dtype=np.int64),
    )


def zone_titles(sites: tuple[Site, ...]) -> dict[str, Title]:
    """Return the title of each zone: the first that one of its sites gives, else its name."""
    titles: dict[str, Title] = {}
    for site in sites:
        if site.zone is not None and site.zone_title is not None:
            titles.setdefault(site.zone, site.zone_title)
    return {site.zone: titles.get(site.zone, Title(zh=site.zone, en=site.zone)) for site in sites if site.zone}


def check_located(asks: str, sites: tuple[Site, ...]) -> None:
    """Raise DesignError if a site does not say where it lies."""
    lost = [site.name for site in sites if site.east_km is None]
    if lost:
        raise DesignError(
            f"{asks} asks where sites lie, but site {lost[0]!r} has neither east_km nor north_km; expected both."
        )
