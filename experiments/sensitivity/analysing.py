"""Sensitivity: every assumed number alone at both ends of its range, the leading ones over it; each stage a sweep."""

from __future__ import annotations

import json
import shlex
import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from analysis.comparison import status_by
from analysis.report.catalogue import measure as known
from analysis.sensitivity import Value
from conf.schema import ExecutorBlock
from experiments.configuring import copied
from experiments.executors.opening import workers_of
from experiments.provenance import commit, program_digest
from experiments.sensitivity.asked import Begun, Question, expect_figures_of, understood
from experiments.sensitivity.numbers import Assumed, levels_of, refusal
from experiments.sensitivity.reading import DECIDING, Asked, levels_seen
from experiments.sensitivity.result import leading_of, result_of
from experiments.store import to_json, versions
from experiments.sweep import beginning
from experiments.sweep.planning import Planned
from experiments.sweep.rows import kinds_of
from experiments.sweep.run import Run
from experiments.sweep.sampling import Point
from experiments.sweep.space import CHANGE, Space
from experiments.sweep.stored import StoredSweep, Sweep, is_sweep, read_sweep, write_whole
from experiments.sweep.work import SweepWork, designs_played
from sim.errors import InputError, RunError

ASKED = "asked.json"
FOUND = "sensitivity.json"
AS_CONFIGURED: Point = (None, None)


@dataclass(frozen=True)
class Sensitivity:
    """The folder of an analysis: what is asked, a sweep for each of its two stages, and in the end what was found."""

    folder: Path
    facts: dict[str, Any]

    @property
    def of(self) -> Path | None:
        """The folder of the comparison that the question is about, if it is about one."""
        return None if self.facts["of"] is None else Path(self.facts["of"])

    @property
    def go_on(self) -> str:
        """The command that goes on with it."""
        return shlex.join(["tiaokuai", "sensitivity", "--resume", str(self.folder)])

    @cached_property
    def numbers(self) -> list[Assumed]:
        """The numbers that are varied."""
        return [Assumed(**one) for one in self.facts["numbers"]]

    @cached_property
    def asked(self) -> Asked:
        """Whose difference is asked about."""
        return Asked(**{name: self.facts[name] for name in ("baseline", "design", "measure")})

    def screening(self) -> StoredSweep:
        """Return the sweep that screens all numbers."""
        return read_sweep(self.folder / "screening")

    def leading(self) -> StoredSweep:
        """Return the sweep of the numbers that lead, begun now if it is not there; the screening has to be done."""
        folder = self.folder / "leading"
        if not is_sweep(folder):
            shutil.rmtree(folder, ignore_errors=True)  # of one that was ended before it had begun
            first = self.screening()
            lead = leading_of(self.numbers, self.facts, levels_seen(first, self.asked))
            base = first.sweep.space.compositions[()]
            points = [(one.key, value) for one in lead for value in levels_of(one)
                      if value != one.value and refusal(base, one.key, value) is None]  # fmt: skip
            sweep = _sweep(first.sweep.space, points, first.sweep.designs, self.facts["replications"]["leading"],
                           first.sweep.engine, first.sweep.facts)  # fmt: skip
            data, file = sweep.space.file_at(AS_CONFIGURED)
            beginning.begin(Planned(sweep=sweep, data=data, executor=file.executor), folder)
        return read_sweep(folder)

    def found(self) -> dict[str, Any]:
        """Return what was found, and store it; both sweeps have to be done."""
        screened, led = (levels_seen(stored, self.asked) for stored in (self.screening(), self.leading()))
        if led[None, None].differences is None:
            level = led[None, None]
            why = f"{level.status}, {level.whose}"
            raise RunError(f"{self.folder}: as configured there is no difference that could change ({why}).")
        result = result_of(self.numbers, self.facts, screened, led)
        write_whole(self.folder / FOUND, to_json(result))
        return result

    def unexpected(self) -> list[dict[str, Any]]:
        """Return what is noted of runs that failed otherwise than by a value that cannot be."""
        rows = [*self.screening().failed(), *self.leading().failed()]
        refusals = {"InputError", *(kind.__name__ for kind in InputError.__subclasses__())}
        return [row for row in rows if row["kind"] != "error" or row["error"].partition(":")[0] not in refusals]


def begin(overrides: Sequence[str], question: Question, folder: Path, command: str) -> Sensitivity:
    """Return an analysis stored in a new folder; raise InputError for what cannot be asked or stored."""
    if folder.is_dir() and [path.name for path in folder.iterdir()] == ["screening"]:
        shutil.rmtree(folder)  # of one that was ended before it had begun
    if folder.exists() and (folder.is_file() or any(folder.iterdir())):
        what = "is a file" if folder.is_file() else "holds other things"
        raise InputError(
            f"--to {folder} {what}; expected a new folder, or --resume {folder} to go on with an analysis."
        )
    begun = understood(overrides, question, command)
    planned = _screening(begun)
    seconds = _pilot(begun, planned.sweep, question.of)
    facts = begun.facts | {
        "of": None if question.of is None else str(question.of.resolve()),
        "numbers": [asdict(one) for one in begun.numbers],
        "not_varied": [one.as_dict() for one in begun.not_varied],
        "seconds": seconds,
    }
    beginning.begin(planned, folder / "screening")
    write_whole(folder / ASKED, to_json(facts))
    return Sensitivity(folder, facts)


