"""Dask, on real clusters: of this machine, and behind a scheduler's address with workers that join and end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest
from processes import session, wait_for
from works import ALL, TRIPLES, Deeds, check_that_a_worker_killed_in_mid_task_costs_nothing, give_up, results

from experiments.executors.dask_cluster import DaskExecutor
from sim.errors import InputError, RunError, RunTimeout, WorkerEnded

pytest.importorskip("distributed")
pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]


def test_a_worker_killed_in_mid_task_costs_nothing(tmp_path):
    check_that_a_worker_killed_in_mid_task_costs_nothing(DaskExecutor(Deeds(), workers=2), tmp_path, after=10)


def test_a_task_that_ends_its_workers_is_named_and_the_others_go_on():
    tasks = [*TRIPLES[:10], ("end", 7), *TRIPLES[10:20], ("kill", int(signal.SIGSEGV)), *TRIPLES[20:]]

    with DaskExecutor(Deeds(), workers=2) as executor:
        found = list(executor.outcomes(tasks))

    ended = [outcome for outcome in found if outcome.error]
    assert results(found) == ALL
    assert len(found) == 32
    assert sorted(outcome.task[0] for outcome in ended) == ["end", "kill"]
    assert {type(outcome.error) for outcome in ended} == {WorkerEnded}
    assert all(str(outcome.error).startswith("the Dask worker tcp://127.0.0.1:") for outcome in ended)


def test_a_task_that_takes_too_long_is_stopped_and_the_others_go_on():
    with DaskExecutor(Deeds(), workers=2, timeout=2.0) as executor:
        found = list(executor.outcomes([("nap", 60.0), *TRIPLES, ("nap", 59.0)]))

    late = [outcome for outcome in found if outcome.error]
    assert results(found) == ALL
    assert sorted(outcome.task[1] for outcome in late) == [59.0, 60.0]
    assert {type(outcome.error) for outcome in late} == {RunTimeout}
    assert {str(outcome.error) for outcome in late} == {"the run took longer than 2 seconds and was stopped."}


def test_nobody_is_left_in_the_middle_of_a_nap_when_all_is_given_up():
    before = set(session(os.getsid(0)))

    with pytest.raises(KeyboardInterrupt), DaskExecutor(Deeds(), workers=2) as executor:
        give_up(executor, [("triple", 1), *[("nap", 60.0)] * 6])

    wait_for(lambda: set(session(os.getsid(0))) <= before, "the workers to end", within=10)


# a scheduler's address


@pytest.fixture
def cluster(tmp_path):
    """Start processes of a cluster: `start("scheduler")` gives the address, `start("worker", address)` one more."""
    started = []
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])

    def start(kind, *words):
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + kind, *words], cwd=tmp_path, start_new_session=True,
            env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        for left in session(process.pid):
            os.kill(left, signal.SIGKILL)
        process.wait()


def scheduler_of(cluster, tmp_path):
    """Return a scheduler's process and its address."""
    where = tmp_path / "scheduler.json"
    process = cluster("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show",
                      "--scheduler-file", str(where))  # fmt: skip

    def written():
        try:
            return json.loads(where.read_text())["address"]
        except (OSError, ValueError):
            return None

    wait_for(lambda: written() is not None, "the scheduler to start")
    return process, written()


def worker_of(cluster, address):
    return cluster("worker", address, "--nthreads", "1", "--no-dashboard")


def test_workers_join_a_scheduler_after_the_tasks_and_one_whole_node_is_killed(cluster, tmp_path):
    """The work reaches those, too, that join late, and the tasks of the node go to the other one."""
    _, address = scheduler_of(cluster, tmp_path)
    mark = tmp_path / "napping"
    found = []
    with DaskExecutor(Deeds(), workers=7, scheduler=address) as executor:
        stream = executor.outcomes([("nap_once", str(mark)), *TRIPLES])
        nodes = [worker_of(cluster, address), worker_of(cluster, address)]
        for outcome in stream:
            found.append(outcome)
            if len(found) == 10:
                wait_for(mark.exists, "the nap to begin")
                (node,) = [node for node in nodes if int(mark.read_text()) in session(node.pid)]
                os.killpg(node.pid, signal.SIGKILL)

    assert len(found) == 31
    assert [outcome.result for outcome in found if outcome.task[0] == "nap_once"] == ["again"]
    assert results(found) == ALL


def test_a_scheduler_serves_one_command_after_another(cluster, tmp_path):
    _, address = scheduler_of(cluster, tmp_path)
    worker = worker_of(cluster, address)
    for _ in range(2):
        with DaskExecutor(Deeds(), workers=1, scheduler=address) as executor:
            assert results(executor.outcomes(TRIPLES)) == ALL

    assert worker.poll() is None


def test_a_scheduler_that_ends_is_told(cluster, tmp_path):
    process, address = scheduler_of(cluster, tmp_path)
    worker_of(cluster, address)

    with pytest.raises(RunError) as error, DaskExecutor(Deeds(), workers=1, scheduler=address) as executor:
        deque((os.killpg(process.pid, signal.SIGKILL) for _ in executor.outcomes([("triple", 1), ("nap", 60.0)])), 0)

    assert str(error.value) == f"the Dask scheduler {address} does not answer any more."


def test_another_version_of_the_program_there_is_told(monkeypatch):
    monkeypatch.setattr(
        "experiments.executors.dask_worker.versions_of_program", lambda: {"python": "2.7.18", "tiaokuai": "0.0.1"}
    )

    with pytest.raises(RunError) as error, DaskExecutor(Deeds(), workers=1) as executor:
        list(executor.outcomes(TRIPLES))

    assert str(error.value) == (
        f"a Dask worker has python {sys.version.split()[0]}, but this command has 2.7.18; expected the same on all "
        "machines (docs/cluster.md)."
    )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere at all"])
def test_an_address_at_which_no_scheduler_answers_is_told(address, monkeypatch):
    monkeypatch.setattr("experiments.executors.dask_connection.CONNECT_SECONDS", 1)

    with pytest.raises(InputError) as error, DaskExecutor(Deeds(), workers=1, scheduler=address) as executor:
        list(executor.outcomes(TRIPLES))

    assert str(error.value).startswith(f"executor.scheduler={address!r}: no Dask scheduler answers there (")
