"""Processes as a design runs them: merged, side by side, inspected in one visit, and the waits that stay."""

import pytest
from houses import OFFICE_DAYS, build, house, matter, need, officers
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sampling import examples
from worlds import Log, done, log, waited

from sim.calendar import MS_PER_HOUR
from sim.errors import DesignError
from sim.levers.arranging.contracts import Contractor
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.process import Process
from sim.levers.routing.processing import Processing
from sim.levers.transfer import Transfer
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.planning.handling.courses import courses_of
from sim.workload.demand import Demand, MatterType, ProcessNeed
from sim.workload.laws import Law
from sim.workload.process_needs import Batch

FUNCTIONS = {f"f{number}": (f"b{number}", "c0") for number in range(4)}
FOUR = house(officers(4), FUNCTIONS)
DAYS = Law(mean=2, scv=0)


def levers(process=None, **rest):
    given = {"units": Units(by="bureau"), "data": Data(transit_hours=1.0)} | rest
    return Levers(process=process or Process(), **given)


def of_process(process, **rest):
    return MatterType(**({"name": "t", "per_year": 0, "work_hours": Law(mean=1), "process": process} | rest))


def line(*names, **special):
    """Return a process in which each need, of its own bureau, comes after the one before it."""
    needs = {}
    for number, name in enumerate(names):
        after = {"after": (names[number - 1],)} if number else {}
        needs[name] = ProcessNeed(function=f"f{number % 4}", **(after | special.get(name, {})))
    return of_process(needs)


STEPS = line("apply", "survey", "review", "permit")
WORK = matter(need("f0", 1), need("f1", 2), need("f2", 3), need("f3", 4))


def handled(built):
    return [(place, hours) for kind, place, hours in built.steps() if kind == "handle"]


def test_as_written_each_need_waits_for_the_one_before(simulate):
    built = build(FOUR, [WORK], levers(), types=(STEPS,))

    # 1, transit, 2, transit, 3, transit, 4
    assert log(simulate(built.plan)).closed == [13]


def test_merged_needs_are_handled_by_the_unit_of_the_one_that_takes_them_over(simulate):
    """The survey takes over the review, of which half the work remains: 2 + 1.5 hours. One hand-over less."""
    built = build(
        FOUR, [WORK], levers(Process(merged={"t": {"survey": ("review",)}}, merged_work=0.5)), types=(STEPS,)
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "section_b0", 1),
        ("join", "", 0), ("hand_over", "", 1), ("handle", "section_b1", 3.5),
        ("join", "", 0), ("hand_over", "", 1), ("handle", "section_b3", 4),
        ("join", "", 0),
    ]  # fmt: skip
    # 0-1, 1-2, 2-5.5, 5.5-6.5, 6.5-10.5
    assert log(trace) == Log(
        [
            done(0, 0, 1, by=0), waited(2, 2), waited(1, 2), done(2, 2, 5.5, by=1), waited(6.5, 6.5),
            waited(5.5, 6.5), done(6.5, 6.5, 10.5, by=3), waited(10.5, 10.5),
        ],
        [10.5], 10.5,
    )  # fmt: skip


def test_what_takes_over_the_first_need_leads():
    """The permit's unit takes over the application: it is then the one that drafts, signs and answers."""
    shorter = line("apply", "permit")
    built = build(
        FOUR, [matter(need("f0", 1), need("f1", 4))], levers(Process(merged={"t": {"permit": ("apply",)}})),
        types=(shorter,),
    )  # fmt: skip

    assert handled(built) == [("section_b1", 5)]
    assert built.plan.steps.need[0] == 0


