"""Who handles a need, and with whom: crews, a case officer, or whoever did it first."""

from dataclasses import replace

import numpy as np
import pytest
from houses import DEPUTIES, build, expecting, house, matter, need, officers, person
from worlds import SKIPPED, Log, done, log, waited

from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.units import Units
from sim.procedure import Abilities, Procedure
from sim.workload.demand import MatterType, ProcessNeed
from sim.workload.laws import Law

FUNCTIONS = {"f0": ("b0", "c0"), "f1": ("b1", "c1"), "f2": ("b2", "c0")}
SECTIONS = Units(by="bureau")
PLAIN = MatterType(name="plain", per_year=0.0, work_hours=Law(mean=1.0))
DUTY = replace(PLAIN, name="duty", crew=2)
CHECKED = replace(PLAIN, name="checked", crew_licence="law")

# crews --------------------------------------------------------------------------------------------------------


def test_two_people_handle_a_need_together(simulate):
    """Person 0 is busy until 4 and person 1 until 2; person 2 is kept for the crew from 1 on."""
    matters = [
        matter(need("f0", 4)), matter(need("f0", 2)), matter(need("f0", 2), at=1, type=1), matter(need("f0", 1), at=1.5)
    ]  # fmt: skip
    built = build(house(officers(3), FUNCTIONS), matters, types=(PLAIN, DUTY))

    trace = simulate(built.plan)

    # the fourth matter waits while person 2 waits; the crew works 2-4, and at 4 person 0 is the smallest identity
    assert log(trace) == Log(
        [done(0, 0, 4, by=0), done(0, 0, 2, by=1), done(1, 2, 4, by=2), done(1.5, 4, 5, by=0)], [4, 2, 4, 5], 5
    )  # fmt: skip
    assert trace.crew.tolist() == [2, 1]  # idle since 0, and since 2


def test_a_crew_is_as_quick_as_its_slowest_member(simulate):
    """Person 0 is versed in c0, person 1 is not and takes twice as long."""
    institution = house([person("p0", "c0"), person("p1", "c1")], FUNCTIONS)
    built = build(
        institution, [matter(need("f0", 2), type=1)], types=(PLAIN, DUTY), abilities=Abilities(skill_elsewhere=0.5)
    )  # fmt: skip

    trace = simulate(built.plan)

    assert log(trace).closed == [4]
    assert trace.crew.tolist() == [0, 1]


def test_who_has_no_licence_leaves_the_work_to_those_who_do(simulate):
    """Person 1 has the licence and is busy until 3; person 0 is idle all the time."""
    staff = [person("p0"), replace(person("p1"), licences=frozenset({"law", "fire"}))]
    matters = [matter(need("f1", 3)), matter(need("f0", 1), type=1)]
    institution = house(staff, FUNCTIONS)
    levers = Levers(units=Units(by="whole"))
    busy = [matter(need("f0", 0.5)), *matters]  # at 0 person 0 takes the first, person 1 the second
    built = build(institution, busy, levers, types=(PLAIN, CHECKED))

    trace = simulate(built.plan)

    assert log(trace).steps[2] == done(0, 3, 4, by=1)
    assert (built.plan.licences.person.tolist(), built.plan.licences.licence.tolist()) == ([1], [0])


def test_a_further_round_takes_a_crew_too(simulate):
    levers = Levers(authority=Authority(non_core=("deputy",)))
    built = build(
        house([*officers(2), DEPUTIES[0]], FUNCTIONS),
        [matter(need("f0", 1, errors=(0.0, 1.0)), type=1, decision=1), matter(need("f0", 3, errors=(1.0, 1.0)), at=1)],
        levers, types=(PLAIN, DUTY), abilities=Abilities(error_rate=0.5, error_rate_elsewhere=0.5),
        procedure=Procedure(sign_hours={"deputy": 0.5}),
    )  # fmt: skip

    trace = simulate(built.plan)

    # together 0-1; the other matter 1-4, by person 0; found wrong 1-1.5, so both again 4-5, person 1 kept from 1.5 on
    assert log(trace).steps == [
        done(0, 0, 1, by=0, erred=True), done(1, 1, 1.5, by=2), done(1.5, 4, 5, by=1), done(5, 5, 5.5, by=2),
        done(1, 1, 4, by=0),
    ]  # fmt: skip
    assert trace.crew.tolist() == [0, 1, 1, 0]


def test_nothing_is_provided_where_nobody_asks_for_it():
    institution = house([replace(person("p0"), licences=frozenset({"law"}))], FUNCTIONS)

    assert not build(institution, [matter(need("f0", 1))]).plan.asks_for()


# whose work it stays ------------------------------------------------------------------------------------------

TWO_IN_B0 = {"f0": 2.0, "f1": 1.0, "f2": 1.0}


