"""Institutions from tables: what they come to, and that it is what a matrix of the same comes to."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from listed import BY_NUMBERS, FUNCTIONS, STAFF, built, checked, configured, refused, scenario_file
from openpyxl import Workbook
from tiny import tiaokuai, tiny, tiny_file

from conf.checking import validated
from experiments.configuring import configure
from experiments.lists import words as table_words
from experiments.playing import read_design
from experiments.tables import check_table
from experiments.yaml_file import read_yaml
from scenarios.building import build_scenario
from scenarios.matrix import build_institution
from scenarios.tracing import sources_of
from sim.engine.base import engine_named
from sim.errors import DesignError, InputError
from sim.institution import Institution, Rank, Site

play = engine_named("simpy")


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Institution:
    """The institution of the tiny scenario, by numbers."""
    return build_institution(tiny(tmp_path_factory.mktemp("plain")).file)


# the same as by numbers ---------------------------------------------------------------------------


def test_lists_of_what_a_matrix_comes_to_are_the_same_institution(tmp_path, plain):
    assert built(tmp_path) == plain


def test_they_have_the_same_trace_and_measures(tmp_path):
    """Offices call, papers are in transit and leaders sign: all that an institution has a part in."""
    scenarios = [build_scenario(configuration.file) for configuration in (configured(tmp_path), tiny(tmp_path))]
    workloads = [scenario.draw(seed=7, replication=0, scale=1.0) for scenario in scenarios]
    drawn = list(zip(scenarios, workloads, strict=True))

    for design in ("sections", "modules"):
        traces = [play(scenario.plan(workload, scenario.organise(design))) for scenario, workload in drawn]
        readings = [read_design(scenario, design, workload, "simpy").measures for scenario, workload in drawn]
        assert traces[0].person.max() == 5
        assert np.array_equal(traces[0].person, traces[1].person)
        assert np.array_equal(traces[0].ended_ms, traces[1].ended_ms)
        assert readings[0] == readings[1]


def test_who_has_no_categories_in_the_list_is_dealt_those_of_the_bureau(tmp_path, plain):
    """As where only numbers are given: expertise=1, so that the bureau's categories come in turn."""
    bare = re.sub(r";(projects|firms);", ";;", STAFF)

    listed = built(tmp_path, "institution.staff.expertise=1", staff=bare)

    assert listed == plain


def test_the_shipped_institution_comes_back_from_tables_of_it(tmp_path, monkeypatch):
    """48 people, 97 offices; the tables are named on the command line and take the place of the numbers."""
    shipped = build_institution(configure().file)
    bureau = {office.name: office.bureau for office in shipped.offices}
    with (tmp_path / "f.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(
            [["name", "bureau", "office", "category", "group"]]
            + [[f.name, bureau[f.office], f.office, f.category, f.group] for f in shipped.functions]
        )
    book = Workbook()
    book.active.append(["姓名", "职级", "上级局", "业务类别"])
    for person in shipped.staff:
        versed = "、".join(sorted(person.expertise)) or "无"
        book.active.append([person.name, person.rank.name.lower(), person.bureau, versed])
    book.save(tmp_path / "s.xlsx")
    monkeypatch.chdir(tmp_path)

    configuration = configure(["institution.tables={staff: s.xlsx, functions: ./f.csv}"])

    assert build_institution(configuration.file) == shipped
    assert configuration.file.institution.staff.officer == 43
    assert [len(block.title.zh) > 0 for block in configuration.file.institution.bureaus.values()] == [True] * 8


# what people, functions and sites have ------------------------------------------------------------


def test_people_have_shares_of_time_and_licences_of_their_own(tmp_path):
    """The share of a rank holds for who has none of their own; hours go by rank and bureau as ever."""
    staff = (
        "name,rank,bureau,full_time,licences\nA,officer,reform,50%,inspection、building\nB,officer,industry,,inspection\n"
        "C,deputy,,0.25,\n"
    )

    people = built(
        tmp_path, "institution.staff.full_time={officer: 0.8}",
        "institution.hours={x: {bureaus: [reform], weekdays: [1]}}", staff=staff,
    ).staff  # fmt: skip

    assert [(one.name, one.rank, one.full_time, one.weekdays == (1,), sorted(one.licences)) for one in people] == [
        ("A", Rank.OFFICER, 0.5, True, ["building", "inspection"]),
        ("B", Rank.OFFICER, 0.8, False, ["inspection"]),
        ("C", Rank.DEPUTY, 0.25, False, []),
    ]


