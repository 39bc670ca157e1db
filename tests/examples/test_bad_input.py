"""What cannot be used is refused in a clear sentence: what was given, what was expected, where, and the nearest name.

Exit code 2, nothing on stdout, no traceback, nothing left behind. (Folders that may only be read: test_install.py.)
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import TINY, tiaokuai, tiny_file

ROOT = Path(__file__).parents[2]
T = "scenario=tiny.yaml"
MINE = "tiny.yaml, changed by the command line: "
LINE = "command line: "
SCENARIOS, EXPERIMENTS = (
    ", ".join(sorted(path.stem for path in (ROOT / "conf" / group).glob("*.yaml")))
    for group in ("scenario", "experiment")
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with the tiny scenario and nothing else, in which commands are run."""
    tiny_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys, here, *words):
    """Return the sentence with which a command is refused, and see that it is refused properly."""
    before = sorted(path.relative_to(here) for path in here.rglob("*"))

    code, out, err = tiaokuai(capsys, *words)

    assert (code, out) == (2, "")
    assert err.startswith("tiaokuai: ")
    assert "Traceback" not in err
    assert sorted(path.relative_to(here) for path in here.rglob("*")) == before
    return err.removeprefix("tiaokuai: ").rstrip("\n")


NAMES = [
    (["run", "scenario=econ_bureu"],
     "scenario='econ_bureu' is unknown. Did you mean 'econ_bureau'? A file of your own is named by its path, such as "
     "scenario=./mine.yaml."),
    (["check", "mine"],
     f"scenario='mine' is unknown. Known: {SCENARIOS}. A file of your own is named by its path, such as "
     "scenario=./mine.yaml."),
    (["run", "scenario=econ_bureau", "design=modlues"],
     "design='modlues' is unknown in econ_bureau. Did you mean 'modules'?"),
    (["run", T, "design=modlues"], "design='modlues' is unknown in tiny. Did you mean 'modules'?"),
    (["run", T, "design="], "design='' is unknown in tiny. Known: modules, sections."),
    (["compare", T, "designs.modlues.units.by=whole"],
     LINE + "designs.modlues.units.by: designs has no 'modlues'. Did you mean 'modules'? To add one, write "
     "+designs.modlues.units.by=…"),
    (["compare", T, "replicatons=3"],
     LINE + "replicatons is no key that is known here. Did you mean 'replications'?"),
    (["check", T, "demand.types.request.per_yaer=3"],
     LINE + "demand.types.request.per_yaer is no key that is known here. Did you mean 'per_year'?"),
    (["compare", T, "baseline=modlues"], "tiny.yaml: baseline='modlues' is no design. Did you mean 'modules'?"),
    (["compare", T, "executor=procesess"], "executor='procesess' is unknown. Did you mean 'processes'?"),
    (["compare", T, "engine=simpi"], MINE + "engine='simpi' is unknown. Did you mean 'simpy'?"),
    (["run", T, "experiment=none_such"],
     f"experiment='none_such' is unknown. Known: {EXPERIMENTS}."),
]  # fmt: skip

VALUES = [
    (["compare", T, "replications=two"], LINE + "replications is 'two'; expected a whole number."),
    (["compare", T, "replications=1"], LINE + "replications is 1; expected at least 2."),
    (["compare", T, "replications=1,2"],
     "'replications=1,2' gives several values; this command takes one value a key."),
    (["compare", T, "seed=-1"], LINE + "seed is -1; expected at least 0."),
    (["compare", T, "institution.staff.officer=-4"], LINE + "institution.staff.officer is -4; expected at least 1."),
    (["check", T, "institution.staff.deputy=-1"], LINE + "institution.staff.deputy is -1; expected at least 0."),
    (["check", T, "demand.types.request.per_year=inf"],
     LINE + "demand.types.request.per_year is inf; expected a finite number."),
    (["check", T, "window.first=2021-02-30"],
     LINE + "window.first is '2021-02-30'; expected a date such as 2021-01-01."),
    (["check", T, "designs.sections.authority.core=[boss]"],
     LINE + "designs.sections.authority.core.0 is 'boss'; expected 'officer', 'head', 'deputy' or 'chief'."),
    (["run", T, "design=modules", "design=sections"], "design is given 2 times; expected once."),
    (["run", T, "scenario=econ_bureau"],
     LINE + "scenario is given twice, 'tiny.yaml' and 'econ_bureau'; expected once."),
    (["run", T, "replications"],
     "'replications' is no override; expected key=value, such as replications=10 (missing EQUAL at '<EOF>')."),
    (["run", "--", "-x"], "'-x' stands where an override was expected, such as replications=10; see --help."),
]  # fmt: skip

