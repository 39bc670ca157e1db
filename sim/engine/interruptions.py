"""Interruptions: which urgent step takes whom away from what, for an engine in plain Python (rule 10)."""

from __future__ import annotations

from sim.arrays import NEVER
from sim.matching.key import StepKey
from sim.matching.matcher import Matcher
from sim.plan.plan import Plan
from sim.trace import NOT_YET


class Interruptions:
    """Who is at work on what; which urgent steps wait; and what was interrupted so far. `ends` tells until when."""

    def __init__(self, plan: Plan, matcher: Matcher, ends: list[int]) -> None:
        self._matcher, self._ends = matcher, ends
        self._row: dict[int, int] = {step: row for row, step in enumerate(plan.preempts.step.tolist())}
        self.are_possible = bool(self._row)
        self._lasting = {*plan.crews.step.tolist(), *plan.visits.step.tolist(), *plan.holds.step.tolist()}
        self.urgent: set[int] = set()  # steps that wait and may interrupt
        self._at_work: dict[int, tuple[int, int]] = {}  # by person: since when, on which step that may be interrupted
        self._left: dict[int, int] = {}  # of steps that wait to be gone on with: working time
        self._last: dict[int, int] = {}  # the row of the last interruption of a step
        self._step, self._person, self._ms, self._resumed = ([NOT_YET] * len(self._row) for _ in range(4))

    def wait(self, step: int) -> None:
        """Note that a step waits, which may interrupt others if it has not done so."""
        if step in self._row and self._step[self._row[step]] == NOT_YET:
            self.urgent.add(step)

    def wait_no_more(self, step: int) -> None:
        """Note that a step waits no more."""
        self.urgent.discard(step)

    def start(self, step: int, people: list[int], now: int) -> None:
        """Note who works on a step from now on."""
        self.urgent.discard(step)
        if step not in self._lasting:
            self._at_work[people[0]] = now, step

    def stop(self, person: int) -> None:
        """Note that a person is at work no more."""
        self._at_work.pop(person, None)

    def next(self, now: int) -> tuple[int, int, int] | None:
        """Return the first urgent step that finds somebody to interrupt, whom, and in which step."""
        for step in sorted(self.urgent, key=self._matcher.entry):
            found = [
                (self._matcher.entry(other)[0], since, other, person)
                for person in self._matcher.may_do(step, now) if person in self._at_work
                for since, other in (self._at_work[person],) if self._gives_way(other, self._matcher.entry(step), now)
            ]  # fmt: skip
            if found:
                *_, other, person = max(found)
                return step, person, other
        return None

    def _gives_way(self, other: int, entry: StepKey, now: int) -> bool:
        return self._matcher.entry(other)[0] > entry[0] and now < self._ends[other] < NEVER

    def cut(self, step: int, person: int, other: int, left: int, now: int) -> None:
        """Note that a step interrupts a person in another one, of which so much is left."""
        row = self._row[step]
        self._step[row], self._person[row], self._ms[row] = other, person, now
        self._last[other], self._left[other] = row, left
        self.stop(person)

    def go_on(self, step: int, now: int) -> int:
        """Note that somebody goes on with a step that was interrupted; return the working time that is left."""
        self._resumed[self._last[step]] = now
        return self._left.pop(step)

    def notes(self) -> dict[str, list[int]]:
        """Return the columns of the trace."""
        return {"cut_step": self._step, "cut_person": self._person, "cut_ms": self._ms, "resumed_ms": self._resumed}
