"""The rules of the engine once more, as slowly and plainly as they can be said: an answer to compare with.

It looks at every step and every pair at every instant, and keeps no queue, no heap and no event.
"""

from __future__ import annotations

from math import floor

import numpy as np
from by_the_rules_matching import Matching

from sim.arrays import NEVER
from sim.plan.plan import Guard, Plan
from sim.plan.provisions import Practice, Pressure
from sim.trace import NOT_YET, State, Trace

DONE = (State.ENDED, State.SKIPPED)


def simulate_by_the_rules(plan: Plan) -> Trace:
    """Return the trace of a (small) plan."""
    play = _Play(plan)
    stopped = play.run()
    counts = plan.crews.count.tolist()
    seats = [person for row, count in enumerate(counts) for person in play.seated.get(row, [NOT_YET] * count)]
    return Trace(
        **{name: np.array(getattr(play, name), dtype=np.int64) for name in ("state", "ready_ms", "started_ms")},
        **{name: np.array(getattr(play, name), dtype=np.int64) for name in ("ended_ms", "person", "outcome")},
        closed_ms=np.array(play.closed_ms, dtype=np.int64), stopped_ms=stopped,
        crew=np.array(seats, dtype=np.int64), freed_ms=np.array(play.freed_ms, dtype=np.int64),
    )  # fmt: skip


