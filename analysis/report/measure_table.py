"""The full table of measures, with definitions, intervals and differences."""

from dataclasses import dataclass

from analysis.report.catalogue import GROUPS, MEASURES
from analysis.report.cells import Cell, measured
from analysis.report.committee_table import columns
from analysis.report.reading import Reading


@dataclass(frozen=True)
class MeasureRow:
    """One measure, with a cell for each design."""

    title: str
    definition: str
    cells: list[Cell]


@dataclass(frozen=True)
class MeasureGroup:
    """Measures under one heading."""

    heading: str
    rows: list[MeasureRow]


def measure_table(reading: Reading) -> list[MeasureGroup]:
    """Return all stored measures under their headings; those the report does not know come last, by name."""
    stored = dict.fromkeys(name for design in reading.comparison.designs.values() for name in design.measures)
    names = {heading: [one.name for one in group if one.name in stored] for heading, group in GROUPS.items()}
    names["other"] = [name for name in stored if name not in MEASURES]
    return [
        MeasureGroup(reading.words.heading(heading), [_row(reading, name) for name in members])
        for heading, members in names.items()
        if members
    ]


def _row(reading: Reading, name: str) -> MeasureRow:
    words = reading.words
    cells = [measured(reading, design, name, with_interval=True) for design in columns(reading)]
    return MeasureRow(words.measure(name), words.definition(name), cells)
