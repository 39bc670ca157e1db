"""Keeping: `run --keep-plan --keep-trace` stores what was played, from any executor, and only if all went well."""

from __future__ import annotations

import errno
import json
import sys
from dataclasses import replace

import numpy as np
import pytest
from tiny import tiaokuai, tiny_file

from experiments import plan_store
from experiments.configuring import configure
from experiments.plan_store import read_plan, read_trace
from experiments.playing import play
from experiments.preparing import prepare
from sim.agreement import first_difference
from sim.engine.base import ENGINES, engine_named

RUN = ("run", "scenario=tiny.yaml", "design=modules")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder of one's own that holds the tiny scenario; commands are run in it."""
    tiny_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stored(here):
    """Return the only result directory, and the names in it that are no plain result's."""
    (folder,) = (here / "results").iterdir()
    plain = {"config.yaml", "manifest.json", "run.json", "runs.parquet"}
    assert plain <= {path.name for path in folder.iterdir()}
    return folder, sorted(path.name for path in folder.iterdir() if path.name not in plain)


@pytest.mark.parametrize("executor", [("executor=serial",), ("executor=processes", "executor.workers=2")])
def test_each_replication_keeps_its_plan_and_its_trace(capsys, here, executor):
    code, _, _ = tiaokuai(capsys, *RUN, *executor, "--keep-plan", "--keep-trace")

    assert code == 0
    folder, more = stored(here)
    assert more == ["replication-0000", "replication-0001"]
    configuration = configure(["scenario=tiny.yaml"])
    scenario, multiple = (prepared := prepare(configuration)).scenario, prepared.load.volume_multiple
    for replication, name in enumerate(more):
        plan, trace = read_plan(folder / name / "plan"), read_trace(folder / name / "trace")
        workload = scenario.draw(seed=configuration.file.seed, replication=replication, scale=multiple)
        played = play(scenario, "modules", workload, "simpy")
        assert first_difference(plan, trace, played.trace) is None
        assert np.array_equal(plan.steps.work_hours, played.plan.steps.work_hours)
        assert all(first_difference(plan, trace, engine_named(engine)(plan)) is None for engine in ENGINES)


@pytest.mark.parametrize(("flag", "kept"), [("--keep-plan", "plan"), ("--keep-trace", "trace")])
def test_one_is_kept_without_the_other(capsys, here, flag, kept):
    assert tiaokuai(capsys, *RUN, flag)[0] == 0

    folder, more = stored(here)
    assert [path.name for name in more for path in (folder / name).iterdir()] == [kept, kept]


def test_nothing_is_kept_unasked(capsys, here):
    assert tiaokuai(capsys, *RUN)[0] == 0

    assert stored(here)[1] == []


def test_what_is_printed_and_measured_stays_the_same(capsys, here):
    plain = tiaokuai(capsys, *RUN, "results=plain", "--json")
    keeping = tiaokuai(capsys, *RUN, "results=kept", "--json", "--keep-plan", "--keep-trace")

    assert plain[:2] == keeping[:2]
    runs = [next((here / root).iterdir()) / "run.json" for root in ("plain", "kept")]
    assert runs[0].read_bytes() == runs[1].read_bytes() == keeping[1].encode()
    assert json.loads(keeping[1])["design"] == "modules"


def test_the_help_says_it(capsys):
    out = tiaokuai(capsys, "run", "--help")[1]

    assert "--keep-plan" in out
    assert "--keep-trace" in out
    assert "docs/plan-format.md" in out


def test_a_full_disk_keeps_nothing_and_says_so(capsys, here, monkeypatch):
    written = plan_store.write_table

    def full(path, columns, types):
        if path.match("replication-0001/*/people.parquet"):  # of a plan, which has begun to be written
            raise OSError(errno.ENOSPC, "No space left on device")
        written(path, columns, types)

    monkeypatch.setattr(plan_store, "write_table", full)

    code, out, err = tiaokuai(capsys, *RUN, "--keep-plan", "--keep-trace")

    assert (code, out) == (1, "")
    assert err.splitlines()[-1].endswith("replication-0001/plan could not be written: No space left on device.")
    assert not (here / "results").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be closed there")
def test_a_worker_that_cannot_write_is_told_and_nothing_is_kept(capsys, here, monkeypatch):
    """Workers write by themselves; what goes wrong there is no failure to start them."""
    monkeypatch.setattr("experiments.running._of", lambda replication, keep: replace(keep, folder=here / "tiny.yaml"))

    code, out, err = tiaokuai(capsys, *RUN, "executor=processes", "executor.workers=2", "--keep-plan")

    assert (code, out) == (1, "")
    assert err.splitlines()[-1].endswith("tiny.yaml/plan could not be written: Not a directory.")
    assert not (here / "results").exists()
