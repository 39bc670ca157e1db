"""Standing in (代签): who signs while a leader or a head is away, and who does not."""

from __future__ import annotations

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, OFFICE_DAYS, build, expecting, house, matter, need, officers
from tiny import tiny
from worlds import Log, done, log

from analysis.measures.played import Played
from analysis.measures.split import PARTS, split_ms
from experiments.load import find_load
from scenarios.building import build_scenario
from sim.calendar import MS_PER_HOUR
from sim.errors import DesignError
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.units import Units
from sim.procedure import Abilities, Haste, Meeting, Procedure

HEADS = Membership(heads="one_each")
SIGNING = Procedure(sign_hours={"head": 0.25, "deputy": 0.5, "chief": 1.0}, assign_hours=0.5)
LED = house([*officers(1), *DEPUTIES, CHIEF])  # p0, d0, d1, z are people 0 to 3, the desks units 1 to 3


def once(function, hours):
    return need(function, hours, errors=(1.0,))


def signing(*ranks, stand_ins=True, **rest):
    return Levers(authority=Authority(non_core=ranks, stand_ins=stand_ins, **rest))


def decided(hours=1.0, function="b0c0", **rest):
    return matter(once(function, hours), decision=1, **rest)


@pytest.mark.parametrize(("stand_ins", "line"), [(True, done(1, 1, 1.5, by=2)), (False, done(1, 48, 48.5, by=1))])
def test_the_next_deputy_signs_for_one_who_is_away(simulate, stand_ins, line):
    """Handled 0-1; d0 is away until 48."""
    built = build(LED, [decided()], signing("deputy", stand_ins=stand_ins), procedure=SIGNING, absences=[("d0", 0, 48)])

    assert log(simulate(built.plan)) == Log([done(0, 0, 1, by=0), line], [line.ended], line.ended)


def test_whoever_is_back_signs_again_and_what_was_begun_in_their_place_is_finished(simulate):
    """d0 is away from 24 to 48: at 1 and at 50 d0 signs, at 47.75 d1, and goes on until 48.25."""
    matters = [decided(1, at=0), decided(1, at=46.75), decided(1, at=49)]
    built = build(LED, matters, signing("deputy"), procedure=SIGNING, absences=[("d0", 24, 48)])

    assert log(simulate(built.plan)) == Log(
        [
            done(0, 0, 1, by=0), done(1, 1, 1.5, by=1), done(46.75, 46.75, 47.75, by=0),
            done(47.75, 47.75, 48.25, by=2), done(49, 49, 50, by=0), done(50, 50, 50.5, by=1),
        ],
        [1.5, 48.25, 50.5], 50.5,
    )  # fmt: skip


def test_the_own_desk_comes_first(simulate):
    """Sections of two bureaus: d0 has b0 and is away. Both papers come at 1; d1 signs the own one first, 1-1.5."""
    levers = Levers(units=Units(by="bureau"), authority=Authority(non_core=("deputy",), stand_ins=True))
    built = build(
        house([*officers(2), *DEPUTIES]), [decided(1, "b0c0"), decided(1, "b1c0")], levers, procedure=SIGNING,
        absences=[("d0", 0, 24)],
    )  # fmt: skip

    assert [built.steps(row)[1][1] for row in (0, 1)] == ["d0", "d1"]
    assert log(simulate(built.plan)) == Log(
        [done(0, 0, 1, by=0), done(1, 1.5, 2, by=3), done(0, 0, 1, by=1), done(1, 1, 1.5, by=3)], [2, 1.5], 2
    )


def test_the_last_deputy_is_followed_by_the_first_and_two_who_are_away_wait_for_whoever_is_back_first(simulate):
    """Of two deputies d1 has b1; d1 is away until 48, d0 until 24: then d0 signs for d1."""
    levers = Levers(units=Units(by="bureau"), authority=Authority(non_core=("deputy",), stand_ins=True))
    built = build(
        house([*officers(2), *DEPUTIES]), [decided(1, "b1c0")], levers, procedure=SIGNING,
        absences=[("d0", 0, 24), ("d1", 0, 48)],
    )  # fmt: skip

    assert log(simulate(built.plan)) == Log([done(0, 0, 1, by=1), done(1, 24, 24.5, by=2)], [24.5], 24.5)


