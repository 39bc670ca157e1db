"""The institution under two designs: a layered picture, mirrored around the upper-level bureaus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path

from analysis.figures import canvas, palette
from analysis.figures.institution_layout import (
    DETAIL,
    LEFT,
    LINE,
    TITLE,
    WIDTHS,
    Box,
    Layout,
    Line,
    arrange,
)
from analysis.report import numbers

if TYPE_CHECKING:
    from analysis.report.reading import Reading

THINNEST, EACH, THICKEST = 0.7, 1.2, 9.0
"""Width in points: of no office, what each office adds at most, and of the line with the most offices."""

ADDED = "#dcecf7"
FILLS = {"chief": "#f4f6f7", "deputy": "#f4f6f7", "unit": "#ffffff", "bureau": "#eef3ec"}


def draw(reading: Reading, left: str, right: str) -> Figure:
    """Return the picture of two designs of one institution, the first on the left."""
    layout = arrange(reading, left, right)
    figure = canvas.figure(layout.height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, canvas.WIDTH)
    axes.set_ylim(layout.height, 0)
    colours = {"left": palette.BASELINE, "right": palette.OTHERS[0], "middle": "#4f7a4a"}
    for line in layout.lines:
        _draw_line(axes, line, layout, colours[line.start.side])
    for box in layout.boxes:
        _draw_box(axes, box, colours[box.side])
    _draw_headings(axes, reading, layout, {"left": left, "right": right}, colours)
    _draw_legend(axes, reading, layout)
    return figure


def _thickness(weight: float, layout: Layout) -> float:
    heaviest = max((line.weight or 0 for line in layout.lines), default=1) or 1
    return THINNEST + min((THICKEST - THINNEST) / heaviest, EACH) * weight


def _draw_line(axes: Axes, line: Line, layout: Layout, colour: str) -> None:
    (x0, y0), (x1, y1) = _ends(line, layout)
    middle = (x0 + x1) / 2
    curve = Path(
        [(x0, y0), (middle, y0), (middle, y1), (x1, y1)],
        [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
    )
    command = line.weight is None
    axes.add_patch(
        PathPatch(
            curve,
            fill=False,
            edgecolor="#aab4bb" if command else colour,
            linewidth=0.9 if command else _thickness(line.weight or 0, layout),
            alpha=1 if command else 0.42,
            capstyle="butt",
            zorder=1,
        )
    )


def _ends(line: Line, layout: Layout) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where a line leaves one box and meets the other, on the sides that face each other."""
    start, end = line.start, line.end
    rightwards = start.x < end.x
    x0 = start.x + start.width if rightwards else start.x
    x1 = end.x if rightwards else end.x + end.width
    return (x0, _port(line, start, layout)), (x1, _port(line, end, layout))


def _port(line: Line, box: Box, layout: Layout) -> float:
    """Return the height at which a line touches a box: its lines are fanned out in the order of their ends."""
    mine = [other for other in layout.lines if _same_face(other, line, box)]
    mine.sort(key=lambda other: _far(other, box).y)
    place = (mine.index(line) + 0.5) / len(mine)
    return box.y + box.height * (0.14 + 0.72 * place)


def _same_face(other: Line, line: Line, box: Box) -> bool:
    return box in (other.start, other.end) and (_far(other, box).x < box.x) == (_far(line, box).x < box.x)


def _far(line: Line, box: Box) -> Box:
    return line.end if line.start == box else line.start


def _draw_box(axes: Axes, box: Box, colour: str) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (box.x, box.y),
            box.width,
            box.height,
            boxstyle="round,pad=0,rounding_size=4",
            facecolor=ADDED if box.added else FILLS[box.kind],
            edgecolor=colour,
            linewidth=2.2 if box.added else 1.0,
            zorder=2,
            gid=f"box-{box.side}-{box.kind}-{box.names[0]}",
        )
    )
    centre = box.x + box.width / 2
    y = box.y + 5.5 + LINE / 2
    for text in box.lines:
        axes.text(centre, y, text, fontsize=TITLE, ha="center", va="center", zorder=3)
        y += LINE
    if box.detail:
        axes.text(centre, y - 1.5, box.detail, fontsize=DETAIL, color=canvas.SOFT, ha="center", va="center", zorder=3)


def _draw_headings(
    axes: Axes, reading: Reading, layout: Layout, designs: dict[str, str], colours: dict[str, str]
) -> None:
    words = reading.words
    for side, design in designs.items():
        title = canvas.wrapped(reading.name_with_status(design), 13, 480, lines=1)[0]
        x, align = (8.0, "left") if side == "left" else (canvas.WIDTH - 8.0, "right")
        axes.text(x, 20, title, fontsize=13, color=colours[side], ha=align, va="center")
        count = reading.comparison.designs[design].units
        summary = words.text("institution_summary", count=count, faced=numbers.number(reading.units_per_bureau(design)))
        axes.text(x, 42, summary, fontsize=canvas.NORMAL, color=colours[side], ha=align, va="center")
        for kind, key in (("chief", "chief"), ("deputy", "deputies"), ("unit", "units")):
            if not any(box.kind == kind and box.side == side for box in layout.boxes):
                continue
            heading = words.text(f"institution_{key}", count=count)
            x = LEFT[kind] + WIDTHS[kind] / 2
            _heading(axes, canvas.WIDTH - x if side == "right" else x, heading)
    bureaus = words.text("institution_bureaus", count=len(reading.comparison.bureaus))
    _heading(axes, canvas.WIDTH / 2, bureaus)


def _heading(axes: Axes, x: float, text: str) -> None:
    axes.text(x, 70, text, fontsize=canvas.SMALL, color=canvas.SOFT, ha="center", va="center")


def _draw_legend(axes: Axes, reading: Reading, layout: Layout) -> None:
    """Draw three lines with the number of offices that their thickness stands for."""
    heaviest = max((line.weight or 0 for line in layout.lines), default=0)
    if not heaviest:
        return
    label = reading.words.text("institution_legend")
    y, x = layout.height - 20, canvas.WIDTH / 2 - 190
    axes.text(x, y, label, fontsize=canvas.SMALL, color=canvas.SOFT, ha="right", va="center")
    for weight in sorted({1, max(1, round(heaviest / 2)), round(heaviest)}):
        thickness = _thickness(weight, layout)
        axes.plot([x + 24, x + 84], [y, y], color=palette.BASELINE, alpha=0.42, linewidth=thickness)
        axes.text(x + 94, y, str(weight), fontsize=canvas.SMALL, color=canvas.SOFT, ha="left", va="center")
        x += 130
