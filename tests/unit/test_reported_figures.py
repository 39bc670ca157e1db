"""Reported figures: what facts tell in a figure's unit, which of them may be held against a case, and ratios."""

from dataclasses import replace
from math import inf

import pytest

from conf.evidence import Figure, Null, Reported
from scenarios.facts import Fact, load_facts
from scenarios.reported_figures import Told, check_reported, factor_between, ratio_of, told_by
from sim.errors import InputError, UnknownName
from sim.institution import Title

TITLE = Title(zh="办理天数", en="Handling time")
BLANK = {"city": "", "system": "", "quantity": "days", "report": "003"}


def figure(*facts, unit="day", **more):
    given = {"title": TITLE, "kind": "calibrated", "facts": facts, "unit": unit, "design": "after"}
    return Figure(**(given | more))


def fact(before=None, after=None, *, unit="day", role="outcome", name="1"):
    return Fact(id=name, before=before, after=after, unit=unit, role=role, **BLANK)


def told(value, unit, figure_unit):
    return told_by(figure("1", unit=figure_unit), "before", {"1": fact(value, unit=unit)})


@pytest.mark.parametrize(
    ("value", "unit", "in_unit", "ends"),
    [
        (80, "day", "day", (80, 80)),
        (2, "hour", "minute", (120, 120)),
        (73, "day", "month", (2.4, 2.4)),  # a month is 365/12 days: 73 / 30.41666…
        ("3-6 month", "-", "day", (91.25, 182.5)),
        ("7-15 day", "-", "day", (7, 15)),
        (">=90 (3 months)", "day", "day", (90, inf)),
        ("<= 2.5", "day", "hour", (-inf, 60)),
        ("30+", "items", "number", (30, inf)),
        (96.6, "%", "share", (0.966, 0.966)),
        ("2-3", "offices/person", "number", (2, 3)),
    ],
)
def test_a_side_is_told_in_the_figures_unit(value, unit, in_unit, ends):
    found = told(value, unit, in_unit)

    assert (found.low, found.high) == pytest.approx(ends)


def test_shipped_facts_tell_what_the_reports_say():
    facts = load_facts()
    seal, house = figure("003-024"), figure("004-012")
    developer = figure("000-024", "000-023", kind="percentile", of="x")

    assert [told_by(seal, side, facts) for side in ("before", "after")] == [Told(80, 80), Told(40, 40)]
    assert [told_by(house, side, facts) for side in ("before", "after")] == [Told(91.25, 182.5), Told(7, 15)]
    assert told_by(developer, "before", facts) == Told(91.25, 91.25)  # the first that tells a side: 3 months
    assert told_by(developer, "after", facts) == Told(58, 58)  # of the second, since the first tells none


def test_a_side_that_no_fact_tells_is_none():
    assert told_by(figure("1"), "after", {"1": fact(80)}) is None


@pytest.mark.parametrize(
    ("value", "unit", "in_unit", "said"),
    [
        ("next morning", "-", "day", "before='next morning'; expected a number, or a range"),
        (3, "month", "share", "before=3 in 'month', but the figure is in 'share'"),
        (50, "%", "day", "before=50 in '%', but the figure is in 'day'"),
        (50, "%", "number", "before=50 in '%', but the figure is in 'number'"),
    ],
)
def test_what_is_no_such_figure_is_refused(value, unit, in_unit, said):
    with pytest.raises(InputError, match=said):
        told(value, unit, in_unit)


def test_a_number_is_met_within_its_tolerance_and_a_range_as_it_is():
    """A twentieth of 80 is 4; a range has no tolerance of its own."""
    assert [Told(80, 80).holds(value, 0.05) for value in (75.9, 76, 84, 84.1)] == [False, True, True, False]
    assert [Told(7, 15).holds(value, 0.05) for value in (6.9, 7, 15, 15.1)] == [False, True, True, False]
    assert Told(90, inf).holds(1e6, 0.05)


def test_a_figure_is_stored_as_a_number_or_with_open_ends():
    assert [one.as_json() for one in (Told(80, 80), Told(7, 15), Told(90, inf), Told(-inf, 3))] == [
        80, [7, 15], [90, None], [None, 3]
    ]  # fmt: skip


def test_units_are_of_a_kind_or_there_is_no_factor():
    assert factor_between("month", "day") == pytest.approx(365 / 12)
    assert factor_between("%", "share") == 0.01
    assert factor_between("items", "number") == 1
    assert [factor_between(*pair) for pair in (("day", "share"), ("share", "number"), ("number", "hour"))] == [None] * 3


def test_the_ratio_is_that_of_a_count_that_goes_into_a_case():
    facts = load_facts()

    assert ratio_of(facts["003-021"]) == pytest.approx(1 / 17)
    assert ratio_of(facts["003-023"]) == pytest.approx(26 / 56)
    with pytest.raises(InputError, match="role 'outcome', and a prediction may not rest on what it predicts"):
        ratio_of(facts["003-024"])
    with pytest.raises(InputError, match="before=None and after=19; expected two numbers above 0"):
        ratio_of(facts["000-001"])


def checked(inputs=None, facts=None, **figures):
    check_reported(
        Reported(figures=figures), facts or load_facts(), designs=("before", "after", "parallel"), baseline="before",
        types=("project",), inputs=inputs or {},
    )  # fmt: skip


def test_a_sound_block_is_taken():
    seals = {"seals": Null(title=TITLE, fact="003-021"), "parallel": Null(title=TITLE, design="parallel")}
    checked(
        days=figure("003-024", type="project", nulls=seals),
        one=figure("000-023", kind="percentile", of="days"),
        street=figure("000-037", unit="minute", kind="sanity_bound"),
        allowed=figure("001-037", unit="month", kind="sanity_bound"),
    )


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        (figure("003-124"), UnknownName, "figures.days: no reported fact has the id '003-124'"),
        (figure("003-023"), InputError, "fact 003-023 .* has role 'input'"),
        (figure("003-024", design="afterwards"), UnknownName, "design='afterwards' is no design. Did you mean 'after'"),
        (figure("003-024", design="before"), InputError, "design='before' is the baseline; expected one of after"),
        (figure("003-024", type="projects"), UnknownName, "type='projects' .* Did you mean 'project'"),
        (figure("000-037", unit="minute"), InputError, "no fact of 000-037 tells the figure before"),
        (figure("000-024", unit="month", kind="sanity_bound"), InputError, "no fact of 000-024 tells the figure after"),
        (figure("000-023", kind="percentile", of="day"), UnknownName, "of='day' is no calibrated figure"),
        (figure("003-024", nulls={"x": Null(title=TITLE, fact="001-019")}), InputError, "nulls.x: fact 001-019"),
        (figure("003-024", nulls={"x": Null(title=TITLE, design="y")}), UnknownName, "nulls.x.design='y' is no design"),
    ],
)
def test_what_cannot_be_held_against_a_case_is_refused(given, kind, said):
    with pytest.raises(kind, match=said):
        checked(days=given)


def test_a_fact_is_an_input_or_a_target_never_both():
    with pytest.raises(InputError, match=r"003-024 .* is the source of demand.load too; expected an input or a target"):
        checked(inputs={"003-024": "demand.load"}, days=figure("003-024"))


def test_a_claim_is_no_target():
    facts = {"1": replace(fact(80, 40), role="claim")}
    with pytest.raises(InputError, match="role 'claim', which is nothing to hold a case against"):
        checked(facts=facts, days=figure("1"))
