"""The reference engine: SimPy is its clock and its waiting, the matching of people to steps is ours.

One instant t runs in this order (rule 5 of docs/model.md): everything that falls due at t, in whatever
order, to a fixed point; then free people take waiting steps, smallest key first; and again, as long as
something more falls due at t. So no result depends on the order in which SimPy holds simultaneous events.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import simpy

from sim.arrays import NEVER
from sim.engine.agenda import Agenda
from sim.engine.pace import Pace
from sim.engine.rules import duration_ms, guard_holds, has_erred, wait_ms
from sim.engine.sessions import Sessions
from sim.matching.key import turns
from sim.matching.matcher import Matcher
from sim.plan.plan import Plan
from sim.trace import NOT_YET, State, Trace

_PENDING, _LAGGING, _WAITING, _STARTED, _ENDED, _SKIPPED, _LEFT = (int(state) for state in State)
_END, _READY, _URGE = range(3)  # what falls due of a step: its work or pure wait, its lag, its patience in a queue


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
        self.due: dict[int, list[tuple[int, int]]] = {}
        self.matcher = Matcher(plan)
        self.staff = self.matcher.staff
        self.pace = Pace(plan, self.matcher)
        self._read_steps(plan)
        self._read_edges(plan)
        self._read_people(plan)
        self._read_provisions(plan)
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
        self.rank: list[int] = steps.rank.tolist()
        self.category: list[int] = steps.category.tolist()
        self.work: list[float] = steps.work_hours.tolist()
        self.lag: list[int] = steps.lag_ms.tolist()
        self.calendar: list[int] = steps.calendar.tolist()
        self.chance: list[float] = steps.chance.tolist()

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
        self.person_rank: list[int] = people.rank.tolist()

    def _read_provisions(self, plan: Plan) -> None:
        urges, holds = plan.urges, plan.holds
        later = zip(urges.after_ms.tolist(), urges.priority.tolist(), urges.order_key.tolist(), strict=True)
        self.urges: dict[int, tuple[int, int, int]] = dict(zip(urges.step.tolist(), later, strict=True))
        self.until: dict[int, int] = dict(zip(holds.step.tolist(), holds.until.tolist(), strict=True))
        self.held: dict[int, tuple[int, int]] = {}  # by the step that ends it: who is held, since which step
        self.freed: dict[int, int] = {}  # when, by the step since which they were held
        self.crew: dict[int, list[int]] = {}  # of the steps of crews that have started

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
            if self.matcher.is_stirred():
                for step, people in self.matcher.starts(now):
                    self._start(step, people, now)
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
        for time, changes in Agenda(self.plan):
            if time > self.env.now:
                yield self.env.timeout(time - self.env.now)
            for person, member, closes in changes:
                if member < 0:
                    self.staff.on_duty_until[person] = closes
                else:
                    self.staff.open_until[member] = closes
                if self.staff.free_since[person] >= 0:
                    self.matcher.offer(person)

    def _at(self, time: int, step: int, what: int) -> None:
        """Schedule what falls due of a step; one event serves all that falls due together."""
        if time >= NEVER:
            return
        if time in self.due:
            self.due[time].append((step, what))
            return
        self.due[time] = [(step, what)]
        self.env.timeout(time - self.env.now).callbacks.append(self._fall_due)

    def _fall_due(self, _: simpy.Event) -> None:
        now = int(self.env.now)
        for step, what in self.due.pop(now):
            if what == _END:
                self._end(step, now)
            elif what == _READY:
                self._queue(step, now)
            else:
                self._urge(step)

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
                self._at(ends, step, _END)
            return
        ready = now + self.lag[step]
        if calendar >= 0:
            sessions = self.sessions[calendar]
            ready = sessions.add_working(now, self.lag[step]) if self.lag[step] else sessions.next_open(now)
        if ready == now:
            self._queue(step, now)
        else:
            self.state[step] = _LAGGING
            self._at(ready, step, _READY)

    def _queue(self, step: int, now: int) -> None:
        self.ready[step] = now
        self.state[step] = _WAITING
        self.matcher.wait(step, now, self.taker, ends_hold=step in self.held)
        if step in self.urges:
            after = self.urges[step][0]
            self._at(now + after, step, _URGE) if after else self._urge(step)

    def _urge(self, step: int) -> None:
        """Let a step go ahead of others that has waited long enough, unless somebody has taken it."""
        if self.state[step] == _WAITING:
            _, priority, order = self.urges[step]
            self.matcher.urge(step, priority, order, ends_hold=step in self.held)

    def _start(self, step: int, people: list[int], now: int) -> None:
        """Let people begin a step together; it takes as long as the slowest of them (rule 7)."""
        self.state[step] = _STARTED
        self.started[step] = now
        self.taker[step] = people[0]
        if step in self.matcher.crews.lines:
            self.crew[step] = people
        haste = self.pace.begin(step, people[0], now)
        if len(people) == 1:
            self._at(self._work(step, people[0], haste, now), step, _END)
        else:
            self._at(max([self._work(step, person, haste, now) for person in people]), step, _END)

    def _work(self, step: int, person: int, haste: int, now: int) -> int:
        """Return when a person would end the step that they begin."""
        category, last = self.category[step], self.staff.last_category[person]
        if category >= 0:
            self.staff.last_category[person] = category
        skill = self.skill[person][category] if category >= 0 else 1.0
        setup = self.setup[category] if turns(last, category) else 0.0
        length = duration_ms(self.work[step], skill, self.pace.hours_factor(step, person, haste, now), setup)
        ends: int = self.person_sessions[person].add_working(now, length)
        return ends

    def _end(self, step: int, now: int) -> None:
        self.state[step] = _ENDED
        self.ended[step] = now
        person = self.taker[step]
        self.outcome[step] = 0
        if person >= 0:
            category = self.category[step]
            if category >= 0:
                rate = self.error_rate[person][category]
                self.outcome[step] = has_erred(self.chance[step], rate, self.pace.error_factor(step))
            until = self.until.get(step, NOT_YET)
            if until >= 0 and self.person_rank[person] < self.rank[until]:
                self.held[until] = person, step
            else:
                for member in self.crew.get(step, (person,)):
                    self._free(member, now)
        self._resolve(step, now, ended=True)

    def _free(self, person: int, now: int) -> None:
        self.staff.free_since[person] = now
        self.matcher.offer(person)

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
        """Free who was held for this step, tell the targets of its edges, and close its matter if it was the last."""
        if step in self.held:
            person, since = self.held.pop(step)
            self.freed[since] = now
            self._free(person, now)
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
            closed_ms=column(self.closed), stopped_ms=stopped_ms, crew=column(self._seats()),
            freed_ms=column([self.freed.get(step, NOT_YET) for step in self.until]),
        )  # fmt: skip

    def _seats(self) -> list[int]:
        """Return who sat on each seat of each crew."""
        table = self.plan.crews
        seats = dict.fromkeys(table.step.tolist(), 0)
        for step, count in zip(table.step.tolist(), table.count.tolist(), strict=True):
            seats[step] += count
        return [person for step, n in seats.items() for person in self.crew.get(step, [NOT_YET] * n)]
