"""The READMEs say what is so: their commands run, their output has today's form, their counts are the code's."""

from __future__ import annotations

import json
import re
import shlex
from functools import cache
from pathlib import Path

import pytest
from cases import shipped
from tiny import tiaokuai, tiny_file

from analysis.report.words import words
from experiments.cli import cli
from experiments.configuring import configure, options_of
from experiments.reproducing.evidence import traced
from experiments.sweep.planning import plan_sweep
from experiments.tables import comparison_table
from scenarios.building import build_scenario
from scenarios.facts import load_facts
from scenarios.tracing import sources_of

ROOT = Path(__file__).parents[2]
READMES = {"en": (ROOT / "README.md").read_text("utf-8"), "zh": (ROOT / "README.zh.md").read_text("utf-8")}
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

DESIGNS = ("sections", "sections_delegated", "modules_central", "modules", "reform", "mechanisms_only", "dual_track")

SMALL = (
    "replications=2", "executor=serial", "load_axis=null", "window.warm_up_from=2021-03-01", "window.first=2021-03-01",
    "window.last=2021-03-31", "window.cap=2021-05-31", "capacity={replications: 2, tolerance: 2, low: 0.5, high: 2}",
    "demand.load=0.5",
)  # fmt: skip
"""What makes a year of 48 people a month, and a search a single look to either side, where some load can be borne."""


def commands(text: str) -> list[list[str]]:
    """Return the words of every `tiaokuai …` in a text, in the order in which they stand."""
    found = re.findall(r"(?:^ *\$ |`)tiaokuai ([^`\n]+)", text, re.MULTILINE)
    return [shlex.split(line) for line in found]


def output(text: str) -> list[str]:
    """Return the lines that stand below the first command with its prompt, up to the end of the example."""
    below = text.split("$ tiaokuai ", 1)[1].splitlines()[1:]
    end = next(number for number, line in enumerate(below) if line and not line.startswith("    "))
    return [line.strip() for line in below[:end] if line.strip()]


@pytest.mark.parametrize("lang", READMES)
def test_the_two_commands_for_a_fresh_machine_are_there(lang):
    named = re.findall(r"^    make (\S+)", READMES[lang], re.MULTILINE)

    assert named == ["demo", "test"]
    assert set(named) <= set(TARGETS)


@cache
def name_of(overrides: tuple[str, ...]) -> str:
    """Return the name of the scenario that these overrides make; most stand in both languages, and several times."""
    return configure(overrides).file.name


@pytest.mark.parametrize("lang", READMES)
def test_every_command_that_is_shown_is_understood(lang):
    """Its options are known, its overrides make a configuration."""
    shown = commands(READMES[lang])

    assert {name for name, *_ in shown} == set(cli.commands)
    for name, *rest in shown:
        given = cli.commands[name].make_context(name, rest).params
        overrides = [text for text in given.get("overrides", ()) if not text.startswith("design=")]
        if name == "sweep":
            assert plan_sweep(overrides, "").sweep.facts["scenario"] == "econ_bureau"
        else:
            assert name_of(tuple(overrides)) == "econ_bureau"


def test_both_languages_show_the_same_commands():
    english, chinese = ([words for words in commands(READMES[lang]) if "--lang" not in words] for lang in ("en", "zh"))

    assert [words for words in english if words[0] != "compare"] == [
        words for words in chinese if words[0] != "compare"
    ]


