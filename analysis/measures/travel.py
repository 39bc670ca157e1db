"""Travel: how long people were on the way to what they then worked on, and when they were on the way back."""

from __future__ import annotations

import numpy as np

from analysis.measures.bound import Bound, at_work, or_stopped
from analysis.measures.played import Played
from sim.arrays import Flags, Ints, rounded_ms
from sim.plan.plan import Plan
from sim.plan.provisions import n_sites_of
from sim.trace import State, Trace


def ways_there(played: Played, work: Bound) -> Ints:
    """Return for each stretch of work how much of it was the way there, in ms of its person's working time.

    It is the first part of the stretch. Of a visit the trace tells it; the way to a desk is told by where the person
    has been before. Who goes on with what was interrupted needs none.
    """
    plan, way = played.plan, np.zeros(work.step.size, dtype=np.int64)
    travels = np.isin(work.person, plan.travellers.person)
    begins = travels & (work.from_ms == played.trace.started_ms[work.step])
    visits = np.isin(work.step, plan.visits.step)
    desk = np.flatnonzero(begins & ~visits)
    if desk.size:
        row = np.searchsorted(plan.travellers.person, work.person[desk])
        km = plan.ways.km.reshape(n_sites_of(plan.ways), -1)
        away = km[whereabouts(played, work)[desk], plan.travellers.base[row]]
        way[desk] = rounded_ms(away / plan.travellers.km_per_hour[row])
    out = np.flatnonzero(begins & visits)
    way[out] = _told(plan, played.trace, work.step[out], work.person[out])
    return way


def way_of_step(played: Played) -> Ints:
    """Return for each step how long whoever did it was on the way there, in ms of their working time; 0 for nobody.

    Of a crew its first member counts.
    """
    work, trace = at_work(played.plan, played.trace), played.trace
    found = np.zeros(played.plan.n_steps, dtype=np.int64)
    first = (work.person == trace.person[work.step]) & (work.from_ms == trace.started_ms[work.step])
    found[work.step[first]] = ways_there(played, work)[first]
    return found


def whereabouts(played: Played, work: Bound) -> Ints:
    """Return at which site the person of each stretch of work was right before it; -1 for who does not travel.

    That is where they have been before: at the site of a visit, or at their base; but at their base, too, if they
    returned, or if a session of their diary has opened since they came free.
    """
    travellers, visits = played.plan.travellers, played.plan.visits
    base, site = (np.full(n, -1, dtype=np.int64) for n in (played.plan.people.rank.size, played.plan.n_steps))
    base[travellers.person], site[visits.step] = travellers.base, visits.site
    stays_out = np.zeros(base.size, dtype=bool)
    stays_out[travellers.person] = travellers.returns == 0
    order = np.lexsort((work.step, work.to_ms, work.from_ms, work.person))
    person, last = work.person[order], np.roll(order, 1)
    away = (work.person[last] == person) & (np.arange(order.size) > 0) & stays_out[person]
    away &= site[work.step[last]] >= 0
    away[away] = ~_opened(played, person[away], work.to_ms[last[away]], work.from_ms[order[away]])
    where = np.empty(order.size, dtype=np.int64)
    where[order] = np.where(away, site[work.step[last]], base[person])
    return where


def _opened(played: Played, person: Ints, since: Ints, until: Ints) -> Flags:
    """Return whether a session of each person's diary opened between these times, both included."""
    found = np.zeros(person.size, dtype=bool)
    for one in np.intersect1d(person, played.plan.travellers.person).tolist():
        rows, opens = np.flatnonzero(person == one), played.diaries[one].opens
        found[rows] = np.searchsorted(opens, since[rows]) < np.searchsorted(opens, until[rows], side="right")
    return found


def ways_back(plan: Plan, trace: Trace) -> Bound:
    """Return when people were on the way back to their base, before anything else, after a visit elsewhere."""
    travellers, visits = plan.travellers, plan.visits
    step, person = seats_of_visits(plan, trace)
    base = np.full(plan.people.rank.size, -1, dtype=np.int64)
    goes_back = travellers.returns == 1
    base[travellers.person[goes_back]] = travellers.base[goes_back]
    site = visits.site[np.searchsorted(visits.step, step)]
    rows = np.flatnonzero((trace.state[step] == State.ENDED) & (base[person] >= 0) & (base[person] != site))
    return Bound(step[rows], person[rows], trace.ended_ms[step[rows]], or_stopped(trace.back_ms[rows], trace))


def _told(plan: Plan, trace: Trace, step: Ints, person: Ints) -> Ints:
    """Return the way there of these visits by these people, as the trace tells it."""
    seat_step, seat_person = seats_of_visits(plan, trace)
    key = seat_step * plan.people.rank.size + seat_person
    order = np.argsort(key)
    return trace.way_ms[order[np.searchsorted(key[order], step * plan.people.rank.size + person)]]


def seats_of_visits(plan: Plan, trace: Trace) -> tuple[Ints, Ints]:
    """Return the step and the person (-1: nobody yet) of each row of the trace's `way_ms`."""
    visits, crews = plan.visits.step, plan.crews
    step = np.repeat(visits, plan.seats_of_visits)
    person = trace.person[step]
    if crews.step.size:
        person[np.isin(step, crews.step)] = trace.crew[np.isin(np.repeat(crews.step, crews.count), visits)]
    return step, person
