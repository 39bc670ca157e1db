"""Who serves which unit: every contribution to `People.unit` is joined here, and nowhere else.

To add one (stand-ins, say), write a function `Case -> Posts` (sim/planning/people/posts.py) in a file of its own and
put it into the list in `posts_of`, in the place where its posts shall stand in people's order of preference; nothing
else need be touched. `People.unit` lists a person's units in the order of the contributions, and within one
contribution in the order of its rows. A unit that a person serves already is not added again: the earlier post
counts, with its terms. A post that holds always and for everything has no terms; others give the `calendars` in whose
sessions it holds, and the least rank of the steps that are taken up.
"""

from __future__ import annotations

from itertools import chain

import numpy as np

from sim.arrays import Floats, Ints, firsts
from sim.calendar import Calendar
from sim.institution import Institution, Rank
from sim.levers.arranging.forces import LEFTOVERS
from sim.plan.plan import People
from sim.plan.provisions import Terms
from sim.planning.case import Case
from sim.planning.people.effort import with_care, with_effort
from sim.planning.people.hours import taken_up
from sim.planning.people.posts import Posts
from sim.planning.people.seconding import away_from_posts, force_posts
from sim.planning.people.standing_in import stand_in_posts


def posts_of(case: Case) -> tuple[Posts, ...]:
    """Return all contributions, the most preferred first."""
    first, last = (force_posts(case, leftovers) for leftovers in LEFTOVERS)
    return (first, own_posts(case), stand_in_posts(case), last)


def own_posts(case: Case) -> Posts:
    """Return the posts that the arrangement gives, heads' in the branches of their unit, and leaders' at their desk.

    What asks for a head in a branch is done by the head of its unit, who takes up nothing else there; nor at home,
    where heads coordinate.
    """
    arrangement = case.organisation.arrangement
    person, unit = arrangement.posts
    sessions, calendars = taken_up(arrangement, case.horizon)
    heads = np.flatnonzero(arrangement.rank_of_person[person] == Rank.HEAD)
    branches = [arrangement.places.branches(home) for home in unit[heads].tolist()]
    heads = np.repeat(heads, [len(some) for some in branches])
    led = np.array([*chain.from_iterable(branches)], dtype=np.int64)
    own = np.zeros(person.size, dtype=np.int64)
    if arrangement.heads_coordinate:
        own[arrangement.rank_of_person[person] == Rank.HEAD] = int(Rank.HEAD)
    least_rank = [own, np.full(heads.size, int(Rank.HEAD)), np.zeros(case.leaders.size)]
    return Posts(
        person=np.concatenate([person, person[heads], case.leaders]),
        unit=np.concatenate([unit, led, case.desk_of(case.leaders)]),
        sessions=np.concatenate([sessions, sessions[heads], np.full(case.leaders.size, -1, dtype=np.int64)]),
        least_rank=np.concatenate(least_rank).astype(np.int64),
        calendars=calendars,
    )


def people_of(case: Case, *, first_calendar: int) -> tuple[People, Terms, tuple[Calendar, ...]]:
    """Return the people, whose own diaries begin at `first_calendar`, the terms of their posts, and the calendars of
    these terms, which come right after the diaries.
    """
    institution = case.institution
    n = len(institution.staff)
    posts = away_from_posts(_joined(posts_of(case), first_calendar + n), case, first_calendar + n)
    people = People(
        calendar=first_calendar + np.arange(n, dtype=np.int64),
        rank=case.organisation.arrangement.rank_of_person.copy(),
        unit_start=firsts(np.bincount(posts.person, minlength=n)),
        unit=posts.unit,
        skill=with_effort(_by_expertise(institution, 1.0, case.abilities.skill_elsewhere), case),
        error_rate=with_care(
            _by_expertise(institution, case.abilities.error_rate, case.abilities.error_rate_elsewhere), case
        ),
    )
    sessions, least_rank = np.asarray(posts.sessions), np.asarray(posts.least_rank)
    member = np.flatnonzero((sessions >= 0) | (least_rank > 0))
    terms = Terms(member=member, calendar=sessions[member], least_rank=least_rank[member])
    return people, terms, posts.calendars


def _joined(contributions: tuple[Posts, ...], first_calendar: int) -> Posts:
    """Return all posts by person, in order of preference, each unit once; sessions are numbered as in the plan."""
    columns: dict[str, list[Ints]] = {"person": [], "unit": [], "sessions": [], "least_rank": []}
    calendars: tuple[Calendar, ...] = ()
    for posts in contributions:
        sessions, least_rank = (np.broadcast_to(one, posts.person.shape) for one in (posts.sessions, posts.least_rank))
        columns["person"].append(posts.person)
        columns["unit"].append(posts.unit)
        columns["sessions"].append(np.where(sessions >= 0, sessions + first_calendar + len(calendars), -1))
        columns["least_rank"].append(least_rank)
        calendars += posts.calendars
    rows = {name: np.concatenate(parts).astype(np.int64) for name, parts in columns.items()}
    pair = np.stack([rows["person"], rows["unit"]])
    once = np.sort(np.unique(pair, axis=1, return_index=True)[1])
    order = once[np.argsort(rows["person"][once], kind="stable")]
    return Posts(**{name: column[order] for name, column in rows.items()}, calendars=calendars)


def _by_expertise(institution: Institution, inside: float, outside: float) -> Floats:
    """Return [person, skill]: one value in what a person is versed in, another elsewhere."""
    table = np.full((len(institution.staff), len(institution.skill_index)), float(outside))
    for index, versed in enumerate(institution.versed):
        table[index, [institution.skill_index[name] for name in versed if name in institution.skill_index]] = inside
    return table
