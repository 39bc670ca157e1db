"""What somebody needs to get the same numbers again."""

from datetime import timedelta

from analysis.report import numbers
from analysis.report.reading import Reading
from analysis.report.warm_up import length_sentence


def reproduction(reading: Reading) -> list[tuple[str, str]]:
    """Return pairs of a title and what to type, install or know."""
    words, comparison = reading.words, reading.comparison
    window = comparison.window
    versions = words.text("list_comma").join(
        words.text("name_value", name=name, value=version) for name, version in comparison.versions.items()
    )
    rows = {
        "seed": str(comparison.seed),
        "replications": numbers.exact(comparison.replications),
        "engine": comparison.engine,
        "versions": versions,
        "warm_up": _warm_up(reading),
        "window": words.text("again_span", start=window.from_, end=window.to),
        "cap": words.text("again_cap_note", cap=window.cap),
        "load": _load(reading),
    }
    return [(words.text(f"again_{key}"), value) for key, value in rows.items()]


def _warm_up(reading: Reading) -> str:
    """Return from when to when, and by which rule; a comparison of an earlier version has none."""
    words, window, found = reading.words, reading.comparison.window, reading.comparison.warm_up
    if window.warm_up_from == window.from_:
        span = words.text("none")
    else:
        span = words.text("again_span", start=window.warm_up_from, end=window.from_ - timedelta(days=1))
    if found is None:
        return span
    pilot = 0 if found.pilot is None else found.pilot.replications
    rule = length_sentence(words, found.rule, found.days, found.periods, found.once, pilot)
    return words.text("with_detail", name=span, detail=rule)


def _load(reading: Reading) -> str:
    load = reading.comparison.load
    return reading.words.text(
        "again_load_value",
        nominal=numbers.number(load.nominal),
        multiple=numbers.number(load.volume_multiple),
        matters=numbers.number(load.matters_per_year),
        steps=numbers.number(load.steps_per_matter),
    )
