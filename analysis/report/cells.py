"""One cell of a table: a figure, its difference to the baseline below it, and how that reads."""

from dataclasses import dataclass

from analysis.report import numbers
from analysis.report.catalogue import measure
from analysis.report.reading import Reading
from analysis.report.shape import Difference
from analysis.report.verdict import verdict


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `reads` is better, worse, other, undecided, or nothing."""

    value: str
    difference: str = ""
    relative: str = ""
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
    return Cell(
        value,
        difference=_difference(reading, row),
        relative=_relative(reading, row),
        reads=verdict(row.low, row.high, measure(name).better),
    )


def _difference(reading: Reading, row: Difference) -> str:
    form = "points" if measure(row.measure).form == "share" else "number"
    written = reading.words.estimate(numbers.estimate(row.mean, row.low, row.high, signed=True, form=form), form)
    if row.low is None:
        return reading.words.text("with_detail", name=written, detail=reading.words.text("no_interval"))
    return written


def _relative(reading: Reading, row: Difference) -> str:
    if row.relative is None or row.relative.mean is None:
        return ""
    value = numbers.number(row.relative.mean, signed=True, form="share")
    return reading.words.text("measures_relative", value=value)


def _one_sided(reading: Reading, row: Difference) -> str:
    """Return what is left of a difference when one side is only a lower bound: nothing if it is both."""
    steady = [reading.is_steady(row.design), reading.is_steady(reading.comparison.baseline)]
    if not any(steady):
        return ""
    sign = "at_most" if steady[0] else "at_least"
    return reading.words.text(sign, value=numbers.number(row.mean, signed=True))
