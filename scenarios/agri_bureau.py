"""Longgang's agriculture bureau: 8 sections and 2 affiliated units become 27 modules, and 10 persons in charge 27.

Merged from agriculture, water and fishery, the bureau kept a section, or an affiliated unit, for each line of the
upper level. Whoever entered one stayed there: a clerk who had studied water engineering kept the general office's
files, and who knew a business signed nothing. In 2021 the bureau was cut into 27 modules, one for each category of
business across lines. Each has a person in charge, who decides what is not major, proposes on what is, and may report
across levels. So expertise finds its post, and of most papers one signature is saved and one wait for a leader's hour
of signing. What pays is the size of the pools: some sixty people over 27 modules are two each and often one, half of
the officers lead, a post is empty when its holder is away, a matter that touches several categories meets more units,
and the lines above find several counterparts where they had one. Neither staff nor days are reported, so the number
of staff is an axis, and the question is when 27 small modules lose.
"""

from __future__ import annotations

from conf.schema import ScenarioFile
from scenarios.totals import Total


def totals(file: ScenarioFile) -> tuple[Total, ...]:
    """Return the counts of the institution that the reports give: a unit for each line, then one for each category."""
    lines, categories = len(file.institution.bureaus), len(file.institution.categories)
    return (
        Total(name="persons in charge before", value=lines, fact="000-021", side="before"),
        Total(name="modules", value=categories, fact="000-020"),
        Total(name="persons in charge after", value=categories, fact="000-021"),
    )
