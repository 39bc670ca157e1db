"""Who handles a need, and with whom: crews, a case officer, whoever did it first, and meetings of several units."""

from dataclasses import replace

import numpy as np
import pytest
from tiny import TINY, tiny, tiny_file
from worlds import (
    DEPUTIES,
    OFFICE_DAYS,
    SKIPPED,
    Log,
    build,
    done,
    expecting,
    house,
    log,
    matter,
    need,
    officers,
    person,
    waited,
)

from experiments.checking import check
from experiments.configuring import configure
from experiments.load import find_load
from scenarios.building import build_scenario
from sim.errors import DesignError, InputError
from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.units import Units
from sim.plan.plan import Kind
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


# joint meetings -----------------------------------------------------------------------------------------------

THREE = house(officers(3), FUNCTIONS)
MEETING = Procedure(meet_hours=0.5)
TOUCHES_ALL = (need("f0", 4), need("f1", 2), need("f2", 1))


def joint(**options):
    heads = "one_each" if options.get("meets") == "head" else "none"
    coordination = Coordination(order="lead", joint_meeting=True, **options)
    return Levers(units=SECTIONS, membership=Membership(heads=heads), coordination=coordination)


def test_one_person_of_each_unit_comes_to_a_joint_meeting(simulate):
    """Person 1 is busy until 2; the two others wait for the meeting, and so does the work that comes at 1."""
    matters = [matter(need("f1", 2)), matter(*TOUCHES_ALL, at=0.5), matter(need("f2", 1), at=1)]
    built = build(THREE, matters, joint(), procedure=MEETING)

    trace = simulate(built.plan)

    assert log(trace).steps == [
        done(0, 0, 2, by=1), done(0.5, 2, 2.5, by=0), done(2.5, 2.5, 6.5, by=0), done(2.5, 2.5, 4.5, by=1),
        done(2.5, 3.5, 4.5, by=2), waited(6.5, 6.5), done(1, 2.5, 3.5, by=2),
    ]  # fmt: skip
    assert trace.crew.tolist() == [0, 1, 2]
    assert (built.plan.steps.priority[1], built.plan.steps.calendar[1]) == (0, 0)


def test_the_leads_person_heads_the_crew_and_units_come_once(simulate):
    """Led by b2; the needs at places 1 and 2 both fall to b0."""
    touching = matter(need("f2", 1), need("f0", 1), need("f0", 1), need("f1", 1))
    built = build(THREE, [touching], joint(), procedure=MEETING)

    assert built.plan.crews.unit.tolist() == [2, 0, 1]
    assert simulate(built.plan).person[0] == 2


def test_a_meeting_of_officers_begins_in_office_hours(simulate):
    built = build(THREE, [matter(*TOUCHES_ALL, at=5)], joint(), procedure=MEETING, days=OFFICE_DAYS)

    assert log(simulate(built.plan)).steps[0] == done(8, 8, 8.5, by=0)


def test_heads_meet_in_the_next_slot_that_all_of_them_have(simulate):
    """Head 1 is away on the first day, head 2 on the second; heads 0 and 1 could meet at 24 already."""
    away = [("p1", 0, 24), ("p2", 24, 48)]
    matters = [matter(*TOUCHES_ALL), matter(*TOUCHES_ALL, at=60), matter(*TOUCHES_ALL[:2], at=1)]
    built = build(THREE, matters, joint(meets="head"), procedure=MEETING, absences=away)

    trace = log(simulate(built.plan))

    meets = np.flatnonzero(built.plan.steps.kind == Kind.MEET)
    assert [trace.steps[row].ready for row in meets.tolist()] == [48, 60, 24]
    assert [trace.steps[row].started for row in meets.tolist()] == [48, 60, 24]
    # one calendar a set of units, behind the office's and the three diaries
    assert built.plan.steps.calendar[meets].tolist()[:2] == [built.plan.steps.calendar[meets[0]]] * 2
    assert sorted(set(built.plan.steps.calendar[meets].tolist())) == [4, 5]
    assert len(built.plan.calendars) == 6


def test_without_hours_for_it_there_is_no_meeting():
    built = build(THREE, [matter(*TOUCHES_ALL)], joint())

    assert [kind for kind, _, _ in built.steps()] == ["handle", "handle", "handle", "join"]


def test_heads_who_are_never_there_together_are_refused_by_the_names_of_their_units():
    away = [("p1", 0, 24 * 14), ("p2", 24 * 14, 24 * 28)]
    with pytest.raises(
        DesignError, match=r"^the heads of 'section_b0', 'section_b1', 'section_b2' are never there at the same time"
    ):
        build(THREE, [matter(*TOUCHES_ALL)], joint(meets="head"), procedure=MEETING, absences=away)


def test_a_joint_meeting_of_heads_asks_for_heads():
    levers = replace(joint(meets="head"), membership=Membership())
    with pytest.raises(
        DesignError, match=r"coordination\.meets asks for the head of a unit, but 'section_b0' has none"
    ):
        build(THREE, [matter(*TOUCHES_ALL)], levers, procedure=MEETING)


