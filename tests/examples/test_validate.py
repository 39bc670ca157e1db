"""`tiaokuai validate`: what it prints, the page it writes, and how it says that something is wrong."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny import tiaokuai

import experiments
from experiments.store import to_json
from experiments.theory.cases import CASES, PLAYED
from experiments.theory.page import figures

ROOT = Path(__file__).parents[2]

QUICK = ("--width", "0.1", "--case", "F2")
"""The case that takes a moment: nobody queues in it."""

SHORTER = ("--width", "0.1", "--case", "C3_p0.1")
"""One that takes a moment on the reference engine, too."""

CONTRACT = {"id", "quantity", "expected", "simulated", "low", "high", "inside", "kind", "source"}

QUANTITIES = [f"{way}_K{count}" for way in ("parallel", "sequential") for count in (2, 3, 5, 8)]


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    """What Python gives for the quick case."""
    return json.loads(to_json(experiments.validate(0.1, cases=["F2"])))


def test_json_holds_its_contract_and_is_what_python_gives(capsys, result):
    code, out, err = tiaokuai(capsys, "validate", *QUICK, "--json")

    assert code == 0
    found = json.loads(out)
    assert found == result
    assert [(row["id"], row["quantity"]) for row in found["cases"]] == [("F2", name) for name in QUANTITIES]
    for row in found["cases"]:
        assert row.keys() >= CONTRACT
        assert row["low"] < row["simulated"] < row["high"]
        assert row["high"] - row["low"] < 0.2 * row["expected"]
        assert row["inside"] is (row["low"] <= row["expected"] <= row["high"])
        assert (row["kind"], bool(row["source"])) == ("exact", True)
    assert "theory: 100%" in err


def test_the_table_shows_theory_beside_simulation(capsys):
    code, out, _ = tiaokuai(capsys, "validate", "--width", "0.1", "--case", "F1_rho0.5", "--lang", "en")

    assert code == 0
    lines = [re.split(r"  +", line) for line in out.splitlines()]
    assert lines[0] == ["case", "quantity", "expected", "simulated", "band", "inside"]
    cells = {quantity: (expected, inside) for _, quantity, expected, _, _, inside in lines[1:11]}
    assert cells["R2_exact"] == ("2.875", "yes")
    assert cells["R3_NT"] == ("≈ 3.398", "yes")
    assert cells["R17_upper"] == ("≤ 6.879", "yes")
    assert lines[-1][0].endswith("engine compiled, seed 2026.")


def test_the_table_speaks_chinese(capsys):
    out = tiaokuai(capsys, "validate", *SHORTER, "--lang", "zh")[1]

    assert re.split(r"  +", out.splitlines()[0]) == ["算例", "量", "理论值", "模拟值", "区间", "在区间内"]
    assert "区间以 99% 的把握同时成立" in out.splitlines()[-1]


def test_both_engines_show_the_same(capsys):
    compiled, simpy = (
        json.loads(tiaokuai(capsys, "validate", *SHORTER, "--engine", name, "--json")[1])
        for name in ("compiled", "simpy")
    )

    assert compiled["cases"] == simpy["cases"]
    assert (compiled["engine"], simpy["engine"]) == ("compiled", "simpy")


def test_the_page_has_the_figures_of_the_json_and_each_formula_and_source(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    found = json.loads(tiaokuai(capsys, "validate", *SHORTER, "--case", "A1", "--to", "page.md", "--json")[1])

    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    rows = [tuple(line.strip("| ").split(" | ")) for line in page.splitlines() if re.match(r"\| (A1|C3_p0.1) \|", line)]
    assert rows == [(row["id"], row["quantity"], *figures(row), "yes") for row in found["cases"]]
    assert "written by `tiaokuai validate --width 0.1 --case C3_p0.1 --case A1 --to page.md`" in page
    assert "9 of 9 are inside" in page
    for name in ("A1", "C3_p0.1"):
        assert all(text in page for text in (CASES[name].formula, CASES[name].source, CASES[name].made_by))
    assert "cannot be played" not in page
    assert CASES["D1"].source not in page
    again = tmp_path / "again"
    again.mkdir()
    monkeypatch.chdir(again)
    tiaokuai(capsys, "validate", *SHORTER, "--case", "A1", "--to", "page.md")
    assert (again / "page.md").read_bytes() == (tmp_path / "page.md").read_bytes()


def test_what_is_outside_ends_with_1_and_is_named(capsys, tmp_path, monkeypatch):
    """Two hours in a row are 2 on average, not 3."""
    monkeypatch.setitem(CASES["F2"].expected, "sequential_K2", 3.0)

    code, out, err = tiaokuai(capsys, "validate", *QUICK, "--lang", "en", "--to", tmp_path / "page.md")

    assert code == 1
    assert re.search(r"^F2 +sequential_K2 +3\.000 .* no$", out, re.MULTILINE)
    assert err.splitlines()[-1] == (
        "tiaokuai: 1 of 8 quantities are not what theory says: F2 sequential_K2; all bands together should hold 99% of "
        "the time."
    )
    assert "7 of 8 are inside" in (tmp_path / "page.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--case", "A11"], "case='A11' is unknown. Did you mean 'A1'?"),
        (["--width", "0.5"], "width=0.5; expected a half-width from 0.005 (an hour or two) to 0.1 (half a minute)."),
        (["--width", "0"], "width=0; expected a half-width from 0.005"),
        (["--width", "nan"], "width=nan; expected a half-width from 0.005"),
        (["--engine", "simpi"], "engine='simpi' is unknown. Did you mean 'simpy'?"),
        (["--to", "no/folder.md"], "--to no/folder.md: expected a file in a folder that exists."),
        (["--to", "."], "--to .: expected a file in a folder that exists."),
    ],
)
def test_bad_input_is_told_in_one_sentence(capsys, words, told):
    code, out, err = tiaokuai(capsys, "validate", *words)

    assert (code, out) == (2, "")
    assert err.startswith(f"tiaokuai: {told}")
    assert err.count("\n") == 1


def test_what_cannot_be_played_is_told_with_its_reason(capsys, tmp_path, monkeypatch):
    unplayed = replace(CASES["A1"], id="Z1", made_by="", missing="a rule that nobody has written")
    monkeypatch.setitem(CASES, "Z1", unplayed)

    code, out, err = tiaokuai(capsys, "validate", "--case", "Z1")
    tiaokuai(capsys, "validate", *SHORTER, "--to", tmp_path / "page.md")

    assert (code, out, err) == (2, "", "tiaokuai: case='Z1' cannot be played: a rule that nobody has written.\n")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    head, missing = page.split("\n## What cannot be played yet\n")
    assert unplayed.missing not in head
    assert missing.splitlines()[-1] == f"| Z1 | {unplayed.mechanism} | {unplayed.model} | {unplayed.missing} |"


def test_the_page_of_the_documents_is_of_every_case_and_all_is_inside():
    """Made by `tiaokuai validate --to docs/validation.md`, at the narrow width."""
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")

    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| \S+ \| \S+ \| [≈≤\d]", line)]
    assert [(row[0], row[1]) for row in rows] == PLAYED
    assert {row[-1] for row in rows} == {"yes"}
    assert [row[2] for row in rows] == [
        figures({**dict.fromkeys(("simulated", "low", "high"), 0.0), "expected": CASES[case].expected[quantity],
                 "kind": CASES[case].kind(quantity)})[0]
        for case, quantity in PLAYED
    ]  # fmt: skip
    assert "`tiaokuai validate --to docs/validation.md`" in page
    assert all(text in page for case in CASES.values() for text in (case.made_by, case.missing))
    assert all(text in page for case, _ in PLAYED for text in (CASES[case].formula, CASES[case].source))
