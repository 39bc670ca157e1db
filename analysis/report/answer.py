"""The answer in few sentences: elapsed time, then capacity; and the load at which the difference turns."""

from collections import defaultdict

from analysis.report import numbers
from analysis.report.reading import Reading
from analysis.report.shape import Difference, LoadAxis
from analysis.report.shape_capacity import Capacity, OnTimeCapacity
from analysis.report.verdict import verdict

ELAPSED = "elapsed_days_mean"


def answer(reading: Reading) -> list[str]:
    """Return the sentences that answer the question: on elapsed time, capacity, and capacity on time where sought."""
    capacity = reading.comparison.capacity
    on_time = capacity.on_time if capacity else None
    sentences = [_elapsed_sentence(reading), _capacity_sentence(reading)]
    return [*sentences, _on_time_sentence(reading, on_time)] if on_time else sentences


def turning_load(reading: Reading) -> str:
    """Return the sentence that says at which load the difference in the median changes sign."""
    words, axis = reading.words, reading.comparison.load_axis
    if axis is None:
        return words.text("turn_absent")
    turned: list[str] = []
    never: list[str] = []
    unknown: list[str] = []
    for design in reading.comparison.others:
        changes = axis.sign_changes.get(design)
        if changes:
            turned.append(_turn(reading, axis, design, changes))
        else:
            (unknown if changes is None else never).append(words.quoted(reading.name(design)))
    if never:
        ends = {"low": numbers.number(min(axis.loads)), "high": numbers.number(max(axis.loads))}
        turned.append(words.text("turn_never", designs=words.listed(never), **ends))
    if unknown:
        turned.append(words.text("turn_unknown", designs=words.listed(unknown)))
    clauses = _joined(reading, turned)
    return words.text("turn_end", clauses=clauses, replications=numbers.exact(axis.replications))


def _elapsed_sentence(reading: Reading) -> str:
    words, comparison = reading.words, reading.comparison
    if not reading.is_steady(comparison.baseline):
        return _without_differences(reading)
    baseline = words.quoted(reading.name(comparison.baseline))
    value = words.text("unit_days", value=reading.written(comparison.baseline, ELAPSED, with_interval=True))
    clauses = _elapsed_clauses(reading)
    if not clauses:
        return words.text("answer_alone", baseline=baseline, value=value)
    joined = _joined(reading, clauses)
    return words.text("answer_baseline", baseline=baseline, value=value, clauses=joined)


def _without_differences(reading: Reading) -> str:
    """Return what is left to say when the baseline is not steady: each design for itself."""
    words, comparison = reading.words, reading.comparison
    designs = [comparison.baseline, *comparison.others]
    clauses = _unsteady_clauses(reading, designs)
    steady = [design for design in designs if reading.is_steady(design)]
    if steady:
        items = [_steady(reading, design) for design in steady]
        clauses.append(words.text("answer_steady", items=words.listed(items)))
    return words.text("answer_baseline_unsteady", clauses=_joined(reading, clauses))


def _steady(reading: Reading, design: str) -> str:
    words = reading.words
    value = words.text("unit_days", value=reading.written(design, ELAPSED, with_interval=True))
    return words.text("answer_item_open", design=words.quoted(reading.name(design)), value=value)


def _elapsed_clauses(reading: Reading) -> list[str]:
    """Return one clause for each thing that can be said, and one for each design that is not steady."""
    said: dict[str, list[str]] = defaultdict(list)
    for design in filter(reading.is_steady, reading.comparison.others):
        row = reading.difference(design, ELAPSED)
        key = _what_is_said(row)
        said[key].append(_item(reading, design, row, signed=key in ("answer_undecided", "answer_no_interval")))
    told = ("shorter", "longer", "same", "undecided", "no_interval", "absent")
    order = [f"answer_{what}" for what in told]
    words = reading.words
    clauses = [words.text(key, items=words.listed(said[key])) for key in order if key in said]
    return clauses + _unsteady_clauses(reading, reading.comparison.others)


_SAID = {"better": "shorter", "worse": "longer", "undecided": "undecided", "same": "same"}


def _what_is_said(row: Difference | None) -> str:
    if row is None or row.mean is None:
        return "answer_absent"
    if row.low is None or row.high is None:
        return "answer_no_interval"
    reads = {name: f"answer_{text}" for name, text in _SAID.items()}
    return reads[verdict(row.low, row.high, "lower")]