CONTRADICTIONS = [
    (["compare", T, "designs.modules.units={by: table, table: {all: [projects, frms]}}"],
     MINE + "designs.modules: units.table gives unit 'all' 'frms', which is no category and no function. Did you "
     "mean 'firms'?"),
    (["compare", T, "designs.modules.units={by: table, table: {all: [projects]}}"],
     MINE + "designs.modules: no unit covers function 'reform_firms_1', 'industry_firms_1', 'industry_firms_2' (3 in "
     "all); add them to units.table."),
    (["compare", T, "designs.modules.units.count=9"],
     MINE + "designs.modules: units.count=9; expected 1 to 3, the number of business groups."),
    (["compare", T, "designs.sections.authority.core=[deputy]", "institution.staff.deputy=0"],
     MINE + "designs.sections: authority.core asks for rank 'deputy', which nobody holds, so nobody may take that "
     "decision. Ranks held: chief, head, officer."),
    (["compare", T, "designs.modules.membership.heads=none"],
     MINE + "designs.modules: authority.non_core asks for the head of a unit, but 'module_projects' has none, so "
     "nobody may take that decision. Set membership.heads=one_each."),
    (["compare", T, "window.cap=2031-06-30"],
     MINE + "window: calendar 'china' was asked for 2021-03-01 to 2031-06-30, but its working days are published for "
     "2019-01-01 to 2026-12-31. Choose dates inside these years, or calendar=weekdays, which knows no holidays."),
    (["compare", T, "window.last=2021-03-10"],
     MINE + "window has warm_up_from 2021-03-01, first 2021-03-15, last 2021-03-10 and cap 2021-06-30; expected each "
     "on or after the one before it."),
    (["check", T, "demand.load=0.001"],
     MINE + "demand.load=0.001: liaison alone takes 0.00304 of all hours; expected a load above that."),
    (["run", T, "demand.types.directive.per_year=0", "demand.types.request.per_year=0"],
     MINE + "demand.types: no matter comes in within the window; expected a type with per_year above 0."),
    (["run", T, "demand.types.directive.per_year=0", "demand.types.request.per_year=0.5", "engine=simpy"],
     "a replication has no matter from 2021-03-15 to 2021-05-09, so there is nothing to measure; expected a longer "
     "window, or types with a larger per_year."),
    (["check", "econ_bureau", "+sources.0.fact=003-006"],
     "conf/scenario/econ_bureau.yaml, changed by the command line: sources.0 (calendar.hours.**) is assumed and names "
     "fact '003-006', but only a reported one does. Make the entry reported, or speak of the fact in its reason."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "told"), [*NAMES, *VALUES, *CONTRADICTIONS])
def test_what_the_command_line_gives_is_refused(capsys, here, words, told):
    assert refused(capsys, here, *words) == told


def line(beginning):
    """Return the number of the line of the tiny scenario that begins so."""
    return next(number for number, text in enumerate(TINY.splitlines(), 1) if text.startswith(beginning))


def with_process(process):
    return TINY.replace("per_year: 200", f"per_year: 200\n      process: {process}").encode()


FILES = [
    (b"", "mine.yaml is empty; expected a scenario: name, title, institution, demand, designs, baseline."),
    (b"- a\n- b\n", "mine.yaml holds a list; expected a block of keys such as name, title, designs."),
    (TINY.encode("gbk"), "mine.yaml is not UTF-8 text (GBK, perhaps); save it as UTF-8."),
    (TINY.replace("chief: 1,", "chief: 1,,").encode(),
     f"mine.yaml, line {line('  staff:')}: expected the node content, but found ','."),
    (TINY.replace("  modules:", "  sections:").encode(),
     f"mine.yaml, line {line('  modules:')}: key 'sections' is given twice."),
    (TINY.replace('["10:00"]', "[10:00]").encode(),
     "mine.yaml: designs.sections.authority.signing.deputy.times.0 is 600; expected a text. Write a clock time in "
     'quotes, such as "10:00".'),
    (TINY.replace("per_year: 200", "per_yaer: 200").encode(),
     "mine.yaml: demand.types.request.per_yaer is no key that is known here. Did you mean 'per_year'?"),
    (with_process("{a: {function: reform_firms_1, after: [b]}, b: {function: reform_firms_1, after: [a]}}"),
     "mine.yaml: demand.types.request: type 'request': its process runs in a circle, a -> b -> a; nothing could "
     "start."),
    (with_process("{a: {function: reform_firm_1}}"),
     "mine.yaml: type 'request': need 'a' asks for function 'reform_firm_1', which nobody covers. Did you mean "
     "'reform_firms_1'?"),
    (TINY.replace("cap: 2021-06-30", "cap: 2027-06-30").encode(),
     "mine.yaml: window: calendar 'china' was asked for 2021-03-01 to 2027-06-30, but its working days are published "
     "for 2019-01-01 to 2026-12-31. Choose dates inside these years, or calendar=weekdays, which knows no holidays."),
    (TINY.replace("first: 2021-03-15", "first: 2021-06-15").encode(),
     "mine.yaml: window has warm_up_from 2021-03-01, first 2021-06-15, last 2021-05-09 and cap 2021-06-30; expected "
     "each on or after the one before it."),
    ((TINY + "  third: {like: modlues}\n").encode(),
     "mine.yaml: designs.third.like names design 'modlues', which does not exist. Did you mean 'modules'?"),
    ((TINY + "sources: [{keys: [demand.**], kind: guessed}]\n").encode(),
     "mine.yaml: sources.0 (demand.**) is of kind 'guessed'. Known: assumed, calibrated, reported."),
]  # fmt: skip


