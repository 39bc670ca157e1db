"""How elapsed time is distributed: the share closed within so many days, one line per design."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from analysis.figures import canvas, palette

if TYPE_CHECKING:
    from analysis.report.reading import Reading
    from analysis.report.shape import Distribution

HEIGHT = 460
SHOWN_SHARE = 0.97
"""The axis ends where the slowest design has closed this share, so that a long tail does not squeeze the rest."""


def draw(reading: Reading) -> Figure:
    """Return the lines of all designs whose distribution is stored, the legend in the order of their medians."""
    comparison = reading.comparison
    colours = palette.design_colours(comparison.baseline, comparison.others)
    dashes = palette.design_dashes(comparison.baseline, comparison.others)
    figure = canvas.figure(HEIGHT)
    axes = figure.add_axes((0.062, 0.125, 0.925, 0.845))
    stored = comparison.elapsed_distribution
    order = sorted((name for name in stored if name in comparison.designs), key=lambda n: _median(stored[n]))
    for name in order:
        axes.plot(
            stored[name].days,
            stored[name].share_closed,
            color=colours[name],
            linestyle=dashes[name],
            linewidth=2.4 if name == comparison.baseline else 1.9,
            label=_label(reading, name),
        )
    axes.axhline(0.5, color=canvas.SOFT, linewidth=0.7, linestyle=(0, (2, 3)), zorder=0)
    axes.set_xlim(0, max((_last_shown(line) for line in stored.values()), default=1))
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.grid(axis="y")
    axes.set_xlabel(reading.words.text("distribution_days"))
    axes.set_ylabel(reading.words.text("distribution_share"))
    axes.legend(loc="lower right", fontsize=canvas.NORMAL, frameon=False, handlelength=3.2, labelspacing=0.55)
    return figure


def days_until(distribution: Distribution, share: float) -> float | None:
    """Return the days until a share is closed, between two stored days by a straight line; None if never."""
    points = list(zip(distribution.days, distribution.share_closed, strict=True))
    if not points or points[-1][1] < share:
        return None
    if points[0][1] >= share:
        return points[0][0]
    (day, below), (next_day, above) = next(pair for pair in pairwise(points) if pair[1][1] >= share)
    return day + (next_day - day) * (share - below) / (above - below)


def _median(distribution: Distribution) -> float:
    found = days_until(distribution, 0.5)
    return float("inf") if found is None else found


def _last_shown(distribution: Distribution) -> float:
    found = days_until(distribution, SHOWN_SHARE)
    return max(distribution.days, default=1) if found is None else found


def _label(reading: Reading, design: str) -> str:
    name = canvas.printable(reading.name_with_status(design))
    median = reading.written(design, "elapsed_days_median")
    return reading.words.text("distribution_legend", name=name, value=median)
