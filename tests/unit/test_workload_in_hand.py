"""A warm start: what a house has in hand on its first day, overdue or not, and where it counts."""

from dataclasses import fields, replace

import numpy as np
import pytest
from houses import DEPUTIES, OFFICE_DAYS, build, horizon, house, matter, need, officers, person
from tiny import tiny, tiny_file
from worlds import Log, done, log, waited

from analysis.measures.backlog import backlog_measures
from experiments.configuring import configure
from experiments.load import find_load
from experiments.playing import play
from scenarios.building import build_scenario
from sim.arrays import NEVER
from sim.calendar import MS_PER_DAY, MS_PER_HOUR
from sim.errors import InputError
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.units import Units
from sim.procedure import Procedure
from sim.workload.demand import Demand, Duplicates, MatterType, ProcessNeed
from sim.workload.draws import uniforms_of
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

DAYS = horizon(56, hours=(("08:00", "12:00"), ("14:00", "18:00")), weekends=False)
HOUSE = house([person("p0", "c0"), person("p1", "c1")])
EXACTLY_TWO = Law(mean=2.0, shape="deterministic")


def kind(name="t", **options):
    return MatterType(name=name, **{"per_year": 1_000.0, "work_hours": EXACTLY_TWO, **options})


def draw(*types, scale=1.0, **options):
    return draw_workload(Demand(types=types, **options), HOUSE, DAYS, seed=2026, replication=0, scale=scale)


def held(drawn):
    return np.flatnonzero(drawn.matters.in_hand)


def the_rest(drawn):
    """Return all that is drawn of matters that come in, their needs beside them, however they are numbered."""
    table, needs = drawn.matters, drawn.needs
    names = [column.name for column in fields(table) if column.name != "twin_of"]
    return [
        (
            [getattr(table, name)[row].item() for name in names],
            [
                getattr(needs, column.name)[needs.matter == row].tolist()
                for column in fields(needs)
                if column.name != "matter"
            ],
            table.ordinal[table.twin_of[row]].item() if table.twin_of[row] >= 0 else None,
        )
        for row in np.flatnonzero(~table.in_hand).tolist()
    ]


# what is drawn ------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [0.0, 1.0, 3.0])
def test_as_many_are_in_hand_as_are_told_at_any_volume(scale):
    drawn = draw(kind(in_hand=7), kind("u", in_hand=2), scale=scale)

    assert np.bincount(drawn.matters.type[held(drawn)]).tolist() == [7, 2]
    assert (drawn.matters.release_ms[held(drawn)] == 0).all()
    assert held(drawn).tolist() == list(range(9))  # nothing else comes at the first instant


def test_what_is_in_hand_moves_nothing_that_comes_in():
    """Not a draw, nor the twins of another type or of its own."""
    types = [
        kind("a", duplicated=True, further_needs=(0.5, 0.5), deadline_days=5.0, supplement_share=0.3,
             supplement_days=Law(mean=2.0), review_share=0.3, review_days=Law(mean=2.0)),
        kind("b", duplicated=True),
    ]  # fmt: skip
    options = {"duplicates": Duplicates(share=0.3, delay_days=Law(mean=2.0)), "contact_weeks": 2.0}

    before = draw(*types, **options)
    after = draw(replace(types[0], in_hand=50, in_hand_overdue=0.5), types[1], **options)

    assert len(held(after)) == 50
    assert the_rest(after) == the_rest(before)
    assert np.array_equal(after.contacts.release_ms, before.contacts.release_ms)


def test_nothing_in_hand_is_anybodys_twin_or_has_one():
    drawn = draw(kind(duplicated=True, in_hand=200), duplicates=Duplicates(share=1.0))

    assert (drawn.matters.twin_of[held(drawn)] == -1).all()
    assert not np.isin(drawn.matters.twin_of, held(drawn)).any()
    assert (drawn.matters.twin_of >= 0).any()


