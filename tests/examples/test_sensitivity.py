"""`tiaokuai sensitivity`: real analyses of a scenario in which one knows what matters, and where the sign must turn."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tiny import tiaokuai, tiny_file

from analysis.report import render
from analysis.report.stored import read_with_sensitivity
from experiments.comparing import compare
from experiments.configuring import configure
from experiments.sensitivity.analysing import begin, resume
from experiments.sensitivity.asked import Question
from experiments.store import write_configuration, write_json, write_runs
from experiments.sweep.sweeping import play, playing_of
from sim.errors import InputError, Interrupted

SOURCES = """
sources:
  - {keys: [designs.modules.data.transit_hours], kind: assumed, range: [0, 8], reason: {zh: 流转, en: transit}}
  - {keys: [demand.types.directive.deadline_days], kind: assumed, range: [5, 20], reason: {zh: 时限, en: a limit}}
  - {keys: ["designs.sections.authority.signing.deputy.times.0"], kind: assumed, range: ["09:00", "25:00"],
     reason: {zh: 签批, en: signing}}
  - {keys: [institution.staff.chief], kind: assumed, range: [1, 1], reason: {zh: 一人, en: one}}
  - {keys: [demand.types.request.work_hours.mean], kind: assumed, range_factor: [1, 20], reason: {zh: 工时, en: work}}
