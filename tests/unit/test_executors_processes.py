"""Worker processes: one that is killed costs nothing, one that ends over a task twice is told, and none is left."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from processes import alive, needs_proc, session, wait_for
from works import ALL, TRIPLES, Deeds, Vanishing, check_that_a_worker_killed_in_mid_task_costs_nothing, give_up, results

from experiments.executors.base import Outcome
from experiments.executors.endings import in_time
from experiments.executors.processes import ProcessExecutor
from sim.errors import RunError, RunTimeout, WorkerEnded

ROOT = Path(__file__).parents[2]


def test_a_worker_killed_in_mid_task_costs_nothing(tmp_path):
    """The task that it had is tried once more; one that was sent ahead to it had not begun."""
    check_that_a_worker_killed_in_mid_task_costs_nothing(ProcessExecutor(Deeds(), workers=2), tmp_path, after=20)


def test_a_task_that_ends_its_workers_is_named_and_the_others_go_on():
    tasks = [*TRIPLES[:10], ("end", 7), *TRIPLES[10:20], ("kill", int(signal.SIGSEGV)), ("kill", int(signal.SIGKILL)),
             *TRIPLES[20:]]  # fmt: skip

    with ProcessExecutor(Deeds(), workers=2) as executor:
        found = list(executor.outcomes(tasks))

    ended = {outcome.task: outcome.error for outcome in found if outcome.error}
    assert results(found) == ALL
    assert len(found) == 33
    assert {type(error) for error in ended.values()} == {WorkerEnded}
    assert {task: str(error) for task, error in ended.items()} == {
        ("end", 7): "a worker process ended with exit code 7 over this run, and so did one before it.",
        ("kill", 11): "a worker process ended by SIGSEGV over this run, and so did one before it.",
        ("kill", 9): "a worker process ended by SIGKILL (out of memory, perhaps; fewer executor.workers need less) "
                     "over this run, and so did one before it.",
    }  # fmt: skip


def test_idle_workers_that_are_killed_cost_nothing():
    """No task is blamed for the end of a worker that had not begun it."""
    with ProcessExecutor(Deeds(), workers=2) as executor:
        for _ in range(3):
            processes = {outcome.result[0] for outcome in executor.outcomes([("say_who", 0), ("nap", 0.1)] * 3)
                         if outcome.task[0] == "say_who"}  # fmt: skip
            for process in processes:
                os.kill(process, signal.SIGKILL)

        found = list(executor.outcomes(TRIPLES))

    assert results(found) == ALL


def test_a_task_that_takes_too_long_is_stopped_and_the_others_go_on():
    with ProcessExecutor(Deeds(), workers=2, timeout=1.5) as executor:
        found = list(executor.outcomes([("nap", 60.0), *TRIPLES, ("nap", 59.0)]))

    late = [outcome for outcome in found if outcome.error]
    assert results(found) == ALL
    assert sorted(outcome.task[1] for outcome in late) == [59.0, 60.0]
    assert {type(outcome.error) for outcome in late} == {RunTimeout}
    assert {str(outcome.error) for outcome in late} == {"the run took longer than 1.5 seconds and was stopped."}
    assert all(outcome.seconds >= 1.5 for outcome in late)


def test_a_task_is_too_long_even_if_nobody_looked():
    """What a task may take does not depend on how busy the driver is meanwhile."""
    long, short = Outcome("task", "result", None, 0.3), Outcome("task", "result", None, 0.1)

    assert (in_time(short, 0.2), in_time(long, None)) == (short, long)
    late = in_time(long, 0.2)
    assert (late.task, late.result, type(late.error), late.seconds) == ("task", None, RunTimeout, 0.3)


def test_what_cannot_be_sent_back_is_an_error_of_its_task():
    with ProcessExecutor(Deeds(), workers=1) as executor:
        first, second, third = executor.outcomes([("give_a_lambda", 0), ("fail", "x"), ("triple", 1)])

    assert type(first.error) is RunError
    assert str(first.error).startswith("what a run gave cannot be sent to another process (")
    assert (type(second.error), str(second.error)) == (RunError, "Odd: x 3")
    assert third.result == 3


def test_workers_that_end_before_they_are_ready_are_one_error():
    with pytest.raises(RunError) as error, ProcessExecutor(Vanishing(), workers=1) as executor:
        list(executor.outcomes(TRIPLES))

    assert str(error.value) == (
        "no worker process could be started: 3 in a row ended with exit code 5 before they were ready. Try "
        "executor=serial."
    )


def test_a_machine_that_starts_no_more_processes_is_told(monkeypatch):
    def start(_):
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", start)

    with pytest.raises(RunError) as error, ProcessExecutor(Deeds(), workers=2) as executor:
        list(executor.outcomes(TRIPLES))

    assert str(error.value) == (
        "no worker process could be started: Resource temporarily unavailable. Try executor=serial."
    )


def test_an_error_of_the_tasks_themselves_ends_the_workers():
    def failing():
        yield ("triple", 1)
        raise ValueError("no more")

    with pytest.raises(ValueError, match=r"^no more$"), ProcessExecutor(Deeds(), workers=2) as executor:
        list(executor.outcomes(failing()))

    assert multiprocessing.active_children() == []


def test_no_worker_is_left_when_all_is_done_or_given_up():
    with ProcessExecutor(Deeds(), workers=2) as executor:
        assert len(list(executor.outcomes(TRIPLES))) == 30
        assert len(multiprocessing.active_children()) in (1, 2)
    assert multiprocessing.active_children() == []

    with pytest.raises(KeyboardInterrupt), ProcessExecutor(Deeds(), workers=2) as executor:
        give_up(executor, [("triple", 1), *[("nap", 60.0)] * 4])
    assert multiprocessing.active_children() == []


@contextmanager
def driver(name):
    """A driver in a session of its own, whose workers are in the middle of a long nap."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "works", name], env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        assert process.stdout.readline() == "begun None\n"
        yield process
    finally:
        for left in session(process.pid):
            os.kill(left, signal.SIGKILL)
        process.kill()
        process.communicate()


OTHERS_LONG = ["processes", *(pytest.param(name, marks=pytest.mark.long) for name in ("dask", "threads"))]


@needs_proc
@pytest.mark.parametrize("name", OTHERS_LONG[:2])
def test_a_killed_driver_leaves_no_worker_behind(name):
    with driver(name) as process:
        workers = [child for child in session(process.pid) if child != process.pid]
        assert len(workers) >= 2

        process.kill()
        process.wait()

        wait_for(lambda: not any(map(alive, workers)), "the workers to end", within=10)


@needs_proc
@pytest.mark.parametrize("name", OTHERS_LONG)
def test_ctrl_c_ends_within_seconds_and_leaves_nobody(name):
    """A terminal sends it to all processes; workers leave it to the driver, and no traceback of theirs is shown."""
    with driver(name) as process:
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=15)

        assert (process.returncode, out, err) == (130, "interrupted\n", "")
        wait_for(lambda: session(process.pid) == [], "the workers to end", within=5)
