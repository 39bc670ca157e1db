"""How work begins, is interrupted, goes on and ends, by the rules, as slowly as can be said (rules 7, 8, 9 and 10)."""

from __future__ import annotations

import numpy as np
from by_the_rules_matching import Matching
from by_the_rules_places import rounded

from sim.arrays import NEVER
from sim.plan.plan import Plan
from sim.plan.provisions import Practice, Pressure
from sim.trace import NOT_YET, State


class Working(Matching):
    """What people do from a start to its end; whoever plays a plan says when steps are called."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        n = plan.n_steps
        self.started_ms, self.ended_ms, self.outcome = [NOT_YET] * n, [NOT_YET] * n, [NOT_YET] * n
        self.error_factor = [1.0] * n
        self.officer = dict(zip(plan.officers.step.tolist(), plan.officers.of.tolist(), strict=True))
        self.growth = {step: row for row, step in enumerate(plan.growth.step.tolist())}
        self.hold = {step: row for row, step in enumerate(plan.holds.step.tolist())}
        self.freed_ms = [NOT_YET] * plan.holds.step.size
        self.cuts: dict[int, list[int]] = {}  # by interrupting step: which one, whose, when, resumed when
        self.rest_ms: dict[int, int] = {}  # what remains of a step that waits to be gone on with

    def wait_for_somebody(self, step: int) -> None:
        """Let a step wait for its case officer, if there is one by now who may do it, else for anybody."""
        self.state[step], self.due[step] = State.WAITING, NEVER
        self.waits_for.pop(step, None)
        officer = self.person[self.officer[step]] if step in self.officer else NOT_YET
        if officer >= 0 and self.may(officer, int(self.plan.steps.unit[step]), int(self.plan.steps.rank[step])):
            self.waits_for[step] = officer

    def start(self, step: int, members: list[int], now: int) -> None:
        if step in self.rest_ms:
            self.due[step] = self.go_on(step, members[0], now)
        else:
            haste, grown = self.haste(step), self.grown(step, now)
            self.error_factor[step] = haste[1] * self.practice(members[0], step, now)[1]
            self.due[step] = max(self.work(step, person, haste[0], grown, now) for person in members)
            self.started_ms[step] = now
        self.state[step], self.began[step], self.person[step] = State.STARTED, now, members[0]
        self.places.go(step, members)
        for person in members:
            self.idle_since[person] = None

    def work(self, step: int, person: int, haste: float, grown: float, now: int) -> int:
        """Return when a step would end that this person starts now, and note its category with them."""
        hours, category = float(self.plan.steps.work_hours[step]), int(self.plan.steps.category[step])
        if category >= 0:
            hours = hours / float(self.plan.people.skill[person, category])
        hours = hours * (haste * self.practice(person, step, now)[0] * grown)
        if hours > 0:
            hours += self.set_up(person, category)
        self.note_category(person, category)
        return int(self.calendar[person].add_working(now, rounded(hours + self.places.way_hours(step, person))))

    def go_on(self, step: int, person: int, now: int) -> int:
        """Return when a step ends that this person goes on with."""
        next(cut for cut in self.cuts.values() if cut[0] == step and cut[3] == NOT_YET)[3] = now
        category = int(self.plan.steps.category[step])
        length = self.rest_ms.pop(step) + rounded(self.set_up(person, category))
        self.note_category(person, category)
        return int(self.calendar[person].add_working(now, length))

    def interrupt(self, now: int) -> bool:
        """Let one step interrupt another; say whether one did."""
        turn = [one for one in self.plan.preempts.step.tolist() if self.state[one] == State.WAITING]
        found = self.interruption(now, [one for one in turn if one not in self.cuts])
        if not found:
            return False
        step, other = found
        person = self.person[other]
        diary = self.calendar[person]
        self.rest_ms[other] = int(diary.worked_until(self.due[other]) - diary.worked_until(now))
        self.cuts[step] = [other, person, now, NOT_YET]
        self.wait_for_somebody(other)
        self.start(step, [person], now)
        return True

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
        for seat, person in enumerate(self.crew.get(step, [first])):
            if self.places.must_return(step, person):
                way = rounded(self.places.hours(person, self.places.base[person]))
                back = int(self.calendar[person].add_working(now, way))
                self.places.on_the_way_back[person] = back, self.places.seats[step][seat]
            else:
                self.idle_since[person] = now

    def come_back(self, now: int) -> None:
        """Free those who are back at their base now."""
        places = self.places
        for person, (back, seat) in list(places.on_the_way_back.items()):
            if back == now:
                del places.on_the_way_back[person]
                places.back_ms[seat], places.at[person], self.idle_since[person] = now, places.base[person], now

    def begin_at_the_base(self, now: int) -> None:
        """Let whoever is free at an opening of their own diary be at their base."""
        for person, base in self.places.base.items():
            if self.idle_since[person] is not None and now in self.calendar[person].opens:
                self.places.at[person] = base

    def set_up(self, person: int, category: int) -> float:
        return float(self.plan.setup_hours[category]) if self.must_turn(person, category) else 0.0

    def note_category(self, person: int, category: int) -> None:
        if category >= 0:
            self.last_category[person] = category

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

    def grown(self, step: int, now: int) -> float:
        """Return times what work it is that nobody has dealt with until now."""
        table, row = self.plan.growth, self.growth.get(step)
        if row is None or now < table.since_ms[row]:
            return 1.0
        hours = (now - int(table.since_ms[row])) / 3_600_000
        return min(float(table.most[row]), 1 + float(table.per_hour[row]) * hours)


def _last(table: Pressure | Practice, counts: np.ndarray) -> tuple[float, float]:
    """Return the factors of the last row that counts, 1 where none does."""
    rows = np.flatnonzero(counts)
    return (float(table.hours_factor[rows[-1]]), float(table.error_factor[rows[-1]])) if rows.size else (1.0, 1.0)
