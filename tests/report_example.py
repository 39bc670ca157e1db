"""A comparison of six designs, invented but plausible, to try the report on."""

import random
from datetime import date, timedelta
from typing import Any

from analysis.report.catalogue import MEASURES, SPLIT_PARTS

BUREAUS = [
    ("reform", "发展和改革委员会", "Development and Reform Commission", 21),
    ("industry", "经济和信息化局", "Economy and Information Technology Bureau", 16),
    ("commerce", "商务局", "Commerce Bureau", 13),
    ("science", "科学技术局", "Science and Technology Bureau", 12),
    ("statistics", "统计局", "Statistics Bureau", 11),
    ("assets", "国有资产监督管理委员会", "State-owned Assets Commission", 9),
    ("finance", "金融工作办公室", "Financial Affairs Office", 8),
    ("grain", "粮食和物资储备局", "Grain and Reserves Bureau", 7),
]
MODULES = [
    ("general", "综合协调模块", "General affairs"),
    ("party", "党建和纪检模块", "Party building and discipline"),
    ("projects", "项目投资模块", "Projects and investment"),
    ("industry", "工业经济模块", "Industrial economy"),
    ("digital", "数字经济模块", "Digital economy"),
    ("services", "服务业和商贸模块", "Services and trade"),
    ("innovation", "科技创新模块", "Science and innovation"),
    ("statistics", "统计监测模块", "Statistics and monitoring"),
    ("energy", "能源和粮食物资模块", "Energy, grain and reserves"),
    ("enterprise", "企业服务模块", "Services to enterprises"),
    ("finance", "金融和国资模块", "Finance and state assets"),
]
DESIGNS = {
    "sections": ("传统科室", "Sections"),
    "sections_delegated": ("科室加授权", "Sections with delegation"),
    "modules_central": ("模块不授权", "Modules, central decisions"),
    "modules": ("模块加授权", "Modules with delegation"),
    "reform": ("大科室模块化", "Full reform"),
    "mechanisms_only": ("不动机构只动机制", "Mechanisms only"),
}
FACTORS = {
    "sections": 1.0,
    "sections_delegated": 0.9,
    "modules_central": 1.06,
    "modules": 0.87,
    "reform": 0.78,
    "mechanisms_only": 0.85,
}
TYPES = [
    ("directive", "上级交办任务", "Directives"),
    ("report", "报表和总结", "Reports"),
    ("approval", "审批和备案", "Approvals"),
    ("enterprise", "企业诉求", "Requests of enterprises"),
    ("meeting", "会议和督办", "Meetings and follow-up"),
    ("project", "项目服务", "Projects"),
]
ORIGINS = [("upper", "上级局", "Upper bureaus"), ("city", "市委市政府", "The city"), ("client", "企业群众", "Clients")]
RANKS = [
    ("officer", "干部", "Officers"),
    ("head", "科长、模块长", "Heads"),
    ("deputy", "分管领导", "Deputies"),
    ("chief", "主要领导", "Chief"),
]
BASE = {
    "elapsed_days_median": 8.13,
    "elapsed_days_p90": 27.8,
    "elapsed_days_p95": 38.6,
    "working_days_mean": 8.46,
    "working_days_median": 5.71,
    "statutory_days_mean": 7.92,
    "statutory_days_median": 5.38,
    "matters_released": 6502.0,
    "capacity_multiple": 1.06,
    "capacity_on_time_multiple": 0.82,
    "closed_per_week": 124.7,
    "on_time_share": 0.8123,
    "completion_share": 1.0,
    "backlog_mean": 221.4,
    "backlog_age_days_mean": 11.3,
    "backlog_growth_share": 0.0081,
    "handovers_mean": 2.34,
    "steps_mean": 8.34,
    "units_met_mean": 1.71,
    "signatures_mean": 2.61,
    "returned_share": 0.0712,
    "errors_left_share": 0.0231,
    "utilisation_mean": 0.861,
    "utilisation_direct": 0.552,
    "utilisation_coordination": 0.081,
    "utilisation_decision": 0.0463,
    "utilisation_liaison": 0.149,
    "utilisation_rework": 0.0327,
    "utilisation_held": 0.012,
    "utilisation_travel": 0.021,
    "load_balance": 0.213,
    "reports_on_time_share": 0.93,
    "counterparts_per_unit": 12.1,
    "counterparts_per_person": 2.02,
    "signatures_per_leader_day": 5.84,
}
SPLIT = dict(zip(SPLIT_PARTS, (1.92, 1.61, 0.88, 0.53, 0.59, 0.12, 0.34, 2.47, 3.87), strict=True))


