"""The reported facts, and their equality with the list that they were carried over from."""

import datetime
from dataclasses import asdict, fields
from pathlib import Path

import pytest
import yaml

from scenarios.facts import FACTS_FILE, ROLES, Fact, disagreements, find_fact, load_facts, reports
from sim.errors import InputError

ORIGINAL = Path(__file__).parents[3] / "shared" / "facts.yaml"
LEFT_OUT = {"source_file", "quote_short"}


@pytest.fixture(scope="module")
def original():
    if not ORIGINAL.exists():
        pytest.skip("the original list of facts does not lie beside this repository")
    return list(yaml.load_all(ORIGINAL.read_text(encoding="utf-8"), Loader=yaml.SafeLoader))


def test_there_are_219_facts_under_as_many_ids():
    """A repeated id would silently replace an earlier fact, so that fewer were left."""
    assert len(load_facts()) == 219
    assert FACTS_FILE.read_text(encoding="utf-8").count("\n- id: 0") == 219


def test_each_fact_has_a_known_role_and_the_report_of_its_id():
    for fact_id, fact in load_facts().items():
        assert fact.id == fact_id
        assert fact.role in ROLES
        assert fact.report == fact_id[:3]
        assert fact.report in reports()
        assert fact.city == reports()[fact.report].city


def test_each_fact_has_a_value():
    assert [fact.id for fact in load_facts().values() if fact.before is None and fact.after is None] == []


def test_every_target_says_what_kind_of_number_it_is():
    targets = [fact for fact in load_facts().values() if fact.role == "outcome"]

    assert len(targets) == 21
    assert [fact.id for fact in targets if fact.statistic is None] == []


def test_the_reports_tell_no_more_of_themselves_than_their_texts_do():
    assert list(reports()) == ["000", "001", "002", "003", "004"]
    assert {report.id: report.date for report in reports().values() if report.date} == {
        "002": datetime.date(2021, 10, 28),
        "004": datetime.date(2021, 10, 25),
    }
    assert [report.id for report in reports().values() if report.title is None] == ["000", "001"]


def test_disagreements_quote_known_reports():
    assert len(disagreements()) == 16
    assert {report for item in disagreements() for report in item.values} <= set(reports())


def test_facts_equal_the_original_field_by_field(original):
    """Sentences stayed behind; a note that points to another report calls it a report."""
    kept = {field.name for field in fields(Fact)} - {"report"}
    assert {name for entry in original[0] for name in entry} == kept | LEFT_OUT

    expected = {
        entry["id"]: {name: entry.get(name) for name in kept} | {"report": entry["source_file"][:3]}
        for entry in original[0]
    }
    for entry in expected.values():
        entry["note"] = entry["note"] and entry["note"].replace("seed ", "report ")

    assert list(expected) == list(load_facts())
    assert expected == {fact_id: asdict(fact) for fact_id, fact in load_facts().items()}


def test_disagreements_equal_the_original(original):
    expected = [entry | {"likely": entry["likely"].replace("seeds", "reports")} for entry in original[1]]

    assert [asdict(item) for item in disagreements()] == expected


def test_no_sentence_of_a_report_was_carried_over(original):
    text = FACTS_FILE.read_text(encoding="utf-8")

    assert "quote" not in text
    assert [e["id"] for e in original[0] if len(e["quote_short"]) > 8 and e["quote_short"] in text] == []


def test_an_unknown_id_is_refused_with_the_nearest():
    with pytest.raises(InputError, match=r"id '003-0066'\. Did you mean '003-006'\?"):
        find_fact("003-0066", load_facts())


def test_an_id_like_no_other_is_shown_what_ids_look_like():
    with pytest.raises(InputError, match=r"Ids look like '000-001'; scenarios/facts\.yaml lists all 219"):
        find_fact("modules", load_facts())
