"""The three stages of levers, and the one thing that each stage writes.

    arrange   (Arrangement, options, institution, expected) -> Arrangement     who is where
    route     (Route, options, arrangement, institution, expected) -> Route    how a need becomes steps
    set       (Settings, options, arrangement) -> Settings                     numbers on steps

A lever is one pure function of one stage; it reads what earlier stages wrote and writes only what its own
stage owns. Its default options change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from sim.arrays import Ints
from sim.institution import Institution, Rank, Title
from sim.options import Positive, Weekday, options
from sim.workload.demand import Decision

RankName = Literal["officer", "head", "deputy", "chief"]
UnitOrder = Literal["in_order", "by_deadline", "by_priority"]
NeedOrder = Literal["series", "countersign", "lead"]
Principal = Literal["nobody", "line", "local"]
Closer = Literal["officer", "head"]
Sent = Literal["as_asked", "officer", "head", "deputy"]

RANK_OF: dict[str, Rank] = {rank.name.lower(): rank for rank in Rank}


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A body of our own where work queues."""

    name: str
    title: Title


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """Who is where: which functions go together, and who works on them."""

    units: tuple[Unit, ...]
    unit_of_function: Ints
    unit_of_person: Ints  # -1: a leader, who has a desk but no unit
    rank_of_person: Ints  # Rank; heads are appointed here
    order: UnitOrder = "in_order"

    def __post_init__(self) -> None:
        for column in (self.unit_of_function, self.unit_of_person, self.rank_of_person):
            column.flags.writeable = False  # one arrangement serves all replications

    @classmethod
    def whole(cls, institution: Institution) -> Arrangement:
        """Return the arrangement that no lever has touched: one unit for everything, no head."""
        ranks = np.array([person.rank for person in institution.staff], dtype=np.int64)
        return cls(
            units=(Unit(name="all", title=institution.title),),
            unit_of_function=np.zeros(len(institution.functions), dtype=np.int64),
            unit_of_person=np.where(ranks >= Rank.DEPUTY, -1, 0),
            rank_of_person=ranks,
        )


@options
class SigningTimes:
    """When a rank signs: at `times` of these ISO weekdays (1 = Monday), for `minutes` each."""

    times: tuple[str, ...]
    weekdays: tuple[Weekday, ...] = (1, 2, 3, 4, 5, 6, 7)
    minutes: Positive = 30.0


@dataclass(frozen=True, kw_only=True)
class Route:
    """How a need becomes steps: in which order units deal with it, and who must sign."""

    order: NeedOrder = "series"
    heads_countersign: bool = False  # the head of a collaborating unit signs its share
    all_leaders: bool = False  # every deputy whose portfolio is touched signs, else the lead's only
    assigns: tuple[Rank, ...] = ()  # who hands incoming matters out, one after another
    signs: Mapping[Decision, tuple[Rank, ...]] = field(default_factory=dict)  # who signs, one after another
    signing: Mapping[Rank, SigningTimes] = field(default_factory=dict)  # absent: at once
    deputy_of_function: Ints | None = None  # person in charge, by function; None: there is no portfolio
    wins: Principal = "nobody"  # whose matters come before the other principal's
    refused: Principal = "nobody"  # whose requests a further unit may refuse at first
    arbiter: Rank = Rank.DEPUTY  # who orders that what was refused be done


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Numbers that levers set on steps."""

    transit_hours: float = 0.0  # working hours a paper is on its way between two units
    misdirection: float = 1.0  # multiple of the demand's misdirected share
    contact_hours: float = 0.0  # hours a contact with an upper-level office takes a unit
    brief_share: float = 1.0  # work of a request whose twin the same unit has answered, as a share
    repeat_share: float = 0.0  # probability that a further unit has an applicant hand papers in again
    repeat_hours: float = 0.0  # hours to check papers handed in again
    double_entry_hours: float = 0.0  # hours to enter into a second system what crosses from one to another
    prefilled_share: float = 0.0  # probability that an enterprise's papers are checked beforehand from shared data
    prefilled_draft: float = 1.0  # hours to draft such a matter, as a multiple
    prefilled_catch_share: float = 0.0  # probability that this finds what the applicant would have to supplement
    close_hours: float = 0.0  # hours to write a matter off after the reply
    closes_by: Closer = "officer"  # who does
    traced: bool = False  # papers that lie unnoticed are missed at once
    sends: Sent = "as_asked"  # who goes to an upper-level office's meeting
