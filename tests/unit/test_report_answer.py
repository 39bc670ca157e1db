"""The answer in words: what is decided, what is not, and what may not be claimed."""

import pytest
from report_example import comparison

from analysis.report.answer import answer, turning_load
from analysis.report.assumptions import assumptions
from analysis.report.cells import measured
from analysis.report.committee_table import committee_table
from analysis.report.gainers import effects, losers
from analysis.report.lever_table import lever_table
from analysis.report.reading import Reading
from analysis.report.source_table import source_counts, source_table
from analysis.report.stored import checked
from analysis.report.words import words


def reading(lang="en", stored=None, **statuses):
    return Reading(checked(stored or comparison(**statuses)), words(lang))


def set_difference(stored, design, measure, mean, low, high):
    for row in stored["differences"]:
        if (row["design"], row["measure"]) == (design, measure):
            row |= {"mean": mean, "low": low, "high": high}


def test_the_answer_is_three_sentences_with_intervals():
    elapsed, capacity, on_time = answer(reading())

    assert 'shorter under "Sections with delegation" by 1.23 [0.99, 1.48] days' in elapsed
    assert "the difference is undecided (its interval contains 0) under" in elapsed
    assert '"Modules, central decisions" (+0.74 [−0.37, +1.85] days)' in elapsed
    assert '"Full reform" 1.22' in capacity
    assert "5 replications, no interval" in capacity
    assert 'With at least 90% on time, each carries this multiple: "Sections" 0.71, ' in on_time
    assert '"Mechanisms only" not found (missed even at the least volume looked at)' in on_time
    assert '"Mechanisms only" not found (met even at the largest volume looked at)' in capacity


def test_without_deadlines_there_is_no_volume_to_tell_up_to_which_enough_are_on_time():
    stored = comparison()
    on_time = stored["capacity"]["on_time"]
    on_time |= {
        "designs": dict.fromkeys(on_time["designs"]),
        "reasons": dict.fromkeys(on_time["designs"], "no_deadline"),
    }

    assert answer(reading(stored=stored))[2].startswith("No matter has a deadline")


def test_who_carries_less_than_what_comes_in_is_named():
    stored = comparison()
    stored["capacity"]["designs"] |= {"sections": 0.94, "modules": 0.71}
    none = comparison()
    none["capacity"]["designs"] = dict.fromkeys(none["designs"], 0.7)

    assert answer(reading(stored=stored))[1].endswith(
        '"Sections" and "Modules with delegation": less than what comes in.'
    )
    assert answer(reading(stored=none))[1].endswith("None of them carries what comes in.")
    assert answer(reading("zh", stored=none))[1].endswith("没有一个方案承受得了现在的收件量。")


def test_the_chinese_answer_calls_an_undecided_difference_undecided():
    elapsed, capacity, _ = answer(reading("zh"))

    assert "差异未定（区间包含 0）的有：“模块不授权”（+0.74 [−0.37, +1.85] 天）" in elapsed
    assert "“大科室模块化” 2.71 [2.47, 2.96] 天" in elapsed
    assert "“大科室模块化” 1.22 倍" in capacity


def test_a_lengthening_is_told_as_a_length():
    stored = comparison()
    set_difference(stored, "modules_central", "elapsed_days_mean", 1.5, 1.0, 2.0)

    told = answer(reading(stored=stored))[0]

    assert 'it is longer under "Modules, central decisions" by 1.50 [1.00, 2.00] days' in told


def test_a_difference_without_interval_is_undecided():
    stored = comparison()
    set_difference(stored, "reform", "elapsed_days_mean", -2.0, None, None)

    assert 'undecided for want of an interval under "Full reform" (−2 days)' in answer(reading(stored=stored))[0]


