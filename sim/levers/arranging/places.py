"""Places: what the lever `territory` writes. Sites, the ways between them, who is stationed where and serves which."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from sim.arrays import Floats, Ints


def _no_index() -> Ints:
    return np.zeros(0, dtype=np.int64)


def _no_pairs() -> Ints:
    return np.zeros((0, 0), dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Layer:
    """An informal layer 工作片 between the house and the sites."""

    share: float  # probability that a matter passes through it
    hours: float  # of one of its officers, for each
    takes: float  # share of a head's work of handing out and countersigning such a matter that it takes over
    station_of_site: Ints  # its unit, by site


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where sites lie and how people get there. Tables are empty where the institution has no sites, or no places.

    Points are the sites, and behind them further points over which a site is spread.
    """

    km: Floats = field(default_factory=lambda: np.zeros((0, 0)))  # [point, point]
    points: Ints = field(default_factory=_no_pairs)  # [site, turn]: the points, each of equal area, of a site
    km_per_hour: float = 1.0
    returns: bool = True  # to the base after each visit, else onward
    nearest: bool = False  # the nearest free person takes a visit
    base_of_person: Ints = field(default_factory=_no_index)  # site
    district_of_site: Ints = field(default_factory=_no_index)
    branch_of: Ints = field(default_factory=_no_pairs)  # [unit, district]: the branch, -1: none
    service_point_of_site: Ints = field(default_factory=_no_index)  # site of the nearest one
    applicant_km_per_hour: float = 1.0
    online_share: float = 0.0  # probability that a matter is settled without a trip of its applicant
    online_draft_hours: float | None = None  # hours to draft such a matter; None: as any other
    point_cost_per_year: float | None = None  # yuan, of each service point; None: nobody counts it
    applicant_cost_per_hour: float | None = None  # yuan, of an applicant's way
    layer: Layer | None = None

    def __post_init__(self) -> None:
        for column in fields(self):
            value = getattr(self, column.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @property
    def n_units(self) -> int:
        """Number of units that are branches, or stations of the informal layer."""
        stations = np.unique(self.layer.station_of_site).size if self.layer else 0
        return int((self.branch_of >= 0).sum()) + stations

    def branch(self, unit: Ints, site: Ints) -> Ints:
        """Return the branches of these units that serve these sites; the unit itself where there is none."""
        if not self.branch_of.size:
            return unit
        known = (site >= 0) & (unit < self.branch_of.shape[0])
        found = self.branch_of[np.where(known, unit, 0), self.district_of_site[np.where(known, site, 0)]]
        return np.where(known & (found >= 0), found, unit)

    def branches(self, unit: int) -> list[int]:
        """Return the branches of a unit, by district."""
        if not 0 <= unit < self.branch_of.shape[0]:
            return []
        return [branch for branch in self.branch_of[unit].tolist() if branch >= 0]

    def point(self, site: Ints, uniform: Floats) -> Ints:
        """Return at which of the points of these sites something is, by a uniform."""
        turns = self.points.shape[1]
        return np.asarray(self.points[site, np.minimum((uniform * turns).astype(np.int64), turns - 1)])
