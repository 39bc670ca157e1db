"""`tiaokuai reproduce`: a real case from its draws to its rows, whatever ends it, and what is refused."""

import errno
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from checkouts import git, needs_git
from evidence_example import evidence_file, facts_with, forget_facts
from processes import wait_for
from tiny import tiaokuai

from experiments import reproduce
from experiments.reproducing import reproducing
from experiments.reproducing.cases import cases_of
from experiments.reproducing.ledger import read_ledger
from experiments.reproducing.publishing import publish, shipped_result
from experiments.reproducing.reproducing import Reproduction
from experiments.reproducing.stored import StoredCase
from experiments.sweep.parts import Parts
from scenarios import facts
from sim.errors import InputError, Interrupted

NOTE = ("      of: days\n", "      of: days\n      note: {zh: 一家之言, en: One firm's word}\n")
MORE = """\
  modules:
    units: {by: category}
  quicker:
    like: modules
    data: {transit_hours: 0}
    authority: {core: [head]}
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The scenario, the folder in which nobody disturbed its case, and the result."""
    folder = tmp_path_factory.mktemp("reproduce")
    file = evidence_file(folder)
    return file, folder / "out", reproduce([str(file)], folder / "out")


def found(folder: Path):
    return json.loads((folder / "tiny" / "found.json").read_text(encoding="utf-8"))


def without_time(result):
    """Return a result without what tells when it was made."""
    rows = [{**row, "frozen": row["frozen"] | {"date": None}} for row in result["rows"]]
    return {**result, "rows": rows, "created": None}


def test_each_figure_has_a_row_of_its_kind(played):
    days, developer, street = played[2]["rows"]

    assert [row["kind"] for row in (days, developer, street)] == ["calibrated", "percentile", "sanity_bound"]
    assert [row["reported"] for row in (days, developer, street)] == [
        {"before": 80, "after": 40}, {"before": [90, None], "after": 58}, {"before": None, "after": 15}
    ]  # fmt: skip
    assert days["nulls"]["no_change"] == pytest.approx(days["before"])
    assert days["nulls"]["seals"] == pytest.approx({name: value / 17 for name, value in days["before"].items()})
    assert days["nulls"]["modules_too"] == days["after"]
    assert days["null_scores"].keys() == days["nulls"].keys()
    assert sum(days["draws"]["fates"].values()) == days["draws"]["tried"] == 10
    assert days["draws"]["fates"]["accepted"] == days["draws"]["accepted"] == developer["draws"]["accepted"]
    assert {one["parameter"] for one in days["belief"]} == {"transit", "work", "rounds"}
    assert street["after"]["low"] > 15  # no such matter takes minutes
    assert street["inside"] is False
    assert all(set(row["why"]) == {"zh", "en"} for row in (days, developer, street))


def test_the_parts_of_the_predicted_time_are_told_of_both_sides(played):
    days, _, street = played[2]["rows"]

    for row in (days, street):
        assert row["parts"].keys() == {"before", "after"}
        for shares in row["parts"].values():
            assert sum(shares.values()) == pytest.approx(1)
            assert shares["worked"] > 0
        assert row["where"]["en"].startswith("Where the predicted time goes first:")


def test_a_design_like_the_reform_is_no_null_prediction(tmp_path):
    """It does more than what is predicted, so it is told apart, with the draws that it brings to the figure."""
    more = ("  modules:\n    units: {by: category}\n", MORE)
    file = evidence_file(tmp_path, more, ("design: modules}", "design: quicker}"), NOTE)

    days, developer, _ = reproduce([str(file)], tmp_path / "out")["rows"]

    assert days["nulls"].keys() == days["null_scores"].keys() == {"no_change", "seals"}
    [one] = days["further"].values()
    assert one["mean"] < days["after"]["mean"]
    assert 0 <= one["reached"] <= one["draws"] == len(found(tmp_path / "out")["figures"]["days"]["draws"])
    assert '"Modules"' in days["takes"]["en"]
    assert developer["note"] == {"zh": "一家之言", "en": "One firm's word"}


def test_the_case_is_told_over_its_ranges(played):
    [case] = played[2]["cases"]
    shares = [case[effect]["points"] for effect in ("helps", "hurts", "no_difference", "undecided")]

    assert sum(shares) == case["points"] == 3
    assert case["equivalent_posts"]["baseline_posts"] == 4
    assert 2 <= case["equivalent_posts"]["posts"] <= 12
    assert case["harmful"]["en"].startswith("Harmful when")
    assert case["sources"]["own_estimate"] > 0
    assert played[2]["confidence"] == 0.95


def test_predictions_are_those_of_fresh_replications(played):
    """Each accepted draw is judged by its first two replications and predicts by the next two, which no other has."""
    rows = StoredCase(played[1] / "tiny").parts.read().to_pylist()
    seen = {stage: {(row["draw"], row["replication"]) for row in rows if row["stage"] == stage and row["design"]}
            for stage in ("draws/days", "predictions/days")}  # fmt: skip
    draws = found(played[1])["figures"]["days"]["draws"]

    assert seen["draws/days"] == {(draw, 4 * draw + place) for draw in range(10) for place in (0, 1)}
    assert seen["predictions/days"] == {(draw, 4 * draw + place) for draw in draws for place in (2, 3)}
    assert {row["design"] for row in rows if row["stage"] == "draws/days"} == {"", "sections"}


