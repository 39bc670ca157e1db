"""Lever `data` (set): how papers travel, what is entered or handed in again, checked beforehand, traced and closed."""

from __future__ import annotations

from dataclasses import fields, replace

from sim.levers.ranks import check_held
from sim.levers.stages import Arrangement, Closer, Settings
from sim.options import NonNegative, Share, options


@options
class Data:
    """Options; each is a number of the settings under the same name."""

    transit_hours: NonNegative = 0.0  # working hours that a paper is on its way between two units
    repeat_share: Share = 0.0  # probability that a further unit has an applicant hand papers in again
    repeat_hours: NonNegative = 0.0  # hours to check papers handed in again
    double_entry_hours: NonNegative = 0.0  # to enter into a second system what crosses from one to another
    prefilled_share: Share = 0.0  # probability that an enterprise's papers are checked beforehand from shared data
    prefilled_draft: NonNegative = 1.0  # hours to draft such a matter, as a multiple
    prefilled_catch_share: Share = 0.0  # probability that this finds what the applicant would have to supplement
    traced: bool = False  # papers that lie unnoticed are missed at once
    close_hours: NonNegative = 0.0  # to write a matter off after the reply; until then it is open
    closes_by: Closer = "officer"


def set_data(settings: Settings, options: Data, arrangement: Arrangement) -> Settings:
    """Return the settings with these numbers; raise DesignError if heads are to close where a unit has none."""
    if options.close_hours > 0:
        check_held("data.closes_by", options.closes_by, arrangement, task="write a matter off")
    return replace(settings, **{column.name: getattr(options, column.name) for column in fields(options)})
