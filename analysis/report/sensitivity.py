"""What is said of a ranking of assumptions: a row for each that leads, where the sign turns, and what was left out."""

from collections import Counter
from dataclasses import dataclass

from analysis.report import numbers
from analysis.report.catalogue import measure
from analysis.report.shape_base import Estimate
from analysis.report.shape_sensitivity import AssumedNumber, Sensitivity, Value
from analysis.report.verdict import is_decided
from analysis.report.words import Words
from analysis.sensitivity import as_number

UNSTEADY = ("overloaded", "capped")

MOST_NAMED = 5
"""So many keys are named in a sentence; the list below the table has them all."""


@dataclass(frozen=True)
class RankedRow:
    """A leading number in words."""

    rank: str
    key: str
    reason: str
    value: str
    low: str
    high: str
    at_low: str
    at_high: str
    change: str
    note: str
    break_even: str


def ranked_rows(said: Words, found: Sensitivity) -> list[RankedRow]:
    """Return the leading numbers by rank."""
    return [_ranked(said, found, row) for row in found.leading]


def _ranked(said: Words, found: Sensitivity, row: AssumedNumber) -> RankedRow:
    return RankedRow(
        rank=numbers.exact(row.rank),
        key=row.key,
        reason="" if row.reason is None else said.title(row.reason),
        value=written(row.value),
        low=written(row.low),
        high=written(row.high),
        at_low=_end(said, found, row.at_low, row.status_low),
        at_high=_end(said, found, row.at_high, row.status_high),
        change=difference(said, found, row.change),
        note=_note(said, row),
        break_even=_turns(said, row),
    )


def _note(said: Words, row: AssumedNumber) -> str:
    """Return what is to be said of a change that is none, or that could be noise."""
    if row.distinguishable:
        return ""
    nothing = row.change is not None and row.change.low == row.change.high == 0
    return said.text("sens_no_effect" if nothing else "sens_noise")


def most_sentence(said: Words, found: Sensitivity) -> str:
    """Return the sentence that names the assumption which matters most, and says whether it turns the sign."""
    if not found.leading or not found.leading[0].distinguishable:
        return said.text("sens_none", count=numbers.exact(len(found.rows)), design=_design(said, found))
    row = found.leading[0]
    most = said.text(
        "sens_most", count=numbers.exact(len(found.rows)), design=_design(said, found),
        measure=said.measure(found.measure), number=row.key, low=written(row.low), high=written(row.high),
        at_low=_end(said, found, row.at_low, row.status_low), at_high=_end(said, found, row.at_high, row.status_high),
    )  # fmt: skip
    turning = [one for one in found.leading if one.turns_surely]
    if row in turning:
        return said.text("sentence_sep").join([most, *turning_sentences(said, found)[:1]])
    perhaps = any(one.break_even is not None for one in found.leading)
    key = "sens_most_never" if turning else "sens_none_surely" if perhaps else "sens_none_turns"
    named = said.listed([one.key for one in turning])
    return said.text("sentence_sep").join([most, said.text(key, keys=named)])


def turning_sentences(said: Words, found: Sensitivity) -> list[str]:
    """Return a sentence for each leading number that turns the sign, then on those that may, and those that do not."""
    leading = found.leading
    sentences = [_turning(said, found, row) for row in leading if row.turns_surely]
    perhaps = [row for row in leading if row.break_even is not None and not row.turns_surely]
    items = [said.text("sens_perhaps_item", number=row.key, value=_where(said, row)) for row in perhaps]
    if items:
        sentences.append(said.text("sens_perhaps", items=said.listed(items)))
    never = [row.key for row in leading if row.break_even is None]
    if never and len(never) < len(leading):
        sentences.append(said.text("sens_never", keys=said.listed(never)))
    return sentences


