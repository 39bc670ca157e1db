"""Sites that are made up, where only their number and a few totals are known."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge

from sim.errors import DesignError
from sim.options import Count, NonNegative, Positive, Share, options


@options
class GeneratedSites:
    """So many sites, strewn over a round territory with a built-up core."""

    count: Count
    population: Count  # of all sites together
    area_km2: Positive
    zones: Count = 1
    core_share: Share = 0.0  # of the population, and of the sites, that lies in the core
    core_area_share: Share = 0.1  # of the area that is the core
    radius_km: NonNegative = 0.0  # over which each site is spread out
    seed: Annotated[int, Ge(0)] = 0  # of these places; other than the scenario's, so they are the same in all runs

    def __post_init__(self) -> None:
        if self.zones > self.count:
            raise DesignError(
                f"zones={self.zones} for count={self.count} sites; expected at most one zone for each site."
            )
        if self.population < self.count:
            raise DesignError(
                f"population={self.population} for count={self.count} sites; expected at least one inhabitant each."
            )
        if self.core_share > 0 and not 0 < self.core_area_share < 1:
            raise DesignError(
                f"core_area_share={self.core_area_share:g} with core_share={self.core_share:g}; expected a core above "
                "0 and below 1 of the area."
            )
