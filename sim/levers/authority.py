"""Lever `authority` (route): which rank decides what, when leaders sign, and who has which portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal

import numpy as np

from sim.arrays import Ints
from sim.errors import DesignError
from sim.institution import Institution, Rank
from sim.levers.ranks import check_held
from sim.levers.stages import RANK_OF, Arrangement, RankName, Route, SigningTimes
from sim.options import options
from sim.workload.demand import Decision
from sim.workload.expectations import Expectations


@options
class Authority:
    """Options: the ranks that hand a matter out and that sign it, one after another, by decision class."""

    assigns: tuple[RankName, ...] = ()
    non_core: tuple[RankName, ...] = ()
    core: tuple[RankName, ...] = ()
    portfolios: Literal["by_unit", "by_bureau"] = "by_unit"
    signing: Mapping[RankName, SigningTimes] = field(default_factory=dict)


def route_authority(
    route: Route, options: Authority, arrangement: Arrangement, institution: Institution, expected: Expectations
) -> Route:
    """Return the route with these signatures; raise DesignError for a decision that nobody may take."""
    chains = {"assigns": options.assigns, "non_core": options.non_core, "core": options.core}
    for key, chain in chains.items():
        for name in chain:
            check_held(f"authority.{key}", name, arrangement)
    for name, times in options.signing.items():
        if not (times.times and times.weekdays):
            raise DesignError(f"authority.signing.{name} has no time or no weekday, so that rank would never sign.")
    ranks = {key: tuple(RANK_OF[name] for name in chain) for key, chain in chains.items()}
    return replace(
        route,
        assigns=ranks["assigns"],
        signs={Decision.NON_CORE: ranks["non_core"], Decision.CORE: ranks["core"]} if any(ranks.values()) else {},
        signing={RANK_OF[name]: times for name, times in options.signing.items()},
        deputy_of_function=_portfolios(options, arrangement, institution, expected),
    )


def _portfolios(
    options: Authority, arrangement: Arrangement, institution: Institution, expected: Expectations
) -> Ints | None:
    """Deal units (or bureaus) out to the deputies: the one with most work first, to whom has least so far."""
    deputies = np.flatnonzero(arrangement.rank_of_person == Rank.DEPUTY)
    if not deputies.size:
        return None
    body = institution.function_bureau if options.portfolios == "by_bureau" else arrangement.unit_of_function
    hours = np.bincount(body, weights=expected.hours)
    load = np.zeros(deputies.size)
    chosen = np.zeros(hours.size, dtype=np.int64)
    for index in np.argsort(-hours, kind="stable"):
        deputy = int(np.argmin(load))
        chosen[index] = deputies[deputy]
        load[deputy] += hours[index]
    return chosen[body]
