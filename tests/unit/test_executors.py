"""Executors: the same results from each, in the order of the jobs; what goes wrong in a worker is told."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import time
from dataclasses import fields

import numpy as np
import pytest
from tiny import tiny

from experiments.executors import run_jobs
from experiments.playing import Job
from sim.errors import InputError, RunError

JOBS = [
    Job(designs=("sections", "modules"), replication=0, volume_multiple=1.0),
    Job(designs=("modules",), replication=3, volume_multiple=2.0, until_closed=False),
    Job(designs=("sections",), replication=1, volume_multiple=0.5),
    Job(designs=("modules", "sections"), replication=1, volume_multiple=1.0),
]


def serial(folder, jobs=JOBS, **more):
    return run_jobs(jobs, tiny(folder, "engine=compiled").file, **more)


def pooled(folder, jobs=JOBS, workers=2, **more):
    configuration = tiny(folder, "engine=compiled", "executor=processes", f"executor.workers={workers}")
    return run_jobs(jobs, configuration.file, **more)


def same(one, other):
    """Whether two readings are equal to the last bit."""
    return all(
        np.array_equal(getattr(one, column.name), getattr(other, column.name))
        if isinstance(getattr(one, column.name), np.ndarray)
        else getattr(one, column.name) == getattr(other, column.name)
        for column in fields(one)
    )


@pytest.fixture(scope="module")
def in_processes(tmp_path_factory):
    told = []
    return pooled(tmp_path_factory.mktemp("pool"), progress=told.append), told


def test_results_come_in_the_order_of_the_jobs_with_the_designs_of_each(tmp_path, in_processes):
    for found in (serial(tmp_path), in_processes[0]):
        assert [list(readings) for readings in found] == [list(job.designs) for job in JOBS]


def test_processes_give_what_one_process_gives_to_the_last_bit(tmp_path, in_processes):
    for one, other in zip(serial(tmp_path), in_processes[0], strict=True):
        assert all(same(one[design], other[design]) for design in one)


def test_a_difference_would_be_seen(tmp_path):
    first, _, _, last = serial(tmp_path)

    assert not same(first["sections"], last["sections"])


def test_progress_counts_runs_as_jobs_are_done(tmp_path, in_processes):
    told = []
    serial(tmp_path, progress=told.append)

    assert told == [2, 1, 1, 2]
    assert sorted(in_processes[1]) == [1, 1, 2, 2]


def test_one_worker_is_this_process(tmp_path):
    told = []

    pooled(tmp_path, workers=1, progress=lambda runs: told.append(len(multiprocessing.active_children())))

    assert told == [0, 0, 0, 0]


@pytest.mark.parametrize(("worth_it", "workers"), [(1e9, 0), (0.0, 2)])
def test_workers_are_started_where_they_are_worth_it_if_no_number_is_asked_for(
    tmp_path, monkeypatch, in_processes, worth_it, workers
):
    """The first job, played here, tells how long the others would take."""
    monkeypatch.setattr("experiments.executors.START_SECONDS", worth_it)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    told = []

    found = run_jobs(
        JOBS, tiny(tmp_path, "engine=compiled", "executor=processes").file,
        progress=lambda runs: told.append(len(multiprocessing.active_children())),
    )  # fmt: skip

    assert told[0] == 0
    assert max(told) == workers
    assert [list(readings) for readings in found] == [list(readings) for readings in in_processes[0]]


def test_no_jobs_give_no_results(tmp_path):
    assert serial(tmp_path, jobs=[]) == pooled(tmp_path, jobs=[]) == []


def test_a_worker_that_dies_is_told_and_the_others_end(tmp_path):
    def kill_one(runs):
        for child in multiprocessing.active_children()[:1]:
            os.kill(child.pid, signal.SIGKILL)

    with pytest.raises(RunError, match=r"^a worker process ended before its time"):
        pooled(tmp_path, jobs=JOBS * 40, progress=kill_one)

    assert gone(multiprocessing.active_children())


def test_a_machine_that_starts_no_more_processes_is_told(tmp_path, monkeypatch):
    def submit(*_):
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr("experiments.executors.ProcessPoolExecutor.submit", submit)

    with pytest.raises(RunError) as error:
        pooled(tmp_path)

    assert str(error.value) == (
        "no worker process could be started: Resource temporarily unavailable. Try executor=serial."
    )


def test_bad_input_that_only_a_run_shows_is_told_from_a_worker_too(tmp_path):
    """At a thousandth of the volume no matter comes in the window."""
    nothing = [Job(designs=("sections",), replication=index, volume_multiple=0.0001) for index in range(2)]

    with pytest.raises(InputError, match=r"has no matter from 2021-03-15 to 2021-05-09"):
        pooled(tmp_path, jobs=nothing)

    assert gone(multiprocessing.active_children())


def gone(children, within=10.0):
    """Wait until these processes have ended; return whether they have."""
    until = time.monotonic() + within
    while any(child.is_alive() for child in children) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(child.is_alive() for child in children)
