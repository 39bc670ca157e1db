"""The points of a sweep from a table: cells read as the values of overrides."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook

from experiments.overrides import parsed_override, plain
from experiments.sweep.points_file import PointTable, read_points
from sim.errors import InputError


def table(folder, text, encoding="utf-8"):
    path = folder / "points.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1", 1), ("+2", 2), ("-0", 0), ("0.5", 0.5), ("0.90", 0.9), ("1e3", 1000.0), ("-2.5E-3", -0.0025),
        ("true", True),
        ("FALSE", False), ("null", None), ("by_deadline", "by_deadline"), ("007", "007"), ("2021-01-01", "2021-01-01"),
        ("08:30", "08:30"), ("'新'", "新"), ('"[1, a]"', [1, "a"]), ('"{a: 0.5}"', {"a": 0.5}), (" 3 ", 3),
        ("12345678901234567890", 12345678901234567890),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_the_value_of_an_override(tmp_path, cell, value):
    given = read_points(table(tmp_path, f"demand.load\n{cell}\n"))

    [(found,)] = given.points
    assert given.keys == ("demand.load",)
    assert (found, type(found)) == (value, type(value))


@settings(max_examples=50)
@given(some.one_of(some.integers(), some.floats(allow_nan=False, allow_infinity=False)))
def test_numbers_are_those_of_the_grammar(tmp_path_factory, number):
    """The quick way for plain numbers reads them as the grammar does."""
    folder = tmp_path_factory.getbasetemp()

    [(found,)] = read_points(table(folder, f"k\n{number!r}\n")).points

    by_grammar = plain(parsed_override(f"k={number!r}").value())
    assert (found, type(found)) == (by_grammar, type(by_grammar))


def test_a_workbook_gives_the_same_points_as_text(tmp_path):
    rows = [[0.8, 14, True, "null", "'新'", date(2021, 1, 1), time(8, 30)], [1, 7.0, False, 0.25, "a", "x", "y"]]
    book = Workbook()
    for row in [list("abcdefg"), *rows]:
        book.active.append(row)
    book.save(tmp_path / "points.xlsx")
    text = "a,b,c,d,e,f,g\n0.8,14,true,null,'新',2021-01-01,08:30\n\n1,7,false,0.25,a,x,y\n"

    expected = (
        tuple("abcdefg"),
        [(0.8, 14, True, None, "新", "2021-01-01", "08:30"), (1, 7, False, 0.25, "a", "x", "y")],
    )
    assert read_points(tmp_path / "points.xlsx") == PointTable(*expected, rows=[2, 3])
    for encoding in ("utf-8", "utf-8-sig", "gbk"):
        assert read_points(table(tmp_path, text, encoding)) == PointTable(*expected, rows=[2, 4])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("demand.load,seed\n0.8,1\n\n0.9,\n",
         ", row 4, column B (seed) is blank; expected one value as in an override"),
        ("demand.load,seed\n0.8\n", ", row 2, column B (seed) is blank; expected one value as in an override"),
        ("seed\n\"1,2\"\n", ", row 2, column A (seed) is '1,2'; expected one value as in an override"),
        ("seed\n\"range(1,3)\"\n", ", row 2, column A (seed) is 'range(1,3)'; expected one value as in an override"),
        ("seed\n1\n新\n",
         ", row 3, column A (seed) is '新'; expected one value as in an override: a number, true, false, "
         "null, or a text (in quotes where it has other signs)."),
        ("seed,b,seed\n1,2,3\n",
         ", row 1, column C: 'seed' is column seed once more, beside A (seed); expected one of"),
        ("seed,,b\n1,2,3\n", ", row 2, column B is '2', but the column has no heading; expected one, or no cells."),
        ("seed\n", " has a row of headings and none below it; expected one for each entry."),
    ],
)  # fmt: skip
def test_a_table_that_gives_no_points_is_refused(tmp_path, text, said):
    path = table(tmp_path, text)

    with pytest.raises(InputError) as error:
        read_points(path)

    assert str(error.value).startswith(f"{path}{said}")
