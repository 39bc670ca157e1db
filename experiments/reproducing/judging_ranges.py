"""Judging a case over its ranges: where the reform helps or hurts, whom it makes worse, and what it would take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.prediction import better_way, effect_shares, effects_of, harmful_when, risk, worse_groups
from analysis.report.words import LANGUAGES, words
from experiments.describe import title_of
from experiments.group_titles import group_titles
from experiments.reproducing.cases import MECHANISMS, Case
from experiments.reproducing.evidence import traced
from experiments.reproducing.ranging import ERRORS, comparable, settled
from experiments.reproducing.tasks import only
from scenarios.building import build_scenario
from scenarios.sources import KINDS
from sim.arrays import Floats

Found = Mapping[str, Any]


def case_of(case: Case, found: Found) -> dict[str, Any]:
    """Return what is told of a case over its ranges, given what was found there."""
    file, block, ranged = case.file, case.uncertainty, found["range"]
    differences = _differences(case, ranged, block.measure)
    known = settled(dict(ranged), (file.baseline, block.reform), block.measure)
    effects = effects_of(differences, better_way(block.measure), known)
    hazard = risk(_differences(case, ranged, ERRORS))
    return {
        "scenario": case.name,
        "title": title_of(file.title),
        "story": None if file.story is None else title_of(file.story),
        "baseline": file.baseline,
        "reform": block.reform,
        "designs": {name: title_of(one.title) for name, one in file.designs.items() if one.title is not None},
        "measure": block.measure,
        "points": len(ranged["shares"]),
        "replications": block.replications,
        "refused": ranged["refused"],
        **{effect: share.as_dict() for effect, share in effect_shares(effects).items()},
        "mechanisms": _mechanisms(case, ranged),
        "worse": _worse(case, ranged),
        "quality": None if hazard is None else hazard.as_dict(),
        "equivalent_posts": _posts(found["posts"]),
        "harmful": harmful_when(case.axes, np.array(ranged["shares"]), differences, block.measure, known).as_dict(),
        "sources": _sources(case),
    }


def _differences(case: Case, ranged: Found, name: str, design: str | None = None) -> list[Floats | None]:
    """Return design minus baseline in a quantity, at each point by replication; None where it cannot be compared.

    The design is the reform if none is named.
    """
    designs = (case.file.baseline, design or case.uncertainty.reform)
    measure = name.rpartition("/")[2]
    may = comparable(dict(ranged), designs, measure)
    sides = [ranged["quantities"][one].get(name, [None] * len(may)) for one in designs]
    return [
        np.subtract(after, before) if fine and before is not None and after is not None else None
        for fine, before, after in zip(may, *sides, strict=True)
    ]


def _mechanisms(case: Case, ranged: Found) -> dict[str, Any] | None:
    """Return what the mechanisms of the reform alone do over the ranges; None where the case has no such design."""
    if MECHANISMS not in case.ranged or MECHANISMS in (case.file.baseline, case.uncertainty.reform):
        return None
    differences = _differences(case, ranged, case.uncertainty.measure, MECHANISMS)
    known = settled(dict(ranged), (case.file.baseline, MECHANISMS), case.uncertainty.measure)
    effects = effects_of(differences, better_way(case.uncertainty.measure), known)
    return {effect: share.as_dict() for effect, share in effect_shares(effects).items()}


def _worse(case: Case, ranged: Found) -> list[dict[str, Any]]:
    groups = {}
    for name in ranged["quantities"][case.uncertainty.reform]:
        dimension, _, rest = name.partition("/")
        if rest:
            groups[dimension, rest.rpartition("/")[0]] = _differences(case, ranged, name)
    titles = group_titles(build_scenario(only(case.file, ())))
    return [
        {
            "dimension": one.dimension, "group": one.group, "title": titles.get((one.dimension, one.group)),
            "share": one.share, "points": one.points, "seen": one.seen,
        }
        for one in worse_groups(groups)
    ]  # fmt: skip


def _posts(posts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the equivalent posts with the reason why there are none in both languages."""
    reason = posts["reason"]
    difference = None if posts["posts"] is None else posts["posts"] - posts["baseline_posts"]
    said = None if reason is None else {lang: words(lang).text(f"pred_{reason}") for lang in LANGUAGES}
    return {**posts, "difference": difference, "reason": said}


def _sources(case: Case) -> dict[str, int]:
    counts = Counter(row.kind for row in traced(case.configuration))
    return {kind: counts[kind] for kind in (*KINDS, "own_estimate")}
