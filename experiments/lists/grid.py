"""The cells of a table file as they stand: CSV in its encodings and separators, or a sheet of a workbook."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812  (a class in small letters)

from experiments.lists.cells import Cell, is_blank
from sim.errors import InputError

Line = tuple[int, tuple[Cell, ...]]
"""The number of a row as a spreadsheet shows it, and its cells up to the last that is not blank."""

SEPARATORS = (",", ";", "\t")
SAVE_AS = "expected .csv or .xlsx: open it in a spreadsheet program and save it as one of these"
UNREADABLE = (
    BadZipFile, ZlibError, ParseError, OSError, EOFError, KeyError, IndexError, ValueError, TypeError, AttributeError,
)  # fmt: skip
"""What openpyxl raises for a file that is no workbook, wherever it comes upon that."""

_BOOK, _OLD_BOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_grid(path: Path) -> list[Line]:
    """Return the rows of a table file that are not blank; raise InputError for a file that is no such table."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; expected a table, .csv or .xlsx.")
    try:
        start = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path} does not exist; expected a table, .csv or .xlsx.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx", ".xlsm"):
        what = "an old Excel workbook (.xls)" if kind == ".xls" else f"a file of the kind {kind or '(none)'}"
        raise InputError(f"{path} is {what}; {SAVE_AS}.")
    lines = _of_text(path, start) if kind == ".csv" else _of_workbook(path)
    return [(number, _trimmed(cells)) for number, cells in lines if not all(map(is_blank, cells))]


def letter(place: int) -> str:
    """Return the letter of a column by its position.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    return (letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _trimmed(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    width = max(place for place, cell in enumerate(cells, start=1) if not is_blank(cell))
    return tuple(cells[:width])


# CSV ----------------------------------------------------------------------------------------------


def _of_text(path: Path, content: bytes) -> list[Line]:
    text = _decoded(path, content)
    widths = {mark: _width(text, mark) for mark in SEPARATORS}
    return list(_records(path, text, max(SEPARATORS, key=widths.__getitem__)))


def _decoded(path: Path, content: bytes) -> str:
    if content.startswith((_BOOK, _OLD_BOOK)):
        raise InputError(f"{path} is named .csv, but holds a workbook; name it .xlsx, or save it as CSV.")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError(f"{path} is neither UTF-8 nor GBK text; save it as CSV in UTF-8, or as .xlsx.")


def _width(text: str, mark: str) -> int:
    """Return into how many columns a separator parts the first row that is not blank; 0 where it cannot."""
    try:
        rows = _reader(text, mark)
        return next((len(cells) for cells in rows if any(cell.strip("".join(SEPARATORS) + " ") for cell in cells)), 0)
    except csv.Error:
        return 0


def _reader(text: str, mark: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True, skipinitialspace=True)


def _records(path: Path, text: str, mark: str) -> Iterator[Line]:
    number = 0
    try:
        for number, cells in enumerate(_reader(text, mark), start=1):
            yield number, tuple(cells)
    except csv.Error:
        raise InputError(
            f"{path}, row {number + 1}: a quotation mark opens a cell and is not closed where the cell ends; expected "
            'a pair of them, and "" for one inside.'
        ) from None


# workbooks ----------------------------------------------------------------------------------------


def _of_workbook(path: Path) -> list[Line]:
    """Return the rows of the sheet that holds the table, with values in place of formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of formats and rules that it leaves out
        try:
            sheets = _cells(path, values=True)
            title = _title_of_table(path, sheets)
            formulas = _cells(path, values=False)[title]
            merged = _merged(path, title)
        except InputError:
            raise
        except UNREADABLE:
            what = "is no workbook that can be read (damaged, locked by a password, or of another kind)"
            raise InputError(f"{path} {what}; {SAVE_AS}.") from None
    rows = sheets[title]
    _refuse_formulas_without_value(path, rows, formulas)
    blank = [all(map(is_blank, row)) for row in rows]
    _fill_merged(path, rows, merged)
    return [(number, tuple(row)) for number, (row, empty) in enumerate(zip(rows, blank, strict=True), 1) if not empty]


def _cells(path: Path, *, values: bool) -> dict[str, list[list[Cell]]]:
    """Return the cells of each sheet by its name, without those that end a row or a sheet empty."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=values)
    try:
        sheets = {}
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write wrong ones
            rows = [_without_end(row) for row in sheet.iter_rows(values_only=True)]
            while rows and not rows[-1]:
                rows.pop()
            sheets[sheet.title] = rows
    finally:
        book.close()
    return sheets


def _without_end(cells: Iterable[Cell]) -> list[Cell]:
    row = list(cells)
    while row and row[-1] is None:
        row.pop()
    return row


def _title_of_table(path: Path, sheets: Mapping[str, list[list[Cell]]]) -> str:
    """Return the name of the first sheet, or of the only one that holds anything."""
    full = [title for title, rows in sheets.items() if any(not is_blank(cell) for row in rows for cell in row)]
    if not sheets:
        raise InputError(f"{path} has no sheet with cells; expected one with the table.")
    first = next(iter(sheets))
    if len(full) > 1 and first not in full:
        raise InputError(
            f"{path}: the first sheet is empty, {len(full)} others are not; expected the table in the first."
        )
    return first if first in full or not full else full[0]


def _refuse_formulas_without_value(path: Path, rows: list[list[Cell]], formulas: list[list[Cell]]) -> None:
    for number, cells in enumerate(formulas, start=1):
        row = rows[number - 1] if number <= len(rows) else []
        for place, cell in enumerate(cells):
            if cell is not None and (place >= len(row) or row[place] is None):
                raise InputError(
                    f"{path}, row {number}, column {letter(place)} holds a formula whose value is not stored; open the "
                    "file in a spreadsheet program and save it, or put values in place of formulas."
                )


def _merged(path: Path, title: str) -> list[Any]:
    """Return the ranges of merged cells of a sheet, which openpyxl tells only of a sheet that it has read whole."""
    from openpyxl import load_workbook

    return list(load_workbook(path)[title].merged_cells.ranges)


def _fill_merged(path: Path, rows: list[list[Cell]], merged: Iterable[Any]) -> None:
    """Give each cell of a column that is merged downwards the value that is shown for all of them."""
    for cells in merged:
        if cells.min_row > len(rows) or cells.min_row == 1:
            continue  # below the table, or a heading
        if cells.min_col != cells.max_col:
            where = f"{path}, row {cells.min_row}"
            raise InputError(f"{where}: cells {cells.coord} are merged across columns; expected one for each.")
        place = cells.min_col - 1
        value = rows[cells.min_row - 1][place] if place < len(rows[cells.min_row - 1]) else None
        for row in rows[cells.min_row : cells.max_row]:
            row.extend([None] * (place + 1 - len(row)))
            row[place] = value
