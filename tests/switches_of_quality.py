"""Designs that differ in one option of `supervision` or `incentives`, and a measure that goes down, up or changes."""

from __future__ import annotations

from switches import Switch

_CHECK = "{by: officer, hours: 0.2, catch_share: 0.6, return_share: 0.1}"
_NUMBERS = "early_share: 0.4, early_work: 0.5, quality_errors: 0.5, quality_hours: 1.2"

BASES = {
    "twice": f"{{supervision: {{checks: [{_CHECK}, {_CHECK}]}}}}",
    "thrice": f"{{supervision: {{checks: [{_CHECK}, {_CHECK}, {_CHECK}]}}}}",
    "unscored": f"{{incentives: {{{_NUMBERS}}}, supervision: {{audit_hours: 3, audit_catch_share: 0}}}}",
}
"""Designs to switch from; the last one says how, where there is nothing of the kind."""

QUALITY = {
    # supervision: who looks finds something, and nobody finds as much as all together
    "checked": Switch(f"supervision: {{checks: [{_CHECK}]}}", "caught_by_checks_share >"),
    "overruled": Switch("supervision: {combined: either}", "caught_by_checks_share <", "twice"),
    "voted": Switch("supervision: {combined: majority}", "caught_by_checks_share <", "thrice"),
    "patched": Switch("supervision: {rework: 0.2}", "split_rework_days_mean <", "twice"),
    "overlooked": Switch("supervision: {signature_catch_share: 0.5}", "errors_left_share >"),
    "doubted": Switch("supervision: {signature_return_share: 0.3}", "returned_share >"),
    "audited": Switch("supervision: {audit_share: 0.5}", "caught_by_audits_share >"),
    "audited_by_firms": Switch(
        "supervision: {audit_by: category, audit_category: firms}", "utilisation_mean !", "audited_long"
    ),
    "audited_long": Switch("supervision: {audit_hours: 1}", "utilisation_decision >", "audited"),
    "audited_blindly": Switch("supervision: {audit_catch_share: 0.2}", "caught_by_audits_share <", "audited"),
    "inspected": Switch("supervision: {inspection_hours: 4}", "utilisation_liaison >"),
    "careful": Switch("supervision: {inspection_errors: 0.5}", "returned_share <"),
    "cautious": Switch("supervision: {inspection_slowness: 1.3}", "utilisation_direct >"),
    # incentives
    "keen": Switch("incentives: {effort: 1.3}", "utilisation_direct <"),
    "unlike": Switch("incentives: {effort_spread: 0.4}", "elapsed_days_mean !"),
    "counted": Switch("incentives: {scored: closures}", "repeats_per_100 >", "unscored"),
    "counted_more": Switch("incentives: {early_share: 0.8}", "repeats_per_100 >", "counted"),
    "hardly_handled": Switch("incentives: {early_work: 0.1}", "utilisation_direct <", "counted"),
    "scored_well": Switch("incentives: {scored: quality}", "returned_share <", "unscored"),
    "hardly_wrong": Switch("incentives: {quality_errors: 0.1}", "returned_share <", "scored_well"),
    "slowly": Switch("incentives: {quality_hours: 1.5}", "utilisation_direct >", "scored_well"),
}  # fmt: skip

STILL_QUALITY = {
    ("supervision", "combined", "chain"), ("supervision", "audit_by", "head"), ("incentives", "scored", "nothing"),
}  # fmt: skip
"""The other side of each switch."""
