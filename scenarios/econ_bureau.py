"""Longgang's Economic Development Bureau: sections by upper bureau, or modules by category of business.

A county-level bureau with 48 staff was made of what elsewhere are many departments, so it faces 8 bureaus
of the city above, with 97 offices: two offices a head. As sections, one section answers to one bureau; a
firm, a project or a directive that concerns several bureaus goes through several sections, and the same
request from two bureaus is worked on twice. In 2021 the bureau cut the tasks of the 97 offices into 43
business groups and 11 modules: a module answers to one category of business across bureaus, its head
decides non-core business, proposes on core business and may report across levels, and a named contact
stands for each matter. What this does to days and capacity is not reported. It is what is asked here.
"""

from __future__ import annotations

from conf.schema import ScenarioFile
from scenarios import matrix

build_institution = matrix.build_institution

TOTALS = {"staff": "000-011", "bureaus": "000-012", "offices": "000-013", "modules": "003-006", "groups": "003-007"}
"""The reported count that each total of the shipped institution equals."""


def totals(file: ScenarioFile) -> dict[str, int]:
    """Return the counts of the institution that the reports give, by the names of TOTALS."""
    block = file.institution
    return {
        "staff": block.staff.chief + block.staff.deputy + block.staff.officer,
        "bureaus": len(block.bureaus),
        "offices": sum(entry.offices for entry in block.bureaus.values()),
        "modules": len(block.categories),
        "groups": sum(entry.groups for entry in block.categories.values()),
    }
