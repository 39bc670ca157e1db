"""Which rows of sources belong together, so that hundreds of numbers can be named in a few words."""

OTHER = "other"

PATTERNS: dict[str, tuple[str, ...]] = {
    "counterparts": ("institution.bureaus", "institution.offices", "institution.categories"),
    "staff": (
        "institution.staff",
        "institution.abilities",
        "institution.hours",
        "demand.absences",
        "staff",
        "people",
    ),
    "meetings": ("institution.meetings",),
    "sites": (
        "institution.sites",
        "institution.sites_generated",
        "demand.types.*.sites",
        "demand.types.*.on_site",
        "demand.types.*.visits_share",
        "demand.types.*.trips",
    ),
    "institution": ("institution",),
    "volume": (
        "demand",
        "demand.load",
        "demand.types.*.per_year",
        "demand.types.*.batch_mean",
        "demand.types.*.season",
        "demand.types.*.in_hand",
        "demand.types.*.in_hand_overdue",
        "demand.types.*.surge",
        "load",
    ),
    "spread": (
        "demand.types.*.categories",
        "demand.types.*.further_needs",
        "demand.types.*.across",
        "demand.types.*.from_offices",
    ),
    "work": ("demand.types.*.work_hours", "demand.types.*.further_work", "demand.types.*.crew", "procedure", "work"),
    "decisions": ("demand.types.*.decisions",),
    "process": ("demand.types.*.process",),
    "urgency": (
        "demand.types.*.deadline_days",
        "demand.types.*.priority",
        "demand.types.*.ordered_share",
        "demand.types.*.urgent_share",
        "demand.types.*.patience",
    ),
    "broadcasts": ("demand.broadcasts",),
    "outside": (
        "demand.types.*.views_share",
        "demand.types.*.views_days",
        "demand.types.*.supplement_share",
        "demand.types.*.supplement_days",
        "demand.types.*.supplement_rounds",
        "demand.types.*.review_share",
        "demand.types.*.review_days",
        "demand.types.*.ask_share",
        "demand.types.*.ask_days",
        "demand.office_desks",
        "demand.resubmission_days",
    ),
    "liaison": (
        "demand.types.*.duplicated",
        "demand.duplicates",
        "demand.contact_weeks",
        "demand.contact_hours",
        "demand.contact_meetings",
        "demand.meeting_rank",
        "demand.report_days",
    ),
    "errors": (
        "demand.misdirected_share",
        "demand.misdirected_rounds",
        "demand.lost_share",
        "demand.lost_days",
        "demand.refusal_share",
        "demand.rounds",
        "demand.types.*.returns",
        "procedure.rework_share",
    ),
    "latent": ("demand.types.*.latent",),
    "types": ("demand.types",),
    "calendar": ("calendar", "procedure.desk_times", "procedure.desk_minutes", "window"),
    "design_units": ("designs.*.units", "designs.*.membership"),
    "design_territory": ("designs.*.territory",),
    "design_authority": ("designs.*.authority",),
    "design_process": ("designs.*.process",),
    "design_coordination": ("designs.*.coordination",),
    "design_command": ("designs.*.command",),
    "design_dispatch": ("designs.*.dispatch",),
    "design_supervision": ("designs.*.supervision",),
    "design_incentives": ("designs.*.incentives",),
    "design_data": ("designs.*.data",),
    "design_counterparts": ("designs.*.counterparts",),
    "costs": ("institution.cost_per_hour",),
    "design_transfer": ("designs.*.transfer",),
    "design_task_force": ("designs.*.task_force",),
    "designs": ("designs",),
}
"""Beginnings of dotted keys, by group; `*` stands for one part. The longest beginning wins."""

_BEGINNINGS = sorted(
    ((pattern.split("."), group) for group, patterns in PATTERNS.items() for pattern in patterns),
    key=lambda one: -len(one[0]),
)


def source_group(key: str) -> str:
    """Return the group that a dotted key belongs to, `other` where no beginning fits.

    What follows a space in a key is a remark and does not count.

    >>> source_group("demand.types.directive.season.months.3"), source_group("designs.reform.data.transit_hours")
    ('volume', 'design_data')
    """
    parts = key.partition(" ")[0].split(".")
    fits = (group for beginning, group in _BEGINNINGS if _begins_with(parts, beginning))
    return next(fits, OTHER)


def _begins_with(parts: list[str], beginning: list[str]) -> bool:
    if len(parts) < len(beginning):
        return False
    return all(wanted in ("*", part) for part, wanted in zip(parts, beginning, strict=False))
