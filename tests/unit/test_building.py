"""From a checked configuration to the scenario that is simulated; what contradicts itself is refused by key."""

from __future__ import annotations

from datetime import date

import pytest
from tiny import tiny, tiny_file

from experiments.configuring import configure
from scenarios.building import build_scenario
from sim.calendar import MS_PER_DAY
from sim.errors import CalendarError, DesignError, InputError, UnknownName


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    return build_scenario(tiny(tmp_path_factory.mktemp("tiny")).file)


def refused(folder, *changes, more=""):
    with pytest.raises(InputError) as error:
        build_scenario(configure([f"scenario={tiny_file(folder, *changes, more=more)}"]).file)
    return str(error.value)


def test_all_dates_of_the_window_belong_to_it(scenario):
    horizon = scenario.horizon

    assert (horizon.first, horizon.window_from) == (date(2021, 3, 1), date(2021, 3, 15))
    assert (horizon.window_to, horizon.cap) == (date(2021, 5, 10), date(2021, 7, 1))
    assert horizon.window_ms == (14 * MS_PER_DAY, 70 * MS_PER_DAY)
    assert horizon.working.size == 122


def test_the_calendar_is_the_one_that_is_named(tmp_path, scenario):
    """The Labour Day holiday of 2021 ran from Saturday 1 May to 5 May; 25 April and 8 May were worked."""
    weekdays = build_scenario(tiny(tmp_path, "calendar=weekdays").file)
    first = (date(2021, 4, 24) - scenario.horizon.first).days

    assert scenario.horizon.working[first : first + 16].astype(int).tolist() == [
        0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0,
    ]  # fmt: skip
    assert weekdays.horizon.working[first : first + 16].astype(int).tolist() == [
        0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0,
    ]  # fmt: skip


def test_titles_default_to_names(scenario):
    assert (scenario.title.zh, scenario.designs["sections"].title.en) == ("小局", "Sections")
    assert scenario.designs["modules"].title.zh == "modules"
    assert [(kind.name, kind.title.zh) for kind in scenario.demand.types] == [
        ("directive", "directive"),
        ("request", "request"),
    ]


def test_a_design_is_organised_by_its_levers(scenario):
    sections, modules = scenario.organise("sections"), scenario.organise("modules")

    assert [unit.name for unit in sections.arrangement.units] == ["section_reform", "section_industry"]
    assert [unit.name for unit in modules.arrangement.units] == ["module_projects", "module_firms"]
    assert sections.arrangement.unit_of_function.tolist() == [0, 0, 0, 1, 1, 1]
    assert modules.arrangement.unit_of_function.tolist() == [0, 0, 1, 0, 1, 1]


def test_a_design_is_organised_once(scenario):
    assert scenario.organise("sections") is scenario.organise("sections")


def test_units_are_cut_by_the_contacts_of_the_baseline(tmp_path, scenario):
    """What is expected of a function does not depend on the design that is cut by it."""
    dearer = build_scenario(tiny(tmp_path, "designs.modules.counterparts.contact_hours=9").file)

    assert dearer.expected.hours.tolist() == scenario.expected.hours.tolist()


