"""Lever `supervision` (route): checks (核稿、法制审核), audits (抽查), and discipline inspection (党建+纪检)."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sim.errors import DesignError
from sim.institution import Institution
from sim.levers.routing.checks import Check, screen_of
from sim.levers.routing.supervising import Combined, Screen, Supervising
from sim.levers.stages import Arrangement, Route
from sim.options import NonNegative, Positive, Share, options
from sim.workload.demand import Decision
from sim.workload.expectations import Expectations


@options
class Supervision:
    """Options. Checks come before the first signature, as a `chain`, or combined otherwise.

    `either`: what the first returns goes to the next one, who may overrule. `majority`: all look at the same time.
    """

    checks: tuple[Check, ...] = ()
    combined: Combined = "chain"
    rework: NonNegative | None = None  # work of a further round where there are checks; none: `procedure.rework_share`
    signature_catch_share: Share = 1.0  # probability that the first signature sees an error
    signature_return_share: Share = 0.0  # probability that it returns good work
    audit_share: Share = 0.0  # probability that a matter is audited once it has been closed
    audit_by: Literal["head", "category"] = "head"
    audit_category: str | None = None
    audit_hours: NonNegative = 0.0
    audit_catch_share: Share = 1.0  # probability that an audit sees an error
    inspection_hours: NonNegative = 0.0  # that each member of a unit spends on discipline inspection a month
    inspection_errors: NonNegative = 1.0  # multiple of the error rates
    inspection_slowness: Positive = 1.0  # multiple of the hours that handling takes: caution


def route_supervision(
    route: Route, options: Supervision, arrangement: Arrangement, institution: Institution, expected: Expectations
) -> Route:
    """Return the route with this supervision; raise DesignError (or UnknownName) for what nobody could do."""
    _check_together(options, route)
    checks = tuple(
        screen_of(f"supervision.checks.{place}", check, arrangement, institution, expected)
        for place, check in enumerate(options.checks)
    )
    supervising = Supervising(
        checks=checks,
        combined=options.combined,
        rework=options.rework,
        signature_catch_share=options.signature_catch_share,
        signature_return_share=options.signature_return_share,
        audit=_audit(options, arrangement, institution, expected),
        audit_share=options.audit_share,
        inspection_hours=options.inspection_hours,
        inspection_errors=options.inspection_errors,
        inspection_slowness=options.inspection_slowness,
    )
    _check_majority(supervising)
    return replace(route, supervising=supervising)


def _audit(
    options: Supervision, arrangement: Arrangement, institution: Institution, expected: Expectations
) -> Screen | None:
    """Return who audits what has been closed; None: nobody does."""
    if not options.audit_share:
        return None
    check = Check(
        by=options.audit_by, category=options.audit_category, hours=options.audit_hours,
        catch_share=options.audit_catch_share,
    )  # fmt: skip
    return screen_of("supervision.audit", check, arrangement, institution, expected)


def _check_together(options: Supervision, route: Route) -> None:
    """Raise DesignError for options that leave each other nothing."""
    if options.combined != "chain" and len(options.checks) < 2:
        raise DesignError(
            f"supervision.combined={options.combined} with {len(options.checks)} in supervision.checks; expected two "
            "or more to combine, or combined=chain."
        )
    if options.rework is not None and not options.checks:
        raise DesignError(
            f"supervision.rework={options.rework:g}, but nothing is checked. Set supervision.checks, or "
            "procedure.rework_share for what a signature returns."
        )
    signature = (options.signature_catch_share, options.signature_return_share)
    if signature != (1.0, 0.0) and not any(route.signs.values()):
        raise DesignError(
            f"supervision.signature_catch_share={signature[0]:g} and signature_return_share={signature[1]:g}, but "
            "nobody signs. Set authority.non_core or authority.core, or leave them at 1 and 0."
        )
    if not options.audit_share and options.audit_category is not None:
        raise DesignError(
            f"supervision.audit_category is {options.audit_category!r}, but nothing is audited; expected an "
            "audit_share above 0."
        )


def _check_majority(supervising: Supervising) -> None:
    for decision in (Decision.NON_CORE, Decision.CORE):
        number = len(supervising.checks_of(decision))
        if supervising.combined == "majority" and number % 2 == 0 and number:
            raise DesignError(
                f"supervision.combined=majority with {number} checks of {decision.name.lower()} matters, which may "
                "come out even; expected an odd number."
            )
