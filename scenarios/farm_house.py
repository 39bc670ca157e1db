"""Quzhou's farmer's house: seven steps at several bureaus, or three with one lead and shared data.

Who wants to build waits for the village to meet and for its notice to run, then for town and county: land, building
and farming each have a gate, papers are on the road between them or lie where nobody asks after them, people are in
the villages, and land is taken in on fixed dates. With the agriculture bureau in the lead, all review together in one
place; who needs a house, and on which land, is known beforehand; seven steps are three. The waits that go are ways,
papers that lie, papers handed in twice. The village's dates, the dates for land and the notice do not go with the
steps: who says 7 to 15 days has dropped these dates, or begins to count when they are over. Who pays: the few who now
review for all, in lines that are not theirs, with no more people; and the village, if its meeting is hurried. What
steps alone would give, -57%, lies far from what is reported, -83 to -96%: so no other case tests the model as hard.
"""

from __future__ import annotations

from conf.schema import ScenarioFile
from scenarios.totals import Total


def totals(file: ScenarioFile) -> tuple[Total, ...]:
    """Return the number of steps that a house takes, which the reports give, before and after some are merged."""
    house, reform = file.demand.types.get("house"), file.designs.get("one_thing")
    steps = len(house.process) if house else 0
    merged = reform.process.merged.get("house", {}) if reform else {}
    fewer = sum(len(gone) for gone in merged.values())
    return (
        Total(name="steps", value=steps, fact="004-011", side="before"),
        Total(name="steps after", value=steps - fewer, fact="004-011"),
    )
