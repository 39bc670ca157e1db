"""The page of reported figures and the table for the terminal, from a stored result."""

from __future__ import annotations

import copy
import re
import unicodedata

import pytest

from analysis.prediction import prediction_table, reported_page
from analysis.report import LANGUAGES

LONG = "The parcel of papers went from one window to the next, and each department stamped it when its turn came. " * 4


def share(points):
    return {"points": points, "share": points / 64, "low": points / 80, "high": min(1.0, points / 50)}


def estimate(mean, low, high):
    return {"mean": mean, "low": low, "high": high}


def row(figure="approval_days", **more):
    return {
        "scenario": "one_seal", "figure": figure, "title": {"zh": "审批天数", "en": "Approval time"},
        "kind": "calibrated", "unit": "day", "facts": ["003-024"], "reported": {"before": 80.0, "after": 40.0},
        "before": {"mean": 79.8, "low": 76.2, "high": 83.9}, "after": {"mean": 61.0, "low": 45.5, "high": 74.0},
        "nulls": {"no_change": estimate(79.8, 76.2, 83.9), "steps": estimate(4.7, 4.5, 4.9)},
        "null_scores": {"no_change": 1455.0, "steps": 1412.0},
        "further": {
            "no_dates": estimate(31.4, 25.2, 38.6) | {
                "title": {"zh": "随到随办", "en": "No dates"}, "reached": 12, "draws": 214,
            }
        },
        "where": {"zh": "主要用在外部。", "en": "It goes outside."},
        "takes": {"zh": "要再做。", "en": "More is needed."},
        "note": None, "score": 248.5, "spread": {"ignorance": 7.1, "noise": 1.2},
        "draws": {"tried": 1024, "accepted": 214},
        "role": "prediction", "inside": False, "residual": 21.0, "belief": [],
        "why": {"zh": "预测偏长。", "en": "Too long by 21 days | and more."},
        "must_believe": {"zh": "没有一组达到。", "en": "None of 214 reaches it."},
        "frozen": {"date": "2026-11-20", "commit": "a" * 40, "digest": "b" * 16}, **more,
    }  # fmt: skip


def percentile():
    return row(
        "developer_days", kind="percentile", reported={"before": [90, None], "after": 58.0}, nulls={}, null_scores={},
        further={}, where=None, takes=None,
        before={"mean": 0.62, "low": 0.5, "high": 0.75}, after={"mean": 0.4, "low": 0.3, "high": 0.5},
        score=None, residual=0.0, inside=True, spread=None, must_believe=None,
    )  # fmt: skip


def unmade():
    return row(
        "unmade", before=None, after=None, nulls={}, null_scores={}, further={}, where=None, takes=None, score=None,
        spread=None, inside=None, residual=None, must_believe=None,
    )  # fmt: skip


def result():
    case = {
        "scenario": "one_seal", "title": {"zh": "一枚印章", "en": "One seal"}, "story": {"zh": "从前……", "en": LONG},
        "reform": "one_seal", "baseline": "seals_17", "measure": "elapsed_days_mean", "points": 64, "replications": 4,
        "helps": share(40), "hurts": share(8), "no_difference": share(12), "undecided": share(4),
        "worse": [
            {"dimension": "rank", "group": "deputy", "title": {"zh": "分管领导", "en": "Deputies"}, "share": 0.25}
        ],
        "quality": {"mean": 0.0123, "low": -0.001, "high": 0.03},
        "equivalent_posts": {"posts": 71, "baseline_posts": 56, "measure": "elapsed_days_p90"},
        "harmful": {"zh": "在以下情形反而有害：负荷高于 0.8。", "en": 'Harmful when "Load" is above 0.8: so it is.'},
        "sources": {"reported": 9, "assumed": 48, "calibrated": 0}, "mechanisms": None,
    }  # fmt: skip
    case["mechanisms"] = {effect: case[effect] for effect in ("helps", "hurts", "no_difference", "undecided")}
    bare = {**case, "mechanisms": None, "scenario": "bare",
            "title": {"zh": "空", "en": "Bare"}, "story": None, "worse": [],
            "quality": None, "equivalent_posts": None}  # fmt: skip
    return {
        "rows": [row(), percentile(), unmade()], "cases": [case, bare], "created": "2026-11-22T19:30:00+00:00",
        "versions": {"tiaokuai": "0.1.0", "python": "3.11"}, "commit": "c" * 40,
    }  # fmt: skip


LEDGER = [
    {"date": "2026-11-20", "commit": "a" * 40, "digest": "b" * 16, "scenario": "one_seal", "figure": "approval_days",
     "mean": "61.0", "low": "45.5", "high": "74.0", "reported": "40", "inside": "False"},
    {"date": "2026-11-21", "commit": "", "digest": "d" * 16, "scenario": "one_seal", "figure": "unmade", "mean": "",
     "low": "", "high": "", "reported": "40", "inside": ""},
]  # fmt: skip


@pytest.fixture(scope="module")
def page():
    return reported_page(result(), LEDGER, "tiaokuai reproduce --publish")


