"""The demand: which matters come in, how many, when, and what they need. No design changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import IntEnum
from typing import Annotated

from annotated_types import Ge

from sim.calendar import clock_minutes
from sim.errors import InputError, UnknownName, nearest
from sim.institution import Title
from sim.options import Count, NonNegative, Share, options
from sim.workload.broadcasts import Broadcasts
from sim.workload.latent import Latent, check_latent
from sim.workload.laws import Law
from sim.workload.patience import Patience
from sim.workload.process_needs import ProcessNeed
from sim.workload.returns import Returns
from sim.workload.sites import Placed
from sim.workload.surge import Surge


class Decision(IntEnum):
    """Decision classes: how weighty the signature is that a matter needs."""

    NONE = 0
    NON_CORE = 1
    CORE = 2


Whole = Annotated[int, Ge(0)]
"""So many, or none."""


@options
class Season:
    """How the intensity of arrivals varies over the days of a year and the hours of a day.

    A day's weight is its month's weight, times `month_end` in the last `end_days` working days of a month,
    times `quarter_end` too where that month ends a quarter.
    """

    months: tuple[NonNegative, ...] = (1.0,) * 12
    month_end: NonNegative = 1.0
    quarter_end: NonNegative = 1.0
    end_days: Count = 5
    every_day: bool = False  # also on days off
    hours: tuple[str, str] = ("00:00", "24:00")

    def __post_init__(self) -> None:
        _expect_twelve("season.months", self.months)
        begin, end = (clock_minutes(hour) for hour in self.hours)
        if begin >= end:
            raise InputError(f"hours is [{self.hours[0]}, {self.hours[1]}]; expected a beginning before its end.")


def _expect_twelve(key: str, months: tuple[float, ...]) -> None:
    """Raise InputError unless these are weights of January to December."""
    if len(months) != 12 or min(months) < 0 or max(months) == 0:
        raise InputError(f"{key}={list(months)}; expected 12 weights >= 0, not all zero.")


@options
class Across:
    """Where a further need lies, seen from the matter's first function: weights of three relations."""

    bureaus: NonNegative = 1.0  # the same category of business, another bureau
    categories: NonNegative = 1.0  # the same bureau, another category
    both: NonNegative = 0.0  # another bureau and another category


@options
class MatterType(Placed):
    """A kind of matter."""

    name: str = ""
    title: Title | None = None
    from_offices: bool = False  # else from an enterprise
    per_year: NonNegative
    batch_mean: Annotated[float, Ge(1)] = 1.0  # matters that come on one occasion: geometric with this mean
    season: Season = Season()
    categories: Mapping[str, NonNegative] = field(default_factory=dict)  # weight for the first need; absent: 1
    bureaus: Mapping[str, NonNegative] = field(default_factory=dict)  # likewise of each bureau
    further_needs: tuple[NonNegative, ...] = (1.0,)  # weights of 0, 1, 2 … further needs
    across: Across = Across()
    work_hours: Law
    further_work: NonNegative = 1.0  # work of a further need, as a multiple of the law
    decisions: tuple[NonNegative, NonNegative, NonNegative] = (0.0, 1.0, 0.0)  # weights of none, non-core, core
    deadline_days: NonNegative | None = None  # working days
    priority: int = 2  # smaller is more urgent
    views_share: Share = 0.0  # share of needs for which others' views must be sought
    views_days: Law = Law(mean=0.0)  # working days
    supplement_share: Share = 0.0  # share of matters whose applicant must supplement
    supplement_days: Law = Law(mean=0.0)  # clock days
    supplement_rounds: Count = 1  # how often at most: each time the same share must once more
    review_share: Share = 0.0  # share of matters that experts must review
    review_days: Law = Law(mean=0.0)  # working days
    ask_share: Share = 0.0  # share of matters for which the upper level must be asked
    ask_days: Law = Law(mean=0.0)  # working days until it replies
    ordered_share: Share = 0.0  # share of matters on which a leader's order lies (督办)
    urgent_share: Share = 0.0  # share of matters that are urgent (急件)
    patience: Patience = Patience()  # how long applicants wait for the handling to begin
    crew: Count = 1  # people of a unit who handle a need of it together
    crew_licence: str | None = None  # that each of them must have
    duplicated: bool = False  # another bureau may send the same request
    process: Mapping[str, ProcessNeed] = field(default_factory=dict)  # fixed needs, instead of drawn ones
    in_hand: Whole = 0  # matters of this type that have been begun and are open at the start, at any volume
    in_hand_overdue: Share = 0.0  # share of these that are past their deadline
    surge: Surge | None = None  # matters that come besides, within a few days (突击任务)
    returns: Returns | None = None  # how matters come back that left in error, or unsolved; none: they do not
    latent: Latent | None = None  # its matters are events that nobody knows of at first; none: what comes in is known

    def __post_init__(self) -> None:
        if self.per_year < 0:
            raise InputError(f"type {self.name!r} has per_year={self.per_year}; expected >= 0.")
        if self.batch_mean < 1:
            raise InputError(f"type {self.name!r} has batch_mean={self.batch_mean}; expected at least 1.")
        if self.process and self.duplicated:
            raise InputError(f"type {self.name!r} has a process and is duplicated; expected one of the two.")
        if self.in_hand < 0:
            raise InputError(f"type {self.name!r} has in_hand={self.in_hand}; expected >= 0.")
        if self.in_hand_overdue > 0 and self.deadline_days is None:
            raise InputError(
                f"type {self.name!r} has in_hand_overdue={self.in_hand_overdue} but no deadline that could be past; "
                "expected deadline_days, or in_hand_overdue=0."
            )
        if "/" in self.name:
            raise InputError(f"type {self.name!r} has a '/' in its name, which parts the names of its streams.")
        check_latent(self)
        self.check_placed(self.name)
        self.process_order()

    def process_order(self) -> tuple[str, ...]:
        """Return the needs of the process, each behind those it comes after.

        Raises InputError for a need that does not exist, and for a circle, by naming it.
        """
        done: list[str] = []
        path: list[str] = []

        def visit(name: str, asked_by: str) -> None:
            if name in done:
                return
            if name not in self.process:
                raise UnknownName(
                    f"type {self.name!r}: need {asked_by!r} comes after {name!r}, which does not exist. "
                    f"{nearest(name, self.process)}"
                )
            if name in path:
                circle = " -> ".join([*path[path.index(name) :], name])
                raise InputError(f"type {self.name!r}: its process runs in a circle, {circle}; nothing could start.")
            path.append(name)
            for earlier in self.process[name].after:
                visit(earlier, name)
            path.pop()
            done.append(name)

        for name in self.process:
            visit(name, name)
        return tuple(done)

    def process_places(self) -> tuple[tuple[int, ...], ...]:
        """Return for each need, in process order, the places it comes after; () without a process."""
        order = self.process_order()
        return tuple(tuple(order.index(earlier) for earlier in self.process[name].after) for name in order)