def test_an_after_figure_changes_no_prediction(played, tmp_path, monkeypatch):
    """Once the question is known, there are no facts at all until what was found is stored; rows are judged by them."""
    file, out, result = played
    with facts_with(tmp_path, ("003-024", "after", 20), ("000-023", "after", 7), ("000-037", "after", 4)):
        run = Reproduction(cases_of([str(file)]), tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr(facts, "FACTS_FILE", tmp_path / "nowhere.yaml")
            forget_facts()
            reproducing.play(run.cases[0], run.stored(run.cases[0]), run.cases[0].file.executor)
        forget_facts()
        other = run.judged()

    assert found(tmp_path) == found(out)
    assert [row["after"] for row in other["rows"][::2]] == [row["after"] for row in result["rows"][::2]]
    assert [row["reported"]["after"] for row in other["rows"]] == [20, 7, 4]
    assert other["rows"][0]["score"] != result["rows"][0]["score"]


def test_a_before_figure_changes_the_prediction(played, tmp_path):
    file, out, result = played
    with facts_with(tmp_path, ("003-024", "before", 60)):
        other = reproduce([str(file)], tmp_path)

    assert found(tmp_path)["figures"] != found(out)["figures"]
    assert found(tmp_path)["range"] == found(out)["range"]
    assert other["rows"][0]["after"] != result["rows"][0]["after"]


def test_a_finished_run_is_printed_at_once(played, capsys, monkeypatch):
    file, out, result = played
    monkeypatch.setattr(reproducing, "play", lambda *_, **__: pytest.fail("it was played again"))
    code, said, notes = tiaokuai(capsys, "reproduce", file, "--to", out, "--json")

    assert code == 0, notes
    assert json.loads(said) == json.loads(json.dumps(result))
    assert notes.startswith("made 20")
    assert len(notes.splitlines()) == 1


def test_the_table_tells_rows_and_cases(played, capsys):
    code, said, _ = tiaokuai(capsys, "reproduce", played[0], "--to", played[1], "--lang", "zh")

    assert code == 0
    assert "办理天数" in said
    assert "反而有害" in said


def test_another_case_of_that_name_begins_anew(played, tmp_path):
    """With another range the folder holds another question; with a title under `sources` changed, the same."""
    file = evidence_file(tmp_path, ("accepted: 2", "accepted: 3"))
    [other], [same] = cases_of([str(file)]), cases_of([str(played[0])])

    assert StoredCase(played[1] / "tiny").found(same) is not None
    assert StoredCase(played[1] / "tiny").found(other) is None


def test_interrupted_it_keeps_what_was_played_and_says_how_to_go_on(played, tmp_path):
    file = played[0]

    def impatient(case, done, total):
        if done == 12:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match=f"Go on with: tiaokuai reproduce {file} --to {tmp_path}") as stop:
        reproduce([str(file)], tmp_path, progress=impatient)
    assert stop.value.exit_code == 130
    assert len(set(StoredCase(tmp_path / "tiny").parts.read(["task"]).column("task").to_pylist())) == 12


def test_killed_and_gone_on_with_it_finds_the_same(played, tmp_path):
    file, _, result = played
    command = [sys.executable, "-m", "experiments.cli", "reproduce", str(file), "--to", str(tmp_path)]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}) as process:
        rows = tmp_path / "tiny" / "rows"
        wait_for(lambda: process.poll() is not None or list(rows.glob("part-*.parquet")), "the first rows")
        process.send_signal(signal.SIGKILL)
    assert not (tmp_path / "tiny" / "found.json").exists()

    assert without_time(reproduce([str(file)], tmp_path)) == without_time(result)


