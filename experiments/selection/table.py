"""The table of a selection for the terminal: the candidates from best to worst, and the guarantee in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.columns import columns
from analysis.report.catalogue import measure
from analysis.report.method import amount
from analysis.report.numbers import exact, number
from analysis.report.words import Words, words


def selection_table(result: Mapping[str, Any], lang: str) -> str:
    """Return each candidate with its replications, its mean, what it lies behind, its fate, and what is guaranteed."""
    say = words(lang)
    known = measure(result["measure"])
    form = known.form
    heads = ("candidate", "status", "replications", "mean", "beyond", "fate")
    rows = [[say.text(f"select_{head}") for head in heads]]
    sign = 1 if result["better"] == "lower" else -1
    for row in sorted(result["candidates"], key=lambda row: sign * (row["beyond_best"] or 0.0)):
        mean = number(row["mean"], form=form)
        if row["bound"] and known.bounded:
            mean = say.text("at_least", value=mean)
        elif row["bound"] and known.falls:
            mean = say.text("at_most", value=mean)
        beyond = number(row["beyond_best"], signed=True, form="points" if form == "share" else form)
        fate = _fate(row, result, say)
        rows.append([row["name"], say.status(row["status"]), exact(row["replications"]), mean, beyond, fate])
    title = say.text(
        "select_title", title=result["title"][lang], measure=say.measure(result["measure"]), runs=exact(result["runs"]),
        seed=result["seed"],
    )  # fmt: skip
    note = say.text(f"select_note_{result['streams']}")
    return "\n".join([title, "", *columns(rows), "", note, *verdict(result, say)])


def verdict(result: Mapping[str, Any], say: Words) -> list[str]:
    """Return the sentences that name the best and say what is guaranteed, or why nothing is."""
    if result["best"] is None:
        return [say.text("select_none")]
    sentences = [say.text("select_best", best=result["best"])]
    doubtful = [row["name"] for row in result["candidates"] if row["name"] in result["left"]]
    doubtful = [name for name in doubtful if name != result["best"]]
    unsure = say.listed(doubtful)
    if result["guaranteed"] is not None:
        guaranteed = _share(result["guaranteed"])
        sentences.append(
            say.text("select_guarantee", confidence=guaranteed, delta=amount(say, result["measure"], result["delta"]))
        )
    elif result["estimated"] is not None:
        sentences.append(say.text("select_estimate", estimated=_share(result["estimated"])))
        if result["capped"]:
            sentences.append(say.text("select_spent", confidence=_share(result["confidence"])))
    elif result["capped"]:
        sentences.append(say.text("select_capped", cap=exact(result["cap"]), left=unsure))
    else:
        sentences.append(say.text("select_bounds", left=unsure))
    return sentences


def _fate(row: Mapping[str, Any], result: Mapping[str, Any], say: Words) -> str:
    if row["name"] == result["best"]:
        return say.text("select_is_best")
    if row["eliminated_after"] is not None:
        return say.text("select_given_up", after=exact(row["eliminated_after"]))
    return say.text("select_left") if row["name"] in result["left"] else say.text("nothing")


def _share(value: float) -> str:
    return number(value, form="share")
