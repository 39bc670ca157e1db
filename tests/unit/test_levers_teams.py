"""Dual track (双轨): sections face the offices, teams take what touches several of them."""

from __future__ import annotations

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, GRID, PLAIN, build, expecting, house, matter, need, officers, person
from worlds import Log, done, log

from sim.calendar import MS_PER_HOUR
from sim.errors import DesignError
from sim.institution import Rank
from sim.levers.arranging.teams import unit_work
from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership, arrange_membership
from sim.levers.stages import Arrangement
from sim.levers.units import Units, arrange_units
from sim.network import counterparts, hand_over_paths, network, nodes_of
from sim.procedure import Procedure
from sim.workload.demand import Across, Demand, MatterType
from sim.workload.expectations import Expectations, expect
from sim.workload.laws import Law

TWO = (person("p0", "c0"), person("p1", "c1"))
"""p0 is in section b0 and in team c0, p1 in section b1 and in team c1."""

FIVE = (CHIEF, person("p0", "c0", "c1"), person("p1", "c0"), person("p2", "c0", "c1"), person("p3", "c1"), *DEPUTIES)


def dual(*, by="bureau", heads="none", **options):
    """Return levers with teams beside the sections."""
    return Levers(units=Units(by=by), membership=Membership(track="dual", heads=heads, **options))


def organised(institution, membership, expected=None, by="bureau"):
    expected = expected or expecting(institution)
    units = arrange_units(Arrangement.whole(institution), Units(by=by), institution, expected)
    return arrange_membership(units, membership, institution, expected)


def test_a_team_for_each_category_stands_beside_the_sections():
    arrangement = organised(house(TWO), Membership(track="dual"))

    assert [unit.name for unit in arrangement.units] == ["section_b0", "section_b1", "team_c0", "team_c1"]
    assert [(unit.title.zh, unit.title.en) for unit in arrangement.units[2:]] == [
        ("C0模块组", "c0 team"), ("C1模块组", "c1 team"),
    ]  # fmt: skip
    assert arrangement.unit_of_function.tolist() == [0, 0, 1, 1]
    assert arrangement.posts.T.tolist() == [[0, 0], [0, 2], [1, 1], [1, 3]]
    assert arrangement.n_teams == 2


def test_what_touches_several_units_is_handled_in_the_team_of_its_first_need(simulate):
    """The crossing matter is p0's, both needs; between sections it would have been handed over twice (1 hour each) and
    p1 would have had the second need. What touches one section stays there."""
    matters = [matter(need("b0c0", 2), need("b1c0", 3)), matter(need("b1c0", 1)), matter(need("b0c0", 1), at=4)]
    single, both = (
        build(house(TWO), matters, Levers(units=Units(by="bureau"), membership=one, data=Data(transit_hours=1.0)))
        for one in (Membership(), Membership(track="dual"))
    )

    assert [kind for kind, _, _ in single.steps()] == ["handle", "hand_over", "handle", "hand_over"]
    assert both.steps() == [("handle", "team_c0", 2.0), ("handle", "team_c0", 3.0)]
    assert both.steps(1) == [("handle", "section_b1", 1.0)]
    # p0 takes the crossing matter's first need at 0; at 2 its second; at 5 what has waited in the own section since 4
    assert log(simulate(both.plan)) == Log(
        [done(0, 0, 2, by=0), done(2, 2, 5, by=0), done(0, 0, 1, by=1), done(4, 5, 6, by=0)], [5, 1, 6], 6
    )


@pytest.mark.parametrize(("team_first", "starts"), [(False, [1, 2, 0]), (True, [0, 1, 2])])
def test_members_serve_their_section_first_or_their_team(simulate, team_first, starts):
    """A crossing matter of two needs and a matter of the section, an hour each: what comes first goes on so."""
    matters = [matter(need("b0c0", 1), need("b1c0", 1)), matter(need("b0c0", 1))]

    trace = simulate(build(house(TWO), matters, dual(team_first=team_first)).plan)

    assert (trace.started_ms / MS_PER_HOUR).tolist() == starts
    assert trace.person.tolist() == [0, 0, 0]