@options
class Duplicates:
    """The same request from a second bureau."""

    share: Share = 0.0  # of the matters of types that can be duplicated, and of liaison contacts
    delay_days: Law = Law(mean=0.0)  # clock days until the second one comes


@options
class Absences:
    """Spells of whole days off: sickness and training, which befall people, and the annual leave that each takes."""

    spells_per_year: NonNegative = 0.0
    days: Law = Law(mean=1.0)
    leave_days: Whole = 0  # working days a year
    leave_spells: Count = 1  # in how many spells a year's leave is taken
    leave_months: tuple[NonNegative, ...] = (1.0,) * 12  # weights of the months in which these begin

    def __post_init__(self) -> None:
        if 0 < self.leave_days < self.leave_spells:
            raise InputError(
                f"absences has leave_spells={self.leave_spells} for leave_days={self.leave_days}; expected at least "
                "a day for each spell."
            )
        _expect_twelve("absences.leave_months", self.leave_months)


@options
class AskedFor:
    """Whom an upper-level office asks for when it calls a meeting: weights of three ranks."""

    officer: NonNegative = 1.0
    head: NonNegative = 0.0
    deputy: NonNegative = 0.0

    def __post_init__(self) -> None:
        if not any((self.officer, self.head, self.deputy)):
            raise InputError(
                "a meeting's officer, head and deputy all weigh 0; expected at least one weight above 0, or no office "
                "would ask for anybody."
            )


@options
class OfficeDesks:
    """What upper-level offices have to answer requests with: without it their answers take a drawn time each."""

    staff: Count = 1  # people in each office
    reply_hours: Law  # of one of them, for an answer


@options
class Demand:
    """All that comes in. Shares are probabilities in [0, 1]; laws give hours or days as their names say."""

    types: tuple[MatterType, ...]
    duplicates: Duplicates = Duplicates()
    misdirected_share: Share = 0.0  # of matters that first reach a desk for a neighbouring function
    misdirected_rounds: Count = 1  # how often a matter goes astray at most
    resubmission_days: Law = Law(mean=0.0)  # clock days an applicant takes to hand a paper in again
    contact_weeks: NonNegative = 0.0  # each office calls its counterpart every so many weeks; 0: never
    contact_hours: Law = Law(mean=1.0)  # as a multiple of what a design's contact takes
    contact_meetings: Share = 0.0  # of contacts that are meetings; the others are reports
    meeting_rank: AskedFor = AskedFor()
    report_days: NonNegative | None = None  # working days in which a report is due; absent: none is
    lost_share: Share = 0.0  # of needs whose papers lie unnoticed once they have been handed over
    lost_days: Law = Law(mean=0.0)  # working days until somebody asks after them
    refusal_share: Share = 0.0  # of needs that a further unit refuses, where those who ask do not assess it
    office_desks: OfficeDesks | None = None  # absent: offices answer in `ask_days`, however many are asked
    broadcasts: Broadcasts | None = None  # absent: none go out
    absences: Absences = Absences()
    rounds: Count = 2  # potential outcomes drawn of each need's handling

    def __post_init__(self) -> None:
        if not self.types:
            raise InputError("the demand has no type of matter; expected at least one.")
        names = [kind.name for kind in self.types]
        for kind in self.types:
            if names.count(kind.name) > 1:
                raise InputError(f"type {kind.name!r} is listed twice; each name may stand once.")
            for key, weights in (("further_needs", kind.further_needs), ("decisions", kind.decisions)):
                if not any(weights):
                    raise InputError(
                        f"demand.types.{kind.name}.{key} is {list(weights)}; expected at least one weight above 0."
                    )
