"""Edges in the kernel: what becomes of those that follow a step that ended, left, was skipped or is late (rule 8)."""

from __future__ import annotations

from sim.engine import rules
from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.further_tables import Further
from sim.engine.kernel.provided import end_hold
from sim.engine.kernel.tables import AWAITED, Given, House
from sim.engine.kernel.to_do import CALL, SETTLE, note
from sim.plan.plan import Guard
from sim.trace import State

_ENDED, _SKIPPED, _LEFT = int(State.ENDED), int(State.SKIPPED), int(State.LEFT)
_IF_FINE, _WHEN_LEFT, _WHEN_LATE = int(Guard.IF_FINE), int(Guard.WHEN_LEFT), int(Guard.WHEN_LATE)

_clock_holds = inlined(rules.clock_holds)
_guard_holds = inlined(rules.guard_holds)


@inlined
def settle(given: Given, house: House, step: int, now: int) -> None:
    """Resolve the edges of a step that ended, left or was skipped (rule 8); close its matter if it was the last."""
    end_hold(given.special, given, house, step, now)
    state = house.steps[step].state
    edge = house.steps[step].first_edge
    while edge >= 0:
        if not _is_resolved(given.further, house, edge, step):
            _resolve(given, house, house.edges[edge].target, _is_live(given.further, house, edge, state))
        edge = -1 if house.edges[edge].is_last else edge + 1
    matter = house.steps[step].matter
    house.open_steps[matter] -= 1
    if house.open_steps[matter] == 0:
        house.closed_ms[matter] = now
        if given.awaited[matter]:
            house.counts[AWAITED] -= 1


@inlined
def _resolve(given: Given, house: House, target: int, live: bool) -> None:
    """Note of one incoming edge of a step whether it is live; have the step called or skipped if that decides it."""
    at_once = _is_called_at_once(given.further, target)
    if at_once and live and not house.steps[target].has_live:
        note(house, target, CALL)
    if live:
        house.steps[target].has_live = True
    house.steps[target].unresolved -= 1
    if house.steps[target].unresolved == 0:
        if not house.steps[target].has_live:
            house.steps[target].state = _SKIPPED
            note(house, target, SETTLE)
        elif not at_once:
            note(house, target, CALL)


@inlined
def _is_called_at_once(further: Further | None, step: int) -> bool:
    if further is None:
        return False
    return bool(further.steps[step].is_first != 0)


@inlined
def _is_resolved(further: Further | None, house: House, edge: int, step: int) -> bool:
    """Return whether an edge was resolved already, since its source has raised its alarm."""
    if further is None:
        return False
    return bool(house.further.steps[step].is_late != 0 and house.edges[edge].guard == _WHEN_LATE)


@inlined
def _is_live(further: Further | None, house: House, edge: int, state: int) -> bool:
    """Return whether an edge is live whose source ended, left or was skipped."""
    guard, judged = house.edges[edge].guard, house.edges[edge].judged
    if further is None:
        return state == _ENDED and _guard_holds(guard, house.steps[judged].outcome)
    if state != _ENDED:
        return state == _LEFT and guard == _WHEN_LEFT
    if guard <= _IF_FINE:
        return _guard_holds(guard, house.steps[judged].outcome)
    if guard >= _WHEN_LEFT or house.steps[judged].state != _ENDED:
        return False
    return _clock_holds(guard, house.steps[judged].ended_ms, further.deadline_ms[house.steps[judged].matter])


@inlined
def raise_alarm(further: Further | None, given: Given, house: House, step: int) -> None:
    """Raise the alarm of a step: its edges that wait for it are live."""
    if further is None:
        return
    house.further.steps[step].is_late = 1
    edge = house.steps[step].first_edge
    while edge >= 0:
        if house.edges[edge].guard == _WHEN_LATE:
            _resolve(given, house, house.edges[edge].target, True)
        edge = -1 if house.edges[edge].is_last else edge + 1
