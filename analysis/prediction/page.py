"""The page docs/reported.md: reported figures beside predicted ones, each case over its ranges, and the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

from analysis.prediction.effects import EFFECTS
from analysis.prediction.stored_row import (
    draws_cell,
    inside_cell,
    null_cell,
    posts_cell,
    predicted_cell,
    quality_cell,
    reported_cell,
    sentences_of,
    share_cell,
    unit_of,
    worse_items,
)
from analysis.prediction.wording import quantity
from analysis.report import numbers
from analysis.report.words import words

WIDTH = 118

_MADE = (
    "This page is written by `{command}`, {created}, from commit {commit}; nothing in it is written by hand. Formulas "
    "are in [the model](model.md#predictions). Versions: {versions}."
)

_KINDS = """\
- *Calibrated*: draws from the assumed ranges whose baseline meets the reported before figure predict the figure for
  afterwards, which nothing that predicts has seen.
- *Percentile*: reported times of single matters, placed in the times that the same draws predict.
- *Sanity bound*: a figure that is reported for afterwards alone, beside what the ranges as assumed give.

*Before* is what the accepted draws give, of a sanity bound what the points of the ranges give. The *residual* counts
from the predicted mean to the nearest point of what is reported. *Partly* inside: of a range, or of what should be kept
to, only a part lies in the interval. A miss is a result. The ledger at the end names, for each prediction, the commit
since which nothing that its case assumes has changed.

## Figures

"""

_NULLS = """\
Null predictions, which need no model or only a part of it, with their interval scores (less is better):
"""

_FURTHER = """\
What it would take: designs that do more than the reform. Nobody reports that this was done, and whoever chose them knew
what is reported of afterwards, so they are no predictions.
"""

_RANGES = """
## Over the assumed ranges

At each point of a case's ranges the reform is compared with the baseline, on the same matters; it helps or hurts where
the 95% t interval of the paired differences leaves out 0. Brackets hold Wilson intervals of the share of points; of the
errors left, the least and the largest difference at any point. A point is undecided where a design is overloaded, or
matters were open at the cap.

"""

_LEDGER = """
## Ledger

Each prediction, the commit since which nothing that its case assumes has changed, and a digest of all that decides
it but the program. It only grows. *Inside* is the whole figure, of what should be kept to the whole interval.

"""


def reported_page(result: Mapping[str, Any], ledger: Sequence[Mapping[str, Any]], command: str) -> str:
    """Return the page of a result of `reproduce`, as Markdown; `command` makes it again.

    `ledger` has the rows of the ledger, oldest first, as they were read: date, commit, digest, scenario, figure, mean,
    low, high, reported, inside. No line is longer than 120 characters but of a table.
    """
    versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    made = _MADE.format(
        command=command, created=str(result["created"])[:10], commit=_commit(result["commit"]), versions=versions
    )
    parts = ["# Reported figures beside predicted ones\n\n", _wrapped(made), "\n\n", _KINDS, _figures(result["rows"])]
    parts += [_RANGES, _ranges(result["cases"]), "\n## Cases\n"]
    for case in result["cases"]:
        parts.append(_case(case, [row for row in result["rows"] if row["scenario"] == case["scenario"]]))
    return "".join([*parts, _LEDGER, _ledger(ledger)])


def _figures(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return all rows in tables: what is reported and predicted, how surely, null predictions, further designs."""
    say = words("en")
    first = [
        [row["scenario"], row["figure"], reported_cell(say, row), predicted_cell(say, row, "before"),
         predicted_cell(say, row, "after"), _yes(inside_cell(say, row))]
        for row in rows
    ]  # fmt: skip
    second = [
        [row["scenario"], row["figure"], row["kind"].replace("_", " "), draws_cell(say, row),
         *(_quantity(row, (row["spread"] or {}).get(part)) for part in ("ignorance", "noise")),
         _quantity(row, row["residual"]), _quantity(row, row["score"])]
        for row in rows
    ]  # fmt: skip
    third = [
        [row["scenario"], row["figure"], name.replace("_", " "), null_cell(say, row, found),
         _quantity(row, row["null_scores"].get(name))]
        for row in rows for name, found in row["nulls"].items()
    ]  # fmt: skip
    fourth = [
        [row["scenario"], row["figure"], found["title"]["en"], null_cell(say, row, found),
         f"{numbers.exact(found['reached'])}/{numbers.exact(found['draws'])}"]
        for row in rows for found in row["further"].values()
    ]  # fmt: skip
    tables = [
        _table(["case", "figure", "reported", "before", "predicted", "inside"], first),
        _table(["case", "figure", "kind", "draws", "ignorance", "noise", "residual", "score"], second),
        _headed(_NULLS, ["case", "figure", "null prediction", "value", "score"], third),
        _headed(_FURTHER, ["case", "figure", "design", "value", "draws that reach it"], fourth),
    ]
    return "\n".join(part for part in tables if part)


