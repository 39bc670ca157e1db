"""How a workload and an organisation become a plan."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.horizon import Horizon
from sim.institution import Institution
from sim.levers.design import Organisation
from sim.plan.asking import ask_upward
from sim.plan.case import Case
from sim.plan.closing import close_matters
from sim.plan.crewing import crews_of, licences_of
from sim.plan.deciding import decide_matters
from sim.plan.diaries import diaries
from sim.plan.handling import handle_matters
from sim.plan.haste import pressure_of
from sim.plan.hours import opening_of
from sim.plan.joint_meeting import meet_in_common_slots
from sim.plan.liaison import meet_counterparts
from sim.plan.office_desks import in_turn, with_offices
from sim.plan.opening import open_matters
from sim.plan.people import people_of
from sim.plan.plan import Matters, Plan
from sim.plan.practice import practice_of
from sim.plan.precedence import give_precedence
from sim.plan.reviewing import review_matters
from sim.plan.sheet import Chain, Sheet
from sim.plan.standing_in import asking_no_more
from sim.plan.urging import add_urges, turning_of
from sim.procedure import Abilities, Meeting, Procedure
from sim.workload.demand import Demand
from sim.workload.tables import Workload


def build_plan(
    workload: Workload, organisation: Organisation, *, institution: Institution, demand: Demand,
    procedure: Procedure, abilities: Abilities, meetings: tuple[Meeting, ...], horizon: Horizon,
    until_closed: bool = True,
) -> Plan:  # fmt: skip
    """Return all steps that this workload becomes under this organisation.

    The run ends when all matters released in the window are closed, at the latest at the horizon's end;
    with `until_closed=False` it ends with the window.
    """
    case = Case(
        workload=workload, institution=institution, organisation=organisation, procedure=procedure,
        abilities=abilities, horizon=horizon, misdirected_share=demand.misdirected_share,
        processes=tuple(kind.process_places() for kind in demand.types), crews=crews_of(demand),
        meetings=meetings, office_staff=demand.office_desks.staff if demand.office_desks else 0,
    )  # fmt: skip
    sheet = Sheet()
    chain = Chain(sheet, np.arange(case.n_matters))
    open_matters(chain, case)
    lead_step = handle_matters(chain, case)
    review_matters(chain, case)
    ask_upward(chain, case, lead_step)
    decide_matters(chain, case, lead_step)
    close_matters(chain, case)
    meet_counterparts(sheet, case)
    matters = _matters(case, until_closed=until_closed)
    steps, edges, provided = sheet.finish(_order_key(case, matters))
    calendars = (*case.named_calendars[0], *case.meeting_calendars.values())
    own = diaries(
        organisation.arrangement.rank_of_person, meetings, workload.absences, horizon, institution.staff,
        opening_of(organisation.arrangement, horizon),
    )  # fmt: skip
    people, terms, sessions = people_of(case, first_calendar=len(calendars))
    n_units = case.n_units + case.leaders.size
    calendars = (*calendars, *own, *sessions)
    steps, provided = asking_no_more(steps, provided, case)
    steps = in_turn(give_precedence(steps, case))
    steps, slots = meet_in_common_slots(steps, provided["crews"], people, terms, calendars, case)
    provided["urges"] = add_urges(provided["urges"], steps, case)
    return Plan(
        steps=steps,
        edges=edges,
        matters=matters,
        people=with_offices(people, case),
        calendars=(*calendars, *slots),
        setup_hours=np.full(len(institution.categories), abilities.setup_hours),
        n_units=n_units + case.office_units,
        end_ms=horizon.end_ms if until_closed else horizon.window_ms[1],
        least_ms=horizon.window_ms[1],
        pressure=pressure_of(abilities, people, terms, n_units),
        practice=practice_of(abilities, organisation.new_work, horizon),
        terms=terms,
        licences=licences_of(institution, demand),
        turning=turning_of(case),
        **provided,
    )


def _matters(case: Case, *, until_closed: bool) -> Matters:
    """Matters first, then contacts; nobody waits for these, nor for what was in hand at the start."""
    matters, contacts = case.workload.matters, case.workload.contacts
    n = contacts.office.size
    begin, end = case.horizon.window_ms
    in_window = (matters.release_ms >= begin) & (matters.release_ms < end) & ~matters.in_hand & until_closed
    return Matters(
        release_ms=np.concatenate([matters.release_ms, contacts.release_ms]),
        deadline_ms=np.concatenate([matters.deadline_ms, contacts.deadline_ms]),
        type=np.concatenate([matters.type, np.full(n, -1, dtype=np.int64)]),
        awaited=np.concatenate([in_window, np.zeros(n, dtype=bool)]),
    )


def _order_key(case: Case, matters: Matters) -> Ints:
    """Return the order of units as a number by matter: smaller first, equal is first come, first served."""
    order = case.organisation.arrangement.order
    if order == "by_deadline":
        return matters.deadline_ms
    n = case.workload.contacts.office.size
    if order == "by_priority":
        return np.concatenate([case.workload.matters.priority, np.full(n, 2, dtype=np.int64)])
    return np.zeros(matters.type.size, dtype=np.int64)
