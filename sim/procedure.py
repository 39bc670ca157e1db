"""What the desk work around a need takes, and what people are like: numbers that no lever changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from itertools import pairwise

from sim.errors import InputError
from sim.levers.stages import RankName
from sim.options import Count, NonNegative, Positive, Share, Weekday, options


@options
class Meeting:
    """A meeting on fixed dates: a hole in the diaries of these ranks, every so many weeks."""

    ranks: tuple[RankName, ...]
    weekday: Weekday
    hours: tuple[str, str]
    every_weeks: Count = 1
    name: str = ""


@options
class Procedure:
    """Hours at skill 1 of each kind of step.

    A step of zero hours is left out, but for signatures: waiting for the leader is what they are about.
    """

    draft_hours: NonNegative = 0.0  # register the matter and propose who handles it
    assign_hours: NonNegative = 0.0  # a leader hands it out
    request_hours: NonNegative = 0.0  # write the letter that seeks views
    meet_hours: NonNegative = 0.0  # call the collaborators together
    countersign_hours: NonNegative = 0.0  # the head of a collaborating unit signs
    merge_hours: NonNegative = 0.0  # make one answer of several units' shares
    sign_hours: Mapping[RankName, NonNegative] = field(default_factory=dict)  # read and sign, by rank
    brief_hours: NonNegative = 0.0  # report to a leader in person
    advise_hours: NonNegative = 0.0  # the head's opinion
    ask_hours: NonNegative = 0.0  # write the request to the upper level
    reply_hours: NonNegative = 0.0  # send the answer out and file it
    report_hours: NonNegative = 0.0  # tell the leader who ordered it what a unit has done
    rework_share: NonNegative = 1.0  # work of a further round, as a share of the first
    desk_times: tuple[str, ...] = ()  # when a unit looks at what has come in on a working day; none: at once
    desk_minutes: Positive = 30.0


@options
class Haste:
    """What people do when much waits (被动应付): work takes less time, and more of it goes wrong."""

    waiting_per_head: NonNegative  # from so many steps waiting in their unit on, for each member
    hours: Positive = 1.0  # what work takes then, as a multiple
    errors: NonNegative = 1.0  # how often it goes wrong then, as a multiple


@options
class Learning:
    """What a reorganisation costs at first, where all of a person's work is new to them; it fades by half and half."""

    dip: NonNegative = 0.0  # more hours that work takes at first, as a share
    errors: NonNegative = 1.0  # how often it goes wrong at first, as a multiple
    half_life_weeks: Positive
    since: date | None = None  # day of the reorganisation; none: the first day of the window


@options
class Abilities:
    """How people differ: in the categories they are versed in, and elsewhere; and how they are under pressure."""

    skill_elsewhere: Positive = 1.0  # speed outside one's expertise, as a multiple of the speed inside
    setup_hours: NonNegative = 0.0  # to turn to another category of business
    error_rate: Share = 0.0  # probability that a round of handling goes wrong, inside one's expertise
    error_rate_elsewhere: Share = 0.0
    pressure: tuple[Haste, ...] = ()  # by waiting_per_head, the least first; none: much waiting changes nothing
    learning: Learning | None = None  # none: who changes units is as good at once

    def __post_init__(self) -> None:
        steps = [haste.waiting_per_head for haste in self.pressure]
        if any(later <= earlier for earlier, later in pairwise(steps)):
            raise InputError(f"pressure has waiting_per_head {steps}; expected each to be more than the one before it.")
