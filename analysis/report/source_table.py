"""The table of sources: every number of the scenario, and where it comes from."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from analysis.report import numbers
from analysis.report.reading import Reading
from analysis.report.shape import Source
from analysis.report.source_groups import OTHER, PATTERNS, source_group

KINDS = ("reported", "assumed", "calibrated", "own_estimate")


@dataclass(frozen=True)
class SourceRow:
    """One number of the scenario."""

    key: str
    value: str
    kind: str
    kind_title: str
    fact: str
    range: str
    reason: str
    changed: bool


@dataclass(frozen=True)
class SourceGroup:
    """Numbers that belong together, under one heading."""

    heading: str
    rows: list[SourceRow]


def source_table(reading: Reading) -> list[SourceGroup]:
    """Return all stored sources under their headings, each group in the stored order."""
    rows: dict[str, list[SourceRow]] = defaultdict(list)
    for source in reading.comparison.sources:
        rows[source_group(source.key)].append(_row(reading, source))
    order = [*PATTERNS, OTHER]
    return [SourceGroup(reading.words.source_group(name), rows[name]) for name in order if name in rows]


def source_counts(reading: Reading) -> str:
    """Return the sentence that counts the rows of each kind."""
    sources = reading.comparison.sources
    counts = Counter(source.kind for source in sources)
    written = {kind: numbers.exact(counts[kind]) for kind in KINDS}
    changed = numbers.exact(sum(source.changed for source in sources))
    return reading.words.text("sources_note", changed=changed, **written)


def _row(reading: Reading, source: Source) -> SourceRow:
    words = reading.words
    return SourceRow(
        key=source.key,
        value=numbers.given(source.value),
        kind=source.kind,
        kind_title=words.kind(source.kind),
        fact=words.text("sources_fact", fact=source.fact) if source.fact else "",
        range=_range(reading, source),
        reason=words.title(source.reason) if source.reason else "",
        changed=source.changed,
    )


def _range(reading: Reading, source: Source) -> str:
    if not source.range:
        return ""
    ends = [numbers.given(str(end)) for end in source.range]
    if len(ends) == 2:
        return reading.words.text("sources_range_value", low=ends[0], high=ends[1])
    return reading.words.text("list_comma").join(ends)
