"""A ranking of assumptions as it is told: in the terminal, in the report, in the tornado."""

import pytest
from report_example import comparison
from sensitivity_example import estimate, ranking

from analysis.report import LANGUAGES, render, words
from analysis.report.sensitivity import most_sentence, turning_sentences
from analysis.report.shape_sensitivity import Sensitivity
from experiments.sensitivity.shown import sensitivity_table
from sim.errors import InputError

ENGLISH = """\
Economic Bureau: what the difference of Full reform from the baseline hangs on (Elapsed days, mean: \
−2.00 [−2.40, −1.60]; 30 replications, seed 2026)

#  assumed number                         as configured  low end: difference there   high end: difference there  \
largest change                                      sign turns at
1  institution.abilities.skill_elsewhere  0.9            0.7: +1.50 [+1.00, +2.00]   1: −3.00 [−3.50, −2.50]        \
+3.50 [+3.00, +4.00]                                   0.78 (by the intervals between 0.76 and 0.8)
2  demand.load                            0.85           0.6: −1.00 [−1.50, −0.50]   1.05: none (overloaded)     \
+1.00 [+0.50, +1.50]                                does not turn
3  procedure.desk_times.0                 10:00          08:00: −2.00 [−2.50, −1.50]    18:00: −1.90 [−2.40, −1.40]  \
+0.100 [−0.200, +0.400] not distinguishable from noise  does not turn
"""


def bare():
    """Return the comparison of the report's example without most of its figures, which take time to draw."""
    return comparison() | {"bureaus": [], "elapsed_distribution": {}, "people": {}, "load_axis": None, "warm_up": None}


def found(**changes):
    return Sensitivity.model_validate(ranking(**changes))


def test_the_table_in_english():
    lines = sensitivity_table(ranking(), "en").splitlines()

    assert [" ".join(line.split()) for line in lines[:6]] == [" ".join(line.split()) for line in ENGLISH.splitlines()]
    assert lines[7:] == [
        "Of the 4 assumed numbers that were varied one at a time, institution.abilities.skill_elsewhere changes the "
        'difference of "Full reform" from the baseline most (Elapsed days, mean): +1.50 [+1.00, +2.00] at 0.7, '
        '−3.00 [−3.50, −2.50] at 1. The gain of "Full reform" turns into a loss where '
        "institution.abilities.skill_elsewhere (configured: 0.9) is below 0.78 (by the intervals between 0.76 and "
        "0.8).",
        "The sign does not turn within the range of demand.load and procedure.desk_times.0.",
        "Each of 4 assumed numbers was set to both ends of its range, all else as configured, in 4 replications on "
        "the same matters; those whose change was largest beyond noise were played again over their range in 30, and "
        "the 3 that lead are shown. The intervals of all 21 differences and changes hold together with 95%. Where the "
        "sign turns is read off straight lines between the values that were played.",
        "1 further numbers changed less, 1 of them by no more than noise.",
        "At an end of the range of demand.load a design is overloaded, or has matters open at the cap: no difference "
        "is claimed there, whatever it may be.",
        "Left out: 1 ends of ranges that make no scenario and 1 whose range is one value.",
    ]


def test_the_table_in_chinese():
    lines = sensitivity_table(ranking(), "zh").splitlines()

    assert (
        lines[0]
        == "经济发展局：大科室模块化与基准之差取决于什么（平均用时（天）：−2.00 [−2.40, −1.60]；30 次重复，种子 2026）"
    )
    assert lines[3].split() == [
        "1", "institution.abilities.skill_elsewhere", "0.9", "0.7：+1.50", "[+1.00,", "+2.00]", "1：−3.00", "[−3.50,",
        "−2.50]", "+3.50", "[+3.00,", "+4.00]", "0.78（按区间在", "0.76", "与", "0.8", "之间）",
    ]  # fmt: skip
    assert lines[7] == (
        "逐一变动的 4 个假定数中，institution.abilities.skill_elsewhere 对“大科室模块化”与基准之差"
        "（平均用时（天））影响最大：取 0.7 时为 +1.50 [+1.00, +2.00]，取 1 时为 −3.00 [−3.50, −2.50]。"
        "institution.abilities.skill_elsewhere（所设：0.9）低于 0.78（按区间在 0.76 与 0.8 之间）时，"
        "“大科室模块化”由得转失。"
    )
    assert lines[8] == "在各自范围内不变号的：demand.load、procedure.desk_times.0。"


def test_a_gain_and_a_loss_are_told_by_which_way_is_better():
    loss = found(difference=estimate(2.0, 1.6, 2.4))
    gain = found(difference=estimate(2.0, 1.6, 2.4), measure="on_time_share")
    undecided = found(difference=estimate(-0.1, -0.4, 0.2))

    assert turning_sentences(words("en"), loss)[0].startswith('The loss of "Full reform" turns into a gain')
    assert turning_sentences(words("en"), gain)[0].startswith('The gain of "Full reform" turns into a loss')
    assert "changes its sign" in turning_sentences(words("en"), undecided)[0]


def test_noise_is_not_told_as_the_assumption_that_matters_most():
    rows = [{**ranking()["rows"][2], "rank": 1}]

    assert most_sentence(words("en"), found(rows=rows)) == (
        "Of the 1 assumed numbers that were varied one at a time, none changes the difference of \"Full reform\" from "
        "the baseline by more than noise."
    )  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_shows_the_ranking_and_names_on_page_one_what_matters_most(lang):
    page = render(bare() | {"sensitivity": ranking()}, lang)
    answer, section = page.partition('<section id="table">')[0], page.partition('<section id="sensitivity">')[2]

    assert "institution.abilities.skill_elsewhere" in answer
    assert 'id="tornado"' in section
    for row in ranking()["rows"][:3]:
        assert row["key"] in section.partition("</table>")[0]
    assert "it ends before it begins" in section
    assert "tiaokuai sensitivity --of" not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_without_ranking_says_so_and_how_to_make_one(lang):
    page = render(bare(), lang)

    assert page.count("tiaokuai sensitivity --of DIR --to NEW_DIR") == 2


def test_a_ranking_of_a_design_that_the_comparison_has_not_is_refused():
    with pytest.raises(InputError, match=r"sensitivity\.json is of the design 'zones', expected one of sections"):
        render({**comparison(), "sensitivity": ranking(design="zones")}, "en")