def _item(reading: Reading, design: str, row: Difference | None, *, signed: bool) -> str:
    """Return a design with its difference: with its sign if undecided, else as a length in one direction."""
    words, name = reading.words, reading.words.quoted(reading.name(design))
    if row is None or row.mean is None or (row.low == row.high == 0):
        return name
    mean, low, high = row.mean, row.low, row.high
    if not signed and mean < 0 and low is not None and high is not None:
        mean, low, high = -mean, -high, -low
    value = numbers.estimate(mean, low, high, signed=signed)
    key = "answer_item_open" if signed else "answer_item"
    return words.text(key, design=name, value=words.text("unit_days", value=value))


def _unsteady_clauses(reading: Reading, designs: list[str]) -> list[str]:
    """Return one clause for each status but steady, with all designs that have it."""
    words, by_status = reading.words, defaultdict(list)
    for design in designs:
        if not reading.is_steady(design):
            by_status[reading.comparison.designs[design].status].append(design)
    clauses = []
    for status, many in by_status.items():
        if len(many) == 1:
            clauses.append(_unsteady(reading, many[0]))
        else:
            items = words.listed([_bound(reading, design) for design in many])
            clauses.append(words.text(f"answer_{status}_many", items=items))
    return clauses


def _bound(reading: Reading, design: str) -> str:
    """Return a design with the least its mean can be."""
    words, name, mean = reading.words, reading.words.quoted(reading.name(design)), reading.mean(design, ELAPSED)
    if mean is None:
        return name
    bound = words.text("at_least", value=words.text("unit_days", value=numbers.number(mean)))
    return words.text("answer_item_open", design=name, value=bound)


def _unsteady(reading: Reading, design: str) -> str:
    words, name = reading.words, reading.words.quoted(reading.name(design))
    key = f"answer_{reading.comparison.designs[design].status}"
    mean = reading.mean(design, ELAPSED)
    if mean is None:
        return words.text(f"{key}_plain", design=name)
    value = words.text("unit_days", value=numbers.number(mean))
    return words.text(key, design=name, value=value)


def _capacity_sentence(reading: Reading) -> str:
    words, capacity = reading.words, reading.comparison.capacity
    if capacity is None:
        return words.text("answer_no_capacity")
    replications = numbers.exact(capacity.replications)
    said = [words.text("answer_capacity", items=_carried(reading, capacity), replications=replications)]
    below = [design for design, value in capacity.designs.items() if value is not None and value < 1]
    if len(below) == len(capacity.designs):
        said.append(words.text("answer_capacity_below_all"))
    elif below:
        named = words.listed([words.quoted(reading.name(design)) for design in below])
        said.append(words.text("answer_capacity_below", designs=named))
    return words.text("sentence_sep").join(said)


def _on_time_sentence(reading: Reading, capacity: OnTimeCapacity) -> str:
    words = reading.words
    if set(capacity.reasons.values()) == {"no_deadline"} and len(capacity.reasons) == len(capacity.designs):
        return words.text("answer_on_time_none")
    share = numbers.number(capacity.share, form="share")
    return words.text("answer_on_time", share=share, items=_carried(reading, capacity))


def _carried(reading: Reading, capacity: Capacity) -> str:
    """Return each design with its multiple, or why it has none."""
    words, items = reading.words, []
    for design in reading.comparison.designs:
        value, name = capacity.designs.get(design), words.quoted(reading.name(design))
        reason = capacity.reasons.get(design)
        if value is not None:
            items.append(words.text("answer_capacity_item", design=name, value=numbers.number(value)))
        elif reason is None:
            items.append(words.text("answer_capacity_unknown", design=name))
        else:
            items.append(words.text("name_value", name=name, value=words.text(f"capacity_{reason}")))
    return words.listed(items)


def _turn(reading: Reading, axis: LoadAxis, design: str, changes: list[float]) -> str:
    words = reading.words
    load = words.listed([numbers.number(change) for change in changes])
    start = _first_difference(axis, design, reading.comparison.baseline)
    key = "turn_some"
    if len(changes) == 1 and start:
        key = "turn_one_shorter_first" if start < 0 else "turn_one_longer_first"
    return words.text(key, design=words.quoted(reading.name(design)), load=load)


def _first_difference(axis: LoadAxis, design: str, baseline: str) -> float | None:
    """Return the difference in the median at the lowest load, None where either is missing."""
    if design not in axis.designs or baseline not in axis.designs:
        return None
    lowest = axis.loads.index(min(axis.loads))
    here = axis.designs[design].elapsed_days_median[lowest]
    there = axis.designs[baseline].elapsed_days_median[lowest]
    return None if here is None or there is None else here - there


def _joined(reading: Reading, clauses: list[str]) -> str:
    return reading.words.text("clause_sep").join(clauses)
