"""Three channels of a decision: papers on the desk, a report in person (面报), a meeting on a fixed date."""

from __future__ import annotations

import pytest
from houses import CHIEF, DEPUTIES, OFFICE_DAYS, build, house, matter, need, officers
from worlds import SKIPPED, Log, done, log, waited

from sim.errors import DesignError, UnknownName
from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.stages import SigningTimes
from sim.levers.units import Units
from sim.procedure import Abilities, Meeting, Procedure

OFFICE_WORK = Procedure(sign_hours={"head": 0.25, "deputy": 0.5, "chief": 1.0}, brief_hours=0.25, rework_share=0.5)
FALLIBLE = Abilities(error_rate_elsewhere=0.5)
OUT_TILL_FOUR = (Meeting(ranks=("deputy",), weekday=1, hours=("08:00", "16:00")),)
PARTY_GROUP = Meeting(ranks=("deputy", "chief"), weekday=2, hours=("09:00", "11:00"), name="party_group")
ONE_AND_DEPUTY = house([*officers(1), DEPUTIES[0]])


def once(function, hours):
    return need(function, hours, errors=(1.0,))


def in_person(*ranks, **rest):
    return Authority(non_core=ranks, channels=dict.fromkeys(ranks, "face_to_face"), **rest)


def at_meeting(*, notice_days=0, **rest):
    options = {"non_core": ("chief",), "channels": {"chief": "meeting"}, "meetings": {"chief": "party_group"}} | rest
    return Levers(authority=Authority(notice_days=notice_days, **options))


def held_by(plan):
    return list(zip(plan.holds.step.tolist(), plan.holds.until.tolist(), strict=True))


