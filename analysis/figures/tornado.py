"""The tornado: for each leading assumption, how far the difference goes at both ends of its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.figures import canvas
from analysis.report.catalogue import measure

if TYPE_CHECKING:
    from analysis.report.shape_base import Estimate
    from analysis.report.shape_sensitivity import AssumedNumber, Sensitivity
    from analysis.report.words import Words

ROW, HEAD, FOOT = 46, 44, 58
NAMES = 400
"""Pixels for the keys on the left."""

COLOURS = {"low": "#0072b2", "high": "#d55e00"}
HALF = 0.36
"""Height of a bar; each end has its own, so that both can be read where they go the same way."""


def draw(words: Words, found: Sensitivity) -> Figure:
    """Return a pair of bars for each leading number, from the difference as configured to that at either end."""
    rows, scale = found.leading, 100.0 if measure(found.measure).form == "share" else 1.0
    height = HEAD + ROW * max(len(rows), 1) + FOOT
    figure = canvas.figure(height)
    axes = figure.add_axes(
        (NAMES / canvas.WIDTH, FOOT / height, 0.985 - NAMES / canvas.WIDTH, 1 - (HEAD + FOOT) / height)
    )
    base = (found.difference.mean or 0.0) * scale
    low, high = _limits(rows, base, scale)
    for place, row in enumerate(rows):
        _draw_row(axes, words, row, place, base, scale)
    _set_axes(axes, words, found, base, (low, high), len(rows))
    handles = [Patch(facecolor=colour, label=words.text(f"sens_end_{end}")) for end, colour in COLOURS.items()]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(NAMES / canvas.WIDTH - 0.01, 1.0), ncols=2,
                  frameon=False)  # fmt: skip
    return figure


def _limits(rows: list[AssumedNumber], base: float, scale: float) -> tuple[float, float]:
    """Return the ends of the axis: 0, the base and all intervals are on it, with room for values beside the bars."""
    ends = [one for row in rows for one in (row.at_low, row.at_high) if one is not None]
    reached = [value * scale for one in ends for value in (one.mean, one.low, one.high) if value is not None]
    low, high = min([0.0, base, *reached]), max([0.0, base, *reached])
    room = (high - low or 1.0) * 0.12
    return low - room, high + room


def _draw_row(axes: Axes, words: Words, row: AssumedNumber, place: int, base: float, scale: float) -> None:
    ends: dict[str, tuple[Estimate | None, object, str, float]] = {
        "low": (row.at_low, row.low, row.status_low, place - HALF / 2),
        "high": (row.at_high, row.high, row.status_high, place + HALF / 2),
    }
    for end, (estimate, value, status, y) in ends.items():
        if estimate is None or estimate.mean is None:
            label = words.text("name_value", name=_short(value), value=words.status(status))
            _label(axes, label if status != "unplayed" else words.text("nothing"), base, y, 1)
            continue
        mean = estimate.mean * scale
        alpha = 1.0 if row.distinguishable else 0.35
        axes.barh(y, mean - base, left=base, height=HALF, color=COLOURS[end], alpha=alpha, linewidth=0)
        reach = mean
        if estimate.low is not None and estimate.high is not None:
            edges = estimate.low * scale, estimate.high * scale
            axes.plot(edges, (y, y), color=canvas.INK, linewidth=0.9, solid_capstyle="butt")
            reach = max(edges) if mean >= base else min(edges)
        _label(axes, _short(value), reach, y, 1 if mean >= base else -1)


def _short(value: object) -> str:
    from analysis.report.numbers import given

    return given(str(value))


def _label(axes: Axes, text: str, x: float, y: float, side: int) -> None:
    axes.annotate(
        text, (x, y), xytext=(4 * side, 0), textcoords="offset points", va="center",
        ha="left" if side > 0 else "right", fontsize=canvas.SMALL, color=canvas.SOFT,
    )  # fmt: skip


def _set_axes(
    axes: Axes, words: Words, found: Sensitivity, base: float, limits: tuple[float, float], count: int
) -> None:
    axes.set_xlim(*limits)
    axes.set_ylim(max(count, 1) - 0.5, -0.5)
    axes.axvline(0, color=canvas.INK, linewidth=1.0, zorder=0)
    axes.axvline(base, color=canvas.SOFT, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    names = ["\n".join(canvas.wrapped(row.key, canvas.NORMAL, NAMES - 26, lines=2)) for row in found.leading]
    axes.set_yticks(range(count), names)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(words.text("sens_axis", measure=words.measure(found.measure)))
