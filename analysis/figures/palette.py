"""Colours that colour-blind readers can tell apart (Okabe and Ito), one per design and one per part."""

BASELINE = "#30363b"
OTHERS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")

PARTS = {
    "waiting": "#e69f00",
    "signature": "#d55e00",
    "coordinated": "#cc79a7",
    "handed_over": "#f0e442",
    "worked": "#0072b2",
    "travel": "#009e73",
    "rework": "#3d454c",
    "outside": "#8fc7e8",
    "closed": "#dfe3e6",
}
"""The parts of the elapsed time."""

WORK = {
    "direct": "#0072b2",
    "coordination": "#cc79a7",
    "decision": "#d55e00",
    "liaison": "#e69f00",
    "rework": "#3d454c",
    "held": "#f0e442",
    "travel": "#009e73",
    "idle": "#eceff1",
}
"""The kinds of work that fill a person's hours."""


def design_colours(baseline: str, others: list[str]) -> dict[str, str]:
    """Return one colour per design: dark for the baseline, the rest in their order."""
    return {baseline: BASELINE} | {name: OTHERS[i % len(OTHERS)] for i, name in enumerate(others)}


def design_dashes(baseline: str, others: list[str]) -> dict[str, str]:
    """Return one kind of line per design, so that a print in black tells them apart too."""
    dashes = ("--", "-.", ":", "-")
    return {baseline: "-"} | {name: dashes[i % len(dashes)] for i, name in enumerate(others)}


def ink_on(colour: str) -> str:
    """Return black or white, whichever is easier to read on a colour.

    >>> ink_on("#0072b2"), ink_on("#f0e442")
    ('#ffffff', '#1f2a33')
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#1f2a33" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#ffffff"
