"""Selecting: the best of many candidates, by a procedure that asks for replications as it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from analysis.comparison import Status, column, status_of
from analysis.measures.reading import Reading
from analysis.report.catalogue import measure
from analysis.selection.contract import Outcome, Seen, Wanted, drive
from experiments.describe import title_of, window_of
from experiments.engine_choice import with_engine
from experiments.executors.jobs import JobRunner
from experiments.playing import Job
from experiments.preparing import prepare
from experiments.selection.candidates import Candidates
from experiments.selection.rule import SelectionRule
from experiments.store import versions
from experiments.warming.warming_up import settle
from sim.arrays import Floats
from sim.errors import InputError

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class Selected:
    """What a selection found, as it is stored, and the readings of each candidate."""

    result: dict[str, Any]
    readings: dict[str, list[Reading]]


def select(candidates: Candidates, rule: SelectionRule, *, progress: Progress | None = None) -> Selected:
    """Return the best of the candidates by a rule; raise InputError where a replication lacks the measure."""
    procedure = rule.begun(len(candidates.list))
    configuration = settle(candidates.configuration, progress).configuration
    prepared = prepare(configuration)
    configuration = with_engine(configuration, prepared.scenario, prepared.load.volume_multiple)
    with JobRunner(configuration.file) as runner:
        names = [one.name for one in candidates.list]
        bench = _Bench(names, rule, prepared.load.volume_multiple, runner, progress)
        outcome = drive(procedure, bench.play)
    file = configuration.file
    result = {
        "scenario": file.name,
        "title": title_of(prepared.scenario.title),
        "baseline": file.baseline,
        "seed": file.seed,
        "engine": file.engine,
        "versions": versions(),
        "window": window_of(prepared.scenario),
        **_told(rule),
        **_found(candidates, outcome, bench),
    }
    return Selected(result=result, readings=bench.readings)


class _Bench:
    """The candidates ready to play, and what they have shown up to now."""

    def __init__(
        self, names: Sequence[str], rule: SelectionRule, volume: float, runner: JobRunner, progress: Progress | None
    ) -> None:
        self.names, self.rule, self.volume_multiple, self.runner = names, rule, volume, runner
        self.readings: dict[str, list[Reading]] = {name: [] for name in names}
        self._progress, self._done = progress, 0

    def play(self, wanted: Wanted) -> Seen:
        """Return what all candidates have shown once each has as many replications as wanted."""
        jobs = self._common_jobs(wanted) if self.rule.common else self._own_jobs(wanted)
        for found in self.runner.run(jobs, progress=self._told):
            for name, reading in found.items():
                self.readings[name].append(reading)
        return Seen(
            samples=[self._figures(name) for name in self.names],
            common=self.rule.common,
            bounds=frozenset(index for index, name in enumerate(self.names) if self.is_bound(name)),
        )

    def _told(self, runs: int) -> None:
        self._done += runs
        if self._progress:
            self._progress("selection", self._done, 0)

    def _common_jobs(self, wanted: Wanted) -> list[Job]:
        """Return a job for each replication that some candidate lacks, so that its matters are drawn once."""
        missing: dict[int, list[str]] = {}
        for index, total in wanted.items():
            name = self.names[index]
            for replication in range(len(self.readings[name]), total):
                missing.setdefault(replication, []).append(name)
        return [self._job(tuple(names), replication) for replication, names in sorted(missing.items())]

    def _own_jobs(self, wanted: Wanted) -> list[Job]:
        return [
            self._job((name,), own_replication(name, replication))
            for name, total in ((self.names[index], total) for index, total in wanted.items())
            for replication in range(len(self.readings[name]), total)
        ]

    def _job(self, names: tuple[str, ...], replication: int) -> Job:
        return Job(designs=names, replication=replication, volume_multiple=self.volume_multiple)

    def _figures(self, name: str) -> Floats:
        """Return the figures of a candidate, of which smaller is better."""
        known = self.rule.measure
        if any(known not in reading.measures for reading in self.readings[name]):
            raise InputError(
                f"measure={known!r} is missing in a replication of {name!r} (no matter that it could be measured on); "
                "expected a measure that every replication has."
            )
        figures = column(self.readings[name], known)
        return figures if measure(known).better == "lower" else -figures

    def beyond(self, name: str, best: str) -> float:
        """Return a candidate's mean less the best one's, over replications of both where they met the same chance."""
        here, there = (column(self.readings[one], self.rule.measure) for one in (name, best))
        both = min(here.size, there.size)
        if self.rule.common:
            here, there = here[:both], there[:both]
        return float(here.mean() - there.mean())

    def status(self, name: str) -> Status:
        """Return the status of a candidate by all its replications."""
        return status_of(self.readings[name])

    def is_bound(self, name: str) -> bool:
        """Return whether a candidate could only be worse than its figures: open matters at the cap, or overload."""
        status = self.status(name)
        return status == "overloaded" or (status == "capped" and measure(self.rule.measure).bounded)


def own_replication(name: str, replication: int) -> int:
    """Return the number of a replication that only this candidate has, and no comparison ever plays.

    Replications have streams of their own, so candidates whose numbers differ are independent. The number depends on
    the name alone: a further candidate moves no other one's matters.

    >>> own_replication("sections", 0) >> 32 != own_replication("modules", 0) >> 32
    True
    """
    block = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
    return ((block + 1) << 32) + replication


def _told(rule: SelectionRule) -> dict[str, Any]:
    return {
        "procedure": rule.procedure,
        "measure": rule.measure,
        "better": measure(rule.measure).better,
        "delta": rule.delta,
        "confidence": rule.confidence,
        "first": rule.first,
        "batch": rule.batch,
        "cap": rule.cap,
        "streams": "common" if rule.common else "independent",
    }


def _found(candidates: Candidates, outcome: Outcome, bench: _Bench) -> dict[str, Any]:
    """Return the candidates with what became of them, the best, and what is guaranteed, as it is stored."""
    names = bench.names
    gone = {row.candidate: row for row in outcome.eliminated}
    rows = []
    for index, candidate in enumerate(candidates.list):
        readings = bench.readings[candidate.name]
        out = gone.get(index)
        rows.append({
            "name": candidate.name,
            "design": candidate.design,
            "values": dict(candidate.values),
            "status": bench.status(candidate.name),
            "bound": bench.is_bound(candidate.name),
            "replications": len(readings),
            "mean": float(column(readings, bench.rule.measure).mean()),
            "beyond_best": None if outcome.best in (None, index) else bench.beyond(candidate.name, names[outcome.best]),
            "eliminated_after": None if out is None else out.after,
            "eliminated_by": [] if out is None else [names[other] for other in out.by],
        })  # fmt: skip
    return {
        "runs": sum(len(many) for many in bench.readings.values()),
        "candidates": rows,
        "best": None if outcome.best is None else names[outcome.best],
        "left": [names[index] for index in outcome.left],
        "guaranteed": outcome.guaranteed,
        "estimated": outcome.estimated,
        "capped": outcome.capped,
    }
