"""Judging: what was predicted of a figure beside what is reported of afterwards, which nothing before this has read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.prediction import (
    Reported,
    Scores,
    Spread,
    Verdict,
    as_shares,
    believed,
    bound_verdict,
    further_designs,
    interval_score,
    null_predictions,
    percentile_verdict,
    spread,
    verdict,
    what_it_takes,
    where_time_goes,
    why_no_prediction,
)
from analysis.prediction.reported import middle
from analysis.report.words import LANGUAGES, words
from conf.evidence import Figure
from experiments.describe import title_of
from experiments.reproducing.cases import Case, Target
from experiments.reproducing.predicting import distribution_of
from experiments.reproducing.quantities import in_unit_of, measured_by
from experiments.reproducing.time_parts import mean_parts
from scenarios.facts import Fact, find_fact, load_facts
from scenarios.reported_figures import DAYS, Told, told_by
from sim.arrays import Floats
from sim.errors import InputError
from sim.institution import Title

Row = dict[str, Any]
Found = Mapping[str, Any]


def rows_of(case: Case, found: Found, frozen: Mapping[str, Any]) -> list[Row]:
    """Return a row for each figure of a case, given what was found of it and when its ranges were frozen."""
    told = {"calibrated": _calibrated, "percentile": _percentile, "sanity_bound": _bound}
    return [
        {**_about(case, name, figure, frozen), **told[figure.kind](case, name, figure, found)}
        for name, figure in case.figures.items()
    ]


def reported_sides(figure: Figure) -> dict[str, Any]:
    """Return what is reported of both sides, as it is stored."""
    facts = load_facts()
    sides = {side: told_by(figure, side, facts) for side in ("before", "after")}
    return {side: None if told is None else told.as_json() for side, told in sides.items()}


def place_in(counts: list[int], days: float) -> float:
    """Return the share of matters that take at most so many days, by how many took 0, 1, 2 … whole days.

    Within a day matters are taken to be spread evenly; the last bin is longer than any time that is asked about.

    >>> place_in([1, 2, 1], 1.5)
    0.5
    """
    reached = np.concatenate([[0], np.cumsum(counts[:-1])]) / sum(counts)
    return float(np.interp(days, np.arange(reached.size), reached))


def _about(case: Case, name: str, figure: Figure, frozen: Mapping[str, Any]) -> Row:
    fact = _telling(figure)
    return {
        "scenario": case.name, "figure": name, "title": title_of(figure.title), "kind": figure.kind,
        "unit": figure.unit, "facts": list(figure.facts), "reported": reported_sides(figure),
        "before": None, "after": None, "nulls": {}, "null_scores": {}, "further": {}, "score": None, "spread": None,
        "draws": None, "role": fact.role, "statistic": fact.statistic, "inside": None, "residual": None, "belief": [],
        "must_believe": None, "parts": None, "where": None, "takes": None,
        "note": figure.note and title_of(figure.note), "design": figure.design, "frozen": dict(frozen),
    }  # fmt: skip


def _telling(figure: Figure) -> Fact:
    """Return the fact that tells the after side of a figure, the first one if none does."""
    facts = [find_fact(name, load_facts()) for name in figure.facts]
    return next((fact for fact in facts if fact.after is not None), facts[0])


def _after(figure: Figure) -> Reported:
    told = told_by(figure, "after", load_facts())
    if told is None:
        raise InputError(f"no fact of {', '.join(figure.facts)} tells the figure after; expected one that does.")
    return told.as_json()


def _target(case: Case, name: str) -> Target:
    return next(target for target in case.targets if target.name == name)


def _calibrated(case: Case, name: str, figure: Figure, found: Found) -> Row:
    target, predicted = _target(case, name), found["figures"][name]
    draws = {key: predicted.get(key, 0) for key in ("tried", "accepted", "fates", "lost", "open")}
    if predicted["after"] is None:
        return {"draws": draws, "why": why_no_prediction(draws["accepted"], figure.accepted, draws["tried"])}
    before, after = (np.array(predicted[side]) for side in ("before", "after"))
    designs = {null: np.array(values) for null, values in predicted["nulls"].items()}
    beyond = {null: designs.pop(null) for null in case.further(figure)}
    nulls = null_predictions(before, target.ratios, designs, case.confidence)
    reported, whole = _after(figure), spread(after, case.confidence)
    scores = Scores(
        prediction=interval_score(whole.low, whole.high, reported, case.confidence),
        nulls={null: one.score(reported, case.confidence) for null, one in nulls.items()},
        titles=_titles(figure),
    )
    further = further_designs(
        beyond, _titles(figure), target.before.as_json(), reported, tolerance=figure.tolerance,
        confidence=case.confidence,
    )  # fmt: skip
    judged = verdict(
        whole, target.before.as_json(), reported, unit=figure.unit, scores=scores, confidence=case.confidence
    )
    belief = believed(
        case.axes, np.array(predicted["shares"]), after.mean(axis=1), target.before.as_json(), reported,
        unit=figure.unit, tolerance=figure.tolerance,
    )  # fmt: skip
    return {
        **_judged(judged, whole, spread(before, case.confidence)),
        "why": _with_losses(judged, predicted),
        "nulls": {null: one.as_estimate() for null, one in nulls.items()},
        "null_scores": dict(scores.nulls), "score": scores.prediction, "draws": draws,
        "belief": [row.as_dict() for row in belief.rows], "must_believe": belief.said,
        "further": {name: one.as_dict() for name, one in further.items()}, "takes": what_it_takes(further, figure.unit),
        **_parts(predicted["parts"]["before"], predicted["parts"]["after"]),
    }  # fmt: skip


def _titles(figure: Figure) -> dict[str, Title]:
    return {null: one.title for null, one in figure.nulls.items()}


def _parts(before: Mapping[str, float], after: Mapping[str, float]) -> Row:
    """Return where the predicted time goes, before and after: days of each part as shares, and the largest in words."""
    sides = {"before": as_shares(before), "after": as_shares(after)}
    return {"parts": sides, "where": where_time_goes(sides["before"], sides["after"])}


def _judged(judged: Verdict, after: Spread, before: Spread | None) -> Row:
    return {
        "before": None if before is None else before.as_estimate(),
        "after": after.as_estimate(), "spread": after.as_parts(), "inside": judged.inside, "place": judged.place,
        "residual": judged.residual, "residual_share": judged.residual_share, "why": judged.why,
    }  # fmt: skip


def _with_losses(judged: Verdict, predicted: Found) -> dict[str, str]:
    """Return why, and how many draws have no figure afterwards, or one that open matters only bound."""
    counts = {"open": predicted["open"], "lost": predicted["lost"], "draws": len(predicted["draws"])}
    said = {}
    for lang in LANGUAGES:
        say = words(lang)
        further = [say.text(f"pred_{key}", **counts) for key in ("open", "lost") if counts[key]]
        said[lang] = say.text("sentence_sep").join([judged.why[lang], *further])
    return said


def _percentile(case: Case, name: str, figure: Figure, found: Found) -> Row:
    """Return where reported times lie among those that the accepted draws of another figure predict, draw by draw."""
    assert figure.of is not None
    predicted, rests = found["figures"][figure.of], case.figures[figure.of]
    draws = {key: predicted.get(key, 0) for key in ("tried", "accepted")}
    if predicted["after"] is None:
        return {"draws": draws, "why": why_no_prediction(draws["accepted"], rests.accepted, draws["tried"])}
    facts = load_facts()
    before, after = told_by(figure, "before", facts), _after(figure)
    places = {
        side: _places(predicted, design, figure, told)
        for side, design, told in (("before", case.file.baseline, before), ("after", figure.design, after))
        if told is not None
    }
    spreads = {side: spread(values, case.confidence) for side, values in places.items() if values is not None}
    if "after" not in spreads:
        return {"draws": draws, "why": _in_both("pred_no_value")}
    sides = (None if before is None else before.as_json(), after)
    judged = percentile_verdict(
        spreads.get("before"), spreads["after"], sides, unit=figure.unit, confidence=case.confidence
    )
    return {**_judged(judged, spreads["after"], spreads.get("before")), "draws": draws}


def _places(predicted: Found, design: str, figure: Figure, told: Told | Reported) -> Floats | None:
    """Return the place of a reported time in the distribution of each draw that has one, [draw, 1]."""
    reported = told.as_json() if isinstance(told, Told) else told
    days = middle(reported) * DAYS[figure.unit]
    distributions = distribution_of(dict(predicted), design, figure.type)
    values = [place_in(counts, days) for counts in distributions if counts is not None]
    return np.array(values)[:, None] if values else None


def _bound(case: Case, name: str, figure: Figure, found: Found) -> Row:
    """Return a figure that is reported for afterwards alone, beside what its design comes to over the ranges.

    A pledge, and a time, are limits: the predicted interval should lie at or below them. Any other number should lie
    within the interval.
    """
    [quantity] = measured_by(figure)
    values = _over_ranges(case, found, figure.design, quantity.name, in_unit_of(figure, quantity.measure))
    if values is None:
        return {"why": _in_both("pred_no_value")}
    before = _over_ranges(case, found, case.file.baseline, quantity.name, in_unit_of(figure, quantity.measure))
    reported, whole = _after(figure), spread(values, case.confidence)
    pledged = _telling(figure).role == "pledge"
    if pledged or figure.unit in DAYS:
        judged = bound_verdict(whole, reported, unit=figure.unit, pledged=pledged)
    else:
        judged = verdict(whole, None, reported, unit=figure.unit, confidence=case.confidence)
    points = {"tried": len(found["range"]["shares"]), "accepted": len(values)}
    return {
        **_judged(judged, whole, None if before is None else spread(before, case.confidence)),
        "score": interval_score(whole.low, whole.high, reported, case.confidence), "draws": points,
        **_parts(*(_mean_parts(found, design, figure) for design in (case.file.baseline, figure.design))),
    }  # fmt: skip


def _mean_parts(found: Found, design: str, figure: Figure) -> dict[str, float]:
    """Return the mean days of each part of a design's time, over the points of the ranges at which it is known."""
    by_name = found["range"]["quantities"][design]
    points = range(len(found["range"]["shares"]))
    known = [
        {name: np.array(values[at]) for name, values in by_name.items() if values[at] is not None} for at in points
    ]
    return mean_parts(known, figure.type)


def _over_ranges(case: Case, found: Found, design: str, quantity: str, factor: float) -> Floats | None:
    """Return a quantity of a design in the figure's unit at the points that have it, [point, replication]."""
    points = found["range"]["quantities"][design].get(quantity, [])
    kept = [values for values in points if values is not None]
    return np.array(kept) * factor if kept else None


def _in_both(key: str) -> dict[str, str]:
    return {lang: words(lang).text(key) for lang in LANGUAGES}