@pytest.mark.parametrize(
    ("absences", "by"), [([], 3), ([("z", 24, 48)], 3), ([("z", 0, 24)], 1)], ids=["there", "later", "away"]
)
def test_the_first_deputy_signs_for_the_chief_who_is_away_and_only_then(simulate, absences, by):
    """A paper there asks for no more than a deputy has, but no deputy takes it while the chief is there."""
    built = build(LED, [decided()], signing("chief"), procedure=SIGNING, absences=absences)

    assert built.plan.steps.rank.tolist() == [1, 3]
    assert log(simulate(built.plan)) == Log([done(0, 0, 1, by=0), done(1, 1, 2, by=by)], [2], 2)


def test_without_stand_ins_the_chiefs_desk_asks_for_the_chief():
    built = build(LED, [decided()], signing("chief", stand_ins=False), procedure=SIGNING, absences=[("z", 0, 24)])

    assert built.plan.steps.rank.tolist() == [1, 4]
    assert built.plan.people.unit.tolist() == [0, 1, 2, 3]
    assert not built.plan.terms.member.size


def test_the_chief_signs_for_the_only_deputy(simulate):
    built = build(
        house([*officers(1), DEPUTIES[0], CHIEF]), [decided()], signing("deputy"), procedure=SIGNING,
        absences=[("d0", 0, 24)],
    )  # fmt: skip

    assert log(simulate(built.plan)) == Log([done(0, 0, 1, by=0), done(1, 1, 1.5, by=2)], [1.5], 1.5)


def test_whoever_stands_in_hands_out_too(simulate):
    built = build(
        LED, [decided()], signing(assigns=("chief",)), procedure=SIGNING, absences=[("z", 0, 24)]
    )  # fmt: skip

    assert log(simulate(built.plan)) == Log([done(0, 0, 0.5, by=1), done(0.5, 0.5, 1.5, by=0)], [1.5], 1.5)


def test_the_deputy_in_charge_signs_for_a_head_who_is_away_and_does_nothing_else_there(simulate):
    """p0, the head, is away until 48; p1 handles the matters 0-2 and 2-3, the deputy signs, and handles none."""
    levers = Levers(membership=HEADS, authority=Authority(non_core=("head",), stand_ins=True))
    built = build(
        house([*officers(2), *DEPUTIES]), [decided(2), matter(once("b0c1", 1))], levers, procedure=SIGNING,
        absences=[("p0", 0, 48)],
    )  # fmt: skip

    assert built.plan.steps.rank.tolist() == [1, 2, 1]
    assert log(simulate(built.plan)) == Log(
        [done(0, 0, 2, by=1), done(2, 2, 2.25, by=2), done(0, 2, 3, by=1)], [2.25, 3], 3
    )


def test_a_heads_stand_in_is_in_charge_of_most_of_the_units_functions():
    """One unit: d0 has the bureau with more hours, b1, which has one function; d1 has b0 with two."""
    functions = {"f0": ("b0", "c0"), "f1": ("b0", "c0"), "f2": ("b1", "c0")}
    institution = house([*officers(2), *DEPUTIES], functions)
    levers = Levers(
        membership=HEADS, authority=Authority(non_core=("head",), portfolios="by_bureau", stand_ins=True)
    )  # fmt: skip
    built = build(
        institution, [decided(1, "f0")], levers, expected=expecting(institution, {"f2": 9.0}),
        absences=[("p0", 0, 24)],
    )  # fmt: skip

    assert built.organisation.route.deciding.stand_in_of.tolist() == [3, -1, 3, 2]
    assert built.plan.people.unit.tolist() == [0, 0, 1, 2, 0]


def test_posts_are_in_order_own_desk_other_desks_units():
    """d0 stands in for d1, the chief and the head, all of whom are away at times."""
    institution = house([*officers(1), *DEPUTIES, CHIEF])
    levers = Levers(membership=HEADS, authority=Authority(non_core=("head",), stand_ins=True))
    away = [("p0", 0, 24), ("z", 24, 48), ("d1", 48, 72), ("d1", 96, 120)]
    plan = build(institution, [decided()], levers, absences=away).plan

    assert plan.people.unit_start.tolist() == [0, 1, 5, 6, 7]
    assert plan.people.unit.tolist() == [0, 1, 2, 3, 0, 2, 3]
    assert plan.terms.member.tolist() == [2, 3, 4]
    assert plan.terms.least_rank.tolist() == [3, 3, 2]
    sessions = [plan.calendars[row] for row in plan.terms.calendar]
    assert [(one.opens / MS_PER_HOUR).tolist() for one in sessions] == [[48, 96], [24], [0]]
    assert [(one.closes / MS_PER_HOUR).tolist() for one in sessions] == [[72, 120], [48], [24]]


