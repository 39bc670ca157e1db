"""Which of the provisions had a say in a run: to see that random plans reach all of them and their corners."""

from __future__ import annotations

from math import floor

import numpy as np
from presence import Presence

from sim.plan.plan import Plan
from sim.trace import NOT_YET, State, Trace

RULES_OF_PROVISIONS = (
    "practice makes work shorter or longer", "practice changes an outcome", "an urged step overtakes",
    "a step urged at once overtakes", "taken before it is urged", "a case officer is waited for",
    "the case officer is not admitted, so anybody", "no case officer yet, so anybody", "a crew of several",
    "a crew from several units", "a licence is asked for", "the slowest of a crew decides",
    "somebody is kept for a crew", "nobody is kept, since a member is not there", "a hold",
    "a hold over a skip", "no hold, since the handler has the rank", "what ends a hold goes first",
    "outside the sessions of the terms", "a rank below the terms", "terms open", "staying with a category",
    "a crew and a hold in one run",
)  # fmt: skip


def provisions_fired(plan: Plan, trace: Trace, presence: Presence) -> set[str]:
    """Return which of these showed in a run."""
    if not plan.asks_for():
        return set()
    started = np.flatnonzero(trace.person >= 0).tolist()
    fired = _of_practice(presence, started) | _of_urges(presence, started) | _of_officers(presence)
    fired |= _of_crews(presence, started) | _of_holds(presence, started) | _of_terms(presence, started)
    fired |= _of_waiting(presence) | _of_turning(presence, started)
    if {"a crew of several", "a hold"} <= fired:
        fired.add("a crew and a hold in one run")
    return fired


def practice_of(plan: Plan, step: int, person: int, now: int) -> tuple[float, float]:
    table = plan.practice
    rows = np.flatnonzero((table.person == person) & (table.from_ms <= now) & (plan.steps.category[step] >= 0))
    return (float(table.hours_factor[rows[-1]]), float(table.error_factor[rows[-1]])) if rows.size else (1.0, 1.0)


def _of_practice(presence: Presence, started: list[int]) -> set[str]:
    plan, trace, fired = presence.plan, presence.trace, set()
    for step in started:
        hours, errors = practice_of(plan, step, int(trace.person[step]), int(trace.started_ms[step]))
        if hours != 1 and plan.steps.work_hours[step] > 0:
            fired.add("practice makes work shorter or longer")
        if errors != 1 and trace.outcome[step] >= 0 and plan.steps.unit[step] not in plan.pressure.unit:
            rate = plan.people.error_rate[trace.person[step], plan.steps.category[step]]
            if trace.outcome[step] != (plan.steps.chance[step] < rate):
                fired.add("practice changes an outcome")
    return fired


def _of_urges(presence: Presence, started: list[int]) -> set[str]:
    plan, trace, fired = presence.plan, presence.trace, set()
    rows = zip(plan.urges.step.tolist(), plan.urges.after_ms.tolist(), strict=True)
    after = dict(sorted(rows, reverse=True))  # of several times the first
    apart = {*presence.crews, *presence.officer, *plan.holds.until.tolist()}
    for step in started:
        now, ready = int(trace.started_ms[step]), int(trace.ready_ms[step])
        if step in after and now < ready + after[step]:
            fired.add("taken before it is urged")
        elif step in after:
            name = "an urged step overtakes" if after[step] else "a step urged at once overtakes"
            fired |= {name} if step not in apart and _overtakes(presence, step, now) else set()
    return fired


def _overtakes(presence: Presence, step: int, now: int) -> bool:
    """Return whether whoever took a step left another one that would have come first, had nobody urged."""
    steps, person = presence.plan.steps, int(presence.trace.person[step])
    _, place, turns, *_ = _key(presence, step, person, now)
    plain = (
        int(steps.priority[step]),
        place,
        turns,
        int(steps.order_key[step]),
        int(presence.trace.ready_ms[step]),
        step,
    )
    return any(_could_take(presence, other, person, now) and _key(presence, other, person, now) < plain
               for other in presence.left_waiting(now))  # fmt: skip


