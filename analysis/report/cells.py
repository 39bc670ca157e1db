"""One cell of a table: a figure, its difference to the baseline below it, and how that reads."""

from dataclasses import dataclass

from analysis.report import numbers
from analysis.report.catalogue import measure
from analysis.report.reading import Reading
from analysis.report.shape import Difference
from analysis.report.verdict import verdict


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, line by line; `reads` is better, worse, other, undecided, or nothing."""

    value: str
    difference: str = ""
    interval: str = ""
    reads: str = ""
    lines: tuple[str, ...] = ()


def plain(value: float | None) -> Cell:
    """Return a cell with a number alone."""
    return Cell(numbers.number(value))


def measured(reading: Reading, design: str, name: str, *, with_interval: bool = False) -> Cell:
    """Return a design's figure in one measure with its difference to the baseline."""
    value = reading.written(design, name, with_interval=with_interval)
    row = reading.difference(design, name)
    baseline = reading.comparison.baseline
    if design == baseline or row is None or row.mean is None:
        return Cell(value)
    if measure(name).bounded and not (reading.is_steady(design) and reading.is_steady(baseline)):
        return Cell(value, difference=_one_sided(reading, row))
    if reading.is_ceiling(design, name) or reading.is_ceiling(baseline, name):
        return Cell(value)
    form = "points" if measure(name).form == "share" else "number"
    mean, _, interval = numbers.estimate(row.mean, row.low, row.high, signed=True, form=form).partition(" ")
    return Cell(
        value,
        difference=reading.words.estimate(mean, form) + _relative(reading, row, form),
        interval=interval or reading.words.text("no_interval"),
        reads=verdict(row.low, row.high, measure(name).better),
    )


def _relative(reading: Reading, row: Difference, form: str) -> str:
    """Return the relative change; a share has none, since a percentage of percentages misleads."""
    if form == "points" or row.relative is None or row.relative.mean is None:
        return ""
    value = numbers.number(row.relative.mean, signed=True, form="share")
    return reading.words.text("measures_relative", value=value)


def _one_sided(reading: Reading, row: Difference) -> str:
    """Return what is left of a difference when one side is only a lower bound.

    A design that is at least so much slower than a steady baseline is slower; at least so much "faster" says
    nothing. The same the other way round, and nothing can be said when both are bounds.
    """
    steady = reading.is_steady(row.design), reading.is_steady(reading.comparison.baseline)
    mean = row.mean or 0.0
    says_something = steady == ((False, True) if mean > 0 else (True, False))
    if not says_something:
        return ""
    sign = "at_least" if mean > 0 else "at_most"
    return reading.words.text(sign, value=numbers.number(mean, signed=True))
