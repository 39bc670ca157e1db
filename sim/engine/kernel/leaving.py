"""Patience and alarms in the kernel: what happens to steps that nobody takes (rules 5 and 8)."""

from __future__ import annotations

from sim.arrays import NEVER
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.further_tables import ALARM, KIND, LEAVE, Further
from sim.engine.kernel.heaps import push_due
from sim.engine.kernel.interruptions import is_urgent_no_more, note_urgent
from sim.engine.kernel.lines_of_crews import leave_line, look_anew
from sim.engine.kernel.tables import LEAVING, Given, House, Special
from sim.engine.kernel.to_do import RAISE, SETTLE, note
from sim.engine.kernel.work import count_waiting
from sim.trace import NOT_YET, State

_WAITING, _LEFT = int(State.WAITING), int(State.LEFT)


@inlined
def watch(further: Further | None, house: House, step: int, now: int) -> None:
    """Note of a step that waits from now on when it raises an alarm and leaves, and that it may interrupt others."""
    if further is None:
        return
    alarm, patience = further.steps[step].alarm_ms, further.steps[step].patience_ms
    if alarm == 0:
        note(house, step, RAISE)
    elif alarm < NEVER - now:
        push_due(house, now + alarm, ALARM << KIND | step)
    if patience == 0:
        note_leaving(house, step)
    elif patience < NEVER - now:
        push_due(house, now + patience, LEAVE << KIND | step)
    note_urgent(further, house, step)


@inlined
def note_leaving(house: House, step: int) -> None:
    """Note that the patience of a step ends at this instant."""
    house.further.leaving[house.counts[LEAVING]] = step
    house.counts[LEAVING] += 1


@inlined
def has_never_been_taken(house: House, step: int) -> bool:
    """Return whether a step waits and has never been started."""
    return bool(house.steps[step].state == _WAITING and house.steps[step].started_ms == NOT_YET)


@inlined
def leave(
    special: Special | None, further: Further | None, given: Given, house: House, following: int, now: int
) -> int:
    """Let all leave that have waited for too long, if nothing more falls due now; return the following instant.

    It is `now` itself if any left.
    """
    if special is None or further is None:
        return following
    if following <= now:
        return following
    for at in range(house.counts[LEAVING]):
        step = house.further.leaving[at]
        if has_never_been_taken(house, step):
            _leave(special, further, given, house, step, now)
            following = now
    house.counts[LEAVING] = 0
    return following


@inlined
def _leave(special: Special, further: Further, given: Given, house: House, step: int, now: int) -> None:
    """Let a step leave; in its queue it is dropped once it stands at the head."""
    house.steps[step].state = _LEFT
    house.steps[step].ended_ms = now
    count_waiting(given.pace, given, house, step, -1)
    is_urgent_no_more(further, house, step)
    crew = special.steps[step].crew
    if crew >= 0:  # whoever was kept for it may do something else
        leave_line(special, house, crew)
        look_anew(given, house, special.crews[crew].pool)
    note(house, step, SETTLE)
