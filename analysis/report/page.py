"""The report: one HTML page that needs nothing else, from a stored comparison."""

import os
import tempfile
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from analysis.report import numbers
from analysis.report.answer import answer, turning_load
from analysis.report.assumptions import assumptions
from analysis.report.committee_table import columns, committee_table
from analysis.report.gainers import Effect, effects
from analysis.report.illustrations import illustrations
from analysis.report.lever_table import lever_table
from analysis.report.measure_table import measure_table
from analysis.report.method import method, precision_reached
from analysis.report.reading import Reading
from analysis.report.reproduction import reproduction
from analysis.report.sensitivity_view import sensitivity_view
from analysis.report.source_table import source_counts, source_table
from analysis.report.stored import checked, read_with_sensitivity
from analysis.report.webfont import font_source
from analysis.report.words import words
from sim.errors import InputError

_FONT_MARK = "@the-font-of-this-page@"
_WIDE_QUOTES = "‘’“”"  # as wide as a Chinese character in our font, which tears English words apart


def write_report(directory: Path, lang: str) -> Path:
    """Write `report.<lang>.html` beside the stored comparison of a result directory and return its path.

    The page appears whole or not at all. Raises InputError when comparison.json is missing, cannot be read or
    has not the expected shape, when the language is unknown, and when the page cannot be written.
    """
    directory = Path(directory)
    words(lang)
    page = render(read_with_sensitivity(directory), lang)
    target = directory / f"report.{lang}.html"
    try:
        _replace(target, page)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}.") from error
    return target


def render(comparison: dict[str, Any], lang: str) -> str:
    """Return the page for a stored comparison in a language, "zh" or "en"; the same input gives the same text.

    Raises InputError when the comparison has not the expected shape or the language is unknown.
    """
    reading = Reading(checked(comparison), words(lang))
    page = _environment().get_template("page.html.j2").render(_view(reading))
    wide = _WIDE_QUOTES if lang == "en" else ""
    return page.replace(_FONT_MARK, font_source(page, wide))


def _view(reading: Reading) -> dict[str, Any]:
    """Return everything the templates show, already put into words."""
    comparison = reading.comparison
    found = effects(reading)
    return {
        "t": reading.words.text,
        "comparison": comparison,
        "reading": reading,
        "columns": columns(reading),
        "title": reading.words.title(comparison.title),
        "story": comparison.story and reading.words.title(comparison.story),
        "answer": answer(reading),
        "turning_load": turning_load(reading),
        "precision_reached": precision_reached(reading),
        "assumptions": assumptions(reading),
        "committee": committee_table(reading),
        "levers": lever_table(reading),
        "effects": found,
        "effect_counts": _counts(found),
        "unsteady": not all(reading.is_steady(design) for design in comparison.designs),
        "illustrations": illustrations(reading),
        "measures": measure_table(reading),
        "method": method(reading),
        "sensitivity": sensitivity_view(reading),
        "sources": source_table(reading),
        "source_counts": source_counts(reading),
        "reproduction": reproduction(reading),
        "exact": numbers.exact,
        "font": Markup(_FONT_MARK),
    }


def _counts(found: list[Effect]) -> dict[str, int]:
    rows = [row for effect in found for row in effect.rows]
    return {
        "better": sum(len(row.better) for row in rows),
        "worse": sum(len(row.worse) for row in rows),
        "undecided": sum(row.undecided for row in rows),
    }


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _replace(target: Path, text: str) -> None:
    """Write under another name in the same folder, then rename, so that no reader sees half a page."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
