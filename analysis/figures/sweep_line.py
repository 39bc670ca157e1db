"""A sweep along one key: a line with a band for each design; points without a steady figure are marked, not joined.

Values that are no numbers have nothing between them: their points stand beside one another, each with its interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from analysis.figures import canvas, palette
from analysis.figures.load_axis import WIDE_RANGE
from analysis.figures.sweep_axis import SweepAxis
from analysis.figures.sweep_picture import HEAD, LEFT, Picture, head, marks
from analysis.sweep_table import Cell

HEIGHT = 540
LEGEND_WIDTH = 230
FOOT = 96
MANY = 40
"""With more points than these the dots of a line are left out."""

ASIDE = 0.08
"""How far apart the designs stand at one category."""

MARKS = {"lower": "^", "upper": "v", "overloaded": "x", "open": "+"}
SIGNS = {"lower": "≥ ", "upper": "≤ "}
UNKNOWN = ("overloaded", "open")
EDGE, EDGE_ROW = 0.975, 0.035
"""Where the marks of points without a figure begin along the upper edge, and how far the next design's are below."""


def draw(picture: Picture) -> Figure:
    """Return the lines of all designs along the only key that varies."""
    axis, baseline = picture.axis(0), picture.table.baseline
    others = [name for name in picture.names if name != baseline]
    colours, dashes = palette.design_colours(baseline, others), palette.design_dashes(baseline, others)
    figure = canvas.figure(HEIGHT)
    left, right = 86 / canvas.WIDTH, 1 - (LEGEND_WIDTH + LEFT) / canvas.WIDTH
    axes = figure.add_axes((left, FOOT / HEIGHT, right - left, 1 - (FOOT + HEAD) / HEIGHT))
    for name in picture.designs:
        draw_line(axes, picture, axis, name, colours[name], dashes[name])
    set_axes(axes, picture, axis)
    draw_unknown(axes, picture, axis, colours)
    handles = [_handle(picture.names[name], colours[name], dashes[name]) for name in picture.designs]
    axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.015, 1.0), frameon=False, handlelength=3.0,
                borderaxespad=0)  # fmt: skip
    head(figure, picture, picture.quantity())
    marks(figure, *marks_of(picture))
    return figure


def runs(cells: Sequence[Cell | None], difference: bool) -> list[list[Cell]]:
    """Return the cells with a steady figure in pieces that may be joined: nothing else lies between them."""
    pieces: list[list[Cell]] = [[]]
    for cell in cells:
        estimate, bound = cell.shown(difference) if cell else (None, None)
        if cell is None or estimate is None or bound is not None:
            pieces.append([])
        else:
            pieces[-1].append(cell)
    return [piece for piece in pieces if piece]


def draw_line(
    axes: Axes, picture: Picture, axis: SweepAxis, name: str, colour: str, dash: str,
    points: Sequence[int] | None = None,
) -> None:  # fmt: skip
    """Draw the figures of a design: joined where steady, with a band, and its bounds as marks.

    `points` are all of its points, played or not; without them it is at every one of the picture.
    """
    by_point = {cell.point: cell for cell in picture.cells(name)}
    order = sorted(points or picture.points, key=lambda point: axis.place(picture.points[point][0]))
    pieces = runs([by_point.get(point) for point in order], picture.difference)
    if not axis.is_numeric:
        pieces = [[cell] for piece in pieces for cell in piece]
    for piece in pieces:
        places = [_place(picture, axis, cell) for cell in piece]
        found = [cell.shown(picture.difference)[0] for cell in piece]
        means = [one.mean for one in found if one]
        dot = "o" if len(order) <= MANY or len(piece) == 1 else ""
        axes.plot(places, means, color=colour, linestyle=dash, linewidth=1.8, marker=dot, markersize=4.5, zorder=3)
        low = [one.mean if one.low is None else one.low for one in found if one]
        high = [one.mean if one.high is None else one.high for one in found if one]
        if len(piece) > 1:
            axes.fill_between(places, low, high, color=colour, alpha=0.13, linewidth=0, zorder=2)
        else:
            axes.vlines(places, low, high, color=colour, alpha=0.4, linewidth=5, zorder=2)
    for cell in by_point.values():
        estimate, bound = cell.shown(picture.difference)
        if estimate and bound:
            axes.plot([_place(picture, axis, cell)], [estimate.mean], MARKS[bound], markersize=7, color="white",
                      markeredgecolor=colour, markeredgewidth=1.5, zorder=4)  # fmt: skip


