"""Which assumptions the answer rests on, in short: assumed rows of sources under a few headings."""

from collections import defaultdict
from dataclasses import dataclass

from analysis.report import numbers
from analysis.report.reading import Reading
from analysis.report.shape import Source

EXAMPLES = 3


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
        rows[reading.words.source_group(row.key)].append(row)
    largest_first = sorted(rows.items(), key=lambda item: -len(item[1]))
    return [_group(reading, title, members) for title, members in largest_first]


def _group(reading: Reading, title: str, members: list[Source]) -> AssumedGroup:
    words = reading.words
    shown = [
        words.text("name_value", name=".".join(row.key.split(".")[-2:]), value=numbers.given(row.value))
        for row in members[:EXAMPLES]
    ]
    more = words.text("assumptions_more") if len(members) > EXAMPLES else ""
    return AssumedGroup(
        title=words.text("assumptions_group", title=title, count=numbers.exact(len(members))),
        examples=words.text("list_comma").join([*shown, more] if more else shown),
    )
