"""Changshan's Qiuchuan: one enforcement team for a town and two neighbours, or departments each with their own people.

What enforcement a town saw it could not do: the powers were with county departments, whose few people on the spot
obeyed their own bureau and were assessed by it. So a matter that concerned three of them took three visits, waits for
letters between them, now and then a refusal, and a signature at the county; and as a case takes two officers with a
licence, a department with two people made none while one was away. The reform puts 17 officers and 5 auxiliaries from
at least four origins under the town's command, gives most of the powers to the town, and lets the team serve two
towns more. What it removes are the waits between departments and for the county's signature; what it buys is a pool in
which any two who are free can act. Who pays are the specialists, whose skill is used for anything, the parties to cases
in fields that few in the team know, and the departments, whose campaigns no longer come first.
"""

from __future__ import annotations

from conf.schema import ScenarioFile
from scenarios.totals import Total

BESIDE = ("market", "works", "farms")
"""Departments beside the enforcement bureau; an office stands for each."""


def totals(file: ScenarioFile) -> tuple[Total, ...]:
    """Return the counts of the team, the towns and the county's departments that the report gives."""
    block = file.institution
    officers = [person for person in block.staff.people if person.rank == "officer"]
    licensed = [person for person in officers if person.licences]
    came = {bureau: sum(person.bureau == bureau for person in licensed) for bureau in block.bureaus}
    departments = sum(block.bureaus[name].offices for name in BESIDE)
    without_case = sum(block.bureaus[name].functions.get("dormant", 0) for name in BESIDE)
    posts = [design.membership.officers or len(officers) for design in file.designs.values()]
    return (
        Total(name="members with a licence", value=len(licensed), fact="004-020"),
        Total(name="auxiliaries", value=len(officers) - len(licensed), fact="004-021"),
        Total(name="members from the enforcement bureau", value=came["enforcement"], fact="004-022"),
        Total(name="members from market supervision", value=came["market"], fact="004-023"),
        Total(name="township officers with a licence", value=came["township"], fact="004-024"),
        Total(name="neighbouring towns", value=len({site.zone for site in block.sites}) - 1, fact="004-025"),
        Total(name="other departments", value=departments, fact="004-016", side="before"),
        Total(name="departments without a case", value=without_case, fact="004-017", side="before"),
        Total(name="posts added by a design", value=max(posts) - len(officers), fact="002-021"),
    )
