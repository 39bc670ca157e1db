"""The rules of the engine once more, as slowly and plainly as they can be said: an answer to compare with.

It looks at every step and every pair at every instant, and keeps no queue, no heap and no event.
"""

from __future__ import annotations

from itertools import pairwise
from math import floor

import numpy as np

from sim.arrays import NEVER
from sim.plan.plan import Guard, Plan
from sim.trace import NOT_YET, State, Trace


def simulate_by_the_rules(plan: Plan) -> Trace:
    """Return the trace of a (small) plan."""
    play = _Play(plan)
    stopped = play.run()
    return Trace(
        **{name: np.array(getattr(play, name), dtype=np.int64) for name in ("state", "ready_ms", "started_ms")},
        **{name: np.array(getattr(play, name), dtype=np.int64) for name in ("ended_ms", "person", "outcome")},
        closed_ms=np.array(play.closed_ms, dtype=np.int64), stopped_ms=stopped,
    )  # fmt: skip


class _Play:
    def __init__(self, plan: Plan) -> None:
        self.plan, n = plan, plan.n_steps
        self.state = [State.PENDING] * n
        self.ready_ms, self.started_ms, self.ended_ms = [NOT_YET] * n, [NOT_YET] * n, [NOT_YET] * n
        self.person, self.outcome = [NOT_YET] * n, [NOT_YET] * n
        self.closed_ms = [NOT_YET] * plan.matters.release_ms.size
        self.due = [NEVER] * n  # when its lag or its work is over
        people = plan.people
        self.calendar = [plan.calendars[index] for index in people.calendar]
        bounds = people.unit_start.tolist()
        self.units = [people.unit[begin:end].tolist() for begin, end in pairwise(bounds)]
        self.haste = [(1.0, 1.0)] * n  # what work and error rate are multiplied by
        self.idle_since: list[int | None] = [0] * people.rank.size
        self.last_category = [-1] * people.rank.size
        edges = plan.edges
        self.incoming: list[list[tuple[int, int, int]]] = [[] for _ in range(n)]
        for source, target, guard, judged in zip(
            edges.source.tolist(), edges.target.tolist(), edges.guard.tolist(), edges.judged.tolist(), strict=True
        ):
            self.incoming[target].append((source, guard, judged))

    def run(self) -> int:
        awaited, end = self.plan.matters.awaited.tolist(), self.plan.end_ms
        known = {*self.plan.matters.release_ms.tolist(), *(int(one) for cal in self.calendar for one in cal.opens)}
        now = min(known, default=NEVER)
        while now <= end:
            again = True
            while again:  # (a), (b), and (c): as long as something falls due at this instant
                while self.apply(now):
                    pass
                self.match(now)
                again = now in self.due
            closed = any(awaited) and all(self.closed_ms[row] >= 0 for row, flag in enumerate(awaited) if flag)
            later = min((time for time in (*known, *self.due) if time > now), default=NEVER)
            if closed and later > max(now, self.plan.least_ms):
                return max(now, self.plan.least_ms)
            now = later
        return end

    def apply(self, now: int) -> bool:
        """Apply what falls due, step by step; say whether anything did."""
        changed = False
        for step in range(self.plan.n_steps):
            before = self.state[step]
            if before == State.PENDING:
                self.call(step, now)
            elif self.due[step] == now and before == State.LAGGING:
                self.state[step], self.ready_ms[step], self.due[step] = State.WAITING, now, NEVER
            elif self.due[step] == now and before == State.STARTED:
                self.end(step, now)
            changed |= self.state[step] != before
        for matter, closed in enumerate(self.closed_ms):
            own = np.flatnonzero(self.plan.steps.matter == matter)
            if closed < 0 and own.size and all(self.state[step] in (State.ENDED, State.SKIPPED) for step in own):
                self.closed_ms[matter] = now
        return changed

    def call(self, step: int, now: int) -> None:
        incoming, steps = self.incoming[step], self.plan.steps
        if not incoming and self.plan.matters.release_ms[steps.matter[step]] > now:
            return
        if any(self.state[source] not in (State.ENDED, State.SKIPPED) for source, _, _ in incoming):
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

    def end(self, step: int, now: int) -> None:
        steps, person = self.plan.steps, self.person[step]
        self.state[step], self.ended_ms[step], self.due[step], self.outcome[step] = State.ENDED, now, NEVER, 0
        if person >= 0:
            self.idle_since[person] = now
            category = steps.category[step]
            rate = self.plan.people.error_rate[person, category]
            if category >= 0 and steps.chance[step] < rate * self.haste[step][1]:
                self.outcome[step] = 1

    def match(self, now: int) -> None:
        """Let the pair with the smallest key start, again and again."""
        steps, people = self.plan.steps, self.plan.people
        while True:
            pairs = [
                (
                    int(steps.priority[step]), self.units[person].index(steps.unit[step]), int(steps.order_key[step]),
                    self.ready_ms[step], step, since, person,
                )
                for step in range(self.plan.n_steps) if self.state[step] == State.WAITING
                for person, since in enumerate(self.idle_since)
                if since is not None and steps.unit[step] in self.units[person]
                and people.rank[person] >= steps.rank[step] and self.calendar[person].is_open(now)
            ]  # fmt: skip
            if not pairs:
                return
            *_, step, _, person = min(pairs)
            self.start(step, person, now)

    def start(self, step: int, person: int, now: int) -> None:
        hours, category = float(self.plan.steps.work_hours[step]), int(self.plan.steps.category[step])
        self.haste[step] = self.pressure(step)
        if category >= 0:
            hours = hours / float(self.plan.people.skill[person, category])
        hours = hours * self.haste[step][0]
        if category >= 0:
            if self.last_category[person] not in (-1, category) and hours > 0:
                hours += float(self.plan.setup_hours[category])
            self.last_category[person] = category
        self.state[step], self.started_ms[step], self.person[step] = State.STARTED, now, person
        self.idle_since[person] = None
        self.due[step] = int(self.calendar[person].add_working(now, floor(hours * 3_600_000 + 0.5)))

    def pressure(self, step: int) -> tuple[float, float]:
        """Return what the unit's table says of as many as wait there besides this step."""
        table, unit = self.plan.pressure, int(self.plan.steps.unit[step])
        others = [one for one, state in enumerate(self.state) if state == State.WAITING and one != step]
        waiting = sum(int(self.plan.steps.unit[one]) == unit for one in others)
        rows = np.flatnonzero((table.unit == unit) & (table.waiting <= waiting))
        if not rows.size:
            return 1.0, 1.0
        return float(table.hours_factor[rows[-1]]), float(table.error_factor[rows[-1]])
