"""What `tiaokuai show` prints: how far the sweep is, what failed, the table, and elementary effects."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.columns import columns
from analysis.intervals import Estimate
from analysis.report.catalogue import measure
from analysis.report.numbers import NOTHING, estimate, exact, number
from analysis.report.words import Words, words
from analysis.sweep_names import short_names, value_text
from analysis.sweep_table import Cell
from experiments.sweep.show.effects import Effects
from experiments.sweep.show.showing import Shown, failures_of

MOST_ROWS = 40
MOST_FAILURES = 3


def sweep_text(shown: Shown, effects: list[Effects] | str | None, lang: str, *, whole: bool = False) -> str:
    """Return all of it; `whole` shows every row of a long table."""
    say = words(lang)
    lines = progress(shown, say)
    if not shown.table.cells:
        return "\n".join([*lines, "", say.text("show_nothing_here" if shown.done else "show_nothing")])
    lines += ["", title(shown, say), "", *_table(shown, say, whole), "", *_notes(shown, say, whole)]
    if isinstance(effects, str):
        lines += ["", say.text("show_morris_none", reason=say.text(effects))]
    for one in effects if isinstance(effects, list) else ():
        lines += ["", *_effects(one, shown, say)]
    return "\n".join(lines)


def progress(shown: Shown, say: Words) -> list[str]:
    """Return how far the sweep is, whether it runs, and what failed."""
    sweep, folder = shown.stored.sweep, str(shown.stored.folder)
    state = {True: "show_running", False: "show_stopped", None: "show_unknown"}[shown.is_running]
    if shown.done + len(shown.failed) >= sweep.runs:
        state = "show_over" if shown.failed else "show_complete"
    command = shlex.join(["tiaokuai", "sweep", "--resume", folder])
    lines = [
        say.text(
            "show_progress", title=sweep.facts["title"][say.lang], done=exact(shown.done), runs=exact(sweep.runs),
            failed=exact(len(shown.failed)), state=say.text(state, command=command),
        )
    ]  # fmt: skip
    kinds = failures_of(shown.failed)
    for one in kinds[:MOST_FAILURES]:
        kind = say.text(f"show_kind_{one['kind'].replace(' ', '_')}")
        at = settings(one["parameters"])
        lines.append(say.text("show_failed", count=exact(one["count"]), kind=kind, at=at, error=one["error"]))
    if len(kinds) > MOST_FAILURES:
        path = shown.stored.folder / "failed.jsonl"
        lines.append(say.text("show_failed_more", count=exact(len(kinds) - MOST_FAILURES), path=path))
    return lines


def settings(parameters: Mapping[str, Any]) -> str:
    """Return parameters as they are written in a sentence."""
    return ", ".join(f"{key.removeprefix('+')}={value_text(value)}" for key, value in parameters.items())


def fixed(shown: Shown) -> dict[str, Any]:
    """Return the keys that vary in the sweep, but not at the points that are shown, with the value they have there."""
    first, varying = next(iter(shown.points.values())), shown.varying()
    return {key: first[place] for place, key in enumerate(shown.keys) if place not in varying}


def title(shown: Shown, say: Words) -> str:
    """Return the measure, and what is the same at all points that are shown."""
    name = say.measure(shown.asked.measure)
    still = settings(fixed(shown))
    return say.text("show_where", measure=name, items=still) if still else say.text("show_head", measure=name)


def _table(shown: Shown, say: Words, whole: bool) -> list[str]:
    cells = shown.table.cells if whole else shown.table.cells[:MOST_ROWS]
    keys, short = shown.keys, short_names(shown.keys)
    varying, others = shown.varying(), _has_differences(shown)
    heads = [say.text(f"show_{head}") for head in ("design", "replications", "status", "mean")]
    if others:
        heads.append(say.text("show_difference", baseline=shown.table.baseline))
    rows = [[*(short[keys[place]] for place in varying), *heads]]
    for cell in cells:
        point = shown.points[cell.point]
        row = [*(value_text(point[place]) for place in varying), cell.design, exact(cell.replications)]
        row += [say.status(cell.status), _mean(cell, shown, say)]
        rows.append([*row, _difference(cell, shown, say)] if others else row)
    return columns(rows)


def _has_differences(shown: Shown) -> bool:
    return any(design != shown.table.baseline for design in shown.table.designs)


def _mean(cell: Cell, shown: Shown, say: Words) -> str:
    return _written(cell.estimate, cell.bound, say, measure(shown.asked.measure).form, signed=False)


def _difference(cell: Cell, shown: Shown, say: Words) -> str:
    if cell.design == shown.table.baseline:
        return say.text("terminal_baseline")
    form = "points" if measure(shown.asked.measure).form == "share" else "number"
    return _written(cell.difference, cell.difference_bound, say, form, signed=True)


def _written(found: Estimate | None, bound: str | None, say: Words, form: str, *, signed: bool) -> str:
    if found is None:
        return NOTHING
    if bound:
        text = number(found.mean, signed=signed, form=form)
        return say.text("at_least" if bound == "lower" else "at_most", value=text)
    return estimate(found.mean, found.low, found.high, signed=signed, form=form)


def _notes(shown: Shown, say: Words, whole: bool) -> list[str]:
    """Return what a reader has to know of this table, and of no other."""
    table, total = shown.table, shown.stored.sweep.replications
    cells, others = table.cells, _has_differences(shown)
    notes = [say.text("show_note", family=exact(table.family)) if others else say.text("show_note_means")]
    kinds = {cell.kind(difference) for cell in cells for difference in ((False, True) if others else (False,))}
    if any(cell.bound or cell.difference_bound for cell in cells) or "open" in kinds:
        notes.append(say.text("show_bounds"))
    if "overloaded" in kinds:
        notes.append(say.text("show_overloaded"))
    if any(cell.replications < total for cell in cells):
        notes.append(say.text("show_fewer", replications=exact(total)))
    if any(cell.kind(False) == "absent" for cell in cells):
        notes.append(say.text("show_absent"))
    if not whole and len(cells) > MOST_ROWS:
        notes.append(say.text("show_cut", shown=exact(MOST_ROWS), rows=exact(len(cells))))
    return notes + legend(shown, say)


def legend(shown: Shown, say: Words) -> list[str]:
    """Return what the shortened names of keys stand for."""
    keys = [shown.keys[place] for place in shown.varying()]
    short = short_names(shown.keys)
    pairs = [(short[key], key.removeprefix("+")) for key in keys]
    told = [say.text("show_short", short=name, name=key) for name, key in pairs if name != key]
    return [say.text("clause_sep").join(told)] if told else []


def _effects(found: Effects, shown: Shown, say: Words) -> list[str]:
    name = say.measure(shown.asked.measure)
    key = "sweep_less" if found.of_difference else "sweep_of"
    outcome = say.text(key, measure=name, design=found.design, baseline=shown.table.baseline)
    counts = {"outcome": outcome, "used": exact(found.used), "trajectories": exact(found.trajectories)}
    if found.effects is None:
        return [say.text("show_morris_few", **counts)]
    form = "points" if measure(shown.asked.measure).form == "share" else "number"
    rows: list[Sequence[str]] = [[say.text("show_morris_key"), "μ*", "μ", "σ"]]
    for effect in found.effects:
        mu = number(effect.mu, signed=True, form=form)
        rows.append([effect.key, number(effect.mu_star, form=form), mu, number(effect.sigma, form=form)])
    return [say.text("show_morris", **counts), *columns(rows)]
