"""Both catalogues say the same things, and name every measure of the contract."""

import re
import string
from dataclasses import fields

import pytest
import yaml

from analysis.report import LANGUAGES, words
from analysis.report.catalogue import GROUPS, MEASURES, SPLIT_PARTS
from analysis.report.source_groups import OTHER, PATTERNS, source_group
from analysis.report.words import _TEXTS
from sim.errors import InputError
from sim.levers.design import Levers

CONTRACT = [
    "elapsed_days_mean",
    "elapsed_days_median",
    "elapsed_days_p90",
    "elapsed_days_p95",
    "working_days_mean",
    "working_days_median",
    "statutory_days_mean",
    "statutory_days_median",
    "matters_released",
    "capacity_multiple",
    "capacity_on_time_multiple",
    "closed_per_week",
    "on_time_share",
    "completion_share",
    "backlog_mean",
    "backlog_age_days_mean",
    "backlog_growth_share",
    "handovers_mean",
    "steps_mean",
    "units_met_mean",
    "signatures_mean",
    "routings_mean",
    "routings_used_up_share",
    "supplements_mean",
    "returned_share",
    "errors_left_share",
    "caught_share",
    "caught_by_checks_share",
    "caught_by_signatures_share",
    "caught_by_audits_share",
    "rounds_used_up_share",
    "repeats_per_100",
    "solved_days_mean",
    "split_waiting_days_mean",
    "split_worked_days_mean",
    "split_handed_over_days_mean",
    "split_coordinated_days_mean",
    "split_signature_days_mean",
    "split_outside_days_mean",
    "split_closed_days_mean",
    "split_rework_days_mean",
    "split_travel_days_mean",
    "left_share",
    "left_days_mean",
    "urgent_days_mean",
    "answer_days_mean",
    "complaints_per_100",
    "reminders_per_100",
    "escalations_per_100",
    "interruptions_per_100",
    "overflow_share",
    "broadcast_hours_mean",
    "broadcast_hours_p95",
    "broadcast_unreached_share",
    "broadcast_staff_hours",
    "detected_share",
    "detected_by_patrols_share",
    "detected_by_sensors_share",
    "detected_by_complaints_share",
    "undetected_days_mean",
    "onset_to_close_days_mean",
    "accidents_per_100",
    "false_alerts_per_week",
    "patrol_hours_share",
    "utilisation_mean",
    "utilisation_direct",
    "utilisation_coordination",
    "utilisation_decision",
    "utilisation_liaison",
    "utilisation_rework",
    "utilisation_held",
    "utilisation_travel",
    "load_balance",
    "counterparts_per_unit",
    "counterparts_per_person",
    "signatures_per_leader_day",
    "reports_on_time_share",
    "office_utilisation",
    "travel_share",
    "travel_hours_per_matter",
    "distance_km_mean",
    "trips_mean",
    "trip_km_mean",
    "trip_hours_mean",
    "access_cost_per_matter",
    "visits_per_matter",
    "visit_hours_of_client",
    "pushes_disputed_share",
    "push_days_mean",
    "late_pushes_share",
    "transferred_share",
    "contractor_utilisation",
    "supervision_share",
    "contract_cost_per_matter",
    "cost_per_matter",
    "home_days_before",
    "home_days_during",
    "home_days_after",
    "recovery_days",
    "seconded_share",
]


def keys(node, place=""):
    if not isinstance(node, dict):
        return {place}
    return {key for name, value in node.items() for key in keys(value, f"{place}/{name}")}


def blanks(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.fixture(scope="module")
def catalogues():
    return {lang: yaml.safe_load((_TEXTS / f"{lang}.yaml").read_text(encoding="utf-8")) for lang in LANGUAGES}


def test_both_catalogues_have_the_same_keys(catalogues):
    assert keys(catalogues["zh"]) == keys(catalogues["en"])


def test_both_catalogues_have_the_same_blanks(catalogues):
    zh, en = catalogues["zh"]["texts"], catalogues["en"]["texts"]

    assert {key: blanks(text) for key, text in zh.items()} == {key: blanks(text) for key, text in en.items()}


def test_all_keys_and_texts_are_strings(catalogues):
    for catalogue in catalogues.values():
        for section in catalogue.values():
            for key, value in section.items():
                assert isinstance(key, str)
                assert isinstance(value, (str, dict))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_measure_of_the_contract_has_a_title_and_a_definition(lang):
    said = words(lang)

    assert set(CONTRACT) == set(MEASURES)
    for name in CONTRACT:
        assert said.measure(name) != name
        assert said.definition(name)
        assert "\n" not in said.definition(name)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_the_report_shows_is_named(lang, catalogues):
    said, catalogue = words(lang), catalogues[lang]

    assert set(catalogue["parts"]) == set(SPLIT_PARTS)
    assert set(catalogue["source_groups"]) == {*PATTERNS, OTHER}
    assert {"units", "membership", "authority", "coordination", "counterparts", "data"} <= set(catalogue["levers"])
    assert set(GROUPS) <= set(catalogue["headings"])
    for status in ("steady", "capped", "overloaded"):
        assert said.status(status)
        assert said.status_meaning(status)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_option_of_every_lever_has_words(lang):
    options = words(lang).catalogue["options"]
    paths = [f"{lever.name}.{option.name}" for lever in fields(Levers) for option in fields(lever.default)]

    assert [path for path in paths if path not in options] == []


def test_the_chinese_catalogue_is_chinese(catalogues):
    for name, one in catalogues["zh"]["measures"].items():
        assert re.search(r"[一-鿿]", one["title"]), name


def test_an_unknown_name_comes_back_as_it_is():
    assert words("en").measure("rainy_days_mean") == "rainy_days_mean"
    assert words("zh").lever("weather") == "weather"


def test_an_unknown_language_is_refused():
    with pytest.raises(InputError, match="'fr'; expected one of zh, en"):
        words("fr")


def test_the_longest_beginning_of_a_key_decides_its_group():
    assert source_group("demand.types.directive.work_hours.mean") == "work"
    assert source_group("demand.types.directive.unheard_of") == "types"
    assert source_group("designs.reform.authority.signing.chief.minutes") == "design_authority"
    assert source_group("weather.rain") == OTHER
