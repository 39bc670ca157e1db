"""Who has hours of their own or a share of their time for this work, as a scenario file says it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from houses import house, person
from tiny import tiaokuai, tiny, tiny_file

from experiments.load import find_load, scheduled_hours
from scenarios.building import build_scenario
from sim.errors import DesignError, InputError, UnknownName
from sim.institution import EVERY_WEEKDAY


def scenario_of(folder, *overrides):
    return build_scenario(tiny(folder, *overrides).file)


def scheduled(scenario):
    workload = scenario.draw(seed=2026, replication=0, scale=1.0)
    return scheduled_hours(scenario.plan(workload, scenario.organise("sections")), scenario)


def attendance(scenario):
    return [(one.name, one.hours, one.weekdays, one.full_time) for one in scenario.institution.staff]


OFFICE = ((), EVERY_WEEKDAY, 1.0)


def test_without_rules_everybody_keeps_office_hours(tmp_path):
    assert {row[1:] for row in attendance(scenario_of(tmp_path))} == {OFFICE}


def test_the_first_rule_that_fits_sets_a_persons_hours(tmp_path):
    """Officers 1 and 2 come from reform, 3 and 4 from industry; all leaders but the chief fit the second rule."""
    rules = (
        "institution.hours={reform: {bureaus: [reform], weekdays: [1, 2]}, "
        'late: {ranks: [officer, deputy], hours: [["13:00", "20:00"]]}}'
    )

    late, early = ((("13:00", "20:00"),), EVERY_WEEKDAY, 1.0), ((), (1, 2), 1.0)
    assert attendance(scenario_of(tmp_path, rules)) == [
        ("chief", *OFFICE), ("deputy_1", *late), ("officer_1", *early), ("officer_2", *early),
        ("officer_3", *late), ("officer_4", *late),
    ]  # fmt: skip


def test_a_share_of_time_is_that_of_a_rank(tmp_path):
    rows = attendance(scenario_of(tmp_path, "institution.staff.full_time={officer: 0.5, chief: 0.2}"))

    assert [share for _, _, _, share in rows] == [0.2, 1.0, 0.5, 0.5, 0.5, 0.5]


def test_scheduled_hours_follow_the_diaries(tmp_path):
    """38 working days of 7 hours in the window, 6 people. At a half four officers are there on 19 days each.

    On Saturdays and Sundays only make-up days are worked: 25 April (a Sunday) and 8 May (a Saturday), so an officer of
    the weekend is there on two days, from 9 to 12.
    """
    full, half, weekend = (
        scheduled(scenario_of(tmp_path, *changes))
        for changes in (
            (), ("institution.staff.full_time={officer: 0.5}",),
            ('institution.hours={weekend: {ranks: [officer], hours: [["09:00", "12:00"]], weekdays: [6, 7]}}',),
        )
    )  # fmt: skip

    assert full == 6 * 38 * 7
    assert half == 2 * 38 * 7 + 4 * 19 * 7
    assert weekend == 2 * 38 * 7 + 4 * 2 * 3


def test_the_load_is_higher_where_people_are_there_half_of_the_time(tmp_path):
    """The same matters are offered to 6 · 38 days of work, or to 2 · 38 + 4 · 19."""
    full, half = (
        find_load(scenario_of(tmp_path, *changes), 2026).nominal
        for changes in ((), ("institution.staff.full_time={officer: 0.5}",))
    )

    assert half / full == pytest.approx((6 * 38) / (2 * 38 + 4 * 19))


def test_leave_is_not_scheduled(tmp_path):
    """Two of the 38 days of the window for each of 6 people, all of it in April."""
    months = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]

    scenario = scenario_of(tmp_path, "demand.absences.leave_days=2", f"demand.absences.leave_months={months}")

    assert scheduled(scenario) == 6 * (38 - 2) * 7


@pytest.mark.parametrize(
    ("override", "kind", "told"),
    [
        ("institution.staff.full_time={officer: 0}", DesignError,
         "person 'officer_1' is never there from 2021-03-01 until 2021-07-01 (4 such people), with full_time 0 and "
         "weekdays 1, 2, 3, 4, 5, 6, 7; expected a larger institution.staff.full_time.officer, weekdays in "
         "institution.hours that are worked, or fewer people."),
        ("institution.staff.full_time={deputy: 0.001}", DesignError, "person 'deputy_1' is never there"),
        ("institution.hours={x: {ranks: [deputy], bureaus: [reform], weekdays: [1]}}", DesignError,
         "institution.hours.x fits nobody, or only people whose hours an earlier entry has set; expected ranks and "
         "bureaus of somebody else."),
        ("institution.hours={a: {weekdays: [1]}, b: {ranks: [officer], weekdays: [2]}}", DesignError,
         "institution.hours.b fits nobody, or only people"),
        ("institution.hours={x: {bureaus: [reforms], weekdays: [1]}}", UnknownName,
         "institution.hours.x.bureaus names 'reforms'. Did you mean 'reform'?"),
        ("institution.hours={x: {ranks: [officer]}}", DesignError,
         "institution.hours.x gives neither hours nor weekdays; expected one of them, or no such entry."),
        ("institution.hours={x: {weekdays: []}}", DesignError,
         "institution.hours.x.weekdays is empty, so these people would never be there; expected at least one."),
        ('institution.hours={x: {hours: [["12:00", "08:00"]]}}', InputError,
         "institution.hours.x.hours.0 is [12:00, 08:00]; expected a beginning before its end."),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused_in_one_sentence(tmp_path, override, kind, told):
    with pytest.raises(kind) as error:
        scenario_of(tmp_path, override)

    assert str(error.value).startswith(told)
    assert "\n" not in str(error.value)


def test_a_check_says_in_one_sentence_who_is_never_there(tmp_path, capsys):
    code, out, told = tiaokuai(
        capsys, "check", f"scenario={tiny_file(tmp_path)}", "institution.staff.full_time={chief: 0}"
    )

    assert (code, out) == (2, "")
    assert told.count("\n") == 1
    assert "person 'chief' is never there from 2021-03-01 until 2021-07-01, with full_time 0" in told


def test_nobody_has_more_than_all_of_their_time():
    with pytest.raises(DesignError, match=r"person 'p' has full_time=1\.5; expected 0 to 1"):
        house([replace(person("p"), full_time=1.5)])


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("institution.staff.full_time={head: 0.5}", "expected 'officer', 'deputy' or 'chief'"),
        ("institution.staff.full_time={officer: 1.5}", "staff.full_time.officer is 1.5; expected at most 1"),
        ("institution.hours={x: {ranks: [head], weekdays: [1]}}", "expected 'officer', 'deputy' or 'chief'"),
        ("institution.hours={x: {weekdays: [8]}}", "expected at most 7"),
        ("institution.hours={x: {weekday: [1]}}", "Did you mean 'weekdays'?"),
        ("demand.absences.leave_days=-1", "demand.absences.leave_days is -1; expected at least 0"),
        ("demand.absences={leave_days: 1, leave_spells: 2}",
         "demand.absences: absences has leave_spells=2 for leave_days=1; expected at least a day for each spell."),
    ],
)  # fmt: skip
def test_values_out_of_bounds_are_refused_where_they_stand(tmp_path, override, told):
    with pytest.raises(InputError) as error:
        tiny(tmp_path, override)

    assert told in str(error.value)


def test_all_of_the_time_is_as_without_the_key(tmp_path):
    """Sessions to the millisecond; so do hours of one's own that are the office's, and leave of no day."""
    office = '[["08:30", "12:00"], ["14:00", "17:30"]]'
    plain, spelt_out = (
        scenario_of(tmp_path, *changes)
        for changes in (
            (),
            (
                "institution.staff.full_time={officer: 1, deputy: 1, chief: 1}",
                f"institution.hours={{all: {{hours: {office}}}}}", "demand.absences.leave_days=0",
            ),
        )
    )  # fmt: skip

    one, other = (
        scenario.plan(scenario.draw(seed=2026, replication=0, scale=1.0), scenario.organise("sections")).calendars
        for scenario in (plain, spelt_out)
    )

    assert [(own.opens.tolist(), own.closes.tolist()) for own in one] == [
        (own.opens.tolist(), own.closes.tolist()) for own in other
    ]
