"""The tiny institution as lists: its people, functions and sites in tables, and what comes of these."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny import TINY, tiny_file

from conf.checking import validated
from conf.schema import ScenarioFile
from experiments.configuring import configure
from experiments.lists.institution import with_tables
from experiments.overrides import apply, parse
from experiments.yaml_file import read_yaml
from scenarios.matrix import build_institution
from sim.errors import InputError
from sim.institution import Institution

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
