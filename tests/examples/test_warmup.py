"""`tiaokuai warmup`, and what the other commands say of warm-up, capacity and overload."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny import tiaokuai, tiny_file

from experiments import compare, configure, run
from experiments.tables import comparison_table, measures_table
from experiments.warming.shown import warm_up_table

SEARCHED = "capacity={replications: 2, tolerance: 0.1, low: 0.6, high: 3}"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with the tiny scenario in it, and the current one."""
    tiny_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path, command: str) -> Path:
    (found,) = (folder / "results").glob(f"{command}-tiny*")
    return found


def test_warmup_shows_open_matters_the_check_and_where_mser5_would_cut(capsys, here):
    code, said, _ = tiaokuai(capsys, "warmup", "scenario=./tiny.yaml", "--lang", "en")

    folder = written(here, "warmup")
    lines = said.splitlines()
    assert code == 0
    assert lines[2].split() == ["open", "matters", "in", "the", "week", "from", "sections", "modules"]
    assert [line.split()[0] for line in lines[3:5]] == ["2021-03-01", "2021-03-08"]
    assert any(line.startswith("2021-03-15 *") for line in lines)
    assert "The warm-up of 14 days is held to whole seasonal periods of the demand; the demand has no season" in said
    assert (
        "Open matters in the 14 days before the window, and in the last 14 of it, which lie at the same season" in said
    )
    assert 'MSER-5 finds no end of the transient under "Sections" and "modules": the runs are too short' in said
    assert lines[-1] == str(folder.relative_to(here))
    for lang in ("zh", "en"):
        assert (folder / f"warmup.{lang}.svg").read_text(encoding="utf-8").startswith("<?xml")
    result = json.loads((folder / "warmup.json").read_text(encoding="utf-8"))
    assert (folder / "config.yaml").is_file()
    assert result["warm_up"]["weeks"][0] == "2021-03-01"
    assert len(result["warm_up"]["open"]["modules"]["mean"]) == 10
    assert warm_up_table(result, "en") in said
    assert "预热 14 天，按收件的整季节周期核对；收件没有季节；是整数个周。" in warm_up_table(result, "zh")
    assert json.loads((folder / "manifest.json").read_text())["command"].startswith("tiaokuai warmup")


def test_a_warm_up_that_cannot_be_estimated_exits_with_2_and_one_sentence(capsys, here):
    season = "demand.types.request.season.month_end=2"
    code, said, error = tiaokuai(capsys, "warmup", "scenario=./tiny.yaml", "window.warm_up=mser5", season)

    assert (code, said) == (2, "")
    assert "demand.types.request.season.month_end" in error
    assert "MSER-5 would take a season, or what happens once, for the transient of an empty house" in error
    assert not (here / "results").exists()


def test_check_says_how_long_the_warm_up_is_and_why(capsys, here):
    season = "demand.types.request.season.months=[2,1,1,1,1,1,1,1,1,1,1,1]"
    _, checked, _ = tiaokuai(capsys, "check", "./tiny.yaml", season, "--lang", "en")
    _, waiting, _ = tiaokuai(capsys, "check", "./tiny.yaml", "window.warm_up=mser5", "--lang", "en")

    assert "it is shorter than other seasonal periods of the demand (years)" in checked
    assert "will be estimated by MSER-5 from pilot replications" in waiting


def test_an_estimated_warm_up_is_that_of_compare_and_run_alike(here):
    asked = configure(["scenario=./tiny.yaml", "window.warm_up=mser5", "window.warm_up_from=2020-06-01"])
    compared, ran = compare(asked).result, run(asked, "modules")

    assert compared["warm_up"]["rule"] == "mser5"
    assert compared["warm_up"]["pilot"] == ran["warm_up"]["pilot"]
    assert compared["warm_up"]["days"] == ran["warm_up"]["days"] < 200
    assert compared["designs"]["modules"]["measures"] == ran["measures"]
    assert f"Warm-up: {ran['warm_up']['days']} days, estimated by MSER-5; how they lie" in comparison_table(
        compared, "en"
    )
    assert "was estimated by MSER-5 from 10 pilot replications: the longest" in measures_table(ran, "en")


# overload ------------------------------------------------------------------------------------------


def test_overload_is_found_and_said_and_no_steady_figure_is_given(capsys, here):
    code, said, _ = tiaokuai(capsys, "compare", "scenario=./tiny.yaml", "demand.load=1.5", SEARCHED, "--lang", "en")

    folder = written(here, "compare")
    result = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    rows = [line.split() for line in said.splitlines() if line.startswith(("sections ", "modules "))][:2]
    assert code == 0
    assert {design["status"] for design in result["designs"].values()} == {"overloaded"}
    assert all(row[1:3] == ["overloaded", "≥"] for row in rows)
    assert all(row[-1] in ("–", "baseline") for row in rows)
    assert all(0.1 < value < 1 for value in result["capacity"]["designs"].values())
    assert all(value < 1 for value in result["capacity"]["on_time"]["designs"].values())
    for lang, sentences in {
        "en": ("are overloaded (their backlogs keep growing), so no steady figure is given",
               "Without a growing backlog, each carries this multiple", "None of them carries what comes in."),
        "zh": ("超载（积压持续增长）、因而不给稳态数字", "没有一个方案承受得了现在的收件量。"),
    }.items():  # fmt: skip
        page = (folder / f"report.{lang}.html").read_text(encoding="utf-8")
        answer = page[page.index('<section id="answer">') : page.index("</section>")].replace("&#34;", '"')
        assert [one for one in sentences if one not in answer] == []


def test_one_design_that_is_overloaded_says_so(capsys, here):
    overrides = ("demand.load=1.5", "window.warm_up=given")
    code, said, _ = tiaokuai(capsys, "run", "scenario=./tiny.yaml", *overrides, "--lang", "zh")

    assert code == 0
    assert said.splitlines()[0] == "tiny / sections: 超载"
    assert [line.split()[-2] for line in said.splitlines() if line.startswith(("用时中位数", "按时办结率"))] == [
        "≥",
        "≤",
    ]
    assert "预热 14 天，按给定日期，不问收件的季节；收件没有季节；是整数个周。" in said
