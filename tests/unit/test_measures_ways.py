"""What matters went through: hand-overs, units, signatures, steps, returns and errors left, counted by hand."""

from dataclasses import replace

import pytest
from houses import DEPUTIES, build, house, matter, need, officers
from measuring import chain, play, stretch
from worlds import clerk, sessions, small_plan, step, wait

from analysis.measures.matters import matter_measures
from analysis.measures.played import Played
from sim.engine.simpy_engine import simulate
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.units import Units
from sim.plan.plan import Guard, Kind
from sim.procedure import Abilities, Procedure

DESK = 2
WAYS = ("handovers_mean", "units_met_mean", "signatures_mean", "steps_mean")
WEEK = stretch(0, 7)


def ways(played):
    """Return hand-overs, units met, signatures and steps."""
    measures = matter_measures(played)
    return tuple(measures[name] for name in WAYS)


def handled(unit, hours=1):
    return step(hours, unit=unit)


def of_kind(kind, unit=DESK, hours=1):
    return step(hours, unit=unit, kind=kind)


@pytest.mark.parametrize(
    ("steps", "counted"),
    [
        # 0, 1, 0 and, past the desk, 1: three changes between two units
        ([handled(0), handled(1), handled(0), of_kind(Kind.SIGN), handled(1)], (3, 2, 1, 5)),
        ([handled(1), handled(1)], (0, 1, 0, 2)),
        ([of_kind(Kind.SIGN)], (0, 0, 1, 1)),
        # to hand out is no signature, to countersign is one; on the way back from 1 only the desk is met
        ([of_kind(Kind.ASSIGN), handled(0), of_kind(Kind.COUNTERSIGN, 1), of_kind(Kind.SIGN)], (1, 2, 2, 4)),
        # work of no length is no step; nor is transit; a wait outside is one
        ([handled(0, 0), of_kind(Kind.SIGN, hours=0), wait(1), of_kind(Kind.HAND_OVER, -1)], (0, 1, 1, 1)),
        ([wait(1), of_kind(Kind.JOIN, -1, 0), wait(0)], (0, 0, 0, 1)),
        ([of_kind(Kind.SUPPLEMENT, -1), handled(0), of_kind(Kind.REVIEW, -1)], (0, 1, 0, 3)),
    ],
    ids=["there and back", "one unit", "a desk alone", "kinds of signature", "no length", "waits alone", "stops"],
)
def test_the_way_of_a_matter(steps, counted):
    """Units 0 and 1, and a leader's desk, which is no unit; the steps follow one another."""
    people = [clerk(0), clerk(1), clerk(DESK)]
    plan = small_plan(people, [(0, steps)], edges=chain(*range(len(steps))))

    assert ways(play(plan, WEEK, n_units=2)) == counted


def test_the_way_is_the_mean_over_the_cohort_alone():
    """Two hand-overs in one matter, none in the other; the matter of next week has three that do not count."""
    matters = [(0, [handled(0), handled(1), handled(0)]), (0, [handled(1)]), (200, [handled(0), handled(1)] * 2)]
    plan = small_plan([clerk(0), clerk(1)], matters, edges=[*chain(0, 1, 2), *chain(4, 5, 6, 7)])

    assert ways(play(plan, stretch(0, 7, 14))) == (1, 1.5, 0, 2)


def test_side_by_side_the_way_follows_the_starts():
    """Step 1 starts last, at 3: units by start are 0, 0, 1, one change; by identity it would be two."""
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [handled(0), step(1, unit=1, lag=2), handled(0)])], edges=[(0, 1), (0, 2)]
    )

    assert ways(play(plan, WEEK)) == (1, 2, 0, 3)


def test_what_starts_together_goes_by_identity():
    """Steps 1 and 2 both start at 1: units 1, 0, 1, two changes; the other way round it would be one."""
    plan = small_plan(
        [clerk(0), clerk(1)], [(0, [handled(1), handled(0), handled(1)])], edges=[(0, 1), (0, 2)]
    )  # fmt: skip

    assert ways(play(plan, WEEK)) == (2, 2, 0, 3)


def test_a_unit_is_met_when_work_begins_there_and_a_step_counts_when_it_has_ended():
    """At the end, at 5: step 1 is skipped, the signature in unit 1 is in mid-work, unit 2 has not opened."""
    plan = small_plan(
        [clerk(0), clerk(1), clerk(2, calendar=sessions((50, 60))), clerk(3)],
        [(0, [handled(0), handled(3), of_kind(Kind.SIGN, 1, hours=9), handled(2)])],
        edges=[(0, 1, Guard.ON_ERROR), (0, 2), (0, 3)], end=5,
    )  # fmt: skip

    assert ways(play(plan, WEEK)) == (1, 2, 0, 1)


