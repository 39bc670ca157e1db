"""Which rules of interruption had a say in a run, and their corners."""

from __future__ import annotations

import numpy as np
from further_fired import those
from presence import Presence

from sim.trace import NOT_YET

RULES_OF_INTERRUPTIONS = (
    "a step is interrupted", "goes on with who began it", "goes on with somebody else", "nobody goes on with it",
    "interrupted twice", "an interrupting step is interrupted",
    "interrupts some time after it was ready", "a visit interrupts", "the least urgent gives way",
    "the last begun gives way", "who is more urgent is not interrupted", "a visit is not interrupted",
    "a crew is not interrupted", "begins a hold, so is not interrupted",
    "waits for who began it", "set-up on going on", "an error after going on",
    "urged while it waits again", "what falls due in mid-work comes to nothing", "goes on in another diary",
    "gone on with before a step that came earlier",
)  # fmt: skip


def interruptions_fired(presence: Presence) -> set[str]:
    """Return which of these showed in a run."""
    if not presence.plan.preempts.step.size:
        return set()
    fired = _of_cuts(presence) | _of_who_gives_way(presence) | _of_who_does_not(presence)
    fired |= _of_going_on(presence) | _of_waiting_again(presence)
    assert fired <= set(RULES_OF_INTERRUPTIONS)
    return fired


def _cuts(presence: Presence) -> list[tuple[int, int, int, int, int]]:
    """Return (interrupting step, step, person, when, when it went on) of each interruption."""
    trace, step = presence.trace, presence.plan.preempts.step
    rows = np.flatnonzero(trace.cut_step != NOT_YET)
    columns = step, trace.cut_step, trace.cut_person, trace.cut_ms, trace.resumed_ms
    return list(zip(*(column[rows].tolist() for column in columns), strict=True))


def _person_at(presence: Presence, step: int, begin: int) -> int:
    """Return who went on with a step at an instant."""
    return next(person for person, one, _ in reversed(presence.stretches[step]) if one == begin)


def _of_cuts(presence: Presence) -> set[str]:
    fired, cuts, trace = set(), _cuts(presence), presence.trace
    cut = [step for _, step, _, _, _ in cuts]
    for by, step, person, now, resumed in cuts:
        again = _person_at(presence, step, resumed) if resumed != NOT_YET else NOT_YET
        fired |= those({
            "a step is interrupted": True,
            "goes on with who began it": again == person,
            "goes on with somebody else": again not in (person, NOT_YET),
            "nobody goes on with it": resumed == NOT_YET,
            "interrupted twice": cut.count(step) > 1,
            "an interrupting step is interrupted": any(one == by and now <= at for _, one, _, at, _ in cuts),
            "interrupts some time after it was ready": trace.ready_ms[by] < now,
            "a visit interrupts": by in presence.plan.visits.step,
            "goes on in another diary": again not in (person, NOT_YET)
            and presence.diary[again].opens.tolist() != presence.diary[person].opens.tolist(),
        })  # fmt: skip
    return fired


def _worked_at(presence: Presence, now: int) -> dict[int, tuple[int, int]]:
    """Return which steps people were at when an instant came, with who and since when; they end later."""
    return {
        step: (person, begin)
        for step, stretches in presence.stretches.items()
        for person, begin, end in stretches if begin < now and end >= now and presence.ends_later(step, now)
    }  # fmt: skip


def _urgency(presence: Presence, step: int, now: int) -> tuple[int, int]:
    return int(not presence.ends_a_hold(step, now)), presence.order(step, now)[0]


def _of_who_gives_way(presence: Presence) -> set[str]:
    """Return what decided between those who might have been interrupted."""
    fired = set()
    for by, step, _, now, _ in _cuts(presence):
        worked = _worked_at(presence, now)
        if step not in worked:
            continue
        mine = *_urgency(presence, step, now), worked[step][1]
        for other, (person, begin) in worked.items():
            if other == step or not _is_admitted(presence, by, person, now) or _bars(presence, other):
                continue
            theirs = *_urgency(presence, other, now), begin
            if theirs[:2] < mine[:2]:
                less = theirs[:2] > _urgency(presence, by, now)
                fired.add("the least urgent gives way" if less else "who is more urgent is not interrupted")
            elif theirs < mine:
                fired.add("the last begun gives way")
    return fired