def test_seven_steps_become_three():
    """As for a farmhouse: accept, then look at all of it, then permit; each does the work of those it takes over."""
    names = ("apply", "land", "village", "plan", "survey", "town", "permit")
    seven = line(*names)
    work = matter(*(need(f"f{number % 4}", number + 1) for number in range(7)))
    merged = {"t": {"land": ("village", "plan"), "survey": ("town",)}}

    assert handled(build(FOUR, [work], levers(), types=(seven,))) == [
        (f"section_b{number % 4}", number + 1) for number in range(7)
    ]
    assert handled(build(FOUR, [work], levers(Process(merged=merged)), types=(seven,))) == [
        ("section_b0", 1), ("section_b1", 2 + 3 + 4), ("section_b0", 5 + 6), ("section_b2", 7)
    ]  # fmt: skip
    merged = {"t": {"land": ("village", "plan", "survey", "town")}}
    assert handled(build(FOUR, [work], levers(Process(merged=merged)), types=(seven,))) == [
        ("section_b0", 1), ("section_b1", 2 + 3 + 4 + 5 + 6), ("section_b2", 7)
    ]  # fmt: skip


def test_in_parallel_the_lead_sends_papers_to_all_at_once_and_they_come_back(simulate):
    """17 seals, as many bureaus: one after another they take 17 × 2 hours and 16 ways, at once a way, two hours, a way.

    The first one is the lead's own.
    """
    functions = {f"f{number}": (f"b{number}", "c0") for number in range(17)}
    names = [f"seal{number}" for number in range(17)]
    seals = of_process(
        {
            name: ProcessNeed(function=f"f{number}", after=(names[number - 1],) if number else ())
            for number, name in enumerate(names)
        }
    )  # fmt: skip
    work = matter(*(need(name, 2) for name in functions))
    many = house(officers(17), functions)

    serial = simulate(build(many, [work], levers(), types=(seals,)).plan)
    parallel = simulate(build(many, [work], levers(Process(parallel=True)), types=(seals,)).plan)

    assert log(serial).closed == [17 * 2 + 16]
    assert log(parallel).closed == [1 + 2 + 1]


def test_what_the_law_puts_behind_others_is_kept_behind_them(simulate):
    """The permit waits for the review; application, survey and review begin at once."""
    built = build(
        FOUR, [WORK], levers(Process(parallel=True, keeps={"t": ("permit",)})), types=(STEPS,)
    )  # fmt: skip

    trace = simulate(built.plan)

    handles = built.plan.steps.kind == Kind.HANDLE
    # out 0-1: apply 0-1, survey 1-3 and back at 4, review 1-4, to the permit's unit 4-5, permit 5-9
    assert (trace.started_ms[handles] / MS_PER_HOUR).tolist() == [0, 1, 1, 5]
    assert log(trace).closed == [9]


def test_a_notice_is_a_wait_after_the_handling_in_the_days_that_it_says(simulate):
    """Monday 08:00-09:00; two working days of eight hours end on Wednesday at 09:00; two days by the clock then."""
    needs = {
        "apply": ProcessNeed(function="f0", notice_days=DAYS),
        "permit": ProcessNeed(function="f0", after=("apply",), notice_days=DAYS, notice_in="clock"),
    }
    built = build(
        FOUR, [matter(need("f0", 1), need("f0", 1), at=8)], levers(), types=(of_process(needs),), days=OFFICE_DAYS
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "section_b0", 1), ("wait_outside", "", 16),
        ("join", "", 0), ("handle", "section_b0", 1), ("wait_outside", "", 48),
        ("join", "", 0),
    ]  # fmt: skip
    assert [line.ended for line in log(trace).steps] == [9, 57, 57, 58, 106, 106]


def test_a_notice_is_drawn_by_its_own_law():
    kind = line("apply", "survey", apply={"notice_days": Law(mean=2, shape="exponential")})
    built = build(
        FOUR, [matter(need("f0", 1), need("f1", 1))], levers(), types=(kind,),
        outcomes={"notice_days/t/0": [1 - 2.718281828459045**-1.5]},
    )  # fmt: skip

    # −2 · ln(e^−1.5) = 3 days of 24 hours
    assert [hours for kind, _, hours in built.steps() if kind == "wait_outside"] == pytest.approx([72])


@pytest.mark.parametrize(("statutory", "hours"), [(True, 48), (False, 12)])
def test_only_a_notice_that_no_law_asks_for_is_shortened(statutory, hours):
    kind = line("apply", "permit", apply={"notice_days": DAYS, "statutory": statutory})
    built = build(
        FOUR, [matter(need("f0", 1), need("f1", 1))], levers(Process(notice_share=0.25)), types=(kind,)
    )  # fmt: skip

    assert [length for what, _, length in built.steps() if what == "wait_outside"] == [hours]