@pytest.mark.parametrize("lang", READMES)
def test_single_overrides_that_are_shown_are_understood(lang):
    shown = re.findall(r"`([a-z_.]+=[^`]+)`", READMES[lang])

    assert shown
    assert configure(shown).given == {text.partition("=")[0] for text in shown}


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.long)])
def test_the_output_that_is_shown_has_the_form_that_is_printed(capsys, tmp_path, monkeypatch, lang):
    """The command of the README on a month instead of a year: the same lines, columns and names, other figures.

    So has its table in the other language, which is made of what was stored.
    """
    monkeypatch.chdir(tmp_path)
    (command,) = [words for words in commands(READMES[lang]) if words[:2] == ["compare", "scenario=econ_bureau"]][:1]

    code, out, _ = tiaokuai(capsys, *command, *SMALL, *([] if "--lang" in command else ["--lang", lang]))

    assert code == 0
    printed = lines_of(out)
    assert printed[-1].startswith(words(lang).text("terminal_report"))
    (stored,) = (tmp_path / "results").iterdir()
    result = json.loads((stored / "comparison.json").read_text(encoding="utf-8"))
    tables = {other: lines_of(comparison_table(result, other)) for other in READMES} | {lang: printed[:-1]}
    for other, table in tables.items():
        assert [form(line) for line in output(READMES[other])] == [form(line) for line in table], other


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def form(line: str) -> tuple[str, ...]:
    """Return the cells of a line with its figures left out; of a design's row its name and how many they are."""
    name, *cells = re.split(r"  +", re.sub(r"\d+", "0", line))
    return (name, str(len(cells))) if name in DESIGNS else (name, *cells)


@pytest.mark.parametrize("lang", READMES)
def test_the_counts_are_those_of_the_shipped_case(lang):
    configuration = configure()
    rows = sources_of(configuration.data, configuration.file, changed=frozenset(), own=False)
    institution = build_scenario(configuration.file).institution
    counts = {
        sum(row.kind == "assumed" for row in rows), len(institution.staff), len(institution.offices),
        len(institution.bureaus), len(institution.categories), len(institution.groups), configuration.file.replications,
    }  # fmt: skip

    told = {int(figure) for figure in re.findall(r"(?<![\d.=])\d+(?![\d.=])", READMES[lang])}
    assert counts - (set() if lang == "en" else {11, 43}) <= told  # modules and groups are told in English


def cases_shown(lang: str) -> dict[str, tuple[str, str]]:
    """Return what a README's table says of each case: what it compares, and what is reported."""
    part = re.search(r"^## (?:The cases|案例)$(.*?)^## ", READMES[lang], re.MULTILINE | re.DOTALL)[1]
    return {
        name: (compared, told) for name, compared, told in re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", part, re.M)
    }


@pytest.mark.parametrize("lang", READMES)
def test_every_case_is_in_the_table_with_what_is_reported_of_it(lang):
    """Each number is one that a fact gives on which the case rests."""
    facts = load_facts()

    assert set(cases_shown(lang)) == set(options_of("scenario"))
    for name, (_, told) in cases_shown(lang).items():
        sides = {
            side
            for row in traced(shipped(name))
            if row.fact
            for side in (facts[row.fact].before, facts[row.fact].after)
        }
        assert {int(text.replace(",", "")) for text in re.findall(r"\d[\d,]*", told)} <= sides, name


def test_both_languages_tell_the_same_numbers_of_each_case():
    english, chinese = (
        {name: sorted(re.findall(r"\d[\d,]*", told)) for name, (_, told) in cases_shown(lang).items()}
        for lang in ("en", "zh")
    )

    assert list(english) == list(chinese)
    assert english == chinese


def test_the_python_that_is_shown_runs(tmp_path, monkeypatch):
    """On the tiny scenario, in place of the shipped one and of its five replications."""
    (code,) = re.findall(r"```python\n(.*?)```", READMES["en"], re.DOTALL)
    tiny_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    statements, _, last = code.strip().rpartition("\n")
    room: dict[str, object] = {}

    exec(statements.replace("scenario=econ_bureau", "scenario=./tiny.yaml").replace("=5", "=2"), room)

    estimate = eval(last, room)
    assert estimate.keys() == {"mean", "low", "high"}


@pytest.mark.parametrize("lang", READMES)
def test_links_and_folders_lead_somewhere(lang):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", READMES[lang])
    folders = re.findall(r"^\| `(\w+/)` \|", READMES[lang], re.MULTILINE)

    assert links
    assert [path for path in [*links, *folders] if not (ROOT / path).exists()] == []
    assert {"sim/", "scenarios/", "conf/", "experiments/", "analysis/", "tests/", "docs/"} <= set(folders)