# errors -------------------------------------------------------------------------------------------

HOUSE = house([*officers(2), DEPUTIES[0]])
FINE, WRONG = 0.9, 0.1  # a round goes wrong if its uniform is below 0.5
FALLIBLE = Abilities(error_rate_elsewhere=0.5)


def decided(*matters, by="bureau", cap=7):
    """Return the run of matters that the deputy signs; a first error found costs half the work again."""
    days = stretch(0, 1, cap)
    built = build(
        HOUSE, matters, Levers(units=Units(by=by), authority=Authority(non_core=("deputy",))), abilities=FALLIBLE,
        procedure=Procedure(sign_hours={"deputy": 0.5}, rework_share=0.5), days=days,
    )  # fmt: skip
    n_units = len(built.organisation.arrangement.units)
    return Played(plan=built.plan, trace=simulate(built.plan), horizon=days, n_units=n_units)


def quality(played):
    """Return the shares of matters that were returned and of those with errors left, and the mean signatures."""
    measures = matter_measures(played)
    return tuple(measures[name] for name in ("returned_share", "errors_left_share", "signatures_mean"))


def signed(lead, other=None, function="b1c0"):
    needs = [need("b0c0", 1, errors=lead)] + ([need(function, 1, errors=other)] if other else [])
    return matter(*needs, decision=1)


@pytest.mark.parametrize(
    ("one", "counted"),
    [
        (signed((FINE, FINE)), (0, 0, 1)),
        (signed((WRONG, FINE)), (1, 0, 2)),
        (signed((WRONG, WRONG)), (1, 1, 2)),  # the last round passes with its error
        (signed((WRONG, WRONG, FINE)), (1, 0, 3)),  # returned twice, one matter
        (signed((FINE, WRONG)), (0, 0, 1)),  # there was no second round
        (signed((FINE, FINE), (WRONG, FINE)), (0, 1, 1)),  # nobody reviews a collaborator's share
        (signed((WRONG, FINE), (WRONG, FINE)), (1, 1, 2)),
        (signed((WRONG, FINE), (FINE, FINE)), (1, 0, 2)),
        (signed((WRONG, FINE), (WRONG, FINE), "b0c1"), (1, 1, 2)),  # the lead's own further need
        (matter(need("b0c0", 1, errors=(WRONG, FINE))), (0, 1, 0)),  # nobody signs, nobody sees
    ],
    ids=[
        "fine at once", "error, then fine", "error at K", "three rounds", "fine, the rest unused",
        "collaborator's error", "both err", "lead's error mended", "the same unit's other need", "unsigned",
    ],
)  # fmt: skip
def test_returns_and_errors_left(one, counted):
    assert quality(decided(one)) == counted


def test_returns_and_errors_are_shares_of_matters_not_of_needs():
    """Of four matters two are returned; two, with three wrong needs, leave with errors; 1 + 2 + 2 + 1 signatures."""
    matters = (
        signed((FINE, FINE)), signed((WRONG, FINE)), signed((WRONG, WRONG), (WRONG, FINE)),
        signed((FINE, FINE), (WRONG, FINE)),
    )  # fmt: skip

    assert quality(decided(*matters)) == (0.5, 0.5, 1.5)


def test_an_error_counts_as_left_until_its_rework_has_ended():
    """Handled 8-12 and 14-18 on the first day, wrong; the run stops before it is signed and done again."""
    one = matter(need("b0c0", 8, errors=(WRONG, FINE)), decision=1)

    assert quality(decided(one, cap=1)) == (0, 1, 0)
    assert quality(decided(one, cap=7)) == (1, 0, 2)


def test_hand_overs_are_counted_alike_however_long_the_run_is():
    """In years enough, matter and start no longer fit into one number by which they can be sorted."""
    matters = [(0, [handled(0), handled(1)]), (1, [handled(1), handled(0), handled(1)]), (0, [handled(1)])]
    played = play(small_plan([clerk(0), clerk(1)], matters, edges=[(0, 1), (2, 3), (3, 4)]), WEEK)
    for_ever = replace(played, trace=replace(played.trace, stopped_ms=2**62))

    assert ways(played)[0] == ways(for_ever)[0] == 1
