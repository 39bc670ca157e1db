"""Showing a sensitivity analysis: a table for the terminal, pictures, and the reports of the comparison it is about."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.columns import columns
from analysis.report import LANGUAGES, words, write_report
from analysis.report.sensitivity import difference, how_sentences, most_sentence, ranked_rows, turning_sentences
from analysis.report.shape_sensitivity import Sensitivity
from analysis.report.stored import SENSITIVITY
from experiments.store import to_json
from experiments.sweep.stored import write_whole
from sim.errors import NotWritten

HEADS = ("rank", "key", "value", "at_low", "at_high", "change", "turns")


def sensitivity_table(result: Mapping[str, Any], lang: str) -> str:
    """Return the leading numbers, with the difference at both ends and the break-even value, and what is said."""
    said, found = words(lang), Sensitivity.model_validate(result)
    title = said.text(
        "sens_title", title=said.title(found.title), design=said.title(found.design_title),
        measure=said.measure(found.measure), value=difference(said, found, found.difference),
        replications=found.replications.leading, seed=found.seed,
    )  # fmt: skip
    rows = [[said.text(f"sens_head_{head}") for head in HEADS]]
    for row in ranked_rows(said, found):
        low, high = (
            said.text("sens_cell", value=value, difference=there)
            for value, there in ((row.low, row.at_low), (row.high, row.at_high))
        )
        change = " ".join(part for part in (row.change, row.note) if part)
        rows.append([row.rank, row.key, row.value, low, high, change, row.break_even])
    most = most_sentence(said, found)
    turning = [sentence for sentence in turning_sentences(said, found) if sentence not in most]
    return "\n".join([title, "", *columns(rows), "", most, *turning, *how_sentences(said, found)])


def write_pictures(folder: Path, result: Mapping[str, Any]) -> None:
    """Write the tornado in both languages as SVG beside what was found."""
    from analysis.figures import canvas, tornado

    found = Sensitivity.model_validate(result)
    for lang in LANGUAGES:
        write_whole(folder / f"tornado.{lang}.svg", canvas.svg(tornado.draw, words(lang), found))


def show_in_comparison(folder: Path, result: Mapping[str, Any]) -> list[Path]:
    """Write what was found beside a comparison, and its reports anew; return the paths of the reports.

    Raises NotWritten if the folder cannot be written to.
    """
    try:
        write_whole(folder / SENSITIVITY, to_json(result))
    except OSError as error:
        raise NotWritten(f"{folder / SENSITIVITY} could not be written: {error.strerror or error}.") from None
    return [write_report(folder, lang) for lang in LANGUAGES]