@pytest.mark.parametrize(
    ("lang", "status", "said"),
    [
        ("zh", "overloaded", "“大科室模块化”超载（积压持续增长），不给稳态数字，只能说平均用时至少 9.62 天"),
        ("zh", "capped", "“大科室模块化”到截止日仍有办件未办结，不给稳态数字，只能说平均用时至少 9.62 天"),
        ("en", "overloaded", '"Full reform" is overloaded (its backlog keeps growing), so no steady figure is given'),
        ("en", "capped", '"Full reform" still had matters open at the cap, so no steady figure is given'),
    ],
)
def test_a_design_that_is_not_steady_is_said_to_be_so_and_no_difference_is_claimed(lang, status, said):
    elapsed = answer(reading(lang, reform=status))[0]

    assert said in elapsed
    assert "2.71" not in elapsed


def test_against_an_overloaded_baseline_no_difference_is_claimed():
    found = reading(sections="overloaded", modules="capped")
    elapsed = answer(found)[0]

    assert '"Sections" is overloaded' in elapsed
    assert '"Modules with delegation" still had matters open' in elapsed
    assert 'steady are "Sections with delegation" (11.1 [10.9, 11.3] days)' in elapsed
    assert "no difference in elapsed time is claimed" in elapsed
    assert "shorter under" not in elapsed


def test_several_overloaded_designs_are_told_in_one_clause_each_with_what_its_mean_is_at_least():
    found = reading(sections="overloaded", modules="overloaded", reform="capped")
    elapsed = answer(found)[0]

    assert elapsed.startswith(
        '"Sections" (≥ 12.3 days) and "Modules with delegation" (≥ 10.7 days) are overloaded (their'
    )
    assert elapsed.count("no steady figure is given") == 2
    assert '"Full reform" still had matters open at the cap' in elapsed


def test_of_an_overloaded_design_the_share_on_time_is_an_upper_bound_without_a_difference():
    found = reading(modules="overloaded", reform="capped")
    overloaded, capped = (measured(found, design, "on_time_share") for design in ("modules", "reform"))

    assert (overloaded.value[0], overloaded.difference, overloaded.interval) == ("≤", "", "")
    assert capped.value[0] != "≤"
    assert capped.difference
    assert measured(reading(sections="overloaded"), "reform", "on_time_share").difference == ""


def test_the_turning_load_and_the_absence_of_one_are_told():
    told = turning_load(reading())

    assert '"Modules with delegation" the difference in the median elapsed time changes sign at load 0.937' in told
    assert "shorter below it, longer above" in told
    assert "no change of sign between 0.6 and 1.05 under" in told
    assert "5 replications, no interval" in told


def test_two_turns_are_both_told_without_saying_which_side_is_which():
    stored = comparison()
    stored["load_axis"]["sign_changes"]["modules"] = [0.7, 0.95]

    assert "changes sign at load 0.7 and 0.95" in turning_load(reading(stored=stored))


def test_a_cell_of_an_overloaded_design_is_a_bound_without_interval():
    found = reading(modules_central="overloaded", reform="capped")
    worse, faster = (measured(found, name, "elapsed_days_mean") for name in ("modules_central", "reform"))

    assert (worse.value, worse.difference, worse.interval) == ("≥ 13.1", "≥ +0.74", "")
    assert (faster.value, faster.difference, faster.interval) == ("≥ 9.62", "", "")


def test_a_cell_shows_value_difference_and_interval():
    cell = measured(reading(), "reform", "elapsed_days_mean")
    share = measured(reading(), "reform", "on_time_share")

    assert (cell.value, cell.difference, cell.interval) == ("9.62", "−2.71 (−22%)", "[−2.96, −2.47]")
    assert cell.reads == "better"
    assert (share.value, share.difference, share.interval) == ("94.4%", "+13.2 points", "[+11.6, +14.8]")


def test_the_committee_table_has_all_its_rows():
    titles = [row.title for row in committee_table(reading("zh"))]

    assert titles == [
        "机构数",
        "领导职数",
        "编制",
        "平均用时（天）",
        "用时中位数（天）",
        "用时 90 分位（天）",
        "按时办结率",
        "可承受业务量（今天的倍数）",
        "90% 按时办结时可承受业务量（今天的倍数）",
        "状态",
        "谁受损",
    ]


