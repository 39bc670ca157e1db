"""How a workload and an organisation become a plan."""

from __future__ import annotations

import numpy as np

from sim.arrays import NEVER, Flags, Ints
from sim.horizon import Horizon
from sim.institution import Institution
from sim.levers.design import Organisation
from sim.plan.plan import Matters, Plan
from sim.planning.aside.accidents import have_accidents
from sim.planning.aside.broadcasting import broadcast_orders
from sim.planning.aside.detections import detections_of
from sim.planning.aside.inspecting import explain, with_inspections
from sim.planning.aside.latent import detect, known_in_time, let_grow, released_ms, with_detections
from sim.planning.aside.liaison import meet_counterparts
from sim.planning.aside.pushing import push_approvals
from sim.planning.aside.returning import settle_matters
from sim.planning.case import Case
from sim.planning.coming import Coming
from sim.planning.deciding.asking import ask_upward
from sim.planning.deciding.reviewing import review_matters
from sim.planning.handling.courses import courses_of
from sim.planning.handling.crewing import crews_of, licences_asked, licences_of
from sim.planning.handling.handling import handle_matters
from sim.planning.handling.joint_meeting import meet_in_common_slots
from sim.planning.handling.merging import with_merged
from sim.planning.handling.publicity import batches_of
from sim.planning.handling.tasks import task_types
from sim.planning.opening.informal import relay
from sim.planning.opening.opening import open_matters
from sim.planning.people.haste import pressure_of
from sim.planning.people.hours import diaries_of
from sim.planning.people.outside import in_turn, units_outside, with_outsiders
from sim.planning.people.people import people_of
from sim.planning.people.practice import practice_of
from sim.planning.people.standing_in import asking_no_more
from sim.planning.people.travelling import places_of
from sim.planning.rows import by_row, n_released, originals
from sim.planning.sheet import Chain, Sheet
from sim.planning.waiting.precedence import give_precedence
from sim.planning.waiting.urgency import interruptions
from sim.planning.waiting.urging import add_urges, turning_of
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
    workload = with_inspections(workload, organisation, horizon)
    found = detections_of(workload, organisation, demand, horizon, len(institution.sites))
    workload = with_detections(workload, found)
    processing = organisation.route.processing
    courses = courses_of(demand, processing)
    workload = with_merged(workload, courses, processing)
    case = Case(
        workload=workload, institution=institution, organisation=organisation, procedure=procedure,
        abilities=abilities, horizon=horizon, misdirected_share=demand.misdirected_share,
        returns=tuple(kind.returns for kind in demand.types),
        misdirected_rounds=demand.misdirected_rounds, types=demand.types, courses=courses,
        batches=batches_of(demand, processing, horizon), crews=crews_of(demand, organisation),
        meetings=meetings, office_staff=demand.office_desks.staff if demand.office_desks else 0,
        asks_for_trips=np.array([kind.trips > 0 for kind in demand.types]),
        tasks=task_types(organisation.arrangement.forces, demand), detections=found,
    )  # fmt: skip
    sheet = Sheet(n_released(case))
    chain = Chain(sheet, np.arange(case.n_matters))
    detect(chain, case)
    open_matters(chain, case)
    relay(chain, case)
    lead_step = handle_matters(chain, case)
    have_accidents(sheet, case, lead_step)
    review_matters(chain, case)
    ask_upward(chain, case, lead_step)
    coming = Coming(chain, case, lead_step)
    settle_matters(coming)
    push_approvals(coming, licences_asked(demand, organisation))
    let_grow(sheet, case)
    meet_counterparts(sheet, case)
    explain(sheet, case)
    broadcast_orders(sheet, case)
    matters = _with_hanging(_matters(case, until_closed=until_closed), sheet.parents, sheet.aside)
    steps, edges, provided = sheet.finish(_order_key(case, matters, sheet.parents))
    calendars = (*case.named_calendars[0], *case.meeting_calendars.values(), *case.batches.values())
    own = diaries_of(organisation.arrangement, institution, meetings, workload.absences, horizon)
    people, terms, sessions = people_of(case, first_calendar=len(calendars))
    calendars = (*calendars, *own, *sessions)
    steps, provided = asking_no_more(steps, provided, case)
    original = originals(case, sheet.parents)
    steps = in_turn(give_precedence(steps, case, original), case)
    steps, slots = meet_in_common_slots(steps, provided["crews"], people, terms, calendars, case)
    provided["urges"] = add_urges(provided["urges"], steps, case, original, sheet.waited_ms)
    provided |= interruptions(provided, steps, case, original)
    provided |= places_of(steps, provided["visits"], people, terms, case)
    everybody, outside = with_outsiders(people, case, len(calendars) + len(slots))
    return Plan(
        steps=steps,
        edges=edges,
        matters=matters,
        people=everybody,
        calendars=(*calendars, *slots, *outside),
        setup_hours=np.full(len(institution.skill_index), abilities.setup_hours),
        n_units=case.n_inside + units_outside(case),
        end_ms=horizon.end_ms if until_closed else horizon.window_ms[1],
        least_ms=horizon.window_ms[1],
        pressure=pressure_of(abilities, people, terms, case.n_inside),
        practice=practice_of(abilities, organisation.new_work, horizon),
        terms=terms,
        licences=licences_of(institution, demand, organisation),
        turning=turning_of(case),
        **provided,
    )


