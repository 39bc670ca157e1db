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
        self.stretches = _stretches(self)  # of each step: (person, from, to), in time
        self.officer = _officers(self)
        self.work: list[list[tuple[int, int, int]]] = [[] for _ in self.people]  # (from, to, step), in time
        self.held: list[list[tuple[int, int]]] = [[] for _ in self.people]  # (from, to)
        self.away = _ways_back(self)  # (from, to), likewise
        for step, stretches in self.stretches.items():
            for person, begin, end in stretches:
                self.work[person].append((begin, end, step))
        for work in self.work:
            work.sort()
        for row in self.holds_in_force():
            step = int(plan.holds.step[row])
            self.held[int(trace.person[step])].append((int(trace.ended_ms[step]), _or_never(trace.freed_ms[row])))

    def bound(self, person: int) -> list[tuple[int, int]]:
        """Return from when to when somebody was at work, held or on the way back, stretch by stretch."""
        return [span[:2] for span in self.work[person]] + self.held[person] + self.away[person]

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
        return not any(begin <= now < end for begin, end in self.bound(person))

    def is_idle_before_and_after(self, person: int, now: int) -> bool:
        """Return whether somebody is bound to nothing at an instant, nor begins or ends to be."""
        return not any(begin <= now <= end for begin, end in self.bound(person))

    def ends_later(self, step: int, now: int) -> bool:
        """Return whether a step that somebody works on ends after an instant, or goes on after it."""
        return self.trace.state[step] != State.ENDED or self.trace.ended_ms[step] > now

    def ends_a_hold(self, step: int, now: int) -> bool:
        """Return whether somebody is held for a step at an instant."""
        plan, trace = self.plan, self.trace
        rows = [row for row in self.holds_in_force() if plan.holds.until[row] == step]
        return any(trace.ended_ms[plan.holds.step[row]] <= now for row in rows)

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
        return max((end for _, end in self.bound(person) if end <= now), default=0)

    def last_category(self, person: int, now: int) -> int:
        """Return in what somebody worked last that they began before an instant; -1 if there was none."""
        category = self.plan.steps.category
        known = [int(category[step]) for begin, _, step in self.work[person] if begin < now and category[step] >= 0]
        return known[-1] if known else -1

    def order(self, step: int, now: int) -> tuple[int, int, int, int]:
        """Return by what a step that is ready is ordered at an instant: priority, order, ready, step.

        What falls due while somebody works on it comes to nothing.
        """
        steps, urges, ready = self.plan.steps, self.plan.urges, int(self.trace.ready_ms[step])
        priority, order = int(steps.priority[step]), int(steps.order_key[step])
        for row in np.flatnonzero(urges.step == step).tolist():
            due = ready + int(urges.after_ms[row])
            if due <= now and not any(begin < due <= end for _, begin, end in self.stretches.get(step, [])):
                priority, order = int(urges.priority[row]), int(urges.order_key[row])
        return priority, order, ready, step

    def left_waiting(self, now: int) -> list[int]:
        """Return the steps for somebody that nobody has taken when an instant is over, ready then or before."""
        trace = self.trace
        ready = (self.plan.steps.unit >= 0) & (trace.ready_ms >= 0) & (trace.ready_ms <= now)
        here = (trace.state != State.LEFT) | (trace.ended_ms > now)
        return np.flatnonzero(ready & here & ((trace.started_ms == NOT_YET) | (trace.started_ms > now))).tolist()

    def put_down(self, now: int) -> list[int]:
        """Return the steps that have been interrupted, and that nobody has gone on with when an instant is over."""
        trace = self.trace
        cut = (trace.cut_ms >= 0) & (trace.cut_ms <= now)
        return trace.cut_step[cut & ((trace.resumed_ms == NOT_YET) | (trace.resumed_ms > now))].tolist()

    def officer_again(self, step: int, now: int) -> int | None:
        """Return whom a step that was put down waits for at an instant; None: for anybody."""
        of = dict(zip(self.plan.officers.step.tolist(), self.plan.officers.of.tolist(), strict=True)).get(step)
        cut = max(end for _, begin, end in self.stretches[step] if end <= now)
        known = [person for person, begin, _ in self.stretches.get(of, []) if begin <= cut]
        person = known[0] if of in self.crews and known else known[-1] if known else NOT_YET
        unit, rank = int(self.plan.steps.unit[step]), int(self.plan.steps.rank[step])
        return person if person >= 0 and self.may(person, unit, rank) else None


def _stretches(presence: Presence) -> dict[int, list[tuple[int, int, int]]]:
    """Return who worked on each step from when to when, in time; NEVER where work goes on when the run stops."""
    trace, found = presence.trace, {}
    for step in np.flatnonzero(trace.person >= 0).tolist():
        rows = np.flatnonzero(trace.cut_step == step).tolist()
        columns = trace.cut_ms[rows].tolist(), map(_or_never, trace.resumed_ms[rows]), trace.cut_person[rows].tolist()
        cuts = sorted(zip(*columns, strict=True))
        begins = [int(trace.started_ms[step]), *(resumed for _, resumed, _ in cuts)]
        found[step] = [(person, begin, cut) for begin, (cut, _, person) in zip(begins, cuts, strict=False)]
        if begins[-1] != NEVER:
            end = _or_never(trace.ended_ms[step])
            found[step] += [(person, begins[-1], end) for person in presence.members_of(step)]
    return found


def _or_never(time: int) -> int:
    return NEVER if time == NOT_YET else int(time)


def _ways_back(presence: Presence) -> list[list[tuple[int, int]]]:
    """Return when each person was bound on the way back to their base; NEVER if they were when the run stopped."""
    plan, trace, seat = presence.plan, presence.trace, 0
    who = plan.travellers.returns == 1
    base = dict(zip(plan.travellers.person[who].tolist(), plan.travellers.base[who].tolist(), strict=True))
    found: list[list[tuple[int, int]]] = [[] for _ in presence.people]
    for step, site in zip(plan.visits.step.tolist(), plan.visits.site.tolist(), strict=True):
        members = presence.members_of(step) if trace.person[step] >= 0 else []
        for place, person in enumerate(members):
            if trace.state[step] == State.ENDED and base.get(person, site) != site:
                found[person].append((int(trace.ended_ms[step]), _or_never(trace.back_ms[seat + place])))
        seat += int(plan.crews.count[plan.crews.step == step].sum()) or 1
    return found


def _seats(plan: Plan, trace: Trace) -> dict[int, list[int]]:
    """Return the members of each crew that has started, by step."""
    seats: dict[int, list[int]] = {}
    for step, person in zip(np.repeat(plan.crews.step, plan.crews.count).tolist(), trace.crew.tolist(), strict=True):
        if person != NOT_YET:
            seats.setdefault(step, []).append(person)
    return seats


def _officers(presence: Presence) -> dict[int, int]:
    """Return the case officer of each step that waited for one, or waits, when it was ready."""
    plan, found = presence.plan, {}
    for step, of in zip(plan.officers.step.tolist(), plan.officers.of.tolist(), strict=True):
        ready = presence.trace.ready_ms[step] if of != step else NOT_YET
        known = [person for person, begin, _ in presence.stretches.get(of, []) if begin <= ready]
        person = known[0] if of in presence.crews and known else known[-1] if known else NOT_YET
        if person >= 0 and presence.may(person, int(plan.steps.unit[step]), int(plan.steps.rank[step])):
            found[step] = person
    return found
