"""Jobs of a comparison: the same results from each executor, in the order of the jobs; what goes wrong is told."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from dataclasses import fields

import numpy as np
import pytest
from tiny import tiny

from experiments.executors.jobs import JobRunner, JobWork, run_jobs
from experiments.playing import Job
from sim.errors import InputError

JOBS = [
    Job(designs=("sections", "modules"), replication=0, volume_multiple=1.0),
    Job(designs=("modules",), replication=3, volume_multiple=2.0, until_closed=False),
    Job(designs=("sections",), replication=1, volume_multiple=0.5),
    Job(designs=("modules", "sections"), replication=1, volume_multiple=1.0),
]
NAMES = ["threads", "processes", pytest.param("dask", marks=pytest.mark.long)]


def serial(folder, jobs=JOBS, **more):
    return run_jobs(jobs, tiny(folder, "engine=compiled").file, **more)


def by_workers(folder, name="processes", jobs=JOBS, workers=2, **more):
    return run_jobs(jobs, file_of(folder, name, workers), **more)


def file_of(folder, name, workers=2):
    return tiny(folder, "engine=compiled", f"executor={name}", f"executor.workers={workers}").file


def same(one, other):
    """Whether two readings are equal to the last bit."""
    return all(
        np.array_equal(getattr(one, column.name), getattr(other, column.name))
        if isinstance(getattr(one, column.name), np.ndarray)
        else getattr(one, column.name) == getattr(other, column.name)
        for column in fields(one)
    )


@pytest.fixture(scope="module", params=NAMES)
def found_by_workers(request, tmp_path_factory):
    told = []
    return by_workers(tmp_path_factory.mktemp("workers"), request.param, progress=told.append), told


def test_results_come_in_the_order_of_the_jobs_with_the_designs_of_each(tmp_path, found_by_workers):
    for found in (serial(tmp_path), found_by_workers[0]):
        assert [list(readings) for readings in found] == [list(job.designs) for job in JOBS]


def test_workers_give_what_one_process_gives_to_the_last_bit(tmp_path, found_by_workers):
    for one, other in zip(serial(tmp_path), found_by_workers[0], strict=True):
        assert all(same(one[design], other[design]) for design in one)


def test_a_difference_would_be_seen(tmp_path):
    first, _, _, last = serial(tmp_path)

    assert not same(first["sections"], last["sections"])


def test_progress_counts_runs_as_jobs_are_done(tmp_path, found_by_workers):
    told = []
    serial(tmp_path, progress=told.append)

    assert told == [2, 1, 1, 2]
    assert sorted(found_by_workers[1]) == [1, 1, 2, 2]


def test_one_worker_is_this_process(tmp_path):
    told = []

    by_workers(tmp_path, workers=1, progress=lambda runs: told.append(len(multiprocessing.active_children())))

    assert told == [0, 0, 0, 0]


@pytest.mark.parametrize(("worth_it", "workers"), [(1e9, 0), (0.0, 2)])
def test_workers_are_started_where_they_are_worth_it_if_no_number_is_asked_for(
    tmp_path, monkeypatch, worth_it, workers
):
    """The first job, played here, tells how long the others would take."""
    monkeypatch.setattr("experiments.executors.jobs.START_SECONDS", worth_it)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    told = []

    found = run_jobs(
        JOBS, tiny(tmp_path, "engine=compiled", "executor=processes").file,
        progress=lambda runs: told.append(len(multiprocessing.active_children())),
    )  # fmt: skip

    assert told[0] == 0
    assert max(told) == workers
    assert [list(readings) for readings in found] == [list(job.designs) for job in JOBS]


def test_no_jobs_give_no_results(tmp_path):
    assert serial(tmp_path, jobs=[]) == by_workers(tmp_path, jobs=[]) == []


def test_workers_get_the_file_and_build_the_scenario_themselves(tmp_path):
    """However long the runner has been at work, what it sends stays as small as the file."""
    work = JobWork(tiny(tmp_path, "engine=compiled").file)
    before = len(pickle.dumps(work))

    work.perform((0, JOBS[0]))

    assert len(pickle.dumps(work)) == before


def test_a_worker_that_is_killed_costs_nothing(tmp_path):
    """Each of the first outcomes is followed by the end of a worker; 80 jobs come to their results all the same."""
    killed = []

    def kill_one(runs):
        if len(killed) < 2:
            child = next(child for child in multiprocessing.active_children() if child.pid not in killed)
            os.kill(child.pid, signal.SIGKILL)
            killed.append(child.pid)

    found = by_workers(tmp_path, jobs=JOBS * 20, progress=kill_one)

    assert len(killed) == 2
    assert len(found) == 80
    assert all(same(one["modules"], found[1]["modules"]) for one in found[1::4])
    assert multiprocessing.active_children() == []


def test_bad_input_that_only_a_run_shows_is_told_from_a_worker_too(tmp_path):
    """At a thousandth of the volume no matter comes in the window."""
    nothing = [Job(designs=("sections",), replication=index, volume_multiple=0.0001) for index in range(2)]

    with pytest.raises(InputError, match=r"has no matter from 2021-03-15 to 2021-05-09"):
        by_workers(tmp_path, jobs=nothing)

    assert multiprocessing.active_children() == []


def test_what_an_executor_cannot_do_is_told_before_any_work(tmp_path):
    file = tiny(tmp_path, "engine=simpy", "executor=threads").file

    with pytest.raises(InputError, match=r"^executor=threads is for the compiled engine"):
        JobRunner(file)