def test_a_rank_that_gets_busier_loses():
    stored = comparison()
    stored["groups"] = [
        _group("rank", "deputy", "utilisation_mean", 0.05, 0.02, 0.08),
        _group("type", "report", "elapsed_days_mean", -1.0, -1.5, -0.5),
        _group("type", "project", "elapsed_days_mean", 0.1, -0.5, 0.7),
    ]
    found = reading(stored=stored)
    types, ranks = next(one for one in effects(found) if one.name == "Full reform").rows

    assert losers(found, "reform") == ["deputy"]
    assert ranks.worse[0].value == "+5.00 [+2.00, +8.00] points"
    assert [change.title for change in types.better] == ["report"]
    assert types.undecided == 1


def test_a_bound_does_not_prove_a_gain():
    stored = comparison(reform="capped")
    stored["groups"] = [
        _group("type", "report", "elapsed_days_mean", -1.0, -1.5, -0.5),
        _group("type", "project", "elapsed_days_mean", 1.0, 0.5, 1.5),
    ]
    row = next(one for one in effects(reading(stored=stored)) if one.name == "Full reform").rows[0]

    assert (row.better, row.undecided) == ([], 1)
    assert row.worse[0].value == "≥ +1 days"


def test_the_assumptions_are_counted_and_grouped():
    found = assumptions(reading())

    assert found is not None
    assert "17 numbers are assumed" in found.lead
    assert "Volume and seasons (7)" in [group.title for group in found.groups]
    told = {group.title: group.examples for group in found.groups}
    assert told["Designs: shared data (3)"] == "Time that papers spend between units"
    assert told["Staff, abilities and absences (1)"] == "staff.skill_outside 0.8"
    assert found.changed.startswith("Changed on the command line: 1")


def test_a_case_with_a_reported_outcome_has_no_box():
    stored = comparison()
    stored["rests_on_assumptions"] = False

    assert assumptions(reading(stored=stored)) is None


def test_all_sources_are_listed_with_fact_range_and_reason():
    found = reading()
    rows = {row.key: row for group in source_table(found) for row in group.rows}

    assert len(rows) == len(comparison()["sources"])
    assert rows["institution.offices"].fact == "fact 003-005"
    assert rows["demand.types.report.hours"].range == "2 to 6"
    assert rows["designs.reform.data.repeat_share"].value == "0.333"
    assert rows["load.nominal"].changed
    assert "Reported: 3; assumed: 16; calibrated: 0; own estimate: 1" in source_counts(found)


def test_only_levers_that_differ_are_listed_and_only_what_differs_in_them():
    rows = {row.title: row.cells for row in lever_table(reading())}

    assert list(rows) == ["Units", "Authority and signatures", "Coordination", "Upward liaison", "Shared data"]
    assert rows["Shared data"][0] == ["Hours in transit between units: 4"]
    assert rows["Shared data"][1] == ["as the baseline"]
    assert rows["Shared data"][4] == ["Hours in transit between units: 0.5"]


def test_a_group_of_options_is_written_in_parentheses():
    stored = comparison()
    stored["designs"]["reform"]["levers"]["authority"]["signing"] = {"chief": {"times": ["09:00"], "minutes": 30}}
    cells = next(row.cells for row in lever_table(reading(stored=stored)) if row.title.startswith("Authority"))

    assert "When leaders sign (chief (at: 09:00; minutes each: 30))" in cells[4]


def test_a_list_of_groups_is_numbered():
    stored = comparison()
    checks = [{"by": "head", "hours": 0.5}, {"by": "officer", "hours": 0.25}]
    stored["designs"]["reform"]["levers"]["supervision"] = {"checks": checks}
    cells = next(row.cells for row in lever_table(reading(stored=stored)) if row.title == "Supervision")

    assert cells[4] == [
        "Who checks before the signature: 1. By: The head of the unit; Hours each time: 0.5; "
        "2. By: An officer of the unit; Hours each time: 0.25"
    ]


def _group(dimension, group, measure, mean, low, high):
    row = {"dimension": dimension, "group": group, "title": {"zh": group, "en": group}, "design": "reform"}
    row |= {"measure": measure, "baseline_value": 1.0, "value": 1.0 + mean}
    return row | {"mean": mean, "low": low, "high": high}
