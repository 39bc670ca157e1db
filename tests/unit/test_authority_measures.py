"""Where decisions by the new channels count: in the split, among signatures, by purpose; and what `check` refuses."""

from __future__ import annotations

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, OFFICE_DAYS, build, house, matter, need, officers
from tiny import tiaokuai, tiny, tiny_file

from analysis.measures.matters import matter_measures
from analysis.measures.people import PURPOSES, busy_ms, signatures_per_day
from analysis.measures.played import Played
from analysis.measures.split import PARTS, split_ms
from experiments.playing import Job, perform
from scenarios.building import build_scenario
from sim.calendar import MS_PER_HOUR
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.procedure import Abilities, Meeting, Procedure

MORNING = Meeting(ranks=("chief",), weekday=2, hours=("09:00", "11:00"), name="morning")
OFFICE_WORK = Procedure(sign_hours={"deputy": 0.5}, brief_hours=0.25, advise_hours=0.75)


def played(simulate, authority, *, errors=(1.0,), **rest):
    built = build(
        house([*officers(2), DEPUTIES[0], CHIEF]), [matter(need("b0c0", 1, errors=errors), decision=1, at=8)],
        Levers(membership=Membership(heads="one_each"), authority=authority), procedure=OFFICE_WORK, days=OFFICE_DAYS,
        meetings=(MORNING, Meeting(ranks=("deputy",), weekday=1, hours=("08:00", "10:00"))), **rest,
    )  # fmt: skip
    return Played(plan=built.plan, trace=simulate(built.plan), horizon=OFFICE_DAYS, n_units=1)


def split(run):
    parts = dict(zip(PARTS, (split_ms(run)[0] / MS_PER_HOUR).tolist(), strict=True))
    return {part: hours for part, hours in parts.items() if hours}


def purposes(run):
    worked, _ = busy_ms(run)
    hours = dict(zip(PURPOSES, (worked.sum(axis=0) / MS_PER_HOUR).tolist(), strict=True))
    return {purpose: spent for purpose, spent in hours.items() if spent}


def test_a_report_is_work_on_a_decision_and_the_wait_for_the_leader_is_signature(simulate):
    """Handled 8-9, reported 9-9.25; the deputy is in a meeting, so the desk is closed till 10; signed 10-10.5."""
    run = played(simulate, Authority(non_core=("deputy",), channels={"deputy": "face_to_face"}, handler="held"))

    assert split(run) == {"worked": 1.75, "closed": 0.75}
    assert purposes(run) == {"direct": 1, "decision": 0.75, "held": 1.25}
    assert matter_measures(run)["signatures_mean"] == 1
    assert matter_measures(run)["steps_mean"] == 3


def test_an_opinion_is_work_on_a_decision_and_no_signature(simulate):
    """p0, the head, handles 8-9 and gives the opinion 9-9.75; the deputy is there from 10 on."""
    run = played(simulate, Authority(non_core=("deputy",), advises=True))

    assert split(run) == {"worked": 2.25, "closed": 0.25}
    assert purposes(run) == {"direct": 1, "decision": 1.25}
    assert matter_measures(run)["signatures_mean"] == 1


def test_a_report_of_a_further_round_is_rework(simulate):
    run = played(
        simulate, Authority(non_core=("deputy",), channels={"deputy": "face_to_face"}), errors=(0.1, 0.9),
        abilities=Abilities(error_rate_elsewhere=0.5),
    )  # fmt: skip

    # 8-9, 9-9.25, 10-10.5; again 10.5-11.5, reported 11.5-11.75, 11.75-12 and 14-14.25
    assert split(run) == {"worked": 1.75, "closed": 2.75, "rework": 1.75}
    assert purposes(run) == {"direct": 1, "decision": 0.75, "rework": 1.75}
    assert matter_measures(run)["signatures_mean"] == 2


