"""What a cell of a table holds: a text, a number however it is written, a list of names."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import isfinite
from unicodedata import normalize

Cell = str | int | float | bool | date | time | timedelta | None

_INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d\u2060]")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+)(\.\d*)?(e[+-]?\d+)?|[+-]?\.\d+(e[+-]?\d+)?", re.I)
_BETWEEN_NAMES = re.compile(r"[、，,;；/\n]")
_FAILURE = re.compile(r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)")
_NONE = ("无", "none", "-", "—")


def text_of(cell: Cell) -> str:
    """Return what a cell says, without blanks around it; "" for an empty one, "3" for a number 3.0.

    >>> text_of(" 李四\u3000"), text_of(3.0), text_of(0.5), text_of(True)
    ('李四', '3', '0.5', 'true')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, time) and not (cell.second or cell.microsecond):
        return f"{cell:%H:%M}"
    return re.sub(r"[ \t\r\n]*[\r\n][ \t\r\n]*", "\n", _INVISIBLE.sub("", str(cell))).strip()


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing but blanks."""
    return cell is None or (isinstance(cell, str) and not text_of(cell))


def is_moment(cell: Cell) -> bool:
    """Return whether a spreadsheet took what was written for a date or a time."""
    return isinstance(cell, date | time | timedelta)


def is_failure(cell: Cell) -> bool:
    """Return whether a cell is the error of a formula, such as #N/A."""
    return isinstance(cell, str) and _FAILURE.fullmatch(cell.strip()) is not None


def number_of(cell: Cell) -> int | float | None:
    """Return the number that a cell says, None for what is no finite number.

    Full-width digits are digits, and a percentage is its share. Commas and blanks may part thousands and
    nothing else, so "1,2", which might be 1.2, is no number.

    >>> number_of("１,２００"), number_of("12 500"), number_of("50%"), number_of("3.0"), number_of("1,2")
    (1200, 12500, 0.5, 3.0, None)
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell if isfinite(cell) else None
    if not isinstance(cell, str):
        return None
    plain = re.sub(r"\s", " ", normalize("NFKC", text_of(cell))).replace("\u2212", "-")
    share = plain.endswith("%")
    digits = plain.removesuffix("%").rstrip()
    if len(digits) > 40 or not _NUMBER.fullmatch(digits):
        return None
    digits = digits.replace(",", "").replace(" ", "")
    number = float(digits) if share or not re.fullmatch(r"[+-]?\d+", digits) else int(digits)
    if not isfinite(number):
        return None
    return number / 100 if share else number


def whole_of(cell: Cell) -> int | None:
    """Return the whole number that a cell says (3.0 is 3), None for anything else."""
    number = number_of(cell)
    return int(number) if number is not None and float(number).is_integer() else None


def names_of(cell: Cell) -> list[str]:
    """Return the names of a list, each once: parted by 、，,;； or /, or one below the other; 无 is none.

    >>> names_of("项目、企业；项目"), names_of("无")
    (['项目', '企业'], [])
    """
    if text_of(cell).casefold() in _NONE:
        return []
    return list(dict.fromkeys(name for part in _BETWEEN_NAMES.split(text_of(cell)) if (name := part.strip())))


def folded(text: str) -> str:
    """Return a text as it is compared with a word: full-width as half-width, small letters, no blanks or bars.

    >>> folded(" East－KM ") == folded("east_km")
    True
    """
    return re.sub(r"[\s_-]", "", normalize("NFKC", text_of(text)).casefold())
