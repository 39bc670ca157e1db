"""A stored row of reported and predicted figures, and a stored case, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.prediction.reported import Reported
from analysis.prediction.wording import quantity, reported_text, with_interval
from analysis.report import numbers
from analysis.report.words import Words

Row = Mapping[str, Any]


def unit_of(row: Row) -> str:
    """Return the unit of what is predicted: of a percentile it is a share, whatever the reported times are in."""
    return "share" if row["kind"] == "percentile" else str(row["unit"])


def predicted_cell(say: Words, row: Row, side: str) -> str:
    """Return the predicted figure of a side with its interval, a dash where nothing is predicted."""
    found = row[side]
    if found is None or found["mean"] is None:
        return numbers.NOTHING
    if found["low"] is None or found["high"] is None:
        return quantity(say, found["mean"], unit_of(row))
    return with_interval(say, found["mean"], found["low"], found["high"], unit_of(row))


def reported_cell(say: Words, row: Row) -> str:
    """Return what is reported of before and after, with an arrow between; after alone where there is no before."""
    before, after = (_figure(say, row["reported"][side], str(row["unit"])) for side in ("before", "after"))
    if row["reported"]["before"] is None:
        return after
    return say.text("pred_arrow", before=before, after=after)


def draws_cell(say: Words, row: Row) -> str:
    """Return how many draws were accepted of how many; of a sanity bound, how many points of the ranges tell it."""
    draws = row["draws"]
    if draws is None:
        return numbers.NOTHING
    accepted, tried = (numbers.exact(draws[name]) for name in ("accepted", "tried"))
    if row["kind"] != "sanity_bound":
        return f"{accepted}/{tried}"
    return say.text("pred_points" if accepted == tried else "pred_points_of", count=accepted, tried=tried)


def inside_cell(say: Words, row: Row) -> str:
    """Return whether the interval holds the reported figure, or a part of it; a dash where nothing is predicted."""
    if row["inside"] is None:
        return numbers.NOTHING
    if row.get("place") == "partly":
        return say.text("pred_partly")
    return say.text("said_yes" if row["inside"] else "said_no")


def sentences_of(row: Row, lang: str) -> list[str]:
    """Return what is said of a row: why it is inside or not, where the time goes, what one must believe, what it takes.

    A note on what the figure leaves out comes last.
    """
    return [row[key][lang] for key in ("why", "where", "must_believe", "takes", "note") if row.get(key)]


def null_cell(say: Words, row: Row, found: Mapping[str, float]) -> str:
    """Return a null prediction, or what a further design comes to, with its interval."""
    return with_interval(say, found["mean"], found["low"], found["high"], unit_of(row))


def share_cell(stored: Mapping[str, Any]) -> str:
    """Return a share of points with its interval."""
    return numbers.estimate(stored["share"], stored["low"], stored["high"], form="share")


def quality_cell(case: Row) -> str:
    """Return the difference in errors left, in percentage points, with its range over the points."""
    found = case["quality"]
    if found is None:
        return numbers.NOTHING
    return numbers.estimate(found["mean"], found["low"], found["high"], signed=True, form="points")


def posts_cell(say: Words, case: Row) -> str:
    """Return the posts that the baseline would need in place of those it has, a dash where that is not known.

    Where the search ended at a bound ("at_least", "at_most"), it stands before them.
    """
    found = case["equivalent_posts"]
    if not found or found.get("posts") is None:
        return numbers.NOTHING
    posts, bound = numbers.number(found["posts"]), found.get("bound")
    return say.text(
        "pred_posts", posts=say.text(bound, value=posts) if bound else posts,
        baseline=numbers.number(found["baseline_posts"]),
    )  # fmt: skip


def worse_items(say: Words, case: Row) -> list[str]:
    """Return the groups that the reform makes worse, each with the share of the points at which it does."""
    return [
        say.text(
            "pred_worse_item", title=one["title"][say.lang] if one["title"] else one["group"],
            share=numbers.number(one["share"], form="share"),
        )
        for one in case["worse"]
    ]  # fmt: skip


def _figure(say: Words, reported: Reported | None, unit: str) -> str:
    return numbers.NOTHING if reported is None else reported_text(say, reported, unit)
