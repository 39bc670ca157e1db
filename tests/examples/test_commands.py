"""The commands, played on a scenario so small that each takes a moment: what they print, store and leave behind."""

from __future__ import annotations

import json
import math
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import needs_proc, session, wait_for
from pyarrow import parquet
from tiny import tiaokuai, tiny_file

import experiments
from experiments.cli import cli
from experiments.overrides import parse
from experiments.store import to_json

ROOT = Path(__file__).parents[2]

AXES = (
    "demand.load=0.5", "load_axis={loads: [0.3, 0.5], replications: 2}", "capacity={replications: 2, tolerance: 0.3}",
)  # fmt: skip
"""A load axis and a search for capacity that are as small as they can be."""

CONTRACT = {
    "list": {"scenarios", "experiments"},
    "run": {"scenario", "design", "seed", "replications", "engine", "status", "measures"},
    "compare": {"scenario", "baseline", "seed", "replications", "engine", "designs", "differences"},
}
"""The keys that DESIGN's part 9 promises; more may be added, none renamed."""

MEASURES = {
    "elapsed_days_mean", "elapsed_days_median", "elapsed_days_p90", "elapsed_days_p95", "working_days_mean",
    "statutory_days_mean", "statutory_days_median", "closed_per_week", "on_time_share", "completion_share",
    "utilisation_mean", "handovers_mean", "backlog_mean", "counterparts_per_person", "counterparts_per_unit",
    "signatures_per_leader_day", "steps_mean",
}  # fmt: skip


def numbers(value: Any) -> Iterator[float]:
    """Yield every number in a result."""
    if isinstance(value, dict | list):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from numbers(entry)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def are_estimates(measures: dict[str, Any]) -> bool:
    return all(estimate.keys() == {"mean", "low", "high"} for estimate in measures.values())


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder of one's own that holds the tiny scenario; commands are run in it."""
    tiny_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """What `compare --json` with a load axis and a capacity printed, and the folder it was run in."""
    folder = tmp_path_factory.mktemp("compared")
    tiny_file(folder)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "experiments.cli", "compare", "scenario=tiny.yaml", *AXES, "--json"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return folder, json.loads(done.stdout.decode("utf-8")), done.stderr.decode("utf-8")


# list, check, schema


def test_list_as_json(capsys):
    code, out, err = tiaokuai(capsys, "list", "--json")

    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found.keys() >= CONTRACT["list"]
    (row,) = [row for row in found["scenarios"] if row["name"] == "econ_bureau"]
    assert row["baseline"] == "sections"
    assert row["title"].keys() == row["story"].keys() == {"zh", "en"}
    assert list(row["design_titles"]) == row["designs"]
    assert row["design_titles"]["sections"]["en"] == "Sections"
    assert row["designs"] == [
        "sections", "sections_delegated", "modules_central", "modules", "reform", "mechanisms_only",
        "dual_track",
    ]  # fmt: skip


