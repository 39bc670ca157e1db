"""What `tiaokuai warmup` shows: open matters over time by design, as a table and as a figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from analysis.columns import columns
from analysis.report.numbers import number
from analysis.report.shape_base import Title
from analysis.report.shape_warm_up import WarmUp
from analysis.report.warm_up import warm_up_sentences
from analysis.report.words import Words, words

DATES = 8
"""Weeks that are shown besides the one in which the window begins, evenly spread."""


def warm_up_table(result: Mapping[str, Any], lang: str) -> str:
    """Return the open matters of some weeks, the one that begins the window marked, and the sentences below them."""
    say, found = words(lang), WarmUp.model_validate(result["warm_up"])
    window = date.fromisoformat(result["window"]["from"])
    rows = [[say.text("warm_up_dates"), *result["designs"]]]
    for week in _weeks(len(found.weeks), found.days // 7):
        begins = found.weeks[week]
        mark = " *" if 0 <= (window - begins).days < 7 else ""
        values = [number(found.open[design].mean[week]) for design in result["designs"]]
        rows.append([f"{begins}{mark}", *values])
    title = say.text("terminal_window", first=result["window"]["from"], last=result["window"]["to"],
                     replications=result["replications"], seed=result["seed"])  # fmt: skip
    head = f"{say.title(Title.model_validate(result['title']))}{say.text('colon')}{title}"
    return "\n".join(
        [head, "", *columns(rows), "", say.text("warm_up_mark"), *warm_up_sentences(say, found, _names(result, say))]
    )


def _weeks(count: int, first: int) -> list[int]:
    """Return some weeks of `count`, evenly spread, the first and the last among them, and the week `first`."""
    spread = {round(place * (count - 1) / DATES) for place in range(DATES + 1)} if count else set()
    return sorted(spread | ({first} if first < count else set()))


def warm_up_svg(result: Mapping[str, Any], lang: str) -> str:
    """Return the figure of open matters week by week as the text of an SVG file."""
    from analysis.figures import canvas, warm_up

    say, found = words(lang), WarmUp.model_validate(result["warm_up"])
    return canvas.svg(warm_up.draw, say, found, _names(result, say), result["baseline"])


def _names(result: Mapping[str, Any], say: Words) -> dict[str, str]:
    return {name: say.title(Title.model_validate(design["title"])) for name, design in result["designs"].items()}
