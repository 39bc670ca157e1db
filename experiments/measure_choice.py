"""Which measures a rule may go by: those that each replication gives one figure of."""

from __future__ import annotations

from analysis.report.catalogue import MEASURES
from sim.errors import UnknownName, nearest

CHOOSABLE = tuple(name for name in MEASURES if not name.startswith("capacity_") and name != "backlog_growth_share")
"""Capacity is found over replications, not in each; the backlog's growth is what the status is read from."""


def check_measure(name: str, where: str) -> None:
    """Raise UnknownName, with the nearest one, for what is no measure of a replication."""
    if name not in CHOOSABLE:
        raise UnknownName(f"{where}={name!r} is no measure of a single replication. {nearest(name, CHOOSABLE)}")
