"""The report's method: quantiles, the rule for the number of replications, and what common matters save."""

from __future__ import annotations

import pytest
from report_example import comparison

from analysis.report.method import method, precision_reached
from analysis.report.page import render
from analysis.report.reading import Reading
from analysis.report.stored import checked
from analysis.report.words import words
from experiments.tables import comparison_table

RULE = {
    "measure": "elapsed_days_mean", "wanted": 0.5, "relative": False, "reached": {"modules": 0.4, "reform": 0.75},
    "unwatched": {"mechanisms_only": "overloaded"}, "met": False, "looks": 3, "schedule": [30, 45, 60],
    "stopped_at": 60, "cap": 60,
}  # fmt: skip


def stored(*, ratios=None, rule=None, **statuses):
    """Return the example with a rule that was followed, and variance ratios of the mean elapsed days."""
    found = comparison(**statuses)
    for row in found["differences"]:
        if row["measure"] == "elapsed_days_mean" and ratios:
            row["variance_ratio"] = ratios.get(row["design"])
    return found | {"precision": rule}


def reading(lang="en", **options):
    return Reading(checked(stored(**options)), words(lang))


@pytest.mark.parametrize(("lang", "name"), [("en", "Hyndman and Fan's type 8"), ("zh", "Hyndman 与 Fan 的第 8 型")])
def test_the_estimator_of_quantiles_is_named(lang, name):
    assert any(name in sentence for sentence in method(reading(lang)))


def test_without_a_rule_nothing_is_said_of_one():
    assert precision_reached(reading()) == ""
    assert not any("rule" in sentence for sentence in method(reading()))


def test_what_was_wanted_and_reached_is_said_by_design():
    assert precision_reached(reading(rule=RULE)) == (
        "Replications by rule (Elapsed days, mean): the half-width of the interval of a difference should be at most "
        '0.5 days; the rule stopped after 60 replications; it is reached under "Modules with delegation" (0.4 days); '
        'it is not reached under "Full reform" (0.75 days), at most 60 replications being allowed; "Mechanisms only" '
        "has no difference that could be watched (overloaded)."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"relative": True, "wanted": 0.05, "reached": {"reform": 0.04}}, "at most 5% of the baseline's mean"),
        ({"measure": "on_time_share", "wanted": 0.02, "reached": {"reform": 0.01}}, "at most 2 points"),
        ({"measure": "on_time_share", "wanted": 0.02, "reached": {"reform": 0.01}}, '"Full reform" (1 points)'),
        ({"reached": {"reform": None}}, 'it is not reached under "Full reform"'),
        ({"unwatched": {"reform": "missing"}}, "(the measure is missing)"),
        ({"unwatched": {"reform": "baseline_capped"}}, "(the baseline is capped)"),
    ],
)
def test_widths_are_told_in_the_unit_of_what_was_wanted(changes, said):
    assert said in precision_reached(reading(rule={**RULE, **changes}))


def test_the_correction_for_looking_is_told_with_its_schedule():
    (sentence,) = (one for one in method(reading(rule=RULE)) if "rule" in one)

    assert "3 numbers fixed beforehand: 30, 45, 60" in sentence
    assert "divided by 3" in sentence


def test_what_pairing_saves_is_told_of_steady_designs_only():
    ratios = {"modules": 4.25, "reform": 0.8, "mechanisms_only": 3.0, "sections_delegated": None}

    (sentence,) = (
        one for one in method(reading(ratios=ratios, mechanisms_only="capped")) if "matters of its own" in one
    )

    assert '"Modules with delegation" 4.25 and "Full reform" 0.8.' in sentence
    assert "Mechanisms only" not in sentence
    assert len(method(reading(ratios=ratios, sections="overloaded"))) == 1
    assert len(method(reading())) == 1  # a comparison that was stored before there were ratios


def test_the_page_and_the_terminal_show_what_was_reached():
    result = stored(rule=RULE, ratios={"reform": 2.0})
    said = {lang: precision_reached(Reading(checked(result), words(lang))) for lang in ("zh", "en")}
    page = render(result | {"load_axis": None, "people": {}, "elapsed_distribution": {}}, "zh")  # fewer figures: quick

    assert all(sentence in comparison_table(result, lang) for lang, sentence in said.items())
    assert said["zh"] in page
    assert all(sentence in page for sentence in method(Reading(checked(result), words("zh"))))