def _could_take(presence: Presence, step: int, person: int, now: int) -> bool:
    """Return whether somebody who took another step could have had this one, which was ready before."""
    unit, rank = int(presence.plan.steps.unit[step]), int(presence.plan.steps.rank[step])
    return (
        step not in presence.crews and presence.officer.get(step, person) == person
        and presence.trace.ready_ms[step] < now and presence.may(person, unit, rank)
        and presence.is_there(person, unit, now)
    )  # fmt: skip


def _of_officers(presence: Presence) -> set[str]:
    plan, trace, fired = presence.plan, presence.trace, set()
    for step, of in zip(plan.officers.step.tolist(), plan.officers.of.tolist(), strict=True):
        ready, started = trace.ready_ms[step], trace.started_ms[step]
        if step not in {of, *presence.officer} and started != NOT_YET and trace.person[of] >= 0:
            begun = trace.started_ms[of] < ready
            fired.add("the case officer is not admitted, so anybody" if begun else "no case officer yet, so anybody")
    return fired


def _of_crews(presence: Presence, started: list[int]) -> set[str]:
    plan, fired = presence.plan, set()
    crews, licences = plan.crews, set(zip(plan.licences.person.tolist(), plan.licences.licence.tolist(), strict=True))
    for step in started:
        lines = np.flatnonzero(crews.step == step).tolist()
        if not lines:
            continue
        if len(presence.seats[step]) > 1:
            fired.add("a crew of several")
        if len({int(crews.unit[row]) for row in lines}) > 1:
            fired.add("a crew from several units")
        for row in lines:
            unit, rank, licence = int(crews.unit[row]), int(crews.rank[row]), int(crews.licence[row])
            able = [one for one in presence.people if presence.may(one, unit, rank)]
            if licence >= 0 and any((one, licence) not in licences for one in able):
                fired.add("a licence is asked for")
        if _first_is_ready_sooner(presence, step):
            fired.add("the slowest of a crew decides")
    return fired


def _first_is_ready_sooner(presence: Presence, step: int) -> bool:
    """Return whether the first of a crew would have ended a step before it ended, whatever haste and set-up did."""
    plan, trace = presence.plan, presence.trace
    first, now, category = int(trace.person[step]), int(trace.started_ms[step]), int(plan.steps.category[step])
    haste = plan.pressure.hours_factor[plan.pressure.unit == plan.steps.unit[step]].max(initial=1.0)
    hours = float(plan.steps.work_hours[step]) * practice_of(plan, step, first, now)[0] * float(haste)
    if category >= 0:
        hours = hours / float(plan.people.skill[first, category]) + float(plan.setup_hours[category])
    return bool(presence.diary[first].add_working(now, floor(hours * 3_600_000 + 0.5)) + 1 < trace.ended_ms[step])


def _of_holds(presence: Presence, started: list[int]) -> set[str]:
    plan, trace, fired = presence.plan, presence.trace, set()
    in_force = presence.holds_in_force()
    for row, (step, until) in enumerate(zip(plan.holds.step.tolist(), plan.holds.until.tolist(), strict=True)):
        if trace.state[step] == State.ENDED and row not in in_force:
            fired.add("no hold, since the handler has the rank")
        elif row in in_force and trace.state[until] == State.SKIPPED:
            fired.add("a hold over a skip")
        elif row in in_force and trace.freed_ms[row] > trace.ended_ms[step]:
            fired.add("a hold")
        if row in in_force and until in started:
            now, person = int(trace.started_ms[until]), int(trace.person[until])
            for other in presence.left_waiting(now):
                if _could_take(presence, other, person, now) and _key(presence, other, person, now) < _key(
                    presence, until, person, now):  # fmt: skip
                    fired.add("what ends a hold goes first")
    return fired


def _key(presence: Presence, step: int, person: int, now: int) -> tuple[int, ...]:
    """Return what a pair is ordered by at an instant, whatever it ends; but for identities."""
    plan, (priority, *rest) = presence.plan, presence.order(step, now)
    unit, category = int(plan.steps.unit[step]), int(plan.steps.category[step])
    last = presence.last_category(person, now)
    turns = unit in plan.turning.unit and -1 not in (category, last) and category != last
    return priority, presence.place[presence.members[person, unit]], int(turns), *rest


