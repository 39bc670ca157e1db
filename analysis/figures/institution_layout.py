"""Where the boxes of the institution stand: seven columns, mirrored around the bureaus, at most 72 boxes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analysis.figures import canvas

if TYPE_CHECKING:
    from analysis.report.reading import Reading

MOST_BOXES = 72
"""So many are legible: 27 modules beside 10 sections, their leaders and ten bureaus."""

CAPS = {"chief": 1, "deputy": 4, "unit": 11, "bureau": 8}
"""How many boxes a column keeps when there are too many: then both sides and the middle make 40."""

MANY = 14
"""Units from which on they stand close together, each with its staff behind its name."""

WIDTHS = {"chief": 78, "deputy": 104, "unit": 172, "bureau": 184}
LEFT = {"chief": 8, "deputy": 112, "unit": 242, "bureau": (canvas.WIDTH - 184) / 2}
TOP, GAP, CLOSE, BOTTOM = 92, 9, 5, 44
LINE = 16.5
TITLE, DETAIL = 9.2, 8.4


@dataclass(frozen=True, kw_only=True)
class Box:
    """One box: what it stands for, its words, and its place in pixels from the upper left."""

    kind: str
    side: str
    names: tuple[str, ...]
    """What it stands for: one unit, bureau or leader, or all that were folded into this box."""
    lines: tuple[str, ...]
    detail: str = ""
    offices: dict[str, float] = field(default_factory=dict)
    """For a unit: how many offices of each bureau it faces."""
    deputies: frozenset[str] = frozenset()
    """For a unit: the leaders in charge of it."""
    added: bool = False
    """For a unit: it is not there on the other side, which has most of the others, too."""
    x: float = 0.0
    y: float = 0.0

    @property
    def width(self) -> float:
        """The width in pixels, the same for all boxes of a column."""
        return WIDTHS[self.kind]

    @property
    def height(self) -> float:
        """The height in pixels, as much as the words need."""
        return 11 + LINE * len(self.lines) + (14 if self.detail else 0)


@dataclass(frozen=True)
class Line:
    """A line between two boxes; its weight is the number of offices faced, None for a line of command."""

    start: Box
    end: Box
    weight: float | None = None


@dataclass(frozen=True)
class Layout:
    """Everything that is drawn, and how high it is."""

    boxes: list[Box]
    lines: list[Line]
    height: float


def arrange(reading: Reading, left: str, right: str) -> Layout:
    """Return the places of all boxes and lines for two designs, the left one mirrored on the right."""
    columns = _columns(reading, left, right)
    if sum(map(len, columns.values())) > MOST_BOXES:
        columns = {key: _folded(reading, boxes, CAPS[key[0]]) for key, boxes in columns.items()}
    bureaus = columns["bureau", "middle"]
    for side in ("left", "right"):
        columns["unit", side] = _by_gravity(columns["unit", side], bureaus)
        columns["deputy", side] = _by_gravity(columns["deputy", side], columns["unit", side], downwards=True)
    height = max(_needed(boxes) for boxes in columns.values())
    placed = {key: _stacked(boxes, height) for key, boxes in columns.items()}
    boxes = [box for column in placed.values() for box in column]
    return Layout(boxes, _lines(placed), TOP + height + BOTTOM)


def _needed(boxes: list[Box]) -> float:
    """Return how high a column is at least."""
    gap = CLOSE if len(boxes) > MANY else GAP
    return sum(box.height + gap for box in boxes)


def _columns(reading: Reading, left: str, right: str) -> dict[tuple[str, str], list[Box]]:
    columns: dict[tuple[str, str], list[Box]] = {}
    for side, design in (("left", left), ("right", right)):
        columns["chief", side] = _leaders(reading, side, "chief")
        columns["deputy", side] = _leaders(reading, side, "deputy")
        columns["unit", side] = _units(reading, side, design)
    columns["bureau", "middle"] = _bureaus(reading, left, right)
    for side, other in (("left", "right"), ("right", "left")):
        columns["unit", side] = _marked(columns["unit", side], columns["unit", other])
    return columns


def _marked(units: list[Box], others: list[Box]) -> list[Box]:
    """Return the units with a mark at those that are not among the others, if most of them are."""
    known = {box.names for box in others}
    shared = sum(box.names in known for box in units)
    return [replace(box, added=box.names not in known and 2 * shared > len(units)) for box in units]


def _leaders(reading: Reading, side: str, rank: str) -> list[Box]:
    words = reading.words
    members = [leader for leader in reading.comparison.leaders if leader.rank == rank]
    boxes = []
    for number, leader in enumerate(members, start=1):
        title = words.text(f"institution_{rank}", number=number)
        title = words.title(leader.title) if leader.title else title
        boxes.append(_box(rank, side, leader.name, title))
    return boxes


def _units(reading: Reading, side: str, design: str) -> list[Box]:
    words, chosen = reading.words, reading.comparison.designs[design]
    branches = reading.branches(design)
    own = [unit for unit in chosen.unit_list if all(unit.name not in names for names in branches.values())]
    boxes, many = [], len(own) > MANY
    for unit in own:
        title, staff = words.title(unit.title), f"{unit.staff:g}"
        if many:
            box = _box("unit", side, unit.name, words.text("institution_unit_short", name=title, staff=staff))
        else:
            parts = len(branches.get(unit.name, ()))
            key = "institution_unit_parted" if parts else "institution_unit_line"
            detail = words.text(key, staff=staff, offices=f"{unit.offices:g}", parts=parts)
            box = _box("unit", side, unit.name, title, detail)
        faced = {bureau: units.get(unit.name, 0.0) for bureau, units in chosen.faces.items()}
        boxes.append(replace(box, offices=faced, deputies=frozenset([unit.deputy] if unit.deputy else [])))
    return boxes


def _bureaus(reading: Reading, left: str, right: str) -> list[Box]:
    words, designs = reading.words, reading.comparison.designs
    boxes = []
    for bureau in reading.comparison.bureaus:
        met = [
            sum(offices > 0 for offices in designs[name].faces.get(bureau.name, {}).values()) for name in (left, right)
        ]
        detail = words.text("institution_bureau_line", offices=f"{bureau.offices:g}", left=met[0], right=met[1])
        boxes.append(_box("bureau", "middle", bureau.name, words.title(bureau.title), detail))
    return boxes


def _box(kind: str, side: str, name: str, title: str, detail: str = "") -> Box:
    room = WIDTHS[kind] - 14
    lines = tuple(canvas.wrapped(title, TITLE, room, lines=3))
    detail = canvas.wrapped(detail, DETAIL, room, lines=1)[0] if detail else ""
    return Box(kind=kind, side=side, names=(name,), lines=lines, detail=detail)


def _folded(reading: Reading, boxes: list[Box], most: int) -> list[Box]:
    """Return what was added, the boxes with the most offices, and one for all the others, which takes their lines."""
    if len(boxes) <= most:
        return boxes
    kept = sorted(boxes, key=lambda box: (not box.added, -sum(box.offices.values())))[: most - 1]
    folded = [box for box in boxes if box not in kept]
    offices: dict[str, float] = {}
    for box in folded:
        for bureau, count in box.offices.items():
            offices[bureau] = offices.get(bureau, 0.0) + count
    title = reading.words.text("institution_folded", count=len(folded))
    rest = replace(
        _box(folded[0].kind, folded[0].side, "", title),
        names=tuple(name for box in folded for name in box.names),
        offices=offices,
        deputies=frozenset(deputy for box in folded for deputy in box.deputies),
    )
    return [box for box in boxes if box in kept] + [rest]


def _weight(unit: Box, bureau: Box) -> float:
    return sum(unit.offices.get(name, 0.0) for name in bureau.names)


def _commands(deputy: Box, unit: Box) -> bool:
    return not unit.deputies.isdisjoint(deputy.names)


def _by_gravity(boxes: list[Box], next_column: list[Box], *, downwards: bool = False) -> list[Box]:
    """Return boxes in the order of the middle of what they are tied to, so that few lines cross."""

    def tie(box: Box, other: Box) -> float:
        return float(_commands(box, other)) if downwards else _weight(box, other)

    def middle(box: Box) -> float:
        ties = [tie(box, other) for other in next_column]
        total = sum(ties)
        if not total:
            return len(next_column) / 2
        return sum(place * weight for place, weight in enumerate(ties)) / total

    return sorted(boxes, key=middle)


def _stacked(boxes: list[Box], height: float) -> list[Box]:
    """Return the boxes of a column spread evenly over the height."""
    if not boxes:
        return []
    free = (height - sum(box.height for box in boxes)) / len(boxes)
    placed, y = [], TOP + free / 2
    for box in boxes:
        x = LEFT[box.kind]
        x = canvas.WIDTH - x - box.width if box.side == "right" else x
        placed.append(replace(box, x=x, y=y))
        y += box.height + free
    return placed


def _lines(placed: dict[tuple[str, str], list[Box]]) -> list[Line]:
    lines: list[Line] = []
    for side in ("left", "right"):
        chiefs, deputies, units = (placed[kind, side] for kind in ("chief", "deputy", "unit"))
        lines += _between(chiefs, deputies, lambda _chief, _deputy: True)
        lines += _between(deputies, units, _commands)
        for unit in units:
            for bureau in placed["bureau", "middle"]:
                weight = _weight(unit, bureau)
                if weight > 0:
                    lines.append(Line(unit, bureau, weight))
    return lines


def _between(upper: list[Box], lower: list[Box], tied: Callable[[Box, Box], bool]) -> list[Line]:
    return [Line(one, other) for one in upper for other in lower if tied(one, other)]
