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
from scenarios.totals import Total


def totals(file: ScenarioFile) -> tuple[Total, ...]:
    """Return the counts of the institution that the reports give."""
    block = file.institution
    staff = block.staff.chief + block.staff.deputy + block.staff.officer
    return (
        Total(name="staff", value=staff, fact="000-011"),
        Total(name="bureaus", value=len(block.bureaus), fact="000-012"),
        Total(name="offices", value=sum(entry.offices for entry in block.bureaus.values()), fact="000-013"),
        Total(name="modules", value=len(block.categories), fact="003-006"),
        Total(name="groups", value=sum(entry.groups for entry in block.categories.values()), fact="003-007"),
    )
