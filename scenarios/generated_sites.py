"""Sites that are made up: where they lie, how many live there, and their zones, from a seed of their own."""

from __future__ import annotations

from math import pi

import numpy as np

from conf.generated_sites import GeneratedSites
from sim.arrays import Floats, Ints
from sim.institution import Site, Title
from sim.levers.arranging.medians import medians, nearest_of, ways_km
from sim.workload.draws import Uniforms, uniforms_of
from sim.workload.laws import Law

SIZE = Law(mean=1.0, scv=0.25, shape="gamma")
"""How sizes of sites vary: their coefficient of variation is ½."""


def generated_sites(block: GeneratedSites) -> tuple[Site, ...]:
    """Return the sites of a block, the core's first; populations sum to the block's exactly.

    Sites lie evenly over a circle around (0, 0), those of the core in its middle, the others around it. Zones are
    around medians of the population, each with the sites that are nearest to its own. What is drawn comes from
    streams of the block's own seed, in which no workload has a part.
    """
    uniforms = uniforms_of(block.seed, 0)
    n_core, in_core = _core_sites(block), _core_population(block)
    sizes = SIZE.quantile(uniforms("site_size", block.count))
    population = np.concatenate([
        _shared_out(sizes[:n_core], in_core), _shared_out(sizes[n_core:], block.population - in_core),
    ])  # fmt: skip
    east, north = _places(block, n_core, uniforms)
    km = ways_km(east, north, "straight", 1.0)
    middle = medians(km, population.astype(np.float64), block.zones)
    zone = nearest_of(km, middle)
    width = len(str(block.count))
    return tuple(
        Site(
            name=f"site_{place + 1:0{width}d}", title=Title(zh=f"社区{place + 1}", en=f"Community {place + 1}"),
            population=int(population[place]), east_km=float(east[place]), north_km=float(north[place]),
            zone=f"zone_{zone[place] + 1}", zone_title=Title(zh=f"片区{zone[place] + 1}", en=f"Zone {zone[place] + 1}"),
            radius_km=block.radius_km,
        )
        for place in range(block.count)
    )  # fmt: skip


def _core_sites(block: GeneratedSites) -> int:
    """Return how many sites lie in the core: its share of them, at least one on either side if anybody lives there."""
    if block.core_share in (0.0, 1.0) or block.count == 1:
        return round(block.count * block.core_share)
    return min(max(round(block.count * block.core_share), 1), block.count - 1)


def _core_population(block: GeneratedSites) -> int:
    n_core = _core_sites(block)
    if n_core in (0, block.count):
        return block.population if n_core else 0
    return round(block.population * block.core_share)


def _shared_out(sizes: Floats, total: int) -> Ints:
    """Return whole numbers in proportion to these sizes that sum to the total, by largest remainder."""
    if not sizes.size:
        return np.zeros(0, dtype=np.int64)
    exact = sizes / sizes.sum() * total
    shares = np.floor(exact).astype(np.int64)
    shares[np.argsort(shares - exact, kind="stable")[: total - int(shares.sum())]] += 1
    return shares


def _places(block: GeneratedSites, n_core: int, uniforms: Uniforms) -> tuple[Floats, Floats]:
    """Return how far east and north each site lies, in km to the metre."""
    area = block.area_km2 / pi
    inner = area * block.core_area_share if block.core_share > 0 else 0.0
    least = np.where(np.arange(block.count) < n_core, 0.0, inner)
    most = np.where(np.arange(block.count) < n_core, inner, area)
    reach = np.sqrt(least + (most - least) * uniforms("site_reach", block.count))
    angle = 2 * pi * uniforms("site_angle", block.count)
    return np.round(reach * np.cos(angle), 3), np.round(reach * np.sin(angle), 3)
