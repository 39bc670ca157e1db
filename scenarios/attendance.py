"""Attendance: which people have hours of their own, or only a share of their time for this work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from conf.schema import HoursBlock, InstitutionBlock
from sim.arrays import Flags
from sim.errors import DesignError, UnknownName, nearest
from sim.horizon import Horizon
from sim.institution import EVERY_WEEKDAY, Institution, Person, Rank
from sim.levers.stages import Arrangement
from sim.planning.people.diaries import attending, cut_to, own_time
from sim.planning.people.hours import diaries_of, opening_of, taken_up
from sim.procedure import Meeting
from sim.workload.tables import AbsenceTable

_NONE = np.zeros(0, dtype=np.int64)


def with_own_hours(people: Iterable[Person], block: InstitutionBlock) -> tuple[Person, ...]:
    """Return the people with the hours of the first rule that fits, and the share of time of their rank.

    Raises UnknownName or DesignError for a rule that names an unknown bureau, says nothing, or is nobody's.
    """
    for name, rule in block.hours.items():
        _check_rule(f"institution.hours.{name}", rule, block)
    staff, fitted = [], set()
    for person in people:
        share = block.staff.full_time.get(_rank_of(person), 1.0)
        name = next((name for name, rule in block.hours.items() if _fits(rule, person)), None)
        if name is None:
            staff.append(replace(person, full_time=share))
            continue
        rule = block.hours[name]
        fitted.add(name)
        staff.append(replace(person, hours=tuple(rule.hours), weekdays=tuple(rule.weekdays), full_time=share))
    for name in block.hours:
        if name not in fitted:
            raise DesignError(
                f"institution.hours.{name} fits nobody, or only people whose hours an earlier entry has set; expected "
                "ranks and bureaus of somebody else."
            )
    return tuple(staff)


def check_presence(institution: Institution, horizon: Horizon) -> None:
    """Raise DesignError if somebody is not there on a single day of the horizon, for want of weekdays or time."""
    everybody = np.ones(len(institution.staff), dtype=bool)
    _expect_presence(institution.staff, everybody, horizon, "institution.staff.full_time")


def check_shares(arrangement: Arrangement, institution: Institution, horizon: Horizon) -> None:
    """Raise DesignError if somebody with a post here is not there on a single day for the share a design gives them."""
    if arrangement.full_time:
        staff = attending(institution.staff, arrangement.full_time)
        _expect_presence(staff, arrangement.here, horizon, "membership.full_time")


def _expect_presence(staff: Sequence[Person], here: Flags, horizon: Horizon, key: str) -> None:
    absent = [
        place
        for place, member in enumerate(staff)
        if here[place] and not member.keeps_office_hours and not own_time(member, place, horizon).opens.size
    ]
    if absent:
        member = staff[absent[0]]
        more = f" ({len(absent)} such people)" if len(absent) > 1 else ""
        raise DesignError(
            f"person {member.name!r} is never there from {horizon.first} until {horizon.cap}{more}, with full_time "
            f"{member.full_time:g} and weekdays {', '.join(map(str, member.weekdays))}; expected a larger "
            f"{key}.{_rank_of(member)}, weekdays in institution.hours that are worked, or fewer people."
        )


def check_hours(
    arrangement: Arrangement, institution: Institution, meetings: tuple[Meeting, ...], horizon: Horizon
) -> None:
    """Raise DesignError for hours of a unit, or of its work, in which its people are never there."""
    if not arrangement.opening and not arrangement.availability:
        return
    opening = opening_of(arrangement, horizon)
    nobody = AbsenceTable(person=_NONE, from_ms=_NONE, to_ms=_NONE)
    present = diaries_of(arrangement, institution, meetings, nobody, horizon)
    for member in opening:
        if not present[member].opens.size:
            unit = arrangement.units[int(arrangement.unit_of_person[member])].name
            _refuse_hours(institution.staff[member].name, unit, "units.hours")
    sessions, calendars = taken_up(arrangement, horizon)
    person, units = arrangement.posts
    never = np.zeros(person.size, dtype=bool)
    for post in np.flatnonzero(sessions >= 0).tolist():
        never[post] = not cut_to(present[person[post]], calendars[sessions[post]]).opens.size
    own = arrangement.unit_of_person[person] == units
    for post in np.flatnonzero(never).tolist():
        if own[post] or never[units == units[post]].all():
            keys = "membership.availability" if own[post] else "membership.team_weekdays, team_hours or availability"
            _refuse_hours(institution.staff[person[post]].name, arrangement.units[units[post]].name, keys)


def _refuse_hours(person: str, unit: str, keys: str) -> None:
    raise DesignError(
        f"person {person!r} is never there for unit {unit!r} in the hours of {keys}; expected some that meet the "
        "person's own hours between meetings."
    )


def _check_rule(key: str, rule: HoursBlock, block: InstitutionBlock) -> None:
    for bureau in rule.bureaus:
        if bureau not in block.bureaus:
            raise UnknownName(f"{key}.bureaus names {bureau!r}. {nearest(bureau, block.bureaus)}")
    if not rule.weekdays:
        raise DesignError(f"{key}.weekdays is empty, so these people would never be there; expected at least one.")
    if not rule.hours and set(rule.weekdays) == set(EVERY_WEEKDAY):
        raise DesignError(f"{key} gives neither hours nor weekdays; expected one of them, or no such entry.")


def _fits(rule: HoursBlock, person: Person) -> bool:
    """Return whether a person meets all the conditions of a rule; leaders come from no bureau."""
    officer_of = person.rank == Rank.OFFICER and person.bureau in rule.bureaus
    return (not rule.ranks or _rank_of(person) in rule.ranks) and (not rule.bureaus or officer_of)


def _rank_of(person: Person) -> str:
    return person.rank.name.lower()
