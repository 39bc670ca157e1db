"""Median elapsed days against load, one line per design; hollow where a design is overloaded."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullFormatter, ScalarFormatter

from analysis.figures import canvas, palette
from analysis.report.numbers import number

if TYPE_CHECKING:
    from analysis.report.reading import Reading
    from analysis.report.shape import LoadAxis

HEIGHT = 470
LABEL_WIDTH = 200
WIDE_RANGE = 12
"""Above this ratio of the largest to the smallest median the axis is logarithmic."""


def draw(reading: Reading, axis: LoadAxis) -> Figure:
    """Return the lines of all designs on the axis, each with its name at its end."""
    comparison = reading.comparison
    colours = palette.design_colours(comparison.baseline, comparison.others)
    dashes = palette.design_dashes(comparison.baseline, comparison.others)
    figure = canvas.figure(HEIGHT)
    axes = figure.add_axes((0.062, 0.125, 0.918 - LABEL_WIDTH / canvas.WIDTH, 0.80))
    order = [name for name in (comparison.baseline, *comparison.others) if name in axis.designs]
    for name in order:
        _draw_line(axes, axis, name, colours[name], dashes[name])
    _set_axes(axes, reading, axis)
    _label_ends(axes, reading, axis, order, colours)
    _draw_legend(axes, reading, axis)
    return figure


def spread(places: list[float], gap: float) -> list[float]:
    """Return places moved apart so that neighbours keep a gap, as near to where they were as a block can be.

    >>> spread([0.0, 1.0, 30.0], 10)
    [-4.5, 5.5, 30.0]
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    blocks: list[list[int]] = []
    for i in order:
        blocks.append([i])
        while len(blocks) > 1 and _top(blocks[-1], places, gap) - _bottom(blocks[-2], places, gap) < gap:
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    moved = list(places)
    for block in blocks:
        for place, i in enumerate(block):
            moved[i] = _top(block, places, gap) + place * gap
    return moved


def _top(block: list[int], places: list[float], gap: float) -> float:
    return sum(places[i] for i in block) / len(block) - gap * (len(block) - 1) / 2


def _bottom(block: list[int], places: list[float], gap: float) -> float:
    return _top(block, places, gap) + gap * (len(block) - 1)


def _draw_line(axes: Axes, axis: LoadAxis, name: str, colour: str, dash: str) -> None:
    line = axis.designs[name]
    medians = [nan if value is None else value for value in line.elapsed_days_median]
    axes.plot(axis.loads, medians, color=colour, linestyle=dash, linewidth=1.9, zorder=2)
    for load, median, status in zip(axis.loads, medians, line.status, strict=True):
        fill = "white" if status == "overloaded" else colour
        axes.plot(
            [load], [median], "o", markersize=7, markeredgecolor=colour, markeredgewidth=1.6, color=fill, zorder=3
        )


def _set_axes(axes: Axes, reading: Reading, axis: LoadAxis) -> None:
    known = [v for line in axis.designs.values() for v in line.elapsed_days_median if v is not None and v > 0]
    top = max(known, default=1.0)
    if known and top / min(known) > WIDE_RANGE:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(ScalarFormatter())
        axes.yaxis.set_minor_formatter(NullFormatter())
    else:
        axes.set_ylim(0, top * 1.1)
    span = max(axis.loads) - min(axis.loads)
    axes.set_xlim(min(axis.loads) - 0.04 * (span or 1), max(axis.loads) + 0.02 * (span or 1))
    axes.set_xticks(axis.loads, [number(load) for load in axis.loads])
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.set_xlabel(reading.words.text("load_axis_load"))
    axes.set_ylabel(reading.words.text("load_axis_median"))
    nominal = reading.comparison.load.nominal
    if nominal is not None and axes.get_xlim()[0] <= nominal <= axes.get_xlim()[1]:
        axes.axvline(nominal, color=canvas.SOFT, linewidth=0.8, linestyle=(0, (2, 3)), zorder=1)
        label = reading.words.text("load_axis_nominal", value=number(nominal))
        axes.annotate(
            label,
            (nominal, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=canvas.SMALL,
            color=canvas.SOFT,
        )


def _label_ends(axes: Axes, reading: Reading, axis: LoadAxis, order: list[str], colours: dict[str, str]) -> None:
    """Write each design's name beside the last known point of its line, moved apart where they would touch."""
    ends = {name: _last_known(axis, name) for name in order}
    named = [name for name in order if ends[name] is not None]
    pixels = [_pixels(axes, ends[name]) for name in named]
    right = axes.get_xlim()[1]
    for name, y, wanted in zip(named, pixels, spread(pixels, 17), strict=True):
        text = canvas.wrapped(reading.name(name), canvas.NORMAL, LABEL_WIDTH - 12, lines=1)[0]
        axes.annotate(
            text,
            xy=(right, ends[name]),
            xytext=(16, (wanted - y) * 72 / canvas.DPI),
            textcoords="offset points",
            color=colours[name],
            va="center",
            arrowprops={"arrowstyle": "-", "color": colours[name], "linewidth": 0.7, "shrinkA": 1, "shrinkB": 0},
            annotation_clip=False,
        )


def _pixels(axes: Axes, value: float | None) -> float:
    return float(axes.transData.transform((0, value or 0.0))[1])


def _last_known(axis: LoadAxis, name: str) -> float | None:
    known = [value for value in axis.designs[name].elapsed_days_median if value is not None]
    return known[-1] if known else None


def _draw_legend(axes: Axes, reading: Reading, axis: LoadAxis) -> None:
    words = reading.words
    handles = [
        Line2D([], [], marker="o", linestyle="", color="white", markeredgecolor=canvas.INK, markersize=7),
        Line2D([], [], linestyle=""),
    ]
    labels = [
        words.text("load_axis_hollow"),
        words.text("load_axis_replications", replications=number(axis.replications)),
    ]
    axes.legend(handles, labels, loc="upper left", frameon=False, handlelength=1.2)