# what no scenario can be made of


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("first: 2021-03-15", "first: 2021-05-15",
         "window has warm_up_from 2021-03-01, first 2021-05-15, last 2021-05-09 and cap 2021-06-30; expected each "
         "on or after the one before it."),
        ("last: 2021-05-09", "last: 2021-03-09",
         "window has warm_up_from 2021-03-01, first 2021-03-15, last 2021-03-09 and cap 2021-06-30; expected each "
         "on or after the one before it."),
        ("cap: 2021-06-30", "cap: 2031-06-30",
         "window: calendar 'china' was asked for 2021-03-01 to 2031-06-30, but its working days are published for "
         "2019-01-01 to 2026-12-31. Choose dates inside these years, or calendar=weekdays, which knows no holidays."),
        ("first: 2021-03-15, last: 2021-05-09", "first: 2021-05-01, last: 2021-05-05",
         "window has no working day from 2021-05-01 to 2021-05-05 in the calendar 'china'; expected at least one."),
        ("officer: 4", "officer: 1", "designs.sections: 2 units for 1 officers; each unit needs at least one."),
        ("deputy: 1", "deputy: 0",
         "designs.sections: authority.core asks for rank 'deputy', which nobody holds, so nobody may take that "
         "decision. Ranks held: chief, head, officer."),
        ("{by: category}", "{by: table, table: {all: [projects]}}",
         "designs.modules: no unit covers function 'reform_firms_1', 'industry_firms_1', 'industry_firms_2' "
         "(3 in all); add them to units.table."),
        ("{by: category}", "{by: table, table: {all: [projects, frms]}}",
         "designs.modules: units.table gives unit 'all' 'frms', which is no category and no function. "
         "Did you mean 'firms'?"),
        ("per_year: 200", "per_year: 200\n      categories: {firm: 2}",
         "demand.types.request.categories weighs 'firm', which does not exist. Did you mean 'firms'?"),
        ("per_year: 200", "per_year: 200\n      bureaus: {industri: 2}",
         "demand.types.request.bureaus weighs 'industri', which does not exist. Did you mean 'industry'?"),
        ("per_year: 200", "per_year: 200\n      categories: {projects: 0, firms: 0}",
         "demand.types.request: its categories and bureaus weigh every function with 0; expected one above 0."),
        ("further_needs: [0.5, 0.5]", "further_needs: [0, 0]",
         "demand.types.directive.further_needs is [0.0, 0.0]; expected at least one weight above 0."),
        ("further_needs: [0.5, 0.5]", "further_needs: []",
         "demand.types.directive.further_needs is []; expected at least one weight above 0."),
        ("decisions: [0.2, 0.5, 0.3]", "decisions: [0, 0, 0]",
         "demand.types.directive.decisions is [0.0, 0.0, 0.0]; expected at least one weight above 0."),
        ('times: ["10:00"]', 'times: ["10h"]',
         "designs.sections.authority.signing.deputy.times.0: '10h' is not a clock time; expected HH:MM between 00:00 "
         "and 24:00."),
        ('times: ["10:00"]', "times: []",
         "designs.sections.authority.signing.deputy.times is empty, so that rank would never sign; expected at "
         "least one."),
        ('times: ["10:00"]', 'times: ["10:00"], weekdays: []',
         "designs.sections.authority.signing.deputy.weekdays is empty, so that rank would never sign; expected at "
         "least one."),
        ("  draft_hours: 0.2\n", '  draft_hours: 0.2\n  desk_times: ["8"]\n',
         "procedure.desk_times.0: '8' is not a clock time; expected HH:MM between 00:00 and 24:00."),
        ("  abilities:", '  meetings: {week: {ranks: [chief], weekday: 1, hours: ["11:00", "11:00"]}}\n  abilities:',
         "institution.meetings.week.hours is [11:00, 11:00]; expected a beginning before its end."),
    ],
)  # fmt: skip
def test_a_scenario_that_contradicts_itself_is_refused_by_its_key(tmp_path, old, new, told):
    assert refused(tmp_path, (old, new)) == told


def test_a_season_that_runs_backwards_is_refused_where_it_stands(tmp_path):
    told = refused(tmp_path, ("per_year: 200", 'per_year: 200\n      season: {hours: ["17:00", "09:00"]}'))

    assert told.endswith("demand.types.request.season: hours is [17:00, 09:00]; expected a beginning before its end.")


def test_what_is_empty_is_refused(tmp_path):
    assert refused(tmp_path, more="calendar: {hours: []}\n") == (
        'calendar.hours is empty; expected office hours, such as [["08:30", "12:00"]].'
    )
    text = tiny_file(tmp_path).read_text(encoding="utf-8")
    bureaus = text[text.index("  bureaus:") : text.index("  staff:")]
    assert refused(tmp_path, (bureaus, "  bureaus: {}\n")) == (
        "institution.bureaus is empty; expected at least one bureau."
    )
    types = text[text.index("  types:") : text.index("  contact_weeks:")]
    assert refused(tmp_path, (types, "  types: {}\n")) == "demand.types is empty; expected at least one type of matter."


def test_each_error_is_of_its_kind(tmp_path):
    for changes, kind in (
        (("cap: 2021-06-30", "cap: 2031-06-30"), CalendarError),
        (("deputy: 1", "deputy: 0"), DesignError),
        (("per_year: 200", "per_year: 200\n      categories: {firm: 2}"), UnknownName),
    ):
        with pytest.raises(kind):
            build_scenario(configure([f"scenario={tiny_file(tmp_path, changes)}"]).file)


def test_nobody_may_write_into_what_all_replications_share(tmp_path):
    scenario = build_scenario(tiny(tmp_path).file)

    with pytest.raises(ValueError, match="read-only"):
        scenario.organise("modules").arrangement.rank_of_person[0] = 4