def case_officer(matters, *, staff=None, types=(PLAIN,), order="case_officer", **rest):
    """Return the plan of sections b0 with persons 0 and 1, b1 with person 2 and b2 with person 3."""
    institution = house(staff or officers(4), FUNCTIONS)
    levers = Levers(units=SECTIONS, coordination=Coordination(order=order), data=Data(transit_hours=1.0))
    return build(institution, matters, levers, types=types, expected=expecting(institution, TWO_IN_B0), **rest)


def test_a_case_officer_handles_all_needs_of_a_matter(simulate):
    matters = [
        matter(need("f0", 2), need("f1", 1), need("f2", 1)), matter(need("f0", 3)), matter(need("f0", 2), at=1)
    ]  # fmt: skip
    built = case_officer(matters, procedure=Procedure(meet_hours=1.0, merge_hours=1.0, draft_hours=0.0))

    trace = simulate(built.plan)

    # person 0: 0-2, then the third matter, which has waited longer, 2-4; only then the second need 4-5 and the last
    # 5-6, though person 1 is idle from 3 on
    assert built.steps() == [("handle", "section_b0", hours) for hours in (2.0, 1.0, 1.0)]
    assert built.plan.steps.category[:3].tolist() == [0, 1, 0]
    assert log(trace) == Log(
        [
            done(0, 0, 2, by=0), done(2, 4, 5, by=0), done(5, 5, 6, by=0), done(0, 0, 3, by=1), done(1, 2, 4, by=0),
        ],
        [6, 3, 4], 6,
    )  # fmt: skip


def test_a_case_officer_is_slow_where_not_versed_and_writes_the_letters_too(simulate):
    """Persons 0 and 1 are versed in c0; the second need, of c1, takes twice as long, its letter too."""
    staff = [person("p0", "c0"), person("p1", "c0"), person("p2", "c1", bureau="b1"), person("p3", "c0", bureau="b2")]
    built = case_officer(
        [matter(need("f0", 1), need("f1", 1, views=3)), matter(need("f0", 2))], staff=staff,
        abilities=Abilities(skill_elsewhere=0.5), procedure=Procedure(request_hours=0.5),
    )  # fmt: skip

    trace = simulate(built.plan)

    # 0-1; the letter 1-2; views 2-5; handled 5-7 by the same, though person 1 has been idle since 2
    assert log(trace).steps == [
        done(0, 0, 1, by=0), done(1, 1, 2, by=0), waited(2, 5), done(5, 5, 7, by=0), done(0, 0, 2, by=1)
    ]  # fmt: skip


def test_a_process_and_a_crew_keep_their_own_way():
    process = replace(
        PLAIN, name="own", process={"a": ProcessNeed(function="f0"), "b": ProcessNeed(function="f1", after=("a",))}
    )
    touching = (need("f0", 1), need("f1", 1))
    matters = [matter(*touching), matter(*touching, type=1), matter(*touching, type=2)]
    built = case_officer(matters, types=(PLAIN, process, DUTY))

    assert [place for kind, place, _ in built.steps(1) if kind == "handle"] == ["section_b0", "section_b1"]
    assert [place for kind, place, _ in built.steps(2)] == ["section_b0", "section_b0"]
    assert built.plan.officers.step.tolist() == [1]  # the second need of the first matter
    assert np.unique(built.plan.steps.matter[built.plan.crews.step]).tolist() == [2]


@pytest.mark.parametrize(("returns", "again"), [("anybody", done(1.5, 3, 4, by=1)), ("handler", done(1.5, 5, 6, by=0))])
def test_what_is_sent_back_may_go_to_whoever_did_it(simulate, returns, again):
    """Person 0 handles it 0-1 and then is busy until 5, person 1 until 3; it is sent back at 1.5."""
    levers = Levers(authority=Authority(non_core=("deputy",)), coordination=Coordination(returns=returns))
    fine = (1.0, 1.0)
    matters = [
        matter(need("f0", 1, errors=(0.0, 1.0)), decision=1), matter(need("f0", 3, errors=fine)),
        matter(need("f0", 4, errors=fine), at=1),
    ]  # fmt: skip
    built = build(
        house([*officers(2), DEPUTIES[0]], FUNCTIONS), matters, levers,
        abilities=Abilities(error_rate=0.5, error_rate_elsewhere=0.5),
        procedure=Procedure(sign_hours={"deputy": 0.5}),
    )  # fmt: skip

    trace = simulate(built.plan)

    end = again.ended
    assert log(trace).steps == [
        done(0, 0, 1, by=0, erred=True), done(1, 1, 1.5, by=2), again, done(end, end, end + 0.5, by=2),
        done(0, 0, 3, by=1), done(1, 1, 5, by=0),
    ]  # fmt: skip


def test_what_went_well_waits_for_nobody(simulate):
    levers = Levers(authority=Authority(non_core=("deputy",)), coordination=Coordination(returns="handler"))
    built = build(house([*officers(1), DEPUTIES[0]], FUNCTIONS), [matter(need("f0", 1), decision=1)], levers)

    assert log(simulate(built.plan)).steps == [done(0, 0, 1, by=0), done(1, 1, 1, by=1), SKIPPED, SKIPPED]
