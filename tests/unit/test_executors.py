"""The contract of executors: each task exactly once, errors in their outcomes, tasks drawn as they are needed."""

from __future__ import annotations

import pickle
import threading

import pytest
from works import Deeds, Unready, give_up

from conf.schema import ExecutorBlock
from experiments.configuring import configure
from experiments.executors.dask_cluster import DaskExecutor
from experiments.executors.endings import ending
from experiments.executors.opening import opened
from experiments.executors.packing import sendable
from experiments.executors.processes import ProcessExecutor
from experiments.executors.serial import SerialExecutor
from experiments.executors.threads import ThreadExecutor
from sim.errors import InputError, RunError

NAMES = ("serial", "threads", "processes", pytest.param("dask", marks=pytest.mark.long))


def executor_named(name, work=None, **more):
    return opened(ExecutorBlock(name=name, workers=2), work or Deeds(), engine="compiled", **more)


@pytest.fixture(scope="module", params=NAMES)
def executor(request):
    """One executor for all tests that leave it as it was: what is performed first changes nothing later."""
    with executor_named(request.param) as opened_executor:
        yield opened_executor


def test_each_task_is_performed_exactly_once_by_a_prepared_work(executor):
    tasks = [("triple", value) for value in range(200)]

    found = list(executor.outcomes(iter(tasks)))

    assert sorted((outcome.task, outcome.result) for outcome in found) == [(task, 3 * task[1]) for task in tasks]
    assert all(outcome.error is None and 0 <= outcome.seconds < 60 for outcome in found)


def test_no_tasks_have_no_outcomes(executor):
    assert list(executor.outcomes([])) == []


def test_an_error_is_in_the_outcome_of_its_task_and_the_others_go_on(executor):
    found = {
        outcome.task[0]: outcome for outcome in executor.outcomes([("refuse", "this"), ("triple", 5), ("fail", "x")])
    }

    assert found["triple"].result == 15
    assert (type(found["refuse"].error), str(found["refuse"].error)) == (InputError, "this")
    assert "x 3" in str(found["fail"].error)


def test_tasks_are_drawn_as_workers_become_free(executor):
    drawn = 0

    def many():
        nonlocal drawn
        for drawn in range(1, 101):
            yield ("triple", drawn)

    ahead = [drawn - number for number, _ in enumerate(executor.outcomes(many()), 1)]

    assert len(ahead) == 100
    assert max(ahead) <= 12  # two workers have one each and one ahead, as many are just done, and three wait


def test_what_is_left_early_gives_way_to_the_next_tasks(executor):
    for _ in executor.outcomes([("triple", 1), *[("nap", 0.05)] * 8]):
        break

    assert [outcome.result for outcome in executor.outcomes([("triple", 7)])] == [21]


def test_large_tasks_and_large_results_pass_each_other(executor):
    """Larger than what any pipe holds, in both directions at once."""
    size = 3_000_000
    tasks = [(deed, value) for _ in range(4) for deed, value in (("grow", size), ("measure", bytes(size)))]

    results = [outcome.result for outcome in executor.outcomes(tasks)]

    assert sorted(size if isinstance(result, int) else -len(result) for result in results) == [-size] * 4 + [size] * 4


@pytest.mark.parametrize("name", NAMES)
def test_a_work_that_cannot_be_prepared_is_one_error(name):
    with (
        pytest.raises(InputError, match=r"^there is nothing to prepare it from\.$"),
        executor_named(name, Unready()) as executor,
    ):
        list(executor.outcomes([("triple", 1)] * 20))


# threads


def test_each_thread_has_a_work_of_its_own_and_all_end_with_the_executor():
    class Looking(Deeds):
        def __reduce__(self):
            return Deeds, ()

    before = threading.active_count()
    with ThreadExecutor(Looking(), workers=3) as executor:
        assert [outcome.result for outcome in executor.outcomes([("triple", 2)] * 9)] == [6] * 9
        assert threading.active_count() == before + 3

    assert threading.active_count() == before


def test_threads_that_nap_do_not_keep_an_interrupt_waiting():
    before = threading.active_count()

    with pytest.raises(KeyboardInterrupt), ThreadExecutor(Deeds(), workers=2) as executor:
        give_up(executor, [("triple", 1), *[("nap", 0.2)] * 50])

    assert threading.active_count() == before


# errors that are sent


def test_an_error_that_can_be_sent_stays_what_it_is_and_tells_where_it_came_from():
    try:
        raise ValueError("three")
    except ValueError as error:
        sent = pickle.loads(pickle.dumps(sendable(error)))

    assert (type(sent), str(sent)) == (ValueError, "three")
    assert 'raise ValueError("three")' in sent.__notes__[0]


def test_an_error_that_cannot_be_sent_is_named():
    class Local(Exception):
        pass

    sent = sendable(Local("four"))

    assert (type(sent), str(sent)) == (RunError, "Local: four")


def test_endings_are_told_in_words():
    assert [ending(code) for code in (0, 7, -9, -11, -34)] == [
        "ended with exit code 0", "ended with exit code 7", "ended by SIGKILL", "ended by SIGSEGV", "ended by SIGRTMIN",
    ]  # fmt: skip


# opening


def test_a_block_opens_the_executor_of_its_name():
    kinds = {"serial": SerialExecutor, "threads": ThreadExecutor, "processes": ProcessExecutor, "dask": DaskExecutor}

    assert {name: type(executor_named(name)) for name in kinds} == kinds
    assert [configure([f"executor={name}"]).file.executor.name for name in ("threads", "dask")] == ["threads", "dask"]


@pytest.mark.parametrize(
    ("name", "more", "told"),
    [
        ("serial", {"timeout": 5.0}, "executor=serial cannot stop a run after 5 seconds, since nobody can end a part "
         "of a process; expected executor=processes or executor=dask."),
        ("threads", {"timeout": 0.5}, "executor=threads cannot stop a run after 0.5 seconds, since nobody can end a "
         "part of a process; expected executor=processes or executor=dask."),
        ("processes", {"timeout": 0.0}, "a run was given 0 seconds; expected more than 0."),
        ("threads", {"engine": "simpy"}, "executor=threads is for the compiled engine, and engine=simpy was chosen, "
         "which would play one run at a time; expected engine=compiled or executor=processes."),
    ],
)  # fmt: skip
def test_what_an_executor_cannot_do_is_told_before_it_starts(name, more, told):
    with pytest.raises(InputError) as error:
        opened(ExecutorBlock(name=name), Deeds(), **{"engine": "compiled", **more})

    assert str(error.value) == told


def test_without_dask_it_is_told_how_to_install_it(monkeypatch):
    monkeypatch.setattr("experiments.executors.dask_cluster.find_spec", lambda name: None)

    with pytest.raises(InputError) as error:
        executor_named("dask")

    assert str(error.value) == (
        "executor=dask needs Dask, which is not installed; try: pip install 'tiaokuai[cluster]'"
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": "processes", "scheduler": "tcp://a:1"},
         "scheduler='tcp://a:1' was given to 'processes'; expected executor=dask."),
        ({"name": "dask", "scheduler": "tcp://a:1", "workers": 3},
         "workers=3 was given beside a scheduler, whose cluster has its own; expected one of them."),
    ],
)  # fmt: skip
def test_a_scheduler_is_for_dask_and_has_workers_of_its_own(given, told):
    with pytest.raises(InputError) as error:
        configure([f"+executor.{key}={value}" if key == "scheduler" and given["name"] != "dask"
                   else f"executor.{key}={value}" for key, value in given.items() if key != "name"]
                  + [f"executor={given['name']}"])  # fmt: skip

    assert told in str(error.value)
