"""The arithmetic of load: hours offered, hours scheduled, and the volume that a load asks for."""

from __future__ import annotations

import numpy as np
import pytest
from tiny import tiny, tiny_file

from experiments.configuring import configure
from experiments.executors.jobs import run_jobs
from experiments.load import PILOTS, find_load, offered_hours, scheduled_hours
from experiments.playing import Job
from scenarios.building import build_scenario
from sim.arrays import NEVER
from sim.errors import InputError
from sim.workload.latent import events_of

EXACT = (
    ("work_hours: {mean: 4}", "work_hours: {mean: 4, shape: deterministic}"),
    ("work_hours: {mean: 3}", "work_hours: {mean: 3, shape: deterministic}"),
    ("further_needs: [0.5, 0.5]", "further_needs: [1]"),
    ("decisions: [0.2, 0.5, 0.3]", "decisions: [0, 1, 0]"),
)
"""A tiny scenario in which a directive takes 4 hours and a request 3, and all of them are for the head to sign."""


def scenario_of(folder, *changes, overrides=()):
    return build_scenario(configure([f"scenario={tiny_file(folder, *changes)}", *overrides]).file)


@pytest.fixture(scope="module")
def exact(tmp_path_factory):
    return scenario_of(tmp_path_factory.mktemp("exact"), *EXACT)


def pilots(scenario):
    """Return plans and workloads of the replications that the arithmetic looks at."""
    organisation = scenario.organise(scenario.baseline)
    for replication in range(PILOTS):
        workload = scenario.draw(seed=2026, replication=replication, scale=1.0)
        yield workload, scenario.plan(workload, organisation)


def test_scheduled_hours_are_everybodys_office_hours_in_the_window(exact):
    """From 15 March to 9 May 2021 there are 38 working days of 7 hours; 6 people, no absence, no meeting."""
    (_, plan), *_ = pilots(exact)

    assert scheduled_hours(plan, exact) == 6 * 38 * 7


def test_offered_hours_are_counted_by_purpose(exact):
    """Each matter is drafted (0.2) and answered (0.2); one in ten is handled wrongly, so once more; each handling is
    signed (0.1); each contact takes the unit half an hour times its draw."""
    begin, end = exact.horizon.window_ms
    expected = np.zeros(3)
    for workload, _ in pilots(exact):
        counted = (workload.matters.release_ms >= begin) & (workload.matters.release_ms < end)
        directives, requests = (int((workload.matters.type[counted] == kind).sum()) for kind in (0, 1))
        contacts = workload.contacts.hours[
            (workload.contacts.release_ms >= begin) & (workload.contacts.release_ms < end)
        ].sum()
        handled = 4 * directives + 3 * requests
        expected += [
            0.4 * (directives + requests) + 1.1 * handled, 1.1 * 0.1 * (directives + requests), 0.5 * contacts,
        ]  # fmt: skip

    load = find_load(exact, 2026)

    offered = [load.offered[purpose] for purpose in ("direct", "decision", "liaison")]
    assert offered == pytest.approx(expected / PILOTS)
    assert load.offered["coordination"] == 0
    assert load.volume_multiple == 1
    assert load.nominal == pytest.approx(sum(offered) / (6 * 38 * 7))


def test_only_what_is_released_in_the_window_counts(exact):
    _, plan = next(pilots(exact))
    whole = sum(offered_hours(plan, exact).values())
    worked = plan.steps.unit >= 0

    assert 0 < whole < float((plan.steps.work_hours * worked).sum())


def test_work_outside_the_expertise_counts_as_long_as_it_takes(tmp_path, exact):
    """The reform section has both officers who are versed in projects, the industry section both for firms: at half
    the speed elsewhere, a need for the other category takes twice as long."""
    slow = ("abilities: {error_rate: 0.1,", "abilities: {skill_elsewhere: 0.5, error_rate: 0.1,")
    elsewhere = [function.name in ("reform_firms_1", "industry_projects_1") for function in exact.institution.functions]
    begin, end = exact.horizon.window_ms
    more = []
    for workload, _ in pilots(exact):
        release = workload.matters.release_ms[workload.needs.matter]
        counted = (release >= begin) & (release < end) & np.array(elsewhere)[workload.needs.function]
        more.append(1.1 * workload.needs.work_hours[counted].sum())  # with rework

    slower, usual = find_load(scenario_of(tmp_path, *EXACT, slow), 2026).offered, find_load(exact, 2026).offered

    assert slower["direct"] - usual["direct"] == pytest.approx(np.mean(more))
    assert slower["decision"] == pytest.approx(usual["decision"])


