"""The titles of groups of matters and people, by what they are formed by."""

from __future__ import annotations

from experiments.describe import title_of
from scenarios.building import Scenario

_FIXED = {
    ("origin", "office"): {"zh": "上级处室", "en": "Upper-level offices"},
    ("origin", "enterprise"): {"zh": "企业和群众", "en": "Enterprises and residents"},
    ("rank", "officer"): {"zh": "一般干部", "en": "Officers"},
    ("rank", "head"): {"zh": "科长、模块长", "en": "Heads of units"},
    ("rank", "deputy"): {"zh": "分管领导", "en": "Deputies"},
    ("rank", "chief"): {"zh": "主要领导", "en": "Chief"},
}


def group_titles(scenario: Scenario) -> dict[tuple[str, str], dict[str, str]]:
    """Return the title of each (dimension, group), in both languages."""
    types = {("type", kind.name): kind.title for kind in scenario.demand.types}
    return {key: title_of(title) for key, title in types.items() if title is not None} | _FIXED