class _Play(Matching):
    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        n = plan.n_steps
        self.started_ms, self.ended_ms = [NOT_YET] * n, [NOT_YET] * n
        self.person, self.outcome = [NOT_YET] * n, [NOT_YET] * n
        self.closed_ms = [NOT_YET] * plan.matters.release_ms.size
        self.due = [NEVER] * n  # when its lag or its work is over
        self.error_factor = [1.0] * n
        edges = plan.edges
        self.incoming: list[list[tuple[int, int, int]]] = [[] for _ in range(n)]
        for source, target, guard, judged in zip(
            edges.source.tolist(), edges.target.tolist(), edges.guard.tolist(), edges.judged.tolist(), strict=True
        ):
            self.incoming[target].append((source, guard, judged))
        self.officer = dict(zip(plan.officers.step.tolist(), plan.officers.of.tolist(), strict=True))
        self.urge = {step: row for row, step in enumerate(plan.urges.step.tolist())}
        self.hold = {step: row for row, step in enumerate(plan.holds.step.tolist())}
        self.freed_ms = [NOT_YET] * plan.holds.step.size

    def run(self) -> int:
        awaited, end = self.plan.matters.awaited.tolist(), self.plan.end_ms
        known = self.known()
        now = min(known, default=NEVER)
        while now <= end:
            again = True
            while again:  # (a), (b), and (c): as long as something falls due at this instant
                while self.apply(now):
                    pass
                self.match(now, self.start)
                again = now in self.due
            closed = any(awaited) and all(self.closed_ms[row] >= 0 for row, flag in enumerate(awaited) if flag)
            urgings = [self.urging(step) for step in self.urge]
            later = min((time for time in (*known, *urgings, *self.due) if time > now), default=NEVER)
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

    def apply(self, now: int) -> bool:
        """Apply what falls due, step by step; say whether anything did."""
        changed = False
        for step in range(self.plan.n_steps):
            before = self.state[step]
            if before == State.PENDING:
                self.call(step, now)
            elif self.due[step] == now and before == State.LAGGING:
                self.await_somebody(step, now)
            elif self.due[step] == now and before == State.STARTED:
                self.end(step, now)
            if self.urging(step) == now and self.state[step] == State.WAITING:
                row = self.urge[step]
                self.priority[step] = int(self.plan.urges.priority[row])
                self.order[step] = int(self.plan.urges.order_key[row])
            changed |= self.state[step] != before
        for row, until in enumerate(self.plan.holds.until.tolist()):
            if until in self.held and self.state[until] in DONE:
                self.idle_since[self.held.pop(until)] = now
                self.freed_ms[row] = now
        for matter, closed in enumerate(self.closed_ms):
            own = np.flatnonzero(self.plan.steps.matter == matter)
            if closed < 0 and own.size and all(self.state[step] in DONE for step in own):
                self.closed_ms[matter] = now
        return changed

    def call(self, step: int, now: int) -> None:
        incoming, steps = self.incoming[step], self.plan.steps
        if not incoming and self.plan.matters.release_ms[steps.matter[step]] > now:
            return
        if any(self.state[source] not in DONE for source, _, _ in incoming):
            return
        if incoming and not any(self.is_live(*edge) for edge in incoming):
            self.state[step] = State.SKIPPED
            return
        calendar = self.plan.calendars[steps.calendar[step]] if steps.calendar[step] >= 0 else None
        if steps.unit[step] < 0:
            length = floor(float(steps.work_hours[step]) * 3_600_000 + 0.5)
            self.state[step], self.ready_ms[step], self.started_ms[step] = State.STARTED, now, now
            self.due[step] = now + length if calendar is None else int(calendar.add_working(now, length))
            return
        lag = int(steps.lag_ms[step])
        over = now + lag if calendar is None else int(calendar.add_working(calendar.next_open(now), lag))
        self.state[step], self.due[step] = State.LAGGING, over

    def is_live(self, source: int, guard: int, judged: int) -> bool:
        if self.state[source] == State.SKIPPED:
            return False
        return guard == Guard.ALWAYS or self.outcome[judged] == (1 if guard == Guard.ON_ERROR else 0)

    def await_somebody(self, step: int, now: int) -> None:
        """A step is ready: for its case officer, if there is one by now who may do it, else for anybody."""
        self.state[step], self.ready_ms[step], self.due[step] = State.WAITING, now, NEVER
        officer = self.person[self.officer[step]] if step in self.officer else NOT_YET
        steps = self.plan.steps
        if officer >= 0 and self.may(officer, int(steps.unit[step]), int(steps.rank[step])):
            self.waits_for[step] = officer

    def urging(self, step: int) -> int:
        """Return when a step is urged, NEVER while that is not known."""
        if step not in self.urge or self.ready_ms[step] == NOT_YET:
            return NEVER
        return self.ready_ms[step] + int(self.plan.urges.after_ms[self.urge[step]])

    def end(self, step: int, now: int) -> None:
        steps, first = self.plan.steps, self.person[step]
        self.state[step], self.ended_ms[step], self.due[step], self.outcome[step] = State.ENDED, now, NEVER, 0
        if first < 0:
            return
        category = steps.category[step]
        rate = self.plan.people.error_rate[first, category]
        if category >= 0 and steps.chance[step] < rate * self.error_factor[step]:
            self.outcome[step] = 1
        until = int(self.plan.holds.until[self.hold[step]]) if step in self.hold else -1
        if until >= 0 and self.plan.people.rank[first] < steps.rank[until]:
            self.held[until] = first
            return
        for person in self.crew.get(step, [first]):
            self.idle_since[person] = now

    def start(self, step: int, members: list[int], now: int) -> None:
        haste = self.haste(step)
        first_practice = self.practice(members[0], step, now)
        self.error_factor[step] = haste[1] * first_practice[1]
        self.due[step] = max(self.work(step, person, haste[0], now) for person in members)
        self.state[step], self.started_ms[step], self.person[step] = State.STARTED, now, members[0]
        for person in members:
            self.idle_since[person] = None

    def work(self, step: int, person: int, haste: float, now: int) -> int:
        """Return when a step would end that this person starts now, and note its category with them."""
        hours, category = float(self.plan.steps.work_hours[step]), int(self.plan.steps.category[step])
        if category >= 0:
            hours = hours / float(self.plan.people.skill[person, category])
        hours = hours * (haste * self.practice(person, step, now)[0])
        if category >= 0:
            if self.must_turn(person, category) and hours > 0:
                hours += float(self.plan.setup_hours[category])
            self.last_category[person] = category
        return int(self.calendar[person].add_working(now, floor(hours * 3_600_000 + 0.5)))

    def haste(self, step: int) -> tuple[float, float]:
        """Return what the unit's table says of as many as wait there besides this step."""
        table, unit = self.plan.pressure, int(self.plan.steps.unit[step])
        others = [one for one, state in enumerate(self.state) if state == State.WAITING and one != step]
        waiting = sum(int(self.plan.steps.unit[one]) == unit for one in others)
        return _last(table, (table.unit == unit) & (table.waiting <= waiting))

    def practice(self, person: int, step: int, now: int) -> tuple[float, float]:
        table = self.plan.practice
        used = int(self.plan.steps.category[step]) >= 0
        return _last(table, (table.person == person) & (table.from_ms <= now) & used)


def _last(table: Pressure | Practice, counts: np.ndarray) -> tuple[float, float]:
    """Return the factors of the last row that counts, 1 where none does."""
    rows = np.flatnonzero(counts)
    return (float(table.hours_factor[rows[-1]]), float(table.error_factor[rows[-1]])) if rows.size else (1.0, 1.0)