@pytest.mark.parametrize("load", [0.1, 0.5, 0.9, 1.2])
def test_the_volume_that_a_load_asks_for_offers_that_load(exact, load):
    """All hours but liaison's grow in proportion to the volume."""
    as_given, asked = find_load(exact, 2026), find_load(exact, 2026, load)

    assert asked.nominal == pytest.approx(load)
    assert asked.offered["liaison"] == as_given.offered["liaison"]
    assert asked.offered["direct"] == pytest.approx(asked.volume_multiple * as_given.offered["direct"])
    assert as_given.at(load) == asked


def test_people_are_as_busy_as_the_arithmetic_says(tmp_path):
    """At half load all that comes in is done, so utilisation in the window is the load, but for what noise and the
    edges of the window leave; eight replications of five times the volume."""
    configuration = tiny(
        tmp_path, "demand.types.directive.per_year=1500", "demand.types.request.per_year=1000", "engine=simpy"
    )
    scenario = build_scenario(configuration.file)
    multiple = find_load(scenario, 2026, 0.5).volume_multiple

    jobs = [Job(designs=("sections",), replication=index, volume_multiple=multiple) for index in range(8)]
    busy = [found["sections"].measures["utilisation_mean"] for found in run_jobs(jobs, configuration.file)]

    assert np.mean(busy) == pytest.approx(0.5, rel=0.05)


@pytest.mark.parametrize(
    ("overrides", "load", "told"),
    [
        ((), 0.002, "demand.load=0.002: liaison alone takes 0.00304 of all hours; expected a load above that."),
        (("demand.types.directive.per_year=0", "demand.types.request.per_year=0"), None,
         "demand.types: no matter comes in within the window; expected a type with per_year above 0."),
        (("+institution.meetings.all={ranks: [officer, head, deputy, chief], weekday: 1, hours: ['08:30', '17:30']}",
          "window.first=2021-03-15", "window.last=2021-03-15"), None,
         "nobody is on duty in the window; expected office hours that meetings leave free."),
    ],
)  # fmt: skip
def test_a_load_that_cannot_be_is_refused(tmp_path, overrides, load, told):
    scenario = scenario_of(tmp_path, overrides=overrides)

    with pytest.raises(InputError) as error:
        find_load(scenario, 2026, load)

    assert str(error.value) == told


WAITING = (
    "+designs.sections.dispatch={reminders: {after_days: 1, times: 2, hours: 1}, escalates: {after_days: 2, hours: 1}, "
    "overflow_days: 3}",
    "+demand.types.request.patience={share: 0.5, days: {mean: 5}, complains_share: 0.5, complaint_hours: {mean: 8}}",
)


def test_what_is_done_only_because_something_has_waited_is_no_load(tmp_path, exact):
    """The same work as without any of it: reminders, orders, complaints and other units' queues are not foreseen."""
    waiting = scenario_of(tmp_path, *EXACT, overrides=WAITING)

    assert find_load(waiting, 2026).offered == pytest.approx(find_load(exact, 2026).offered)


def test_calls_of_broadcasts_are_reckoned_to_what_does_not_grow_with_the_volume(tmp_path, exact):
    told = scenario_of(tmp_path, *EXACT, overrides=("+demand.broadcasts={per_year: 60, recipients: 30}",))
    before, after = find_load(exact, 2026), find_load(told, 2026)

    # two minutes a call, thirty calls
    broadcasts = [workload.broadcasts.release_ms for workload, _ in pilots(told)]
    begin, end = told.horizon.window_ms
    calls = sum(((release >= begin) & (release < end)).sum() for release in broadcasts) / PILOTS * 30
    assert after.offered["liaison"] - before.offered["liaison"] == pytest.approx(calls * 2 / 60)
    assert after.offered["coordination"] == before.offered["coordination"]


HIDDEN = (
    "+demand.types.hazard={per_year: 400, work_hours: {mean: 2, shape: deterministic}, decisions: [1, 0, 0], latent: {"
    "complaint_share: 0.5, complaint_days: {mean: 100}}}"
)


def test_events_that_somebody_would_know_of_some_day_count_by_their_onset(tmp_path):
    """Each of them is drafted (0.2), handled (2 hours) and answered (0.2); of the others nobody ever hears."""
    scenario = scenario_of(tmp_path, *EXACT, overrides=(HIDDEN, "institution.abilities.error_rate=0",
                                                        "institution.abilities.error_rate_elsewhere=0"))  # fmt: skip
    begin, end = scenario.horizon.window_ms
    workload, plan = next(iter(pilots(scenario)))
    events = events_of(workload, tuple(kind.latent for kind in scenario.demand.types))
    heard_of = (events.onset_ms >= begin) & (events.onset_ms < end) & (events.complaint_ms < NEVER)

    with_them, without = (offered_hours(plan, scenario, events=given)["direct"] for given in (events, None))

    assert with_them - without == pytest.approx(2.4 * heard_of.sum())
    assert 0 < heard_of.sum() < heard_of.size