@pytest.mark.parametrize(
    ("handler", "second"), [("set_aside", done(8, 9.25, 11.25, by=0)), ("held", done(8, 16.5, 32.5, by=0))]
)
def test_whoever_handled_it_reports_in_person_when_the_leader_is_in(simulate, handler, second):
    """Handled 8-9, reported 9-9.25. The deputy is in a meeting until 16:00, and signs then, whatever the signing times.

    Set aside, the officer goes on with another matter of two hours at once; held, when the deputy has signed: until
    18:00 and half an hour on the next day.
    """
    authority = in_person("deputy", handler=handler, signing={"deputy": SigningTimes(times=("17:00",))})
    built = build(
        ONE_AND_DEPUTY, [matter(once("b0c0", 1), decision=1, at=8), matter(once("b0c0", 2), at=8)],
        Levers(authority=authority), procedure=OFFICE_WORK, days=OFFICE_DAYS, meetings=OUT_TILL_FOUR,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [("handle", "all", 1.0), ("brief", "all", 0.25), ("sign", "d0", 0.5)]
    assert log(trace) == Log(
        [done(8, 8, 9, by=0), done(9, 9, 9.25, by=0), done(9.25, 16, 16.5, by=1), second],
        [16.5, second.ended], max(16.5, second.ended),
    )  # fmt: skip
    assert held_by(built.plan) == ([(1, 2)] if handler == "held" else [])
    assert trace.freed_ms.tolist() == ([int(16.5 * 3_600_000)] if handler == "held" else [])


def test_a_report_comes_before_ordinary_work_and_needs_the_handler(simulate):
    """p0 handles the matter to sign 0-1; p1 the other one 0-4 and the third 4-5. Only p0 may report."""
    matters = [matter(once("b0c0", 1), decision=1), matter(once("b0c0", 4)), matter(once("b0c0", 1), at=0.5)]
    built = build(
        house([*officers(2), DEPUTIES[0]]), matters, Levers(authority=in_person("deputy")), procedure=OFFICE_WORK
    )  # fmt: skip

    assert log(simulate(built.plan)) == Log(
        [
            done(0, 0, 1, by=0), done(1, 1, 1.25, by=0), done(1.25, 1.25, 1.75, by=2), done(0, 0, 4, by=1),
            done(0.5, 1.25, 2.25, by=0),
        ],
        [1.75, 4, 2.25], 4,
    )  # fmt: skip


def test_each_round_has_its_own_report_by_whoever_handled_it_and_later_ranks_hear_the_first(simulate):
    """p0 errs 0-2 and reports; p1, idle for longer, does it again 2.75-3.75 and reports; p0 reports to the chief."""
    levers = Levers(authority=in_person("deputy", "chief", handler="held"))
    built = build(
        house([*officers(2), DEPUTIES[0], CHIEF]), [matter(need("b0c0", 2, errors=(0.1, 0.9)), decision=1)], levers,
        procedure=OFFICE_WORK, abilities=FALLIBLE,
    )  # fmt: skip

    trace = simulate(built.plan)

    assert [name for name, _, _ in built.steps()] == [
        "handle", "brief", "sign", "handle", "brief", "sign", "brief", "sign"
    ]  # fmt: skip
    assert built.plan.steps.attempt.tolist() == [1, 1, 1, 2, 2, 2, 1, 1]
    assert held_by(built.plan) == [(1, 2), (4, 5), (6, 7)]
    assert log(trace) == Log(
        [
            done(0, 0, 2, by=0, erred=True), done(2, 2, 2.25, by=0), done(2.25, 2.25, 2.75, by=2),
            done(2.75, 2.75, 3.75, by=1), done(3.75, 3.75, 4, by=1), done(4, 4, 4.5, by=2),
            done(4.5, 4.5, 4.75, by=0), done(4.75, 4.75, 5.75, by=3),
        ],
        [5.75], 5.75,
    )  # fmt: skip


def test_a_round_that_is_not_needed_has_no_report(simulate):
    built = build(
        ONE_AND_DEPUTY, [matter(need("b0c0", 2, errors=(0.9, 0.9)), decision=1)],
        Levers(authority=in_person("deputy", handler="held")), procedure=OFFICE_WORK, abilities=FALLIBLE,
    )  # fmt: skip

    assert log(simulate(built.plan)) == Log(
        [done(0, 0, 2, by=0), done(2, 2, 2.25, by=0), done(2.25, 2.25, 2.75, by=1), SKIPPED, SKIPPED, SKIPPED],
        [2.75], 2.75,
    )  # fmt: skip


def test_a_head_who_handled_it_is_not_held_up_by_the_own_signature(simulate):
    """With one officer, who is head, everything is theirs; a report of no length is still made."""
    levers = Levers(membership=Membership(heads="one_each"), authority=in_person("head", handler="held"))
    built = build(house(officers(1)), [matter(once("b0c0", 1), decision=1)], levers, procedure=Procedure())

    assert built.steps() == [("handle", "all", 1.0), ("brief", "all", 0.0), ("sign", "all", 0.0)]
    assert log(simulate(built.plan)) == Log([done(0, 0, 1, by=0), done(1, 1, 1, by=0), done(1, 1, 1, by=0)], [1], 1)


def test_other_ranks_keep_their_desks(simulate):
    """The deputy hears a report, the chief signs at 15:00: handled 8-9, 9-9.25, 9.25-9.75, 15-16."""
    authority = Authority(
        core=("deputy", "chief"), channels={"deputy": "face_to_face", "chief": "electronic"},
        signing={"chief": SigningTimes(times=("15:00",))},
    )  # fmt: skip
    built = build(
        house([*officers(1), DEPUTIES[0], CHIEF]), [matter(once("b0c0", 1), decision=2, at=8)],
        Levers(authority=authority), procedure=OFFICE_WORK, days=OFFICE_DAYS,
    )  # fmt: skip

    assert log(simulate(built.plan)) == Log(
        [done(8, 8, 9, by=0), done(9, 9, 9.25, by=0), done(9.25, 9.25, 9.75, by=1), done(15, 15, 16, by=2)], [16], 16
    )


@pytest.mark.parametrize("handler", ["set_aside", "held"])
def test_reporting_to_an_equal_rank_is_refused(handler):
    with pytest.raises(DesignError, match=r"channels\.officer=face_to_face .*a hold on an equal rank; expected"):
        build(house(officers(2)), (), Levers(authority=in_person("officer", handler=handler)))


@pytest.mark.parametrize(
    ("channels", "sentence"),
    [
        ({"chief": "face_to_face"}, r"authority\.channels\.chief asks for rank 'chief', which nobody holds"),
        ({"head": "face_to_face"}, r"authority\.channels\.head .*'all' has none.*membership\.heads=one_each"),
        ({"deputy": "meeting"}, r"channels\.deputy=meeting, but authority\.meetings\.deputy is missing; expected"),
    ],
)
def test_a_channel_of_nobody_or_to_nowhere_is_refused(channels, sentence):
    with pytest.raises(DesignError, match=sentence):
        build(ONE_AND_DEPUTY, (), Levers(authority=Authority(channels=channels)))


# meetings -----------------------------------------------------------------------------------------

ONE_AND_CHIEF = house([*officers(1), CHIEF])


@pytest.mark.parametrize(
    ("notice_days", "submitted", "decided"), [(0, None, 35), (1, 33, 35), (2, 57, 203)], ids=["none", "one", "two"]
)
def test_what_is_in_before_a_meeting_is_decided_when_it_ends(simulate, notice_days, submitted, decided):
    """Handled on Monday 8-9. A day of notice is over on Tuesday at 9:00, two on Wednesday; the meetings end on Tuesdays
    at 11:00, hours 35 and 203. Nobody's time is taken, and the reply follows."""
    built = build(
        ONE_AND_CHIEF, [matter(once("b0c0", 1), decision=1, at=8)], at_meeting(notice_days=notice_days),
        procedure=Procedure(reply_hours=0.5), days=OFFICE_DAYS, meetings=(PARTY_GROUP,),
    )  # fmt: skip

    papers = [] if submitted is None else [waited(9, submitted)]
    assert log(simulate(built.plan)) == Log(
        [
            done(8, 8, 9, by=0), *papers, waited(submitted or 9, decided),
            done(decided, decided, decided + 0.5, by=0),
        ],
        [decided + 0.5], decided + 0.5,
    )  # fmt: skip
    assert built.steps()[-2][0] == "decide"
    assert [name for name, _, _ in built.steps()[1:-2]] == ["submit"] * bool(papers)


@pytest.mark.parametrize(("minutes", "decided"), [(30, 35), (179.99, 35), (180, 203)])
def test_papers_must_be_there_before_the_end(simulate, minutes, decided):
    """From Tuesday 8:00 on: before the meeting, in its last second, and when it ends."""
    built = build(
        ONE_AND_CHIEF, [matter(once("b0c0", minutes / 60), decision=1, at=32)], at_meeting(), days=OFFICE_DAYS,
        meetings=(PARTY_GROUP,),
    )  # fmt: skip

    assert simulate(built.plan).closed_ms.tolist() == [decided * 3_600_000]


def test_a_meeting_reviews_as_a_signature_does(simulate):
    """An error of Monday is seen at Tuesday's meeting, mended 35-36, and passed a week later; fine, it is answered."""
    matters = [
        matter(need("b0c0", 2, errors=(0.1, 0.9)), decision=1, at=8),
        matter(need("b0c0", 1, errors=(0.9, 0.9)), decision=1, at=8),
    ]
    built = build(
        ONE_AND_CHIEF, matters, at_meeting(), procedure=OFFICE_WORK, abilities=FALLIBLE, days=OFFICE_DAYS,
        meetings=(PARTY_GROUP,),
    )  # fmt: skip

    trace = simulate(built.plan)

    assert [name for name, _, _ in built.steps()] == ["handle", "decide", "handle", "decide"]
    assert built.plan.steps.attempt.tolist() == [1, 1, 2, 2, 1, 1, 2, 2]
    assert log(trace) == Log(
        [
            done(8, 8, 10, by=0, erred=True), waited(10, 35), done(35, 35, 36, by=0), waited(36, 203),
            done(8, 10, 11, by=0), waited(11, 35), SKIPPED, SKIPPED,
        ],
        [203, 35], 203,
    )  # fmt: skip


def test_a_meeting_every_other_week_is_that_of_the_diaries(simulate):
    """Tuesdays of the first and the third week end at 35 and 371; the chief is not there while it lasts."""
    fortnightly = Meeting(ranks=("chief",), weekday=2, hours=("09:00", "11:00"), every_weeks=2, name="party_group")
    built = build(
        ONE_AND_CHIEF, [matter(once("b0c0", 1), decision=1, at=38)], at_meeting(), days=OFFICE_DAYS,
        meetings=(fortnightly,),
    )  # fmt: skip
    chief = built.plan.calendars[built.plan.people.calendar[1]]

    assert log(simulate(built.plan)) == Log([done(38, 38, 39, by=0), waited(39, 371)], [371], 371)
    for hour, there in ((32, True), (33, False), (34.9, False), (35, True), (202, True), (370, False)):
        assert bool(chief.is_open(int(hour * 3_600_000))) is there


def test_a_deputy_who_decides_at_a_meeting_needs_no_other_deputys_signature():
    both = [matter(once("b0c0", 1), once("b1c0", 1), decision=2)]
    institution = house([*officers(2), *DEPUTIES])
    options = {"channels": {"deputy": "meeting"}, "meetings": {"deputy": "party_group"}}

    def decided(**rest):
        levers = Levers(
            units=Units(by="bureau"), coordination=Coordination(leaders="all"),
            authority=Authority(core=("deputy",), **rest),
        )  # fmt: skip
        built = build(institution, both, levers, meetings=(PARTY_GROUP,))
        return [place for name, place, _ in built.steps() if name in ("sign", "decide")]

    assert decided() == ["d0", "d1"]
    assert decided(channels={"deputy": "face_to_face"}) == ["d0", "d1"]
    assert decided(**options) == [""]


@pytest.mark.parametrize(
    ("meetings", "error", "sentence"),
    [
        ((), UnknownName, r"meetings\.chief names meeting 'party_group', which does not exist\. There are none"),
        ((Meeting(ranks=("chief",), weekday=1, hours=("09:00", "10:00"), name="party_grup"),), UnknownName,
         r"which does not exist\. Did you mean 'party_grup'\?"),
        ((Meeting(ranks=("deputy",), weekday=1, hours=("09:00", "10:00"), name="party_group"),), DesignError,
         r"meetings\.chief names meeting 'party_group', to which no chief goes; expected .*which is \['deputy'\]"),
        ((Meeting(ranks=("chief",), weekday=7, hours=("09:00", "10:00"), name="party_group"),), DesignError,
         r"not held on a single working day of the run.*expected another institution\.meetings\.party_group\.weekday"),
    ],
    ids=["none", "another name", "another rank", "Sundays"],
)  # fmt: skip
def test_a_meeting_that_could_never_decide_is_refused(meetings, error, sentence):
    with pytest.raises(error, match=sentence):
        build(
            ONE_AND_CHIEF, [matter(once("b0c0", 1), decision=1)], at_meeting(), days=OFFICE_DAYS, meetings=meetings
        )  # fmt: skip
