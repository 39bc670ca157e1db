"""The section on which assumptions matter most: sentences, a table of those that lead, and the tornado."""

from base64 import b64encode
from dataclasses import dataclass, field

from analysis.report import numbers
from analysis.report.reading import Reading
from analysis.report.sensitivity import RankedRow, how_sentences, most_sentence, ranked_rows, turning_sentences
from analysis.report.shape_sensitivity import NotVaried, Sensitivity
from analysis.report.words import Words


@dataclass(frozen=True, kw_only=True)
class SensitivityView:
    """What the section shows; without a ranking only the sentence that says so."""

    lead: str
    how: str = ""
    turning: list[str] = field(default_factory=list)
    rows: list[RankedRow] = field(default_factory=list)
    table_caption: str = ""
    caption: str = ""
    source: str = ""
    alt: str = ""
    left_out: list[tuple[str, str]] = field(default_factory=list)


def sensitivity_view(reading: Reading) -> SensitivityView:
    """Return what the section shows, and the sentence of page one."""
    said, found = reading.words, reading.comparison.sensitivity
    if found is None:
        return SensitivityView(lead=said.text("sens_absent"))
    sep = said.text("sentence_sep")
    rows = ranked_rows(said, found)
    items = [
        said.text("sens_alt_item", number=row.key, low=row.low, at_low=row.at_low, high=row.high, at_high=row.at_high)
        for row in rows
    ]
    return SensitivityView(
        lead=most_sentence(said, found),
        how=sep.join(how_sentences(said, found)),
        turning=turning_sentences(said, found),
        rows=rows,
        table_caption=said.text("sens_table_caption", **_common(said, found)),
        caption=said.text("sens_caption", **_common(said, found)),
        source=_picture(said, found),
        alt=said.text("sens_alt", items=said.text("clause_sep").join(items)),
        left_out=[(one.key, _reason(said, one)) for one in found.not_varied],
    )


def _common(said: Words, found: Sensitivity) -> dict[str, str]:
    return {
        "design": said.quoted(said.title(found.design_title)),
        "measure": said.measure(found.measure),
        "count": numbers.exact(len(found.leading)),
        "confidence": numbers.number(found.confidence, form="share"),
    }


def _reason(said: Words, one: NotVaried) -> str:
    """Return why a number, or an end of its range, was not varied; what refused it speaks English."""
    end = said.text("nothing") if one.end is None else said.text(f"sens_end_{one.end}")
    return said.text("sens_reason", end=end, reason=one.reason) if one.end else one.reason


def _picture(said: Words, found: Sensitivity) -> str:
    # Imported here because Matplotlib is slow to load, and reading the words must not need it.
    from analysis.figures import canvas, tornado

    return "data:image/svg+xml;base64," + b64encode(canvas.svg(tornado.draw, said, found).encode()).decode("ascii")