"""
"""`modules` are sections once more, whose papers take 5 hours in place of 2: at 2 the two designs are the same."""

KEY = "designs.modules.data.transit_hours"
REPLICATIONS = ("replications=3",)
OF_COMPARISON = ("scenario", "title", "baseline", "seed", "engine")


def scenario(folder: Path) -> Path:
    return tiny_file(folder, ("units: {by: category}", "data: {transit_hours: 5}"), more=SOURCES)


def analysis(file: Path, folder: Path, *overrides: str, **question):
    return begin([f"scenario={file}", *REPLICATIONS, *overrides], Question(screening=2, **question), folder, "asked")


def finished(one, progress=None):
    for stored in (one.screening, one.leading):
        play(stored(), replace(playing_of(stored()), go_on=one.go_on), progress=progress)
    return one.found()


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """The scenario, the folder of an analysis of it that nobody disturbed, and what it found."""
    folder = tmp_path_factory.mktemp("sensitivity")
    file = scenario(folder)
    return file, folder / "out", finished(analysis(file, folder / "out"))


@pytest.fixture(scope="module")
def compared(tried):
    """The folder of a comparison of the same configuration, without reports and what takes time to draw in them."""
    file, out, _ = tried
    configuration, folder = configure([f"scenario={file}", *REPLICATIONS]), out.parent / "compared"
    found = compare(configuration)
    folder.mkdir()
    write_configuration(folder, configuration, "tiaokuai compare", found.result["engine"])
    slow = {"bureaus": [], "elapsed_distribution": {}, "people": {}, "warm_up": None}
    write_json(folder / "comparison.json", found.result | slow)
    write_runs(folder, found.readings)
    return folder


def rows(found):
    return {row["key"]: row for row in found["rows"]}


def test_the_sign_turns_where_the_designs_are_the_same(tried):
    row = rows(tried[2])[KEY]

    assert [point["value"] for point in row["points"]] == [0, 2.0, 4.0, 5, 6.0, 8]
    assert row["points"][1]["mean"] == row["points"][1]["high"] == 0.0  # at 2 hours: two times the same
    assert row["break_even"] == 2.0
    assert row["break_even_between"][0] <= 2.0 <= row["break_even_between"][1]


def test_what_has_no_effect_ranks_last_and_is_not_distinguishable(tried):
    last = tried[2]["rows"][-1]

    assert last["key"] == "demand.types.directive.deadline_days"
    assert (last["change"]["mean"], last["distinguishable"], last["break_even"]) == (0.0, False, None)
    assert last["at_low"] == last["at_high"] == tried[2]["difference"]


def test_what_could_not_be_varied_is_listed_with_its_reason(tried):
    why = {(one["key"], one["end"]): one["why"] for one in tried[2]["not_varied"]}
    reasons = {one["key"]: one["reason"] for one in tried[2]["not_varied"]}

    assert why["designs.sections.authority.signing.deputy.times.0", "high"] == "refused"
    assert "25:00" in reasons["designs.sections.authority.signing.deputy.times.0"]
    assert why["institution.staff.chief", None] == "one_value"
    assert why["demand.types.request.work_hours.mean", "high"] == "overloaded"
    assert why["demand.contact_weeks", None] == "no_range"


def test_figures_are_those_of_a_comparison(tried, compared):
    found = tried[2]
    there = json.loads((compared / "comparison.json").read_text(encoding="utf-8"))
    [difference] = [row for row in there["differences"] if row["measure"] == "elapsed_days_mean"]

    assert difference["mean"] == found["difference"]["mean"]
    assert {name: there[name] for name in OF_COMPARISON} == {name: found[name] for name in OF_COMPARISON}


def test_interrupted_and_resumed_it_finds_the_same(tried, tmp_path, capsys):
    file, _, found = tried
    one = analysis(file, tmp_path / "cut")

    def impatient(done, runs, failed):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match=f"Go on with: tiaokuai sensitivity --resume {tmp_path / 'cut'}"):
        finished(one, impatient)
    assert not (tmp_path / "cut" / "sensitivity.json").exists()

    code, out, _ = tiaokuai(capsys, "sensitivity", "--resume", tmp_path / "cut", "--json")
    assert code == 0
    assert json.loads(out) == found
    assert json.loads((tmp_path / "cut" / "sensitivity.json").read_text(encoding="utf-8")) == found


def test_of_a_comparison_the_reports_show_it(compared, tmp_path, capsys):
    folder = shutil.copytree(compared, tmp_path / "compared")
    assert "has not been ranked" in render(read_with_sensitivity(folder), "en")
    code, out, err = tiaokuai(
        capsys,
        "sensitivity",
        "--of",
        folder,
        "--to",
        tmp_path / "out",
        "--screening",
        "2",
        "--keys",
        KEY,
        "--lang",
        "en",
    )
    after = (folder / "report.en.html").read_text(encoding="utf-8")

    assert code == 0, err
    assert KEY in out
    assert "1 assumed numbers, about " in err
    assert (tmp_path / "out" / "tornado.zh.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert "has not been ranked" not in after
    assert 'id="tornado"' in after
    (folder / "report.en.html").unlink()
    tiaokuai(capsys, "report", folder, "--lang", "en")
    assert (folder / "report.en.html").read_text(encoding="utf-8") == after


def test_a_comparison_whose_scenario_has_changed_since_is_refused(compared, tmp_path, capsys):
    folder = shutil.copytree(compared, tmp_path / "compared")
    config = folder / "config.yaml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("draft_hours: 0.2", "draft_hours: 0.3"), encoding="utf-8"
    )
    code, _, err = tiaokuai(capsys, "sensitivity", "--of", folder, "--to", tmp_path / "out")

    assert code == 2
    assert "was made from another configuration than its command gives now" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "neither --to nor --resume is given"),
        (("--to", "out", "--resume", "out"), "both --to and --resume are given"),
        (("--resume", "nowhere"), "nowhere does not exist; expected the folder of a `tiaokuai sensitivity`"),
        (("--resume", ".", "--measure", "backlog_mean"), "expected nothing beside it but executor=…"),
        (("--to", "out", "--design", "zones"), "--design 'zones' is no design. Known: modules."),
        (("--to", "out", "--design", "sections"), "--design sections is the baseline; expected one of modules."),
        (("--to", "out", "--measure", "elapsed_day_mean"), "Did you mean 'elapsed_days_mean'?"),
        (("--to", "out", "--keys", "designs.modules.data.transit_hour"), f"Did you mean '{KEY}'?"),
        (("--to", "out", "--of", "nowhere"), "--of nowhere holds no comparison"),
        (("--to", "out", "demand.types.request.work_hours.mean=60"), "is overloaded, so that it has no difference"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    file = scenario(tmp_path)
    code, _, err = tiaokuai(
        capsys, "sensitivity", *(() if "--resume" in arguments else (f"scenario={file}",)), *arguments
    )

    assert code == 2
    assert said in err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_no_analysis_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no analysis"):
        resume(tmp_path)


@pytest.mark.long
def test_killed_and_resumed_it_finds_the_same(tried, tmp_path, capsys):
    file, _, found = tried
    command = [sys.executable, "-m", "experiments.cli", "sensitivity", f"scenario={file}", *REPLICATIONS, "--screening",
               "2", "--to", str(tmp_path / "cut")]  # fmt: skip
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}) as process:
        second = tmp_path / "cut" / "leading" / "manifest.json"
        while process.poll() is None and not second.exists():
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert not (tmp_path / "cut" / "sensitivity.json").exists()

    code, out, _ = tiaokuai(capsys, "sensitivity", "--resume", tmp_path / "cut", "--json")
    again = json.loads(out)
    assert code == 0
    assert again | {"command": None} == found | {"command": None}
