"""Sources: each number finds the entry that speaks for it, and an entry that cannot be true is refused."""

import json
import re

import pytest

from scenarios.facts import load_facts
from scenarios.sources import numbers, trace_sources
from sim.errors import InputError

REASON = {"zh": "与邻市同规模的局相比", "en": "as in a bureau of this size nearby"}
MODULES = {"keys": ["designs.modules.units.count"], "kind": "reported", "fact": "003-006"}
RATES = {
    "keys": ["demand.types.*.per_year"],
    "kind": "assumed",
    "range_factor": [0.5, 2],
    "reason": REASON,
}


def scenario(*entries, count=11, **more):
    types = {"directive": {"per_year": 1200}, "request": {"per_year": 300, "urgent": True}}
    return {
        "title": {"zh": "例", "en": "example"},
        "demand": {"types": types, **more},
        "designs": {"modules": {"units": {"count": count}}},
        "sources": list(entries),
    }


def trace(config, changed=(), own=False):
    return trace_sources(config, blocks=("demand", "designs"), facts=load_facts(), changed=frozenset(changed), own=own)


def by_key(config, **options):
    return {row.key: row for row in trace(config, **options)}


def refused(config, **options):
    with pytest.raises(InputError) as error:
        trace(config, **options)
    return str(error.value)


# What counts as a number


def test_numbers_are_figures_and_clock_times_of_the_named_blocks():
    config = {
        "seed": 7,
        "demand": {
            "rates": [1, {"mean": 2.5}],
            "opens": "08:30",
            "digital": True,
            "title": "12",
            "none": None,
        },
        "days": {"from": "2021-01-01", "at": ("13:30", "8:30 pm")},
    }

    assert numbers(config, ["demand", "days", "absent"]) == {
        "demand.rates.0": 1,
        "demand.rates.1.mean": 2.5,
        "demand.opens": "08:30",
        "days.at.0": "13:30",
    }


# What comes back


def test_each_number_has_a_row_in_the_order_of_the_configuration():
    rows = trace(scenario(RATES, MODULES))

    assert [row.key for row in rows] == [
        "demand.types.directive.per_year",
        "demand.types.request.per_year",
        "designs.modules.units.count",
    ]
    assert [row.kind for row in rows] == ["assumed", "assumed", "reported"]


def test_a_row_as_it_is_stored():
    rows = trace(scenario(RATES, MODULES))

    assert rows[0].as_dict() == {
        "key": "demand.types.directive.per_year",
        "value": "1200",
        "kind": "assumed",
        "fact": None,
        "range": [600, 2400],
        "reason": REASON,
        "changed": False,
    }
    assert rows[2].as_dict() | {"key": ""} == {
        "key": "",
        "value": "11",
        "kind": "reported",
        "fact": "003-006",
        "range": None,
        "reason": None,
        "changed": False,
    }
    assert json.loads(json.dumps([row.as_dict() for row in rows]))[0]["range"] == [600, 2400]


def test_a_range_of_multiples_is_told_without_rounding_noise_and_in_rising_order():
    share = {"keys": ["demand.share"], "kind": "assumed", "range_factor": [0.1, 3], "reason": REASON}
    drift = {**share, "keys": ["demand.drift"]}

    rows = by_key(scenario(RATES, MODULES, share, drift, share=0.1, drift=-2))

    assert rows["demand.share"].range == (0.01, 0.3)
    assert rows["demand.drift"].range == (-6, -0.2)


def test_a_calibrated_row_says_to_what():
    fitted = {"keys": ["demand.volume"], "kind": "calibrated", "to": "003-024"}

    bare = by_key(scenario(RATES, MODULES, fitted, volume=1.03))["demand.volume"]
    reasoned = by_key(scenario(RATES, MODULES, {**fitted, "reason": REASON}, volume=1.03))["demand.volume"]

    assert (bare.kind, bare.fact) == ("calibrated", None)
    assert bare.reason == {"zh": "003-024", "en": "003-024"}
    assert reasoned.reason["en"] == f"003-024; {REASON['en']}"


