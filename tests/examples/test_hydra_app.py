"""Hydra's own entry, as real processes: from any folder, one job or several, its folders and its refusals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import TINY, tiny

from experiments import compare
from experiments.store import to_json

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a scenario of one's own, and with a module that has the name of one of ours."""
    (tmp_path / "mine" / "scenario").mkdir(parents=True)
    (tmp_path / "mine" / "scenario" / "tiny.yaml").write_text(f"# @package _global_\n{TINY}", encoding="utf-8")
    (tmp_path / "conf.py").write_text("raise SystemExit('the wrong conf')")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hydra(*words):
    """Run the entry in the current folder, any warning being an error."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "experiments.hydra_app", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_several_jobs_have_a_folder_each_and_print_a_line_each(here):
    done = hydra("-m", "--config-dir", "mine", "scenario=tiny", "engine=simpy", "demand.types.request.per_year=100,-1")
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    assert done.returncode == 1
    (line,) = lines
    assert line["overrides"] == ["scenario=tiny", "engine=simpy", "demand.types.request.per_year=100"]
    assert line["designs"].keys() == {"sections", "modules"}
    (multirun,) = (here / "multirun").glob("*/*")
    assert Path(line["directory"]) == multirun / "0"
    stored = json.loads((multirun / "0" / "comparison.json").read_text(encoding="utf-8"))
    for name, design in line["designs"].items():
        assert design["status"] == stored["designs"][name]["status"]
        assert design["measures"].items() <= stored["designs"][name]["measures"].items()
    assert "tiaokuai: command line: demand.types.request.per_year is -1; expected at least 0." in done.stderr
    assert "Traceback" not in done.stderr
    assert not (multirun / "1" / "comparison.json").exists()
    assert {path.name for path in multirun.glob("*/*.log")} == {"hydra_app.log"}


@pytest.mark.long
def test_one_job_finds_what_compare_finds(here, tmp_path_factory):
    done = hydra("--config-dir", "mine", "scenario=tiny", "engine=simpy", "demand.contact_weeks=${replications}")

    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    (folder,) = (here / "outputs").glob("*/*")
    assert summary["directory"] == str(folder)
    assert {path.name for path in folder.iterdir()} >= {"comparison.json", "config.yaml", "manifest.json", ".hydra"}
    found = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    assert found.pop("command").endswith("hydra_app scenario=tiny engine=simpy demand.contact_weeks=2")
    own = compare(tiny(tmp_path_factory.mktemp("own"), "engine=simpy", "demand.contact_weeks=2")).result
    assert found == json.loads(to_json(own))


def test_a_scenario_by_its_path_is_refused_at_once(here):
    done = hydra("scenario=./mine/scenario/tiny.yaml")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("tiaokuai: scenario=./mine/scenario/tiny.yaml: Hydra takes a scenario by its name; ")
    assert done.stderr.count("\n") == 1


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ["demand.types.request.per_year=-1"],
            2,
            "tiaokuai: command line: demand.types.request.per_year is -1; expected",
        ),
        (["demand.lod=1"], 1, "Could not override 'demand.lod'"),
        (["+demand.lod=1"], 2, "tiaokuai: command line: demand.lod is no key that is known here. Did you mean 'load'?"),
        (["--config-name=other"], 2, "another configuration was given by --config-name or --config-path"),
    ],
)
def test_what_cannot_be_played_is_said_without_a_traceback(here, words, code, sentence):
    (here / "mine" / "other.yaml").write_text("defaults: [config, {override scenario: tiny}]")
    done = hydra("--config-dir", "mine", "scenario=tiny", *words)

    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.long
def test_completion_and_the_resolved_configuration_are_hydras_own(here):
    assert "hydra_bash_completion" in hydra("-sc", "install=bash").stdout
    assert hydra("--cfg", "job", "--package", "load_axis").stdout.startswith("# @package load_axis\nloads:\n- 0.6\n")