def _headed(text: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table below a text, nothing where it has no row."""
    return f"{text}\n{_table(heads, rows)}" if rows else ""


def _ranges(cases: Sequence[Mapping[str, Any]]) -> str:
    heads = ["case", "points", *(effect.replace("_", " ") for effect in EFFECTS), "errors left, points"]
    rows = []
    for case in cases:
        shares = [share_cell(case[effect]) for effect in EFFECTS]
        rows.append([case["scenario"], f"{case['points']} × {case['replications']}", *shares, quality_cell(case)])
    return _table(heads, rows)


def _case(case: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the section of a case: story, designs, sources, harm, who gets worse, posts, and its figures in words."""
    say, title = words("en"), case["title"]
    items = [
        f"Designs: {_designs(case)}",
        f"Its numbers: {_sources(case['sources'])}.",
        case["harmful"]["en"],
        f"Worse for: {say.listed(worse_items(say, case)) or 'nobody, at any point'}.",
        f"Equivalent posts: {_posts(case)}",
        *_mechanisms(case),
        *(_said(row) for row in rows),
    ]
    story = [_wrapped(case["story"]["en"]), ""] if case["story"] else []
    return "\n".join([f"\n### {title['en']} {title['zh']}", "", *story, *(_item(item) for item in items), ""])


def _said(row: Mapping[str, Any]) -> str:
    """Return a figure of a case in words."""
    said = " ".join(sentences_of(row, "en"))
    return f"*{row['title']['en']}* {row['title']['zh']} (facts {', '.join(row['facts'])}): {said}"


def _sources(counts: Mapping[str, int]) -> str:
    """Return how many numbers of a case are of which source; what is reported and assumed always stands there."""
    kinds = ("reported", "assumed", "calibrated", "own_estimate")
    told = [kind for kind in kinds if counts.get(kind) or kind in ("reported", "assumed")]
    return ", ".join(f"{counts.get(kind, 0)} {kind.replace('_', ' ')}" for kind in told)


def _mechanisms(case: Mapping[str, Any]) -> list[str]:
    """Return what the mechanisms of a reform do without its units, where the case has such a design."""
    found = case.get("mechanisms")
    if not found:
        return []
    shares = ", ".join(f"{effect.replace('_', ' ')} {share_cell(found[effect])}" for effect in EFFECTS)
    return [f"Mechanisms alone, units as they were: {shares} of the points."]


def _designs(case: Mapping[str, Any]) -> str:
    titles = case.get("designs") or {}
    marks = {case["baseline"]: "the baseline", case["reform"]: "the reform"}
    names = list(titles) or list(marks)

    def told(name: str) -> str:
        title = f" {titles[name]['en']} {titles[name]['zh']}" if name in titles else ""
        return f"`{name}`{title}" + (f" ({marks[name]})" if name in marks else "")

    return ", ".join(told(name) for name in names) + "."


def _posts(case: Mapping[str, Any]) -> str:
    found = case["equivalent_posts"]
    if not found or found.get("posts") is None:
        reason = (found or {}).get("reason")
        return f"not known ({reason['en'] if isinstance(reason, Mapping) else reason})." if reason else "not known."
    return f"{posts_cell(words('en'), case)}, for the reform's `{found['measure']}`."


def _ledger(ledger: Sequence[Mapping[str, Any]]) -> str:
    heads = ["date", "commit", "digest", "case", "figure", "predicted", "reported", "inside"]
    rows = [
        [row["date"], _commit(row["commit"]), str(row["digest"])[:8], row["scenario"], row["figure"], _estimate(row),
         str(row["reported"]), _yes({"true": "yes", "false": "no"}.get(str(row["inside"]).lower(), numbers.NOTHING))]
        for row in ledger
    ]  # fmt: skip
    return _table(heads, rows)


def _estimate(row: Mapping[str, Any]) -> str:
    mean, low, high = (None if row[key] in (None, "") else float(row[key]) for key in ("mean", "low", "high"))
    return numbers.estimate(mean, low, high)


def _quantity(row: Mapping[str, Any], value: float | None) -> str:
    return numbers.NOTHING if value is None else quantity(words("en"), value, unit_of(row))


def _commit(commit: Any) -> str:
    return f"`{str(commit)[:8]}`" if commit else "unknown"


def _yes(text: str) -> str:
    return "**no**" if text == "no" else text


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join([_line(heads), _line(["---"] * len(heads)), *(_line(row) for row in rows)]) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _item(text: str) -> str:
    return fill(
        text, WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def _wrapped(text: str) -> str:
    return fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
