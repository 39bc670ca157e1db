"""The ground all figures share: our own font, one style that leaks nowhere, and SVG that is always the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.style
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font

FONT = Path(__file__).parents[1] / "fonts" / "NotoSansSC-Regular-GB2312.ttf"
FAMILY = "tiaokuai Noto Sans SC"
"""The name our font goes by here, so that no other Noto Sans SC of the machine is taken for it."""

WIDTH = 1200
"""The width of every figure in pixels."""

DPI = 100
NOT_FIRST = "、，。；：！？）》」』”’…·,.;:!?)"
"""No line begins with one of these marks."""

SMALL, NORMAL, LARGE = 8.6, 9.4, 11.0
INK, SOFT, FAINT, PAPER = "#1f2a33", "#5b6872", "#d5dbe0", "#ffffff"

_STYLE = {
    "font.family": [FAMILY],
    "font.size": NORMAL,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "figure.facecolor": PAPER,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "path",
    "svg.hashsalt": "tiaokuai",
}


@contextmanager
def style() -> Iterator[None]:
    """Draw in our style inside the block, whatever the machine's own settings are, and restore them after."""
    _register_font()
    with matplotlib.style.context(["default", _STYLE]):
        yield


def svg(draw: Callable[..., Figure], *arguments: Any) -> str:
    """Return what `draw` makes of the arguments as an SVG text: letters as paths, no date, no random names."""
    with style(), StringIO() as out:
        figure = draw(*arguments)
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        return out.getvalue()


def figure(height: float) -> Figure:
    """Return an empty figure of our width and so many pixels high."""
    return Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI)


def printable(text: str) -> str:
    """Return a text with an empty square for each character that our font cannot draw.

    >>> printable("科室 sections 🙂")
    '科室 sections □'
    """
    return "".join(char if ord(char) in _drawable() else "□" for char in text)


def text_width(text: str, points: float) -> float:
    """Return how many pixels wide a text comes out at a size in points."""
    pixels = points * DPI / 72
    return sum(_advance(char) for char in text) * pixels


def wrapped(text: str, points: float, width: float, lines: int = 2) -> list[str]:
    """Return a text in at most so many lines of so many pixels; what does not fit ends in an ellipsis."""
    done: list[str] = []
    rest = printable(text).strip()
    while rest and len(done) < lines - 1 and text_width(rest, points) > width:
        cut = _cut(rest, points, width)
        done.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*done, _shortened(rest, points, width)]


def _cut(text: str, points: float, width: float) -> int:
    """Return where to break a line: at the last space that fits, else (as in Chinese) before any but a closing mark."""
    fits = max(1, next(n for n in range(len(text), 0, -1) if n == 1 or text_width(text[:n], points) <= width))
    space = text.rfind(" ", 0, fits + 1)
    inside_word = fits < len(text) and text[fits - 1].isascii() and text[fits].isascii()
    if inside_word and space > 0:
        return space
    return next((n for n in range(fits, 0, -1) if text[n : n + 1] not in NOT_FIRST), fits)


def _shortened(text: str, points: float, width: float) -> str:
    if text_width(text, points) <= width:
        return text
    while text and text_width(text + "…", points) > width:
        text = text[:-1]
    return text.rstrip() + "…"


@cache
def _register_font() -> None:
    """Make our font known under our own name, once per process."""
    fontManager.addfont(FONT)
    entry = next(entry for entry in reversed(fontManager.ttflist) if Path(entry.fname) == FONT)
    fontManager.ttflist.append(replace(entry, name=FAMILY))


@cache
def _drawable() -> frozenset[int]:
    return frozenset(get_font(str(FONT)).get_charmap())


@cache
def _advance(char: str) -> float:
    """Return the width of a character as a share of the font size."""
    font = get_font(str(FONT))
    font.set_size(100, 72)
    return font.load_char(ord(char)).linearHoriAdvance / 65536 / 100
