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
from functools import cached_property
from typing import Literal

import numpy as np

from sim.arrays import Flags, Ints
from sim.institution import Institution, Rank, Title
from sim.levers.arranging.contracts import Contracts
from sim.levers.arranging.forces import Force
from sim.levers.arranging.places import Places
from sim.levers.routing.deciding import Deciding
from sim.levers.routing.dispatching import Dispatching
from sim.levers.routing.processing import Processing
from sim.levers.routing.supervising import Supervising
from sim.levers.setting.scoring import Scoring
from sim.options import Positive, Weekday, options
from sim.workload.demand import Decision

RankName = Literal["officer", "head", "deputy", "chief"]
OwnRank = Literal["officer", "deputy", "chief"]
"""What a person is before any design; a head is appointed by one."""

UnitOrder = Literal["in_order", "by_deadline", "by_priority"]
NeedOrder = Literal["series", "countersign", "lead", "case_officer"]
Backing = Literal["nobody", "assessment", "order"]
Attendant = Literal["officer", "head"]
Returns = Literal["anybody", "handler"]
Principal = Literal["nobody", "line", "local"]
Closer = Literal["officer", "head"]
Sent = Literal["as_asked", "officer", "head", "deputy"]

RANK_OF: dict[str, Rank] = {rank.name.lower(): rank for rank in Rank}


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A body of our own where work queues."""

    name: str
    title: Title


Periods = tuple[tuple[str, str], ...]
"""Pairs of clock times."""


@options
class Times:
    """When something is done: on these ISO weekdays, at these hours of a working day (none given: all day)."""

    weekdays: tuple[Weekday, ...] = (1, 2, 3, 4, 5, 6, 7)
    hours: Periods = ()


def _no_pairs() -> Ints:
    return np.zeros((2, 0), dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """Who is where: which functions go together, and who works on them."""

    units: tuple[Unit, ...]
    unit_of_function: Ints
    unit_of_person: Ints  # -1: a leader, who has a desk but no unit, or an officer who works elsewhere
    rank_of_person: Ints  # Rank; heads are appointed here
    heads_coordinate: bool = False  # heads take up nothing in their unit but what asks for a head
    order: UnitOrder = "in_order"
    oldest_over_days: float | None = None  # steps that have waited so many days of 24 hours go first; None: never
    stay_with_category: bool = False  # people stay with a category of business as long as there is work of it
    team_of_category: Ints | None = None  # unit that takes matters which touch several units; -1: none; None: no teams
    opening: Mapping[int, Periods] = field(default_factory=dict)  # hours of a unit, by unit: its members keep them
    availability: Mapping[int, Times] = field(default_factory=dict)  # when a unit's work is taken up, by unit
    ahead: Ints = field(default_factory=_no_pairs)  # [person or unit, post]: posts that people prefer to their own unit
    further: Ints = field(default_factory=_no_pairs)  # likewise: posts that come after it, the preferred first
    places: Places = field(default_factory=Places)  # where sites lie, and who is stationed where
    contracts: Contracts = field(default_factory=Contracts)  # who else handles what, outside the house
    forces: tuple[Force, ...] = ()  # task forces; their units come last of all
    full_time: Mapping[Rank, float] = field(default_factory=dict)  # share of days by own rank; absent: the person's own

    def __post_init__(self) -> None:
        for column in (self.unit_of_function, self.unit_of_person, self.rank_of_person, self.ahead, self.further):
            column.flags.writeable = False  # one arrangement serves all replications

    @cached_property
    def posts(self) -> Ints:
        """[person or unit, post]: everybody's units by person, in the order in which they prefer to serve them."""
        members = np.flatnonzero(self.unit_of_person >= 0)
        posts = np.concatenate([self.ahead, [members, self.unit_of_person[members]], self.further], axis=1)
        return posts[:, np.argsort(posts[0], kind="stable")].astype(np.int64)

    @cached_property
    def here(self) -> Flags:
        """By person: whether they have a post here. Officers without a unit work elsewhere."""
        return np.asarray((self.unit_of_person >= 0) | (self.rank_of_person >= Rank.DEPUTY))

    @property
    def n_teams(self) -> int:
        """Number of units that have no functions, and come last: teams, branches, informal stations, task forces."""
        teams = 0 if self.team_of_category is None else int((self.team_of_category >= 0).sum())
        return teams + self.places.n_units + len(self.forces)

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
    deciding: Deciding = field(default_factory=Deciding)  # by which channel, on whose advice, and who stands in
    wins: Principal = "nobody"  # whose matters come before the other principal's
    refused: Principal = "nobody"  # whose requests a further unit may refuse at first
    arbiter: Rank = Rank.DEPUTY  # who orders that what was refused be done
    ordered: bool = False  # a leader's order puts a matter before all others, and is reported on
    answer_days: float | None = None  # of 24 hours, in which further units should answer; None: nobody asks when
    backed_by: Backing = "nobody"  # what makes them keep to it
    joint_meeting: bool = False  # the units meet in a slot that all have, else the lead's alone prepares it
    meets: Rank = Rank.OFFICER  # who of each unit goes to a joint meeting
    returns: Returns = "anybody"  # who does again what is sent back
    supervising: Supervising = field(default_factory=Supervising)  # who looks for errors, and what inspection does
    dispatching: Dispatching = field(default_factory=Dispatching)  # what is urgent, urged, passed on, and made known
    processing: Processing = field(default_factory=Processing)  # how fixed processes run, and what follows


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Numbers that levers set on steps."""

    transit_hours: float = 0.0  # working hours a paper is on its way between two units
    misdirection: float = 1.0  # multiple of the demand's misdirected share
    contact_hours: float = 0.0  # hours a contact with an upper-level office takes a unit
    office_hours: float = 0.0  # hours that it takes the office's own people for each unit that faces it
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
    scoring: Scoring = field(default_factory=Scoring)  # what people are rewarded for