def _matters(case: Case, *, until_closed: bool) -> Matters:
    """Matters first, then contacts, then broadcasts.

    Nobody waits for contacts, for what was in hand at first, nor for events that nobody can know of in the window.
    """
    matters, contacts, orders = case.workload.matters, case.workload.contacts, case.workload.broadcasts.release_ms
    n, due = contacts.office.size, (orders >= case.horizon.window_ms[0]) & (orders < case.horizon.window_ms[1])
    begin, end = case.horizon.window_ms
    in_window = (matters.release_ms >= begin) & (matters.release_ms < end) & ~matters.in_hand & until_closed
    in_window &= known_in_time(case)
    return Matters(
        release_ms=np.concatenate([released_ms(case), contacts.release_ms, orders]),
        deadline_ms=np.concatenate([matters.deadline_ms, contacts.deadline_ms, np.full_like(orders, NEVER)]),
        type=by_row(matters.type, case, -1),
        awaited=np.concatenate([in_window, np.zeros(n, dtype=bool), due & until_closed]),
    )


def _with_hanging(matters: Matters, parents: Ints, aside: Flags) -> Matters:
    """Put matters behind that come in with a step: of the type of what they hang on, awaited with it, never due.

    What is aside is no matter: of no type, and not awaited.
    """
    aside = np.concatenate([np.zeros(matters.type.size, dtype=bool), aside])
    never = np.full(parents.size, NEVER, dtype=np.int64)
    return Matters(
        release_ms=np.concatenate([matters.release_ms, never]),
        deadline_ms=np.concatenate([matters.deadline_ms, never]),
        type=np.where(aside, -1, _inherited(matters.type, parents)),
        awaited=_inherited(matters.awaited, parents) & ~aside,
    )


def _inherited(column: np.ndarray, parents: Ints) -> np.ndarray:
    """Return a column of matters with what those behind them take over from what they hang on."""
    whole = np.concatenate([column, np.zeros(parents.size, dtype=column.dtype)])
    for row, parent in enumerate(parents.tolist(), column.size):  # what they hang on may hang on another one
        whole[row] = whole[parent]
    return whole


def _order_key(case: Case, matters: Matters, parents: Ints) -> Ints:
    """Return the order of units as a number by matter: smaller first, equal is first come, first served.

    What hangs on a matter has its priority.
    """
    order = case.organisation.arrangement.order
    if order == "by_deadline":
        return matters.deadline_ms
    if order == "by_priority":
        return _inherited(by_row(case.workload.matters.priority, case, 2), parents)
    return np.zeros(matters.type.size, dtype=np.int64)
