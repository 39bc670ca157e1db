"""What follows an approval (审批-监管-执法): options of the lever `process`, and the units that they come to."""

from __future__ import annotations

from sim.institution import Institution
from sim.levers.ranks import check_held
from sim.levers.routing.checks import unit_of_category
from sim.levers.routing.processing import Pursuit
from sim.levers.stages import RANK_OF, Arrangement, RankName
from sim.options import Count, NonNegative, Share, options
from sim.workload.expectations import Expectations


@options
class Pursuing:
    """The unit that approved pushes the matter to who supervises, who inspects, and pushes violations to who enforces.

    Whoever it is pushed to may dispute that it is theirs; then a leader assigns it to them.
    """

    types: tuple[str, ...] = ()  # whose approvals are pushed; none given: of all types that no office sends
    push_hours: NonNegative = 0.0  # of who pushes, each time
    push_delay_days: NonNegative = 0.0  # working days from the approval until it is pushed
    supervise_category: str | None = None  # whose unit supervises; absent: that of the first need's function
    dispute_share: Share = 0.0  # probability that who it is pushed to says that it is not theirs
    arbiter: RankName = "deputy"  # who assigns it then
    inspect_share: Share = 1.0  # probability that it is inspected
    inspect_hours: NonNegative = 0.0
    on_site: bool = False  # inspections are visits to where the matter arose
    violation_share: Share = 0.0  # probability that an inspection finds a violation
    enforce_category: str | None = None  # whose unit enforces; absent: who supervises
    enforce_hours: NonNegative = 0.0  # of each of them
    enforcers: Count = 2  # people of that unit (两人执法)
    licence: str | None = None  # that each of them must have
    late_days: NonNegative | None = None  # of 24 hours after the approval, from which on an inspection is late


def pursuit_of(
    options: Pursuing | None, arrangement: Arrangement, institution: Institution, expected: Expectations
) -> Pursuit | None:
    """Return who supervises and enforces; raise DesignError or UnknownName for whom there is not."""
    if options is None:
        return None
    if options.dispute_share > 0:
        check_held("process.chain.arbiter", options.arbiter, arrangement, task="settle what is disputed")

    def unit(name: str, category: str | None) -> int:
        if category is None:
            return -1
        return unit_of_category(f"process.chain.{name}", category, arrangement, institution, expected)

    return Pursuit(
        types=options.types,
        push_hours=options.push_hours,
        push_delay_days=options.push_delay_days,
        supervisor=unit("supervise_category", options.supervise_category),
        dispute_share=options.dispute_share,
        arbiter=RANK_OF[options.arbiter],
        inspect_share=options.inspect_share,
        inspect_hours=options.inspect_hours,
        on_site=options.on_site,
        violation_share=options.violation_share,
        enforcer=unit("enforce_category", options.enforce_category),
        enforce_hours=options.enforce_hours,
        enforcers=options.enforcers,
        licence=options.licence,
        late_days=options.late_days,
    )