def test_no_line_of_the_page_is_long_but_of_a_table(page):
    assert [line for line in page.splitlines() if len(line) > 120 and not line.startswith("|")] == []
    assert "- " * 2 not in page
    assert page.endswith("|\n")
    assert "\n\n\n" not in page


def test_each_table_of_the_page_has_as_many_cells_in_each_line(page):
    tables = re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE)

    assert len(tables) == 6
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1


def test_the_page_says_what_made_it_and_each_row(page):
    assert "`tiaokuai reproduce --publish`, 2026-11-22, from commit `cccccccc`" in " ".join(page.split())
    assert "tiaokuai 0.1.0, python 3.11" in page
    assert (
        "| one_seal | approval_days | 80 days → 40 days | 79.8 [76.2, 83.9] days | 61.0 [45.5, 74.0] days | **no** |"
        in page
    )
    assert (
        "| one_seal | developer_days | at least 90 days → 58 days | 62.0% [50.0, 75.0] | 40.0% [30.0, 50.0] | yes |"
        in page
    )
    assert "| one_seal | unmade | 80 days → 40 days | – | – | – |" in page
    assert "| one_seal | approval_days | calibrated | 214/1,024 | 7.1 days | 1.2 days | 21 days | 248 days |" in page
    assert "| one_seal | approval_days | steps | 4.70 [4.50, 4.90] days | 1,410 days |" in page
    assert "| one_seal | approval_days | No dates | 31.4 [25.2, 38.6] days | 12/214 |" in page


def test_the_page_tells_each_case(page):
    flat = " ".join(page.split())

    assert "### One seal 一枚印章" in page
    assert "Designs: `seals_17` (the baseline), `one_seal` (the reform)." in flat
    assert "Its numbers: 9 reported, 48 assumed." in flat
    assert 'Harmful when "Load" is above 0.8' in flat
    assert flat.count("Mechanisms alone, units as they were: helps 62.5% [50.0, 80.0], hurts 12.5%") == 1
    assert "Worse for: Deputies (25%)." in flat
    assert "Worse for: nobody, at any point." in flat
    assert "Equivalent posts: 71 for 56, for the reform's `elapsed_days_p90`." in flat
    assert (
        "*Approval time* 审批天数 (facts 003-024): Too long by 21 days | and more. It goes outside. "
        "None of 214 reaches it. More is needed."
    ) in flat
    assert "| one_seal | 64 × 4 | 62.5% [50.0, 80.0] |" in page


def test_the_ledger_ends_the_page(page):
    ledger = page.split("## Ledger")[1]

    assert (
        "| 2026-11-20 | `aaaaaaaa` | bbbbbbbb | one_seal | approval_days | 61.0 [45.5, 74.0] | 40 | **no** |" in ledger
    )
    assert "| 2026-11-21 | unknown | dddddddd | one_seal | unmade | – | 40 | – |" in ledger


@pytest.mark.parametrize(
    ("posts", "said"),
    [
        ({"posts": 168, "bound": "at_least", "reason": None}, "≥ 168 for 56, for the reform's `elapsed_days_p90`."),
        ({"posts": 28, "bound": "at_most", "reason": None}, "≤ 28 for 56, for"),
        (
            {"posts": None, "reason": {"zh": "按姓名列出", "en": "staff are listed by name"}},
            "not known (staff are listed",
        ),
    ],
)
def test_posts_may_be_a_bound_or_unknown_with_a_reason(posts, said):
    told = copy.deepcopy(result())
    told["cases"][0]["equivalent_posts"] |= posts

    assert f"Equivalent posts: {said}" in " ".join(reported_page(told, [], "x").split())


def test_designs_have_their_titles_where_they_are_told():
    told = copy.deepcopy(result())
    told["cases"][0]["designs"] = {
        "seals_17": {"zh": "十七枚印章", "en": "17 seals"}, "one_seal": {"zh": "一枚印章", "en": "One seal"},
        "parallel": {"zh": "并联", "en": "In parallel"},
    }  # fmt: skip

    flat = " ".join(reported_page(told, [], "x").split())

    assert (
        "`seals_17` 17 seals 十七枚印章 (the baseline), `one_seal` One seal 一枚印章 (the reform), `parallel`" in flat
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_of_the_terminal_has_a_line_for_each_row_and_case(lang):
    text = prediction_table(result(), lang)
    lines = text.splitlines()

    def width(line):
        return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)

    head, first = lines[0], lines[1]
    title = {"en": "Approval time", "zh": "审批天数"}[lang]
    assert width(head[: head.index({"en": "figure", "zh": "数字"}[lang])]) == width(first[: first.index(title)])
    assert first.split()[-1] == {"en": "no", "zh": "否"}[lang]
    assert sum(line.startswith("one_seal") for line in lines) == 4
    assert result()["cases"][0]["harmful"][lang] in text
    assert {"en": "One seal, worse for: Deputies (25%)", "zh": "一枚印章，变差的有：分管领导（25%）"}[lang] in text
    assert {"en": "None of 214 reaches it.", "zh": "没有一组达到。"}[lang] in text


def test_the_table_of_nothing_is_the_note_alone():
    empty = {**result(), "rows": [], "cases": []}

    assert prediction_table(empty, "en").splitlines()[0].startswith("Before: as the accepted draws have it")
