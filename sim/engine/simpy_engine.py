"""The reference engine: SimPy is its clock and its waiting, the matching of people to steps is ours.

One instant t runs in this order (rule 5 of docs/model.md): everything that falls due at t, in whatever
order, to a fixed point; then free people take waiting steps, smallest key first; and again, as long as
something more falls due at t. So no result depends on the order in which SimPy holds simultaneous events.
"""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappop

import numpy as np
import simpy

from sim.arrays import NEVER
from sim.engine.rules import duration_ms, guard_holds, has_erred, pressure_row, wait_ms
from sim.engine.sessions import Sessions
from sim.matching.key import Key
from sim.matching.queues import Queue
from sim.plan.plan import Plan
from sim.trace import NOT_YET, State, Trace

_PENDING, _LAGGING, _WAITING, _STARTED, _ENDED, _SKIPPED = (int(state) for state in State)


def simulate(plan: Plan) -> Trace:
    """Return the trace of a plan: the same to the last bit whenever and wherever it is run."""
    house = _House(plan)
    stopped_ms = house.run()
    return house.trace(stopped_ms)


class _House:
    """The institution at work: its clock, its queues, its people and what is noted of each step."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.env = simpy.Environment()
        self.due: dict[int, list[tuple[int, bool]]] = {}
        self._read_steps(plan)
        self._read_edges(plan)
        self._read_people(plan)
        self._read_pressure(plan)
        n = plan.n_steps
        self.state = [_PENDING] * n
        self.ready, self.started, self.ended, self.taker, self.outcome = ([NOT_YET] * n for _ in range(5))
        n_matters = plan.matters.release_ms.size
        self.closed = [NOT_YET] * n_matters
        self.open_steps: list[int] = np.bincount(plan.steps.matter, minlength=n_matters).tolist()
        self.awaited: list[bool] = plan.matters.awaited.tolist()
        self.still_awaited = int(plan.matters.awaited.sum())

    def _read_steps(self, plan: Plan) -> None:
        steps = plan.steps
        self.matter: list[int] = steps.matter.tolist()
        self.unit: list[int] = steps.unit.tolist()
        self.category: list[int] = steps.category.tolist()
        self.work: list[float] = steps.work_hours.tolist()
        self.priority: list[int] = steps.priority.tolist()
        self.order_key: list[int] = steps.order_key.tolist()
        self.lag: list[int] = steps.lag_ms.tolist()
        self.calendar: list[int] = steps.calendar.tolist()
        self.chance: list[float] = steps.chance.tolist()
        width = int(max(steps.rank.max(initial=0), plan.people.rank.max(initial=0))) + 1
        self.queues = [Queue() for _ in range(plan.n_units * width)]
        self.queue_of: list[int] = (steps.unit * width + steps.rank).tolist()
        self.width = width

    def _read_edges(self, plan: Plan) -> None:
        n, edges = plan.n_steps, plan.edges
        self.first_edge: list[int] = np.searchsorted(edges.source, np.arange(n + 1)).tolist()
        self.target: list[int] = edges.target.tolist()
        self.guard: list[int] = edges.guard.tolist()
        self.judged: list[int] = edges.judged.tolist()
        self.unresolved: list[int] = np.bincount(edges.target, minlength=n).tolist()
        self.has_live = [False] * n
        self.unsettled: list[tuple[int, bool]] = []

    def _read_people(self, plan: Plan) -> None:
        people = plan.people
        self.sessions = [Sessions(calendar) for calendar in plan.calendars]
        self.person_sessions = [self.sessions[index] for index in people.calendar.tolist()]
        self.skill: list[list[float]] = people.skill.tolist()
        self.error_rate: list[list[float]] = people.error_rate.tolist()
        self.setup: list[float] = plan.setup_hours.tolist()
        self.last_category = [-1] * people.rank.size
        self.free_since = [0] * people.rank.size  # negative while at work
        self.on_duty_until = [0] * people.rank.size
        used = set(self.queue_of)
        self.serves: list[list[tuple[int, int]]] = []  # per person: (place in their list, queue)
        for person, rank in enumerate(people.rank.tolist()):
            units = people.unit[people.unit_start[person] : people.unit_start[person + 1]].tolist()
            queues = [(place, unit * self.width + low) for place, unit in enumerate(units) for low in range(rank + 1)]
            self.serves.append([(place, queue) for place, queue in queues if queue in used])
        self.touched: set[int] = set()

    def _read_pressure(self, plan: Plan) -> None:
        table = plan.pressure
        self.first_pressure: list[int] = np.searchsorted(table.unit, np.arange(plan.n_units + 1)).tolist()
        self.pressure_waiting: list[int] = table.waiting.tolist()
        self.hours_factor: list[float] = table.hours_factor.tolist()
        self.error_factor: list[float] = table.error_factor.tolist()
        self.haste: dict[int, float] = {}  # of steps under work in haste: by what their error rate is multiplied

    # the clock ------------------------------------------------------------------------------------

    def run(self) -> int:
        """Play instant after instant; return the last one."""
        env, end_ms, until_closed = self.env, self.plan.end_ms, self.still_awaited > 0
        env.process(self._releases())
        env.process(self._openings())
        while env.peek() <= end_ms:
            now = int(env.peek())
            while env.peek() == now:
                env.step()
            if self.touched:
                self._match(now)
            if until_closed and not self.still_awaited and env.peek() > max(now, self.plan.least_ms):
                return max(now, self.plan.least_ms)
        return end_ms

    def _releases(self) -> Generator[simpy.Event]:
        """Call the first steps of each matter when it is released."""
        targets = np.zeros(self.plan.n_steps, dtype=bool)
        targets[self.plan.edges.target] = True
        roots = np.flatnonzero(~targets)
        release = self.plan.matters.release_ms[self.plan.steps.matter[roots]]
        order = np.argsort(release, kind="stable")
        for time, step in zip(release[order].tolist(), roots[order].tolist(), strict=True):
            if time > self.env.now:
                yield self.env.timeout(time - self.env.now)
            self._call(step, time)

    def _openings(self) -> Generator[simpy.Event]:
        """Offer free people to their queues whenever a session of theirs opens."""
        opening: dict[int, list[tuple[int, int]]] = {}
        for person, sessions in enumerate(self.person_sessions):
            for opens, closes in zip(sessions.opens, sessions.closes, strict=True):
                opening.setdefault(opens, []).append((person, closes))
        for time in sorted(opening):
            if time > self.env.now:
                yield self.env.timeout(time - self.env.now)
            for person, closes in opening[time]:
                self.on_duty_until[person] = closes
                if self.free_since[person] >= 0:
                    self._offer(person)

    def _at(self, time: int, step: int, ends: bool) -> None:
        """Schedule the end of a step, or of its lag; one event serves all that falls due together."""
        if time >= NEVER:
            return
        if time in self.due:
            self.due[time].append((step, ends))
            return
        self.due[time] = [(step, ends)]
        self.env.timeout(time - self.env.now).callbacks.append(self._fall_due)

    def _fall_due(self, _: simpy.Event) -> None:
        now = int(self.env.now)
        for step, ends in self.due.pop(now):
            if ends:
                self._end(step, now)
            else:
                self._queue(step, now)

    # a step's life --------------------------------------------------------------------------------

    def _call(self, step: int, now: int) -> None:
        """All live predecessors have ended: let the lag run, or begin a pure wait."""
        calendar = self.calendar[step]
        if self.unit[step] < 0:
            self.ready[step] = self.started[step] = now
            self.state[step] = _STARTED
            length = wait_ms(self.work[step])
            ends = now + length if calendar < 0 else self.sessions[calendar].add_working(now, length)
            if ends == now:
                self._end(step, now)
            else:
                self._at(ends, step, True)
            return
        ready = now + self.lag[step]
        if calendar >= 0:
            sessions = self.sessions[calendar]
            ready = sessions.add_working(now, self.lag[step]) if self.lag[step] else sessions.next_open(now)
        if ready == now:
            self._queue(step, now)
        else:
            self.state[step] = _LAGGING
            self._at(ready, step, False)

    def _queue(self, step: int, now: int) -> None:
        self.ready[step] = now
        self.state[step] = _WAITING
        queue = self.queue_of[step]
        self.queues[queue].wait(self.priority[step], self.order_key[step], now, step)
        self.touched.add(queue)

    def _match(self, now: int) -> None:
        """Start the pair with the smallest key, again and again, until none fits."""
        while self.touched:
            best: Key | None = None
            chosen = -1
            for queue in list(self.touched):
                head = self.queues[queue].head(self.free_since, self.on_duty_until, now)
                if head is None:
                    self.touched.discard(queue)
                elif best is None or head < best:
                    best, chosen = head, queue
            if best is not None:
                heappop(self.queues[chosen].waiting)
                self._start(step=best[5], person=best[7], now=now)

    def _start(self, step: int, person: int, now: int) -> None:
        category, last = self.category[step], self.last_category[person]
        skill, setup = (self.skill[person][category], self.setup[category]) if category >= 0 else (1.0, 0.0)
        length = duration_ms(self.work[step], skill, self._hours_factor(step), setup, last, category)
        if category >= 0:
            self.last_category[person] = category
        self.state[step] = _STARTED
        self.started[step] = now
        self.taker[step] = person
        self.free_since[person] = -1
        self._at(self.person_sessions[person].add_working(now, length), step, True)

    def _hours_factor(self, step: int) -> float:
        """Return by what the work of a step is multiplied that is started now, and note what haste does to it."""
        unit = self.unit[step]
        first, end = self.first_pressure[unit], self.first_pressure[unit + 1]
        if first == end:
            return 1.0
        waiting = sum(len(queue.waiting) for queue in self.queues[unit * self.width : (unit + 1) * self.width])
        row = pressure_row(self.pressure_waiting, first, end, waiting)
        if row < 0:
            return 1.0
        self.haste[step] = self.error_factor[row]
        return self.hours_factor[row]

    def _end(self, step: int, now: int) -> None:
        self.state[step] = _ENDED
        self.ended[step] = now
        person = self.taker[step]
        self.outcome[step] = 0
        if person >= 0:
            category = self.category[step]
            if category >= 0:
                rate, haste = self.error_rate[person][category], self.haste.pop(step, 1.0)
                self.outcome[step] = has_erred(self.chance[step], rate, haste)
            self.free_since[person] = now
            self._offer(person)
        self._resolve(step, now, ended=True)

    def _offer(self, person: int) -> None:
        """Note in each of a person's queues that they are free."""
        since = self.free_since[person]
        for place, queue in self.serves[person]:
            self.queues[queue].offer(place, since, person)
            if self.queues[queue].waiting:
                self.touched.add(queue)

    def _resolve(self, step: int, now: int, *, ended: bool) -> None:
        """Settle a step that ended or was skipped, and whatever that skips or lets pass at once.

        A call from within leaves its step to the call further up, so that long chains need no deep recursion.
        """
        self.unsettled.append((step, ended))
        if len(self.unsettled) > 1:
            return
        for settled, has_ended in self.unsettled:  # the list grows while it is walked
            self._follow_edges(settled, now, ended=has_ended)
        self.unsettled.clear()

    def _follow_edges(self, step: int, now: int, *, ended: bool) -> None:
        """Tell the targets of a step's edges, then close its matter if it was the last."""
        for edge in range(self.first_edge[step], self.first_edge[step + 1]):
            target = self.target[edge]
            if ended and guard_holds(self.guard[edge], self.outcome[self.judged[edge]]):
                self.has_live[target] = True
            self.unresolved[target] -= 1
            if self.unresolved[target] == 0:
                if self.has_live[target]:
                    self._call(target, now)
                else:
                    self.state[target] = _SKIPPED
                    self._resolve(target, now, ended=False)
        matter = self.matter[step]
        self.open_steps[matter] -= 1
        if self.open_steps[matter] == 0:
            self.closed[matter] = now
            self.still_awaited -= self.awaited[matter]

    # what happened --------------------------------------------------------------------------------

    def trace(self, stopped_ms: int) -> Trace:
        """Return what was noted, as arrays."""

        def column(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
            return np.array(values, dtype=np.int64)

        return Trace(
            state=column(self.state), ready_ms=column(self.ready), started_ms=column(self.started),
            ended_ms=column(self.ended), person=column(self.taker), outcome=column(self.outcome),
            closed_ms=column(self.closed), stopped_ms=stopped_ms,
        )  # fmt: skip
