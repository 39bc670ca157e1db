"""Each option of each lever moves econ_bureau: switched alone, on the same matters, it changes what happens.

Four months of the shipped case at its own volume, played once, by the quicker engine: enough for a difference, far too
little for a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import pytest
import yaml
from switches import Switch
from switches_of_detection import DETECTION
from switches_of_places import BY_PLACE, PLACES, STILL_PLACES
from switches_of_processes import PROCESSES, STILL_PROCESSES
from switches_of_quality import QUALITY, STILL_QUALITY
from switches_of_staffing import STAFFING

from conf.schema import LEVERS, DesignBlock
from experiments.configuring import configure
from experiments.kernel_cache import prepare_compiled_engine
from experiments.playing import play, read_design
from scenarios.building import Scenario, build_scenario
from sim.errors import DesignError
from sim.institution import Rank
from sim.trace import Trace
from sim.workload.tables import Workload

FOUR_MONTHS = (
    "window.warm_up_from=2021-03-01", "window.first=2021-03-01", "window.last=2021-06-30", "window.cap=2021-09-30",
)  # fmt: skip
ALSO = (
    "demand.lost_share=0.2", "demand.lost_days={mean: 3}", "demand.refusal_share=0.5", "demand.contact_meetings=0.5",
    "demand.meeting_rank={officer: 1, deputy: 1}", "demand.types.policy.ask_share=1", "procedure.advise_hours=0.1",
    "demand.types.directive.ordered_share=0.3", "procedure.report_hours=0.1",
    "demand.types.directive.urgent_share=0.1",
    "demand.broadcasts={per_year: 9, recipients: 20, dead_share: 0.1, confirm_hours: {mean: 1}}",
)  # fmt: skip
"""What the shipped case does not ask for, and some options are about."""

TABLE = (
    "{production: [planning, projects, industry, nurture, innovation], "
    "market: [trade, foreign, energy, finance, statistics, prices]}"
)


SWITCHES = {
    # units: a hand-over less where one unit sees all; fewer units mean fewer of them, more mean more
    "whole": Switch("units: {by: whole}", "handovers_mean <"),
    "category": Switch("units: {by: category}", "counterparts_per_unit >"),
    "five_modules": Switch("units: {by: category, count: 5}", "units_met_mean <", "category"),
    "twenty_modules": Switch("units: {by: category, count: 20}", "units_met_mean >", "category"),
    "table": Switch(f"units: {{by: table, table: {TABLE}}}", "units_met_mean <"),
    "by_deadline": Switch("units: {order: by_deadline}", "on_time_share >"),
    "by_priority": Switch("units: {order: by_priority}", "inspection days <"),
    # the setting-up that is saved is time for others; what has waited long comes before what is urgent
    "staying": Switch("units: {stay_with_category: true}", "elapsed_days_mean <"),
    "oldest_first": Switch("units: {oldest_over_days: 2}", "inspection days >", "by_priority"),
    "opening": Switch('units: {hours: {section_reform: [["08:30", "12:00"]]}}', "elapsed_days_mean >"),
    # membership: who is where changes how evenly people are busy; a head less to sign is a leader less
    "posts": Switch("membership: {posts: by_counterparts}", "load_balance !"),
    "no_heads": Switch("membership: {heads: none}", "signatures_per_leader_day >", "headless"),
    "two_posts": Switch("membership: {posts_per_person: 2}", "elapsed_days_mean <"),
    "dual": Switch("membership: {track: dual}", "split_handed_over_days_mean <"),
    "lone_teams": Switch("membership: {team_posts: 1}", "elapsed_days_mean >", "dual"),
    "teams_first": Switch("membership: {team_first: true}", "elapsed_days_mean !", "dual"),
    "fridays": Switch("membership: {team_weekdays: [5]}", "elapsed_days_mean >", "dual"),
    "early_teams": Switch('membership: {team_hours: [["08:30", "09:30"]]}', "elapsed_days_mean >", "dual"),
    "mondays": Switch("membership: {availability: {section_reform: {weekdays: [1]}}}", "elapsed_days_mean >"),
    # transfer: what goes out is no work of ours, what is watched is; a task force is missed at home
    "handed_over": Switch(
        "transfer: {contractors: {park: {categories: [projects], staff: 4}}}", "utilisation_direct <"
    ),
    "watched": Switch(
        "transfer: {contractors: {park: {supervised_share: 1, supervision_hours: 0.5}}}", "utilisation_coordination >",
        "handed_over",
    ),
    "task_force": Switch(
        "task_force: {forces: {flood: {first: 2021-04-01, last: 2021-04-30, members: 8}}}", "elapsed_days_mean >"
    ),
    "with_a_task": Switch(
        "task_force: {forces: {flood: {task: [directive]}}}", "split_handed_over_days_mean <", "task_force"
    ),
    # coordination: what another unit asks for comes behind own work, unless something backs it
    "countersign": Switch("coordination: {order: countersign}", "handovers_mean >"),
    "lead": Switch("coordination: {order: lead}", "steps_mean >"),  # they meet
    "case_officer": Switch("coordination: {order: case_officer}", "handovers_mean <"),
    "joint": Switch("coordination: {joint_meeting: true}", "utilisation_coordination >", "lead"),
    "heads_joint": Switch("coordination: {meets: head}", "elapsed_days_mean >", "joint"),
    "answers": Switch("coordination: {answer_days: 1}", "elapsed_days_p95 >"),
    "answers_assessed": Switch("coordination: {backed_by: assessment}", "elapsed_days_p95 <", "answers"),
    "answers_ordered": Switch("coordination: {backed_by: order}", "directive days <", "answers"),
    "ordered": Switch("coordination: {ordered: true}", "directive days <"),
    "handler_again": Switch("coordination: {returns: handler}", "split_rework_days_mean >"),
    "no_countersignature": Switch("coordination: {heads_countersign: false}", "signatures_mean <"),
    "lead_leader": Switch("coordination: {leaders: lead}", "signatures_mean <"),
    # authority
    "unassigned": Switch("authority: {assigns: []}", "steps_mean <"),
    "delegated_non_core": Switch("authority: {non_core: [head]}", "signatures_mean <"),
    "delegated_core": Switch("authority: {core: [head, chief]}", "signatures_mean <"),
    "portfolios": Switch("authority: {portfolios: by_bureau}", "signatures_mean !", "category"),
    # signing: a change only, since it weighs less than whether a head has just taken up a long matter
    "at_any_time": Switch('authority: {signing: {deputy: {times: ["08:30", "14:00"]}}}', "elapsed_days_mean !"),
    "every_day": Switch(
        "authority: {signing: {chief: {weekdays: [1, 2, 3, 4, 5]}}}", "elapsed_days_mean !", "on_paper"
    ),
    "short_signing": Switch("authority: {signing: {chief: {minutes: 15}}}", "elapsed_days_mean !", "on_paper"),
    # in person: no set times to wait for, but for whoever handled it to be free
    "in_person": Switch("authority: {channels: {deputy: face_to_face}}", "elapsed_days_mean !", "on_paper"),
    "held": Switch("authority: {handler: held}", "utilisation_mean >", "in_person"),
    "meeting": Switch(
        "authority: {channels: {chief: meeting}, meetings: {chief: party_group}}", "signatures_per_leader_day <"
    ),
    "another_meeting": Switch("authority: {meetings: {chief: city_government}}", "elapsed_days_mean !", "meeting"),
    "early_papers": Switch("authority: {notice_days: 5}", "split_signature_days_mean >", "meeting"),
    "delegated": Switch("authority: {delegated: {core: {ranks: [head], limit: 0.5}}}", "signatures_mean <"),
    "straight": Switch("authority: {skip_share: 0.5}", "signatures_mean <"),
    "advised": Switch("authority: {advises: true}", "steps_mean >", "unadvised"),
    "well_advised": Switch("authority: {advised_hours: 0.5}", "utilisation_decision <", "advised"),
    "officers_ask": Switch("authority: {asks: officer}", "signatures_mean >", "unasked"),
    "heads_ask": Switch("authority: {asks: head}", "signatures_mean >", "unasked"),
    "deputies_ask": Switch("authority: {asks: deputy}", "signatures_mean >", "unasked"),
    "chief_asks": Switch("authority: {asks: chief}", "signatures_mean >", "unasked"),
    "stood_in": Switch("authority: {stand_ins: true}", "elapsed_days_mean <", "alone"),
    # command: the winner's matters are quicker; what is refused is on its way twice more
    "line_first": Switch("command: {wins: line}", "office days <"),
    "local_first": Switch("command: {wins: local}", "enterprise days <"),
    "assessed_by_line": Switch("command: {assesses: line}", "enterprise days >"),
    "assessed_locally": Switch("command: {assesses: local}", "split_handed_over_days_mean >"),
    "officers_order": Switch("command: {arbiter: officer}", "signatures_per_leader_day <", "assessed_locally"),
    "heads_order": Switch("command: {arbiter: head}", "elapsed_days_mean !", "assessed_locally"),
    "chief_orders": Switch("command: {arbiter: chief}", "elapsed_days_mean !", "assessed_locally"),
    "backed": Switch("command: {order_backs: true}", "split_handed_over_days_mean <", "assessed_locally"),
    # dispatch: what is urgent or old goes first; what overflows is on its way once more, and may be lost
    "urgent_first": Switch("dispatch: {urgent: first}", "urgent_days_mean <"),
    "urgent_at_once": Switch("dispatch: {urgent: interrupts}", "urgent_days_mean <", "urgent_first"),
    "gone_on_with": Switch("dispatch: {resumes: same_person}", "elapsed_days_mean !", "urgent_at_once"),
    "ageing": Switch("dispatch: {ageing_days: 1}", "elapsed_days_p95 !"),
    "ageing_on": Switch("dispatch: {ageing_steps: 5}", "elapsed_days_p95 !", "ageing"),
    "reminded": Switch("dispatch: {reminders: {after_days: 3, hours: 0.1}}", "utilisation_coordination >"),
    "escalated": Switch("dispatch: {escalates: {after_days: 3, hours: 0.1}}", "signatures_per_leader_day >"),
    "overflowing": Switch("dispatch: {overflow_days: 2}", "handovers_mean >"),
    "to_the_idle": Switch("dispatch: {overflow_to: least_loaded}", "overflow_share !", "overflowing"),
    "overflowing_twice": Switch("dispatch: {overflow_units: 2}", "elapsed_days_p95 !", "overflowing"),
    "lossy": Switch("dispatch: {lost: true}", "completion_share <", "overflowing"),
    "layered": Switch("dispatch: {relay: layers, relay_ranks: [deputy, head], relay_hours: 0.1}", "steps_mean >"),
    "less_layered": Switch("dispatch: {relay_ranks: [head]}", "steps_mean <", "layered"),
    "slowly_layered": Switch("dispatch: {relay_hours: 0.5}", "utilisation_coordination >", "layered"),
    "digital": Switch("dispatch: {digital: true}", "signatures_per_leader_day <"),
    "called_in_layers": Switch("dispatch: {broadcast: {by: layers, fan_out: [4]}}", "broadcast_staff_hours >"),
    # data
    "no_transit": Switch("data: {transit_hours: 0}", "split_handed_over_days_mean <"),
    "no_repeats": Switch("data: {repeat_share: 0}", "steps_mean <"),
    "long_repeats": Switch("data: {repeat_hours: 3}", "split_worked_days_mean !"),
    "double_entry": Switch("data: {double_entry_hours: 0.5}", "utilisation_direct >"),
    "prefilled": Switch("data: {prefilled_share: 0.5}", "split_outside_days_mean <", "unused"),
    "longer_draft": Switch("data: {prefilled_draft: 0.8}", "utilisation_direct >", "prefilled"),
    "nothing_found": Switch("data: {prefilled_catch_share: 0}", "split_outside_days_mean >", "prefilled"),
    "traced": Switch("data: {traced: true}", "split_handed_over_days_mean <"),
    "written_off": Switch("data: {close_hours: 0.25}", "steps_mean >"),
    "heads_write_off": Switch("data: {closes_by: head}", "elapsed_days_mean !", "written_off"),
    # counterparts
    "no_liaison": Switch("counterparts: {contact_hours: 0}", "utilisation_liaison <"),
    "answered_in_full": Switch("counterparts: {brief_share: 1}", "utilisation_direct >", "category"),
    "named": Switch("counterparts: {named_contacts: true}", "units_met_mean <"),
    "well_named": Switch("counterparts: {contact_misdirection: 0}", "units_met_mean <", "named"),
    "quick_named": Switch("counterparts: {contact_hours_factor: 0.5}", "utilisation_liaison <", "named"),
    "officers_meet": Switch("counterparts: {sends: officer}", "utilisation_liaison >", "category"),
    "heads_meet": Switch("counterparts: {sends: head}", "utilisation_liaison !"),
    "deputies_meet": Switch("counterparts: {sends: deputy}", "utilisation_liaison <", "category"),
    "near_named": Switch("counterparts: {contact_transit: 0.1}", "split_handed_over_days_mean <", "named"),
}  # fmt: skip

BASES = {
    "twin": "{like: sections}",
    "headless": "{authority: {assigns: [deputy], non_core: [deputy], core: [deputy, chief]}, "
    "coordination: {heads_countersign: false}}",
    "unadvised": "{authority: {non_core: [deputy], core: [deputy, chief]}}",
    "on_paper": "{authority: {channels: {chief: electronic}}}",
    "unasked": "{authority: {asks: null}}",
    "alone": "{authority: {stand_ins: false}}",
    "unnamed": "{counterparts: {contact_misdirection: 0, contact_transit: 0.1, contact_hours_factor: 0.1}}",
    "unused": "{data: {prefilled_draft: 0.1, prefilled_catch_share: 1, closes_by: head}, command: {arbiter: chief}, "
    "coordination: {meets: head, answer_days: 1000, backed_by: assessment}}",
    "all_oldest": "{units: {oldest_over_days: 0}}",
}
"""Designs that are no switch themselves: five to switch from, and four that must not move."""

STILL = {
    ("units", "by", "bureau"), ("units", "order", "in_order"), ("membership", "posts", "by_work"),
    ("membership", "heads", "one_each"), ("membership", "track", "single"),
    ("coordination", "order", "series"), ("coordination", "leaders", "all"), ("coordination", "backed_by", "nobody"),
    ("coordination", "meets", "officer"), ("coordination", "returns", "anybody"),
    ("authority", "portfolios", "by_unit"), ("authority", "handler", "set_aside"),
    ("command", "wins", "nobody"), ("command", "assesses", "nobody"),
    ("command", "arbiter", "deputy"), ("data", "closes_by", "officer"), ("counterparts", "sends", "as_asked"),
    ("dispatch", "urgent", "as_others"), ("dispatch", "resumes", "anybody"), ("dispatch", "overflow_to", "kin"),
    ("dispatch", "relay", "direct"),
}  # fmt: skip
"""What the design `sections` has: the other side of each switch."""


def design_blocks() -> list[str]:
    blocks = BASES | {name: f"{{like: {switch.than}, {switch.change}}}" for name, switch in SWITCHES.items()}
    return [f"+designs.{name}={block}" for name, block in blocks.items()]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return build_scenario(configure([*FOUR_MONTHS, *ALSO, *design_blocks()]).file)


@pytest.fixture(scope="module")
def workload(scenario: Scenario) -> Workload:
    return scenario.draw(seed=2026, replication=0, scale=1.0)


@pytest.fixture(scope="module")
def measures(scenario: Scenario, workload: Workload) -> Any:
    """The measures of a design by name, with the mean days of types and origins; each design is played once."""
    prepare_compiled_engine()
    found: dict[str, Mapping[str, float]] = {}

    def of(design: str) -> Mapping[str, float]:
        if design not in found:
            reading = read_design(scenario, design, workload, "compiled")
            days = {f"{group} days": value for (_, group, name), value in reading.groups.items() if "elapsed" in name}
            found[design] = reading.measures | days
        return found[design]

    return of


@pytest.mark.parametrize("name", SWITCHES)
def test_the_option_moves_what_it_is_about(measures, name):
    switch = SWITCHES[name]
    before, after = measures(switch.than)[switch.measure], measures(name)[switch.measure]

    assert switch.is_borne_out(before, after), (before, after)


def test_what_is_not_switched_does_not_move(measures):
    """A design that is the same, and options that say how where there is nothing of the kind, change nothing at all.

    Nor do deadlines that nobody reaches, or to put the oldest first where units serve in order.
    """
    assert measures("twin") == measures("sections") == measures("unnamed") == measures("unused")
    assert measures("all_oldest") == measures("sections")


def test_heads_that_sign_nothing_are_officers_with_a_title(scenario, workload):
    """So without them everything goes as before; what changes is how many leaders there are to count."""
    traces = [play(scenario, design, workload, "simpy").trace for design in ("headless", "no_heads")]

    assert all(np.array_equal(*(getattr(trace, column.name) for trace in traces)) for column in fields(Trace))
    ranks = [scenario.organise(design).arrangement.rank_of_person for design in ("headless", "no_heads")]
    assert [int((rank >= Rank.HEAD).sum()) for rank in ranks] == [8 + 4 + 1, 4 + 1]


def test_heads_stay_where_something_waits_for_their_signature():
    with pytest.raises(DesignError, match=r"designs\.x: .* asks for the head of a unit, but 'section_reform' has none"):
        build_scenario(configure([*FOUR_MONTHS, "+designs.x.membership.heads=none"]).file)


def test_every_option_of_every_lever_is_switched():
    """And every word that an option may be, but for those that `sections` stands for."""
    switched, words = set(), set()
    lists = (SWITCHES, PLACES, BY_PLACE, PROCESSES, QUALITY, DETECTION, STAFFING)
    for switch in (switch for switches in lists for switch in switches.values()):
        for lever, options in yaml.safe_load(f"{{{switch.change}}}").items():
            switched |= {(lever, option) for option in options}
            words |= {(lever, option, value) for option, value in options.items() if isinstance(value, str)}

    records = {lever: DesignBlock.model_fields[lever].default for lever in LEVERS}
    titles = {("units", "titles")}  # change no figure
    assert switched | titles == {(lever, column.name) for lever, record in records.items() for column in fields(record)}
    named = {
        (lever, column.name, word)
        for lever, record in records.items()
        for column in fields(record)
        for word in choices(type(record), column.name)
    }
    free = ("audit_category",)  # a name, not a word among others
    still = STILL | STILL_PLACES | STILL_PROCESSES | STILL_QUALITY
    assert {word for word in words if word[1] not in free} | still == named


def choices(record: type, option: str) -> tuple[str, ...]:
    """Return the words that an option may be; () where it is no word."""
    hint = get_type_hints(record)[option]
    hints = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)  # a word, or nothing
    return tuple(word for one in hints if get_origin(one) is Literal for word in get_args(one))
