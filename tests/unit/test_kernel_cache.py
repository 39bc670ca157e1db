"""The cache of the compiled engine: never out of date, shared, and never in the way."""

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import tiny_file

from experiments import kernel_cache
from experiments.kernel_cache import FOLDER_VARIABLE, prepare_compiled_engine
from sim.engine.kernel.compiling import fingerprint

ROOT = Path(__file__).parents[2]

SAY_FINGERPRINT = """
import sim.engine.kernel.loop
from sim.engine.kernel.compiling import fingerprint
print(fingerprint())
"""

SAY_HITS = """
from experiments.kernel_cache import is_warm, prepare_compiled_engine
from sim.engine.kernel.loop import play
warm = is_warm()
prepare_compiled_engine()
print(warm, sum(play.stats.cache_hits.values()), sum(play.stats.cache_misses.values()))
"""


def python(code: str, root: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """Run some code in a process of its own, with the sources of `root`."""
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(root), **env}, cwd=root, text=True,
        capture_output=True, check=True,
    )  # fmt: skip


@pytest.fixture
def sources(tmp_path):
    """Return a copy of the sources that may be changed."""
    for room in ("sim", "experiments", "conf", "scenarios", "analysis"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


# what the folder is named by


def test_the_same_sources_elsewhere_have_the_same_name(sources):
    import sim.engine.kernel.loop  # noqa: F401

    assert python(SAY_FINGERPRINT, sources).stdout.strip() == fingerprint()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param("sim/engine/kernel/loop.py", "def _end(", "def  _end(", id="the loop"),
        pytest.param("sim/engine/rules.py", "+= setup_hours", "+= 2 * setup_hours", id="a rule it shares"),
        pytest.param(
            "sim/engine/sessions.py", "left <= room", "left < room", id="the calendars", marks=pytest.mark.long
        ),
        pytest.param(
            "sim/matching/key.py",
            "return urgency, order,",
            "return order, urgency,",
            id="the key",
            marks=pytest.mark.long,
        ),
        pytest.param("sim/engine/kernel/tables.py", '("outcome", "i1")', '("outcome", "i2")', id="a record"),
        pytest.param(
            "sim/engine/kernel/further_tables.py", '("is_late", "i1")', '("is_late", "i2")', id="a further record"
        ),
        pytest.param("sim/arrays.py", "NEVER = 2**62", "NEVER = 2**61", id="a number from elsewhere"),
        pytest.param("sim/trace.py", "SKIPPED = 5", "SKIPPED = 6", id="a state from elsewhere", marks=pytest.mark.long),
        pytest.param("sim/plan/plan.py", "IN_TIME = 4", "IN_TIME = 7", id="a guard that is not used"),
    ],
)
def test_another_source_or_number_has_another_name(sources, file, old, new, request):
    change(sources / file, old, new)

    same = python(SAY_FINGERPRINT, sources).stdout.strip() == fingerprint()
    assert same == request.node.callspec.id.endswith("not used")


# what is kept there


def test_the_next_process_compiles_nothing():
    prepare_compiled_engine()

    assert python(SAY_HITS).stdout.split() == ["True", "1", "0"]