def how_sentences(said: Words, found: Sensitivity) -> list[str]:
    """Return how the ranking was made, what the further numbers do, and how many were not varied."""
    further = [row for row in found.rows if not row.leading]
    unsure = sum(not row.distinguishable for row in further)
    how = said.text(
        "sens_how", count=numbers.exact(len(found.rows)), leading=numbers.exact(len(found.leading)),
        screening=found.replications.screening, replications=found.replications.leading,
        family=numbers.exact(found.family), confidence=numbers.number(found.confidence, form="share"),
    )  # fmt: skip
    sentences = [how]
    if further:
        sentences.append(said.text("sens_further", count=numbers.exact(len(further)), unsure=numbers.exact(unsure)))
    unsteady = list(dict.fromkeys(one.key for one in found.not_varied if one.why in UNSTEADY))
    if unsteady:
        named, more = unsteady[:MOST_NAMED], len(unsteady) - MOST_NAMED
        keys = [*named, said.text("sens_more", count=numbers.exact(more))] if more > 0 else named
        sentences.append(said.text("sens_unsteady", keys=said.listed(keys)))
    items = left_out(said, found)
    return [*sentences, said.text("sens_left_out", items=said.listed(items))] if items else sentences


def left_out(said: Words, found: Sensitivity) -> list[str]:
    """Return for each reason how many numbers, or ends of ranges, could not be varied."""
    counts = Counter(one.why for one in found.not_varied if one.why not in UNSTEADY)
    return [said.text(f"sens_why_{why}", count=numbers.exact(count)) for why, count in counts.items()]


def written(value: Value) -> str:
    """Return a value as it stands in the scenario, long fractions shortened."""
    return numbers.given(str(value))


def difference(said: Words, found: Sensitivity, estimate: Estimate | None) -> str:
    """Return a difference, or a change of one, with its interval and its unit."""
    if estimate is None or estimate.mean is None:
        return said.text("nothing")
    form = "points" if measure(found.measure).form == "share" else measure(found.measure).form
    text = numbers.estimate(estimate.mean, estimate.low, estimate.high, signed=True, form=form)
    return text if form == "days" else said.estimate(text, form)


def _end(said: Words, found: Sensitivity, estimate: Estimate | None, status: str) -> str:
    """Return the difference at an end of a range, or why there is none."""
    if estimate is not None:
        return difference(said, found, estimate)
    return said.text(
        "sens_no_difference", status=said.status(status) if status in UNSTEADY else said.text("sens_unplayed")
    )


def _turns(said: Words, row: AssumedNumber) -> str:
    if row.break_even is None:
        return said.text("sens_does_not_turn")
    if not row.turns_surely:
        return said.text("sens_undecided_turn", value=written(row.break_even))
    return _with_stretch(said, row, written(row.break_even))


def _where(said: Words, row: AssumedNumber) -> str:
    """Return on which side of the break-even value the sign is the other one."""
    assert row.break_even is not None
    side = "below" if as_number(row.break_even) < as_number(row.value) else "above"
    return said.text(f"sens_{side}", value=written(row.break_even))


def _with_stretch(said: Words, row: AssumedNumber, text: str) -> str:
    """Return a break-even value with the stretch in which it lies by the intervals, if there are any."""
    if row.break_even_between is None:
        return text
    low, high = (written(end) for end in row.break_even_between)
    return said.text("sens_between", value=text, low=low, high=high)


def _turning(said: Words, found: Sensitivity, row: AssumedNumber) -> str:
    better, base = measure(found.measure).better, found.difference
    key = "sens_turn_sign"
    if better is not None and base.mean and is_decided(base.low, base.high):
        key = "sens_turn_gain" if (base.mean < 0) == (better == "lower") else "sens_turn_loss"
    where = _with_stretch(said, row, _where(said, row))
    sentence = said.text(key, design=_design(said, found), number=row.key, where=where, value=written(row.value))
    others = [written(value) for value in row.break_evens if value != row.break_even]
    again = [said.text("sens_again", values=said.listed(others))] if others else []
    return said.text("sentence_sep").join([sentence, *again])


def _design(said: Words, found: Sensitivity) -> str:
    return said.quoted(said.title(found.design_title))
