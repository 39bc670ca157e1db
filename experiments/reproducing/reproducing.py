"""Reproducing: each case played, or gone on with, what was found of it stored, and then judged by what is reported."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from conf.schema import ExecutorBlock
from experiments.configuring import configure
from experiments.engine_choice import AUTO, check_engine
from experiments.executors.opening import opened
from experiments.preparing import prepare
from experiments.reproducing.cases import Case, cases_of
from experiments.reproducing.drawing import judging_stage
from experiments.reproducing.evidence import check_evidence
from experiments.reproducing.frozen import commit_of_ranges
from experiments.reproducing.judging import rows_of
from experiments.reproducing.judging_ranges import case_of as told_case
from experiments.reproducing.performing import Performing
from experiments.reproducing.posts import MOST_TASKS, equivalent_posts
from experiments.reproducing.posts import STAGE as POSTS
from experiments.reproducing.predicting import predict, predicting_stage
from experiments.reproducing.ranging import STAGE as RANGE
from experiments.reproducing.ranging import study
from experiments.reproducing.stored import StoredCase
from experiments.reproducing.tasks import PointWork
from sim.errors import InputError, Interrupted, NotWritten

FOLDER = Path("results/reproduce")
"""Where cases are kept, each in a folder of its own name, if no other folder is asked for."""

Progress = Callable[[str, int, int], None]
"""`progress(case, tasks done, tasks in all)`, over all cases; tasks in all become fewer as draws suffice."""


def reproduce(
    cases: Sequence[str] = (), folder: str | Path = FOLDER, *, executor: Sequence[str] = (), again: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return reported figures beside predicted ones, as `tiaokuai reproduce --json` prints them.

    `cases` are names of scenarios or paths of files, all shipped ones that have uncertain parameters if none is given;
    `executor` takes overrides such as executor.workers=2. What is finished in the folder is not played again, unless
    `again`; what is begun is gone on with. Raises InputError for what is wrong, Interrupted and NotWritten.
    """
    block = executor_of(executor)
    return Reproduction(cases_of(cases), Path(folder)).result(block, again=again, progress=progress)


def executor_of(overrides: Sequence[str]) -> ExecutorBlock | None:
    """Return the executor that overrides ask for, None if there are none; refuse those of anything else."""
    for text in overrides:
        key = text.partition("=")[0].lstrip("+~")
        if key != "executor" and not key.startswith("executor."):
            raise InputError(
                f"{text!r} would be another case than the one that is held against the reports; expected executor=… or "
                "executor.workers=… only."
            )
    return configure(overrides).file.executor if overrides else None


@dataclass(frozen=True)
class Reproduction:
    """Some cases, and the folder that they are kept in."""

    cases: tuple[Case, ...]
    folder: Path

    def stored(self, case: Case) -> StoredCase:
        """Return the folder of a case."""
        return StoredCase(self.folder / case.name)

    @property
    def is_finished(self) -> bool:
        """Whether all cases were played to their end, by this program and as they are now."""
        return all(self.stored(case).found(case) is not None for case in self.cases)

    def result(
        self, block: ExecutorBlock | None = None, *, again: bool = False, progress: Progress | None = None
    ) -> dict[str, Any]:
        """Return all rows and cases, having played what is missing."""
        left = [case for case in self.cases if again or self.stored(case).found(case) is None]
        for case in left:  # whatever is wrong with any is told before the first is played
            sources = prepare(case.configuration).sources
            check_evidence(case.configuration, sources, case.composition)
        for case, told in _over_all(self.cases, left, progress):
            with _told_how_to_go_on(self, case):
                play(case, self.stored(case), block or case.file.executor, again=again, progress=told)
        return self.judged()

    def judged(self) -> dict[str, Any]:
        """Return all rows and cases of what is stored: here what is reported of afterwards is read."""
        rows: list[dict[str, Any]] = []
        told = []
        created = []
        for case in self.cases:
            stored = self.stored(case)
            found, manifest = stored.found(case), stored.manifest()
            assert found is not None
            assert manifest is not None
            rows += rows_of(case, found, _frozen(case, manifest))
            told.append(told_case(case, found))
            created.append(manifest)
        latest = max(created, key=lambda manifest: datetime.fromisoformat(manifest["created"]))
        return {
            "rows": rows, "cases": told, "created": latest["created"], "commit": latest["commit"],
            "versions": latest["versions"], "confidence": self.cases[0].confidence,
        }  # fmt: skip


def play(
    case: Case, stored: StoredCase, block: ExecutorBlock, *, again: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:  # fmt: skip
    """Play a case, or what is left of it, and store what was found.

    Raises OSError if the folder cannot be written, KeyboardInterrupt, and the first unexpected error of a task; what
    was played until then is stored.
    """
    check_engine(case.file.engine)
    engine = "compiled" if case.file.engine == AUTO else case.file.engine
    work = PointWork(composition=case.composition, parameters=case.parameters, engine=engine, designs=case.predicted)
    with stored.locked():
        stored.begin(case, again=again)
        with opened(block, work, engine=engine) as executor:
            performing = Performing(stored, executor, expected_of(case), progress)
            found: dict[str, Any] = {
                "figures": {target.name: predict(case, target, performing) for target in case.targets},
                RANGE: study(case, performing),
                POSTS: equivalent_posts(case, performing),
            }
            performing.settle(POSTS)
        stored.keep(found)


def expected_of(case: Case) -> dict[str, int]:
    """Return how many tasks each stage of a case has at most."""
    stages = {RANGE: case.uncertainty.points, POSTS: MOST_TASKS}
    for target in case.targets:
        stages[judging_stage(target)] = target.figure.draws
        stages[predicting_stage(target)] = target.figure.accepted
    return stages


def _frozen(case: Case, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return when a case was predicted, and the commit by which its ranges had been frozen, if that is known."""
    ranges = commit_of_ranges(case.name) if case.shipped else None
    return {"date": str(manifest["created"])[:10], "commit": ranges, "digest": case.question}


def _over_all(
    cases: Sequence[Case], left: Sequence[Case], progress: Progress | None
) -> Iterator[tuple[Case, Callable[[int, int], None]]]:
    """Yield each case that is left, with what its progress is told to, so that it becomes that of all of them."""
    totals = {case.name: sum(expected_of(case).values()) for case in left}
    done = dict.fromkeys(totals, 0)
    for case in left:

        def told(tasks: int, total: int, name: str = case.name) -> None:
            done[name], totals[name] = tasks, total
            if progress:
                progress(name, sum(done.values()), sum(totals.values()))

        yield case, told
        totals[case.name] = done[case.name]


@contextmanager
def _told_how_to_go_on(run: Reproduction, case: Case) -> Iterator[None]:
    """Say what is kept, and how to go on, when it is ended by somebody, by a full disk, or by a closed folder."""
    folder = run.folder / case.name
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(f"interrupted; what was played is stored in {folder}. Go on with: {_go_on(run)}") from None
    except (OSError, NotWritten) as error:
        reason = (error.strerror or error) if isinstance(error, OSError) else str(error).rstrip(".")
        raise NotWritten(
            f"{folder}: {reason}. What was stored is kept. Once there is room, go on with: {_go_on(run)}"
        ) from None


def _go_on(run: Reproduction) -> str:
    names = [one.composition.where if not one.shipped else one.name for one in run.cases]
    return shlex.join(["tiaokuai", "reproduce", *names, "--to", str(run.folder)])
