"""Tables for the terminal, in Chinese or English, with the titles and the rounding of the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.columns import columns
from analysis.report.catalogue import measure
from analysis.report.cells import measured
from analysis.report.method import precision_reached
from analysis.report.numbers import estimate, number
from analysis.report.reading import Reading
from analysis.report.shape_warm_up import Period
from analysis.report.stored import checked
from analysis.report.warm_up import length_sentence
from analysis.report.words import Words, words
from experiments.theory.page import figures

SHOWN = {
    "elapsed_days_mean": "terminal_mean",
    "elapsed_days_median": "terminal_median",
    "elapsed_days_p90": "terminal_p90",
    "on_time_share": "terminal_on_time",
    "capacity_multiple": "terminal_capacity",
    "capacity_on_time_multiple": "terminal_capacity_on_time",
}
"""Measures of the short table that `compare` prints, and the words that head them."""

WITH_INTERVAL = "elapsed_days_mean"
"""The measure whose interval is printed, beside that of the difference; the report has them all."""

STRUCTURE = ("units", "leaders", "posts", "levels", "hand_over_paths", "offices_faced", "smallest_unit")
"""What `check` prints of each design, by the keys of its result."""


def comparison_table(result: Mapping[str, Any], lang: str) -> str:
    """Return each design with its main measures, and the difference from the baseline with its interval.

    Figures are claimed as in the report: of a design that is not steady only as a bound, without interval.
    """
    say = words(lang)
    reading = Reading(checked(dict(result)), say)
    names = [name for name in SHOWN if any(name in design["measures"] for design in result["designs"].values())]
    head = [say.text("terminal_design"), say.text("terminal_status"), *(say.text(SHOWN[name]) for name in names)]
    rows = [[*head, say.text("terminal_difference")]]
    for design, found in result["designs"].items():
        figures = [reading.written(design, name, with_interval=name == WITH_INTERVAL) for name in names]
        rows.append([design, say.status(found["status"]), *figures, _difference(reading, design)])
    notes = [say.text("terminal_note")]
    if reading.comparison.precision is not None:
        notes.append(precision_reached(reading))
    if "capacity_multiple" in names:
        notes.append(say.text("terminal_capacity_note", replications=result["capacity"]["replications"]))
    if "capacity_on_time_multiple" in names:
        share = number(result["capacity"]["on_time"]["share"], form="share")
        notes.append(say.text("terminal_on_time_note", share=share))
    found = reading.comparison.warm_up
    if found is not None:
        notes.append(say.text("terminal_warm_up", days=found.days, rule=say.text(f"warm_up_by_{found.rule}")))
    notes.append("; ".join(f"{name} = {found['title'][lang]}" for name, found in result["designs"].items()))
    played = say.text(
        "terminal_window", first=result["window"]["from"], last=result["window"]["to"],
        replications=result["replications"], seed=result["seed"],
    )  # fmt: skip
    title = f"{result['title'][lang]}{say.text('colon')}{played}"
    return "\n".join([title, "", *columns(rows), "", *notes])


def _difference(reading: Reading, design: str) -> str:
    """Return a design's difference from the baseline, whether it is decided, and its interval."""
    if design == reading.comparison.baseline:
        return reading.words.text("terminal_baseline")
    cell = measured(reading, design, WITH_INTERVAL)
    verdict = reading.words.text(cell.reads) if cell.reads in ("undecided", "same") else ""
    return " ".join(part for part in (cell.difference, verdict, cell.interval) if part) or reading.words.text("nothing")


def measures_table(result: Mapping[str, Any], lang: str) -> str:
    """Return all measures of one design with their intervals."""
    say = words(lang)
    head = f"{result['scenario']} / {result['design']}: {say.status(result['status'])}"
    rows = [
        [say.measure(name), _figure(name, value, say, result["status"])] for name, value in result["measures"].items()
    ]
    length = [warm_up_length(result["warm_up"], say)] if "warm_up" in result else []
    return "\n".join([head, "", *columns(rows), "", *length])


def check_table(result: Mapping[str, Any], lang: str) -> str:
    """Return the arithmetic of a scenario and the structure of its designs."""
    say = words(lang)
    hours = "  ".join(f"{say.work(name)} {number(value)}" for name, value in result["offered_hours"].items())
    sources = "  ".join(f"{say.kind(kind)} {count}" for kind, count in result["sources"].items() if count)
    lines = [
        f"{result['scenario']}: {say.text('terminal_fine')}",
        f"{say.text('terminal_load')} {number(result['load'])}  ({hours}; {say.text('terminal_hours')} "
        f"{number(result['scheduled_hours'])})",
        f"{say.text('terminal_volume')} {number(result['volume_multiple'])}",
        f"{say.text('terminal_sources')}: {sources}",
    ]
    if result["sites"]["number"]:
        lines.append(say.text("terminal_sites", **{name: f"{count:,}" for name, count in result["sites"].items()}))
    if result["load"] > 1:
        lines.append(say.text("terminal_overload", load=number(result["load"])))
    lines.append(warm_up_length(result["warm_up"], say))
    titles = ("units", "leaders", "posts", "levels", "paths", "faced", "smallest")
    rows = [[say.text("terminal_design"), *(say.text(f"terminal_{title}") for title in titles)]]
    rows += [[name, *(str(found[key]) for key in STRUCTURE)] for name, found in result["designs"].items()]
    return "\n".join([*lines, "", *columns(rows)])


def validation_table(result: Mapping[str, Any], lang: str) -> str:
    """Return each quantity as theory has it and as it was simulated, with its band."""
    say = words(lang)
    heads = ("case", "quantity", "expected", "simulated", "band", "inside")
    rows = [[say.text(f"terminal_{head}") for head in heads]]
    for row in result["cases"]:
        verdict = say.text("said_yes" if row["inside"] else "said_no")
        rows.append([row["id"], row["quantity"], *figures(row), verdict])
    note = say.text(
        "terminal_bands", confidence=f"{result['confidence']:.0%}", quantities=result["quantities"],
        engine=result["engine"], seed=result["seed"],
    )  # fmt: skip
    return "\n".join([*columns(rows), "", note])


def warm_up_length(stored: Mapping[str, Any], say: Words) -> str:
    """Return the sentence on the rule and the length of a stored warm-up."""
    periods = [Period.model_validate(one) for one in stored["periods"]]
    pilot = (stored["pilot"] or {"replications": 0}) if "pilot" in stored else {"replications": None}  # not played yet
    return length_sentence(say, stored["rule"], stored["days"], periods, stored["once"], pilot["replications"])


def _figure(name: str, value: Mapping[str, Any], say: Words, status: str) -> str:
    known = measure(name)
    if known.bounded and status != "steady":
        return say.text("at_least", value=number(value["mean"], form=known.form))
    if known.falls and status == "overloaded":
        return say.text("at_most", value=number(value["mean"], form=known.form))
    return estimate(value["mean"], value["low"], value["high"], form=known.form)
