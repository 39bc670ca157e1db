"""Expert reviews: after the handling, before the first signature, in office time."""

from houses import DEPUTIES, OFFICE_DAYS, build, house, matter, need, officers
from worlds import Log, done, log, waited

from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.counterparts import Counterparts
from sim.levers.design import Levers
from sim.levers.units import Units
from sim.procedure import Procedure

SIGNED = Authority(non_core=("deputy",))


def test_experts_review_what_has_been_handled_and_nobody_signs_before(simulate):
    """Handled 8-10, reviewed for six office hours, 10-12 and 14-18, signed the next morning, then answered."""
    built = build(
        house([*officers(1), DEPUTIES[0]]), [matter(need("b0c0", 2, errors=(1.0,)), at=8, review=6, decision=1)],
        Levers(authority=SIGNED), procedure=Procedure(sign_hours={"deputy": 0.5}, reply_hours=0.5), days=OFFICE_DAYS,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "all", 2.0), ("review", "", 6.0), ("sign", "d0", 0.5), ("reply", "all", 0.5)
    ]  # fmt: skip
    assert log(trace) == Log(
        [done(8, 8, 10, by=0), waited(10, 18), done(18, 32, 32.5, by=1), done(32.5, 32.5, 33, by=0)], [33], 33
    )


def test_a_review_comes_once_when_all_units_have_handled_their_shares():
    """Not again in the second round, whoever signs."""
    built = build(
        house([*officers(2), DEPUTIES[0]]), [matter(need("b0c0", 2), need("b1c0", 1), review=6, decision=1)],
        Levers(units=Units(by="bureau"), coordination=Coordination(order="countersign"), authority=SIGNED),
        procedure=Procedure(merge_hours=0.5),
    )  # fmt: skip

    assert built.steps() == [
        ("handle", "section_b0", 2.0), ("handle", "section_b1", 1.0), ("merge", "section_b0", 0.5),
        ("review", "", 6.0), ("sign", "d0", 0.0), ("handle", "section_b0", 2.0), ("sign", "d0", 0.0),
    ]  # fmt: skip


def test_who_need_not_be_reviewed_is_not():
    built = build(house(officers(1)), [matter(need("b0c0", 2)), matter(need("b0c0", 1), review=3)])

    assert [built.steps(row) for row in (0, 1)] == [
        [("handle", "all", 2.0)], [("handle", "all", 1.0), ("review", "", 3.0)]
    ]  # fmt: skip


def test_what_is_answered_from_an_earlier_answer_has_been_reviewed_with_it():
    """In one unit the twin is brief; in sections it is a matter like any other."""
    twins = [matter(need("b0c0", 2), review=3), matter(need("b1c0", 2), review=3, twin_of=0)]
    brief = Counterparts(brief_share=0.5)

    together = build(house(officers(2)), twins, Levers(counterparts=brief))
    apart = build(house(officers(2)), twins, Levers(units=Units(by="bureau"), counterparts=brief))

    assert together.steps(0) == [("handle", "all", 2.0), ("review", "", 3.0)]
    assert together.steps(1) == [("join", "", 0.0), ("handle", "all", 1.0)]
    assert apart.steps(1) == [("handle", "section_b1", 2.0), ("review", "", 3.0)]
