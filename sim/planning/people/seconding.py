"""Secondment (抽调): who goes to which task force, when their posts stay empty, and when they are back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np

from sim.arrays import Floats, Ints, rounded_ms
from sim.calendar import MS_PER_DAY, Calendar
from sim.horizon import Horizon
from sim.institution import Institution
from sim.levers.arranging.forces import Force, Leftovers
from sim.levers.arranging.shares import largest_remainder
from sim.levers.stages import Arrangement
from sim.planning.case import Case
from sim.planning.handling.tasks import period_ms
from sim.planning.people.posts import Posts
from sim.workload.outcomes import Outcomes


@dataclass(frozen=True, kw_only=True)
class Secondment:
    """One person's time with one task force, during which all their other posts are empty."""

    person: int
    unit: int  # the task force's
    away: Calendar
    from_then_on_ms: int  # its days are over: what is left of the task is finished beside other work
    leftovers: Leftovers  # before or after that


def secondments(
    arrangement: Arrangement, institution: Institution, outcomes: Outcomes, horizon: Horizon
) -> tuple[Secondment, ...]:  # fmt: skip
    """Return who is seconded, task force by task force as they are listed, each one's members as they are chosen.

    Nobody is with two at the same time: the one listed first has the first choice.
    """
    found: list[Secondment] = []
    members: dict[str, Ints] = {}
    for place, force in enumerate(arrangement.forces):
        rivals = [one for one in arrangement.forces[:place] if one.terms.meets(force.terms)]
        busy = [person for one in rivals for person in members[one.name].tolist()]
        free = force.candidates[~np.isin(force.candidates, busy)]
        members[force.name] = _members(force, free, arrangement, institution, outcomes)
        found += _away(force, members[force.name], institution, outcomes, horizon)
    return tuple(found)


def _members(
    force: Force, free: Ints, arrangement: Arrangement, institution: Institution, outcomes: Outcomes
) -> Ints:  # fmt: skip
    """Return the members of a task force among these people, who stand there the first choice first."""
    if force.terms.drawn == "by_category":
        return _by_category(force, free, institution)
    if force.terms.drawn == "evenly":
        return _evenly(free, force.members, arrangement)
    signs_up = outcomes.of_people("volunteer", len(institution.staff))[free] < (force.terms.volunteer_share or 0.0)
    fit = _fit(force, institution)[free]
    willing = free[np.flatnonzero(signs_up)[np.argsort(-fit[signs_up], kind="stable")]][: force.members]
    return np.concatenate([willing, _evenly(free[~signs_up], force.members - willing.size, arrangement)])


def _evenly(free: Ints, members: int, arrangement: Arrangement) -> Ints:
    """Return so many of these people, from each unit in proportion to how many of its own are among them."""
    unit = arrangement.unit_of_person[free]
    quota = largest_remainder(np.bincount(unit, minlength=len(arrangement.units)).astype(np.float64), members)
    chosen = [free[unit == one][:number] for one, number in enumerate(quota.tolist())]
    return np.concatenate(chosen)


def _by_category(force: Force, free: Ints, institution: Institution) -> Ints:
    """Return members category by category, by weight, of those versed in it; where they lack, whoever is next."""
    weights = np.array(list(force.terms.categories.values()))
    quota = largest_remainder(weights, force.members)
    chosen: list[int] = []
    for name, number in zip(force.terms.categories, quota.tolist(), strict=True):
        versed = [one for one in free.tolist() if name in institution.versed[one] and one not in chosen]
        chosen += versed[:number]
    others = [one for one in free.tolist() if one not in chosen]
    return np.array(chosen + others[: force.members - len(chosen)], dtype=np.int64)


def _fit(force: Force, institution: Institution) -> Floats:
    """Return by person the weight of the force's categories that they are versed in."""
    weights = force.terms.categories
    return np.array([sum(weights.get(name, 0.0) for name in sorted(one)) for one in institution.versed])


def _away(
    force: Force, members: Ints, institution: Institution, outcomes: Outcomes, horizon: Horizon
) -> Iterator[Secondment]:  # fmt: skip
    begin, end = period_ms(force.terms, horizon)
    days = np.arange(begin, end, MS_PER_DAY)
    days = days[np.isin(horizon.weekday[days // MS_PER_DAY], force.terms.weekdays)]
    slip = force.terms.slip_days.quantile(outcomes.of_people("slip", len(institution.staff))[members])
    back = horizon.office.add_working(np.full(members.size, end), rounded_ms(slip * horizon.day_hours))
    for person, until in zip(members.tolist(), np.minimum(back, horizon.end_ms).tolist(), strict=True):
        away = Calendar.of(np.append(days, end), np.append(days + MS_PER_DAY, until))
        yield Secondment(
            person=person, unit=force.unit, away=away, from_then_on_ms=end, leftovers=force.terms.leftovers
        )  # fmt: skip


def seconded(case: Case) -> tuple[Secondment, ...]:
    """Return the secondments of a case."""
    arrangement = case.organisation.arrangement
    if not arrangement.forces:
        return ()
    return secondments(arrangement, case.institution, case.workload.outcomes, case.horizon)


def force_posts(case: Case, leftovers: Leftovers) -> Posts:
    """Return the members' posts, on its days and from its end on, in task forces with this rule for leftovers."""
    found = [one for one in seconded(case) if one.leftovers == leftovers]
    forever = case.horizon.end_ms + MS_PER_DAY
    return Posts(
        person=np.array([one.person for one in found], dtype=np.int64),
        unit=np.array([one.unit for one in found], dtype=np.int64),
        sessions=np.arange(len(found)),
        calendars=tuple(
            Calendar.of(np.append(one.away.opens, one.from_then_on_ms), np.append(one.away.closes, forever))
            for one in found
        ),
    )


def away_from_posts(posts: Posts, case: Case, first_calendar: int) -> Posts:
    """Return the posts with those of seconded people empty while they are away, but for that in their task force.

    The calendars of `posts` are numbered from `first_calendar` on, and so are the new ones behind them.
    """
    found = seconded(case)
    if not found:
        return posts
    always = Calendar.of([0], [case.horizon.end_ms + MS_PER_DAY])
    sessions, calendars = np.array(posts.sessions), list(posts.calendars)
    for row in np.flatnonzero(np.isin(posts.person, [one.person for one in found])).tolist():
        holes = [one.away for one in found if one.person == posts.person[row] and one.unit != posts.unit[row]]
        if not holes:
            continue
        own = always if sessions[row] < 0 else posts.calendars[sessions[row] - first_calendar]
        sessions[row] = first_calendar + len(calendars)
        calendars.append(reduce(lambda left, hole: left.without(hole.opens, hole.closes), holes, own))
    return Posts(
        person=posts.person, unit=posts.unit, sessions=sessions, least_rank=posts.least_rank,
        calendars=tuple(calendars),
    )  # fmt: skip
