"""Which rules of the engine had a say in a run: to see that random plans reach all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
from presence import Presence
from provisions_fired import RULES_OF_PROVISIONS, practice_of, provisions_fired

from sim.plan.plan import Guard, Plan
from sim.trace import NOT_YET, State, Trace

RULES = (
    "several matters come at once", "several steps start at an opening", "a person serves several units",
    "a step of no length", "what a step of no length lets start at once", "a lag in clock time", "a lag in a calendar",
    "a calendar to open first", "a lag that never ends", "a pure wait in clock time", "a pure wait in a calendar",
    "a pure wait of no length", "skill", "set-up", "work over a closing", "an end exactly at a closing",
    "diaries of their own", "an error", "an edge on error", "an edge if fine", "an edge that does not hold",
    "an edge that judges an earlier step", "a step skipped", "a step skipped behind a skipped one",
    "a wait for another matter", "a rank is asked for", "a higher rank than asked for", "priority before ready",
    "the unit's order before ready", "ties by step", "place of the unit in the person's list", "idle since",
    "ties by person", "haste makes work shorter or longer", "haste changes an outcome", "too few wait for haste",
    "the end in mid-work", "nobody till the end", "all awaited are closed", "not before least_ms",
    *RULES_OF_PROVISIONS,
)  # fmt: skip


def rules_fired(plan: Plan, trace: Trace) -> set[str]:
    """Return the rules, of RULES, that showed in this run."""
    presence = Presence(plan, trace)
    fired = _of_matters(plan, trace) | _of_waits(plan, trace) | _of_work(presence) | _of_edges(plan, trace)
    fired |= _of_steps_chosen(presence) | _of_people_chosen(presence) | _of_haste(plan, trace)
    fired |= provisions_fired(plan, trace, presence)
    assert fired <= set(RULES)
    return fired


def _those(found: dict[str, object]) -> set[str]:
    return {name for name, value in found.items() if bool(np.any(value))}


def _of_matters(plan: Plan, trace: Trace) -> set[str]:
    release = Counter(plan.matters.release_ms[np.unique(plan.steps.matter)].tolist())
    until_closed = bool(plan.matters.awaited.any()) and bool((trace.closed_ms[plan.matters.awaited] >= 0).all())
    at_opening = Counter(
        start for start, person in zip(trace.started_ms.tolist(), trace.person.tolist(), strict=True)
        if person >= 0 and start in plan.calendars[plan.people.calendar[person]].opens
    )  # fmt: skip
    return _those({
        "several matters come at once": max(release.values()) > 1,
        "several steps start at an opening": max(at_opening.values(), default=0) > 1,
        "all awaited are closed": until_closed and trace.stopped_ms < plan.end_ms,
        "not before least_ms": until_closed and trace.stopped_ms == plan.least_ms,
        "the end in mid-work": (trace.state == State.STARTED) & (trace.person >= 0),
        "nobody till the end": trace.state == State.WAITING,
    })  # fmt: skip


def _called(plan: Plan, trace: Trace) -> np.ndarray:
    """Return a time before which no step was called: its release, and the ends of those it follows."""
    called = plan.matters.release_ms[plan.steps.matter].copy()
    np.maximum.at(called, plan.edges.target, trace.ended_ms[plan.edges.source])
    return called


def _of_waits(plan: Plan, trace: Trace) -> set[str]:
    steps, ready = plan.steps, trace.ready_ms >= 0
    worked, pure, ended = steps.unit >= 0, steps.unit < 0, trace.ended_ms >= 0
    long = np.floor(steps.work_hours * 3_600_000 + 0.5) > 0
    never = (trace.state == State.LAGGING) & (trace.stopped_ms >= max(int(c.closes.max()) for c in plan.calendars))
    return _those({
        "a lag in clock time": ready & worked & (steps.lag_ms > 0) & (steps.calendar < 0),
        "a lag in a calendar": ready & worked & (steps.lag_ms > 0) & (steps.calendar >= 0),
        "a calendar to open first": ready & worked & (steps.lag_ms == 0) & (trace.ready_ms > _called(plan, trace)),
        "a lag that never ends": never & (steps.calendar >= 0),
        "a pure wait in clock time": ended & pure & long & (steps.calendar < 0),
        "a pure wait in a calendar": ended & pure & long & (steps.calendar >= 0),
        "a pure wait of no length": ended & pure & ~long,
    })  # fmt: skip


def _of_work(presence: Presence) -> set[str]:
    fired: set[str] = set()
    plan, trace = presence.plan, presence.trace
    steps, people = plan.steps, plan.people
    units, diaries = defaultdict(set), set()
    at_once = {(int(end), int(m)) for end, start, m in zip(trace.ended_ms, trace.started_ms, steps.matter, strict=True)
               if end == start != NOT_YET}  # fmt: skip
    for person, work in enumerate(presence.work):
        rows = [step for _, _, step in work]
        diary = presence.diary[person]
        diaries |= {tuple(diary.opens.tolist())} if rows else set()
        known = [row for row in rows if steps.category[row] >= 0]
        for row, other in pairwise(known):
            turns = steps.category[row] != steps.category[other]
            if turns and steps.work_hours[other] > 0 and plan.setup_hours[steps.category[other]] > 0:
                fired.add("set-up")
        for row in rows:
            start, end = int(trace.started_ms[row]), int(trace.ended_ms[row])
            if steps.category[row] >= 0 and people.skill[person, steps.category[row]] != 1 and steps.work_hours[row]:
                fired.add("skill")
            if row in presence.crews:
                continue  # whose ends may be another's
            units[person].add(int(steps.unit[row]))
            if steps.rank[row] > 1:
                fired.add("a rank is asked for")
            if people.rank[person] > steps.rank[row]:
                fired.add("a higher rank than asked for")
            if end == start:
                fired.add("a step of no length")
            elif (start, int(steps.matter[row])) in at_once:
                fired.add("what a step of no length lets start at once")
            if end > start:
                fired |= _those({
                    "work over a closing": ((diary.closes > start) & (diary.closes < end)).any(),
                    "an end exactly at a closing": end in diary.closes,
                })  # fmt: skip
    return fired | _those({
        "a person serves several units": any(len(served) > 1 for served in units.values()),
        "diaries of their own": len(diaries) > 1,
        "an error": trace.outcome == 1,
    })  # fmt: skip


def _of_edges(plan: Plan, trace: Trace) -> set[str]:
    edges, skipped = plan.edges, trace.state == State.SKIPPED
    ended = trace.state[edges.source] == State.ENDED
    outcome = trace.outcome[edges.judged]
    on_error, if_fine = edges.guard == Guard.ON_ERROR, edges.guard == Guard.IF_FINE
    return _those({
        "an edge on error": ended & on_error & (outcome == 1),
        "an edge if fine": ended & if_fine & (outcome == 0),
        "an edge that does not hold": ended & ((on_error & (outcome != 1)) | (if_fine & (outcome != 0))),
        "an edge that judges an earlier step": ended & (edges.guard != Guard.ALWAYS) & (edges.judged != edges.source),
        "a step skipped": skipped,
        "a step skipped behind a skipped one": skipped[edges.target] & skipped[edges.source],
        "a wait for another matter": ended & (plan.steps.matter[edges.source] != plan.steps.matter[edges.target]),
    })  # fmt: skip


def _of_steps_chosen(presence: Presence) -> set[str]:
    """Return what decided between steps that waited for the same rank of a unit when one of them started."""
    fired, plan, trace = set(), presence.plan, presence.trace
    steps, provided = plan.steps, {*presence.officer, *presence.crews, *plan.holds.until.tolist()}
    for first in np.flatnonzero(trace.person >= 0).tolist():
        now = int(trace.started_ms[first])
        for other in presence.left_waiting(now) if first not in provided else ():
            same = steps.unit[first] == steps.unit[other] and steps.rank[first] == steps.rank[other]
            turns = steps.unit[first] in plan.turning.unit and steps.category[first] != steps.category[other]
            if not same or turns or other in provided:
                continue
            (priority, order, ready, _), (others_priority, others_order, others_ready, _) = (
                presence.order(step, now) for step in (first, other)
            )
            if priority != others_priority:
                fired |= {"priority before ready"} if ready > others_ready else set()
            elif order != others_order:
                fired |= {"the unit's order before ready"} if ready > others_ready else set()
            elif ready == others_ready:
                fired.add("ties by step")
    return fired


def _of_haste(plan: Plan, trace: Trace) -> set[str]:
    """Return what the unit's thresholds did; of steps started at one instant it is not asked which was first."""
    fired, steps, table = set(), plan.steps, plan.pressure
    for step in np.flatnonzero(trace.person >= 0).tolist():
        rows = np.flatnonzero(table.unit == steps.unit[step])
        if not rows.size:
            continue
        now = trace.started_ms[step]
        there = (steps.unit == steps.unit[step]) & (trace.ready_ms >= 0) & (trace.ready_ms <= now)
        later = there & ((trace.started_ms == NOT_YET) | (trace.started_ms > now))
        reached = rows[table.waiting[rows] <= later.sum()]
        if reached.size and table.hours_factor[reached[-1]] != 1 and steps.work_hours[step] > 0:
            fired.add("haste makes work shorter or longer")
        if table.waiting[rows[0]] > (later | (there & (trace.started_ms == now))).sum():
            fired.add("too few wait for haste")
        if trace.outcome[step] >= 0 and steps.category[step] >= 0:
            rate = plan.people.error_rate[trace.person[step], steps.category[step]]
            rate = rate * practice_of(plan, step, int(trace.person[step]), int(now))[1]
            if trace.outcome[step] != (steps.chance[step] < rate):
                fired.add("haste changes an outcome")
    return fired


def _of_people_chosen(presence: Presence) -> set[str]:
    """Return what decided between people who were free for the step that one of them started."""
    fired, plan, trace = set(), presence.plan, presence.trace
    provided = {*presence.crews, *presence.officer}
    for step in np.flatnonzero(trace.person >= 0).tolist():
        person, now, unit = int(trace.person[step]), int(trace.started_ms[step]), int(plan.steps.unit[step])
        if step in provided or unit in plan.turning.unit:
            continue
        place, since = presence.place[presence.members[person, unit]], presence.idle_since(person, now)
        for other in presence.people:
            if other == person or not presence.may(other, unit, int(plan.steps.rank[step])):
                continue
            if not presence.is_there(other, unit, now) or not presence.is_idle_before_and_after(other, now):
                continue
            others_place = presence.place[presence.members[other, unit]]
            if others_place > place:
                fired.add("place of the unit in the person's list")
            elif others_place == place:
                later = presence.idle_since(other, now) - since
                fired |= {"idle since"} if later > 0 else {"ties by person"} if later == 0 else set()
    return fired
