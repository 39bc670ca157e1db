"""Tables in files: columns by name, and rows that say file, row and column of what is wrong with them.

Row numbers are those that a spreadsheet shows: the row of headings is the first. Blank rows and columns are passed
over; a row may end before the last column, its further cells being blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.lists.cells import (
    Cell,
    folded,
    is_blank,
    is_failure,
    is_moment,
    names_of,
    number_of,
    text_of,
    whole_of,
)
from experiments.lists.grid import Line, letter, read_grid
from sim.errors import InputError, UnknownName, nearest


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns that a kind of table has: each by name, with the other names that it may bear."""

    names: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    passed_over: tuple[str, ...] = ()  # headings of columns that nothing reads

    def shown(self, column: str) -> str:
        """Return a column's name with the first of its others, such as `rank (职级)`."""
        return f"{column} ({self.names[column][0]})" if self.names.get(column) else column


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a table; cells and headings are by name of column."""

    path: Path
    number: int
    cells: Mapping[str, Cell]
    headings: Mapping[str, str]  # as errors name them: letter and heading

    def place(self, column: str) -> str:
        """Return file, row and column, as an error begins."""
        where = f"column {self.headings[column]}" if column in self.headings else f"column {column}, which it lacks,"
        return f"{self.path}, row {self.number}, {where}"

    def wrong(self, column: str, expected: str) -> InputError:
        """Return the error that a cell is not what was expected."""
        cell = self.cells.get(column)
        given = "blank" if is_blank(cell) else f"the date {text_of(cell)}" if is_moment(cell) else repr(text_of(cell))
        hint = " A spreadsheet may take a text for a date: give the column the format text." if is_moment(cell) else ""
        return InputError(f"{self.place(column)} is {given}; expected {expected}.{hint}")

    def unknown(self, column: str, name: str, known: Iterable[str], what: str) -> UnknownName:
        """Return the error that nothing of that kind has the name."""
        given = text_of(self.cells[column])
        subject = f"is {given!r}, which is" if given == name else f"is {given!r}; {name!r} is"
        return UnknownName(f"{self.place(column)} {subject} no {what}. {nearest(name, known)}")

    def has(self, column: str) -> bool:
        """Return whether the table has the column and this row something in it."""
        return not is_blank(self.cells.get(column))

    def text(self, column: str) -> str:
        """Return a text; raise InputError for a blank cell, a date or the error of a formula."""
        cell = self.cells.get(column)
        if is_blank(cell) or is_moment(cell) or is_failure(cell):
            raise self.wrong(column, "a text")
        return text_of(cell).replace("\n", " ")

    def whole(self, column: str, *, low: int | None = None) -> int:
        """Return a whole number that is at least `low`."""
        number = whole_of(self.cells.get(column))
        if number is None or (low is not None and number < low):
            raise self.wrong(column, "a whole number" + ("" if low is None else f" of {low} or more"))
        return number

    def quantity(self, column: str, *, above: float | None = None, most: float | None = None) -> float:
        """Return a number that is above one bound and at most another."""
        number = number_of(self.cells.get(column))
        if number is None or (above is not None and number <= above) or (most is not None and number > most):
            bounds = [f"{word} {bound:g}" for word, bound in (("above", above), ("at most", most)) if bound is not None]
            raise self.wrong(column, f"a number {' and '.join(bounds)}".rstrip())
        return float(number)

    def one_of(self, column: str, words: Mapping[str, Sequence[str]]) -> str:
        """Return the name that a cell means; each name has its other words."""
        said = self.text(column) if self.has(column) else ""
        for name, others in words.items():
            if said and folded(said) in map(folded, (name, *others)):
                return name
        choices = ", ".join(f"{name} ({'、'.join(others)})" for name, others in words.items())
        raise self.wrong(column, f"one of {choices}")

    def names(self, column: str) -> list[str]:
        """Return a list of names, parted by 、，,;； or /; `无` or `none` says that there are none."""
        self.text(column)
        return names_of(self.cells[column])


@dataclass(frozen=True, kw_only=True)
class Table:
    """The rows of a table file, and its columns in their order."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def refuse_repeated(self, column: str, hint: str) -> None:
        """Raise InputError if two rows have the same text in a column."""
        first: dict[str, int] = {}
        for row in self.rows:
            earlier = first.setdefault(row.text(column), row.number)
            if earlier != row.number:
                raise row.wrong(column, f"each {column} once, but row {earlier} has it already{hint}")