def test_a_report_to_an_absent_leader_is_heard_by_who_stands_in(simulate):
    """Handled 0-1, reported 1-1.25, signed by d1 1.25-1.75; until then p0 is held."""
    options = {"channels": {"deputy": "face_to_face"}, "handler": "held"}
    built = build(
        LED, [decided(), matter(once("b0c1", 1))], signing("deputy", **options),
        procedure=Procedure(sign_hours={"deputy": 0.5}, brief_hours=0.25), absences=[("d0", 0, 48)],
    )  # fmt: skip

    assert log(simulate(built.plan)) == Log(
        [done(0, 0, 1, by=0), done(1, 1, 1.25, by=0), done(1.25, 1.25, 1.75, by=2), done(0, 1.75, 2.75, by=0)],
        [1.75, 2.75], 2.75,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("staff", "levers", "sentence"),
    [
        ([*officers(1), DEPUTIES[0]], signing("deputy"),
         r"stand_ins=true, but of 1 leader nobody could stand in for another; expected a deputy and one leader more"),
        ([*officers(1)], Levers(authority=Authority(stand_ins=True)), r"stand_ins=true, but of 0 leaders nobody"),
        ([*officers(1), CHIEF], signing(portfolios="by_bureau", stand_ins=False),
         r"portfolios=by_bureau deals bureaus out to deputies, but nobody is a deputy, so nobody has a portfolio"),
    ],
)  # fmt: skip
def test_a_desk_or_a_portfolio_without_anybody_is_refused(staff, levers, sentence):
    with pytest.raises(DesignError, match=sentence):
        build(house(staff), (), levers)


# measures -----------------------------------------------------------------------------------------


def test_a_desk_is_open_while_somebody_may_sign_there(simulate):
    """d0 is away on Monday, d1 all week, so nobody may sign on Monday: closed. On Tuesday d0 is there at 8:00.

    Handled on Monday 8-9; from 9 to 32 the desk is closed but for nothing, then d0 signs at once.
    """
    built = build(
        house([*officers(1), *DEPUTIES]), [decided(at=8)], signing("deputy"), procedure=SIGNING, days=OFFICE_DAYS,
        absences=[("d0", 0, 24), ("d1", 0, 168)],
    )  # fmt: skip
    played = Played(plan=built.plan, trace=simulate(built.plan), horizon=OFFICE_DAYS, n_units=1)

    split = dict(zip(PARTS, (split_ms(played)[0] / MS_PER_HOUR).tolist(), strict=True))

    assert {part: hours for part, hours in split.items() if hours} == {"worked": 1.5, "closed": 23}


def test_a_stand_in_opens_a_desk_only_while_its_owner_is_away(simulate):
    """The chief is in a meeting on Monday until 16:00, away on Tuesday, and there on Wednesday; d0 is always there."""
    built = build(
        LED, [decided(at=8)], signing("chief"), procedure=SIGNING, days=OFFICE_DAYS, absences=[("z", 24, 48)],
        meetings=(Meeting(ranks=("chief",), weekday=1, hours=("08:00", "16:00")),),
    )  # fmt: skip
    played = Played(plan=built.plan, trace=simulate(built.plan), horizon=OFFICE_DAYS, n_units=1)

    midnights = np.arange(4) * 24 * MS_PER_HOUR
    open_ms = np.diff(played.unit_hours.worked_until(np.full(4, 3), midnights))

    assert (open_ms / MS_PER_HOUR).tolist() == [2, 8, 8]
    assert built.plan.people.unit.tolist() == [0, 1, 3, 2, 3]


def test_who_only_stands_in_is_no_member_whom_thresholds_or_load_count(tmp_path):
    """Two members hurry from four waiting steps on; the deputy who signs for the head does not make it six."""
    levers = Levers(membership=HEADS, authority=Authority(non_core=("head",), stand_ins=True))
    built = build(
        house([*officers(2), *DEPUTIES]), [decided()], levers,
        abilities=Abilities(pressure=(Haste(waiting_per_head=2, hours=0.5),)), absences=[("p0", 0, 24)],
    )  # fmt: skip
    overrides = ("demand.absences={spells_per_year: 12}", "institution.abilities.skill_elsewhere=0.5")
    loads = [
        find_load(build_scenario(tiny(tmp_path, *overrides, *more).file), 2026)
        for more in ((), ("+designs.sections.authority.stand_ins=true",))
    ]

    assert built.plan.people.unit.tolist() == [0, 0, 1, 0, 2]
    assert built.plan.pressure.waiting.tolist() == [4, 2, 2]
    assert loads[0] == loads[1]
