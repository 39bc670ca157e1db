"""Tables in files: the same rows from each kind of file, and one sentence with its place for what is wrong."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook

from experiments.lists.cells import names_of, number_of, text_of, whole_of
from experiments.lists.grid import letter
from experiments.lists.table_file import Columns, read_table
from sim.errors import InputError, UnknownName

COLUMNS = Columns(
    names={"name": ("姓名",), "people": ("人口", "inhabitants"), "share": (), "kinds": ("类别",)},
    required=("name",),
    passed_over=("备注",),
)
WORDS = {"officer": ("干部", "科员"), "chief": ("局长",)}


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "t.csv"
    path.write_bytes(text.encode(encoding))
    return path


def book(folder: Path, *rows: list[object], merged: tuple[str, ...] = ()) -> Path:
    """Write a workbook whose first sheet has these rows, an empty list for a blank one."""
    path, made = folder / "t.xlsx", Workbook()
    for row in rows:
        made.active.append(row or [None])
    for cells in merged:
        made.active.merge_cells(cells)
    made.save(path)
    return path


def texts(path: Path) -> list[tuple[int, list[str]]]:
    return [(row.number, [text_of(cell) for cell in row.cells.values()]) for row in read_table(path).rows]


def refused(path: Path, columns: Columns | None = COLUMNS) -> str:
    with pytest.raises(InputError) as error:
        read_table(path, columns)
    said = str(error.value)
    assert said.startswith(str(path))
    assert "\n" not in said
    return said.removeprefix(str(path))


# the same rows from each kind of file -------------------------------------------------------------

_CELLS = some.text("甲乙丙éaZ09 、;,\"'/\t\n　", max_size=6)
_HEADINGS = some.lists(some.text("甲乙丙éaZ09._", min_size=1, max_size=5), min_size=2, max_size=4, unique=True)


@settings(max_examples=20)
@given(some.data())
def test_each_kind_of_file_gives_the_same_rows(tmp_path_factory, data):
    """CSV in three encodings and three separators, and a workbook; some rows are blank."""
    folder = tmp_path_factory.mktemp("t")
    headings = data.draw(_HEADINGS)
    rows = data.draw(
        some.lists(some.lists(_CELLS, min_size=len(headings), max_size=len(headings)), min_size=1, max_size=4)
    )
    rows.append(["x"] * len(headings))
    expected = [
        (number, [text_of(cell) for cell in row])
        for number, row in enumerate(rows, start=2)
        if any(text_of(cell) for cell in row)
    ]

    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        for separator in ",;\t":
            written = StringIO()
            csv.writer(written, delimiter=separator).writerows([headings, *rows])
            assert texts(csv_file(folder, written.getvalue(), encoding)) == expected
    assert texts(book(folder, headings, *rows)) == expected


def test_rows_have_the_number_that_a_spreadsheet_shows(tmp_path):
    """A cell of two lines is one row; blank rows count and are passed over."""
    path = csv_file(tmp_path, 'name,kinds\n"a\nb",x\n\n,,\nc,y\n')

    assert [(row.number, row.text("name")) for row in read_table(path, COLUMNS).rows] == [(2, "a b"), (5, "c")]


def test_headings_are_known_by_any_of_their_names(tmp_path):
    path = csv_file(tmp_path, "\n 备注;Ｎame ;人口（人）;;\n1;a;3;;\n")

    table = read_table(path, COLUMNS)

    assert (table.columns, table.rows[0].whole("people"), table.rows[0].number) == (("name", "people"), 3, 3)


def test_a_short_row_ends_in_blanks(tmp_path):
    row = read_table(csv_file(tmp_path, "name,people,share\na,3\n"), COLUMNS).rows[0]

    assert (row.has("people"), row.has("share"), row.has("kinds")) == (True, False, False)


def test_cells_merged_downwards_hold_their_value_for_each_row(tmp_path):
    """Blank rows stay blank: row 4 has nothing but the merged cell."""
    rows = read_table(
        book(tmp_path, ["name", "kinds"], ["a", "x"], ["b", None], [], ["c", None], merged=("B2:B5",)), COLUMNS
    ).rows

    assert [(row.number, row.text("name"), row.text("kinds")) for row in rows] == [
        (2, "a", "x"),
        (3, "b", "x"),
        (5, "c", "x"),
    ]


def test_the_only_sheet_that_is_not_empty_is_read(tmp_path):
    path, made = tmp_path / "t.xlsx", Workbook()
    made.create_sheet("second").append(["name"])
    made["second"].append(["a"])
    made.save(path)

    assert texts(path) == [(2, ["a"])]
    made.create_sheet("third").append(["name"])
    made.save(path)
    assert refused(path) == ": the first sheet is empty, 2 others are not; expected the table in the first."


# what a cell says ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("3", 3), (3.0, 3.0), (" 3.0 ", 3.0), ("1,200", 1200), ("12,345,678.5", 12345678.5), ("1 200", 1200),
        ("1\u00a0200", 1200), ("１，２００", 1200), ("－０．５", -0.5), ("\u22123", -3), ("1e3", 1000.0), (".5", 0.5),
        ("50%", 0.5), ("１２ ％", 0.12), ("\ufeff7", 7),
        ("1,2", None), ("1,20,000", None), ("12,0000", None), ("3人", None), ("", None), (None, None), (True, None),
        ("nan", None), ("inf", None), (float("nan"), None), ("1e999", None), ("9" * 5000, None), ("0x10", None),
        ("1_000", None), ("三", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them_or_not_at_all(cell, number):
    found = number_of(cell)

    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize(("cell", "number"), [("3.0", 3), (3.0, 3), ("1,200", 1200), ("3.5", None), (0.1, None)])
def test_a_whole_number_is_one_however_a_workbook_stores_it(cell, number):
    assert whole_of(cell) == number


@settings(max_examples=50)
@given(some.integers(-(10**12), 10**12))
def test_whole_numbers_come_back_with_and_without_commas(number):
    assert number_of(f"{number:,}") == number_of(str(number)) == number_of(f"{number:,}".replace(",", " ")) == number


@settings(max_examples=50)
@given(some.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back_as_they_were(number):
    assert number_of(repr(number)) == number


@settings(max_examples=50)
@given(some.lists(some.text("甲乙ab", min_size=1, max_size=4), unique=True), some.sampled_from("、，,;；/\n"))
def test_names_of_a_list_are_parted_by_each_of_the_signs(names, sign):
    assert names_of(f" {sign} ".join(names)) == names


def test_none_is_no_name_and_no_name_comes_twice():
    assert names_of("无") == names_of("none") == names_of("") == []
    assert names_of("a、b；a/") == ["a", "b"]


def test_a_word_is_known_whatever_its_letters(tmp_path):
    rows = read_table(csv_file(tmp_path, "name\n 干部\nＯfficer\nCHIEF\n"), COLUMNS).rows

    assert [row.one_of("name", WORDS) for row in rows] == ["officer", "officer", "chief"]


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(place, name):
    assert letter(place) == name


# what is wrong ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", " is empty; expected a row of headings and a row below it for each entry."),
        (" \n,,\n", " is empty; expected a row of headings and a row below it for each entry."),
        ("name,people\n\n", " has a row of headings and none below it; expected one for each entry."),
        ("name,备注\n,x\n", " has nothing below its headings; expected a row for each entry."),
        ("people\n1\n", " has no column name (姓名); expected it among the headings."),
        ("name,peeple\na,1\n", ", row 1, column B: 'peeple' is no column of this table. Did you mean 'people'?"),
        ("name,电话\na,1\n",
         ", row 1, column B: '电话' is no column of this table. Known: name (姓名), people (人口), share, kinds "
         "(类别)."),
        ("name,people,人口\na,1,2\n",
         ", row 1, column C: '人口' is column people once more, beside B (people); expected one of them."),
        ("name,people\na,1\nb,2,,x\n",
         ", row 3, column D is 'x', but has no heading; expected at most 2 cells, as in the row of headings."),
        ("name,,people\na,,1\nb,x,2\n",
         ", row 3, column B is 'x', but the column has no heading; expected one, or no cells."),
        ("name,people\na,#DIV/0!\n", ", row 2, column B (people) is the error #DIV/0! of a formula; expected a value."),
        ('name,people\na,1\n"b,2\n',
         ", row 3: a quotation mark opens a cell and is not closed where the cell ends; expected a pair of them, and "
         '"" for one inside.'),
    ],
)  # fmt: skip
def test_a_table_that_is_none_is_refused(tmp_path, text, said):
    assert refused(csv_file(tmp_path, text)) == said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", None, " does not exist; expected a table, .csv or .xlsx."),
        ("t.csv", "name\n李四\n".encode("utf-16"),
         " is neither UTF-8 nor GBK text; save it as CSV in UTF-8, or as .xlsx."),
        ("t.csv", b"name\n\xff\xff\n", " is neither UTF-8 nor GBK text; save it as CSV in UTF-8, or as .xlsx."),
        ("t.csv", b"PK\x03\x04", " is named .csv, but holds a workbook; name it .xlsx, or save it as CSV."),
        ("t.xls", b"", " is an old Excel workbook (.xls); expected .csv or .xlsx: "),
        ("t.ods", b"", " is a file of the kind .ods; expected .csv or .xlsx: "),
        ("t.xlsx", b"name\na\n",
         " is no workbook that can be read (damaged, locked by a password, or of another kind); "),
        ("t.xlsx", b"PK\x03\x04",
         " is no workbook that can be read (damaged, locked by a password, or of another kind); "),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused(tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    assert refused(path).startswith(said)


def test_a_folder_is_refused(tmp_path):
    assert refused(tmp_path) == " is a folder; expected a table, .csv or .xlsx."


def test_what_only_a_workbook_can_have_wrong(tmp_path):
    assert refused(book(tmp_path, ["name", "people"], ["a", "=1+1"])) == (
        ", row 2, column B holds a formula whose value is not stored; open the file in a spreadsheet program and "
        "save it, "
        "or put values in place of formulas."
    )
    assert refused(book(tmp_path, ["name", "people"], ["a", 1], ["=A2", "=B2"])).startswith(
        ", row 3, column A holds a formula"
    )
    assert refused(book(tmp_path, ["name", "people"], ["a", None], merged=("A2:B2",))) == (
        ", row 2: cells A2:B2 are merged across columns; expected one for each."
    )


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    with ZipFile(tmp_path / "t.xlsx", "w") as archive:
        archive.writestr("a.txt", "name")

    assert refused(tmp_path / "t.xlsx").startswith(" is no workbook that can be read")


def test_a_wrong_size_that_some_programs_write_is_passed_over(tmp_path):
    path = book(tmp_path, ["name", "people"], ["a", 1], ["b", 2])
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b'<dimension ref="A1:B3"' in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1"')
    with ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)

    assert texts(path) == [(2, ["a", "1"]), (3, ["b", "2"])]


def test_a_damaged_workbook_is_refused(tmp_path):
    path = book(tmp_path, ["name"], ["a"])
    whole = path.read_bytes()

    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        assert "is no workbook that can be read" in refused(path)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda row: row.text("kinds"), "column D (kinds) is blank; expected a text."),
        (lambda row: row.text("share"),
         "column C (share) is the date 2021-03-01; expected a text. A spreadsheet may take a text for a date: give the "
         "column the format text."),
        (lambda row: row.quantity("share"),
         "column C (share) is the date 2021-03-01; expected a number. A spreadsheet"),
        (lambda row: row.quantity("name"), "column A (name) is 'a'; expected a number."),
        (lambda row: row.quantity("people", above=0, most=1),
         "column B (people) is '2.5'; expected a number above 0 and at most 1."),
        (lambda row: row.quantity("people", above=2.5), "column B (people) is '2.5'; expected a number above 2.5."),
        (lambda row: row.whole("people"), "column B (people) is '2.5'; expected a whole number."),
        (lambda row: row.whole("name", low=0), "column A (name) is 'a'; expected a whole number of 0 or more."),
        (lambda row: row.one_of("name", WORDS),
         "column A (name) is 'a'; expected one of officer (干部、科员), chief (局长)."),
        (lambda row: row.one_of("kinds", WORDS),
         "column D (kinds) is blank; expected one of officer (干部、科员), chief (局长)."),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_is_refused_with_its_place(tmp_path, read, said):
    path = book(tmp_path, ["name", "people", "share", "kinds"], [], ["a", 2.5, date(2021, 3, 1)])

    with pytest.raises(InputError) as error:
        read(read_table(path, COLUMNS).rows[0])

    assert str(error.value).startswith(f"{path}, row 3, {said}")


def test_a_cell_of_a_column_that_is_not_there_is_told_so(tmp_path):
    path = csv_file(tmp_path, "name\na\n")

    with pytest.raises(InputError, match=r"row 2, column share, which it lacks, is blank; expected a number\."):
        read_table(path, COLUMNS).rows[0].quantity("share")


def test_names_that_repeat_or_are_unknown_are_told_with_their_row(tmp_path):
    table = read_table(csv_file(tmp_path, "name,kinds\na,x\n\na,x、z\n"), COLUMNS)

    with pytest.raises(InputError, match=r"row 4, column A \(name\) is 'a'; expected each name once, but row 2 has it"):
        table.refuse_repeated("name", "")
    unknown = table.rows[1].unknown("kinds", "z", ["x", "y"], "kind")
    assert isinstance(unknown, UnknownName)
    assert str(unknown).endswith("row 4, column B (kinds) is 'x、z'; 'z' is no kind. Known: x, y.")