def test_a_share_of_the_work_is_left_the_same_in_all_needs_of_a_matter():
    """Of 2 hours for the first need, and 1 for further ones; the share is that of a stream of its own."""
    drawn = draw(kind(in_hand=40, further_needs=(0.3, 0.3, 0.4), further_work=0.5))

    remaining = uniforms_of(2026, 0)("remaining/t/in_hand", 40)
    needs = drawn.needs
    rows = np.isin(needs.matter, held(drawn))
    share = remaining[drawn.matters.ordinal[needs.matter[rows]]]
    assert np.array_equal(needs.work_hours[rows], np.where(needs.place[rows] == 0, 2.0, 1.0) * share)
    assert np.bincount(needs.matter[rows]).max() == 3


def test_more_in_hand_keep_those_that_were_there():
    few, many = (draw(kind(in_hand=n, further_needs=(0.5, 0.5), deadline_days=5.0)) for n in (10, 20))

    assert np.array_equal(many.matters.deadline_ms[:10], few.matters.deadline_ms[:10])
    assert np.array_equal(many.needs.work_hours[many.needs.matter < 10], few.needs.work_hours[few.needs.matter < 10])


def test_deadlines_lie_within_one_term_of_the_start():
    """Five days: of 24 hours before the start, working days of eight hours from then on; 0.4 of 500 are overdue."""
    drawn = draw(kind(in_hand=500, in_hand_overdue=0.4, deadline_days=5.0))

    deadline = drawn.matters.deadline_ms[held(drawn)]
    overdue = deadline < 0
    assert abs(overdue.mean() - 0.4) < 5 * (0.24 / 500) ** 0.5
    worked = DAYS.office.worked_until(deadline[~overdue]) / MS_PER_HOUR
    for spread, term in ((-deadline[overdue] / MS_PER_DAY, 5), (worked, 40)):
        assert 0 < spread.min() < 0.05 * term
        assert 0.95 * term < spread.max() < term
        assert abs(spread.mean() - term / 2) < 5 * term / (12 * spread.size) ** 0.5


def test_without_a_deadline_there_is_none():
    assert (draw(kind(in_hand=5)).matters.deadline_ms == NEVER).all()


def test_a_process_in_hand_has_all_its_needs():
    process = {"a": ProcessNeed(function="b0c0"), "b": ProcessNeed(function="b1c1", after=("a",))}

    drawn = draw(kind(process=process, in_hand=3))

    rows = np.isin(drawn.needs.matter, held(drawn))
    assert drawn.needs.function[rows].tolist() == [0, 3] * 3


# what is made of it -------------------------------------------------------------------------------


def test_what_is_in_hand_has_been_drafted_and_handed_out_before(simulate):
    """Even at the wrong desk; it may still be supplemented and reviewed, and is handled, signed and answered."""
    levers = Levers(units=Units(by="bureau"), authority=Authority(assigns=("deputy",), non_core=("deputy",)))
    whole = {"decision": 1, "supplement": 9, "review": 1, "misdirected": 0.0, "mistaken_for": "b1c0"}
    built = build(
        house([*officers(2), DEPUTIES[0]]),
        [matter(need("b0c0", 1, errors=(1.0,)), in_hand=in_hand, **whole) for in_hand in (True, False)],
        levers, procedure=Procedure(draft_hours=0.5, assign_hours=0.5, reply_hours=0.5), misdirected_share=0.1,
        days=OFFICE_DAYS,
    )  # fmt: skip

    trace = simulate(replace(built.plan, end_ms=20 * MS_PER_HOUR))

    rest = [("supplement", "", 9.0), ("handle", "section_b0", 1.0), ("review", "", 1.0), ("sign", "d0", 0.0),
            ("reply", "section_b0", 0.5)]  # fmt: skip
    assert built.steps(0) == rest
    assert built.steps(1) == [("draft", "section_b1", 0.5), ("draft", "section_b0", 0.5), ("assign", "d0", 0.5), *rest]
    assert log(trace).steps[:5] == [
        waited(0, 9), done(9, 9, 10, by=0), waited(10, 11), done(11, 11, 11, by=2), done(11, 11, 11.5, by=0)
    ]  # fmt: skip
    assert built.plan.matters.awaited.tolist() == [False, True]