def test_a_clock_time_has_a_range_of_clock_times():
    opens = {"keys": ["demand.opens"], "kind": "assumed", "range": ["08:00", "09:00"], "reason": REASON}

    assert by_key(scenario(RATES, MODULES, opens, opens="08:30"))["demand.opens"].range == ("08:00", "09:00")
    assert "'09:30', outside its own range ['08:00', '09:00']" in refused(
        scenario(RATES, MODULES, opens, opens="09:30")
    )


# Which entry speaks for a number


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("demand.**", "demand.*.*.*"),
        ("demand.types.*.per_year", "demand.types.directive.per_year"),
        ("demand.*.*.per_year", "demand.types.*.per_year"),
        ("**.directive.**", "**.directive.per_year"),
    ],
)
@pytest.mark.parametrize("stronger_first", [True, False])
def test_the_more_specific_pattern_wins_wherever_it_stands(weaker, stronger, stronger_first):
    loses = {**RATES, "keys": [weaker], "range_factor": [0.9, 1.1]}
    wins = {**RATES, "keys": [stronger], "range_factor": [0.5, 2]}
    entries = (wins, loses) if stronger_first else (loses, wins)

    rows = by_key(scenario(*entries, RATES | {"keys": ["demand.types.request.*"]}, MODULES))

    assert rows["demand.types.directive.per_year"].range == (600, 2400)


def test_of_two_equally_specific_patterns_the_later_wins():
    """Their length does not count, so that the general entry of a file stands before its exceptions."""
    later = {**RATES, "keys": ["demand.types.directive.*"], "range_factor": [0.9, 1.1]}

    assert by_key(scenario(RATES, later, MODULES))["demand.types.directive.per_year"].range == (1080, 1320)
    assert by_key(scenario(later, RATES, MODULES))["demand.types.directive.per_year"].range == (600, 2400)

    long, short = {**later, "keys": ["demand.types.**"]}, {**RATES, "keys": ["demand.**"]}
    assert by_key(scenario(long, short, MODULES))["demand.types.directive.per_year"].range == (600, 2400)


# Numbers of the user's own


def test_an_overridden_number_becomes_an_own_estimate_and_keeps_its_range():
    config = scenario(RATES, {**RATES, "keys": ["demand.share"], "range": [0, 1], "range_factor": None}, MODULES)
    config["demand"]["share"] = 4

    row = by_key(config, changed=["demand.share"])["demand.share"]

    assert (row.kind, row.changed, row.range, row.reason) == ("own_estimate", True, (0, 1), None)


def test_an_overridden_number_need_not_equal_its_fact():
    row = by_key(scenario(RATES, MODULES, count=20), changed=["designs.modules.units.count"])[
        "designs.modules.units.count"
    ]

    assert (row.value, row.kind, row.fact, row.changed) == (20, "own_estimate", None, True)


def test_overriding_a_whole_block_changes_its_numbers_and_no_neighbour_of_like_name():
    config = scenario(RATES, MODULES)
    config["demand"]["types"]["directive_late"] = {"per_year": 5}

    rows = by_key(config, changed=["demand.types.directive"])

    assert rows["demand.types.directive.per_year"].changed
    assert not rows["demand.types.directive_late.per_year"].changed


def test_a_number_that_the_user_adds_to_a_shipped_scenario_is_an_own_estimate():
    row = by_key(scenario(RATES, MODULES, extra=3), changed=["demand.extra"])["demand.extra"]

    assert (row.kind, row.range, row.changed) == ("own_estimate", None, True)


def test_a_source_is_not_stale_because_the_user_took_its_number_away():
    config = scenario(RATES, MODULES)
    del config["designs"]["modules"]

    assert len(trace(config, changed=["designs.modules"])) == 2
    assert len(trace(config, changed=["designs.modules.units.count"])) == 2
    assert "matches no number" in refused(config)


