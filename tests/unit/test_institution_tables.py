"""Institutions from tables: what they come to, that it is what a matrix of the same comes to, and what is refused."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from openpyxl import Workbook
from tiny import TINY, tiaokuai, tiny, tiny_file

from conf.checking import validated
from conf.schema import ScenarioFile
from experiments.configuring import configure
from experiments.lists import words as table_words
from experiments.lists.institution import with_tables
from experiments.overrides import apply, parse
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
BY_NUMBERS = TINY[TINY.index("  categories: {projects") : TINY.index("  abilities:")]
FUNCTIONS = """\
业务条目,上级局,上级处室,业务类别,业务组
reform_projects_1,reform,reform_1,projects,projects_1
reform_projects_2,reform,reform_2,projects,projects_1
reform_firms_1,reform,reform_1,firms,firms_1
industry_projects_1,industry,industry_1,projects,projects_1
industry_firms_1,industry,industry_1,firms,firms_1
industry_firms_2,industry,industry_1,firms,firms_2
"""
STAFF = """\
序号;姓名;职级;上级局;业务类别;在岗比例;执法证
1;chief;局长;;;;
2;deputy_1;副局长;;;;
;;;;;;
3;officer_1;干部;reform;projects;;
4;officer_2;干部;reform;firms;;
5;officer_3;干部;industry;firms;;
6;officer_4;干部;industry;projects;;
"""
SITES = 'name,population,east_km,north_km,zone,title_en\nHexi,"12,500",0.8,3.5,west,West\nShanxia,３１００,,,,\n'


def scenario_file(folder: Path, tables="{staff: staff.csv, functions: functions.csv}", rest="", **texts: str) -> Path:
    """Write the tables, the functions in GBK, and the tiny scenario with them in place of its numbers."""
    texts = {"staff": STAFF, "functions": FUNCTIONS, "sites": SITES} | texts
    for name, encoding in (("staff", "utf-8-sig"), ("functions", "gbk"), ("sites", "utf-8")):
        (folder / f"{name}.csv").write_bytes(texts[name].encode(encoding))
    return tiny_file(folder, (BY_NUMBERS, f"  tables: {tables}\n{rest}"))


def configured(folder: Path, *overrides: str, **given: str):
    return configure([f"scenario={scenario_file(folder, **given)}", *overrides])


def checked(folder: Path, *overrides: str, **given: str) -> ScenarioFile:
    """Return the scenario as the schema has it; the groups of the configuration need not be composed for that."""
    path = scenario_file(folder, **given)
    raw = with_tables({"schema_version": 1, **read_yaml(path)}, folder, str(path))
    keys = apply(parse(overrides).settings, raw)
    return validated(raw, str(path), keys)


def built(folder: Path, *overrides: str, **given: str) -> Institution:
    return build_institution(checked(folder, *overrides, **given))


def refused(folder: Path, *overrides: str, **given: str) -> str:
    """Return why there is no such institution, without the folder."""
    with pytest.raises(InputError) as error:
        built(folder, *overrides, **given)
    assert "\n" not in str(error.value)
    return str(error.value).replace(f"{folder}/", "")


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


# what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tables": "{staff: stuff.csv}"}, "stuff.csv does not exist; expected a table, .csv or .xlsx."),
        ({"tables": "{stuff: a.csv}"},
         "tiny.yaml: institution.tables.stuff is no key that is known here. Did you mean 'staff'?"),
        ({"tables": "staff.csv"},
         "tiny.yaml: institution.tables is 'staff.csv'; expected a block such as {staff: staff.xlsx}."),
        ({"tables": "{staff: 3}"},
         "tiny.yaml: institution.tables.staff is 3; expected the path of a table, .csv or .xlsx."),
        ({"rest": "  staff: {officer: 4}\n"},
         "tiny.yaml: institution.tables.staff and institution.staff.officer are both given; expected one of them."),
        ({"rest": "  bureaus: {reform: {offices: 2}, industry: {}}\n"},
         "tiny.yaml: institution.tables.functions and institution.bureaus.reform.offices are both given; expected "
         "one of them."),
        ({"rest": "  categories: {projects: {groups: 1}, firms: {}}\n"},
         "tiny.yaml: institution.tables.functions and institution.categories.projects.groups are both given; "
         "expected one"),
        ({"rest": "  bureaus: {reform: {}, industrie: {}}\n"},
         "functions.csv, row 5, column B (上级局) is 'industry', which is no bureau of institution.bureaus. Did you "
         "mean"),
        ({"rest": "  bureaus: {reform: {}, industry: {}, water: {}}\n"},
         "tiny.yaml: institution: bureaus.water has no function in functions; expected one at least, or no such "
         "bureau."),
        ({"functions": FUNCTIONS + "reform_firms_1,reform,,firms,\n"},
         "functions.csv, row 8, column A (业务条目) is 'reform_firms_1'; expected each name once, but row 4 has it "
         "already."),
        ({"functions": FUNCTIONS + "x,,,firms,\n"},
         "functions.csv, row 8, column B (上级局) is blank; expected a text."),
        ({"functions": FUNCTIONS.replace("业务组", "业务祖")},
         "functions.csv, row 1, column E: '业务祖' is no column of this table. Did"),
        ({"staff": STAFF + "7;officer_4;干部;reform;;;\n"},
         "staff.csv, row 9, column B (姓名) is 'officer_4'; expected each name once, but row 8 has it already; tell "
         "people "
         "of one name apart, such as 张伟 and 张伟2."),
        ({"staff": STAFF.replace("副局长", "处长")},
         "staff.csv, row 3, column C (职级) is '处长'; expected one of officer (干部、"),
        ({"staff": STAFF.replace("3;officer_1;干部", "3;officer_1;科长")},
         "staff.csv, row 5, column C (职级) is '科长'; expected officer (干部): who heads a unit is said by a "
         "design, which "
         "appoints officers."),
        ({"staff": STAFF.replace("副局长", "局长")},
         "staff.csv, row 3, column C (职级) is '局长'; expected one chief at most, and row 2 is one."),
        ({"staff": STAFF.replace("干部", "副职")},
         "staff.csv: nobody in column rank (职级) is an officer; expected one at least."),
        ({"staff": STAFF.replace("4;officer_2;干部;reform", "4;officer_2;干部;refrom")},
         "staff.csv, row 6, column D (上级局) is 'refrom', which is no bureau of the institution. Did you mean "
         "'reform'?"),
        ({"staff": STAFF.replace("officer_2;干部;reform", "officer_2;干部;")},
         "staff.csv, row 6, column D (上级局) is blank; expected the bureau whose business an officer has done so "
         "far: reform, "
         "industry."),
        ({"staff": STAFF.replace("reform;firms", "reform;firms、planing")},
         "staff.csv, row 6, column E (业务类别) is 'firms、planing'; 'planing' is no category of business of the "
         "institution."),
        ({"staff": STAFF.replace("reform;firms;", "reform;firms;一半")},
         "staff.csv, row 6, column F (在岗比例) is '一半'; expected a number above 0 and at most 1."),
        ({"staff": STAFF.replace("reform;firms;", "reform;firms;0")},
         "staff.csv, row 6, column F (在岗比例) is '0'; expected a number above 0 and at most 1."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_one_sentence_with_file_row_and_column(tmp_path, given, said):
    assert refused(tmp_path, **given).startswith(said)


@pytest.mark.parametrize(
    ("sites", "said"),
    [
        ("name,population\na,2.5\n", "row 2, column B (population) is '2.5'; expected a whole number of 0 or more."),
        ("name,population\na,-1\n", "row 2, column B (population) is '-1'; expected a whole number of 0 or more."),
        ("name,population\na,1\nb,\n", "row 3, column B (population) is blank; expected a whole number of 0 or more."),
        ("点位,人口,东距\na,1,2\n",
         "row 2, column north_km, which it lacks, is blank; expected a number of km, as in east_km"),
        ("name,population,east_km,north_km\na,1,,2\n",
         "row 2, column C (east_km) is blank; expected a number of km, as in"),
        ("name,population,east_km,north_km\na,1,x,2\n", "row 2, column C (east_km) is 'x'; expected a number."),
        ("name,population\na,1\na,2\n",
         "row 3, column A (name) is 'a'; expected each name once, but row 2 has it already."),
        ("name,zone\na,x\n", "has no column population (人口); expected it among the headings."),
    ],
)  # fmt: skip
def test_sites_that_cannot_be_are_refused(tmp_path, sites, said):
    assert re.sub(
        r"^sites\.csv,? ", "", refused(tmp_path, tables="{sites: sites.csv}", rest=BY_NUMBERS, sites=sites)
    ).startswith(said)


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("institution.staff.officer=4",
         "institution.staff: people and officer are both given; expected people by name, or "),
        ("institution.staff.people.0.rank=head",
         "staff.people.0.rank is 'head'; expected 'officer', 'deputy' or 'chief'."),
        ("institution.staff.people.1.rank=chief",
         "institution.staff: people has 2 of rank chief, chief, deputy_1; expected one"),
        ("institution.staff.people.0.fulltime=1",
         "people.0.fulltime is no key that is known here. Did you mean 'full_time'?"),
        ("institution.staff.people.2.full_time=0", "staff.people.2.full_time is 0; expected more than 0."),
        ("institution.staff.people.2.full_time=2", "staff.people.2.full_time is 2; expected at most 1."),
        ("institution.staff.people.2.bureau=reforms",
         "person 'officer_1' names bureau 'reforms', which does not exist. Did you"),
        ("institution.staff.people.2.bureau=null",
         "institution.staff.people.2: officer 'officer_1' has no bureau; expected"),
        ("institution.staff.people.2.categories=[firm]",
         "expertise of 'officer_1' names category 'firm', which does not exist."),
        ("institution.staff.people.2.name=chief", "person 'chief' is listed twice; each name may stand once."),
        ("institution.staff.people.2.name=''", "a person has an empty name; expected a text."),
        ("institution.functions.0.name=reform_firms_1",
         "function 'reform_firms_1' is listed twice; each name may stand once."),
        ("institution.functions.0.bureau=''", "a function has an empty bureau; expected a text."),
        ("institution.functions.0.burau=a", "functions.0.burau is no key that is known here. Did you mean 'bureau'?"),
        ("+institution.bureaus={reform: {offices: 2}, industry: {}}",
         "functions and bureaus.reform.offices are both given"),
        ("+institution.bureaus={reform: {}}", "function 'industry_projects_1' names bureau 'industry'. Known: reform."),
        ("institution.functions=[]", "institution.categories is missing; expected a value."),
    ],
)  # fmt: skip
def test_lists_that_contradict_themselves_are_refused_however_they_came(tmp_path, override, said):
    with pytest.raises(InputError) as error:
        built(tmp_path, override)

    assert said in str(error.value)


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