def draw_unknown(axes: Axes, picture: Picture, axis: SweepAxis, colours: dict[str, str]) -> None:
    """Mark points that have no figure along the upper edge, the designs one below another."""
    for row, name in enumerate(picture.designs):
        for kind in UNKNOWN:
            places = [_place(picture, axis, cell) for cell in picture.cells(name) if _kind(picture, cell) == kind]
            height = [EDGE - EDGE_ROW * row] * len(places)
            axes.plot(places, height, MARKS[kind], color=colours[name], markersize=6, markeredgewidth=1.6,
                      transform=axes.get_xaxis_transform(), zorder=5)  # fmt: skip


def _kind(picture: Picture, cell: Cell) -> str:
    return cell.kind(picture.difference)


def set_axes(axes: Axes, picture: Picture, axis: SweepAxis) -> None:
    """Set limits, ticks and labels; the axis of figures is logarithmic where they lie far apart."""
    span = (axis.places[-1] - axis.places[0]) or 1.0
    pad = 0.03 * span if axis.is_numeric else 0.5
    axes.set_xlim(axis.places[0] - pad, axis.places[-1] + pad)
    pixels = [float(axes.transData.transform((place, 0))[0]) for place in axis.places]
    chosen = axis.labelled(pixels)
    axes.set_xticks([axis.places[i] for i in chosen], [axis.text(axis.values[i]) for i in chosen])
    shown = [estimate for name in picture.designs for cell in picture.cells(name)
             if (estimate := cell.shown(picture.difference)[0])]  # fmt: skip
    low, high = min((one.mean for one in shown), default=0.0), max((one.mean for one in shown), default=0.0)
    if not picture.difference and low > 0 and high / low > WIDE_RANGE:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axes.yaxis.set_minor_formatter(NullFormatter())
    axes.margins(y=0.06)
    _make_room(axes, picture)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: picture.number(value)))
    if picture.difference:
        axes.axhline(0, color=canvas.INK, linewidth=0.9, zorder=1)
    if not shown:
        axes.set_yticks([])
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.set_xlabel(axis.label)


def _make_room(axes: Axes, picture: Picture) -> None:
    """Raise the upper limit, so that marks along the edge stand above all that is drawn."""
    if not any(_kind(picture, cell) in UNKNOWN for name in picture.designs for cell in picture.cells(name)):
        return
    taken = min((1 - EDGE) + EDGE_ROW * len(picture.designs), 0.5)
    into, out = axes.yaxis.get_transform(), axes.yaxis.get_transform().inverted()
    low, high = (float(end) for end in into.transform(list(axes.get_ylim())))
    axes.set_ylim(top=float(out.transform(low + (high - low) / (1 - taken))))


def marks_of(picture: Picture) -> tuple[list[Line2D], list[str]]:
    """Return the key to the marks that are there, and what each means."""
    cells = [cell for name in picture.designs for cell in picture.cells(name)]
    there = {cell.shown(picture.difference)[1] for cell in cells} | {_kind(picture, cell) for cell in cells}
    handles, labels = [], []
    for name, marker in MARKS.items():
        if name in there:
            handles.append(_mark(marker, "white" if name in SIGNS else canvas.INK))
            labels.append(SIGNS.get(name, "") + picture.words.text(f"sweep_{'capped' if name in SIGNS else name}"))
    return handles, labels


def _place(picture: Picture, axis: SweepAxis, cell: Cell) -> float:
    aside = 0.0 if axis.is_numeric else ASIDE * (picture.designs.index(cell.design) - (len(picture.designs) - 1) / 2)
    return axis.place(picture.points[cell.point][0]) + aside


def _mark(marker: str, fill: str) -> Line2D:
    return Line2D([], [], marker=marker, linestyle="", color=fill, markeredgecolor=canvas.INK, markeredgewidth=1.5,
                  markersize=7)  # fmt: skip


def _handle(name: str, colour: str, dash: Any) -> Line2D:
    label = canvas.wrapped(name, canvas.NORMAL, LEGEND_WIDTH - 60, lines=2)
    return Line2D([], [], color=colour, linestyle=dash, linewidth=1.8, label="\n".join(label))
