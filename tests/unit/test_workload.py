"""What is drawn of matters, twins, contacts and absences. Shares are checked at 5 standard deviations."""

import numpy as np
import pytest
from houses import GRID, OFFICE_DAYS, horizon, house, officers

from sim.arrays import NEVER
from sim.calendar import MS_PER_DAY, MS_PER_HOUR
from sim.errors import InputError, UnknownName
from sim.workload.demand import Absences, Across, Demand, Duplicates, MatterType, ProcessNeed
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

FOUR = house(officers(3))  # b0c0, b0c1, b1c0, b1c1
DAYS = horizon(364, hours=(("08:00", "12:00"), ("14:00", "18:00")), weekends=False)


def kind(**options):
    return MatterType(
        **{"name": "t", "per_year": 5_000.0, "work_hours": Law(mean=2.0, shape="deterministic"), **options}
    )


def draw(*types, institution=FOUR, days=DAYS, **options):
    return draw_workload(Demand(types=types, **options), institution, days, seed=2026, replication=0)


def share_within(hits, share):
    """Say whether a share of flags is what was asked for, within 5 standard deviations."""
    return abs(hits.mean() - share) < 5 * (share * (1 - share) / hits.size) ** 0.5


def test_decisions_come_in_the_shares_asked_for():
    decision = draw(kind(decisions=(1.0, 2.0, 1.0))).matters.decision

    assert all(share_within(decision == value, share) for value, share in enumerate((0.25, 0.5, 0.25)))


def test_needs_come_in_the_numbers_and_with_the_work_asked_for():
    """A quarter has no further need, a half one, a quarter two; a further need takes half the work."""
    needs = draw(kind(further_needs=(1.0, 2.0, 1.0), further_work=0.5)).needs

    counts = np.bincount(needs.matter)
    assert all(share_within(counts == 1 + value, share) for value, share in enumerate((0.25, 0.5, 0.25)))
    assert needs.work_hours.tolist() == np.where(needs.place == 0, 2.0, 1.0).tolist()


def test_needs_lie_where_weights_and_relations_say():
    """First needs 3 : 1 in favour of category c0; further ones in the other bureau, the same category."""
    needs = draw(
        kind(categories={"c0": 3.0}, further_needs=(0.0, 1.0), across=Across(bureaus=1.0, categories=0.0))
    ).needs

    first, further = needs.function[needs.place == 0], needs.function[needs.place == 1]
    assert all(share_within(first == function, share) for function, share in enumerate((3 / 8, 1 / 8, 3 / 8, 1 / 8)))
    assert np.array_equal(further, (first + 2) % 4)


def test_a_type_with_a_process_needs_what_its_process_lists():
    """In the order of the process, with a law of its own where one is given."""
    process = {
        "permit": ProcessNeed(function="b1c1", after=("survey",), work_hours=Law(mean=0.5, shape="deterministic")),
        "survey": ProcessNeed(function="b0c0"),
    }

    needs = draw(kind(process=process, further_needs=(0.0, 1.0))).needs

    assert np.array_equal(needs.function, np.where(needs.place == 0, 0, 3))
    assert np.array_equal(needs.work_hours, np.where(needs.place == 0, 2.0, 0.5))
    assert np.bincount(needs.matter).tolist() == [2] * (needs.matter[-1] + 1)


@pytest.mark.parametrize("from_offices", [True, False])
def test_a_matter_comes_from_the_office_of_its_first_need_or_from_an_enterprise(from_offices):
    drawn = draw(kind(from_offices=from_offices))

    function = drawn.needs.function[drawn.needs.place == 0]
    assert drawn.matters.office.tolist() == (function if from_offices else np.full(function.size, -1)).tolist()


def test_deadlines_count_working_days():
    """Ten working hours on OFFICE_DAYS: 1.25 days of eight."""
    matters = draw(kind(deadline_days=1.25), days=OFFICE_DAYS).matters

    expected = OFFICE_DAYS.office.add_working(matters.release_ms, 10 * MS_PER_HOUR)
    assert matters.deadline_ms.tolist() == expected.tolist()
    assert (OFFICE_DAYS.office.worked_until(expected) - OFFICE_DAYS.office.worked_until(matters.release_ms)).max() == (
        10 * MS_PER_HOUR
    )


def test_without_a_deadline_there_is_none():
    assert (draw(kind()).matters.deadline_ms == NEVER).all()


