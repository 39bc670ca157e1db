"""Listing: the shipped scenarios with their designs, and the experiments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.columns import columns
from experiments.configuring import configure, options_of
from experiments.describe import title_of


def scenarios() -> list[dict[str, Any]]:
    """Return name, title, story, baseline, and designs with their titles, of each shipped scenario.

    A title has both languages; the story is None where the file tells none.
    """
    rows = []
    for name in options_of("scenario"):
        file = configure([f"scenario={name}"]).file
        rows.append(
            {
                "name": name,
                "title": title_of(file.title),
                "story": file.story and title_of(file.story),
                "baseline": file.baseline,
                "designs": list(file.designs),
                "design_titles": {design: title_of(block.title) for design, block in file.designs.items()},
            }
        )
    return rows


def experiments() -> list[str]:
    """Return the names of the shipped experiments."""
    return options_of("experiment")


def listed(rows: Sequence[Mapping[str, Any]], lang: str) -> list[str]:
    """Return the lines of `tiaokuai list`: names with their titles in both languages, that of the terminal first.

    Behind the name of a baseline stands an asterisk.
    """
    order = (lang, *({"zh", "en"} - {lang}))
    cells = []
    for row in rows:
        cells.append([row["name"], *(row["title"][one] for one in order)])
        for design, title in row["design_titles"].items():
            mark = " *" if design == row["baseline"] else ""
            cells.append([f"  {design}{mark}", *(title[one] for one in order)])
    return columns(cells)
