"""Where a sweep is best along one key: a line for each design and combination of other keys, its optimum marked.

Lines that differ in two things only have a colour for the one and a dash for the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from analysis.figures import canvas, palette, sweep_line
from analysis.figures.sweep_axis import SweepAxis
from analysis.figures.sweep_picture import HEAD, LEFT, Picture, head, marks
from analysis.optimum import Optimum

Dash = Literal["-", "--", "-.", ":"]

HEIGHT = 620
LEGEND_WIDTH = 300
DASHES: tuple[Dash, ...] = ("-", "--", "-.", ":")

MOST = 12
"""So many lines can be told apart."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the picture: what tells it from others, in the order of `Lines.heads`, its points and its optimum."""

    told: tuple[str, ...]
    points: tuple[int, ...]
    optimum: Optimum | None


@dataclass(frozen=True, kw_only=True)
class Lines:
    """All lines by the name that they go by as designs of the picture; `heads` name what tells them apart.

    `design` is the one that all lines are of, if there is one.
    """

    heads: tuple[str, ...]
    lines: Mapping[str, Line]
    design: str | None = None


def draw(picture: Picture, lines: Lines) -> Figure:
    """Return the lines along the only key of the picture, whose designs are the names of the lines."""
    axis, styles = picture.axis(0), _styles(lines)
    figure = canvas.figure(HEIGHT)
    left, right = 86 / canvas.WIDTH, 1 - (LEGEND_WIDTH + LEFT) / canvas.WIDTH
    foot = sweep_line.FOOT
    axes = figure.add_axes((left, foot / HEIGHT, right - left, 1 - (foot + HEAD) / HEIGHT))
    for name, (colour, dash) in styles.items():
        sweep_line.draw_line(axes, picture, axis, name, colour, dash, lines.lines[name].points)
    sweep_line.set_axes(axes, picture, axis)
    if is_geometric(axis.places):
        _set_logarithmic(axes, axis)
    sweep_line.draw_unknown(axes, picture, axis, {name: colour for name, (colour, _) in styles.items()})
    for name, (colour, _) in styles.items():
        _mark(axes, lines.lines[name].optimum, colour)
    _legend(axes, lines, styles)
    head(figure, picture, picture.quantity(lines.design))
    handles, labels = sweep_line.marks_of(picture)
    marks(figure, [_handle(), *handles], [picture.words.text("show_optimum_mark"), *labels])
    return figure


def is_geometric(places: Sequence[float]) -> bool:
    """Return whether places are more evenly spread by their ratios than by their distances."""
    if min(places) <= 0 or len(places) < 3:
        return False
    steps, ratios = np.diff(places), np.diff([log(place) for place in places])
    return bool(ratios.std() / ratios.mean() < steps.std() / steps.mean())


def _set_logarithmic(axes: Axes, axis: SweepAxis) -> None:
    axes.set_xscale("log")
    pad = (axis.places[-1] / axis.places[0]) ** 0.03
    axes.set_xlim(axis.places[0] / pad, axis.places[-1] * pad)
    pixels = [float(axes.transData.transform((place, axes.get_ylim()[0]))[0]) for place in axis.places]
    chosen = axis.labelled(pixels)
    axes.set_xticks([axis.places[i] for i in chosen], [axis.text(axis.values[i]) for i in chosen])
    axes.xaxis.set_minor_locator(NullLocator())


def _styles(lines: Lines) -> dict[str, tuple[str, Dash]]:
    """Return colour and dash of each line."""
    told = [line.told for line in lines.lines.values()]
    colours = (palette.BASELINE, *palette.OTHERS)
    first, second = ([list(dict.fromkeys(one[place] for one in told)) for place in (0, 1)] if lines.heads[1:2] else
                     [[], []])  # fmt: skip
    if len(lines.heads) == 2 and len(first) <= len(colours) and len(second) <= len(DASHES):
        pairs = [(colours[first.index(one[0])], DASHES[second.index(one[1])]) for one in told]
    else:
        pairs = [(colours[place % len(colours)], DASHES[place % len(DASHES)]) for place in range(len(told))]
    return dict(zip(lines.lines, pairs, strict=True))


def _mark(axes: Axes, found: Optimum | None, colour: str) -> None:
    """Mark the best mean, and at its height from where to where the best may be."""
    if found is None:
        return
    height = found.estimate.mean
    if found.span:
        axes.plot(found.span, [height] * 2, color=colour, linewidth=5, alpha=0.45, solid_capstyle="butt", zorder=4)
        axes.plot(found.span, [height] * 2, "|", color=colour, markersize=11, markeredgewidth=1.6, zorder=4)
    axes.plot([found.at], [height], "D", color=colour, markeredgecolor="white", markersize=8, zorder=5)


def _legend(axes: Axes, lines: Lines, styles: Mapping[str, tuple[str, Dash]]) -> None:
    handles = []
    for name, (colour, dash) in styles.items():
        text = " · ".join(lines.lines[name].told)
        label = "\n".join(canvas.wrapped(text, canvas.NORMAL, LEGEND_WIDTH - 60, lines=2))
        handles.append(Line2D([], [], color=colour, linestyle=dash, linewidth=1.8, label=label))
    legend = axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.015, 1.0), frameon=False,
                         handlelength=3.6, borderaxespad=0, alignment="left")  # fmt: skip
    title = canvas.wrapped(" · ".join(lines.heads), canvas.SMALL, LEGEND_WIDTH - 10, lines=3)
    legend.set_title("\n".join(title), prop=FontProperties(size=canvas.SMALL, family=canvas.FAMILY))


def _handle() -> Any:
    return Line2D([], [], color=canvas.SOFT, marker="D", markeredgecolor="white", markersize=8, linewidth=5, alpha=0.7)