def test_in_an_own_file_a_number_without_an_entry_is_an_own_estimate():
    rows = by_key(scenario(MODULES), own=True)

    assert rows["demand.types.request.per_year"].kind == "own_estimate"
    assert not rows["demand.types.request.per_year"].changed
    assert rows["designs.modules.units.count"].kind == "reported"


def test_an_own_file_may_have_no_sources_and_stale_ones():
    config = scenario({**RATES, "keys": ["demand.gone"]})
    assert len(trace(config, own=True)) == 3

    del config["sources"]
    assert {row.kind for row in trace(config, own=True)} == {"own_estimate"}


def test_an_own_file_is_held_to_the_sources_it_claims():
    assert "reports 11" in refused(scenario(MODULES, count=12), own=True)


# What is refused


def test_numbers_without_a_source_are_refused_with_the_first_five():
    config = scenario(RATES, MODULES, waits=[1, 2, 3, 4, 5, 6, 7])

    assert refused(config).startswith(
        "7 numbers have no source: demand.waits.0, demand.waits.1, demand.waits.2, demand.waits.3, "
        "demand.waits.4 and 2 more. Add to the scenario's `sources:` an entry"
    )
    assert refused(scenario(RATES)).startswith("1 number has no source: designs.modules.units.count. Add")


def test_a_stale_pattern_is_refused_even_beside_one_that_matches():
    sentence = refused(scenario({**RATES, "keys": [*RATES["keys"], "demand.typs.*.per_year"]}, MODULES))

    assert sentence.startswith("sources.0 (demand.types.*.per_year, demand.typs.*.per_year): ")
    assert "the pattern 'demand.typs.*.per_year' matches no number of the scenario." in sentence
    assert "Did you mean 'demand.types." in sentence
    assert "`*` stands for one whole segment" in sentence


def test_an_unknown_fact_is_refused_with_the_nearest():
    sentence = refused(scenario(RATES, {**MODULES, "fact": "003-0066"}))

    assert sentence.startswith("sources.1 (designs.modules.units.count): no reported fact has the id '003-0066'.")
    assert "Did you mean '003-006'?" in sentence


def test_a_value_that_its_fact_does_not_report_is_refused():
    assert refused(scenario(RATES, MODULES, count=12)) == (
        "sources.1 (designs.modules.units.count): designs.modules.units.count is 12, but fact 003-006 "
        "(economic development bureau: modules) reports 11 (unit: modules). "
        "Take the reported value, or make the entry assumed."
    )


@pytest.mark.parametrize("count", [8, 27])
def test_the_value_before_and_the_value_after_are_both_reported(count):
    agriculture = {**MODULES, "fact": "000-018"}

    assert by_key(scenario(RATES, agriculture, count=count))["designs.modules.units.count"].fact == "000-018"
    assert "reports 8 or 27" in refused(scenario(RATES, agriculture, count=9))


def test_a_number_cannot_be_reported_by_a_text():
    per_officer = {**MODULES, "fact": "000-014"}

    sentence = refused(scenario(RATES, per_officer, count=2))

    assert "is 2, but fact 000-014 (offices per officer) gives '2-3', which cannot be compared" in sentence
    assert "Make the entry assumed, and name the fact" in sentence


def test_a_clock_time_may_be_reported_by_a_text_and_not_by_a_number():
    told_in_words = {"keys": ["demand.opens"], "kind": "reported", "fact": "002-019"}

    rows = by_key(scenario(RATES, MODULES, told_in_words, opens="08:30"))
    sentence = refused(scenario(RATES, MODULES, {**told_in_words, "fact": "003-006"}, opens="08:30"))

    assert (rows["demand.opens"].kind, rows["demand.opens"].fact) == ("reported", "002-019")
    assert "gives 11, which cannot be compared" in sentence


