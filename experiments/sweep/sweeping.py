"""Sweeping: every run once, its rows stored as it is done, whatever becomes of a worker, the disk or this process."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conf.schema import ExecutorBlock
from experiments.configuring import configure
from experiments.executors.base import Outcome
from experiments.executors.opening import opened
from experiments.sweep.beginning import begin, check_program
from experiments.sweep.log import Log
from experiments.sweep.pending import PendingRows
from experiments.sweep.rows import rows_of
from experiments.sweep.run import Run, runs_of
from experiments.sweep.stored import StoredSweep
from experiments.sweep.work import SweepWork, Traces
from sim.errors import InputError, Interrupted, NotWritten

Progress = Callable[[int, int, int], None]
"""`progress(runs done, runs in all, runs failed)`."""


@dataclass(frozen=True, kw_only=True)
class Playing:
    """How the runs of a sweep are played; nothing of it changes a result."""

    executor: ExecutorBlock
    timeout: float | None = None  # seconds a run
    traces: bool = False
    plans: bool = False
    retry_failed: bool = False
    go_on: str | None = None  # the command that goes on with it; none: `tiaokuai sweep --resume`


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What became of a sweep."""

    directory: Path
    runs: int
    done: int
    failed: int
    work_seconds: float  # that workers spent on the runs of this time, but for the first that came home
    wall_seconds: float  # that went by meanwhile

    def as_dict(self) -> dict[str, Any]:
        """Return the summary that `--json` prints."""
        return {"directory": str(self.directory), "runs": self.runs, "done": self.done, "failed": self.failed}


def play(stored: StoredSweep, playing: Playing, progress: Progress | None = None) -> Swept:
    """Play the runs of a sweep that are not done yet; return what became of it.

    Runs that failed before are played again only if `retry_failed` asks for it. Raises InputError if another process
    is at it, NotWritten if the disk is full, and Interrupted; whatever was stored until then is kept.
    """
    check_program(stored)
    with stored.locked():
        return _Sweeping(stored, playing, progress or (lambda done, runs, failed: None)).play()


