"""Tables for the terminal, in Chinese or English, with the titles and the rounding of the report."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.report.catalogue import MEASURES
from analysis.report.numbers import estimate, number
from analysis.report.words import words

SHOWN = ("elapsed_days_mean", "elapsed_days_median", "elapsed_days_p90", "on_time_share", "capacity_multiple")
"""Measures of the short table that `compare` prints."""

LOSING_STATUS = ("overloaded", "capped")


def comparison_table(result: Mapping[str, Any], lang: str) -> str:
    """Return each design with its main measures, and the difference from the baseline with its interval."""
    say = words(lang)
    forms = {name: measure.form for name, measure in MEASURES.items()}
    labels = {
        "zh": ("机构设置方案", "状态", "与基准之差：平均办理日数", "方括号内为 95% 同时区间；能力倍数按 {n} 次重复，无区间"),
        "en": ("design", "status", "difference in the mean",
               "Brackets: simultaneous 95% intervals; capacity from {n} replications, without interval"),
    }[lang]  # fmt: skip
    differences = {row["design"]: row for row in result["differences"] if row["measure"] == "elapsed_days_mean"}
    names = [name for name in SHOWN if any(name in design["measures"] for design in result["designs"].values())]
    rows = [[labels[0], labels[1], *(say.measure(name) for name in names), labels[2]]]
    for design, found in result["designs"].items():
        cells = [f"{design}  {found['title'][lang]}", say.status(found["status"])]
        for name in names:
            value = found["measures"].get(name)
            bound = "≥ " if found["status"] in LOSING_STATUS and name.startswith("elapsed") else ""
            cells.append(bound + _cell(value, forms.get(name, "number")))
        cells.append(_difference(differences.get(design)))
        rows.append(cells)
    title = f"{result['title'][lang]} ({result['scenario']}), seed {result['seed']}, {result['replications']} × "
    title += {"zh": "一年", "en": "one year"}[lang]
    note = labels[3].format(n=result["capacity"]["replications"] if result["capacity"] else 0)
    return "\n".join([title, "", *columns(rows), "", note])


def measures_table(result: Mapping[str, Any], lang: str) -> str:
    """Return all measures of one design with their intervals."""
    say = words(lang)
    forms = {name: measure.form for name, measure in MEASURES.items()}
    head = f"{result['scenario']} / {result['design']}: {say.status(result['status'])}"
    rows = [[say.measure(name), _cell(value, forms.get(name, "number"))] for name, value in result["measures"].items()]
    return "\n".join([head, "", *columns(rows), ""])


def check_table(result: Mapping[str, Any], lang: str) -> str:
    """Return the arithmetic of a scenario."""
    say = words(lang)
    text = {
        "zh": ("负荷", "业务量倍数", "可用工时", "数据来源", "方案", "单元", "领导职数", "编制", "层级", "移交路径", "对应处室", "最小单元", "没有发现错误"),
        "en": ("load", "volume multiple", "hours on duty", "sources", "design", "units", "leaders", "posts", "levels",
               "hand-over paths", "offices faced", "smallest unit", "nothing is wrong"),
    }[lang]  # fmt: skip
    hours = "  ".join(f"{say.work(name)} {number(value)}" for name, value in result["offered_hours"].items())
    lines = [
        f"{result['scenario']}: {text[12]}",
        f"{text[0]} {number(result['load'])}  ({hours}; {text[2]} {number(result['scheduled_hours'])})",
        f"{text[1]} {number(result['volume_multiple'])}",
        f"{text[3]}: " + "  ".join(f"{say.kind(kind)} {count}" for kind, count in result["sources"].items() if count),
        *result["notes"],
        "",
    ]
    keys = ("units", "leaders", "posts", "levels", "hand_over_paths", "offices_faced", "smallest_unit")
    rows = [
        list(text[4:12]),
        *([name, *(str(found[key]) for key in keys)] for name, found in result["designs"].items()),
    ]
    return "\n".join([*lines, *columns(rows)])


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines with their cells in columns; a Chinese character is two places wide."""
    widths = [max(_width(row[index]) for row in rows) for index in range(len(rows[0]))]
    return ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _cell(value: Mapping[str, float | None] | None, form: Any) -> str:
    if value is None:
        return number(None)
    return estimate(value["mean"], value["low"], value["high"], form=form)


def _difference(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    return estimate(row["mean"], row["low"], row["high"], signed=True)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