@pytest.mark.long
def test_processes_that_start_at_once_on_a_cold_cache_do_not_meet(tmp_path):
    env = {**os.environ, "PYTHONPATH": str(ROOT), FOLDER_VARIABLE: str(tmp_path)}
    started = [
        subprocess.Popen([sys.executable, "-c", SAY_HITS], env=env, cwd=ROOT, text=True, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    said = [process.communicate()[0].split() for process in started]

    assert [process.returncode for process in started] == [0, 0, 0]
    assert [words[1:] for words in said] == [["0", "1"]] * 3 or ["1", "0"] in [words[1:] for words in said]
    assert python(SAY_HITS, **{FOLDER_VARIABLE: str(tmp_path)}).stdout.split() == ["True", "1", "0"]


@pytest.mark.long
def test_a_rule_that_changes_in_a_file_that_the_loop_imports_is_obeyed_at_once(sources, tmp_path):
    """What Numba's own cache does not notice: the file of the function that is called stays as it is."""
    code = """
from random import Random
import sys; sys.path.insert(0, TESTS)
from random_plans import random_plan
from experiments.kernel_cache import prepare_compiled_engine
from sim.engine.base import engine_named
prepare_compiled_engine()
plans = [random_plan(Random(seed), profiles=("lean",)) for seed in range(20)]
print(sum(int(engine_named("compiled")(plan).ended_ms.sum()) for plan in plans))
""".replace("TESTS", repr(str(ROOT / "tests")))
    cache = {FOLDER_VARIABLE: str(tmp_path / "cache")}
    before = python(code, sources, **cache).stdout
    change(sources / "sim/engine/rules.py", "+= setup_hours", "+= 2 * setup_hours")

    after = python(code, sources, **cache).stdout

    assert before == python(code, ROOT, **cache).stdout != after


# where nothing can be kept


def test_where_nothing_can_be_written_there_is_a_folder_for_one_command(tmp_path):
    """A file stands where the folder should be, which refuses root too."""
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    code = f"""
import logging, os
logging.basicConfig(level=logging.INFO, format="%(message)s")
from experiments.kernel_cache import _kernel_folder
folder = _kernel_folder()
print(folder.exists(), str(folder).startswith(os.environ["{FOLDER_VARIABLE}"]), folder)
"""
    done = python(code, **{FOLDER_VARIABLE: str(in_the_way)})

    exists, told_to_workers, folder = done.stdout.split()
    assert (exists, told_to_workers) == ("True", "True")
    assert not Path(folder).exists()
    assert done.stderr == (
        f"{in_the_way} cannot be written to (Not a directory), so the engine is compiled for this command alone; "
        f"set {FOLDER_VARIABLE} to a folder that can.\n"
    )


def test_a_disk_that_is_full_is_told_and_does_no_harm(monkeypatch, caplog):
    """The code that cannot be kept is compiled, or was, all the same."""
    plans, kept = [], []

    def once_full(plan):
        plans.append(plan)
        if len(plans) == 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(kernel_cache, "engine_named", lambda _: once_full)
    monkeypatch.setattr("sim.engine.kernel.compiling.keep_nowhere", lambda: kept.append("nowhere"))
    with caplog.at_level(logging.INFO):
        prepare_compiled_engine.__wrapped__()

    assert (len(plans), kept) == (2, ["nowhere"])
    assert re.search(r"the compiled engine cannot be kept in \S+ \(No space left on device\)\.$", caplog.text, re.M)


# which engine plays


def run(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `tiaokuai` in a folder with the tiny scenario."""
    tiny_file(folder)
    return subprocess.run(
        [sys.executable, "-m", "experiments.cli", *words], cwd=folder, text=True, capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
    )  # fmt: skip


def engines(folder: Path) -> tuple[str, str]:
    """Return the engine that was asked for and the one that played, as they are stored."""
    (manifest,) = folder.glob("results/*/manifest.json")
    stored = json.loads(manifest.read_text(encoding="utf-8"))
    return stored["engine_asked"], stored["engine"]


def test_a_small_run_on_a_cold_cache_is_played_by_the_reference(tmp_path):
    done = run(tmp_path, "run", "scenario=tiny.yaml", "--json", **{FOLDER_VARIABLE: str(tmp_path / "cache")})

    assert "engine: simpy (done before the other is compiled).\n" in done.stderr
    assert "compiling" not in done.stderr
    assert json.loads(done.stdout)["engine"] == "simpy"
    assert engines(tmp_path) == ("auto", "simpy")


def test_a_run_on_a_warm_cache_is_played_by_the_compiled_engine(tmp_path):
    prepare_compiled_engine()
    done = run(tmp_path, "run", "scenario=tiny.yaml", "--json")

    assert "engine: compiled (chosen by engine=auto).\n" in done.stderr
    assert "compiling" not in done.stderr
    assert json.loads(done.stdout)["engine"] == "compiled"
    assert engines(tmp_path) == ("auto", "compiled")


def test_an_engine_that_is_asked_for_is_taken_and_goes_without_saying(tmp_path):
    done = run(tmp_path, "run", "scenario=tiny.yaml", "engine=simpy")

    assert "engine:" not in done.stderr
    assert engines(tmp_path) == ("simpy", "simpy")


@pytest.mark.long
def test_a_compilation_is_announced(tmp_path):
    done = run(tmp_path, "compare", "scenario=tiny.yaml", "--json", **{FOLDER_VARIABLE: str(tmp_path / "cache")})

    assert done.stderr.splitlines()[:2] == [
        "engine: compiled (chosen by engine=auto).",
        "compiling the engine for this machine, once (about 10 seconds) ...",
    ]


def test_an_engine_with_rules_that_few_plans_need_is_compiled_apart():
    """What is ready for one kind of plan stays ready when another is asked for."""
    from sim.engine.kernel.loop import play

    prepare = prepare_compiled_engine.__wrapped__  # which does not remember what it has prepared
    for variant in ("lean", "pace", "special", "full"):
        prepare(variant)
    ready = list(play.signatures)
    for variant in ("special", "full", "lean", "pace"):
        prepare(variant)

    assert play.signatures == ready
    assert len(set(ready)) == 4