def test_views_are_sought_for_a_share_of_needs_and_last_working_days():
    """A third of all needs; half a working day is four hours."""
    needs = draw(kind(views_share=1 / 3, views_days=Law(mean=0.5, scv=0.0), further_needs=(0.0, 1.0))).needs

    assert share_within(needs.views_ms > 0, 1 / 3)
    assert set(needs.views_ms.tolist()) == {0, 4 * MS_PER_HOUR}


def test_supplements_are_asked_of_a_share_of_matters_and_last_clock_days():
    supplement = draw(kind(supplement_share=0.25, supplement_days=Law(mean=0.5, scv=0.0))).matters.supplement_ms

    assert share_within(supplement > 0, 0.25)
    assert set(supplement.tolist()) == {0, 12 * MS_PER_HOUR}


def test_reviews_are_asked_of_a_share_of_matters_and_last_working_days():
    """A quarter; half a working day is four hours. Twins need the review that their original needs."""
    matters = draw(
        kind(review_share=0.25, review_days=Law(mean=0.5, scv=0.0), duplicated=True), duplicates=Duplicates(share=0.2)
    ).matters

    twins = np.flatnonzero(matters.twin_of >= 0)
    assert share_within(matters.review_ms[matters.twin_of < 0] > 0, 0.25)
    assert set(matters.review_ms.tolist()) == {0, 4 * MS_PER_HOUR}
    assert np.array_equal(matters.review_ms[twins], matters.review_ms[matters.twin_of[twins]])


def test_resubmissions_last_clock_days():
    needs = draw(kind(), resubmission_days=Law(mean=2.0, scv=0.0)).needs

    assert (needs.resubmission_ms == 48 * MS_PER_HOUR).all()
    assert share_within(needs.resubmitted < 0.3, 0.3)


def test_matters_would_be_mistaken_for_a_neighbour():
    """Of b0c0: half for b1c0 (same category), half for b0c1 (same bureau)."""
    drawn = draw(kind())

    first = drawn.needs.function[drawn.needs.place == 0]
    mistaken = drawn.matters.mistaken_for[first == 0]
    assert set(mistaken.tolist()) == {1, 2}
    assert share_within(mistaken == 1, 0.5)


def test_twins_repeat_a_share_of_matters_for_the_other_bureau():
    """A fifth comes again, half a day later, to the same category of the other bureau, drawn anew."""
    drawn = draw(
        kind(duplicated=True, from_offices=True, deadline_days=3.0, work_hours=Law(mean=2.0)), kind(name="u"),
        duplicates=Duplicates(share=0.2, delay_days=Law(mean=0.5, scv=0.0)),
    )  # fmt: skip

    table, lead = drawn.matters, drawn.needs.function[drawn.needs.place == 0]
    twins = np.flatnonzero(table.twin_of >= 0)
    originals = table.twin_of[twins]
    can_have_one = (table.type == 0) & (table.twin_of < 0)
    assert share_within(np.isin(np.flatnonzero(can_have_one), originals), 0.2)
    assert (table.type[twins] == 0).all()
    assert np.array_equal(lead[twins], (lead[originals] + 2) % 4)
    assert np.array_equal(table.release_ms[twins], table.release_ms[originals] + 12 * MS_PER_HOUR)
    assert np.array_equal(table.office[twins], lead[twins])  # one office a function
    assert np.array_equal(table.deadline_ms[twins], DAYS.office.add_working(table.release_ms[twins], 24 * MS_PER_HOUR))
    assert np.array_equal(table.decision[twins], table.decision[originals])
    assert np.array_equal(table.ordinal[twins], table.ordinal[originals])
    work = drawn.needs.work_hours[drawn.needs.place == 0]
    assert not np.isclose(work[twins], work[originals]).any()


def test_business_that_no_other_bureau_has_is_not_duplicated():
    functions = {**GRID, "b0c2": ("b0", "c2")}
    institution = house(officers(1), functions)

    drawn = draw(kind(duplicated=True), institution=institution, duplicates=Duplicates(share=1.0))

    lead = drawn.needs.function[drawn.needs.place == 0]
    originals = drawn.matters.twin_of < 0
    assert (lead[originals] == 4).any()
    assert set(drawn.matters.twin_of[~originals].tolist()) == set(np.flatnonzero(originals & (lead != 4)).tolist())


# contacts -----------------------------------------------------------------------------------------


def test_each_office_calls_at_equal_distances_of_working_time():
    """Every two weeks of five working days; 52 weeks bring each office 26 calls, from a phase of its own."""
    contacts = draw(kind(per_year=0.0), contact_weeks=2.0).contacts

    worked = DAYS.office.worked_until(contacts.release_ms)
    assert np.bincount(contacts.office).tolist() == [26] * 4
    for office in range(4):
        gaps = np.diff(worked[contacts.office == office])
        assert abs(gaps - 2 * 5 * DAYS.day_ms).max() <= 1
    assert len({worked[contacts.office == office][0] for office in range(4)}) == 4
    assert (np.diff(contacts.release_ms) >= 0).all()
    assert DAYS.office.is_open(contacts.release_ms).all()


