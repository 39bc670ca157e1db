"""The matching: which of the waiting steps start now, and who starts them (rules 6 and 9)."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop

from sim.matching.crews import Crews
from sim.matching.key import NOBODY, Key, StepKey, key, step_key, urgency
from sim.matching.queues import Queue
from sim.matching.staff import Staff
from sim.plan.memberships import memberships
from sim.plan.plan import Plan


class Matcher:
    """Waiting steps in their queues, and the people who may take them."""

    def __init__(self, plan: Plan) -> None:
        steps, members = plan.steps, memberships(plan)
        self.staff = Staff(plan, members)
        self.crews = Crews(plan, members, self.staff)
        self.unit: list[int] = steps.unit.tolist()
        self._rank: list[int] = steps.rank.tolist()
        self._priority: list[int] = steps.priority.tolist()
        self._order: list[int] = steps.order_key.tolist()
        self._keeps_entries = plan.asks_for("urges", "patience", "preempts")
        self._entry: dict[int, StepKey] = {}  # by which each step waits, or waited when it was taken
        self.waiting_in = [0] * plan.n_units
        self._touched: set[Queue] = set()
        self._make_queues(plan)
        self._seat(plan)

    def _make_queues(self, plan: Plan) -> None:
        """Make a queue for each unit and rank; also for each category, or site, where it depends on it who goes."""
        turning, nearest, site = (
            set(plan.turning.unit.tolist()),
            set(plan.nearest.unit.tolist()),
            self.staff.travel.site,
        )
        queues: dict[tuple[int, int, int, int], Queue] = {}
        self._queue_of: list[Queue] = []
        for step, (unit, rank, category) in enumerate(
            zip(self.unit, self._rank, plan.steps.category.tolist(), strict=True)
        ):
            which = (unit, rank, category if unit in turning else -1, site.get(step, -1) if unit in nearest else -1)
            if which not in queues:
                queues[which] = Queue(*which[2:])
            self._queue_of.append(queues[which])
        self._queues = {which: queue for which, queue in queues.items() if which[0] >= 0}
        self._queue_of_all = list(self._queue_of)  # in which a step waits that waits for nobody in particular
        self._officer_of = dict(zip(plan.officers.step.tolist(), plan.officers.of.tolist(), strict=True))

    def _seat(self, plan: Plan) -> None:
        """List for each person the queues they serve, and as a member of which unit."""
        members = memberships(plan)
        by_unit: dict[int, list[tuple[int, Queue]]] = {}
        for (unit, rank, *_), queue in self._queues.items():
            by_unit.setdefault(unit, []).append((rank, queue))
        self.serves: list[list[tuple[int, Queue]]] = [[] for _ in range(plan.people.rank.size)]
        self.own: dict[tuple[int, int], Queue] = {}  # what waits for one person, by person and unit
        self._own_ranks: dict[tuple[int, int], tuple[int, int]] = {}
        asked = {self.unit[step] for step in self._officer_of}
        columns = (members.person, members.unit, members.rank, members.least_rank)
        for member, row in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
            person, unit, rank, least = row
            self.serves[person] += [(member, queue) for low, queue in by_unit.get(unit, ()) if least <= low <= rank]
            if unit in asked:
                self.own[person, unit] = Queue()
                self._own_ranks[person, unit] = least, rank
                self.serves[person].append((member, self.own[person, unit]))
        self._fit: dict[Queue, list[tuple[int, int]]] = {}  # who serves a queue: person, member
        for person, served in enumerate(self.serves):
            for member, queue in served:
                self._fit.setdefault(queue, []).append((person, member))

    def is_stirred(self) -> bool:
        """Return whether somebody may fit for something."""
        return bool(self._touched or self.crews.waiting)

    def wait(self, step: int, now: int, taker: list[int], *, ends_hold: bool) -> None:
        """Let a step wait from now on; `taker` tells who has started each step, -1: nobody."""
        priority = urgency(self._priority[step], ends_hold) if ends_hold else self._priority[step]
        self._enter(step, step_key(priority, self._order[step], now, step), taker)

    def wait_again(self, step: int, taker: list[int]) -> None:
        """Let a step that was interrupted wait again, by the key that it had."""
        self._enter(step, self._entry[step], taker)

    def _enter(self, step: int, entry: StepKey, taker: list[int]) -> None:
        if self._keeps_entries:
            self._entry[step] = entry
        self.waiting_in[self.unit[step]] += 1
        if step in self.crews.lines:
            self.crews.wait(entry)
            return
        if step in self._officer_of:
            self._queue_of[step] = self._queue_for(step, taker[self._officer_of[step]])
        queue = self._queue_of[step]
        queue.wait(entry)
        self._touched.add(queue)

    def _queue_for(self, step: int, officer: int) -> Queue:
        """Return the officer's own queue, or the unit's if they do not belong to it or lack the rank."""
        which = officer, self.unit[step]
        least, most = self._own_ranks.get(which, (1, 0))
        return self.own[which] if least <= self._rank[step] <= most else self._queue_of_all[step]

    def urge(self, step: int, priority: int, order: int, *, ends_hold: bool) -> None:
        """Let a step that waits go by another priority and order."""
        before = self._entry[step]
        after = step_key(urgency(priority, ends_hold), order, before[2], step)
        self._entry[step] = after
        if step in self.crews.lines:
            self.crews.move(before, after)
            return
        self._queue_of[step].move(before, after)
        self._touched.add(self._queue_of[step])

    def entry(self, step: int) -> StepKey:
        """Return by what a step waits, or waited when it was taken."""
        return self._entry[step]

    def withdraw(self, step: int) -> None:
        """Let a step wait no more: it leaves, or interrupts another one."""
        self.waiting_in[self.unit[step]] -= 1
        if step in self.crews.lines:
            self.crews.waiting.remove(self._entry[step])
        else:
            self._queue_of[step].remove(self._entry[step])

    def may_do(self, step: int, now: int) -> Iterator[int]:
        """Yield who is there for a step that waits, and may do it, free or not."""
        for person, member in self._fit[self._queue_of[step]]:
            if self.staff.is_there(member, now):
                yield person

    def offer(self, person: int) -> None:
        """Note in each of a person's queues that they are free."""
        for member, queue in self.serves[person]:
            queue.offer(self.staff, member)
            if queue.waiting:
                self._touched.add(queue)

    def starts(self, now: int) -> Iterator[tuple[int, list[int]]]:
        """Yield each step that starts, and who starts it: the smallest key, again and again, until none fits."""
        crews, tried = list(self.crews.waiting), 0
        if crews:
            self._touched.update(queue for queue in (*self._queues.values(), *self.own.values()) if queue.waiting)
        while True:
            best, queue = self._best(now)
            if tried < len(crews) and (best is None or key(crews[tried], NOBODY) < best):
                entry = crews[tried]
                tried += 1
                people = self.crews.gather(entry[3], now)
                if people is not None:
                    self.crews.waiting.remove(entry)
                    yield self._started(entry[3], people)
            elif best is not None and queue is not None:
                heappop(queue.waiting)
                yield self._started(best[4], [best[7]])
            else:
                break
        kept, self.staff.kept = self.staff.kept, set()
        for person in kept:
            self.offer(person)

    def _started(self, step: int, people: list[int]) -> tuple[int, list[int]]:
        self.waiting_in[self.unit[step]] -= 1
        for person in people:
            self.staff.free_since[person] = -1
        return step, people

    def _best(self, now: int) -> tuple[Key | None, Queue | None]:
        """Return the smallest key of all queues, and its queue."""
        best: Key | None = None
        chosen: Queue | None = None
        for queue in list(self._touched):
            head = queue.head(self.staff, now)
            if head is None:
                self._touched.discard(queue)
            elif best is None or head < best:
                best, chosen = head, queue
        return best, chosen