@pytest.mark.parametrize(("notice", "parts"), [(0, 26), (1, 26)])
def test_the_wait_for_a_meeting_is_signature_and_its_decision_counts_as_one(simulate, notice, parts):
    """From Monday 9:00 to Tuesday 11:00, in clock time, with a day of notice or none; nobody's time is taken."""
    authority = Authority(
        non_core=("chief",), channels={"chief": "meeting"}, meetings={"chief": "morning"}, notice_days=notice
    )  # fmt: skip
    run = played(simulate, authority)

    assert split(run) == {"worked": 1, "signature": parts}
    assert purposes(run) == {"direct": 1}
    assert matter_measures(run)["signatures_mean"] == 1
    assert matter_measures(run)["steps_mean"] == 1
    assert not signatures_per_day(run).any()


# whole scenarios ----------------------------------------------------------------------------------

EVERYTHING = (
    "procedure.brief_hours=0.1", "procedure.advise_hours=0.1", "procedure.ask_hours=0.2",
    "demand.types.request.ask_share=0.3", "demand.types.request.ask_days={mean: 4}",
    "demand.absences={spells_per_year: 12, days: {mean: 3}}", "institution.staff.deputy=2",
    "institution.meetings={party_group: {ranks: [chief], weekday: 1, hours: ['09:00', '11:00']}}",
    "+designs.full={like: modules, authority: {core: [officer, deputy, chief], non_core: [deputy], "
    "channels: {deputy: face_to_face, chief: meeting}, handler: held, meetings: {chief: party_group}, notice_days: 2, "
    "delegated: {core: {ranks: [deputy], limit: 0.2}}, skip_share: 0.1, advises: true, advised_hours: 0.5, "
    "asks: deputy, stand_ins: true}}",
)  # fmt: skip


def test_both_engines_play_a_design_with_all_of_it_alike(tmp_path):
    scenario = build_scenario(tiny(tmp_path, *EVERYTHING).file)
    job = Job(designs=("full",), replication=0, volume_multiple=1.0)
    readings = [perform(job, scenario, engine=engine, seed=2026)["full"] for engine in ("simpy", "compiled")]

    assert readings[0].measures == readings[1].measures
    assert np.array_equal(readings[0].people, readings[1].people)
    assert readings[0].measures["completion_share"] == 1
    assert readings[0].measures["utilisation_held"] > 0
    assert sum(days for name, days in readings[0].measures.items() if name.startswith("split_")) == pytest.approx(
        readings[0].measures["elapsed_days_mean"]
    )


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (["+designs.sections.authority.channels={deputy: meeting}",
          "+designs.sections.authority.meetings={deputy: party}"],
         "designs.sections: authority.meetings.deputy names meeting 'party', which does not exist."),
        (["+designs.sections.authority.channels={officer: face_to_face}"],
         "authority.channels.officer=face_to_face has an officer report to an officer, a hold on an equal rank;"),
        (["+designs.sections.authority.stand_ins=true", "institution.staff.chief=0"],
         "authority.stand_ins=true, but of 1 leader nobody could stand in for another;"),
        (["+designs.sections.authority.portfolios=by_bureau", "institution.staff.deputy=0",
          "designs.sections.authority.core=[head]", "designs.sections.authority.signing={}"],
         "authority.portfolios=by_bureau deals bureaus out to deputies, but nobody is a deputy,"),
        (["+designs.sections.authority.delegated={core: {ranks: [head], limit: 0}}"],
         "authority.delegated.core.limit is 0,"),
        (["+designs.sections.authority.delegated={core: {ranks: [head], limit: 1.5}}"],
         "designs.sections.authority.delegated.core.limit is 1.5; expected at most 1."),
        (["+designs.sections.authority.channels={deputy: mail}"],
         "designs.sections.authority.channels.deputy is 'mail'; expected 'electronic', 'face_to_face' or 'meeting'."),
    ],
)  # fmt: skip
def test_check_says_in_one_sentence_what_contradicts(capsys, tmp_path, overrides, sentence):
    code, _, said = tiaokuai(capsys, "check", f"scenario={tiny_file(tmp_path)}", *overrides)

    assert code == 2
    assert sentence in said
    assert "Traceback" not in said


def test_desks_of_offices_that_nobody_asks_are_fine(capsys, tmp_path):
    desks = "+demand.office_desks={staff: 2, reply_hours: {mean: 1}}"

    assert tiaokuai(capsys, "check", f"scenario={tiny_file(tmp_path)}", desks)[0] == 0
