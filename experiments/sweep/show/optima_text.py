"""What `tiaokuai show --minimum` prints: a row for each design and combination of keys, and what the columns say."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.columns import columns
from analysis.intervals import Estimate
from analysis.optimum import End, Optimum
from analysis.report.catalogue import measure
from analysis.report.numbers import NOTHING, estimate, exact, number
from analysis.report.words import Words, words
from analysis.sweep_names import short_names, value_text
from experiments.sweep.show.optima import Optima, Row
from experiments.sweep.show.showing import Shown
from experiments.sweep.show.text import MOST_ROWS, legend, progress, title

COLUMNS = ("may_be", "singly", "there")


def optima_text(shown: Shown, optima: Optima, lang: str, *, whole: bool = False) -> str:
    """Return all of it; `whole` shows every row of a long table."""
    say = words(lang)
    kind = "largest" if optima.largest else "least"
    head = say.text(f"show_{kind}_along", title=title(shown, say), axis=_axis(shown, optima))
    rows = optima.rows if whole else optima.rows[:MOST_ROWS]
    ends = [_shared_end(optima, place) for place in (0, 1)]
    table = columns([_heads(shown, optima, ends, say), *(_cells(row, shown, optima, ends, say) for row in rows)])
    notes = _notes(shown, optima, say)
    if len(rows) < len(optima.rows):
        notes.append(say.text("show_cut", shown=exact(len(rows)), rows=exact(len(optima.rows))))
    return "\n".join([*progress(shown, say), "", head, "", *table, "", *notes, *legend(shown, say)])


def _axis(shown: Shown, optima: Optima) -> str:
    return shown.keys[optima.axis].removeprefix("+")


def _shared_end(optima: Optima, place: int) -> str | None:
    """Return the value that is an end of the axis in all rows, if it is the same."""
    found = {value_text(row.optimum.ends[place].value) for row in optima.rows if row.optimum}
    return found.pop() if len(found) == 1 else None


def _heads(shown: Shown, optima: Optima, ends: Sequence[str | None], say: Words) -> list[str]:
    short = short_names(shown.keys)
    kind = "largest" if optima.largest else "least"
    heads = [short[shown.keys[place]] for place in optima.by]
    heads += [say.text("show_design"), say.text("show_replications"), say.text(f"show_{kind}_at")]
    heads += [say.text(f"show_{name}") for name in COLUMNS]
    for name, end in zip(("lowest", "highest"), ends, strict=True):
        heads.append(say.text(f"show_{name}_end") if end is None else say.text("show_at_end", value=end))
    return [*heads, say.text("show_interior")]


def _cells(row: Row, shown: Shown, optima: Optima, ends: Sequence[str | None], say: Words) -> list[str]:
    cells = [*(value_text(value) for value in row.others), row.design]
    found = row.optimum
    if found is None:
        return [*cells, "0", *[NOTHING] * (len(COLUMNS) + 4)]
    is_share = measure(shown.asked.measure).form == "share"
    form = ("points" if shown.asked.difference else "share") if is_share else "number"
    cells += [exact(found.replications), value_text(found.at), _span(found.span)]
    cells += [_span((min(found.singly), max(found.singly)))]
    cells.append(_written(found.estimate, form, signed=shown.asked.difference))
    for end, shared in zip(found.ends, ends, strict=True):
        text = _end(end, found, shown, optima, say)
        cells.append(text if shared is not None else f"{value_text(end.value)}: {text}")
    return [*cells, NOTHING if found.interior is None else say.text("said_yes" if found.interior else "said_no")]


def _span(span: tuple[float, float] | None) -> str:
    return NOTHING if span is None else f"[{value_text(span[0])}, {value_text(span[1])}]"


def _end(end: End, found: Optimum, shown: Shown, optima: Optima, say: Words) -> str:
    if end.value == found.at:
        return say.text("show_best_there")
    if end.more is None:
        return NOTHING
    form = "share" if optima.relative else "points" if measure(shown.asked.measure).form == "share" else "number"
    if end.is_bound:
        text = number(end.more.mean, signed=True, form=form)
        return say.text("at_most" if optima.largest else "at_least", value=text)
    return _written(end.more, form, signed=True)


def _written(found: Estimate, form: str, *, signed: bool) -> str:
    return estimate(found.mean, found.low, found.high, signed=signed, form=form)


def _notes(shown: Shown, optima: Optima, say: Words) -> list[str]:
    """Return what a reader has to know of this table, and of no other."""
    found = [row.optimum for row in optima.rows if row.optimum]
    notes = [say.text("show_optimum_note", rows=exact(len(optima.rows)))]
    if any(one.among is None for one in found):
        notes.append(say.text("show_optimum_single"))
    if any(one.without for one in found):
        notes.append(say.text("show_optimum_without", rows=exact(sum(bool(one.without) for one in found))))
    if len(found) < len(optima.rows):
        notes.append(say.text("show_optimum_none"))
    if any(end.is_bound for one in found for end in one.ends):
        notes.append(say.text("show_bounds"))
    if optima.still:
        names = say.listed(list(optima.still))
        notes.append(say.text("show_optimum_still", designs=names, axis=_axis(shown, optima)))
    return notes