def test_notices_of_merged_needs_stay_and_run_at_the_same_time(simulate):
    kind = line("apply", "survey", apply={"notice_days": DAYS}, survey={"notice_days": Law(mean=3, scv=0)})
    built = build(
        FOUR, [matter(need("f0", 1), need("f1", 1))], levers(Process(merged={"t": {"apply": ("survey",)}})),
        types=(kind,),
    )  # fmt: skip

    assert [length for what, _, length in built.steps() if what == "wait_outside"] == [48, 72]
    assert log(simulate(built.plan)).closed == [2 + 72]


def batched(weekdays, at, *, statutory=True, process=None, every=1):
    kind = line("apply", apply={"batch": Batch(weekdays=weekdays, every_weeks=every), "statutory": statutory})
    work = [matter(need("f0", 1), at=at)]
    return build(FOUR, work, levers(process), types=(kind,), days=OFFICE_DAYS)


MILLISECOND = 1 / MS_PER_HOUR


@pytest.mark.parametrize(
    ("weekdays", "every", "at", "begins"),
    [
        ((3,), 1, 9, 56),  # Wednesday at 08:00
        ((3, 5), 1, 68, 104),  # on Wednesday, after hours: Friday
        ((3,), 1, 50, 56),  # on the day, before the office opens
        ((3,), 1, 57, 57 + MILLISECOND),  # on the day: a ms later
        ((3,), 1, 60.5, 62),  # over noon
        ((3,), 2, 57, 57 + MILLISECOND),
        ((3,), 2, 72, 14 * 24 + 56),  # not next week
    ],
)
def test_papers_wait_for_the_date_on_which_they_are_accepted(simulate, weekdays, every, at, begins):
    built = batched(weekdays, at, every=every)

    trace = simulate(built.plan)

    assert [kind for kind, _, _ in built.steps()] == ["wait_outside", "handle", "join"]
    assert log(trace).steps[1].started == pytest.approx(begins, abs=1e-9)


def test_dates_are_dropped_only_where_no_law_asks_for_them():
    dropped = Process(batch_dates="dropped")

    assert len(batched((3,), 9, process=dropped).steps()) == 3
    assert [kind for kind, _, _ in batched((3,), 9, statutory=False, process=dropped).steps()] == ["handle", "join"]


INSPECTED = line("apply", "fire", "health", "tax", fire={"inspection": True}, health={"inspection": True}, tax={
    "inspection": True})  # fmt: skip


def test_apart_a_firm_is_visited_as_often_as_there_are_inspections():
    built = build(FOUR, [WORK], levers(), types=(INSPECTED,))

    assert handled(built)[1:] == [("section_b1", 2), ("section_b2", 3), ("section_b3", 4)]
    assert not built.plan.crews.step.size


def test_in_one_visit_one_of_each_unit_comes_for_as_long_as_the_longest_inspection(simulate):
    """Application 0-1, papers 1-2, the visit 2-6 by three people of three sections."""
    built = build(FOUR, [WORK], levers(Process(visits="joint")), types=(INSPECTED,))

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "section_b0", 1), ("join", "", 0), ("hand_over", "", 1), ("handle", "section_b1", 4),
        ("join", "", 0),
    ]  # fmt: skip
    crews = built.plan.crews
    assert crews.step.tolist() == [3, 3, 3]
    assert crews.unit.tolist() == [1, 2, 3]
    assert crews.count.tolist() == [1, 1, 1]
    assert log(trace).closed == [6]
    assert trace.crew.tolist() == [1, 2, 3]


def test_one_visit_may_take_a_share_of_all_their_work():
    built = build(FOUR, [WORK], levers(Process(visits="joint", joint_work=0.6)), types=(INSPECTED,))

    assert handled(built)[1] == ("section_b1", pytest.approx(0.6 * (2 + 3 + 4)))


