"""Lever `data` (set): how long papers are in transit, and what applicants must hand in again."""

from __future__ import annotations

from dataclasses import replace

from sim.levers.stages import Settings
from sim.options import NonNegative, Share, options


@options
class Data:
    """Options."""

    transit_hours: NonNegative = 0.0  # working hours that a paper is on its way between two units
    repeat_share: Share = 0.0  # probability that a further unit has an applicant hand papers in again
    repeat_hours: NonNegative = 0.0  # hours to check papers handed in again


def set_data(settings: Settings, options: Data) -> Settings:
    """Return the settings with this transit and these repeated submissions."""
    return replace(
        settings,
        transit_hours=options.transit_hours,
        repeat_share=options.repeat_share,
        repeat_hours=options.repeat_hours,
    )
