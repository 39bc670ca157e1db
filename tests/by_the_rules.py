"""The rules of the engine once more, as slowly and plainly as they can be said: an answer to compare with.

It looks at every step and every pair at every instant, and keeps no queue, no heap and no event.
"""

from __future__ import annotations

import numpy as np
from by_the_rules_places import rounded
from by_the_rules_working import Working

from sim.arrays import NEVER
from sim.plan.plan import Guard, Plan
from sim.trace import NOT_YET, State, Trace

DONE = (State.ENDED, State.SKIPPED, State.LEFT)


def simulate_by_the_rules(plan: Plan) -> Trace:
    """Return the trace of a (small) plan."""
    play = _Play(plan)
    stopped = play.run()
    counts = plan.crews.count.tolist()
    seats = [person for row, count in enumerate(counts) for person in play.seated.get(row, [NOT_YET] * count)]
    cuts = [play.cuts.get(step, [NOT_YET] * 4) for step in plan.preempts.step.tolist()]
    cut = np.array(cuts, dtype=np.int64).reshape(-1, 4).T
    return Trace(
        **{name: np.array(getattr(play, name), dtype=np.int64) for name in ("state", "ready_ms", "started_ms")},
        **{name: np.array(getattr(play, name), dtype=np.int64) for name in ("ended_ms", "person", "outcome")},
        closed_ms=np.array(play.closed_ms, dtype=np.int64), stopped_ms=stopped,
        crew=np.array(seats, dtype=np.int64), freed_ms=np.array(play.freed_ms, dtype=np.int64),
        cut_step=cut[0], cut_person=cut[1], cut_ms=cut[2], resumed_ms=cut[3],
        way_ms=np.array(play.places.way_ms, dtype=np.int64), back_ms=np.array(play.places.back_ms, dtype=np.int64),
    )  # fmt: skip


