"""Institutions from tables that cannot be: what is wrong is told with file, row and column, however it came."""

from __future__ import annotations

import re

import pytest
from listed import BY_NUMBERS, FUNCTIONS, STAFF, built, refused

from sim.errors import InputError


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
