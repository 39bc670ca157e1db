"""Which rules of leaving, alarms, coming in, growth and deadlines had a say in a run, and their corners."""

from __future__ import annotations

import numpy as np
from presence import Presence
from provisions_fired import practice_of

from sim.arrays import NEVER
from sim.plan.plan import Guard, Plan
from sim.trace import NOT_YET, State, Trace

RULES_OF_BRANCHES = (
    "a step leaves", "leaves at once", "taken at the last instant", "several leave at once",
    "an edge when left", "an edge when left, of a step that ended",
    "skipped behind a step that left", "an alarm rings", "an alarm rings at once", "taken before the alarm",
    "taken the instant it rings", "an edge when late", "rings, and leaves later", "leaves the instant it rings",
    "called by the first of several", "a later one changes nothing", "none of several is live",
    "a hanging matter comes in", "never comes in", "work has grown", "grown to the most", "not yet growing", "overdue",
    "in time", "in time to the millisecond", "neither overdue nor in time", "urged twice", "aged and taken",
)  # fmt: skip


def branches_fired(plan: Plan, trace: Trace, presence: Presence) -> set[str]:
    """Return which of these showed in a run."""
    fired = _of_patience(plan, trace) | _of_alarms(plan, trace) | _of_edges(plan, trace) | _of_firsts(plan, trace)
    fired |= _of_entries(plan, trace) | _of_growth(presence) | _of_urges(presence)
    assert fired <= set(RULES_OF_BRANCHES)
    return fired


def those(found: dict[str, object]) -> set[str]:
    """Return the names of what there is any of."""
    return {name for name, value in found.items() if bool(np.any(value))}


def _of_patience(plan: Plan, trace: Trace) -> set[str]:
    step, after = plan.patience.step, plan.patience.after_ms
    left, last = trace.state[step] == State.LEFT, trace.ready_ms[step] + after
    return those({
        "a step leaves": left & (after > 0),
        "leaves at once": left & (after == 0),
        "taken at the last instant": (trace.started_ms[step] == last) & (trace.ready_ms[step] >= 0) & (after > 0),
        "several leave at once": np.unique(trace.ended_ms[step][left]).size < left.sum(),
    })  # fmt: skip


def _of_alarms(plan: Plan, trace: Trace) -> set[str]:
    step, after = plan.alarms.step, plan.alarms.after_ms
    rang = rings(plan, trace)[step]
    ready, started, at = trace.ready_ms[step], trace.started_ms[step], trace.ready_ms[step] + after
    left = trace.state[step] == State.LEFT
    return those({
        "an alarm rings": rang & (after > 0),
        "an alarm rings at once": rang & (after == 0),
        "taken before the alarm": (ready >= 0) & (started >= 0) & (started < at),
        "taken the instant it rings": rang & (started == at) & (after > 0),
        "rings, and leaves later": rang & left & (trace.ended_ms[step] > at),
        "leaves the instant it rings": rang & left & (trace.ended_ms[step] == at),
    })  # fmt: skip


def rings(plan: Plan, trace: Trace) -> np.ndarray:
    """Return of each step whether it has raised its alarm: nobody had taken it, and it had not left."""
    found = np.zeros(plan.n_steps, dtype=bool)
    for step, after in zip(plan.alarms.step.tolist(), plan.alarms.after_ms.tolist(), strict=True):
        ready, at = trace.ready_ms[step], trace.ready_ms[step] + after
        untaken = trace.started_ms[step] == NOT_YET or trace.started_ms[step] >= at
        here = trace.state[step] != State.LEFT or trace.ended_ms[step] >= at
        found[step] = ready != NOT_YET and untaken and here and at <= trace.stopped_ms
    return found


def _of_edges(plan: Plan, trace: Trace) -> set[str]:
    edges, state = plan.edges, trace.state
    left, ended = state[edges.source] == State.LEFT, state[edges.source] == State.ENDED
    judged, over = edges.judged, state[edges.judged] == State.ENDED
    deadline, at = plan.matters.deadline_ms[plan.steps.matter[judged]], trace.ended_ms[judged]
    late, timely = edges.guard == Guard.WHEN_OVERDUE, edges.guard == Guard.IN_TIME
    called = np.isin(state[edges.target], (State.SKIPPED, State.PENDING), invert=True)
    return those({
        "an edge when left": left & (edges.guard == Guard.WHEN_LEFT) & called,
        "an edge when left, of a step that ended": ended & (edges.guard == Guard.WHEN_LEFT),
        "skipped behind a step that left": left & (state[edges.target] == State.SKIPPED),
        "an edge when late": rings(plan, trace)[edges.source] & (edges.guard == Guard.WHEN_LATE) & called,
        "overdue": ended & over & late & (at > deadline),
        "in time": ended & over & timely & (at <= deadline) & (deadline < NEVER),
        "in time to the millisecond": ended & over & (late | timely) & (at == deadline),
        "neither overdue nor in time": ended & ~over & (late | timely),
    })  # fmt: skip


def _settled(plan: Plan, trace: Trace) -> np.ndarray:
    """Return when each step had ended or left; NEVER for all others, skipped ones too."""
    return np.where(trace.ended_ms == NOT_YET, NEVER, trace.ended_ms)


def _of_firsts(plan: Plan, trace: Trace) -> set[str]:
    fired, settled = set(), _settled(plan, trace)
    for step in plan.firsts.step.tolist():
        sources = plan.edges.source[plan.edges.target == step]
        ready = trace.ready_ms[step]
        if trace.state[step] == State.SKIPPED:
            fired.add("none of several is live")
        if ready == NOT_YET:
            continue
        later = (settled[sources] > ready) & (trace.state[sources] != State.SKIPPED)
        if later.any():
            fired.add("called by the first of several")
        if (later & (settled[sources] < NEVER)).any():
            fired.add("a later one changes nothing")
    return fired


def _of_entries(plan: Plan, trace: Trace) -> set[str]:
    state = trace.state[plan.entries.step]
    return those({
        "a hanging matter comes in": state == State.ENDED, "never comes in": state == State.SKIPPED,
    })  # fmt: skip


def _of_growth(presence: Presence) -> set[str]:
    plan, trace, table, fired = presence.plan, presence.trace, presence.plan.growth, set()
    for row, step in enumerate(table.step.tolist()):
        started = int(trace.started_ms[step])
        if started == NOT_YET or plan.steps.work_hours[step] == 0:
            continue
        if practice_of(plan, step, int(presence.stretches[step][0][0]), started)[0] == 0:
            continue
        grown = 1 + table.per_hour[row] * ((started - table.since_ms[row]) / 3_600_000)
        fired |= those({
            "not yet growing": started < table.since_ms[row] and table.per_hour[row] > 0 and table.most[row] > 1,
            "work has grown": 1 < grown < table.most[row],
            "grown to the most": 1 < table.most[row] < grown,
        })  # fmt: skip
    return fired


def _of_urges(presence: Presence) -> set[str]:
    plan, trace, fired = presence.plan, presence.trace, set()
    for step in np.unique(plan.urges.step).tolist():
        after = plan.urges.after_ms[plan.urges.step == step]
        ready, until = trace.ready_ms[step], trace.started_ms[step]
        if ready == NOT_YET:
            continue
        gone = trace.ended_ms[step] if trace.state[step] == State.LEFT else trace.stopped_ms + 1
        passed = (ready + after <= (gone if until == NOT_YET else until)).sum()
        fired |= {"urged twice"} if passed > 1 else set()
        fired |= {"aged and taken"} if passed > 1 and until != NOT_YET else set()
    return fired