class _Sweeping:
    """A sweep at work: the rows that are not stored yet, and what is known of those that are."""

    def __init__(self, stored: StoredSweep, playing: Playing, progress: Progress) -> None:
        self._stored, self._playing, self._progress = stored, playing, progress
        self._sweep, self._log = stored.sweep, Log(stored.folder / "log.txt")
        self._pending = PendingRows(stored.parts)
        self._work_seconds, self._first_at, self._last_at = 0.0, 0.0, 0.0

    def play(self) -> Swept:
        self._stored.parts.tidy()
        self._stored.failures.tidy()
        done, failed = self._stored.done(), {row["run"] for row in self._stored.failed()}
        if self._playing.retry_failed:
            failed = set()
        self._done, self._failed = len(done), len(failed)
        self._log.note(f"begin: {self._done} of {self._sweep.runs} runs are done, {self._failed} failed")
        self._tell()
        with self._told_how_to_go_on():
            self._perform(done | failed)
        wall = self._last_at - self._first_at
        self._log.note(
            f"end: {self._done} of {self._sweep.runs} runs are done, {self._failed} failed; {self._work_seconds:.1f} "
            f"seconds of work in {wall:.1f}"
        )
        return Swept(
            directory=self._stored.folder,
            runs=self._sweep.runs,
            done=self._done,
            failed=self._failed,
            work_seconds=self._work_seconds,
            wall_seconds=wall,
        )

    def _perform(self, without: set[str]) -> None:
        sweep, block = self._sweep, self._playing.executor
        runs = runs_of(sweep.space.digest, sweep.space.keys, sweep.points, sweep.replications, without=without)
        executor = opened(block, self._work(), engine=sweep.engine, timeout=self._playing.timeout)
        with executor:
            try:
                for outcome in executor.outcomes(runs):
                    self._clock(outcome)
                    self._take(outcome)
                self._last_at = time.perf_counter()
            finally:
                self._pending.store()  # on an interrupt too, before workers are ended

    def _work(self) -> SweepWork:
        sweep, traces = self._sweep, None
        if self._playing.traces:
            folder = self._stored.folder / "traces"
            folder.mkdir(exist_ok=True)
            traces = Traces(folder=folder.resolve(), plans=self._playing.plans)
        return SweepWork(
            space=sweep.space, designs=sweep.designs, engine=sweep.engine, first=sweep.points[0], traces=traces
        )

    def _clock(self, outcome: Outcome) -> None:
        if self._first_at:
            self._work_seconds += outcome.seconds
        else:
            self._first_at = time.perf_counter()

    def _take(self, outcome: Outcome) -> None:
        run: Run = outcome.task
        rows: list[dict[str, Any]] = []
        if isinstance(outcome.error, NotWritten):
            raise outcome.error
        if outcome.error is None:
            rows = rows_of(run, outcome.result, self._sweep.kinds)
            self._done += 1
        else:
            parameters = dict(zip(self._sweep.space.keys, run.point, strict=True))
            self._stored.failures.append(run, parameters, outcome.error)
            self._log.note(f"failed: {run.id} {type(outcome.error).__name__}: {outcome.error}")
            self._failed += 1
        self._tell()
        self._pending.take(rows)

    def _tell(self) -> None:
        self._progress(self._done, self._sweep.runs, self._failed)

    @contextmanager
    def _told_how_to_go_on(self) -> Iterator[None]:
        """Say how many runs are kept, and how to go on, when a sweep is ended by somebody or by a full disk."""
        go_on = self._playing.go_on or shlex.join(["tiaokuai", "sweep", "--resume", str(self._stored.folder)])
        try:
            yield
        except KeyboardInterrupt:
            self._log.note("interrupted")
            raise Interrupted(f"interrupted; {self._kept()} Go on with: {go_on}") from None
        except (OSError, NotWritten) as error:
            reason = (error.strerror or error) if isinstance(error, OSError) else str(error).rstrip(".")
            raise NotWritten(
                f"{self._stored.folder}: {reason}. {self._kept()} Once there is room, go on with: {go_on}"
            ) from None

    def _kept(self) -> str:
        return f"{len(self._stored.done())} of {self._sweep.runs} runs are stored."


def playing_of(
    stored: StoredSweep, *, overrides: Sequence[str] = (), timeout: float | None = None, retry_failed: bool = False
) -> Playing:
    """Return how a stored sweep is played: as it was begun, but for what is given here.

    Raises InputError for an override of anything but the executor.
    """
    for text in overrides:
        key = text.partition("=")[0].lstrip("+~")
        if key != "executor" and not key.startswith("executor."):
            raise InputError(f"{text!r} cannot be changed on --resume; expected executor=… or executor.workers=… only.")
    begun = {"timeout": None, "traces": False, "plans": False, **stored.sweep.facts["playing"]}
    if overrides:
        executor = configure(overrides).file.executor
    else:
        executor = stored.sweep.space.file_at(stored.sweep.points[0])[1].executor
    return Playing(
        executor=executor, timeout=begun["timeout"] if timeout is None else timeout, traces=begun["traces"],
        plans=begun["plans"], retry_failed=retry_failed,
    )  # fmt: skip


def run_sweep(
    overrides: Sequence[str], folder: str | Path, *, timeout: float | None = None, progress: Progress | None = None
) -> StoredSweep:
    """Play a sweep, or what is left of it, and return it: `rows()` has a row for each run and design.

    Overrides are those of `tiaokuai sweep`; `timeout` is in seconds a run. Raises InputError for what is wrong with
    them, and what `play` raises; runs that fail are in `failed()`.
    """
    from experiments.sweep.planning import plan_sweep

    playing = {"timeout": timeout, "traces": False, "plans": False}
    planned = plan_sweep(overrides, f"run_sweep({list(overrides)!r})", playing=playing)
    stored = begin(planned, Path(folder))
    play(stored, playing_of(stored), progress)
    return stored
