"""Agreement: whether two traces of a plan are equal, and in words where they first part."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from sim.arrays import NEVER, Ints
from sim.calendar import MS_PER_DAY, MS_PER_MINUTE
from sim.plan.plan import Kind, Plan
from sim.trace import NOT_YET, State, Trace

_INSTANT_OF = {"ready_ms": "ready_ms", "started_ms": "started_ms", "person": "started_ms",
               "ended_ms": "ended_ms", "outcome": "ended_ms"}  # fmt: skip
"""Each column of a step, in the order of its life, and when its value becomes known; a state has no such instant."""

_OUTCOMES = {1: "in error", 0: "without error", NOT_YET: "without an outcome"}
_STATES = {int(state): state.name.lower() for state in State}


def first_difference(plan: Plan, expected: Trace, found: Trace) -> str | None:
    """Return None if both traces are equal in all cells, else one sentence on the first difference.

    First is what is earliest in the time of the model, and the smaller step of several at one instant: later
    differences may be no more than its consequences. Only where no step differs is a matter told, or the end.
    """
    for column in fields(Trace):
        sizes = np.size(getattr(found, column.name)), np.size(getattr(expected, column.name))
        if sizes[0] != sizes[1]:
            return f"the trace has {sizes[0]} rows of {column.name}; expected {sizes[1]}."
    parts = [part(plan, expected, found) for part in (_in_steps, _in_crews, _in_holds, _in_cuts, _in_trips)]
    told = [part for part in parts if part]
    if told:
        return min(told, key=lambda one: one[0])[1]
    return _in_matters(expected, found) or _in_the_end(expected, found)


_Difference = tuple[int, str]
"""When the two part, NEVER if that is not known; and one sentence."""


def _in_steps(plan: Plan, expected: Trace, found: Trace) -> _Difference | None:
    parted = {name: _parted(name, expected, found) for name in (*_INSTANT_OF, "state")}
    earliest = np.min(list(parted.values()), axis=0)
    differs = np.any([getattr(expected, name) != getattr(found, name) for name in parted], axis=0)
    if not differs.any():
        return None
    step = int(np.lexsort((earliest, ~differs))[0])
    column = next(
        name for name, instant in parted.items()
        if instant[step] == earliest[step] and getattr(expected, name)[step] != getattr(found, name)[step]
    )  # fmt: skip
    told = f"{_named(plan, step)}: expected to be {_told(column, expected, step)}; found {_told(column, found, step)}."
    return int(earliest[step]), told


def _in_crews(plan: Plan, expected: Trace, found: Trace) -> _Difference | None:
    """Say who else sits in a crew: of those that differ, in the one that was begun first."""
    step = np.repeat(plan.crews.step, plan.crews.count)[: expected.crew.size]
    differs = expected.crew != found.crew
    if not differs.any():
        return None
    begun = _earlier(expected.started_ms[step], found.started_ms[step])
    seat = int(np.lexsort((begun, ~differs))[0])
    return int(begun[seat]), (
        f"{_named(plan, int(step[seat]))}: expected person {expected.crew[seat]} in seat {seat} of its crew; found "
        f"person {found.crew[seat]}."
    )


def _in_holds(plan: Plan, expected: Trace, found: Trace) -> _Difference | None:
    """Say when else a hold came to an end: of those that differ, the one that ended first."""
    differs = expected.freed_ms != found.freed_ms
    if not differs.any():
        return None
    freed = _earlier(expected.freed_ms, found.freed_ms)
    hold = int(np.lexsort((freed, ~differs))[0])
    one, other = (_whether("freed", int(trace.freed_ms[hold])) for trace in (expected, found))
    step = _named(plan, int(plan.holds.step[hold]))
    return int(freed[hold]), f"{step}: expected its handler, who is held, to be {one}; found {other}."


def _in_cuts(plan: Plan, expected: Trace, found: Trace) -> _Difference | None:
    """Say what else was interrupted, whose, when, or when it went on: of those that differ, the first in time."""
    parted = np.any([
        getattr(expected, name) != getattr(found, name) for name in ("cut_step", "cut_person", "cut_ms")
    ], axis=0)  # fmt: skip
    differs = parted | (expected.resumed_ms != found.resumed_ms)
    if not differs.any():
        return None
    resumed = _dated(_earlier(expected.resumed_ms, found.resumed_ms))
    instant = np.where(parted, _dated(_earlier(expected.cut_ms, found.cut_ms)), resumed)
    row = int(np.lexsort((instant, ~differs))[0])
    one, other = (_told_cut(trace, row) for trace in (expected, found))
    return int(
        instant[row]
    ), f"{_named(plan, int(plan.preempts.step[row]))}: expected to interrupt {one}; found {other}."


def _in_trips(plan: Plan, expected: Trace, found: Trace) -> _Difference | None:
    """Say which way was another, or who was back at another time: of those that differ, the first in time."""
    way = expected.way_ms != found.way_ms
    differs = way | (expected.back_ms != found.back_ms)
    if not differs.any():
        return None
    step = np.repeat(plan.visits.step, plan.seats_of_visits)
    begun = _dated(_earlier(expected.started_ms[step], found.started_ms[step]))
    instant = np.where(way, begun, _dated(_earlier(expected.back_ms, found.back_ms)))
    row = int(np.lexsort((instant, ~differs))[0])
    one, other = (_told_trip(trace, row, way=bool(way[row])) for trace in (expected, found))
    return int(instant[row]), f"{_named(plan, int(step[row]))}: expected row {row} of trips to be {one}; found {other}."


def _told_cut(trace: Trace, row: int) -> str:
    step, person, cut_ms, resumed_ms = (
        int(getattr(trace, name)[row]) for name in ("cut_step", "cut_person", "cut_ms", "resumed_ms")
    )
    if max(step, person, cut_ms, resumed_ms) == NOT_YET:
        return "nobody"
    at = _at(cut_ms) if cut_ms != NOT_YET else "never"
    return f"person {person} in step {step} {at}, {_whether('resumed', resumed_ms)}"


def _told_trip(trace: Trace, row: int, *, way: bool) -> str:
    if not way:
        return _whether("back", int(trace.back_ms[row]))
    return f"a way of {trace.way_ms[row]} ms" if trace.way_ms[row] != NOT_YET else "no way"


def _dated(instant: Ints) -> Ints:
    """Return the instants, NEVER where neither trace notes one."""
    return np.where(instant == NOT_YET, NEVER, instant)


def _parted(name: str, expected: Trace, found: Trace) -> Ints:
    """Return when the two part in a column, for each step; NEVER where they do not, or where neither notes when."""
    differs = getattr(expected, name) != getattr(found, name)
    if name == "state":
        noted = np.max([getattr(trace, time) for trace in (expected, found) for time in _INSTANT_OF.values()], axis=0)
    else:
        noted = _earlier(*(getattr(trace, _INSTANT_OF[name]) for trace in (expected, found)))
    return np.where(differs & (noted != NOT_YET), noted, NEVER)


def _earlier(one: Ints, other: Ints) -> Ints:
    """Return the smaller of two instants, where both were reached, else the one that was."""
    return np.where((one == NOT_YET) | (other == NOT_YET), np.maximum(one, other), np.minimum(one, other))


def _in_matters(expected: Trace, found: Trace) -> str | None:
    instant = _earlier(expected.closed_ms, found.closed_ms)
    differs = expected.closed_ms != found.closed_ms
    if not differs.any():
        return None
    matter = int(np.lexsort((instant, ~differs))[0])
    one, other = (_whether("closed", int(trace.closed_ms[matter])) for trace in (expected, found))
    return f"matter {matter}: expected to be {one}; found {other}."


def _in_the_end(expected: Trace, found: Trace) -> str | None:
    if expected.stopped_ms == found.stopped_ms:
        return None
    return f"the run: expected to be stopped {_at(expected.stopped_ms)}; found stopped {_at(found.stopped_ms)}."


def _named(plan: Plan, step: int) -> str:
    steps = plan.steps
    where = f"unit {steps.unit[step]}" if steps.unit[step] >= 0 else "a pure wait"
    return f"step {step} ({Kind(steps.kind[step]).name} of matter {steps.matter[step]}, {where})"


def _told(column: str, trace: Trace, step: int) -> str:
    """Return what a trace says of a step in a column, as a half-sentence that can be expected or found."""
    if column == "ready_ms":
        return _whether("ready", int(trace.ready_ms[step]))
    if column in ("started_ms", "person"):
        by = f" by person {trace.person[step]}" if trace.person[step] >= 0 else " by nobody"
        return _whether("started", int(trace.started_ms[step])) + by
    if column == "ended_ms":
        return _whether("ended", int(trace.ended_ms[step]))
    if column == "outcome":
        outcome = int(trace.outcome[step])
        return f"{_OUTCOMES.get(outcome, 'given an outcome that there is not')} (outcome {outcome})"
    state = int(trace.state[step])
    return f"{_STATES.get(state, 'in a state that there is not')} when the run stops (state {state})"


def _whether(what: str, time: int) -> str:
    return f"{what} {_at(time)}" if time != NOT_YET else f"never {what}"


def _at(time: int) -> str:
    """Return an instant as a person would say it, and exactly."""
    minutes = time % MS_PER_DAY // MS_PER_MINUTE
    return f"at {minutes // 60:02}:{minutes % 60:02} on day {time // MS_PER_DAY + 1} (ms {time})"