@pytest.mark.parametrize("order", ["series", "countersign", "case_officer"])
def test_a_joint_meeting_goes_with_the_order_in_which_there_is_one(order):
    levers = Levers(units=SECTIONS, coordination=Coordination(order=order, joint_meeting=True))
    with pytest.raises(DesignError, match=rf"joint_meeting=true goes with order=lead.* but order={order}"):
        build(THREE, [matter(*TOUCHES_ALL)], levers)


# as a scenario says it ----------------------------------------------------------------------------------------


def refused(folder, *overrides, text=TINY):
    path = tiny_file(folder)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        build_scenario(configure([f"scenario={path}", *overrides]).file)
    return str(error.value)


LICENSED = TINY.replace("officer: 4, expertise: 1}", "officer: 4, expertise: 1, licences: {law: 3}}")


def test_licences_are_dealt_round_the_bureaus(tmp_path):
    """Officers 1 and 2 come from reform, 3 and 4 from industry: one of each, then the second of the first."""
    path = tiny_file(tmp_path)
    path.write_text(LICENSED, encoding="utf-8")
    staff = build_scenario(configure([f"scenario={path}"]).file).institution.staff

    assert [(one.bureau, sorted(one.licences)) for one in staff if one.rank == 1] == [
        ("reform", ["law"]), ("reform", ["law"]), ("industry", ["law"]), ("industry", []),
    ]  # fmt: skip


def test_a_crew_doubles_the_load_that_is_offered(tmp_path):
    def direct(*overrides):
        scenario = build_scenario(tiny(tmp_path, "+demand.types.directive.further_needs=[1]", *overrides).file)
        return find_load(scenario, seed=1).offered["direct"]

    zero = ("demand.types.directive.work_hours.mean=0", "demand.types.request.per_year=0")
    alone, crew, nothing = (
        direct("demand.types.request.per_year=0"),
        direct("demand.types.request.per_year=0", "+demand.types.directive.crew=2"),
        direct(*zero),
    )

    assert crew - nothing == pytest.approx(2 * (alone - nothing))


def test_a_crew_that_is_larger_than_a_unit_is_refused(tmp_path):
    assert refused(tmp_path, "+demand.types.request.crew=3") == (
        "designs.sections: demand.types.request.crew=3 asks for so many people of one unit, but unit 'section_reform' "
        "has 2. Set a smaller crew or larger units."
    )


def test_a_crew_with_more_licences_than_a_unit_has_is_refused(tmp_path):
    """Officers 1 and 4, who know projects, are in the section with most of them; officer 4 has no licence."""
    overrides = ("+demand.types.request.crew=2", "+demand.types.request.crew_licence=law")

    assert refused(tmp_path, *overrides, text=LICENSED) == (
        "designs.sections: demand.types.request.crew=2 asks for so many people of one unit with the licence 'law', but "
        "unit 'section_reform' has 1. Set a smaller crew, larger units, or a larger institution.staff.licences.law."
    )


def test_a_unit_that_the_type_never_comes_to_may_be_small(tmp_path):
    path = tiny_file(tmp_path)
    path.write_text(LICENSED, encoding="utf-8")
    overrides = [
        f"+demand.types.request.{option}"
        for option in ("crew=2", "crew_licence=law", "bureaus={reform: 0, industry: 1}")
    ]

    built = build_scenario(configure([f"scenario={path}", *overrides, "~designs.modules"]).file)

    assert built.demand.types[1].crew == 2


@pytest.mark.parametrize("text", [TINY, LICENSED])
def test_a_licence_that_nobody_has_is_refused(tmp_path, text):
    hint = "There are none." if text is TINY else "Did you mean 'law'?"

    assert refused(tmp_path, "+demand.types.request.crew_licence=laws", text=text) == (
        "designs.sections: demand.types.request.crew_licence is 'laws', which nobody has; expected one of "
        f"institution.staff.licences. {hint}"
    )


def test_more_licences_than_officers_are_refused(tmp_path):
    text = LICENSED.replace("law: 3", "law: 5")

    assert refused(tmp_path, text=text) == (
        "institution.staff.licences.law=5, but there are 4 officers; expected at most so many."
    )


def test_what_could_not_run_is_shown_by_check(tmp_path):
    """Officers of reform come in the morning only, the others in the afternoon; each section is headed by its own."""
    overrides = [
        "institution.staff.expertise=2", "+procedure.meet_hours=1",
        "+institution.hours.early={bureaus: [reform], hours: [['08:30', '12:00']]}",
        "+institution.hours.late={bureaus: [industry], hours: [['14:00', '17:30']]}",
        "+designs.joint={like: sections, coordination: {order: lead, joint_meeting: true, meets: head}}",
    ]  # fmt: skip

    with pytest.raises(InputError) as error:
        check(tiny(tmp_path, *overrides))

    assert str(error.value) == (
        "designs.joint: the heads of 'section_reform', 'section_industry' are never there at the same time, so they "
        "could not meet. Set coordination.meets=officer, or give them hours in common (institution.hours, "
        "institution.meetings)."
    )
    overrides[-1] = overrides[-1].replace("meets: head", "meets: officer")
    with pytest.raises(
        InputError, match=r"^designs\.joint: the people of .* could not meet\. Give them hours in common"
    ):
        check(tiny(tmp_path, *overrides))
    overrides[-2] = overrides[-2].replace("14:00", "11:00")
    assert set(check(tiny(tmp_path, *overrides))["designs"]) == {"sections", "modules", "joint"}
