"""The published page of reported figures is what its stored result and the ledger say, and each prediction is in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import NAMES, shipped

from analysis.prediction import reported_page
from experiments.reproducing.cases import cases_of
from experiments.reproducing.ledger import entries_of, new_entries, read_ledger
from experiments.reproducing.publishing import COMMAND, LEDGER, PAGE, SHIPPED, shipped_result

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def stored():
    return json.loads((ROOT / SHIPPED).read_text(encoding="utf-8"))


def test_the_page_is_written_from_the_stored_result_and_the_ledger(stored):
    page = reported_page(stored, read_ledger(ROOT / LEDGER), COMMAND)

    assert (ROOT / PAGE).read_text(encoding="utf-8").rstrip("\n") == page.rstrip("\n")


def test_each_published_prediction_is_in_the_ledger(stored):
    assert new_entries(read_ledger(ROOT / LEDGER), entries_of(stored["rows"])) == []


def test_what_is_published_answers_what_the_cases_ask_today():
    """Whoever changes a case, or a reported figure, must publish again."""
    cases = cases_of([])

    found = shipped_result(cases)

    assert found is not None
    assert {one["scenario"] for one in found[0]["cases"]} == {case.name for case in cases}
    assert {case.name for case in cases} == {name for name in NAMES if shipped(name).file.uncertainty}
