"""Where the time goes: one bar per design, the mean elapsed days in parts."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.figures import canvas, palette
from analysis.report.numbers import number

if TYPE_CHECKING:
    from analysis.report.reading import Reading

ROW, HEAD, FOOT = 46, 62, 50
LABEL_WIDTH = 190
NAMES_A_LINE, LINE = 4, 22


def draw(reading: Reading) -> Figure:
    """Return the split bars, the baseline on top."""
    comparison, words = reading.comparison, reading.words
    designs = [comparison.baseline, *comparison.others]
    shown = {part: colour for part, colour in palette.PARTS.items() if part in _shown(reading, designs)}
    height = HEAD + LINE * (ceil(len(shown) / NAMES_A_LINE) - 2) + ROW * len(designs) + FOOT
    figure = canvas.figure(height)
    left = (LABEL_WIDTH + 12) / canvas.WIDTH
    axes = figure.add_axes((left, FOOT / height, 0.985 - left, ROW * len(designs) / height))
    longest = max(sum(days.values()) for days in (parts(reading, design) for design in designs))
    axes.set_xlim(0, longest * 1.08 or 1)
    axes.set_ylim(len(designs) - 0.5, -0.5)
    for row, design in enumerate(designs):
        _draw_bar(axes, reading, row, design)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", zorder=0)
    axes.set_axisbelow(True)
    axes.set_xlabel(words.text("split_days"))
    handles = [Patch(facecolor=colour, label=words.part(part)) for part, colour in shown.items()]
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(left - 0.006, 1.0),
        ncols=NAMES_A_LINE,
        frameon=False,
        fontsize=canvas.NORMAL,
        handlelength=1.2,
        columnspacing=2.4,
    )
    return figure


def _shown(reading: Reading, designs: list[str]) -> set[str]:
    """Return the parts that have a name in the figure: all, but travel only where somebody travels."""
    travels = any(reading.mean(design, "split_travel_days_mean") is not None for design in designs)
    return {part for part in palette.PARTS if part != "travel" or travels}


def parts(reading: Reading, design: str) -> dict[str, float]:
    """Return the mean days of each part under a design; a part that is not stored counts as none."""
    return {part: reading.mean(design, f"split_{part}_days_mean") or 0.0 for part in palette.PARTS}


def _draw_bar(axes: Axes, reading: Reading, row: int, design: str) -> None:
    start, steady = 0.0, reading.is_steady(design)
    pixels_per_day = axes.get_position().width * canvas.WIDTH / axes.get_xlim()[1]
    for part, days in parts(reading, design).items():
        colour = palette.PARTS[part]
        axes.barh(row, days, left=start, height=0.62, color=colour, edgecolor="white", linewidth=0.8, zorder=2)
        label = number(days)
        if days * pixels_per_day > canvas.text_width(label, canvas.SMALL) + 6:
            middle = start + days / 2
            ink = palette.ink_on(colour)
            axes.text(middle, row, label, fontsize=canvas.SMALL, color=ink, ha="center", va="center", zorder=3)
        start += days
    total = number(start)
    total = total if steady else reading.words.text("at_least", value=total)
    axes.annotate(total, (start, row), xytext=(6, 0), textcoords="offset points", va="center", fontsize=canvas.NORMAL)
    lines = canvas.wrapped(reading.name_with_status(design), canvas.NORMAL, LABEL_WIDTH)
    axes.annotate("\n".join(lines), (0, row), xytext=(-8, 0), textcoords="offset points", ha="right", va="center")