def test_contacts_repeat_those_of_another_bureau_in_the_share_of_duplicates():
    contacts = draw(
        kind(per_year=0.0), contact_weeks=0.2, contact_hours=Law(mean=2.0, scv=0.0), duplicates=Duplicates(share=0.3)
    ).contacts

    duplicated = contacts.duplicate_of >= 0
    assert share_within(duplicated, 0.3)
    # an office answers for one function here: the twin is the same category of the other bureau
    assert np.array_equal(contacts.duplicate_of[duplicated], (contacts.office[duplicated] + 2) % 4)
    assert (contacts.hours == 2.0).all()


def test_offices_that_never_call_make_no_contacts():
    assert draw(kind(), contact_weeks=0.0).contacts.office.size == 0


# absences -----------------------------------------------------------------------------------------


def test_absences_are_spells_of_whole_working_days():
    """Two working days each, so the calendar days between cover a weekend where one lies between."""
    absences = draw(kind(), absences=Absences(spells_per_year=100.0, days=Law(mean=2.0, scv=0.0))).absences

    assert (absences.from_ms % MS_PER_DAY == 0).all()
    assert (absences.to_ms % MS_PER_DAY == 0).all()
    days_off = [
        int(DAYS.working[begin:end].sum())
        for begin, end in zip(absences.from_ms // MS_PER_DAY, absences.to_ms // MS_PER_DAY, strict=True)
    ]
    cut = absences.to_ms == 362 * MS_PER_DAY  # behind the last working day, a Friday
    assert {days for days, last in zip(days_off, cut, strict=True) if not last} == {2}
    assert (absences.to_ms <= DAYS.end_ms).all()
    assert DAYS.working[absences.from_ms // MS_PER_DAY].all()


def test_everybody_is_away_as_often_as_was_asked_for():
    """100 spells a year for each of three people, Poisson; the horizon is a day short of a year."""
    person = draw(kind(), absences=Absences(spells_per_year=100.0)).absences.person

    counts = np.bincount(person, minlength=3)
    assert (abs(counts - 100) < 5 * 10).all()


def test_the_shortest_absence_is_a_day():
    absences = draw(kind(), absences=Absences(spells_per_year=50.0, days=Law(mean=0.1, scv=0.0))).absences

    assert (absences.to_ms - absences.from_ms == MS_PER_DAY).all()


def test_without_absences_nobody_is_away():
    assert draw(kind()).absences.person.size == 0


# what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"per_year": -1.0}, r"type 't' has per_year=-1\.0; expected >= 0"),
        ({"batch_mean": 0.5}, r"type 't' has batch_mean=0\.5; expected at least 1"),
        ({"name": "road/permit"}, r"type 'road/permit' has a '/' in its name"),
        ({"process": {"a": ProcessNeed(function="b0c0")}, "duplicated": True}, "has a process and is duplicated"),
    ],
)
def test_a_type_that_cannot_be_is_refused(wrong, words):
    with pytest.raises(InputError, match=words):
        kind(**wrong)


def test_a_process_that_asks_for_a_function_nobody_covers_is_refused():
    process = {"survey": ProcessNeed(function="b0c00")}

    with pytest.raises(
        UnknownName,
        match=r"type 't': need 'survey' asks for function 'b0c00', which nobody covers\. Did you mean 'b0c0'\?",
    ):
        draw(kind(process=process))


@pytest.mark.parametrize(
    ("types", "words"),
    [
        ((), "type"),
        ((kind(), kind()), "'t'"),
        ((kind(categories={"c0": 0.0, "c1": 0.0}),), "weigh"),
        ((kind(further_needs=()),), "further_needs"),
        ((kind(further_needs=(0.0, 0.0)),), "further_needs"),
        ((kind(decisions=(0.0, 0.0, 0.0)),), "decisions"),
    ],
    ids=["no type", "two types of one name", "every category weighs nothing", "no number of needs",
         "numbers of needs weigh nothing", "decisions weigh nothing"],
)  # fmt: skip
def test_a_demand_that_says_nothing_is_refused_with_a_sentence(types, words):
    """Two types of one name would share all their draws; weights of zero leave nothing to draw from."""
    with pytest.raises(InputError, match=words):
        draw(*types)
