"""The reading: measures of groups, the distribution of elapsed days, and the table of people."""

import pytest
from measuring import play, stretch
from worlds import clerk, small_plan, step, wait

from analysis.measures.backlog import backlog_measures
from analysis.measures.matters import matter_measures
from analysis.measures.people import busy_ms, people_measures
from analysis.measures.reading import HISTOGRAM_DAYS, read
from sim.institution import Rank
from sim.plan.plan import Kind

NAMES = ("licence", "letter", "rare")
FROM_OFFICES = (False, True, True)


def waits(days, *lengths, types):
    matters = [(0, [wait(24 * length)]) for length in lengths]
    return play(small_plan([clerk(0, calendar=days.office)], matters, end=days.end_ms / 3_600_000), days, types=types)


def test_elapsed_days_by_type_and_by_origin():
    """Licences 1 and 3 days, from enterprises; letters 2 and 6, from offices; of the third type there is none."""
    reading = read(waits(stretch(0, 10), 1, 2, 3, 6, types=[0, 1, 0, 1]), NAMES, FROM_OFFICES)

    assert reading.groups == pytest.approx(
        {
            ("type", "licence", "elapsed_days_mean"): 2,
            ("type", "letter", "elapsed_days_mean"): 4,
            ("origin", "enterprise", "elapsed_days_mean"): 2,
            ("origin", "office", "elapsed_days_mean"): 4,
            ("rank", "officer", "utilisation_mean"): 0,
        }
    )


def test_an_origin_joins_its_types_and_contacts_belong_to_none():
    """Offices send a letter of 2 days and a rare one of 5: 3.5; the contact of 9 days (type -1) is left out."""
    reading = read(waits(stretch(0, 10), 2, 5, 9, types=[1, 2, -1]), NAMES, FROM_OFFICES)

    assert reading.groups["origin", "office", "elapsed_days_mean"] == pytest.approx(3.5)
    assert ("origin", "enterprise", "elapsed_days_mean") not in reading.groups
    assert ("type", "licence", "elapsed_days_mean") not in reading.groups


def test_elapsed_days_are_counted_in_bins_of_a_day():
    """A quarter and three quarters of a day in bin 0, a whole one in bin 1, 365.5 in 365, the rest in the last."""
    played = waits(stretch(0, 10, 500), 0.25, 0.75, 1, 365.5, 366, 400, 900, types=[0] * 7)

    counts = read(played, NAMES, FROM_OFFICES).elapsed_counts

    assert counts.size == HISTOGRAM_DAYS + 1
    assert {day: count for day, count in enumerate(counts.tolist()) if count} == {0: 2, 1: 1, 365: 1, 366: 3}


def test_what_is_open_is_in_the_last_bin_however_short_it_has_been_there():
    counts = read(waits(stretch(0, 2), 1, 50, types=[0, 0]), NAMES, FROM_OFFICES).elapsed_counts

    assert {day: count for day, count in enumerate(counts.tolist()) if count} == {1: 1, 366: 1}


def test_people_are_kept_as_shares_of_their_scheduled_hours_and_signatures_a_day():
    """One day of eight hours: the officer handles 2 and contacts 1; the head signs twice, 1 h each; one is away.

    Nobody is held, nobody travels.
    """
    day = stretch(0, 1, 3)
    people = [
        clerk(0, calendar=day.office), clerk(1, calendar=day.office, rank=Rank.HEAD),
        clerk(0, calendar=day.office.within(day.window_ms[1], day.end_ms)),
    ]  # fmt: skip
    sign = step(1, unit=1, kind=Kind.SIGN)
    plan = small_plan(people, [(8, [step(2), sign]), (8, [sign]), (10, [step(1, kind=Kind.LIAISE)])], edges=[(0, 1)])

    played = play(plan, day, types=[0, 0, -1])
    reading = read(played, NAMES, FROM_OFFICES)

    assert reading.people.tolist() == [
        [0.25, 0, 0, 0.125, 0, 0, 0, 0], [0, 0, 0.25, 0, 0, 0, 0, 2], [0, 0, 0, 0, 0, 0, 0, 0]
    ]  # fmt: skip
    assert reading.groups["rank", "officer", "utilisation_mean"] == pytest.approx(3 / 8)
    assert reading.groups["rank", "head", "utilisation_mean"] == pytest.approx(2 / 8)
    assert reading.measures == (
        matter_measures(played) | backlog_measures(played) | people_measures(played, *busy_ms(played))
    )