def test_list_has_titles_in_both_languages_that_of_the_terminal_or_the_one_asked_for_first(capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    chinese = tiaokuai(capsys, "list")[1]
    english = tiaokuai(capsys, "list", "--lang", "en")[1]

    first, second = "Longgang Economic Development Bureau", "龙港市经济发展局"
    assert re.search(rf"^econ_bureau +{second} +{first}\n  sections \* +科室制 +Sections$", chinese, re.MULTILINE)
    assert re.search(rf"^econ_bureau +{first} +{second}\n  sections \* +Sections +科室制$", english, re.MULTILINE)


def test_check_says_that_nothing_is_wrong_and_does_the_arithmetic(capsys, here):
    code, out, err = tiaokuai(capsys, "check", "tiny.yaml", "--json")

    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["scenario"] == "tiny"
    assert found["load"] == pytest.approx(sum(found["offered_hours"].values()) / found["scheduled_hours"])
    assert found["sources"]["own_estimate"] > 20
    assert found["designs"]["modules"] == {
        "units": 2, "leaders": 4, "posts": 6, "levels": 3, "hand_over_paths": 1, "offices_faced": 5, "smallest_unit": 2,
    }  # fmt: skip
    assert list(here.iterdir()) == [here / "tiny.yaml"]
    assert "tiny" in tiaokuai(capsys, "check", "scenario=tiny.yaml", "--lang", "zh")[1]


def test_check_warns_of_an_overload(capsys, here):
    def lines(load):
        return tiaokuai(capsys, "check", "tiny.yaml", f"demand.load={load}", "--lang", "en")[1].splitlines()

    assert len(lines(1.2)) == len(lines(0.9)) + 1
    assert any("1.2" in line and "backlog" in line for line in lines(1.2))


def test_schema_is_the_json_schema_of_a_scenario_file(capsys):
    code, out, err = tiaokuai(capsys, "schema")

    assert (code, err) == (0, "")
    schema = json.loads(out)
    assert {"name", "title", "baseline", "institution", "demand", "designs"} <= set(schema["required"])
    assert schema["additionalProperties"] is False
    assert schema["properties"]["schema_version"]["const"] == 1


# run


def test_run_as_json_and_what_it_stores(capsys, here):
    code, out, err = tiaokuai(capsys, "run", "scenario=tiny.yaml", "design=modules", "--json")

    assert code == 0
    found = json.loads(out)
    assert found.keys() >= CONTRACT["run"]
    assert (found["scenario"], found["design"], found["seed"], found["replications"]) == ("tiny", "modules", 2026, 2)
    assert found["engine"] in ("simpy", "compiled")
    assert found["status"] in ("steady", "capped", "overloaded")
    assert found["measures"].keys() >= MEASURES
    assert are_estimates(found["measures"])
    assert all(math.isfinite(number) for number in numbers(found))
    assert "modules: 100%" in err
    (folder,) = (here / "results").iterdir()
    assert re.fullmatch(r"run-tiny-modules-\d{8}-\d{6}", folder.name)
    files = sorted(path.name for path in folder.iterdir())
    assert files == ["config.yaml", "manifest.json", "run.json", "runs.parquet"]
    assert json.loads((folder / "run.json").read_text(encoding="utf-8")) == found


def test_run_without_a_design_plays_the_baseline_and_prints_a_table(capsys, here):
    code, out, _ = tiaokuai(capsys, "run", "scenario=tiny.yaml", "--lang", "en")

    assert code == 0
    assert out.startswith("tiny / sections: ")
    assert out.splitlines()[-1].startswith("results/run-tiny-sections-")
    assert "[" in out


def test_one_design_gives_what_it_gives_among_others(capsys, here, compared):
    code, out, _ = tiaokuai(capsys, "run", "scenario=tiny.yaml", "design=modules", "demand.load=0.5", "--json")

    assert code == 0
    alone, among = json.loads(out)["measures"], compared[1]["designs"]["modules"]["measures"]
    assert {name: among[name] for name in alone} == alone


# compare


def test_compare_as_json(compared):
    _, found, err = compared

    assert found.keys() >= CONTRACT["compare"]
    assert (found["scenario"], found["baseline"], found["seed"], found["replications"]) == ("tiny", "sections", 2026, 2)
    assert list(found["designs"]) == ["sections", "modules"]
    for design in found["designs"].values():
        assert design["status"] in ("steady", "capped", "overloaded")
        assert design["measures"].keys() >= MEASURES | {"capacity_multiple"}
        assert are_estimates(design["measures"])
    assert {row["design"] for row in found["differences"]} == {"modules"}
    for row in found["differences"]:
        assert row.keys() >= {"measure", "design", "mean", "low", "high", "relative"}
        assert row["relative"] is None or row["relative"].keys() == {"mean", "low", "high"}
    assert "Infinity" not in json.dumps(found)
    assert all(math.isfinite(number) for number in numbers(found))
    assert "replications: 100%" in err
    assert "Traceback" not in err
    assert "Warning" not in err


def test_compare_sweeps_the_load_and_searches_the_capacity_without_intervals(compared):
    found = compared[1]

    assert found["load"]["nominal"] == pytest.approx(0.5)
    assert found["load_axis"]["loads"] == [0.3, 0.5]
    assert all(len(rows["elapsed_days_median"]) == 2 for rows in found["load_axis"]["designs"].values())
    for design, multiple in found["capacity"]["designs"].items():
        stored = found["designs"][design]["measures"]["capacity_multiple"]
        assert stored == {"mean": multiple, "low": None, "high": None}
        assert 1 < multiple < 4


def test_compare_stores_its_results_its_runs_and_a_report_in_two_languages(compared):
    folder, found, _ = compared

    (stored,) = (folder / "results").iterdir()
    assert sorted(path.name for path in stored.iterdir()) == [
        "comparison.json", "config.yaml", "manifest.json", "report.en.html", "report.zh.html", "runs.parquet",
    ]  # fmt: skip
    on_disk = json.loads((stored / "comparison.json").read_text(encoding="utf-8"))
    assert shlex.split(on_disk.pop("command"))[:2] == ["tiaokuai", "compare"]
    assert on_disk == found
    runs = parquet.read_table(stored / "runs.parquet").to_pylist()
    means = [row["value"] for row in runs if (row["design"], row["measure"]) == ("modules", "elapsed_days_mean")]
    assert sum(means) / 2 == pytest.approx(found["designs"]["modules"]["measures"]["elapsed_days_mean"]["mean"])
    for lang, title in (("zh", "小局"), ("en", "Tiny bureau")):
        page = (stored / f"report.{lang}.html").read_text(encoding="utf-8")
        assert page.lstrip().lower().startswith("<!doctype html>")
        assert title in page


def test_the_command_that_is_stored_makes_the_same_again(compared, capsys, monkeypatch):
    folder, found, _ = compared
    monkeypatch.chdir(folder)
    (stored,) = (folder / "results").iterdir()
    words = shlex.split(json.loads((stored / "manifest.json").read_text(encoding="utf-8"))["command"])

    again = json.loads(tiaokuai(capsys, *words[1:], f"results={folder / 'again'}", "--json")[1])

    assert words[:2] == ["tiaokuai", "compare"]
    assert again == found


def test_report_writes_the_page_again(compared, capsys, tmp_path):
    (stored,) = (compared[0] / "results").iterdir()
    (tmp_path / "comparison.json").write_bytes((stored / "comparison.json").read_bytes())

    code, out, err = tiaokuai(capsys, "report", tmp_path, "--lang", "en")

    assert (code, err) == (0, "")
    assert out == f"{tmp_path / 'report.en.html'}\n"
    assert (tmp_path / "report.en.html").read_bytes() == (stored / "report.en.html").read_bytes()
    assert not (tmp_path / "report.zh.html").exists()


def test_compare_prints_a_table_and_where_the_report_lies(capsys, here):
    code, out, _ = tiaokuai(capsys, "compare", "scenario=tiny.yaml", "--lang", "en")

    assert code == 0
    (stored,) = (here / "results").iterdir()
    assert re.search(r"^sections +\w+ +[\d.]+ \[.* baseline$", out, re.MULTILINE)
    assert re.search(r"^modules +\w+ +[\d.]+ \[.*\]$", out, re.MULTILINE)
    assert out.splitlines()[-1] == f"Report: {stored / 'report.en.html'}"


# help


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_the_help_of_each_command_shows_examples_that_it_understands(capsys, name):
    code, out, err = tiaokuai(capsys, name, "--help")

    assert (code, err) == (0, "")
    examples = re.findall(r"^  +(?:\w+: )?tiaokuai (.*)$", out, re.MULTILINE)
    assert examples
    for example in examples:
        command, *words = shlex.split(example.partition(" > ")[0])
        assert command == name
        given = cli.commands[name].make_context(name, words).params
        parse(given.get("overrides", ()), sweeps=name in ("select", "sweep"))  # which take several values a key


def test_help_names_every_command(capsys):
    code, out, _ = tiaokuai(capsys, "--help")

    assert code == 0
    assert {"list", "run", "compare", "check", "schema", "report"} <= cli.commands.keys()
    assert all(re.search(rf"^  {name} ", out, re.MULTILINE) for name in cli.commands)


# the same in Python


def test_the_python_api_is_flat_complete_and_documented():
    assert experiments.__all__ == sorted(experiments.__all__)
    assert all(getattr(experiments, name).__doc__ for name in experiments.__all__)
    assert all(f"`{name}(" in experiments.__doc__ for name in experiments.__all__ if name[0].islower())
    with pytest.raises(AttributeError, match="has no attribute 'comparison'"):
        _ = experiments.comparison


def test_python_gives_what_the_command_prints(compared):
    folder, found, _ = compared

    result = experiments.compare(experiments.configure([f"scenario={folder / 'tiny.yaml'}", *AXES])).result

    assert json.loads(to_json(result)) == found


# interrupts


@pytest.fixture
def long_run(tmp_path):
    """A comparison in processes, each of whose jobs takes long, in a session of its own; killed in the end."""
    designs = "".join(f"  design_{number}: {{}}\n" for number in range(100))
    tiny_file(tmp_path, ("per_year: 300", "per_year: 60000"), more=designs)
    driver = subprocess.Popen(
        [sys.executable, "-m", "experiments.cli", "compare", "scenario=tiny.yaml", "executor=processes",
         "executor.workers=2", "replications=30"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(lambda: len(session(driver.pid)) >= 4, "the driver, its resource tracker and two workers")
        yield driver, tmp_path / "results"
    finally:
        for process in session(driver.pid):
            os.kill(process, signal.SIGKILL)
        driver.kill()
        driver.wait()
        driver.stderr.close()


@needs_proc
@pytest.mark.parametrize("ends", ["Ctrl-C while workers start", "SIGTERM while they work"])
def test_an_interrupt_ends_with_130_and_leaves_nothing(long_run, ends):
    driver, results = long_run
    assert [path.name[0] for path in results.iterdir()] == ["."]

    if ends.startswith("Ctrl-C"):
        os.killpg(driver.pid, signal.SIGINT)  # a terminal sends it to all of them
    else:
        time.sleep(2.5)
        driver.terminate()
    err = driver.communicate(timeout=10)[1].decode("utf-8")  # sooner than a job ends

    assert driver.returncode == 130
    assert err.splitlines()[-1] == "tiaokuai: interrupted; nothing was written."
    assert "Traceback" not in err
    assert not results.exists()
    wait_for(lambda: session(driver.pid) == [], "the workers to end", within=10)


@needs_proc
def test_workers_end_with_a_driver_that_is_killed(long_run):
    """They cannot be told; they see it. What was begun stays under its hidden name."""
    driver, results = long_run
    time.sleep(2.5)

    driver.kill()
    driver.wait()

    wait_for(lambda: session(driver.pid) == [], "the workers to end", within=10)  # in the midst of a job
    assert all(path.name.startswith(".") for path in results.iterdir())
