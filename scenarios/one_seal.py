"""Longgang's one seal: seven departments' approvals in one bureau, for investment projects and market entry.

Before work could begin, a project passed 17 seals in seven departments. To set them took little. What took long: that
approvals were one duty among others of each section, so that often nobody was there; that leaders signed on certain
days; that a section began only when the applicant had brought another section's paper. One bureau with two sections,
26 officers who do nothing else and one seal takes these waits away, and reads one set of papers for a stage. It does
not touch what lies outside: notices, experts, reviewers of drawings, applicants who must supplement. Who pays: 26 do
what 56 did beside other things, in lines that are not theirs; and the departments, which still answer for what was
approved, must be told of it, and may be told late or say that it is not theirs. 56 to 26 heads and 80 to 40 days agree
only if the 56 were never full-time on it, or hardly busy: what one must believe is the question. The 80 days are of no
stated kind: a limit that means stay below, perhaps, in clock days or in working days.
"""

from __future__ import annotations

from conf.schema import ScenarioFile
from scenarios.totals import Total


def totals(file: ScenarioFile) -> tuple[Total, ...]:
    """Return the counts of departments, seals and sections before that the reports give."""
    project = file.demand.types.get("project")
    sections = file.designs[file.baseline].units.table or {}
    return (
        Total(name="departments", value=len(file.institution.bureaus), fact="003-020", side="before"),
        Total(name="seals", value=len(project.process) if project else 0, fact="003-021", side="before"),
        Total(name="sections", value=len(sections), fact="003-022", side="before"),
    )
