"""Longgang's riverside demolition: 135 officers are taken from their bureaus for three months, or nobody is.

On 21 April 2021 about 1,690 bays of houses and 48 factories were to be cleared within three months. In the ordinary way
each department would take its share beside its own work, which is what its line above assesses, so that demolition gets
the hours that are left, and a house goes from the section for land to that for illegal parts to that for resettlement.
A task force gives it people who do nothing else, under one command, and takes the ways between sections away. It makes
no hour of work fewer: it takes every fourth officer from home, also from departments that have nothing to do with land,
who are new to talking with households. Home pays, with posts empty for a quarter and for as long as members come back
late; what has piled up is worked off with the little that routine leaves. An order alone, with nobody taken, puts the
same work before everything else in the sections that it happens to fall on. The 23 groups are not told apart here: two
or three people go to a house or factory together. Three months were a pledge: a bound to look at, no outcome.
"""

from __future__ import annotations

from conf.schema import ScenarioFile
from scenarios.totals import Total


def totals(file: ScenarioFile) -> tuple[Total, ...]:
    """Return the counts of the institution that the reports give."""
    return (Total(name="government departments", value=len(file.institution.categories), fact="001-004"),)
