"""Sweeping: each run once, the same rows whatever happens, and what is said of it."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from processes import needs_proc, session, wait_for
from tiny import TINY, tiaokuai, tiny_file

from experiments.configuring import configure
from experiments.playing import Job, perform
from experiments.preparing import prepare
from experiments.sweep.beginning import begin
from experiments.sweep.pending import FLUSH_SECONDS
from experiments.sweep.planning import plan_sweep
from experiments.sweep.stored import read_sweep
from experiments.sweep.sweeping import play, playing_of

AXES = ("demand.load=0.5,0.7", "designs.modules.data.transit_hours=1,4")


def rows(folder):
    return read_sweep(Path(folder)).rows().to_pylist()


def swept(folder, *texts):
    """Sweep the tiny scenario, in this process; return the folder."""
    path = tiny_file(folder)
    target = folder / "sweep"
    stored = begin(plan_sweep([f"scenario={path}", *texts], "tiaokuai sweep", playing=PLAYING), target)
    play(stored, playing_of(stored))
    return target


PLAYING = {"timeout": None, "traces": False, "plans": False}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return swept(tmp_path_factory.mktemp("whole"), *AXES)


def check_rows(folder, keys):
    """Hold each row of a sweep to a run of its own with its values, by nothing that the sweep remembers."""
    for row in rows(folder):
        given = [f"{key}={row[key]}" for key in keys]
        configuration = configure([f"scenario={folder.parent / 'tiny.yaml'}", *given])
        prepared = prepare(configuration)
        multiple = prepared.load.volume_multiple
        job = Job(designs=(row["design"],), replication=row["replication"], volume_multiple=multiple)
        found = perform(job, prepared.scenario, engine="compiled", seed=configuration.file.seed)
        measures = found[row["design"]].measures
        assert {name: row[name] for name in measures} == measures
        assert all(row[name] is None for name in set(_measures(folder)) - measures.keys())


def test_each_row_is_what_a_run_with_these_values_gives(whole):
    assert len(rows(whole)) == 2 * 2 * 2 * 2
    check_rows(whole, ("demand.load", "designs.modules.data.transit_hours"))


def test_what_a_worker_remembers_of_one_point_is_not_taken_for_another(tmp_path):
    """Here seed, calendar and baseline change, on which every design depends."""
    axes = ("seed=1,2", "calendar=china,weekdays", "designs.sections.data.transit_hours=1,6")

    folder = swept(tmp_path, *axes)

    assert len(rows(folder)) == 2 * 2 * 2 * 2 * 2
    check_rows(folder, ("seed", "calendar", "designs.sections.data.transit_hours"))


def _measures(folder):
    return json.loads((folder / "manifest.json").read_text())["measures"]


def test_rows_are_in_the_order_of_points_replications_and_designs(whole):
    found = [(row["point"], row["replication"], row["design"]) for row in rows(whole)]

    assert found == [(p, r, d) for p in range(4) for r in range(2) for d in ("sections", "modules")]


def test_the_folder_tells_what_it_is(whole):
    manifest = json.loads((whole / "manifest.json").read_text())

    assert manifest["runs"] == 8
    assert manifest["designs"] == ["sections", "modules"]
    assert manifest["keys"] == ["demand.load", "designs.modules.data.transit_hours"]
    assert {"seed", "versions", "engine", "commit", "program", "commands", "sampling", "created"} <= manifest.keys()
    assert "begin: 0 of 8" in (whole / "log.txt").read_text()
    assert "end: 8 of 8" in (whole / "log.txt").read_text()


def test_a_run_is_done_once_however_often_it_is_asked_for(tmp_path):
    folder = swept(tmp_path, *AXES)
    before = rows(folder)

    swept(tmp_path, *AXES)
    assert rows(folder) == before
    swept(tmp_path, "designs.modules.data.transit_hours=8,4", "demand.load=0.7,0.5")
    more = rows(folder)
    assert more[: len(before)] == before
    assert {row["designs.modules.data.transit_hours"] for row in more} == {1, 4, 8}
    assert "begin: 8 of 12 runs are done" in (folder / "log.txt").read_text()
    swept(tmp_path, *AXES, "replications=3")
    assert len(rows(folder)) == 6 * 3 * 2


def test_another_sweep_in_the_same_folder_is_refused(tmp_path, capsys):
    folder = swept(tmp_path, *AXES)
    scenario = f"scenario={tmp_path / 'tiny.yaml'}"

    for texts, told in (
        (("demand.load=0.5,0.7",), "it varies demand.load, designs.modules.data.transit_hours, not demand.load"),
        ((*AXES, "sweep.designs=[]"), "it plays sections, modules, not sections"),
        ((*AXES, "seed=5"), "its scenario, or a setting of it, is another"),
    ):
        code, out, err = tiaokuai(capsys, "sweep", scenario, *texts, "--to", folder)
        assert (code, out) == (2, "")
        assert f"--to {folder} holds another sweep ({told})" in err
    code, out, err = tiaokuai(capsys, "sweep", scenario, *AXES, "--to", tmp_path)
    assert (code, out) == (2, "")
    assert f"--to {tmp_path} holds other things; expected a new folder, or that of the same sweep." in err


def test_a_run_that_cannot_be_played_is_named_and_the_rest_goes_on(tmp_path, capsys):
    """So few matters come in that one replication of the first point has none in the window."""
    path = tiny_file(tmp_path, ("per_year: 300", "per_year: 0"), ("contact_weeks: 2", "contact_weeks: 0"))
    folder = tmp_path / "sweep"

    code, out, err = tiaokuai(
        capsys,
        "sweep",
        f"scenario={path}",
        "demand.types.request.per_year=4,200",
        "replications=8",
        "--json",
        "--to",
        folder,
    )

    failed = [json.loads(line) for line in (folder / "failed.jsonl").read_text().splitlines()]
    assert 0 < len(failed) < 8
    assert {row["parameters"]["demand.types.request.per_year"] for row in failed} == {4}
    assert {row["kind"] for row in failed} == {"error"}
    assert "InputError: a replication has no matter" in failed[0]["error"]
    assert code == 1
    assert json.loads(out) == {"directory": str(folder), "runs": 16, "done": 16 - len(failed), "failed": len(failed)}
    assert f"{len(failed)} of 16 runs failed" in err
    assert len(rows(folder)) == 2 * (16 - len(failed))
    code, out, err = tiaokuai(capsys, "sweep", "--resume", folder, "--retry-failed", "--json")
    assert json.loads(out)["failed"] == len(failed)


def test_traces_are_stored_when_asked_for_and_change_no_row(tmp_path, whole, capsys):
    folder = tmp_path / "sweep"
    code, _, _ = tiaokuai(capsys, "sweep", f"scenario={tiny_file(tmp_path)}", *AXES, "--keep-plan", "--to", folder)

    assert code == 0
    assert rows(folder) == rows(whole)
    found = sorted(path.relative_to(folder / "traces").as_posix() for path in (folder / "traces").glob("*/*/*"))
    runs = sorted({row["run"] for row in rows(folder)})
    assert found == [f"{run}/{design}/{what}" for run in runs for design in ("modules", "sections")
                     for what in ("plan", "trace")]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["sweep", "seed=1,2"], "neither --to nor --resume is given; expected one of them"),
        (["sweep", "--to", "a", "--resume", "b"], "both --to and --resume are given"),
        (["sweep", "--resume", "nowhere"], "nowhere does not exist; expected the folder of a `tiaokuai sweep`"),
        (["sweep", "--resume", "{whole}", "seed=3"], "'seed=3' cannot be changed on --resume"),
        (["sweep", "--resume", "{whole}", "executor=dusk"], "Did you mean 'dask'?"),
        (["sweep", "seed=1,2", "--run-timeout", "0", "--to", "x"], "0"),
    ],
)
def test_bad_commands_end_with_a_sentence(capsys, tmp_path, monkeypatch, whole, words, told):
    monkeypatch.chdir(tmp_path)

    code, out, err = tiaokuai(capsys, *(word.format(whole=whole) for word in words))

    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "{whole}: 8 of 8 runs are done, 0 failed.\n"), ("zh", "{whole}：共 8 次运行，完成 8 次，失败 0 次。\n")],
)
def test_the_end_is_told_in_both_languages(whole, capsys, lang, told):
    assert tiaokuai(capsys, "sweep", "--resume", whole, "--lang", lang)[:2] == (0, told.format(whole=whole))


def test_a_folder_whose_program_is_another_is_not_gone_on_with(tmp_path, capsys):
    folder = swept(tmp_path, "seed=1,2")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "program": "0123456789abcdef"}))

    code, _, err = tiaokuai(capsys, "sweep", "--resume", folder)

    assert code == 2
    assert "was begun by another version of this program (sources 0123456789abcdef" in err


# with real processes


BUSY = TINY.replace("per_year: 300", "per_year: 3000").replace("officer: 4", "officer: 40")
MANY = ("designs.modules.data.transit_hours=range(1,13)", "replications=4")
LONGER = (MANY[0], "replications=40")
WORKERS = ("executor=processes", "executor.workers=2")


def command(*words):
    return [sys.executable, "-W", "error", "-m", "experiments.cli", "sweep", *map(str, words)]


def start(folder, *words, **more):
    """Start a sweep of a busier bureau as a process of its own, in a session of its own."""
    (folder / "busy.yaml").write_text(BUSY, encoding="utf-8")
    return subprocess.Popen(
        command(*words), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        **more,
    )  # fmt: skip


def parts(folder):
    return list(folder.glob("runs/part-*.parquet"))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "busy.yaml").write_text(BUSY, encoding="utf-8")
    texts = [f"scenario={folder / 'busy.yaml'}", *MANY, "executor=serial"]
    stored = begin(plan_sweep(texts, "", playing=PLAYING), folder / "sweep")
    play(stored, playing_of(stored))
    return rows(folder / "sweep")


@needs_proc
def test_killed_workers_and_a_killed_driver_lose_and_double_nothing_and_leave_nobody(tmp_path, undisturbed):
    sweep = tmp_path / "sweep"
    driver = start(tmp_path, "scenario=busy.yaml", *MANY, *WORKERS, "--to", "sweep")
    wait_for(lambda: parts(sweep), "the first part", within=60)
    worker = next(pid for pid in session(driver.pid) if pid != driver.pid)
    os.kill(worker, signal.SIGKILL)
    before = len(parts(sweep))
    wait_for(lambda: len(parts(sweep)) > before or driver.poll() is not None, "another part", within=60)
    driver.kill()
    driver.communicate()
    wait_for(lambda: not session(driver.pid), "the workers to end")

    code = subprocess.run(command("--resume", sweep, "--json"), capture_output=True, text=True, check=False)

    assert code.returncode == 0, code.stderr
    assert json.loads(code.stdout) == {"directory": str(sweep), "runs": 48, "done": 48, "failed": 0}
    assert rows(sweep) == undisturbed
    assert not (sweep / "failed.jsonl").exists()


@pytest.mark.long
def test_a_worker_of_a_dask_cluster_that_is_killed_in_mid_sweep_costs_nothing(tmp_path, undisturbed):
    sweep = tmp_path / "sweep"
    driver = start(tmp_path, "scenario=busy.yaml", *MANY, "executor=dask", "executor.workers=2", "--to", "sweep")
    wait_for(lambda: parts(sweep), "the first part", within=60)
    os.kill(max(session(driver.pid)), signal.SIGKILL)  # the process that was started last is a worker

    _, err = driver.communicate(timeout=300)

    assert driver.returncode == 0, err
    assert rows(sweep) == undisturbed
    wait_for(lambda: not session(driver.pid), "the workers to end")


@pytest.mark.long
@pytest.mark.parametrize("executor", ["serial", "threads", "processes", "dask"])
def test_each_executor_stores_the_same_rows(tmp_path, undisturbed, executor):
    (tmp_path / "busy.yaml").write_text(BUSY, encoding="utf-8")
    done = subprocess.run(
        command("scenario=busy.yaml", *MANY, f"executor={executor}", "--to", "sweep"), cwd=tmp_path,
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "sweep") == undisturbed


@pytest.mark.long
def test_a_run_that_takes_longer_than_it_may_is_named_and_the_rest_goes_on(tmp_path):
    """With a hundred times as many matters a run takes a hundred times as long."""
    (tmp_path / "busy.yaml").write_text(BUSY, encoding="utf-8")
    done = subprocess.run(
        command("scenario=busy.yaml", "demand.types.directive.per_year=300,3000000", "replications=2", *WORKERS,
                "--run-timeout", "8", "--to", "sweep", "--json"),
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout) == {"directory": "sweep", "runs": 4, "done": 2, "failed": 2}
    failed = [json.loads(line) for line in (tmp_path / "sweep" / "failed.jsonl").read_text().splitlines()]
    assert {row["kind"] for row in failed} == {"timeout"}
    assert {row["parameters"]["demand.types.directive.per_year"] for row in failed} == {3000000}


def test_ctrl_c_ends_within_seconds_keeps_what_is_done_and_says_how_to_go_on(tmp_path):
    driver = start(tmp_path, "scenario=busy.yaml", *LONGER, *WORKERS, "--to", "sweep")
    wait_for(lambda: parts(tmp_path / "sweep"), "the first part", within=60)
    os.kill(driver.pid, signal.SIGINT)

    out, err = driver.communicate(timeout=20)

    done = len({row["run"] for row in rows(tmp_path / "sweep")})
    assert (driver.returncode, out) == (130, "")
    assert f"interrupted; {done} of 480 runs are stored. Go on with: tiaokuai sweep --resume sweep" in err
    assert "Traceback" not in err
    wait_for(lambda: not session(driver.pid), "the workers to end", within=10)


def test_a_full_disk_is_said_and_gone_on_from(tmp_path, undisturbed):
    """No file may grow beyond 12,000 bytes, so that no part fits."""

    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, resource.RLIM_INFINITY))

    driver = start(tmp_path, "scenario=busy.yaml", *MANY, "executor=serial", "--to", "sweep",
                   preexec_fn=little_room)  # fmt: skip
    out, err = driver.communicate(timeout=120)

    assert (driver.returncode, out) == (1, "")
    assert "File too large" in err
    assert "Once there is room, go on with: tiaokuai sweep --resume sweep" in err
    assert "Traceback" not in err
    assert not list((tmp_path / "sweep" / "runs").glob(".part*"))
    again = subprocess.run(command("--resume", tmp_path / "sweep"), capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert rows(tmp_path / "sweep") == undisturbed


def test_two_sweeps_in_one_folder_do_not_mix(whole, capsys):
    with read_sweep(whole).locked():
        code, out, err = tiaokuai(capsys, "sweep", "--resume", whole)

    assert (code, out) == (2, "")
    assert f"{whole}: a sweep is at work here; expected it to have ended." in err


def test_rows_are_stored_every_few_seconds():
    assert FLUSH_SECONDS <= 2
