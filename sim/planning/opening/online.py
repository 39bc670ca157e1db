"""What is settled on line (网上办): which applicants make no trip, and what remains to be drafted for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.levers.arranging.places import Places
from sim.workload.demand import Demand
from sim.workload.tables import MatterTable


@dataclass(frozen=True, kw_only=True)
class ApplicantTrips:
    """By matter: how far applicants live from where they have to go, and how often they must go there in any case."""

    km: Floats  # there and back; 0 of a matter that asks for no trip
    trips: Ints  # 0: settled on line; -1: nobody ever goes anywhere for such a matter
    km_per_hour: float
    points_cost_per_year: float | None = None  # yuan, of all service points together; None: nobody counts it
    cost_per_hour: float | None = None  # yuan, of an applicant's way


def settled_online(matters: MatterTable, asks_for_trips: Flags, places: Places) -> Flags:
    """Return which matters are settled on line; `asks_for_trips` tells by type for which somebody would come else."""
    return np.asarray(asks_for_trips[matters.type] & (matters.online < places.online_share))


def applicant_trips(matters: MatterTable, demand: Demand, places: Places) -> ApplicantTrips | None:
    """Return the trips of applicants under a design; None if it has no service points, or no type asks for trips."""
    of_type = np.array([kind.trips for kind in demand.types], dtype=np.int64)
    if not places.service_point_of_site.size or not of_type.any():
        return None
    asked = of_type[matters.type]
    online = settled_online(matters, of_type > 0, places)
    site = np.maximum(matters.site, 0)
    way = places.km[places.point(site, matters.point), places.service_point_of_site[site]]
    return ApplicantTrips(
        km=np.where(asked > 0, 2 * way, 0.0),
        trips=np.where(asked > 0, np.where(online, 0, asked), -1),
        km_per_hour=places.applicant_km_per_hour,
        points_cost_per_year=_cost_of_points(places),
        cost_per_hour=places.applicant_cost_per_hour,
    )


def _cost_of_points(places: Places) -> float | None:
    """Return what all service points cost a year: each is the nearest to its own site."""
    if places.point_cost_per_year is None:
        return None
    return np.unique(places.service_point_of_site).size * places.point_cost_per_year
