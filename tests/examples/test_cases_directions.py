"""What the arithmetic of each case demands, whatever else is assumed: cases of steps and of units."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from cases import arranged, played, reading, small, types_of

from analysis.measures.played import Played
from sim.institution import Rank
from sim.plan.plan import Kind

ALL_ALIKE = "institution.abilities={skill_elsewhere: 1, setup_hours: 0, error_rate: 0, error_rate_elsewhere: 0}"
ALL_THERE = ("institution.staff.full_time={}", "demand.absences.spells_per_year=0")


def days_of_both(one: Played, other: Played) -> tuple[np.ndarray, np.ndarray]:
    """Return the days of each matter that was closed in both runs; what hangs on matters is in neither."""
    rows = min(one.is_matter.size, other.is_matter.size)
    both = one.is_matter[:rows] & one.closed[:rows] & other.closed[:rows]
    return _days(one)[:rows][both], _days(other)[:rows][both]


def _days(run: Played) -> np.ndarray:
    return (run.until_ms - run.came_in_ms) / 86_400_000


# one_seal -----------------------------------------------------------------------------------------

# without what comes on fixed dates, or from outside
UNDATED = (
    ALL_ALIKE, *ALL_THERE, "demand.types.entry.per_year=0", "demand.types.project.decisions=[0,1,0]",
    "demand.types.project.review_share=0", "demand.types.project.supplement_share=0",
    *(f"~demand.types.project.process.{need}.batch" for need in ("land_use", "scheme", "works", "permit")),
    *(f"~demand.types.project.process.{need}.notice_days" for need in ("scheme", "eia", "drawings")),
    "designs.one_seal.process.batch_dates=kept", "designs.mechanisms_only.process={}",
)  # fmt: skip


def test_with_capacity_to_spare_fewer_seals_are_never_slower():
    """Stations that wait for one another, merged into one, with no work saved: 17 seals, then 16, then 15.

    Stations that run side by side are another matter: merged they are done one after another by one person.
    """
    runs = []
    for merged in ("{}", "{project: {land_use: [filing]}}", "{project: {land_use: [filing], works: [scheme]}}"):
        fewer = f"designs.seals_parallel={{process: {{merged: {merged}}}}}"
        runs.append(
            [played("one_seal", "seals_parallel", *UNDATED, fewer, scale=0.1, replication=one) for one in range(3)]
        )

    for more, fewer in pairwise(runs):
        before, after = (np.concatenate(days) for days in zip(*map(days_of_both, more, fewer), strict=True))
        assert before.size >= 15
        assert (after <= before).all()
        assert after.mean() < before.mean() - 1


def test_one_seal_is_quicker_where_there_is_time_even_if_no_work_is_saved():
    unsaved = (ALL_ALIKE, "designs.one_seal.process.merged_work=1")
    for replication in range(2):
        before, after = days_of_both(
            *(played("one_seal", design, *unsaved, scale=0.3, replication=replication)
              for design in ("seals_17", "one_seal"))
        )  # fmt: skip
        assert after.mean() < 0.7 * before.mean()


def test_a_project_gets_as_many_seals_as_there_are_stations():
    for design, seals in (("seals_17", 17), ("one_seal", 3)):
        run = played("one_seal", design)
        project = types_of(run, small("one_seal"), ["project"])
        sealed = (run.plan.steps.kind == Kind.HANDLE) & (run.plan.steps.attempt == 1)
        count = np.bincount(run.plan.steps.matter[sealed], minlength=project.size)

        assert set(count[project & (run.hangs_on < 0)].tolist()) == {seals}


# farm_house ---------------------------------------------------------------------------------------

TEN_DAYS = "demand.types.house.process.discussion.notice_days={mean: 10, scv: 0}"


def test_no_house_is_quicker_than_its_notice_while_that_counts():
    quickest = {}
    for design in small("farm_house").designs:
        run = played("farm_house", design, TEN_DAYS)
        quickest[design] = _days(run)[run.is_matter & run.closed].min()

    assert quickest.pop("clock_late") < 10
    assert min(quickest.values()) >= 10


@pytest.mark.parametrize("replication", [0, 1])
def test_without_dates_no_house_takes_longer(replication):
    """Where everybody is there, alike, and nobody errs, a date is only something to wait for."""
    kept, dropped = days_of_both(
        *(played("farm_house", design, TEN_DAYS, ALL_ALIKE, *ALL_THERE, replication=replication)
          for design in ("one_thing", "no_dates"))
    )  # fmt: skip

    assert kept.size >= 15
    assert (dropped <= kept).all()


# agri_bureau --------------------------------------------------------------------------------------


def test_each_unit_has_one_person_in_charge():
    heads = [int((arranged("agri_bureau", design).rank_of_person == Rank.HEAD).sum())
             for design in ("sections", "modules_10", "modules_27")]  # fmt: skip

    assert heads == [10, 10, 27]


def test_without_duplicates_modules_have_no_relief_from_counterparts():
    """102 pairs of an office and a module against 56: what modules save is the second of two like requests."""
    hours = {
        (design, share): liaison_hours(design, share) for design in ("sections", "modules_27") for share in (0, 0.4)
    }
    relief = {design: hours[design, 0] - hours[design, 0.4] for design in ("sections", "modules_27")}

    assert hours["modules_27", 0] > 1.3 * hours["sections", 0]
    assert relief["modules_27"] > 0.05 * hours["modules_27", 0]
    assert 0 <= relief["sections"] < 0.1 * relief["modules_27"]


def liaison_hours(design: str, share: float) -> float:
    steps = played("agri_bureau", design, f"demand.duplicates.share={share}").plan.steps
    return float(steps.work_hours[steps.kind == Kind.LIAISE].sum())


# enterprise_service -------------------------------------------------------------------------------


def test_a_firm_has_to_do_with_one_module_and_comes_less_often():
    firms = [kind.name for kind in small("enterprise_service").demand.types if kind.sites != "nowhere"]
    met = {design: units_met("enterprise_service", design, firms) for design in ("sections", "by_client")}
    trips = [reading("enterprise_service", design).measures["trips_mean"] for design in ("sections", "by_client")]

    assert set(met["by_client"]) == {1}
    assert max(met["sections"]) > 1
    assert trips[1] < trips[0]


def units_met(name: str, design: str, types: list[str]) -> list[int]:
    """Return in how many units, leaders' desks left out, each matter of these types has a step, if none goes astray."""
    run = played(name, design, "demand.misdirected_share=0")
    asked, steps = types_of(run, small(name), types), run.plan.steps
    rows = asked[steps.matter] & (steps.unit >= 0) & (steps.unit < run.n_units)
    pairs = np.unique(np.stack([steps.matter[rows], steps.unit[rows]]), axis=1)
    return np.bincount(pairs[0], minlength=asked.size)[asked].tolist()
