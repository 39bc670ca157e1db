"""Longgang's one enforcement team: nine departments each with their own people, or one bureau with 26 groups outside.

Before, whoever wanted a street cleared, a workshop looked at or a case made had to find out whose field it was. A firm
had as many inspections as departments thought of it, a matter between two of them went back and forth, and each
department kept crews that were idle while the next one's had too much to do. In 2021 the enforcement of nine
departments in 33 fields went to one bureau: eight brigades by field, and 123 officers in 26 groups at the joint duty
stations, near what they look after. What goes is the wait until somebody is competent, and all visits but one; a squad
of several departments is now one crew next door. What it costs: the four or five of a usual group cannot know 33
fields, so they are slower and err more in most; a group is a small pool, which somebody's leave halves; and licences
are granted in one house and policed in another, which must be told, may dispute it, and lets cases slip meanwhile.
Firms gain in visits suffered, and parties to difficult cases may pay for it in errors. Neither the 123 nor the 304
cases reported for seven months go in: posts by work come to 123 in groups of 2 to 10, the load to some 220 cases.
"""

from __future__ import annotations

from conf.schema import ScenarioFile
from scenarios.totals import Total


def totals(file: ScenarioFile) -> tuple[Total, ...]:
    """Return the counts of departments, fields and brigades that the reports give; stations are one more unit."""
    brigades = len(file.designs["one_team"].units.table or {}) - 1
    return (
        Total(name="departments", value=len(file.institution.bureaus), fact="003-025"),
        Total(name="fields", value=len(file.institution.categories), fact="003-026"),
        Total(name="brigades", value=brigades, fact="003-028"),
    )
