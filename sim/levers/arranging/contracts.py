"""Contracts (一张清单转职能): what each contractor takes over, with which people, at which price, under which eyes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.arrays import Floats
from sim.institution import EVERY_WEEKDAY
from sim.options import Count, NonNegative, Positive, Share, Weekday, options


@options
class Contractor:
    """A contractor 承接方: the handling of what comes to these functions, or a share of it, is theirs."""

    categories: tuple[str, ...] = ()  # all of their functions
    functions: tuple[str, ...] = ()  # and these ones
    share: Share = 1.0  # of the needs that fall to them
    staff: Count = 1  # people of the contractor, who do nothing else
    skill: Positive = 1.0  # speed, where ours is 1 inside one's expertise
    error_rate: Share = 0.0  # probability that a round of handling goes wrong
    hours: tuple[tuple[str, str], ...] = ()  # clock times between which they are there on a working day; none: office's
    weekdays: tuple[Weekday, ...] = EVERY_WEEKDAY  # likewise, ISO
    transit_hours: NonNegative = 0.0  # working hours on the way to them, and again on the way back
    supervised_share: Share = 0.0  # of what they have done that the home unit checks before it goes on
    supervision_hours: NonNegative = 0.0  # that an officer takes for that
    catch_share: Share = 0.0  # of errors that a check finds
    rounds: Count = 2  # how often they may handle a need until it goes on as it is
    price_per_hour: NonNegative | None = None  # yuan for an hour worked
    price_per_need: NonNegative | None = None  # yuan for a need, whatever has to be done again


def _nothing() -> Floats:
    return np.zeros((0, 0))


@dataclass(frozen=True, kw_only=True)
class Contracts:
    """All contractors of a design. A need goes to the first one below whose limit its uniform lies."""

    names: tuple[str, ...] = ()
    terms: tuple[Contractor, ...] = ()
    below: Floats = field(default_factory=_nothing)  # [contractor, function], cumulated

    def __post_init__(self) -> None:
        self.below.flags.writeable = False
