"""Fewer posts under a design (转岗分流): who stays, for what share of time, and that the others are nowhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from houses import (
    CHIEF,
    DEPUTIES,
    OFFICE_DAYS,
    build,
    expecting,
    horizon,
    house,
    matter,
    need,
    officers,
    person,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import examples
from tiny import tiaokuai, tiny, tiny_file
from worlds import Log, done, log

from analysis.measures.costs import cost_measures
from analysis.measures.people import busy_ms, people_measures
from analysis.measures.played import Played
from experiments.comparing import compare
from experiments.describe import design_of
from experiments.load import find_load
from experiments.playing import network_measures, play, read_design
from scenarios.building import build_scenario
from sim.calendar import MS_PER_HOUR
from sim.errors import DesignError, InputError
from sim.institution import Rank
from sim.levers.arranging.staying import officers_who_stay
from sim.levers.design import Levers
from sim.levers.membership import Membership, arrange_membership
from sim.levers.stages import Arrangement
from sim.levers.units import Units, arrange_units
from sim.network import network, nodes_of
from sim.planning.people.practice import new_work

BUREAUS = {"x": ("b0", "c0"), "y": ("b1", "c0"), "z": ("b2", "c1")}
"""A function of each of three bureaus."""


def people(*bureaus):
    return [person(f"p{place}", bureau=bureau) for place, bureau in enumerate(bureaus)]


@pytest.mark.parametrize(
    ("number", "stay"),
    [
        (None, [1, 2, 3, 4, 5, 6, 7]),
        (7, [1, 2, 3, 4, 5, 6, 7]),
        (4, [1, 2, 3, 4]),  # of 4, 2 and 1: 2.29, 1.14, 0.57, so two, one, and the odd one to the last
        (3, [1, 2, 4]),  # 1.71, 0.86, 0.43: one, none, none; the odd two to the second and the first
        (1, [1]),  # 0.57, 0.29, 0.14
    ],
)
def test_who_stays_is_dealt_to_bureaus_by_largest_remainder_and_there_by_place(number, stay):
    """The chief stands first; then b0 b1 b2, and b0 b0 b1 b0 behind: of the first bureau 1, 4, 5, 7."""
    institution = house([CHIEF, *people("b0", "b1", "b2", "b0", "b0", "b1", "b0")], BUREAUS)

    assert officers_who_stay(number, institution).tolist() == stay


def test_at_a_tie_the_earlier_bureau_keeps_more():
    institution = house(people("b1", "b1", "b0", "b0"), BUREAUS)

    assert officers_who_stay(1, institution).tolist() == [2]
    assert officers_who_stay(3, institution).tolist() == [0, 2, 3]


@settings(max_examples=examples(100))
@given(st.lists(st.sampled_from(["b0", "b1", "b2"]), min_size=1, max_size=30), st.data())
def test_as_many_stay_as_should_and_each_bureau_keeps_its_share_to_within_one(bureaus, data):
    number = data.draw(st.integers(1, len(bureaus)))

    found = officers_who_stay(number, house(people(*bureaus), BUREAUS)).tolist()

    assert len(found) == number
    assert found == sorted(set(found))
    for one in ("b0", "b1", "b2"):
        of_it = [place for place, bureau in enumerate(bureaus) if bureau == one]
        kept = [place for place in found if place in of_it]
        assert kept == of_it[: len(kept)]
        assert abs(len(kept) - len(of_it) * number / len(bureaus)) < 1


# where they are ---------------------------------------------------------------------------------------------------


def placed(institution, membership, by="bureau"):
    expected = expecting(institution)
    units = arrange_units(Arrangement.whole(institution), Units(by=by), institution, expected)
    return arrange_membership(units, membership, institution, expected)


def test_who_works_elsewhere_has_no_unit_leads_nothing_and_is_in_no_team():
    """Person 0 of b0 would be head of c0 and in its team, were it not that of the first bureau p1 comes first."""
    staff = [person("p1", "c0"), person("p2", "c1"), person("p3", "c0"), person("p4", "c1"), person("p5", "c0", "c1")]
    institution = house([CHIEF, *staff, *DEPUTIES])

    arrangement = placed(institution, Membership(officers=4, heads="one_each", track="dual", team_posts=3), "category")

    assert arrangement.unit_of_person.tolist() == [-1, 0, 1, 0, 1, -1, -1, -1]
    assert arrangement.here.tolist() == [True] * 5 + [False] + [True] * 2
    assert (arrangement.posts[0] != 5).all()
    assert arrangement.rank_of_person[5] == Rank.OFFICER
    assert [int((arrangement.rank_of_person == rank).sum()) for rank in Rank] == [3, 2, 2, 1]


def test_a_team_is_as_large_as_the_officers_who_stay_would_keep_busy():
    """Of ten hours five fall to what crosses: half of the officers who stay, not of all."""
    institution = house(officers(8), {"a": ("b0", "c0"), "b": ("b1", "c0")})
    institution = replace(institution, staff=tuple(replace(one, expertise={"c0"}) for one in institution.staff))
    expected = replace(
        expecting(institution, {"a": 5.0, "b": 5.0}), led=np.array([[0, 2.5], [0, 0]]),
        followed=np.array([[0, 2.5], [0, 0]]),
    )  # fmt: skip

    def members(number):
        units = arrange_units(Arrangement.whole(institution), Units(by="bureau"), institution, expected)
        dual = arrange_membership(units, Membership(officers=number, track="dual"), institution, expected)
        return int((dual.posts[1] == 2).sum())

    assert (members(None), members(4)) == (4, 2)


def test_all_officers_are_as_without_the_option(simulate):
    institution = house([*officers(3), DEPUTIES[0]])
    matters = [matter(need("b0c0", 3), at=8), matter(need("b1c1", 2), at=8), matter(need("b1c1", 2), at=8)]

    plain, all_stay = (
        build(institution, matters, Levers(membership=one), days=OFFICE_DAYS)
        for one in (Membership(), Membership(officers=3, full_time={"officer": 1.0, "deputy": 1.0}))
    )

    assert log(simulate(plain.plan)) == log(simulate(all_stay.plan))
    assert [one.opens.tolist() for one in plain.plan.calendars] == [
        one.opens.tolist() for one in all_stay.plan.calendars
    ]


THREE = [matter(need("b0c0", 3)), matter(need("b0c0", 2)), matter(need("b0c0", 4))]


def test_the_others_take_nothing_up(simulate):
    """Three officers begin all at once; of two the one who is free at 2 takes up the third."""
    three, two = (
        simulate(build(house(officers(3)), THREE, Levers(membership=Membership(officers=number))).plan)
        for number in (None, 2)
    )

    assert log(three).steps == [done(0, 0, 3, by=0), done(0, 0, 2, by=1), done(0, 0, 4, by=2)]
    assert log(two) == Log([done(0, 0, 3, by=0), done(0, 0, 2, by=1), done(0, 2, 6, by=1)], [3, 2, 6], 6)


def test_the_others_have_no_time_no_cost_and_no_part_in_means(simulate):
    """Two of three officers stay for a day of 24 hours, and are away for 6 hours each: 3 and 6 of 18 hours of work.

    A half, so means are of 3/18 and 6/18, deviation 1.5/18; costs are 36 hours at 10 yuan for three matters.
    """
    away = [(f"p{place}", 12, 18) for place in range(3)]
    built = build(
        house(officers(3)), THREE, Levers(membership=Membership(officers=2)), days=horizon(1), absences=away,
        whole_window=True,
    )  # fmt: skip
    played = Played(
        plan=built.plan, trace=simulate(built.plan), horizon=horizon(1), n_units=1, n_staff=3,
        hourly_costs=np.array([10.0, 10.0, 1_000.0]),
    )  # fmt: skip
    worked, scheduled = busy_ms(played)

    assert (scheduled / MS_PER_HOUR).tolist() == [18, 18, 0]
    assert (worked.sum(axis=1) / MS_PER_HOUR).tolist() == [3, 6, 0]
    measures = people_measures(played, worked, scheduled)
    assert measures["utilisation_mean"] == 9 / 36
    assert measures["load_balance"] == pytest.approx(1.5 / 4.5)
    assert cost_measures(played, scheduled) == {"cost_per_matter": 36 * 10 / 3}


def test_who_was_elsewhere_before_finds_all_of_the_work_new():
    institution, expected = house(officers(2)), expecting(house(officers(2)))
    before, after = (
        arrange_membership(Arrangement.whole(institution), Membership(officers=number), institution, expected)
        for number in (1, 2)
    )

    assert new_work(after, before, institution, expected).tolist() == [0, 1]
    assert new_work(before, after, institution, expected).tolist() == [0, 0]


# shares of time ---------------------------------------------------------------------------------------------------


def days_of(built, place):
    """Return the working days (numbered from 0, four weeks of five) on which somebody is there."""
    calendar = built.plan.calendars[built.plan.people.calendar[place]]
    days = sorted({int(opens) // (24 * MS_PER_HOUR) for opens in calendar.opens.tolist()})
    return [day // 7 * 5 + day % 7 for day in days]


def test_a_design_gives_ranks_a_share_of_their_days_in_place_of_their_own():
    """At a half person p is there where d + p is even; a head is an officer; who is not named keeps a quarter."""
    staff = [replace(one, full_time=0.25) for one in (*officers(3), DEPUTIES[0])]
    membership = Membership(full_time={"officer": 0.5}, heads="one_each", officers=2)

    built = build(house(staff), [], Levers(membership=membership), days=OFFICE_DAYS)

    assert built.organisation.arrangement.rank_of_person.tolist() == [2, 1, 1, 3]
    assert [days_of(built, place) for place in range(4)] == [
        list(range(0, 20, 2)), list(range(1, 20, 2)), [], [1, 5, 9, 13, 17]
    ]  # fmt: skip


def test_who_is_away_is_away_under_every_design():
    """Person 1 is away on Wednesday of the first week, whether or not person 0 stays, and for what share of time."""
    institution = house(people("b1", "b0"), BUREAUS)
    absences = [("p1", 48, 72)]

    some = [
        build(institution, [], Levers(membership=one), days=OFFICE_DAYS, absences=absences)
        for one in (Membership(), Membership(officers=1), Membership(officers=1, full_time={"officer": 0.5}))
    ]

    assert [days_of(one, 0) for one in some] == [list(range(20)), [], []]
    assert [days_of(one, 1) for one in some] == [
        [day for day in range(20) if day != 2], [day for day in range(20) if day != 2], list(range(1, 20, 2))
    ]  # fmt: skip


# what cannot be ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("membership", "told"),
    [
        (Membership(officers=5), "membership.officers=5, but the institution has 4 officers; expected at most so "
         "many."),
        (Membership(officers=2), "3 units for the 2 officers who stay (membership.officers=2); each unit needs at "
         "least one."),
        (Membership(full_time={"deputy": 0.5}), "membership.full_time gives deputy a share of time, but nobody is one; "
         "expected chief or officer."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(membership, told):
    with pytest.raises(DesignError) as refused:
        placed(house([*officers(4), CHIEF], BUREAUS), membership)

    assert str(refused.value) == told


def test_who_would_never_be_there_is_refused_by_the_designs_key(tmp_path, capsys):
    """Not who works elsewhere: of the deputies all stay, of the officers those who would be there on no day may go."""
    file = f"scenario={tiny_file(tmp_path)}"
    code, out, told = tiaokuai(capsys, "check", file, "+designs.modules.membership.full_time={officer: 0}")

    assert (code, out) == (2, "")
    assert told.count("\n") == 1
    assert (
        "designs.modules: person 'officer_1' is never there from 2021-03-01 until 2021-07-01 (4 such people), with "
        "full_time 0 and weekdays 1, 2, 3, 4, 5, 6, 7; expected a larger membership.full_time.officer, weekdays in "
        "institution.hours that are worked, or fewer people." in told
    )
    code, _, told = tiaokuai(
        capsys, "check", file, "+designs.modules.membership={officers: 2, full_time: {officer: 0.0001}}"
    )
    assert code == 2
    assert "(2 such people)" in told


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("+designs.modules.membership.officers=0", "designs.modules.membership.officers is 0; expected at least 1"),
        ("+designs.modules.membership.full_time={head: 0.5}", "expected 'officer', 'deputy' or 'chief'"),
        ("+designs.modules.membership.full_time={officer: 2}", "expected at most 1"),
    ],
)
def test_values_out_of_bounds_are_refused_where_they_stand(tmp_path, override, told):
    with pytest.raises(InputError) as error:
        tiny(tmp_path, override)

    assert told in str(error.value)


# a whole scenario -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    """The tiny one, in which a chief, a deputy and four officers, two of each bureau, are staff."""
    more = (
        "+designs.fewer={membership: {officers: 3}}",
        "+institution.cost_per_hour={officer: 50, deputy: 80, chief: 90}",
    )
    return build_scenario(tiny(tmp_path_factory.mktemp("staying"), *more).file)


def test_every_rule_of_a_run_holds_with_people_who_are_nowhere(simulate, scenario):
    """Both engines; officer 4, of industry, has gone: reform keeps two at the tie."""
    workload = scenario.draw(seed=2026, replication=0, scale=1.0)
    plan = scenario.plan(workload, scenario.organise("fewer"))
    trace, reference = simulate(plan), play(scenario, "fewer", workload, "simpy").trace

    assert scenario.organise("fewer").arrangement.here.tolist() == [True] * 5 + [False]
    assert not (trace.person == 5).any()
    assert trace.person.tolist() == reference.person.tolist()
    assert trace.ended_ms.tolist() == reference.ended_ms.tolist()


def test_who_has_gone_counts_as_no_post_and_no_row(scenario):
    """Two sections face two offices and one: three pairs. A post costs the fewer hours in the window."""
    workload = scenario.draw(seed=2026, replication=0, scale=1.0)
    all_stay, fewer = (read_design(scenario, name, workload, "compiled").measures for name in ("sections", "fewer"))

    assert [design_of(scenario, name)["posts"] for name in ("sections", "fewer")] == [6, 5]
    assert [network_measures(scenario, name)["counterparts_per_person"] for name in ("sections", "fewer")] == [
        3 / 6, 3 / 5
    ]  # fmt: skip
    # 38 working days of 7 hours at 50 yuan
    assert all_stay["cost_per_matter"] - fewer["cost_per_matter"] == pytest.approx(
        38 * 7 * 50 / all_stay["matters_released"]
    )
    graph = network(scenario.institution, scenario.organise("fewer"), scenario.expected)
    assert [name for _, name in nodes_of(graph, "person")] == [
        "chief",
        "deputy_1",
        "officer_1",
        "officer_2",
        "officer_3",
    ]


def test_the_load_is_that_of_a_baseline_in_which_fewer_stay(tmp_path):
    """The same matters are offered to the days of six people, or of five."""
    plain, fewer = (
        find_load(build_scenario(tiny(tmp_path, *more).file), 2026)
        for more in ((), ("+designs.sections.membership.officers=3",))
    )

    assert (plain.scheduled, fewer.scheduled) == (6 * 38 * 7, 5 * 38 * 7)
    assert fewer.offered == pytest.approx(plain.offered)


def test_people_of_a_comparison_are_those_who_are_there(tmp_path):
    """Of four officers one of each bureau stays, each in a module of their own."""
    result = compare(tiny(tmp_path, "+designs.modules.membership.officers=2", "engine=simpy")).result

    assert {name: design["posts"] for name, design in result["designs"].items()} == {"sections": 6, "modules": 4}
    assert len(result["people"]["sections"]) == 6
    assert [(row["person"], row["unit"]) for row in result["people"]["modules"]] == [
        ("chief", None), ("deputy_1", None), ("officer_1", "module_projects"), ("officer_3", "module_firms")
    ]  # fmt: skip


def test_a_head_who_coordinates_handles_nothing(simulate):
    """Two officers, one of them the head: with heads as members two matters are handled side by side, else in turn."""
    institution = house(officers(2), {"x": ("b0", "c0")})
    matters = [matter(need("x", hours=2.0)), matter(need("x", hours=2.0))]

    traces = {
        heads: simulate(build(institution, matters, Levers(membership=Membership(heads=heads))).plan)
        for heads in ("one_each", "coordinating")
    }

    assert log(traces["one_each"]).steps == [done(0, 0, 2, by=0), done(0, 0, 2, by=1)]
    assert log(traces["coordinating"]).steps == [done(0, 0, 2, by=1), done(0, 2, 4, by=1)]
    with pytest.raises(DesignError, match=r"unit 'all' has one officer, its head, who handles nothing"):
        build(house(officers(1), {"x": ("b0", "c0")}), matters, Levers(membership=Membership(heads="coordinating")))
