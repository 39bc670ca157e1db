"""The one table an establishment committee reads: what each design needs, and what comes of it."""

from dataclasses import dataclass

from analysis.report import numbers
from analysis.report.cells import Cell, measured, plain
from analysis.report.gainers import losers
from analysis.report.reading import Reading
from analysis.report.shape_capacity import Capacity

LOSERS_SHOWN = 5


@dataclass(frozen=True)
class Row:
    """One quantity, with a cell for each design."""

    title: str
    note: str
    cells: list[Cell]


def committee_table(reading: Reading) -> list[Row]:
    """Return the rows of the table, each with one cell per design, the baseline first."""
    words, designs = reading.words, reading.comparison.designs
    order = columns(reading)
    counted = [
        Row(words.text(f"table_{what}"), "", [plain(getattr(designs[name], what)) for name in order])
        for what in ("units", "leaders", "posts")
    ]
    timed = [
        Row(words.text(f"table_{key}"), "", [measured(reading, name, measure) for name in order])
        for key, measure in (
            ("mean", "elapsed_days_mean"),
            ("median", "elapsed_days_median"),
            ("p90", "elapsed_days_p90"),
            ("on_time", "on_time_share"),
        )
    ]
    status = Row(words.text("table_status"), "", [_status(reading, name) for name in order])
    lost = Row(words.text("table_losers"), words.text("table_losers_note"), [_losers(reading, name) for name in order])
    return [*counted, *timed, *_capacity(reading, order), status, lost]


def columns(reading: Reading) -> list[str]:
    """Return the designs in the order of the columns: the baseline, then the others."""
    return [reading.comparison.baseline, *reading.comparison.others]


def _capacity(reading: Reading, order: list[str]) -> list[Row]:
    capacity = reading.comparison.capacity
    if capacity is None:
        return []
    words = reading.words
    note = words.text("table_capacity_note", replications=numbers.exact(capacity.replications))
    rows = [Row(words.text("table_capacity"), note, [_carried(reading, capacity, name) for name in order])]
    if capacity.on_time is not None:
        title = words.text("table_capacity_on_time", share=numbers.number(capacity.on_time.share, form="share"))
        rows.append(Row(title, note, [_carried(reading, capacity.on_time, name) for name in order]))
    return rows


def _carried(reading: Reading, capacity: Capacity, design: str) -> Cell:
    """Return the multiple that a design bears, or why there is none; less than what comes in is worse."""
    value, reason = capacity.designs.get(design), capacity.reasons.get(design)
    if value is None and reason is not None:
        return Cell(reading.words.text(f"capacity_{reason}"))
    return Cell(numbers.number(value), reads="worse" if value is not None and value < 1 else "")


def _status(reading: Reading, design: str) -> Cell:
    status = reading.comparison.designs[design].status
    return Cell(reading.words.status(status), reads="" if status == "steady" else "worse")


def _losers(reading: Reading, design: str) -> Cell:
    if design == reading.comparison.baseline:
        return Cell(numbers.NOTHING)
    titles = losers(reading, design)
    if not titles:
        return Cell(reading.words.text("none"))
    shown = titles[:LOSERS_SHOWN]
    if len(titles) > LOSERS_SHOWN:
        shown.append(reading.words.text("table_losers_more", count=len(titles)))
    return Cell("", lines=tuple(shown))