def comparison(**statuses: str) -> dict[str, Any]:
    """Return a stored comparison; a keyword names a design that is not steady, as in `reform="overloaded"`."""
    chance = random.Random(7)
    names = list(DESIGNS)
    return {
        "scenario": "econ_bureau",
        "title": {"zh": "经济发展局", "en": "The economic development bureau"},
        "baseline": "sections",
        "seed": 2026,
        "replications": 30,
        "engine": "simpy",
        "confidence": 0.95,
        "family": 160,
        "command": "tiaokuai compare scenario=econ_bureau",
        "versions": {"tiaokuai": "0.1.0", "python": "3.11.9", "numpy": "2.4.1", "simpy": "4.1.2"},
        "window": {"warm_up_from": "2020-10-01", "from": "2021-01-01", "to": "2021-12-31", "cap": "2022-06-30"},
        "rests_on_assumptions": True,
        "load": {
            "nominal": 0.9,
            "volume_multiple": 1.031,
            "matters_per_year": 6512,
            "steps_per_matter": 8.62,
            "offered_hours": {"direct": 51200.0, "coordination": 7800.0, "decision": 4300.0, "liaison": 14100.0},
            "scheduled_hours": 86400.0,
        },
        "designs": {name: _design(name, statuses.get(name, "steady")) for name in names},
        "bureaus": [
            {"name": name, "title": {"zh": zh, "en": en}, "offices": offices} for name, zh, en, offices in BUREAUS
        ],
        "leaders": [
            {"name": "chief", "rank": "chief"},
            *({"name": f"deputy_{i}", "rank": "deputy"} for i in range(1, 5)),
        ],
        "differences": [row for name in names[1:] for row in _differences(name)],
        "groups": [row for name in names[1:] for row in _groups(name, chance)],
        "elapsed_distribution": {name: _distribution(FACTORS[name]) for name in names},
        "people": {name: _people(name, chance) for name in names},
        "load_axis": _load_axis(names),
        "capacity": {
            "replications": 5,
            "tolerance": 0.02,
            "designs": dict(zip(names, (1.08, 1.13, 1.04, 1.16, 1.22, None), strict=True)),
            "reasons": {names[-1]: "bears"},
            "on_time": {
                "share": 0.9,
                "designs": dict(zip(names, (0.71, 0.78, 0.69, 0.78, 0.86, None), strict=True)),
                "reasons": {names[-1]: "misses"},
            },
        },
        "warm_up": _warm_up(names),
        "sources": _sources(),
    }


def _is_modular(name: str) -> bool:
    return name.startswith("modules") or name == "reform"


def _design(name: str, status: str) -> dict[str, Any]:
    units, faces = _modules() if _is_modular(name) else _sections()
    zh, en = DESIGNS[name]
    delegated = name in ("sections_delegated", "modules", "reform", "mechanisms_only")
    mechanisms = name in ("reform", "mechanisms_only")
    return {
        "title": {"zh": zh, "en": en},
        "status": status,
        "levers": {
            "units": {"by": "category" if _is_modular(name) else "bureau", "count": None, "order": "in_order"},
            "membership": {"posts": "by_work", "heads": "one_each"},
            "authority": {
                "assigns": ["chief", "deputy"],
                "non_core": ["head"] if delegated else ["head", "deputy"],
                "core": ["head", "deputy"] if delegated else ["head", "deputy", "chief"],
                "signing": {"deputy": {"times": ["10:00", "16:00"], "weekdays": [1, 3, 5], "minutes": 45.0}},
            },
            "coordination": {"order": "lead" if mechanisms else "series", "leaders": "lead" if mechanisms else "all"},
            "counterparts": {"contact_hours": 0.75, "named_contacts": mechanisms},
            "data": {"transit_hours": 0.5 if mechanisms else 4.0},
        },
        "units": len(units),
        "leaders": len(units) + 5,
        "posts": 48,
        "unit_list": units,
        "faces": faces,
        "measures": _measures(name),
    }


def _sections() -> tuple[list[dict[str, Any]], dict[str, dict[str, int]]]:
    staff = (7, 7, 6, 5, 6, 4, 4, 4)
    units = [
        {
            "name": f"section_{name}",
            "title": {"zh": f"对口{zh}科", "en": f"Section for the {en}"},
            "staff": posts,
            "offices": offices,
            "deputy": f"deputy_{1 + i // 2}",
        }
        for i, ((name, zh, en, offices), posts) in enumerate(zip(BUREAUS, staff, strict=True))
    ]
    return units, {name: {f"section_{name}": offices} for name, _, _, offices in BUREAUS}