class _Play(Working):
    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.closed_ms = [NOT_YET] * plan.matters.release_ms.size
        self.of_matter: dict[int, list[int]] = {}
        for step, matter in enumerate(plan.steps.matter.tolist()):
            self.of_matter.setdefault(matter, []).append(step)
        edges = plan.edges
        self.incoming: list[list[tuple[int, int, int]]] = [[] for _ in range(plan.n_steps)]
        for source, target, guard, judged in zip(
            edges.source.tolist(), edges.target.tolist(), edges.guard.tolist(), edges.judged.tolist(), strict=True
        ):
            self.incoming[target].append((source, guard, judged))
        self.firsts = set(plan.firsts.step.tolist())
        self.urged: set[int] = set()  # rows of urges that have fallen due, whatever came of it
        self.rang: set[int] = set()  # steps that have raised their alarm
        self.alarm = dict(zip(plan.alarms.step.tolist(), plan.alarms.after_ms.tolist(), strict=True))
        self.patience = dict(zip(plan.patience.step.tolist(), plan.patience.after_ms.tolist(), strict=True))

    def run(self) -> int:
        awaited, end = self.plan.matters.awaited.tolist(), self.plan.end_ms
        known = self.known()
        now = min(known, default=NEVER)
        while now <= end:
            self.play(now)
            closed = any(awaited) and all(self.closed_ms[row] >= 0 for row, flag in enumerate(awaited) if flag)
            later = min((time for time in (*known, *self.falls_due()) if time > now), default=NEVER)
            if closed and later > max(now, self.plan.least_ms):
                return max(now, self.plan.least_ms)
            now = later
        return end

    def known(self) -> set[int]:
        """Return the instants that are known before anything happens.

        Whoever is kept for a crew is so only while enough people are there: so with crews, closings count as well.
        """
        named = [index for index in self.plan.terms.calendar.tolist() if index >= 0]
        calendars = [*self.calendar, *(self.plan.calendars[index] for index in named)]
        known = {*self.plan.matters.release_ms.tolist(), *(int(one) for cal in calendars for one in cal.opens)}
        if self.lines:
            known |= {int(one) for cal in calendars for one in cal.closes}
        return known

    def falls_due(self) -> list[int]:
        """Return the instants that are known by now because of what has happened."""
        urges = [self.urged_at(row) for row in range(self.plan.urges.step.size)]
        limits = [self.since_ready(step, after) for one in (self.alarm, self.patience) for step, after in one.items()]
        return [*urges, *limits, *self.due, *(back for back, _ in self.places.on_the_way_back.values())]

    def since_ready(self, step: int, after: int) -> int:
        """Return when a step has been ready for so long, NEVER while that is not known."""
        return NEVER if self.ready_ms[step] == NOT_YET else self.ready_ms[step] + after

    def urged_at(self, row: int) -> int:
        return self.since_ready(int(self.plan.urges.step[row]), int(self.plan.urges.after_ms[row]))

    def play(self, now: int) -> None:
        """Play an instant: (a) and (b), (c) as long as something falls due, then (d) and (e)."""
        again = True
        while again:
            while self.apply(now):
                pass
            self.begin_at_the_base(now)
            self.match(now, self.start)
            while self.interrupt(now):
                self.match(now, self.start)
            back = [time for time, _ in self.places.on_the_way_back.values()]
            again = now in self.due or now in back or self.leave(now)

    def apply(self, now: int) -> bool:
        """Apply what falls due, step by step; say whether anything did."""
        changed = False
        for step in range(self.plan.n_steps):
            before = self.state[step]
            if before == State.PENDING:
                self.call(step, now)
            elif self.due[step] == now and before == State.LAGGING:
                self.ready_ms[step] = now
                self.wait_for_somebody(step)
            elif self.due[step] == now and before == State.STARTED:
                self.end(step, now)
            changed |= self.state[step] != before
            if step not in self.rang and self.waits_untaken(step, self.alarm, now):
                self.rang.add(step)
                changed = True
        self.come_back(now)
        self.urge(now)
        self.let_go(now)
        return changed

    def waits_untaken(self, step: int, limits: dict[int, int], now: int) -> bool:
        """Return whether a step has waited so long that something comes of it, and nobody has ever taken it."""
        waits = self.state[step] == State.WAITING and self.started_ms[step] == NOT_YET
        return waits and step in limits and self.ready_ms[step] + limits[step] <= now

    def leave(self, now: int) -> bool:
        """Let all leave whose patience has ended; say whether any did."""
        leaving = [step for step in self.patience if self.waits_untaken(step, self.patience, now)]
        for step in leaving:
            self.state[step], self.ended_ms[step] = State.LEFT, now
        return bool(leaving)

    def urge(self, now: int) -> None:
        urges = self.plan.urges
        for row, step in enumerate(urges.step.tolist()):
            if row in self.urged or self.urged_at(row) != now:
                continue
            self.urged.add(row)
            if self.state[step] == State.WAITING:
                self.priority[step], self.order[step] = int(urges.priority[row]), int(urges.order_key[row])

    def let_go(self, now: int) -> None:
        """Free those whose hold is over, and close the matters of which nothing is left to do."""
        for row, until in enumerate(self.plan.holds.until.tolist()):
            if until in self.held and self.state[until] in DONE:
                self.idle_since[self.held.pop(until)] = now
                self.freed_ms[row] = now
        for matter, own in self.of_matter.items():
            if self.closed_ms[matter] < 0 and all(self.state[step] in DONE for step in own):
                self.closed_ms[matter] = now

    def call(self, step: int, now: int) -> None:
        if not self.is_called(step, now):
            return
        steps = self.plan.steps
        calendar = self.plan.calendars[steps.calendar[step]] if steps.calendar[step] >= 0 else None
        if steps.unit[step] < 0:
            length = rounded(float(steps.work_hours[step]))
            self.state[step], self.ready_ms[step], self.started_ms[step] = State.STARTED, now, now
            self.due[step] = now + length if calendar is None else int(calendar.add_working(now, length))
            return
        lag = int(steps.lag_ms[step])
        over = now + lag if calendar is None else int(calendar.add_working(calendar.next_open(now), lag))
        self.state[step], self.due[step] = State.LAGGING, over

    def is_called(self, step: int, now: int) -> bool:
        """Return whether a step is called now; skip it if it never will be."""
        if not self.incoming[step]:
            return int(self.plan.matters.release_ms[self.plan.steps.matter[step]]) <= now
        live = [self.is_live(*edge) for edge in self.incoming[step]]
        if step in self.firsts and True in live:
            return True
        if None not in live and True not in live:
            self.state[step] = State.SKIPPED
        return None not in live and True in live

    def is_live(self, source: int, guard: int, judged: int) -> bool | None:
        """Return whether an edge is live, None while it is not resolved."""
        if guard == Guard.WHEN_LATE and source in self.rang:
            return True
        if self.state[source] not in DONE:
            return None
        if guard == Guard.WHEN_LEFT:
            return self.state[source] == State.LEFT
        if self.state[source] != State.ENDED or guard == Guard.WHEN_LATE:
            return False
        return guard == Guard.ALWAYS or self.holds_of(judged, guard)

    def holds_of(self, judged: int, guard: int) -> bool:
        """Return whether a guard holds of a step that is judged."""
        if self.state[judged] != State.ENDED:
            return False
        deadline = int(self.plan.matters.deadline_ms[self.plan.steps.matter[judged]])
        return {
            Guard.ON_ERROR: self.outcome[judged] == 1, Guard.IF_FINE: self.outcome[judged] == 0,
            Guard.WHEN_OVERDUE: self.ended_ms[judged] > deadline, Guard.IN_TIME: self.ended_ms[judged] <= deadline,
        }[Guard(guard)]  # fmt: skip