def test_heads_sign_for_their_sections_and_serve_no_team(simulate):
    """Heads are p0 of section b0 and p2 of b1. Both matters touch both sections; team c0 is p1, team c1 is p3. The head
    of the first need's section signs."""
    levers = Levers(
        units=Units(by="bureau"), membership=Membership(track="dual", heads="one_each"),
        authority=Authority(non_core=("head", "deputy")), coordination=Coordination(heads_countersign=True),
    )  # fmt: skip
    matters = [
        matter(need("b0c0", 2), need("b1c0", 1), decision=1), matter(need("b1c1", 2), need("b0c1", 1), decision=1),
    ]  # fmt: skip
    built = build(house(FIVE), matters, levers, procedure=Procedure(sign_hours={"head": 0.5}, countersign_hours=0.5))
    arrangement = built.organisation.arrangement
    (head_0,) = np.flatnonzero((arrangement.unit_of_person == 0) & (arrangement.rank_of_person == Rank.HEAD))
    (head_1,) = np.flatnonzero((arrangement.unit_of_person == 1) & (arrangement.rank_of_person == Rank.HEAD))

    trace = simulate(built.plan)

    assert [place for kind, place, _ in built.steps() if kind == "sign"][:1] == ["section_b0"]
    assert [place for kind, place, _ in built.steps(1) if kind == "sign"][:1] == ["section_b1"]
    assert not [kind for kind, _, _ in built.steps() if kind == "countersign"]
    by = {(step_matter, kind): who for step_matter, kind, who in zip(
        built.plan.steps.matter.tolist(), built.plan.steps.rank.tolist(), trace.person.tolist(), strict=True
    ) if who >= 0}  # fmt: skip
    assert (by[0, Rank.HEAD], by[1, Rank.HEAD]) == (head_0, head_1)
    teams = arrangement.posts[:, arrangement.posts[1] >= 2]
    assert not np.isin(teams[0], [head_0, head_1]).any()


def test_a_matter_that_crosses_goes_astray_only_to_another_team():
    """The crossing one was mistaken for the other bureau's function of its category, which is the same team's; or for
    its bureau's other category, whose team reads it first. The third, of one section, was mistaken for another's.
    """
    across = (need("b0c0", 1), need("b1c0", 1))
    matters = [
        matter(*across, misdirected=0.0, mistaken_for="b1c0"), matter(*across, misdirected=0.0, mistaken_for="b0c1"),
        matter(need("b0c0", 1), misdirected=0.0, mistaken_for="b1c0"),
    ]  # fmt: skip
    built = build(house(TWO), matters, dual(), procedure=Procedure(draft_hours=0.5), misdirected_share=0.5)

    drafts = [[place for kind, place, _ in built.steps(index) if kind == "draft"] for index in range(3)]
    assert drafts == [["team_c0"], ["team_c1", "team_c0"], ["section_b1", "section_b0"]]


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        ({}, 0),
        ({"team_weekdays": (2, 4)}, 24),  # the start is a Monday
        ({"team_hours": (("10:00", "12:00"),)}, 10),
        ({"team_weekdays": (3,), "team_hours": (("10:00", "12:00"),)}, 58),
    ],
)
def test_a_team_takes_its_work_up_at_its_times_and_goes_on_beyond_them(simulate, options, begins):
    """The first need takes 5 hours: what was begun is finished, what follows waits for the next session."""
    built = build(house(TWO), [matter(need("b0c0", 5), need("b1c0", 1)), matter(need("b0c0", 1))], dual(**options))

    trace = simulate(built.plan)

    hours = (trace.started_ms / MS_PER_HOUR).tolist()
    assert hours[2] == 0  # the section's own
    assert hours[0] == max(begins, 1)
    assert trace.ended_ms[0] / MS_PER_HOUR == hours[0] + 5
    later = {0: 6, 24: 29, 10: 34, 58: 58 + 7 * 24}
    assert hours[1] == later[begins]


def test_a_team_has_as_many_members_as_its_work_keeps_busy():
    """Of 40 hours, 10 are of matters that touch both sections, all led by c0 of b0: of 8 people that is 2, and 1 for
    the other team. Where so many are asked for, there are as many as are versed."""
    institution = house([person(f"p{index}", f"c{index % 2}") for index in range(8)])
    led, followed = np.zeros((2, 4, 4))
    led[0, 2], followed[0, 2] = 6.0, 4.0
    led[0, 1], followed[0, 1] = 3.0, 2.0  # within section b0: it does not cross
    expected = Expectations(hours=np.full(4, 10.0), together=np.zeros((4, 4)), led=led, followed=followed)

    by_work = organised(institution, Membership(track="dual"), expected)
    by_number = organised(institution, Membership(track="dual", team_posts=5), expected)

    assert unit_work(by_work, institution, expected).tolist() == [
        [4, 10, 0, 0], [0, 0, 6, 10], [6, 0, 4, 0], [0, 0, 0, 0],
    ]  # fmt: skip
    assert np.bincount(by_work.posts[1]).tolist() == [4, 4, 2, 1]
    assert np.bincount(by_number.posts[1]).tolist() == [4, 4, 4, 4]