def _of_waiting(presence: Presence) -> set[str]:
    """Return why a step was left waiting although somebody of its unit was on duty and free."""
    plan, trace, fired = presence.plan, presence.trace, set()
    moments = np.unique(np.concatenate([trace.ready_ms, trace.started_ms, trace.ended_ms, trace.freed_ms]))
    for now in moments[(moments >= 0) & (moments < trace.stopped_ms)].tolist():
        free = [one for one in presence.people if presence.is_left_free(one, now)]
        free = [one for one in free if presence.diary[one].is_open(now)]
        for step in presence.left_waiting(now) if free else ():
            if step in presence.crews:
                continue
            unit, rank = int(plan.steps.unit[step]), int(plan.steps.rank[step])
            for person in free:
                if (person, unit) not in presence.members or presence.rank[person] < rank:
                    continue
                admitted, there = presence.may(person, unit, rank), presence.on_terms(person, unit, now)
                if step in presence.officer:
                    waits = admitted and there and person != presence.officer[step]
                    fired |= {"a case officer is waited for"} if waits else set()
                elif admitted:
                    fired.add("somebody is kept for a crew" if there else "outside the sessions of the terms")
                elif there:
                    fired.add("a rank below the terms")
    return fired


def _of_terms(presence: Presence, started: list[int]) -> set[str]:
    """Return what an opening of terms let start, and what was taken though a crew that wanted the person waited."""
    plan, trace, fired = presence.plan, presence.trace, set()
    named = {row: plan.calendars[index] for row, index in enumerate(presence.calendar) if index >= 0}
    for step in started:
        now, person, unit = int(trace.started_ms[step]), int(trace.person[step]), int(plan.steps.unit[step])
        row = presence.members[person, unit]
        waited = trace.ready_ms[step] < now and step not in presence.crews
        if waited and row in named and now in named[row].opens and now not in presence.diary[person].opens:
            fired.add("terms open")
        fired |= _of_nobody_kept(presence, step, person, now) if waited else set()
    return fired


def _of_nobody_kept(presence: Presence, step: int, person: int, now: int) -> set[str]:
    """Say whether somebody took a step though they fit a crew that waited and came before it."""
    plan, trace, crews = presence.plan, presence.trace, presence.plan.crews
    if step in plan.holds.until or step in presence.officer:
        return set()
    priority, *rest = presence.order(step, now)
    taken = (priority, presence.place[presence.members[person, int(plan.steps.unit[step])]], *rest)
    for crew in presence.left_waiting(now):
        if crew not in presence.crews or trace.ready_ms[crew] >= now:
            continue
        first, *others = presence.order(crew, now)
        rows = np.flatnonzero(crews.step == crew).tolist()
        fits = any(person in presence.fit(row) and presence.is_there(person, int(crews.unit[row]), now) for row in rows)
        if (first, 0, *others) < taken and fits and not presence.are_there(rows, now):
            return {"nobody is kept, since a member is not there"}
    return set()


def _of_turning(presence: Presence, started: list[int]) -> set[str]:
    plan, trace = presence.plan, presence.trace
    category = plan.steps.category
    barred = {*presence.crews, *presence.officer, *plan.holds.until.tolist()}
    for step in started:
        now, person, unit = int(trace.started_ms[step]), int(trace.person[step]), int(plan.steps.unit[step])
        last = presence.last_category(person, now)
        if unit not in plan.turning.unit or step in barred or last < 0 or category[step] not in (-1, last):
            continue
        for other in presence.left_waiting(now):
            turns = plan.steps.unit[other] == unit and category[other] not in (-1, last) and other not in barred
            one, two = presence.order(step, now), presence.order(other, now)
            if turns and _could_take(presence, other, person, now) and one[0] == two[0] and two < one:
                return {"staying with a category"}
    return set()