def read_table(path: Path, columns: Columns | None = None) -> Table:
    """Return a table: `.csv` in UTF-8 or GBK, parted by comma, semicolon or tab, or a sheet of an `.xlsx` workbook.

    Without `columns` the headings are the names of its columns, as they stand. Raises InputError, with file, row
    and column, for a file that cannot be read, and for headings that are missing, unknown or there twice.
    """
    lines = read_grid(path)
    if not lines:
        raise InputError(f"{path} is empty; expected a row of headings and a row below it for each entry.")
    (top, headings), *below = lines
    if not below:
        raise InputError(f"{path} has a row of headings and none below it; expected one for each entry.")
    places = _named(path, top, headings, below, columns)
    if columns is not None:
        _refuse_missing(path, places, columns)
    shown = {name: _heading(place, headings) for name, place in places.items()}
    rows = []
    for number, cells in below:
        if len(cells) > len(headings):  # the last of them holds something
            surplus = f"column {letter(len(cells) - 1)} is {text_of(cells[-1])!r}"
            raise InputError(
                f"{path}, row {number}, {surplus}, but has no heading; expected at most {len(headings)} cells, as in "
                "the row of headings."
            )
        full = (*cells, *[None] * (len(headings) - len(cells)))
        rows.append(
            Row(path=path, number=number, headings=shown, cells={name: full[at] for name, at in places.items()})
        )
    _refuse_failures(rows)
    rows = [row for row in rows if any(map(row.has, places))]
    if not rows:
        raise InputError(f"{path} has nothing below its headings; expected a row for each entry.")
    return Table(path=path, columns=tuple(places), rows=tuple(rows))


def _heading(place: int, headings: Sequence[Cell]) -> str:
    return f"{letter(place)} ({text_of(headings[place])})"


def _named(
    path: Path, top: int, headings: Sequence[Cell], below: Sequence[Line], columns: Columns | None
) -> dict[str, int]:
    """Return the position of each column that has a name."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        here = f"{path}, row {top}, column {letter(place)}"
        if is_blank(heading):
            _refuse_nameless(path, place, below)
            continue
        said = text_of(heading).replace("\n", " ")
        if columns is not None and folded(said) in map(folded, columns.passed_over):
            continue
        name = said if columns is None else _column(said, columns)
        if name is None:
            known = [word for own, others in (columns.names if columns else {}).items() for word in (own, *others)]
            raise UnknownName(f"{here}: {said!r} is no column of this table. {_near(said, known, columns)}")
        if name in places:
            earlier = _heading(places[name], headings)
            raise InputError(f"{here}: {said!r} is column {name} once more, beside {earlier}; expected one of them.")
        places[name] = place
    return places


def _near(said: str, known: Sequence[str], columns: Columns | None) -> str:
    hint = nearest(said, known)
    if hint.startswith("Did") or columns is None:
        return hint
    return f"Known: {', '.join(map(columns.shown, columns.names))}."


def _column(said: str, columns: Columns) -> str | None:
    """Return the column that a heading names, with a unit in brackets behind it or without."""
    for heading in (folded(said), folded(re.sub(r"[(（\[][^()（）]*[)）\]]\s*$", "", said))):
        for name, others in columns.names.items():
            if heading in map(folded, (name, *others)):
                return name
    return None


def _refuse_nameless(path: Path, place: int, below: Sequence[Line]) -> None:
    for number, cells in below:
        if place < len(cells) and not is_blank(cells[place]):
            raise InputError(
                f"{path}, row {number}, column {letter(place)} is {text_of(cells[place])!r}, but the column has no "
                "heading; expected one, or no cells."
            )


def _refuse_missing(path: Path, places: Mapping[str, int], columns: Columns) -> None:
    missing = [columns.shown(name) for name in columns.required if name not in places]
    if missing:
        raise InputError(f"{path} has no column {', '.join(missing)}; expected it among the headings.")


def _refuse_failures(rows: Iterable[Row]) -> None:
    for row in rows:
        for name, cell in row.cells.items():
            if is_failure(cell):
                raise InputError(f"{row.place(name)} is the error {text_of(cell)} of a formula; expected a value.")
