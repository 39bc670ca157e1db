"""How the figures were made, in words: quantiles, the number of replications, and what common matters save."""

from analysis.report import numbers
from analysis.report.answer import ELAPSED
from analysis.report.catalogue import measure
from analysis.report.reading import Reading
from analysis.report.shape import Precision
from analysis.report.words import Words


def method(reading: Reading) -> list[str]:
    """Return what is to be said of the method beside how intervals are made."""
    words, precision = reading.words, reading.comparison.precision
    sentences = [words.text("method_quantiles")]
    if precision is not None:
        schedule = words.text("list_comma").join(numbers.exact(count) for count in precision.schedule)
        sentences.append(words.text("method_looks", looks=numbers.exact(precision.looks), schedule=schedule))
    saved = _saved(reading)
    return [*sentences, saved] if saved else sentences


def precision_reached(reading: Reading) -> str:
    """Return what the rule for the number of replications asked for and reached; nothing without a rule."""
    precision = reading.comparison.precision
    if precision is None:
        return ""
    words = reading.words
    said = words.text(
        "precision_wanted",
        measure=words.measure(precision.measure),
        wanted=_width(reading, precision, precision.wanted),
        stopped=numbers.exact(precision.stopped_at),
    )
    clauses = [said, *_reached(reading, precision), *_unwatched(reading, precision)]
    return words.text("clause_sep").join(clauses) + words.text("precision_end")


def _reached(reading: Reading, precision: Precision) -> list[str]:
    """Return a clause of the designs that have what was wanted, and one of those that have not."""
    words = reading.words
    clauses = []
    for key, enough in (("precision_met", True), ("precision_not_met", False)):
        found = {
            design: width
            for design, width in precision.reached.items()
            if (width is not None and width <= precision.wanted) == enough
        }
        items = [
            words.text(
                "answer_item_open", design=words.quoted(reading.name(design)), value=_width(reading, precision, width)
            )
            for design, width in found.items()
        ]
        if items:
            clauses.append(words.text(key, items=words.listed(items), cap=numbers.exact(precision.cap)))
    return clauses


def _unwatched(reading: Reading, precision: Precision) -> list[str]:
    """Return a clause for each design that has no difference, with the reason."""
    words = reading.words
    clauses = []
    for design, reason in precision.unwatched.items():
        whose = "precision_unwatched_baseline" if reason.startswith("baseline_") else "precision_unwatched"
        status = words.status(reason.removeprefix("baseline_"))
        if reason == "missing":
            status = words.text("precision_missing")
        clauses.append(words.text(whose, design=words.quoted(reading.name(design)), status=status))
    return clauses


def _width(reading: Reading, precision: Precision, width: float | None) -> str:
    """Return a half-width in the measure's unit, or as a share of the baseline's mean."""
    if precision.relative:
        return reading.words.text("precision_relative", value=numbers.number(width, form="share"))
    return amount(reading.words, precision.measure, width)


def amount(words: Words, name: str, value: float | None) -> str:
    """Return a difference in a measure with its unit; one of shares is told in percentage points."""
    form = "points" if measure(name).form == "share" else measure(name).form
    return words.estimate(numbers.number(value, form=form), form)


def _saved(reading: Reading) -> str:
    """Return how many times the replications the differences in elapsed time would have taken without pairing."""
    words = reading.words
    items = []
    for design in reading.comparison.others:
        row = reading.difference(design, ELAPSED)
        if row is not None and row.variance_ratio is not None and reading.is_steady(design):
            ratio = numbers.number(row.variance_ratio)
            items.append(words.text("method_saved_item", design=words.quoted(reading.name(design)), value=ratio))
    if not items or not reading.is_steady(reading.comparison.baseline):
        return ""
    return words.text("method_saved", measure=words.measure(ELAPSED), items=words.listed(items))
