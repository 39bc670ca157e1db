"""Hours of a unit (开门时间), and when its people take a kind of work up."""

from __future__ import annotations

import pytest
from houses import CHIEF, build, house, matter, need, person
from tiny import tiny_file
from worlds import Log, done, log

from experiments.configuring import configure
from scenarios.building import build_scenario
from sim.errors import DesignError, InputError, UnknownName
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.stages import Times
from sim.levers.units import Units

MODULES = (person("p0", "c0"), person("p1", "c1"))
"""p0 is in module c0, p1 in module c1; every day has 24 working hours, and the first is a Monday."""


def modules(*, hours=None, by="category", **membership):
    return Levers(units=Units(by=by, hours=hours or {}), membership=Membership(**membership))


def test_members_of_a_unit_with_hours_are_there_in_them_only(simulate):
    """5 hours from 09:00 are 09-12 on the first day and 09-11 on the second; the other module works on."""
    levers = modules(hours={"c0": (("09:00", "12:00"),)})

    trace = simulate(build(house(MODULES), [matter(need("b0c0", 5)), matter(need("b0c1", 5))], levers).plan)

    assert log(trace) == Log([done(0, 9, 35, by=0), done(0, 0, 5, by=1)], [35, 5], 35)


def test_people_of_other_units_take_its_work_up_in_its_hours_and_finish_it(simulate):
    """p0 has the first matter from 9 on; p1, who serves module c0 too, takes the second then and is not sent home."""
    levers = modules(hours={"module_c0": (("09:00", "12:00"),)}, posts_per_person=2)

    trace = simulate(build(house(MODULES), [matter(need("b0c0", 5)), matter(need("b0c0", 5))], levers).plan)

    assert log(trace) == Log([done(0, 9, 35, by=0), done(0, 9, 14, by=1)], [35, 14], 35)


@pytest.mark.parametrize(
    ("times", "begins"),
    [
        (Times(weekdays=(2, 5)), 24),
        (Times(hours=(("14:00", "16:00"),)), 14),
        (Times(weekdays=(2,), hours=(("14:00", "16:00"),)), 38),
    ],
)
def test_work_is_taken_up_when_it_is_available(simulate, times, begins):
    """Module c0 takes its work up at these times only, and goes on beyond them; module c1 always."""
    levers = modules(availability={"c0": times})

    trace = simulate(build(house(MODULES), [matter(need("b0c0", 5)), matter(need("b0c1", 1))], levers).plan)

    assert log(trace) == Log([done(0, begins, begins + 5, by=0), done(0, 0, 1, by=1)], [begins + 5, 1], begins + 5)


def test_hours_and_availability_hold_together(simulate):
    """p1 is a member of module c0 from 9 to 12, whose work is available from 11 on: so from 11."""
    levers = modules(
        hours={"c0": (("09:00", "12:00"),)}, availability={"c0": Times(hours=(("11:00", "15:00"),))}, posts_per_person=2
    )
    built = build(house(MODULES), [matter(need("b0c0", 5)), matter(need("b0c0", 5))], levers)

    # p0: 11-12, 9-12 and 9-10; p1 works on to 16
    assert log(simulate(built.plan)) == Log([done(0, 11, 58, by=0), done(0, 11, 16, by=1)], [58, 16], 58)


def test_without_such_options_a_plan_has_no_terms():
    plan = build(house((*MODULES, CHIEF)), [matter(need("b0c0", 1))], modules(posts_per_person=2)).plan

    assert plan.terms.member.size == 0
    assert plan.people.unit.tolist() == [0, 1, 1, 0, 2]


@pytest.mark.parametrize(
    ("levers", "error", "message"),
    [
        (modules(hours={"c2": (("09:00", "12:00"),)}), UnknownName,
         r"^units.hours names 'c2', which is no unit and no category\. Known: c0, c1, module_c0"),
        (modules(hours={"c0": ()}), DesignError, r"^units.hours.c0 is empty"),
        (modules(hours={"c0": (("09:00", "12:00"),), "module_c0": (("09:00", "12:00"),)}), DesignError,
         r"^units.hours.module_c0 is about unit 'module_c0', as an earlier entry is; expected one entry"),
        (modules(hours={"c0": (("09:00", "12:00"),)}, by="bureau"), DesignError,
         r"^units.hours.c0 is a category, but unit 'section_b0' holds others too; name the unit, or set units.by=cat"),
        (modules(availability={"c0": Times()}), DesignError,
         r"^membership.availability.c0 gives neither hours nor weekdays"),
        (modules(availability={"c0": Times(weekdays=())}), DesignError,
         r"^membership.availability.c0.weekdays is empty"),
        (modules(availability={"C0": Times(weekdays=(1,))}), UnknownName, r"^membership.availability names 'C0'"),
    ],
)  # fmt: skip
def test_what_these_options_may_not_say(levers, error, message):
    with pytest.raises(error, match=message):
        build(house(MODULES), [], levers)


BY_BUREAU, BY_CATEGORY = "units: {by: bureau}", "  modules:\n    units: {by: category}"
HEADS = "    membership: {heads: one_each}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (BY_CATEGORY, '  modules:\n    units: {by: category, hours: {projects: [["19:00", "20:00"]]}}',
         r"^designs.modules: person 'officer_\d' is never there for unit 'module_projects' in the hours of units.hour"
         r"s; expected some that meet the person's own hours between meetings\.$"),
        (BY_CATEGORY, "  modules:\n    units: {by: category}\n    membership: {availability: {firms: {weekdays: [7], "
         'hours: [["19:00", "20:00"]]}}}', r"^designs.modules: .* 'module_firms' in the hours of membership.availab"),
        (BY_CATEGORY, '  modules:\n    membership: {track: dual, heads: none, team_hours: [["12:00", "14:00"]]}\n'
         "    authority: {non_core: [], core: []}",
         r"^designs.modules: .* unit 'team_projects' in the hours of membership.team_weekdays, team_hours or avail"),
        (BY_CATEGORY, '  modules:\n    units: {hours: {section_reform: [["12:00", "09:00"]]}}',
         r"^designs.modules.units.hours.section_reform.0 is \[12:00, 09:00\]; expected a beginning before its end"),
        (BY_CATEGORY, '  modules:\n    membership: {track: dual, team_hours: [["9", "10:00"]]}',
         r"^designs.modules.membership.team_hours.0.0: '9' is not a clock time"),
    ],
)  # fmt: skip
def test_hours_in_which_nobody_is_there_are_refused_before_a_run(tmp_path, old, new, message):
    with pytest.raises(InputError, match=message):
        build_scenario(configure([f"scenario={tiny_file(tmp_path, (old, new))}"]).file)