@pytest.mark.parametrize(
    ("changes", "arguments", "said"),
    [
        ((), ("demand.load=0.8",), "'demand.load=0.8' would be another case"),
        ((), ("--publish",), "--publish writes the page of all cases; expected no case beside it"),
        ((("facts: [003-024]", "facts: [003-124]"),), (), "no reported fact has the id '003-124'"),
        ((("facts: [003-024]", "facts: [003-023]"),), (), "role 'input', which is nothing to hold a case against"),
        ((("reform: modules", "reform: sections"),), (), "uncertainty.reform='sections' is the baseline"),
        ((("reform: modules", "reform: modlues"),), (), "is no design. Did you mean 'modules'?"),
        ((("demand.rounds: [1, 3]", "demand.round: [1, 3]"),), (), "Did you mean 'rounds'?"),
        ((("demand.rounds: [1, 3]", "demand.rounds: [0, 3]"),), (), "rounds at 0: "),
        ((("working_days_mean]", "working_day_mean]"),), (), "Did you mean 'working_days_mean'?"),
        ((("working_days_mean]", "on_time_share]"),), (), "is in 'share', but the figure in 'day'"),
        ((("working_days_mean]", "backlog_mean]"),), (), "is not told of one type of matter alone"),
        ((("fact: 003-021", "fact: 000-027"),), (), "nulls.seals: fact 000-027"),
        ((("of: days", "of: day"),), (), "of='day' is no calibrated figure. Did you mean 'days'?"),
        ((("type: directive", "type: directiv"),), (), "Did you mean 'directive'?"),
        ((("\n      unit: minute", "\n      unit: share"),), (), "in 'minute', but the figure is in 'share'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_a_sentence(tmp_path, capsys, changes, arguments, said):
    file = evidence_file(tmp_path, *changes)
    code, _, err = tiaokuai(capsys, "reproduce", file, "--to", tmp_path / "out", *arguments)

    assert code == 2
    assert said in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_check_tells_it_too(tmp_path, capsys):
    file = evidence_file(tmp_path, ("facts: [003-024]", "facts: [003-023]"))
    code, _, err = tiaokuai(capsys, "check", file)

    assert code == 2
    assert "reported.figures.days: fact 003-023 (approval staff) has role 'input'" in err


def test_a_scenario_without_parameters_is_refused(tmp_path, capsys):
    code, _, err = tiaokuai(capsys, "reproduce", "econ_bureau", "--to", tmp_path / "out")

    assert code == 2
    assert "econ_bureau.yaml has no block `uncertainty`" in err


def test_a_folder_with_other_things_is_refused(played, tmp_path, capsys):
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "letter.txt").write_text("mine")
    code, _, err = tiaokuai(capsys, "reproduce", played[0], "--to", tmp_path)

    assert code == 2
    assert "holds other things (letter.txt)" in err
    assert (tmp_path / "tiny" / "letter.txt").exists()


def test_a_file_is_no_folder(played, tmp_path, capsys):
    (tmp_path / "tiny").write_text("mine")
    code, _, err = tiaokuai(capsys, "reproduce", played[0], "--to", tmp_path)

    assert code == 2
    assert "cannot be written to (it is a file); expected a folder that can" in err


def test_a_full_disk_keeps_what_is_stored(played, tmp_path, capsys, monkeypatch):
    file, out, _ = played
    whole, calls = Parts.append, []

    def full_at_the_second(parts, rows):
        calls.append(len(rows))
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        whole(parts, rows)

    with monkeypatch.context() as patch:
        patch.setattr(Parts, "append", full_at_the_second)
        code, _, err = tiaokuai(capsys, "reproduce", file, "--to", tmp_path)
    assert code == 1
    assert "No space left on device. What was stored is kept. Once there is room, go on with: tiaokuai reproduce" in err

    stored = StoredCase(tmp_path / "tiny").parts.read().num_rows
    assert stored == calls[0]
    assert tiaokuai(capsys, "reproduce", file, "--to", tmp_path)[0] == 0
    assert found(tmp_path) == found(out)


@needs_git
def test_what_is_published_is_found_again_as_long_as_it_is_true(played, tmp_path):
    """Page, result and ledger in a checkout; a second time nothing is new; with other facts it is no answer now."""
    [case] = cases_of([str(played[0])])
    case = replace(case, configuration=replace(case.configuration, own=False))
    for folder in ("conf/scenario", "docs", "scenarios"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "conf/scenario/tiny.yaml").write_text("ranges: 1\n")
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "ranges")):
        git(tmp_path, *words)

    for _ in range(2):
        publish(played[2], [case], tmp_path)
    ledger = read_ledger(tmp_path / "scenarios" / "predictions.csv")
    assert [row["figure"] for row in ledger] == ["days", "developer", "street"]
    assert "Handling time" in (tmp_path / "docs" / "reported.md").read_text(encoding="utf-8")
    assert shipped_result([case], tmp_path) == (json.loads(json.dumps(played[2])), True)
    with facts_with(tmp_path, ("003-024", "after", 41)):
        assert shipped_result([case], tmp_path) is None

    (tmp_path / "conf/scenario/tiny.yaml").write_text("ranges: 2\n")
    with pytest.raises(InputError, match="differs from its last commit; expected the ranges to be committed first"):
        publish(played[2], [case], tmp_path)


def test_where_too_few_draws_are_accepted_nothing_is_predicted(tmp_path):
    """Nobody takes 80 days on a share of 1: no draw is accepted, the percentile has none, the bound still stands."""
    file = evidence_file(tmp_path, ("share: [0.02, 0.06]", "share: [1, 1]"))
    days, developer, street = reproduce([str(file)], tmp_path / "out")["rows"]

    assert (days["inside"], days["after"], days["draws"]["accepted"]) == (None, None, 0)
    assert days["why"]["en"].startswith("Only 0 of 10 draws")
    assert (developer["inside"], developer["after"]) == (None, None)
    assert street["after"] is not None


def test_finished_runs_are_judged_by_what_is_reported_now(played, tmp_path):
    """A changed after figure is no reason to play again: what is stored is judged anew."""
    run = Reproduction(cases_of([str(played[0])]), played[1])
    with facts_with(tmp_path, ("000-037", "after", 60 * 24 * 300)):
        street = run.judged()["rows"][2]

    assert street["inside"] is True
