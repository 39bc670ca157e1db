"""Which rules of travel had a say in a run, and their corners."""

from __future__ import annotations

import numpy as np
from further_fired import those
from presence import Presence

from sim.trace import NOT_YET

RULES_OF_TRIPS = (
    "a way takes time", "no way at all for who does not travel", "no way to where they are", "bound on the way back",
    "back over a closing", "a way back of no length", "a step waits for who is on the way back",
    "onward from another site", "from another site to the base", "at the base when a session opens", "the nearest goes",
    "a crew travels", "of a crew one is back before another", "not yet back at the end",
)  # fmt: skip


def trips_fired(presence: Presence) -> set[str]:
    """Return which of these showed in a run."""
    if not presence.plan.visits.step.size:
        return set()
    fired = _of_ways(presence) | _of_ways_back(presence) | _of_places(presence) | _of_the_nearest(presence)
    assert fired <= set(RULES_OF_TRIPS)
    return fired


def _visits(presence: Presence) -> list[tuple[int, int, int, int, int]]:
    """Return (step, site, person, way, back) of each seat of the visits that somebody has begun."""
    plan, trace, seat, found = presence.plan, presence.trace, 0, []
    for step, site in zip(plan.visits.step.tolist(), plan.visits.site.tolist(), strict=True):
        members = presence.members_of(step) if trace.person[step] >= 0 else []
        for place, person in enumerate(members):
            found.append((step, site, person, int(trace.way_ms[seat + place]), int(trace.back_ms[seat + place])))
        seat += int(plan.crews.count[plan.crews.step == step].sum()) or 1
    return found


def _of_ways(presence: Presence) -> set[str]:
    fired, travellers = set(), set(presence.plan.travellers.person.tolist())
    for step, _, person, way, _ in _visits(presence):
        fired |= those({
            "a way takes time": way > 0,
            "no way at all for who does not travel": person not in travellers,
            "no way to where they are": person in travellers and way == 0,
            "a crew travels": way > 0 and step in presence.crews and len(presence.seats[step]) > 1,
        })  # fmt: skip
    return fired


def _of_ways_back(presence: Presence) -> set[str]:
    fired, plan, backs = set(), presence.plan, dict[int, set[int]]()
    for person, spans in enumerate(presence.away):
        closes = presence.diary[person].closes
        for begin, end in spans:
            reached = end <= presence.trace.stopped_ms
            fired |= those({
                "bound on the way back": end > begin, "a way back of no length": end == begin,
                "back over a closing": reached and ((closes > begin) & (closes < end)).any(),
                "not yet back at the end": not reached,
            })  # fmt: skip
            for step in presence.left_waiting(begin) if end > begin else ():
                unit, rank = int(plan.steps.unit[step]), int(plan.steps.rank[step])
                if presence.may(person, unit, rank) and presence.is_there(person, unit, begin):
                    fired.add("a step waits for who is on the way back")
    for step, _, _, _, back in _visits(presence):
        backs.setdefault(step, set()).add(back)
    if any(len(own - {NOT_YET}) > 1 for own in backs.values()):
        fired.add("of a crew one is back before another")
    return fired


def place_before(presence: Presence, person: int, now: int) -> tuple[int, str]:
    """Return where a traveller was when they began something, and what had brought them there."""
    table = presence.plan.travellers
    base = int(table.base[table.person == person][0])
    site = dict(zip(presence.plan.visits.step.tolist(), presence.plan.visits.site.tolist(), strict=True))
    earlier = [work for work in presence.work[person] if work[0] < now and work[1] <= now]
    if not earlier or earlier[-1][2] not in site or site[earlier[-1][2]] == base:
        return base, "base"
    if any(begin == earlier[-1][1] for begin, _ in presence.away[person]):
        return base, "back"
    opens = presence.diary[person].opens
    if ((opens >= earlier[-1][1]) & (opens <= now)).any():
        return base, "opening"
    return site[earlier[-1][2]], "visit"


def _of_places(presence: Presence) -> set[str]:
    fired, site = set(), dict(zip(presence.plan.visits.step.tolist(), presence.plan.visits.site.tolist(), strict=True))
    km = presence.plan.ways.km
    n = round(km.size**0.5)
    for person, base in zip(
        presence.plan.travellers.person.tolist(), presence.plan.travellers.base.tolist(), strict=True
    ):
        for begin, _, step in presence.work[person]:
            at, why = place_before(presence, person, begin)
            goal = site.get(step, base)
            far = km[at * n + goal] > 0
            fired |= those({
                "onward from another site": why == "visit" and goal not in (at, base) and far,
                "from another site to the base": why == "visit" and step not in site and far,
                "at the base when a session opens": why == "opening" and (far or goal != base),
            })  # fmt: skip
    return fired


def _of_the_nearest(presence: Presence) -> set[str]:
    """Return what decided between those who were free for a visit."""
    fired, plan, trace = set(), presence.plan, presence.trace
    barred = {*presence.officer, *presence.crews}
    for step, site in zip(plan.visits.step.tolist(), plan.visits.site.tolist(), strict=True):
        unit, now = int(plan.steps.unit[step]), int(trace.started_ms[step])
        if now == NOT_YET or unit not in plan.nearest.unit or unit in plan.turning.unit or step in barred:
            continue
        taker = int(trace.person[step])
        mine = _key(presence, taker, unit, site, now)
        for other in presence.people:
            free = presence.may(other, unit, int(plan.steps.rank[step])) and presence.is_there(other, unit, now)
            if other == taker or not free or not presence.is_idle_before_and_after(other, now):
                continue
            theirs = _key(presence, other, unit, site, now)
            if mine[0] == theirs[0] and mine[1] < theirs[1] and theirs[2:] < mine[2:]:
                fired.add("the nearest goes")
    return fired


def _key(presence: Presence, person: int, unit: int, site: int, now: int) -> tuple[int, float, int, int]:
    """Return by what somebody is chosen for a visit: place of the unit, hours of the way, idle since, person."""
    plan, far = presence.plan, 0.0
    rows = np.flatnonzero(plan.travellers.person == person)
    if rows.size:
        n = round(plan.ways.km.size**0.5)
        at, _ = place_before(presence, person, now)
        far = float(plan.ways.km[at * n + site] / plan.travellers.km_per_hour[rows[0]])
    return presence.place[presence.members[person, unit]], far, presence.idle_since(person, now), person