def test_people_may_have_a_speed_of_their_own(tmp_path):
    staff = "姓名,职级,上级局,时速\n甲,干部,reform,4.5\n乙,干部,industry,\n"

    assert [one.km_per_hour for one in built(tmp_path, staff=staff).staff] == [4.5, None]


def test_the_numbers_of_what_is_listed_are_known(tmp_path):
    block = checked(tmp_path, staff=STAFF.replace("projects;;", "projects;;building、inspection")).institution

    assert (block.staff.chief, block.staff.deputy, block.staff.officer) == (1, 1, 4)
    assert block.staff.licences == {"building": 2, "inspection": 2}
    assert {name: (entry.offices, entry.functions) for name, entry in block.bureaus.items()} == {
        "reform": (2, {"projects": 2, "firms": 1}),
        "industry": (1, {"projects": 1, "firms": 2}),
    }
    assert {name: entry.groups for name, entry in block.categories.items()} == {"projects": 1, "firms": 2}


def test_offices_and_groups_of_one_name_are_told_apart(tmp_path):
    """Each bureau has a 综合处; without an office there is one for all of the bureau, likewise with groups."""
    functions = "name,bureau,office,category,group\na,x,综合处,p,g\nb,y,综合处,q,g\nc,x,,p,\nd,x,一处,p,h\n"
    staff = "name,rank,bureau\nA,officer,x\n"

    institution = built(tmp_path, functions=functions, staff=staff)

    assert [(one.name, one.office, one.group) for one in institution.functions] == [
        ("a", "x_综合处", "p_g"), ("b", "y_综合处", "q_g"), ("c", "x_1", "p_1"), ("d", "一处", "h"),
    ]  # fmt: skip
    assert [(one.name, one.bureau) for one in institution.offices] == [
        ("x_综合处", "x"), ("x_1", "x"), ("一处", "x"), ("y_综合处", "y"),
    ]  # fmt: skip
    taken = functions + "e,x,x_综合处,p,\n"
    assert refused(tmp_path, functions=taken, staff=staff).endswith(
        "institution.functions: office '综合处' of 'x' would be called 'x_综合处', as another office is; expected "
        "another "
        "name for one of them."
    )


def test_bureaus_and_categories_may_be_called_by_their_titles(tmp_path, plain):
    """Those that the file lists keep their order and titles."""
    rest = (
        "  bureaus: {industry: {}, reform: {title: {zh: 发改局, en: Reform Bureau}}}\n"
        "  categories: {projects: {title: {zh: 项目, en: Projects}}, firms: {}}\n"
    )
    functions = FUNCTIONS.replace(",reform,", ",发改局,").replace(",projects,", ",项目,")
    staff = STAFF.replace(";reform;projects;", ";Reform Bureau;项目;")

    institution = built(tmp_path, rest=rest, functions=functions, staff=staff)

    assert [bureau.name for bureau in institution.bureaus] == ["industry", "reform"]
    assert institution.bureaus[1].title.zh == "发改局"
    assert institution.functions == plain.functions
    assert institution.staff[2:] == plain.staff[2:]
    assert institution.staff[0] == replace(plain.staff[0], bureau="industry")  # a leader without one: the first


def test_one_table_goes_with_numbers_of_the_rest(tmp_path, plain):
    """Staff from the table, functions as a matrix; and the other way round."""
    matrix = BY_NUMBERS[: BY_NUMBERS.index("  staff:")]
    numbers = BY_NUMBERS[BY_NUMBERS.index("  staff:") :]

    assert built(tmp_path, tables="{staff: staff.csv}", rest=matrix) == plain
    assert built(tmp_path, tables="{functions: functions.csv}", rest=numbers) == plain


def test_sites_are_checked_counted_and_stored(tmp_path, capsys):
    given = {"tables": "{staff: staff.csv, functions: functions.csv, sites: sites.csv}"}

    institution = built(tmp_path, **given)

    assert [(s.name, s.population, s.east_km, s.north_km, s.zone) for s in institution.sites] == [
        ("Hexi", 12500, 0.8, 3.5, "west"), ("Shanxia", 3100, None, None, None),
    ]  # fmt: skip
    assert institution.sites[0].title.zh == "Hexi"
    code, out, _ = tiaokuai(capsys, "check", tmp_path / "tiny.yaml", "--json")
    assert (code, json.loads(out)["sites"]) == (0, {"number": 2, "population": 15600})
    assert "点位 2 个，人口共 15,600" in check_table(json.loads(out), "zh")