@pytest.mark.parametrize("role", ["outcome", "pledge", "volume", "claim"])
def test_a_fact_that_is_no_input_is_refused_as_one(role):
    fact = next(fact for fact in load_facts().values() if fact.role == role)

    sentence = refused(scenario(RATES, {**MODULES, "fact": fact.id}, count=fact.after))

    assert f"takes fact {fact.id} ({fact.quantity}) as an input, but its role is {role!r}" in sentence
    assert "Only context, input, mechanism may go into a case" in sentence


@pytest.mark.parametrize(
    ("entry", "essence"),
    [
        ({**RATES, "range_factor": None}, "is assumed with no range, but needs exactly one of"),
        ({**RATES, "range": [1, 2]}, "is assumed with range and range_factor, but needs exactly one of"),
        ({**RATES, "range_factor": [2, 0.5]}, "has range_factor=[2, 0.5], but needs [lo, hi]"),
        ({**RATES, "range_factor": [2]}, "has range_factor=[2], but needs [lo, hi]"),
        ({**RATES, "range_factor": ["08:00", "09:00"]}, "but needs [lo, hi], two numbers in rising order"),
        ({**RATES, "reason": None}, "is assumed with reason=None, but needs a reason in both languages"),
        (
            {**RATES, "reason": {"zh": "法", "en": "law", "art. 42": None}},
            "has a reason with 'art. 42' beside zh and en; expected these two, quoted if they hold commas",
        ),
        ({**RATES, "reason": {"en": "so"}}, "with reason={'en': 'so'}, but needs a reason in both languages"),
        ({**RATES, "fact": "003-006"}, "is assumed and names fact '003-006', but only a reported one does"),
        ({**RATES, "kind": "asumed"}, "is of kind 'asumed'. Did you mean 'assumed'?"),
        ({**RATES, "reasn": REASON}, "has a field 'reasn'. Did you mean 'reason'?"),
        ({**RATES, "keys": []}, "has keys=[], but needs a list of dotted keys or patterns"),
        ({**RATES, "keys": "demand.**"}, "has keys='demand.**', but needs a list"),
        (
            {"keys": ["demand.**"], "kind": "calibrated"},
            "is calibrated, but does not say to what. Add `to: ...`.",
        ),
        ({"keys": ["demand.**"], "kind": "reported"}, "is reported with fact=None, but needs an id"),
        ("demand.**", "sources.1 is 'demand.**', but an entry has the fields keys, kind"),
    ],
)
def test_an_entry_that_is_not_whole_is_refused_in_either_kind_of_file(entry, essence):
    for own in (False, True):
        sentence = refused(scenario(MODULES, entry), own=own)

        assert sentence.startswith("sources.1")
        assert essence in sentence


@pytest.mark.parametrize(
    ("spread", "value", "essence"),
    [
        ({"range": [1, 2]}, 3, "demand.share is 3, outside its own range [1, 2]."),
        ({"range_factor": [1.5, 2]}, 3, "outside its own range: range_factor [1.5, 2] does not hold 1"),
        ({"range_factor": [0.5, 2]}, 0, "demand.share is 0, of which a multiple says nothing"),
        ({"range_factor": [0.5, 2]}, "08:30", "demand.share is '08:30', of which a multiple says nothing"),
        (
            {"range": [8, 9]},
            "08:30",
            "is '08:30', but its range is [8, 9]. A clock time needs a range of clock times",
        ),
    ],
)
def test_a_value_that_its_own_range_does_not_hold_is_refused_unless_overridden(spread, value, essence):
    entry = {"keys": ["demand.share"], "kind": "assumed", "reason": REASON, **spread}
    config = scenario(RATES, MODULES, entry, share=value)

    assert re.match(r"sources\.2 \(demand\.share\): ", refused(config))
    assert essence in refused(config)
    assert by_key(config, changed=["demand.share"])["demand.share"].changed
