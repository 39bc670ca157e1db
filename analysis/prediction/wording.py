"""How predictions are put into words: quantities with their units, reported figures, both languages at once."""

from __future__ import annotations

from collections.abc import Callable

from analysis.prediction.reported import Reported, ends
from analysis.report import numbers
from analysis.report.words import LANGUAGES, Words, words

INFINITE = float("inf")


def in_both(say: Callable[[Words], str]) -> dict[str, str]:
    """Return a sentence in Chinese and in English as it is stored."""
    return {lang: say(words(lang)) for lang in LANGUAGES}


def quantity(say: Words, value: float | None, unit: str) -> str:
    """Return a number with its unit; `unit` is that of a figure: minute, hour, day, month, share or number."""
    return say.text(f"pred_unit_{unit}", value=numbers.number(value, form=_form(unit)))


def with_interval(say: Words, mean: float, low: float, high: float, unit: str) -> str:
    """Return a predicted number with its interval and its unit."""
    return say.text(f"pred_unit_{unit}", value=numbers.estimate(mean, low, high, form=_form(unit)))


def reported_text(say: Words, reported: Reported, unit: str) -> str:
    """Return a reported figure: a number, "7 to 15 days", or "at least 90 days"."""
    low, high = ends(reported)
    if low == high:
        return quantity(say, low, unit)
    if high == INFINITE:
        return say.text("pred_at_least", value=quantity(say, low, unit))
    if low == -INFINITE:
        return say.text("pred_at_most", value=quantity(say, high, unit))
    first, last = (numbers.number(end, form=_form(unit)) for end in (low, high))
    return say.text(f"pred_unit_{unit}", value=say.text("pred_range", low=first, high=last))


def spaced(say: Words, sentences: list[str]) -> str:
    """Return sentences one after another, as the language spaces them; empty ones are left out."""
    return say.text("sentence_sep").join(sentence for sentence in sentences if sentence)


def _form(unit: str) -> str:
    return "share" if unit == "share" else "number"