def test_each_unit_sends_as_many_as_the_type_asks_for():
    by_two = of_process(INSPECTED.process, crew=2)
    built = build(house(officers(8), FUNCTIONS), [WORK], levers(Process(visits="joint")), types=(by_two,))
    visit = built.plan.crews.step == 3

    assert built.plan.crews.unit[visit].tolist() == [1, 2, 3]
    assert built.plan.crews.count[visit].tolist() == [2, 2, 2]


def test_inspections_of_one_unit_take_one_person_and_no_contractor_makes_a_joint_visit():
    one_unit = build(FOUR, [WORK], Levers(process=Process(visits="joint")), types=(INSPECTED,))
    park = Transfer(contractors={"park": Contractor(categories=("c0",))})
    always = {f"transferred/t/{place}": [0.0] for place in range(4)}
    out = build(FOUR, [WORK], levers(Process(visits="joint"), transfer=park), types=(INSPECTED,), outcomes=always)

    assert handled(one_unit)[1] == ("all", 4)
    assert not one_unit.plan.crews.step.size
    assert handled(out) == [("park", 1), ("section_b1", 4)]


def test_merged_inspections_come_to_the_visit_with_the_unit_that_took_them_over():
    """Fire takes over health: 2 + 3 hours; tax has 4. Sections b1 and b3 come, for 5 hours."""
    process = Process(visits="joint", merged={"t": {"fire": ("health",)}})
    built = build(FOUR, [WORK], levers(process), types=(INSPECTED,))

    assert handled(built)[1] == ("section_b1", 5)
    assert built.plan.crews.unit.tolist() == [1, 3]


# any process --------------------------------------------------------------------------------------


@st.composite
def processes(draw):
    """Draw a process of two to seven needs, each after any of the ones before it."""
    size = draw(st.integers(2, 7))
    after = [draw(st.sets(st.integers(0, place - 1))) if place else set() for place in range(size)]
    inspected = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return of_process(
        {
            f"n{place}": ProcessNeed(
                function=f"f{place % 4}", after=tuple(f"n{one}" for one in sorted(earlier)), inspection=inspection
            )
            for place, (earlier, inspection) in enumerate(zip(after, inspected, strict=True))
        }
    )


def before(stations):
    """Return all pairs of needs of which the first must be done before the second may begin."""
    follows = {one.place: set(one.after) for one in stations}
    for place in [one.place for one in stations]:  # they stand behind those they come after
        follows[place] |= {further for earlier in follows[place] for further in follows[earlier]}
    at = {place: one.place for one in stations for place in one.places}
    return {(a, b) for a in at for b in at if at[a] in follows[at[b]]}, at


@settings(max_examples=examples(100))
@given(kind=processes(), data=st.data())
def test_putting_needs_together_keeps_all_of_them_and_their_order(kind, data):
    """Every need is in one station, and what came before another one still does, or is done in one go with it."""
    names = list(kind.process_order())
    taken = data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True))
    written, _ = before(courses_of(Demand(types=(kind,)), Processing())[0])
    merging = Processing(merged={"t": {taken[0]: tuple(taken[1:])}}, joint=data.draw(st.booleans()))
    try:
        course = courses_of(Demand(types=(kind,)), merging)[0]
    except DesignError:
        assume(False)

    now, at = before(course)
    assert sorted(place for one in course for place in one.places) == list(range(len(names)))
    assert all(pair in now or at[pair[0]] == at[pair[1]] for pair in written)


@settings(max_examples=examples(100))
@given(kind=processes(), data=st.data())
def test_merging_is_refused_exactly_where_a_third_need_lies_between(kind, data):
    names = list(kind.process_order())
    pair = data.draw(st.lists(st.sampled_from(range(len(names))), min_size=2, max_size=2, unique=True))
    written, _ = before(courses_of(Demand(types=(kind,)), Processing())[0])
    first, second = sorted(pair)
    between = any((first, third) in written and (third, second) in written for third in range(len(names)))
    merging = Processing(merged={"t": {names[pair[0]]: (names[pair[1]],)}})

    if between:
        with pytest.raises(DesignError, match="by way of a third"):
            courses_of(Demand(types=(kind,)), merging)
    else:
        assert len(courses_of(Demand(types=(kind,)), merging)[0]) == len(names) - 1
