"""Who was bound, free, there and admitted in a run, as told by plan and trace."""

from __future__ import annotations

import numpy as np

from sim.arrays import NEVER
from sim.plan.memberships import memberships
from sim.plan.plan import Plan
from sim.trace import NOT_YET, State, Trace


class Presence:
    """What can be asked of people at an instant, once a run is over."""

    def __init__(self, plan: Plan, trace: Trace) -> None:
        self.plan, self.trace = plan, trace
        members = memberships(plan)
        self.members = {
            (person, unit): row
            for row, (person, unit) in enumerate(zip(members.person.tolist(), members.unit.tolist(), strict=True))
        }
        self.place, self.calendar = members.place.tolist(), members.calendar.tolist()
        self.least_rank, self.rank = members.least_rank.tolist(), plan.people.rank.tolist()
        self.diary = [plan.calendars[index] for index in plan.people.calendar.tolist()]
        self.people = range(len(self.rank))
        self.seats = _seats(plan, trace)
        self.crews = set(plan.crews.step.tolist())
        self.officer = _officers(self)
        self.work: list[list[tuple[int, int, int]]] = [[] for _ in self.people]  # (from, to, step), in time
        self.held: list[list[tuple[int, int]]] = [[] for _ in self.people]  # (from, to)
        for step in np.flatnonzero(trace.person >= 0).tolist():
            for person in self.members_of(step):
                end = int(trace.ended_ms[step])
                self.work[person].append((int(trace.started_ms[step]), NEVER if end == NOT_YET else end, step))
        for work in self.work:
            work.sort()
        for row in self.holds_in_force():
            freed, step = int(trace.freed_ms[row]), int(plan.holds.step[row])
            self.held[int(trace.person[step])].append((int(trace.ended_ms[step]), NEVER if freed == NOT_YET else freed))

    def members_of(self, step: int) -> list[int]:
        """Return who did a step that was started, a crew's first member first."""
        return self.seats[step] if step in self.seats else [int(self.trace.person[step])]

    def holds_in_force(self) -> list[int]:
        """Return the holds that bound somebody, if only for an instant."""
        plan, trace = self.plan, self.trace
        return [
            row
            for row, (step, until) in enumerate(zip(plan.holds.step.tolist(), plan.holds.until.tolist(), strict=True))
            if trace.state[step] == State.ENDED and self.rank[trace.person[step]] < plan.steps.rank[until]
        ]

    def may(self, person: int, unit: int, rank: int) -> bool:
        """Return whether the terms of a membership, and the person's rank, admit this rank."""
        row = self.members.get((person, unit))
        return row is not None and self.least_rank[row] <= rank <= self.rank[person]

    def on_terms(self, person: int, unit: int, now: int) -> bool:
        calendar = self.calendar[self.members[person, unit]]
        return calendar < 0 or bool(self.plan.calendars[calendar].is_open(now))

    def is_there(self, person: int, unit: int, now: int) -> bool:
        return bool(self.diary[person].is_open(now)) and self.on_terms(person, unit, now)

    def is_left_free(self, person: int, now: int) -> bool:
        """Return whether somebody is bound to nothing when an instant is over."""
        spans = [span[:2] for span in self.work[person]] + self.held[person]
        return not any(begin <= now < end for begin, end in spans)

    def is_idle_before_and_after(self, person: int, now: int) -> bool:
        """Return whether somebody neither works nor is held at an instant, nor begins or ends to."""
        spans = [span[:2] for span in self.work[person]] + self.held[person]
        return not any(begin <= now <= end for begin, end in spans)

    def fit(self, row: int) -> set[int]:
        """Return who fits a line of a crew, there or not."""
        table, licences = self.plan.crews, self.plan.licences
        licence, licensed = table.licence[row], set(licences.person[licences.licence == table.licence[row]].tolist())
        able = {one for one in self.people if self.may(one, int(table.unit[row]), int(table.rank[row]))}
        return able if licence < 0 else able & licensed

    def are_there(self, rows: list[int], now: int) -> bool:
        """Return whether enough people for each line of a crew are there, free or not, if earlier lines take theirs."""
        fits, counts = [self.fit(row) for row in rows], [int(self.plan.crews.count[row]) for row in rows]
        for at, (row, fit) in enumerate(zip(rows, fits, strict=True)):
            needed = counts[at] + sum(counts[earlier] for earlier in range(at) if fit & fits[earlier])
            if sum(self.is_there(one, int(self.plan.crews.unit[row]), now) for one in fit) < needed:
                return False
        return True

    def idle_since(self, person: int, now: int) -> int:
        """Return when somebody was last freed, up to an instant."""
        spans = [span[:2] for span in self.work[person]] + self.held[person]
        return max((end for _, end in spans if end <= now), default=0)

    def last_category(self, person: int, now: int) -> int:
        """Return in what somebody worked last that they began before an instant; -1 if there was none."""
        category = self.plan.steps.category
        known = [int(category[step]) for begin, _, step in self.work[person] if begin < now and category[step] >= 0]
        return known[-1] if known else -1

    def order(self, step: int, now: int) -> tuple[int, int, int, int]:
        """Return by what a step that is ready is ordered at an instant: priority, order, ready, step."""
        steps, urges, ready = self.plan.steps, self.plan.urges, int(self.trace.ready_ms[step])
        priority, order = int(steps.priority[step]), int(steps.order_key[step])
        for row in np.flatnonzero(urges.step == step).tolist():
            if ready + urges.after_ms[row] <= now:
                priority, order = int(urges.priority[row]), int(urges.order_key[row])
        return priority, order, ready, step

    def left_waiting(self, now: int) -> list[int]:
        """Return the steps for somebody that were ready at an instant, or before, and wait when it is over."""
        trace = self.trace
        ready = (self.plan.steps.unit >= 0) & (trace.ready_ms >= 0) & (trace.ready_ms <= now)
        return np.flatnonzero(ready & ((trace.started_ms == NOT_YET) | (trace.started_ms > now))).tolist()


def _seats(plan: Plan, trace: Trace) -> dict[int, list[int]]:
    """Return the members of each crew that has started, by step."""
    seats: dict[int, list[int]] = {}
    for step, person in zip(np.repeat(plan.crews.step, plan.crews.count).tolist(), trace.crew.tolist(), strict=True):
        if person != NOT_YET:
            seats.setdefault(step, []).append(person)
    return seats


def _officers(presence: Presence) -> dict[int, int]:
    """Return the case officer of each step that waited for one, or waits."""
    plan, trace, found = presence.plan, presence.trace, {}
    for step, of in zip(plan.officers.step.tolist(), plan.officers.of.tolist(), strict=True):
        ready, person = trace.ready_ms[step], int(trace.person[of])
        begun = NOT_YET < trace.started_ms[of] <= ready
        if begun and person >= 0 and presence.may(person, int(plan.steps.unit[step]), int(plan.steps.rank[step])):
            found[step] = person
    return found