def _modules() -> tuple[list[dict[str, Any]], dict[str, dict[str, int]]]:
    chance = random.Random(3)
    faces: dict[str, dict[str, int]] = {}
    for i, (bureau, _, _, offices) in enumerate(BUREAUS):
        chosen = [MODULES[(i + 2) % 11][0], MODULES[(i + 5) % 11][0], MODULES[0][0]] + (
            [MODULES[1][0]] if i % 3 == 0 else []
        )
        shares = [chance.randint(1, 5) for _ in chosen]
        counts = [max(1, round(offices * share / sum(shares))) for share in shares]
        faces[bureau] = dict(zip(chosen, counts, strict=True))
    staff = (4, 3, 5, 5, 3, 4, 4, 5, 3, 4, 3)
    units = [
        {
            "name": name,
            "title": {"zh": zh, "en": en},
            "staff": posts,
            "offices": sum(units.get(name, 0) for units in faces.values()),
            "deputy": f"deputy_{1 + i % 4}",
        }
        for i, ((name, zh, en), posts) in enumerate(zip(MODULES, staff, strict=True))
    ]
    return units, faces


def _values(name: str) -> dict[str, float]:
    factor = FACTORS[name]
    split = {f"split_{part}_days_mean": days * factor for part, days in SPLIT.items()}
    values = {key: value * (factor if MEASURES[key].form == "days" else 1.0) for key, value in BASE.items()}
    values |= split | {"elapsed_days_mean": sum(split.values())}
    values["on_time_share"] = min(1.0, 0.8123 + (1 - factor) * 0.6)
    values["signatures_mean"] = 2.61 * factor**2
    values["utilisation_mean"] = 0.861 - (1 - factor) * 0.2
    values["counterparts_per_unit"] = 97 * 1.4 / 11 if _is_modular(name) else 97 / 8
    return {key: values[key] for key in MEASURES if key in values}  # others go with levers that it has not


def _measures(name: str) -> dict[str, dict[str, float | None]]:
    return {key: {"mean": value, "low": value * 0.985, "high": value * 1.015} for key, value in _values(name).items()}


def _differences(name: str) -> list[dict[str, Any]]:
    base, mine, rows = _values("sections"), _values(name), []
    for key, value in mine.items():
        mean = value - base[key]
        half = base[key] * (0.09 if name == "modules_central" else 0.02)
        relative = None
        if base[key]:
            ends = {"mean": mean, "low": mean - half, "high": mean + half}
            relative = {end: size / base[key] for end, size in ends.items()}
        row = {"measure": key, "design": name, "mean": mean, "low": mean - half, "high": mean + half}
        rows.append(row | {"relative": relative})
    return rows


def _groups(name: str, chance: random.Random) -> list[dict[str, Any]]:
    rows = []
    kinds = [("type", TYPES, 12.0), ("origin", ORIGINS, 12.0), ("rank", RANKS, 0.8)]
    for dimension, members, base in kinds:
        for group, zh, en in members:
            mean = base * (FACTORS[name] - 1 + chance.uniform(-0.12, 0.12)) * (1 if base > 1 else -0.6)
            half = base * 0.03
            rows.append(
                {
                    "dimension": dimension,
                    "group": group,
                    "title": {"zh": zh, "en": en},
                    "measure": "utilisation_mean" if dimension == "rank" else "elapsed_days_mean",
                    "design": name,
                    "baseline_value": base,
                    "value": base + mean,
                    "mean": mean,
                    "low": mean - half,
                    "high": mean + half,
                }
            )
    return rows


def _distribution(factor: float) -> dict[str, list[float]]:
    """Return a curve with a long tail: half closed after about eight days."""
    days = list(range(91))
    shares = [1 - 1 / (1 + (day / (8.1 * factor)) ** 1.9) for day in days]
    return {"days": [float(day) for day in days], "share_closed": shares}


def _people(name: str, chance: random.Random) -> list[dict[str, Any]]:
    units = (_modules() if _is_modular(name) else _sections())[0]
    rows = [_person("p01", "chief", None, chance)]
    rows += [_person(f"p{2 + i:02d}", "deputy", None, chance) for i in range(4)]
    posts = [unit["name"] for unit in units for _ in range(unit["staff"])][:43]
    seen: set[str] = set()
    for i, unit in enumerate(posts):
        rank = "officer" if unit in seen else "head"
        seen.add(unit)
        rows.append(_person(f"p{6 + i:02d}", rank, unit, chance))
    return rows


