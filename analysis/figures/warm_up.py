"""Open matters week by week, one line with a band for each design; the warm-up shaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures import canvas, palette

if TYPE_CHECKING:
    from analysis.report.shape_warm_up import WarmUp
    from analysis.report.words import Words

HEIGHT = 430
LEGEND_WIDTH = 230
MONTHS_LABELLED = 8
"""Of more months than these only those that begin a quarter have a label."""


def draw(words: Words, found: WarmUp, names: Mapping[str, str], baseline: str) -> Figure:
    """Return the lines of all designs that have a name, over the weeks since the start."""
    order = [baseline, *(name for name in found.open if name != baseline)]
    order = [name for name in order if name in found.open and name in names]
    others = [name for name in names if name != baseline]
    colours, dashes = palette.design_colours(baseline, others), palette.design_dashes(baseline, others)
    figure = canvas.figure(HEIGHT)
    axes = figure.add_axes((0.062, 0.125, 0.925 - LEGEND_WIDTH / canvas.WIDTH, 0.83))
    middle = [7 * week + 3.5 for week in range(len(found.weeks))]
    for name in order:
        band = found.open[name]
        label = "\n".join(canvas.wrapped(names[name], canvas.NORMAL, LEGEND_WIDTH - 60))
        axes.fill_between(middle, band.low, band.high, color=colours[name], alpha=0.1, linewidth=0)
        axes.plot(middle, band.mean, color=colours[name], linestyle=dashes[name], linewidth=1.8, label=label)
    _set_axes(axes, words, found)
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False, handlelength=3.0, borderaxespad=0)
    return figure


def _set_axes(axes: Axes, words: Words, found: WarmUp) -> None:
    axes.set_xlim(0, max(7 * len(found.weeks), found.days, 7))
    axes.set_ylim(0, max((value for band in found.open.values() for value in band.high), default=1.0) * 1.12 or 1.0)
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.set_ylabel(words.text("warm_up_open"))
    if found.days:
        axes.axvspan(0, found.days, color=canvas.FAINT, alpha=0.55, linewidth=0, zorder=0)
        axes.annotate(words.text("again_warm_up"), (0, 1), xycoords=("data", "axes fraction"), xytext=(5, -5),
                      textcoords="offset points", va="top", color=canvas.SOFT)  # fmt: skip
    if not found.weeks:
        return
    begins = _months(found.weeks[0], found.weeks[-1] + timedelta(days=7))
    labelled = [day for day in begins if len(begins) <= MONTHS_LABELLED or day.month % 3 == 1]
    axes.set_xticks([(day - found.weeks[0]).days for day in labelled], [day.strftime("%Y-%m") for day in labelled])
    axes.set_xticks([(day - found.weeks[0]).days for day in begins], minor=True)


def _months(first: date, end: date) -> list[date]:
    """Return the first days of months in [first, end]."""
    days = (first + timedelta(days=index) for index in range((end - first).days + 1))
    return [day for day in days if day.day == 1]
