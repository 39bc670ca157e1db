"""A case more, as CONTRIBUTING.md shows it: its file and its module are whole, and `tiaokuai reproduce` plays it."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from tiny import tiaokuai

from experiments import reproduce
from experiments.configuring import Configuration, configure
from scenarios import registry
from scenarios.facts import load_facts
from scenarios.tracing import sources_of

SECTION = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8").partition("\n## Add a case\n")[2]
FILE, MODULE = (re.findall(rf"^```{kind}\n(.*?)^```", SECTION, re.MULTILINE | re.DOTALL)[0]
                for kind in ("yaml", "python"))  # fmt: skip
FEWER = (
    ("points: 64", "points: 2\n  replications: 2"),
    ("load_axis: null", "load_axis: null\nexecutor: {name: serial}\nwindow: {warm_up_from: 2021-03-01, "
     "first: 2021-03-15, last: 2021-04-11, cap: 2021-06-30}"),
)  # fmt: skip


@pytest.fixture
def case(tmp_path, monkeypatch) -> Path:
    """The file, with its module where those of the shipped cases are."""
    module = ModuleType("scenarios.fallen_tree")
    exec(MODULE, module.__dict__)
    monkeypatch.setitem(registry.BUILDERS, "fallen_tree", registry.BUILDERS["matrix"])
    monkeypatch.setitem(registry.TOTALS, "fallen_tree", module.totals)
    path = tmp_path / "fallen_tree.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def read(path: Path) -> Configuration:
    return configure([f"scenario={path}"])


def test_it_has_all_that_a_shipped_case_has(case):
    """Read as a shipped one: no number without a source, and the total is the reported one."""
    configuration = read(case)
    file = configuration.file
    rows = sources_of(configuration.data, file, changed=frozenset(), own=False)

    assert {row.kind for row in rows} == {"reported", "assumed"}
    assert [row.value for row in rows if row.kind == "reported"] == ["4"] == [str(load_facts()["004-003"].after)]
    assert file.story
    assert next(iter(file.designs)) == file.baseline
    assert {"mechanisms_only", file.uncertainty.reform} < set(file.designs)
    assert (file.name, file.builder) == ("fallen_tree", "fallen_tree")
    assert yaml.safe_load(FILE).keys() >= {"sources", "uncertainty", "reported"}


def test_it_can_be_checked(case, capsys):
    code, said, _ = tiaokuai(capsys, "check", case)

    assert code == 0
    assert said.startswith("fallen_tree: nothing is wrong")


def test_a_total_that_is_not_the_reported_one_is_told(case, capsys):
    """With a fifth platform, which has the business of the parks."""
    five = FILE.replace("  bureaus: #", "    parks: {title: {zh: 园林, en: Parks}}\n  bureaus: #")
    case.write_text(
        five.replace("{order: 1, enforcement: 1, service: 1}}\n    trade", "{parks: 1}}\n    trade"), "utf-8"
    )

    code, _, told = tiaokuai(capsys, "check", case)

    assert (code, told.count("\n")) == (2, 1)
    assert "5 platforms in all, but fact 004-003 reports 4." in told


def test_it_is_reproduced(case, tmp_path):
    """On two points and some weeks: a row for its figure, and where the reform helps."""
    text = FILE
    for old, new in FEWER:
        assert text.count(old) == 1
        text = text.replace(old, new)
    case.write_text(text, encoding="utf-8")

    found = reproduce([str(case)], tmp_path / "out")

    (row,), (told,) = found["rows"], found["cases"]
    assert (row["figure"], row["kind"], row["reported"]) == (
        "clearing_hours",
        "sanity_bound",
        {"before": None, "after": 2},
    )
    assert row["after"]["mean"] > 2  # the work alone takes so long
    assert told["points"] == 2
    assert told["harmful"]["en"]