def test_sites_that_cannot_be_are_refused_at_birth():
    with pytest.raises(DesignError, match="site 'a' has population=-1; expected 0 or more"):
        Site(name="a", population=-1)
    with pytest.raises(DesignError, match="site 'a' has one of east_km and north_km; expected both"):
        Site(name="a", population=1, east_km=2.0)
    with pytest.raises(DesignError, match="site 'a' has a zone without a name"):
        Site(name="a", population=1, zone="")


def test_a_site_may_stand_once(tmp_path):
    with pytest.raises(DesignError, match="site 'a' is listed twice"):
        built(tmp_path, rest="  sites: [{name: a, population: 1}, {name: a, population: 2}]\n")


# laid in, stored, sourced, overridden -------------------------------------------------------------


def test_what_is_stored_replays_without_the_tables(tmp_path):
    first = configured(tmp_path, tables="{staff: staff.csv, functions: functions.csv, sites: sites.csv}")
    stored = tmp_path / "config.yaml"
    stored.write_text(yaml.safe_dump(first.data, allow_unicode=True), encoding="utf-8")
    for table in tmp_path.glob("*.csv"):
        table.unlink()

    again = configure([f"scenario={stored}"])

    assert "tables" not in first.data["institution"]
    assert again.data == first.data
    assert build_institution(again.file) == build_institution(first.file)


def test_the_numbers_of_tables_are_own_estimates_by_position(tmp_path):
    configuration = configured(
        tmp_path, "institution.staff.people.1.full_time=0.5",
        tables="{staff: staff.csv, functions: functions.csv, sites: sites.csv}",
    )  # fmt: skip

    found = sources_of(configuration.data, configuration.file, changed=configuration.changed, own=True)

    rows = {row.key: row for row in found}
    population = rows["institution.sites.0.population"]
    assert (population.kind, population.value, population.changed) == ("own_estimate", 12500, False)
    assert rows["institution.staff.people.1.full_time"].changed
    assert configuration.file.institution.staff.people[1].full_time == 0.5


def test_a_table_of_the_command_line_takes_the_place_of_what_the_file_says(tmp_path, monkeypatch):
    """It is seen from where the command is run, the file's own tables from the file."""
    here = tmp_path / "elsewhere"
    here.mkdir()
    (here / "few.csv").write_text("name,rank,bureau\nA,officer,reform\nB,officer,industry\n", encoding="utf-8")
    monkeypatch.chdir(here)

    for scenario in (scenario_file(tmp_path), tiny_file(here)):
        configuration = configure([f"scenario={scenario}", "institution.tables.staff=few.csv"])
        institution = build_institution(configuration.file)
        assert [person.name for person in institution.staff] == ["A", "B"]
        assert len(institution.functions) == 6
        assert configuration.given == {"institution.tables.staff"}


def test_tables_that_nobody_read_are_refused(tmp_path):
    """Only whoever makes a configuration reads them; a file given to the schema as it stands has none yet."""
    data = {
        "schema_version": 1,
        **read_yaml(tiny_file(tmp_path, ("institution:", "institution:\n  tables: {staff: a.csv}"))),
    }

    with pytest.raises(InputError, match=r"institution\.tables: staff='a\.csv' has not been read"):
        validated(data, "mine.yaml")


# the page -----------------------------------------------------------------------------------------


def test_the_tables_of_the_page_work(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "scenario-format.md").read_text(encoding="utf-8")
    part = page[page.index("## Tables\n") : page.index("## Sources\n")]
    functions, staff, sites = re.findall(r"^```text\n(.*?)^```", part, re.MULTILINE | re.DOTALL)
    block = re.search(r"^```yaml\n(.*?)^```", part, re.MULTILINE | re.DOTALL)[1].replace("staff.xlsx", "staff.csv")
    tables = yaml.safe_load(block)["institution"]["tables"]

    institution = built(tmp_path, functions=functions, staff=staff, sites=sites, tables=json.dumps(tables))

    assert [person.name for person in institution.staff] == ["王芳", "李四", "张伟", "陈静"]
    assert (len(institution.offices), len(institution.groups)) == (3, 3)
    assert sum(site.population for site in institution.sites) == 15600


def test_every_chinese_heading_and_rank_of_the_tables_stands_in_the_page():
    page = (Path(__file__).parents[2] / "docs" / "scenario-format.md").read_text(encoding="utf-8")
    part = page[page.index("## Tables\n") : page.index("## Sources\n")]
    kinds = (table_words.FUNCTIONS, table_words.STAFF, table_words.SITES)
    words = [word for kind in kinds for others in kind.names.values() for word in others]
    words += [word for others in table_words.RANKS.values() for word in others]

    assert [word for word in words if not word.isascii() and word not in part] == []
