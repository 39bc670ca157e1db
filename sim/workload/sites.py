"""Where matters arise: at which site, at which point of it, and which of their needs ask for a visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

import numpy as np
from annotated_types import Ge

from sim.arrays import Flags, Floats
from sim.errors import InputError
from sim.institution import Institution, Site
from sim.options import Share, options
from sim.workload.odds import Odds

Spread = Literal["nowhere", "by_population", "evenly"]


@options
class Placed:
    """What a type of matter has to do with places: over which sites it is spread, and who has to go where."""

    sites: Spread = "nowhere"  # where a matter arises
    on_site: bool = False  # needs are handled there
    visits_share: Share = 1.0  # of these needs; the others are handled at a desk
    trips: Annotated[int, Ge(0)] = (
        0  # that an applicant makes to a service point for a matter that is not settled on line
    )

    @property
    def asks_for_visits(self) -> bool:
        """Whether some of its needs are handled where they arise."""
        return self.on_site and self.visits_share > 0

    def check_placed(self, name: str) -> None:
        """Raise InputError for a type that lies nowhere, yet somebody has to go there, or come from there."""
        if self.trips < 0:
            raise InputError(f"type {name!r} has trips={self.trips}; expected 0 or more.")
        for key, given in (("on_site=true", self.on_site), (f"trips={self.trips}", self.trips > 0)):
            if given and self.sites == "nowhere":
                raise InputError(
                    f"type {name!r} has {key}, but its matters lie nowhere; expected sites=by_population or evenly."
                )
        if self.visits_share < 1 and not self.on_site:
            raise InputError(
                f"type {name!r} has visits_share={self.visits_share:g}, but nobody goes anywhere for it; expected "
                "on_site=true, or no such share."
            )


def check_sites(name: str, spread: Spread, sites: tuple[Site, ...]) -> None:
    """Raise InputError if matters of this type are to be spread over no sites, or over people where nobody lives."""
    if spread == "nowhere":
        return
    if not sites:
        raise InputError(
            f"demand.types.{name}.sites={spread}, but the institution has no site; expected institution.sites, "
            "institution.tables.sites or institution.sites_generated."
        )
    if spread == "by_population" and not any(site.population for site in sites):
        raise InputError(
            f"demand.types.{name}.sites=by_population, but nobody lives at any site; expected a population, or "
            "sites=evenly."
        )


def site_shares(kind: Placed, sites: tuple[Site, ...]) -> Floats:
    """Return how likely a matter of this type arises at each site; 0 everywhere if its matters lie nowhere."""
    if kind.sites == "nowhere":
        return np.zeros(len(sites))
    weights = np.array([site.population if kind.sites == "by_population" else 1 for site in sites], dtype=np.float64)
    return weights / weights.sum() if weights.sum() else weights


def draw_sites(kind: Placed, n: int, institution: Institution, draw: Callable[[str], Floats]) -> dict[str, Any]:
    """Return the columns `site`, `point`, `online` and `informal` of n matters; -1 and 1 where these lie nowhere."""
    if kind.sites == "nowhere":
        return {
            "site": np.full(n, -1, dtype=np.int64),
            **{name: np.ones(n) for name in ("point", "online", "informal")},
        }
    check_sites(getattr(kind, "name", ""), kind.sites, institution.sites)
    site = Odds.of(site_shares(kind, institution.sites)[None, :]).pick(np.zeros(n, dtype=np.int64), draw("site"))
    return {"site": site, **{name: draw(name) for name in ("point", "online", "informal")}}


def draw_visits(kind: Placed, n: int, draw: Callable[[str], Floats]) -> Flags:
    """Return for n needs whether handling them asks for a visit."""
    if not kind.on_site:
        return np.zeros(n, dtype=bool)
    return draw("visit") < kind.visits_share if kind.visits_share < 1 else np.ones(n, dtype=bool)