def _person(name: str, rank: str, unit: str | None, chance: random.Random) -> dict[str, Any]:
    shape = {
        "officer": (0.62, 0.08, 0.0, 0.14, 0.03, 0.0),
        "head": (0.42, 0.12, 0.1, 0.17, 0.03, 7.0),
        "deputy": (0.12, 0.2, 0.24, 0.1, 0.0, 14.0),
        "chief": (0.05, 0.15, 0.36, 0.1, 0.0, 21.0),
    }[rank]
    kinds = ("direct", "coordination", "decision", "liaison", "rework")
    shares = {kind: share * chance.uniform(0.7, 1.05) for kind, share in zip(kinds, shape, strict=False)}
    signatures = shape[-1] * chance.uniform(0.8, 1.2)
    person = {"person": name, "rank": rank, "unit": unit, **shares}
    return person | {"idle": 1 - sum(shares.values()), "signatures_per_day": signatures}


def _warm_up(names: list[str]) -> dict[str, Any]:
    weeks = [date(2020, 10, 1) + timedelta(weeks=week) for week in range(65)]
    levels = [1 - 0.8**week + (0.2 if day.day > 22 else 0.0) for week, day in enumerate(weeks)]
    series = {}
    for name in names:
        mean = [200 * FACTORS[name] * level for level in levels]
        series[name] = {"mean": mean, "low": [0.9 * value for value in mean], "high": [1.1 * value for value in mean]}
    filling = {"mean": 4.1, "low": 1.2, "high": 7.0, "relative": {"mean": 0.02, "low": 0.006, "high": 0.034}}
    still = {"mean": -0.4, "low": -2.0, "high": 1.2, "relative": {"mean": -0.002, "low": -0.01, "high": 0.006}}
    checked = {name: {"before": 201.0, "after": 205.1, **filling} for name in names[:1]}
    checked |= {name: {"before": 190.3, "after": 189.9, **still} for name in names[1:]}
    return {
        "rule": "periods",
        "days": 92,
        "stationary": False,
        "once": [],
        "periods": [
            {"period": "month", "fit": "whole", "keys": ["demand.types.report.season.month_end"]},
            {"period": "year", "fit": "longer", "keys": ["demand.types.report.season.months"]},
        ],
        "pilot": None,
        "truncation_days": None,
        "weeks": [day.isoformat() for day in weeks],
        "open": series,
        "check": {"days": 28, "same_season": True, "designs": checked},
    }


def _load_axis(names: list[str]) -> dict[str, Any]:
    loads = [0.6, 0.75, 0.9, 1.05]
    steep = {"sections": 1.0, "sections_delegated": 0.86, "modules_central": 1.3, "modules": 1.15, "reform": 0.7}
    lines = {}
    for name in names:
        factor = FACTORS[name] * 5
        medians = [factor + steep.get(name, 0.9) * growth for growth in (0.0, 0.5, 2.4, 9.0)]
        last = "overloaded" if name in ("sections", "modules_central") else "steady"
        lines[name] = {
            "status": ["steady", "steady", "steady", last],
            "elapsed_days_median": medians,
            "elapsed_days_mean": [median * 1.4 for median in medians],
        }
    changes = {name: [] for name in names[1:]} | {"modules": [0.937]}
    return {"replications": 5, "loads": loads, "designs": lines, "sign_changes": changes}


def _sources() -> list[dict[str, Any]]:
    rows = [
        _source("institution.bureaus", "8", "reported", fact="003-004"),
        _source("institution.offices", "97", "reported", fact="003-005"),
        _source("designs.modules.units.count", "11", "reported", fact="003-006"),
        _source("load.nominal", "0.9", "own_estimate", changed=True),
    ]
    for group, zh, _ in TYPES:
        reason = {"zh": f"{zh}的数量按同级部门年度收文估计", "en": "Incoming papers a year, departments of this level"}
        rows.append(_source(f"demand.types.{group}.per_year", "1200", "assumed", [600, 2400], reason))
        hours = {"zh": "一次拟办需要半天左右", "en": "A draft takes about half a day"}
        rows.append(_source(f"demand.types.{group}.hours", "3.5", "assumed", [2.0, 6.0], hours))
    for name in ("transit_hours", "repeat_share", "repeat_hours"):
        mechanism = {"zh": "材料在单元之间流转的时间", "en": "Time that papers spend between units"}
        rows.append(_source(f"designs.reform.data.{name}", "0.3333333333", "assumed", [0.1, 1.0], mechanism))
    rows.append(_source("staff.skill_outside", "0.8", "assumed", [0.6, 1.0], None))
    return rows


def _source(
    key: str,
    value: str,
    kind: str,
    range_: list[float] | None = None,
    reason: dict[str, str] | None = None,
    *,
    fact: str | None = None,
    changed: bool = False,
) -> dict[str, Any]:
    row = {"key": key, "value": value, "kind": kind, "fact": fact}
    return row | {"range": range_, "reason": reason, "changed": changed}
