"""Who gets better and who gets worse under each design: groups whose interval leaves out zero."""

from dataclasses import dataclass, field

from analysis.report import numbers
from analysis.report.catalogue import measure
from analysis.report.reading import Reading
from analysis.report.shape import Group
from analysis.report.verdict import Verdict, verdict

DIMENSIONS = ("type", "origin", "rank")


@dataclass(frozen=True)
class Change:
    """One group with what changes for it."""

    title: str
    value: str
    size: float


@dataclass
class Effects:
    """What one design does to the groups of one dimension."""

    design: str
    dimension: str
    better: list[Change] = field(default_factory=list)
    worse: list[Change] = field(default_factory=list)
    undecided: int = 0


@dataclass(frozen=True)
class Effect:
    """What one design does, with the remark that its status calls for."""

    name: str
    rows: list[Effects]
    remark: str


def effects(reading: Reading) -> list[Effect]:
    """Return, for each design but the baseline, what it does to types, origins and ranks."""
    return [
        Effect(reading.name(design), _rows(reading, design), _remark(reading, design))
        for design in reading.comparison.others
    ]


def losers(reading: Reading, design: str) -> list[str]:
    """Return the titles of the groups that a design makes worse, the hardest hit of each dimension first."""
    return [change.title for row in _rows(reading, design) for change in row.worse]


def group_verdict(reading: Reading, row: Group) -> Verdict:
    """Return how a group fares; for a rank, busier is worse.

    Where a design's days are only a lower bound, "better" is not claimed for it; where the baseline's are,
    "worse" is not.
    """
    reads = verdict(row.low, row.high, "lower")
    if not measure(row.measure).bounded:
        return reads
    unclaimed = (reads == "better" and not reading.is_steady(row.design)) or (
        reads == "worse" and not reading.is_steady(reading.comparison.baseline)
    )
    return "undecided" if unclaimed else reads


def _rows(reading: Reading, design: str) -> list[Effects]:
    groups = [row for row in reading.comparison.groups if row.design == design]
    found = {row.dimension for row in groups}
    order = [name for name in DIMENSIONS if name in found] + sorted(found.difference(DIMENSIONS))
    return [_effects(reading, design, name, groups) for name in order]


def _effects(reading: Reading, design: str, dimension: str, groups: list[Group]) -> Effects:
    effects_ = Effects(design, reading.words.dimension(dimension))
    for row in groups:
        if row.dimension != dimension:
            continue
        reads = group_verdict(reading, row)
        if reads == "same":
            continue
        if reads == "undecided":
            effects_.undecided += 1
        else:
            (effects_.better if reads == "better" else effects_.worse).append(_change(reading, row))
    for changes in (effects_.better, effects_.worse):
        changes.sort(key=lambda change: -change.size)
    return effects_


def _change(reading: Reading, row: Group) -> Change:
    form = "points" if measure(row.measure).form == "share" else "days"
    if _is_one_sided(reading, row):
        sign = "at_least" if (row.mean or 0) > 0 else "at_most"
        value = reading.words.text(sign, value=numbers.number(row.mean, signed=True, form=form))
    else:
        value = numbers.estimate(row.mean, row.low, row.high, signed=True, form=form)
    written = reading.words.estimate(value, form)
    return Change(reading.words.title(row.title), written, abs(row.mean or 0.0))


def _is_one_sided(reading: Reading, row: Group) -> bool:
    compared = (row.design, reading.comparison.baseline)
    return measure(row.measure).bounded and not all(reading.is_steady(design) for design in compared)


def _remark(reading: Reading, design: str) -> str:
    words, designs = reading.words, reading.comparison.designs
    if not reading.is_steady(design):
        return words.text("people_unsteady", status=words.status(designs[design].status))
    baseline = reading.comparison.baseline
    if not reading.is_steady(baseline):
        return words.text("people_baseline_unsteady", status=words.status(designs[baseline].status))
    return ""