def _of_who_does_not(presence: Presence) -> set[str]:
    """Return why a step that may interrupt others went on waiting although somebody was at work on less urgent ones."""
    fired, plan, trace = set(), presence.plan, presence.trace
    for by in plan.preempts.step.tolist():
        ready = int(trace.ready_ms[by])
        if ready == NOT_YET or by not in presence.left_waiting(ready):
            continue
        for other, (person, _) in _worked_at(presence, ready).items():
            less = _urgency(presence, other, ready) > _urgency(presence, by, ready)
            if less and _is_admitted(presence, by, person, ready):
                fired |= _bars(presence, other)
    return fired


def _is_admitted(presence: Presence, step: int, person: int, now: int) -> bool:
    unit, rank = int(presence.plan.steps.unit[step]), int(presence.plan.steps.rank[step])
    return presence.may(person, unit, rank) and presence.is_there(person, unit, now)


def _bars(presence: Presence, step: int) -> set[str]:
    """Return what keeps a step from being interrupted, however urgent another one is."""
    return those({
        "a visit is not interrupted": step in presence.plan.visits.step,
        "begins a hold, so is not interrupted": step in presence.plan.holds.step,
        "a crew is not interrupted": step in presence.crews,
    })  # fmt: skip


def _of_going_on(presence: Presence) -> set[str]:
    """Return what showed when somebody went on with a step."""
    fired, plan, trace = set(), presence.plan, presence.trace
    for _, step, _, _, resumed in _cuts(presence):
        if resumed == NOT_YET:
            continue
        person, category = _person_at(presence, step, resumed), int(plan.steps.category[step])
        last = presence.last_category(person, resumed)
        if category >= 0 and last not in (-1, category) and plan.setup_hours[category] > 0:
            fired.add("set-up on going on")
        if trace.outcome[step] == 1:
            fired.add("an error after going on")
        for other in presence.left_waiting(resumed):
            earlier = presence.trace.ready_ms[other] < presence.trace.ready_ms[step]
            if earlier and plan.steps.unit[other] == plan.steps.unit[step]:
                fired.add("gone on with before a step that came earlier")
    return fired


def _of_waiting_again(presence: Presence) -> set[str]:
    """Return what showed of steps between an interruption and their going on, and of those that interrupted."""
    fired, plan, trace = set(), presence.plan, presence.trace
    officers = dict(zip(plan.officers.step.tolist(), plan.officers.of.tolist(), strict=True))
    for _, step, person, now, resumed in _cuts(presence):
        until = trace.stopped_ms if resumed == NOT_YET else resumed
        if any(_could_go_on(presence, step, one, person, now, until) for one in presence.people):
            fired |= {"waits for who began it"} if officers.get(step) == step else set()
        ready = int(trace.ready_ms[step])
        for after in plan.urges.after_ms[plan.urges.step == step].tolist():
            if now < ready + after < until:
                fired.add("urged while it waits again")
            if trace.started_ms[step] < ready + after < now:
                fired.add("what falls due in mid-work comes to nothing")
    return fired


def _could_go_on(presence: Presence, step: int, other: int, person: int, now: int, until: int) -> bool:
    """Return whether somebody else was free and there while a step waited again."""
    unit, rank = int(presence.plan.steps.unit[step]), int(presence.plan.steps.rank[step])
    if other == person or not presence.may(other, unit, rank):
        return False
    moments = {now, *(end for _, end in presence.bound(other) if now < end < until)}
    return any(presence.is_left_free(other, at) and presence.is_there(other, unit, at) for at in moments)
