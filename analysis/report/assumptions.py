"""Which assumptions the answer rests on, in short: assumed rows of sources under a few headings."""

from collections import defaultdict
from dataclasses import dataclass

from analysis.report import numbers
from analysis.report.reading import Reading
from analysis.report.shape import Source
from analysis.report.source_groups import OTHER, PATTERNS, source_group

EXAMPLES = 2


@dataclass(frozen=True)
class AssumedGroup:
    """Assumed numbers that belong together, with a few of them by name."""

    title: str
    examples: str


@dataclass(frozen=True)
class Assumptions:
    """What the box on page one says."""

    lead: str
    groups: list[AssumedGroup]
    changed: str


def assumptions(reading: Reading) -> Assumptions | None:
    """Return what the answer rests on, None where an outcome of the case is reported."""
    if not reading.comparison.rests_on_assumptions:
        return None
    words, sources = reading.words, reading.comparison.sources
    assumed = [row for row in sources if row.kind in ("assumed", "own_estimate")]
    changed = sum(row.changed for row in sources)
    lead = words.text("assumptions_lead", count=numbers.exact(len(assumed)))
    return Assumptions(
        lead=lead if assumed else words.text("assumptions_none"),
        groups=_groups(reading, assumed),
        changed=words.text("assumptions_changed", count=numbers.exact(changed)) if changed else "",
    )


def _groups(reading: Reading, assumed: list[Source]) -> list[AssumedGroup]:
    rows: dict[str, list[Source]] = defaultdict(list)
    for row in assumed:
        rows[source_group(row.key)].append(row)
    order = [*PATTERNS, OTHER]
    return [_group(reading, name, rows[name]) for name in order if name in rows]


def _group(reading: Reading, name: str, members: list[Source]) -> AssumedGroup:
    """Return a group with the first few reasons given in it, or its first few numbers where none has a reason."""
    words = reading.words
    told = list(dict.fromkeys(words.title(row.reason) for row in members if row.reason))
    told = told or [
        words.text("name_value", name=_short(row.key), value=numbers.given(row.value)) for row in _unlike(members)
    ]
    shown = told[:EXAMPLES] + [words.text("assumptions_more")] * (len(told) > EXAMPLES)
    title = words.text("assumptions_group", title=words.source_group(name), count=numbers.exact(len(members)))
    return AssumedGroup(title, words.text("full_stop").join(shown))


def _unlike(members: list[Source]) -> list[Source]:
    """Return the first row of each kind of number, so that the examples are not twelve months of one season."""
    return list({_words_of(row.key)[-1]: row for row in reversed(members)}.values())[::-1]


def _short(key: str) -> str:
    return ".".join(_words_of(key)[-2:])


def _words_of(key: str) -> list[str]:
    """Return the parts of a key without positions in a list."""
    return [part for part in key.split(".") if not part.isdigit()] or [key]