@pytest.mark.parametrize(("content", "told"), FILES)
@pytest.mark.parametrize("words", [["check", "mine.yaml"], ["compare", "scenario=mine.yaml"]])
def test_a_file_that_cannot_be_used_is_refused(capsys, here, content, told, words):
    (here / "mine.yaml").write_bytes(content)

    assert refused(capsys, here, *words) == told


def test_a_file_that_is_none_is_refused(capsys, here):
    (here / "folder.yaml").mkdir()

    assert refused(capsys, here, "run", "scenario=no.yaml") == "no.yaml does not exist; expected a scenario file."
    assert refused(capsys, here, "run", "scenario=folder.yaml") == "folder.yaml is a folder; expected a scenario file."


def test_several_mistakes_of_a_file_are_told_at_once(capsys, here):
    tiny_file(here, ("chief: 1", "chief: -1"), ("officer: 4", "officer: x"))

    assert refused(capsys, here, "check", "tiny.yaml").splitlines() == [
        "tiny.yaml: institution.staff.chief is -1; expected at least 0.",
        "tiny.yaml: institution.staff.officer is 'x'; expected a whole number.",
    ]


# options of no command


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["compare", T, "--jbos"], "--jbos"),
        (["compare", T, "-x"], "-x"),
        (["run", "--jsn", T], "--jsn"),
        (["compar", T], "compar"),
        (["check"], "FILE-OR-SCENARIO"),
        (["report"], "DIRECTORY"),
        (["list", "--lang", "fr"], "fr"),
        (["schema", "mine"], "mine"),
    ],
)
def test_a_misuse_of_the_command_line_is_told_with_its_usage(capsys, here, words, told):
    code, out, err = tiaokuai(capsys, *words)

    assert (code, out) == (2, "")
    assert err.startswith("Usage: tiaokuai ")
    assert err.splitlines()[-1].startswith("Error: ")
    assert told in err.splitlines()[-1]
    assert list(here.iterdir()) == [here / "tiny.yaml"]


# stored results


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "old/comparison.json does not exist; expected the comparison.json that `tiaokuai compare` writes "
         "there."),
        (b'{"scenario": "tiny", ', "old/comparison.json is not valid JSON (Expecting property name enclosed in double "
         "quotes: line 1 column 22 (char 21)); run `tiaokuai compare` again."),
        (b"\xff\xfe", "old/comparison.json cannot be read as a UTF-8 text: 'utf-8' codec can't decode byte 0xff in "
         "position 0: invalid start byte."),
        (b'{"scenario": "tiny"}', "comparison.json has not the expected shape at 'title': field required ("),
        (b"[]", "comparison.json has not the expected shape at 'the whole': input should be a valid dictionary or "),
    ],
)  # fmt: skip
def test_a_result_that_is_damaged_gives_no_report(capsys, here, content, told):
    (here / "old").mkdir()
    if content is not None:
        (here / "old" / "comparison.json").write_bytes(content)

    assert refused(capsys, here, "report", "old").startswith(told)


def test_a_report_is_made_of_a_folder(capsys, here):
    assert refused(capsys, here, "report", "tiny.yaml") == (
        "tiny.yaml is a file; expected the folder that `tiaokuai compare` wrote."
    )
    assert refused(capsys, here, "report", "none") == (
        "none/comparison.json does not exist; expected the comparison.json that `tiaokuai compare` writes there."
    )


# where results go


def test_a_file_is_no_folder_for_results(capsys, here):
    assert refused(capsys, here, "run", T, "results=tiny.yaml") == (
        "results='tiny.yaml': the folder cannot be written to (it is a file); expected a folder for results, such as "
        "results=/tmp/results."
    )


# in a process of its own


def command(*words):
    return [sys.executable, "-W", "error", "-m", "experiments.cli", *words]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(
            ["compare", "scenario=econ_bureu", "--json"],
            "tiaokuai: scenario='econ_bureu' is unknown. Did you mean",
            marks=pytest.mark.long,
        ),
        (["run", T, "institution.staff.deputy=0"], f"tiaokuai: {MINE}designs.sections: authority.core asks for rank"),
        (["run", T, "--jbos"], "Usage: tiaokuai run [OPTIONS] [KEY=VALUE]..."),
    ],
)
def test_the_process_ends_with_2(here, words, told):
    done = subprocess.run(
        command(*words), env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(told)
    assert b"Traceback" not in done.stderr
    assert list(here.iterdir()) == [here / "tiny.yaml"]
