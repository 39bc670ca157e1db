"""The table of reported and predicted figures for the terminal, and what each reform does over its ranges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.columns import columns
from analysis.prediction.effects import EFFECTS
from analysis.prediction.spread import CONFIDENCE
from analysis.prediction.stored_row import (
    draws_cell,
    inside_cell,
    posts_cell,
    predicted_cell,
    quality_cell,
    reported_cell,
    sentences_of,
    share_cell,
    worse_items,
)
from analysis.report import numbers
from analysis.report.words import Words, words


def prediction_table(result: Mapping[str, Any], lang: str) -> str:
    """Return the rows of `tiaokuai reproduce` in columns, why each is inside or not, and a line for each case."""
    say = words(lang)
    parts = [*_figures(result, say), *_cases(result, say)]
    confidence = numbers.number(result.get("confidence", CONFIDENCE), form="share")
    return "\n".join([*parts, say.text("pred_note", confidence=confidence)])


def _figures(result: Mapping[str, Any], say: Words) -> list[str]:
    if not result["rows"]:
        return []
    heads = ("scenario", "row", "reported", "before", "after", "draws", "inside")
    lines = [[say.text(f"pred_head_{head}") for head in heads]]
    for row in result["rows"]:
        title = say.text(f"pred_kind_{row['kind']}", title=row["title"][say.lang])
        predicted = [predicted_cell(say, row, side) for side in ("before", "after")]
        lines.append(
            [row["scenario"], title, reported_cell(say, row), *predicted, draws_cell(say, row), inside_cell(say, row)]
        )
    return [*columns(lines), "", *(line for row in result["rows"] for line in _told(row, say)), ""]


def _told(row: Mapping[str, Any], say: Words) -> list[str]:
    title, sentences = row["title"][say.lang], sentences_of(row, say.lang)
    return [f"{title}{say.text('colon')}{say.text('sentence_sep').join(sentences)}"]


def _cases(result: Mapping[str, Any], say: Words) -> list[str]:
    """Return the shares of the ranges of each case, its harm, and who gets worse."""
    if not result["cases"]:
        return []
    lines = [[say.text(f"pred_head_{head}") for head in ("scenario", *EFFECTS, "quality", "posts")]]
    for case in result["cases"]:
        shares = [share_cell(case[effect]) for effect in EFFECTS]
        lines.append([case["scenario"], *shares, quality_cell(case), posts_cell(say, case)])
    told = [f"{case['title'][say.lang]}{say.text('colon')}{case['harmful'][say.lang]}" for case in result["cases"]]
    worse = [
        say.text("pred_worse", scenario=case["title"][say.lang], items=say.listed(worse_items(say, case)))
        for case in result["cases"]
        if case["worse"]
    ]
    return [*columns(lines), "", *told, *worse, ""]