def resume(folder: Path) -> Sensitivity:
    """Return the analysis of a folder, to be gone on with; raise InputError if it holds none."""
    try:
        return Sensitivity(folder, json.loads((folder / ASKED).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        what = "is a file" if folder.is_file() else "holds no analysis" if folder.is_dir() else "does not exist"
        raise InputError(
            f"{folder} {what}; expected the folder of a `tiaokuai sensitivity`, with {ASKED} in it."
        ) from None


def minutes_needed(analysis: Sensitivity, executor: ExecutorBlock) -> tuple[int, int, float]:
    """Return how many numbers are varied, how many runs there will be about, and how many minutes they take about."""
    sweep, counts = analysis.screening().sweep, analysis.facts["replications"]
    lead = min(len(analysis.numbers), analysis.facts["lead"])
    points, more = len(sweep.points), 1 + 5 * lead
    runs = points * counts["screening"] + more * counts["leading"]
    seconds = analysis.facts["seconds"]
    workers = 1 if executor.name == "serial" else workers_of(executor)
    ready = points * min(workers, counts["screening"]) + more * min(workers, counts["leading"])  # each worker anew
    spent = ready * seconds["point"] + runs * seconds["run"]
    return len(analysis.numbers), runs, spent / workers / 60


def _screening(begun: Begun) -> Planned:
    points: list[Point] = []
    for one in begun.numbers:
        ends: dict[str, Value] = {"low": one.low, "high": one.high}
        played = {end: value for end, value in ends.items() if (one.key, end) not in begun.refused}
        points += [(one.key, value) for value in played.values() if value != one.value]
    file = begun.configuration.file
    facts = {
        **{name: begun.facts[name] for name in ("scenario", "title", "baseline", "seed")},
        "axes": [], "sampling": "one_at_a_time", "samples": None, "program": program_digest(), "commit": commit(),
        "versions": versions(), "playing": {"timeout": None, "traces": False, "plans": False},
        "commands": [begun.facts["command"]],
        "created": datetime.now().astimezone().isoformat(timespec="seconds"),
    }  # fmt: skip
    base = replace(begun.composition, raw=copied(begun.composition.raw))  # dates as text, as it is stored
    space = Space(keys=CHANGE, compositions={(): base})
    sweep = _sweep(space, points, designs_played(file, [begun.facts["design"]]),
                   begun.facts["replications"]["screening"], file.engine, facts)  # fmt: skip
    return Planned(sweep=sweep, data=begun.configuration.data, executor=file.executor)


def _sweep(
    space: Space, points: Iterable[Point], designs: tuple[str, ...], replications: int, engine: str, facts: Any
) -> Sweep:
    every = (AS_CONFIGURED, *points)
    return Sweep(
        space=space, points=every, kinds=kinds_of(space.keys, every), designs=designs, replications=replications,
        engine=engine, facts=facts,
    )  # fmt: skip


def _pilot(begun: Begun, sweep: Sweep, of: Path | None) -> dict[str, float]:
    """Return how many seconds a point and a run of it take, played as configured.

    Raises InputError if there is no difference then, or if a comparison's figures are others.
    """
    work = SweepWork(space=sweep.space, designs=sweep.designs, engine=sweep.engine, first=AS_CONFIGURED)
    times, found = [time.monotonic()], []
    for replication in range(sweep.replications):
        found.append(work.perform(Run("pilot", 0, AS_CONFIGURED, replication)))
        times.append(time.monotonic())
    measure = begun.facts["measure"]
    for design in sweep.designs:
        _expect_difference(design, [one[design] for one in found], measure)
    if of is not None:
        expect_figures_of(of, begun.facts, {design: found[0][design][measure] for design in sweep.designs})
    spent = np.diff(times)
    run = float(spent[1:].mean())
    return {"point": max(float(spent[0]) - run, 0.0), "run": run}


def _expect_difference(design: str, figures: Sequence[dict[str, float]], measure: str) -> None:
    """Raise InputError where a design has no figure as configured that a difference could be made of."""
    growth, closed = (np.array([one[name] for one in figures]) for name in DECIDING)
    status = status_by(growth, closed)
    if status == "overloaded" or (status == "capped" and known(measure).bounded):
        raise InputError(
            f"as configured {design} is {status}, so that it has no difference whose change could be ranked; expected "
            "a lower demand.load, or a later window.cap."
        )
    if any(measure not in one for one in figures):
        raise InputError(f"--measure {measure} is missing in a replication of {design}; expected one that all have.")
