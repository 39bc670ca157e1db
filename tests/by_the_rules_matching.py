"""Who takes what, by the rules, as slowly and plainly as it can be said (rules 4, 6, 9 and 10)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from by_the_rules_places import Places

from sim.arrays import NEVER
from sim.plan.plan import Plan
from sim.trace import NOT_YET, State


class Matching:
    """What waits, who is free, and who is bound to what; whoever plays a plan says what a start does."""

    def __init__(self, plan: Plan) -> None:
        self.plan, n, people = plan, plan.n_steps, plan.people
        self.places = Places(plan)
        self.state, self.ready_ms = [State.PENDING] * n, [NOT_YET] * n
        self.due = [NEVER] * n  # when its lag or its work is over
        self.person = [NOT_YET] * n  # who works on it, or did last
        self.began = [NOT_YET] * n  # when its present stretch of work did
        self.priority, self.order = plan.steps.priority.tolist(), plan.steps.order_key.tolist()
        self.waits_for: dict[int, int] = {}  # which person a step waits for, if it waits for one
        self.calendar = [plan.calendars[index] for index in people.calendar]
        bounds = people.unit_start.tolist()
        self.units = [people.unit[begin:end].tolist() for begin, end in pairwise(bounds)]
        self.term = {member: row for row, member in enumerate(plan.terms.member.tolist())}
        self.licences = set(zip(plan.licences.person.tolist(), plan.licences.licence.tolist(), strict=True))
        self.idle_since: list[int | None] = [0] * people.rank.size  # None: at work, held, or on the way back
        self.last_category = [-1] * people.rank.size
        self.held: dict[int, int] = {}  # who is held until this step has been done
        self.lines = {step: np.flatnonzero(plan.crews.step == step).tolist() for step in plan.crews.step.tolist()}
        self.crew: dict[int, list[int]] = {}  # who did it, of a step that several do
        self.seated: dict[int, list[int]] = {}  # the same, by line

    def may(self, person: int, unit: int, rank: int) -> bool:
        """Return whether somebody belongs to a unit on terms that admit this rank."""
        if unit not in self.units[person]:
            return False
        row = self.terms(person, unit)
        least = int(self.plan.terms.least_rank[row]) if row is not None else 0
        return least <= rank <= int(self.plan.people.rank[person])

    def terms(self, person: int, unit: int) -> int | None:
        return self.term.get(int(self.plan.people.unit_start[person]) + self.units[person].index(unit))

    def is_there(self, person: int, unit: int, now: int) -> bool:
        row = self.terms(person, unit)
        index = int(self.plan.terms.calendar[row]) if row is not None else -1
        return self.calendar[person].is_open(now) and (index < 0 or self.plan.calendars[index].is_open(now))

    def match(self, now: int, start: Callable[[int, list[int], int], None]) -> None:
        """Let the pair or crew with the smallest key start, again and again."""
        kept: set[int] = set()
        had_its_turn: set[int] = set()
        while True:
            waiting = [step for step, state in enumerate(self.state) if state == State.WAITING]
            pairs = [
                self.key(step, person)
                for step in waiting if step not in self.lines
                for person in range(len(self.units)) if person not in kept and self.fits(step, person, now)
            ]  # fmt: skip
            crews = [self.crew_key(step) for step in waiting if step in self.lines and step not in had_its_turn]
            if not pairs and not crews:
                return
            *_, step, _, _, person = min([*pairs, *crews])
            if step not in self.lines:
                start(step, [person], now)
                continue
            chosen = self.gather(step, kept, now)
            if all(len(chosen[row]) == self.plan.crews.count[row] for row in self.lines[step]):
                self.seated |= chosen
                self.crew[step] = [member for row in self.lines[step] for member in chosen[row]]
                start(step, self.crew[step], now)
                continue
            had_its_turn.add(step)
            if self.are_there(step, now):
                kept |= {member for members in chosen.values() for member in members}

    def fits(self, step: int, person: int, now: int) -> bool:
        unit, rank = int(self.plan.steps.unit[step]), int(self.plan.steps.rank[step])
        free = self.idle_since[person] is not None and self.waits_for.get(step, person) == person
        return free and self.may(person, unit, rank) and self.is_there(person, unit, now)

    def key(self, step: int, person: int) -> tuple[int, ...]:
        unit, category = int(self.plan.steps.unit[step]), int(self.plan.steps.category[step])
        stays = unit in self.plan.turning.unit and step not in self.waits_for
        turns = stays and self.must_turn(person, category)
        since = self.idle_since[person]
        assert since is not None
        return (
            int(step not in self.held), self.priority[step], self.units[person].index(unit), int(turns),
            self.order[step], self.ready_ms[step], step, self.remoteness(step, person, unit), since, person,
        )  # fmt: skip

    def remoteness(self, step: int, person: int, unit: int) -> int:
        return self.places.remoteness(step, person) if unit in self.plan.nearest.unit else 0

    def crew_key(self, step: int) -> tuple[int, ...]:
        return 1, self.priority[step], 0, 0, self.order[step], self.ready_ms[step], step, 0, -1, -1

    def must_turn(self, person: int, category: int) -> bool:
        return category >= 0 and self.last_category[person] not in (-1, category)

    def fit_line(self, row: int) -> list[int]:
        """Return who fits a line of a crew, whether there or not."""
        crews = self.plan.crews
        unit, rank, licence = int(crews.unit[row]), int(crews.rank[row]), int(crews.licence[row])
        may = [person for person in range(len(self.units)) if self.may(person, unit, rank)]
        return [person for person in may if licence < 0 or (person, licence) in self.licences]

    def gather(self, step: int, kept: set[int], now: int) -> dict[int, list[int]]:
        """Return whom each line of a crew can have."""
        chosen: dict[int, list[int]] = {}
        for row in self.lines[step]:
            unit, taken = int(self.plan.crews.unit[row]), {one for members in chosen.values() for one in members}
            free = [
                (self.units[person].index(unit), self.remoteness(step, person, unit), since, person)
                for person in self.fit_line(row)
                if person not in kept | taken and self.is_there(person, unit, now)
                and (since := self.idle_since[person]) is not None
            ]  # fmt: skip
            chosen[row] = [person for *_, person in sorted(free)[: self.plan.crews.count[row]]]
        return chosen

    def are_there(self, step: int, now: int) -> bool:
        """Return whether each line has people enough who are there, free or not, besides what earlier ones may take."""
        crews = self.plan.crews
        for row in self.lines[step]:
            fit = set(self.fit_line(row))
            needed = int(crews.count[row])
            needed += sum(int(crews.count[e]) for e in self.lines[step] if e < row and fit & set(self.fit_line(e)))
            if sum(self.is_there(person, int(crews.unit[row]), now) for person in fit) < needed:
                return False
        return True

    def interruption(self, now: int, turn: list[int]) -> tuple[int, int] | None:
        """Return which step interrupts which other one now, of those that have their turn; None: none does."""
        for step in sorted(turn, key=lambda one: (*self.urgency(one), self.order[one], self.ready_ms[one], one)):
            others = [other for other, state in enumerate(self.state) if state == State.STARTED]
            found = [
                (*self.urgency(other), self.began[other], other) for other in others if self.gives_way(other, step, now)
            ]
            if found:
                return step, max(found)[-1]
        return None

    def urgency(self, step: int) -> tuple[int, int]:
        """Return what is small for what is urgent."""
        return int(step not in self.held), self.priority[step]

    def gives_way(self, other: int, step: int, now: int) -> bool:
        """Return whether whoever works on another step may be taken from it for this one."""
        person, unit = self.person[other], int(self.plan.steps.unit[step])
        if person < 0 or other in self.lines or other in self.places.site or other in self.plan.holds.step:
            return False
        admitted = self.may(person, unit, int(self.plan.steps.rank[step])) and self.is_there(person, unit, now)
        awaited = self.waits_for.get(step, person) == person
        return admitted and awaited and now < self.due[other] < NEVER and self.urgency(other) > self.urgency(step)