def test_the_run_does_not_wait_for_what_was_in_hand(simulate):
    """The only officer takes what is overdue first, 0-2, then what is due at 200; with that closed, the run ends."""
    matters = [
        matter(need("b0c0", 30), at=0, in_hand=True), matter(need("b0c0", 1), at=0, deadline=200),
        matter(need("b0c0", 2), at=0, deadline=-30, in_hand=True),
    ]  # fmt: skip
    built = build(house(officers(1)), matters, Levers(units=Units(order="by_deadline")))

    trace = simulate(built.plan)

    assert log(trace) == Log(
        [started_at(3), done(0, 2, 3, by=0), done(0, 0, 2, by=0)], [None, 3, 2], 3
    )  # fmt: skip


def started_at(hour):
    """Return the line of a step that waited from the first instant and was just started."""
    return done(0, hour, hour, by=0)._replace(state="started", ended=None, outcome=None)


# what is measured ---------------------------------------------------------------------------------

FROM_DAY_ONE = ("first: 2021-03-15", "first: 2021-03-01")


def played(folder, *overrides, engine="simpy"):
    scenario = build_scenario(configure([f"scenario={tiny_file(folder, FROM_DAY_ONE)}", *overrides]).file)
    return play(scenario, "sections", scenario.draw(seed=2026, replication=0, scale=1.0), engine)


def test_what_was_in_hand_is_in_the_backlog_and_never_in_the_cohort(tmp_path):
    """The window begins on the first day."""
    cold = played(tmp_path)
    warm = played(tmp_path, "demand.types.directive.in_hand=30", "demand.types.directive.in_hand_overdue=0.5")

    assert warm.in_hand.tolist() == list(range(30))
    assert np.array_equal(warm.cohort, cold.cohort + 30)
    assert not warm.plan.matters.awaited[:30].any()
    assert warm.plan.matters.awaited.sum() == warm.cohort.size
    assert (warm.trace.closed_ms[:30] > 0).all()
    assert backlog_measures(warm)["backlog_mean"] > backlog_measures(cold)["backlog_mean"] + 1
    assert warm.elapsed_days.mean() > cold.elapsed_days.mean()  # they keep people from what comes in


def test_both_engines_play_a_warm_start_alike(tmp_path, simulate):
    changes = ("demand.types.directive.in_hand=20", "demand.types.directive.in_hand_overdue=0.5",
               "designs.sections.units.order=by_deadline")  # fmt: skip
    reference = played(tmp_path, *changes)

    trace = simulate(reference.plan)

    assert (reference.plan.steps.order_key < 0).any()
    for column in fields(trace):
        assert np.array_equal(getattr(trace, column.name), getattr(reference.trace, column.name)), column.name


def test_what_was_in_hand_is_not_offered_in_the_window(tmp_path):
    """It has come in before; nor does the volume that a load asks for depend on it."""
    file = tiny_file(tmp_path, FROM_DAY_ONE)
    cold, warm = (
        find_load(build_scenario(configure([f"scenario={file}", *changes]).file), 2026, 0.5)
        for changes in ((), ("demand.types.directive.in_hand=30",))
    )

    assert warm == cold


# what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("demand.types.directive.in_hand=-1", "demand.types.directive.in_hand is -1; expected at least 0."),
        ("demand.types.directive.in_hand=2.5", "demand.types.directive.in_hand is 2.5; expected a whole number."),
        ("demand.types.directive.in_hand_overdue=1.5",
         "demand.types.directive.in_hand_overdue is 1.5; expected at most 1."),
        ("demand.types.request.in_hand_overdue=0.5",
         "type 'request' has in_hand_overdue=0.5 but no deadline that could be past; expected deadline_days, or "
         "in_hand_overdue=0."),
        ("demand.types.request.review_share=2", "demand.types.request.review_share is 2; expected at most 1."),
    ],
)  # fmt: skip
def test_a_warm_start_that_cannot_be_is_refused(tmp_path, override, told):
    with pytest.raises(InputError) as error:
        tiny(tmp_path, override)

    assert str(error.value).endswith(told)


def test_a_type_made_in_python_is_held_to_the_same():
    with pytest.raises(InputError, match="type 't' has in_hand=-1; expected >= 0"):
        kind(in_hand=-1)