def test_nobody_serves_a_second_team_before_everybody_serves_one():
    """p0 knows both categories, p1 c0 only: one post each is p0 in c1; two each are p0 in both."""
    institution = house([person("p0", "c0", "c1"), person("p1", "c0")])

    one, two = (organised(institution, Membership(track="dual", team_posts=posts)) for posts in (1, 2))

    assert one.further.T.tolist() == [[0, 3], [1, 2]]
    assert sorted(two.further.T.tolist()) == [[0, 2], [0, 3], [1, 2]]


@pytest.mark.parametrize(
    ("staff", "levers", "message"),
    [
        (TWO, Levers(membership=Membership(track="dual")), r"^membership.track=dual, but there is one unit only"),
        (officers(2), dual(), r"^membership.track=dual, but no officer besides the heads is versed in 'c0', so its"),
        (TWO, dual(heads="one_each"), r"no officer besides the heads is versed in 'c0'"),
        (TWO, Levers(units=Units(by="bureau"), membership=Membership(team_posts=2)),
         r"^membership.team_posts=2 goes with track=dual, but track=single\.$"),
        (TWO, Levers(units=Units(by="bureau"), membership=Membership(team_weekdays=(1,))),
         r"^membership.team_weekdays=\(1,\) goes with track=dual"),
        (TWO, dual(team_weekdays=()), r"^membership.team_weekdays is empty"),
        (TWO, Levers(units=Units(by="bureau"), membership=Membership(track="dual"),
                     coordination=Coordination(order="case_officer")),
         r"^membership.track=dual gives matters .* expected track=single, or another order\.$"),
    ],
)  # fmt: skip
def test_what_leaves_teams_without_work_or_people_is_refused(staff, levers, message):
    with pytest.raises(DesignError, match=message):
        build(house(staff), [], levers)


def test_offices_face_the_sections_and_matters_cross_to_the_teams():
    institution = house(TWO)
    built = build(institution, [], dual())
    expected = Expectations(hours=np.ones(4), together=np.full((4, 4), 5.0))

    graph = network(institution, built.organisation, expected)

    assert counterparts(graph) == {
        "section_b0": {"b0": 2}, "section_b1": {"b1": 2}, "team_c0": {}, "team_c1": {},
    }  # fmt: skip
    assert hand_over_paths(graph) == 0
    assert sorted(name for _, name in nodes_of(graph, "unit")) == ["section_b0", "section_b1", "team_c0", "team_c1"]
    crossing = sorted((one[1], other[1]) for one, other, key in graph.edges(keys=True) if key == "crosses_to")
    assert crossing == [(name, f"team_{category}") for name, (_, category) in sorted(GRID.items())]


def test_expected_hours_by_pair_are_those_of_matters_with_several_needs():
    """Without twins and contacts, what has one need and what is told by pair is all there is."""
    institution = house(officers(2))
    kind = MatterType(
        name="t", per_year=100, work_hours=Law(mean=4.0), further_needs=(0.5, 0.3, 0.2), further_work=0.6,
        across=Across(bureaus=0.5, categories=0.3, both=0.2), categories={"c0": 3},
    )  # fmt: skip
    procedure = Procedure(draft_hours=0.5, reply_hours=0.25)

    expected = expect(Demand(types=(PLAIN, kind)), institution, procedure)

    # 0.5·100 matters of one need at 4.75 hours; 50 with more, of 4.75 and 70 further needs of 0.6·4 hours among them
    assert expected.led.sum() == pytest.approx(50 * 4.75)
    assert expected.followed.sum() == pytest.approx(100 * 0.7 * 2.4)
    assert expected.hours.sum() == pytest.approx(100 * 4.75 + 100 * 0.7 * 2.4)
    assert expected.led[0].argmax() == 2  # b0c0 shares most with the other bureau's c0
