"""The reference engine: SimPy is its clock and its waiting, the matching of people to steps is ours.

One instant t runs in this order (rule 5 of docs/model.md): everything that falls due at t, in whatever
order, to a fixed point; then free people take waiting steps, smallest key first; and again, as long as
something more falls due at t; at last, what has waited for too long leaves. So no result depends on the
order in which SimPy holds simultaneous events.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import simpy

from sim.engine.agenda import Agenda
from sim.engine.bonds import Bonds
from sim.engine.due import ALARM, BACK, END, LEAVE, READY, URGE, Due
from sim.engine.edges import CALLED, SKIPPED, Edges
from sim.engine.interruptions import Interruptions
from sim.engine.pace import Pace
from sim.engine.rules import clock_holds, duration_ms, guard_holds, has_erred, resumed_ms, wait_ms
from sim.engine.sessions import Sessions
from sim.engine.trips import Trips
from sim.engine.waiting import Waiting
from sim.matching.key import turns
from sim.matching.matcher import Matcher
from sim.plan.plan import Guard, Plan
from sim.trace import NOT_YET, State, Trace

_PENDING, _LAGGING, _WAITING, _STARTED, _ENDED, _SKIPPED, _LEFT = (int(state) for state in State)
_ALWAYS, _WHEN_OVERDUE, _IN_TIME, _WHEN_LEFT, _WHEN_LATE = (
    int(guard) for guard in (Guard.ALWAYS, Guard.WHEN_OVERDUE, Guard.IN_TIME, Guard.WHEN_LEFT, Guard.WHEN_LATE)
)


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
        self.due = Due(self.env, self._fall_due)
        self.matcher = Matcher(plan)
        self.staff = self.matcher.staff
        self.pace = Pace(plan, self.matcher)
        self._read_steps(plan)
        self._read_people(plan)
        self.frees_at_once = not plan.asks_for("crews", "holds", "preempts", "visits")
        self.bonds = Bonds(plan)
        n = plan.n_steps
        self.state = [_PENDING] * n
        self.ready, self.started, self.ended, self.taker, self.outcome = ([NOT_YET] * n for _ in range(5))
        self.waiting = Waiting(plan)
        self.edges = Edges(plan)
        self.unsettled: list[int] = []
        self.ends = [NOT_YET] * n  # when the work on a step, or a pure wait, will be over
        self.cuts = Interruptions(plan, self.matcher, self.ends)
        self.trips = Trips(plan)
        n_matters = plan.matters.release_ms.size
        self.closed = [NOT_YET] * n_matters
        self.open_steps: list[int] = np.bincount(plan.steps.matter, minlength=n_matters).tolist()
        self.awaited: list[bool] = plan.matters.awaited.tolist()
        self.still_awaited = int(plan.matters.awaited.sum())
        self.deadline: list[int] = plan.matters.deadline_ms.tolist()

    def _read_steps(self, plan: Plan) -> None:
        steps = plan.steps
        self.matter: list[int] = steps.matter.tolist()
        self.unit: list[int] = steps.unit.tolist()
        self.category: list[int] = steps.category.tolist()
        self.work: list[float] = steps.work_hours.tolist()
        self.lag: list[int] = steps.lag_ms.tolist()
        self.calendar: list[int] = steps.calendar.tolist()
        self.chance: list[float] = steps.chance.tolist()

    def _read_people(self, plan: Plan) -> None:
        people = plan.people
        self.sessions = [Sessions(calendar) for calendar in plan.calendars]
        self.person_sessions = [self.sessions[index] for index in people.calendar.tolist()]
        self.skill: list[list[float]] = people.skill.tolist()
        self.error_rate: list[list[float]] = people.error_rate.tolist()
        self.setup: list[float] = plan.setup_hours.tolist()
        self.opened = [NOT_YET] * people.rank.size  # when a session of their diary opened last

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
            if self.matcher.is_stirred() or self.cuts.urgent:
                self._match(now)
            if self.waiting.impatient and env.peek() > now:
                self._leave(now)
            if until_closed and not self.still_awaited and env.peek() > max(now, self.plan.least_ms):
                return max(now, self.plan.least_ms)
        return end_ms

    def _match(self, now: int) -> None:
        """Let people start what waits, and urgent steps interrupt others, until nothing fits any more."""
        for step, people in self.matcher.starts(now):
            self._start(step, people, now)
        while self.cuts.urgent and self._interrupt(now):
            for step, people in self.matcher.starts(now):
                self._start(step, people, now)

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
                    self.opened[person] = time
                    if self.staff.free_since[person] >= 0:
                        self.staff.travel.is_back(person)
                else:
                    self.staff.open_until[member] = closes
                if self.staff.free_since[person] >= 0:
                    self.matcher.offer(person)

    def _fall_due(self, row: int, what: int, now: int) -> None:
        if what == END:
            self._end(row, now)
        elif what == READY:
            self._queue(row, now)
        elif what == URGE:
            self._urge(row)
        elif what == ALARM:
            self._ring(row, now)
        elif what == LEAVE:
            self.waiting.impatient.append(row)
        else:
            person = self.trips.come_back(row, now)
            self.staff.travel.is_back(person)
            self._free(person, now)

    # a step's life --------------------------------------------------------------------------------

    def _call(self, step: int, now: int) -> None:
        """All live predecessors have ended: let the lag run, or begin a pure wait."""
        calendar = self.calendar[step]
        if self.unit[step] < 0:
            self.ready[step] = self.started[step] = now
            self.state[step] = _STARTED
            length = wait_ms(self.work[step])
            ends = now + length if calendar < 0 else self.sessions[calendar].add_working(now, length)
            self.ends[step] = ends
            if ends == now:
                self._end(step, now)
            else:
                self.due.add(ends, step, END)
            return
        ready = now + self.lag[step]
        if calendar >= 0:
            sessions = self.sessions[calendar]
            ready = sessions.add_working(now, self.lag[step]) if self.lag[step] else sessions.next_open(now)
        if ready == now:
            self._queue(step, now)
        else:
            self.state[step] = _LAGGING
            self.due.add(ready, step, READY)

    def _queue(self, step: int, now: int) -> None:
        self.ready[step] = now
        self.state[step] = _WAITING
        self.matcher.wait(step, now, self.taker, ends_hold=step in self.bonds.held)
        if self.cuts.are_possible:
            self.cuts.wait(step)
        if self.waiting.ends:
            for time, row, what in self.waiting.falls_due(step, now):
                if time > now or what == LEAVE:
                    self.due.add(time, row, what)
                else:
                    self._fall_due(row, what, now)

    def _urge(self, row: int) -> None:
        """Let a step go ahead of others that has waited long enough, unless somebody works on it."""
        step, _, priority, order = self.waiting.urges[row]
        if self.state[step] == _WAITING:
            self.matcher.urge(step, priority, order, ends_hold=step in self.bonds.held)

    def _has_never_been_taken(self, step: int) -> bool:
        return self.state[step] == _WAITING and self.started[step] == NOT_YET

    def _ring(self, step: int, now: int) -> None:
        """Raise the alarm of a step that has waited too long, unless somebody has taken it."""
        if not self._has_never_been_taken(step):
            return
        self.waiting.rung.add(step)
        edges = self.edges
        for edge in range(edges.first[step], edges.first[step + 1]):
            if edges.guard[edge] == _WHEN_LATE:
                self._settle(edges.target[edge], edges.resolve(edges.target[edge], live=True), now)

    def _leave(self, now: int) -> None:
        """Let all steps leave that still wait and whose patience ends now, and go on with this instant if any do."""
        steps = [step for step in self.waiting.impatient if self._has_never_been_taken(step)]
        self.waiting.impatient.clear()
        for step in steps:
            self.matcher.withdraw(step)
            self.cuts.wait_no_more(step)
            self.state[step] = _LEFT
            self.ended[step] = now
        for step in steps:
            self._resolve(step, now)
        if steps:
            self.env.timeout(0)

    def _interrupt(self, now: int) -> bool:
        """Let the most urgent step that may do so interrupt another one; return whether one did (rule 10)."""
        found = self.cuts.next(now)
        if found is None:
            return False
        step, person, other = found
        left = self.person_sessions[person].working_between(now, self.ends[other])
        self.matcher.withdraw(step)
        self.cuts.cut(step, person, other, left, now)
        self.state[other] = _WAITING
        self.matcher.wait_again(other, self.taker)
        self.cuts.wait(other)
        self._start(step, [person], now)
        return True

    def _start(self, step: int, people: list[int], now: int) -> None:
        """Let people begin a step together, or one go on with it; it takes as long as the slowest (rule 7)."""
        self.state[step] = _STARTED
        self.taker[step] = people[0]
        if self.started[step] == NOT_YET:
            self.started[step] = now
            self.bonds.seat(step, people)
            haste = self.pace.begin(step, people[0], now)
            ends = self._work(step, 0, people[0], haste, now)
            for seat in range(1, len(people)):
                ends = max(ends, self._work(step, seat, people[seat], haste, now))
        else:
            ends = self._go_on(step, people[0], now)
        self.ends[step] = ends
        if self.cuts.are_possible:
            self.cuts.start(step, people, now)
        self.due.add(ends, step, END)

    def _work(self, step: int, seat: int, person: int, haste: int, now: int) -> int:
        """Return when a person would end the step that they begin."""
        category, setup, way = self.category[step], self._set_up(step, person), 0.0
        if self.trips.are_possible:
            way = self.staff.travel.go(person, step)
            self.trips.go(step, seat, person, way)
        skill = self.skill[person][category] if category >= 0 else 1.0
        length = duration_ms(self.work[step], skill, self.pace.hours_factor(step, person, haste, now), setup, way)
        ends: int = self.person_sessions[person].add_working(now, length)
        return ends

    def _go_on(self, step: int, person: int, now: int) -> int:
        """Return when a person will end a step that was interrupted."""
        self.staff.travel.go(person, step)
        length = resumed_ms(self.cuts.go_on(step, now), self._set_up(step, person))
        ends: int = self.person_sessions[person].add_working(now, length)
        return ends

    def _set_up(self, step: int, person: int) -> float:
        """Let a person turn to the category of a step; return the hours that this takes."""
        category, last = self.category[step], self.staff.last_category[person]
        if category < 0:
            return 0.0
        self.staff.last_category[person] = category
        return self.setup[category] if turns(last, category) else 0.0

    def _end(self, step: int, now: int) -> None:
        """End a step, unless it was interrupted since this was scheduled."""
        if self.state[step] != _STARTED or self.ends[step] != now:
            return
        self.state[step] = _ENDED
        self.ended[step] = now
        person = self.taker[step]
        self.outcome[step] = 0
        if person >= 0:
            category = self.category[step]
            if category >= 0:
                rate = self.error_rate[person][category]
                self.outcome[step] = has_erred(self.chance[step], rate, self.pace.error_factor(step))
            if self.frees_at_once:
                self._free(person, now)
            elif not self.bonds.hold(step, person):
                for seat, member in enumerate(self.bonds.members(step, person)):
                    self._let_go(step, seat, member, now)
        self._resolve(step, now)

    def _let_go(self, step: int, seat: int, person: int, now: int) -> None:
        """Free somebody who has ended a step, or let them return to their base first."""
        self.cuts.stop(person)
        way = self.staff.travel.way_back_ms(person, step)
        if way is None:
            self._free(person, now)
        else:
            self.due.add(self.person_sessions[person].add_working(now, way), self.trips.row(step, seat), BACK)

    def _free(self, person: int, now: int) -> None:
        if self.opened[person] == now:
            self.staff.travel.is_back(person)
        self.staff.free_since[person] = now
        self.matcher.offer(person)

    def _resolve(self, step: int, now: int) -> None:
        """Settle a step that ended, left or was skipped, and whatever that skips or lets pass at once.

        A call from within leaves its step to the call further up, so that long chains need no deep recursion.
        """
        self.unsettled.append(step)
        if len(self.unsettled) > 1:
            return
        for settled in self.unsettled:  # the list grows while it is walked
            self._follow_edges(settled, now)
        self.unsettled.clear()

    def _follow_edges(self, step: int, now: int) -> None:
        """Free who was held for this step, tell the targets of its edges, and close its matter if it was the last."""
        if step in self.bonds.held:
            self._free(self.bonds.release(step, now), now)
        edges, ended = self.edges, self.state[step] == _ENDED
        for edge in range(edges.first[step], edges.first[step + 1]):
            guard = edges.guard[edge]
            if guard != _WHEN_LATE or step not in self.waiting.rung:
                live = ended if guard == _ALWAYS else self._is_live(step, edge)
                self._settle(edges.target[edge], edges.resolve(edges.target[edge], live=live), now)
        matter = self.matter[step]
        self.open_steps[matter] -= 1
        if self.open_steps[matter] == 0:
            self.closed[matter] = now
            self.still_awaited -= self.awaited[matter]

    def _is_live(self, step: int, edge: int) -> bool:
        """Return whether an edge with a guard is live, of a step that ended, left or was skipped (rule 8)."""
        guard, judged = self.edges.guard[edge], self.edges.judged[edge]
        if self.state[step] != _ENDED:
            return self.state[step] == _LEFT and guard == _WHEN_LEFT
        if guard < _WHEN_OVERDUE:
            return guard_holds(guard, self.outcome[judged])
        if guard > _IN_TIME:
            return False
        return clock_holds(guard, self._end_of(judged), self.deadline[self.matter[judged]])

    def _end_of(self, step: int) -> int:
        return self.ended[step] if self.state[step] == _ENDED else NOT_YET

    def _settle(self, target: int, decided: int, now: int) -> None:
        """Call or skip a step, if what is known of its incoming edges decides it."""
        if decided == CALLED:
            self._call(target, now)
        elif decided == SKIPPED:
            self.state[target] = _SKIPPED
            self._resolve(target, now)

    # what happened --------------------------------------------------------------------------------

    def trace(self, stopped_ms: int) -> Trace:
        """Return what was noted, as arrays."""

        def column(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
            return np.array(values, dtype=np.int64)

        further = {**self.bonds.notes(), **self.cuts.notes(), **self.trips.notes()}
        return Trace(
            state=column(self.state), ready_ms=column(self.ready), started_ms=column(self.started),
            ended_ms=column(self.ended), person=column(self.taker), outcome=column(self.outcome),
            closed_ms=column(self.closed), stopped_ms=stopped_ms,
            **{name: column(values) for name, values in further.items()},
        )  # fmt: skip
