"""What is said of a warm-up: by which rule it is so long, whether it sufficed, and where MSER-5 would cut."""

from collections.abc import Mapping

from analysis.report import numbers
from analysis.report.shape_warm_up import Check, Filling, Period, WarmUp
from analysis.report.verdict import is_decided
from analysis.report.words import Words

KEYS_NAMED = 3
"""Keys that a sentence names; of more it says how many."""


def warm_up_sentences(said: Words, found: WarmUp, names: Mapping[str, str]) -> list[str]:
    """Return the sentences on a warm-up; `names` are the designs as they are called."""
    pilot = 0 if found.pilot is None else found.pilot.replications
    sentences = [length_sentence(said, found.rule, found.days, found.periods, found.once, pilot)]
    sentences.append(_check(said, found.check, names))
    if found.truncation_days is None:
        return [*sentences, said.text("warm_up_no_truncation")]
    return [*sentences, *_truncation(said, found.truncation_days, names)]


def length_sentence(
    said: Words, rule: str, days: int, periods: list[Period], once: list[str], pilot: int | None
) -> str:
    """Return by which rule a warm-up is so long, and how the demand's periods lie in it.

    `pilot` is the number of pilot replications; None where they are still to be played.
    """
    if rule == "mser5" and pilot is None:
        return said.text("warm_up_pending")
    if not days and rule != "mser5":
        return said.text("warm_up_none")
    clauses = [said.text(f"warm_up_rule_{rule}", days=numbers.exact(days), replications=pilot)]
    if all(not one.keys for one in periods):
        clauses.append(said.text("warm_up_no_season"))
    for fit in ("whole", "cut", "longer"):
        named = [said.text(f"warm_up_{one.period}") for one in periods if one.fit == fit]
        if named:
            clauses.append(said.text(f"warm_up_{fit}", periods=said.listed(named)))
    if once:
        clauses.append(said.text("warm_up_once", keys=_keys(said, once)))
    return said.text("clause_sep").join(clauses) + said.text("full_stop").rstrip()


def _keys(said: Words, keys: list[str]) -> str:
    more = [said.text("institution_folded", count=len(keys) - KEYS_NAMED)] if len(keys) > KEYS_NAMED else []
    return said.listed([*keys[:KEYS_NAMED], *more])


def _check(said: Words, check: Check, names: Mapping[str, str]) -> str:
    if check.designs is None:
        return said.text("warm_up_unchecked")
    season = said.text("warm_up_same_season" if check.same_season else "warm_up_other_season")
    items = said.text("clause_sep").join(
        _filling(said, names[design], one) for design, one in check.designs.items() if design in names
    )
    told = said.text("warm_up_check", days=check.days, season=season, items=items)
    if any(_reads(one) == "filling" for one in check.designs.values()):
        return told + said.text("sentence_sep") + said.text("warm_up_filled")
    return told


def _filling(said: Words, name: str, one: Filling) -> str:
    """Return a design's open matters before and after, their difference with its interval, and how that reads."""
    change, _, interval = numbers.estimate(one.mean, one.low, one.high, signed=True).partition(" ")
    if one.relative is not None:
        change += said.text("measures_relative", value=numbers.number(one.relative.mean, signed=True, form="share"))
    return said.text(
        "warm_up_item", design=said.quoted(name), before=numbers.number(one.before), after=numbers.number(one.after),
        change=f"{change} {interval}".rstrip(), reads=said.text(f"warm_up_{_reads(one)}"),
    )  # fmt: skip


def _reads(one: Filling) -> str:
    if one.low is None or not is_decided(one.low, one.high):
        return "undecided"
    return "filling" if one.low > 0 else "emptying"


def _truncation(said: Words, days: Mapping[str, int | None], names: Mapping[str, str]) -> list[str]:
    known = {said.quoted(names[design]): found for design, found in days.items() if design in names}
    cuts = [said.text("warm_up_cuts", design=name, days=found) for name, found in known.items() if found is not None]
    short = [name for name, found in known.items() if found is None]
    sentences = [said.text("warm_up_truncation", items=said.listed(cuts))] if cuts else []
    return [*sentences, said.text("warm_up_too_short", designs=said.listed(short))] if short else sentences
