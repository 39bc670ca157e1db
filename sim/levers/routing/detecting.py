"""Detecting: how latent events become known, as plans read it; `dispatch.detection` sets it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Patrolling:
    """Rounds of a unit's people to each site in turn."""

    unit: int
    every_days: float  # working days between two rounds to a site
    hours: float  # of an officer, for each
    catch_share: float  # probability that a round sees an event that is there


@dataclass(frozen=True, kw_only=True)
class Sensing:
    """Sensors, and a unit's people who find out whether it is true what they report."""

    unit: int
    share: float  # probability that an event which a sensor could see lies where there is one
    delay_hours: float  # of clock time until it reports
    verify_hours: float  # of an officer, for each report, true or false
    false_per_year: float
    warning_share: float  # probability that what a sensor sees is reported before its onset
    warning_days: float  # so long before, of 24 hours
    false_warning_ratio: float  # false warnings for each true one


@dataclass(frozen=True, kw_only=True)
class Detecting:
    """How events become known, besides by complaints; the default: in no way."""

    patrols: Patrolling | None = None
    sensors: Sensing | None = None
