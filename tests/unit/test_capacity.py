"""The search for capacities: on made-up institutions whose thresholds are known."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from analysis.measures.backlog import GROWTH_LIMIT
from analysis.measures.reading import Reading
from conf.schema import CapacityBlock
from experiments.capacity import WIDEST, Found, find_capacity

BLOCK = CapacityBlock(replications=3, tolerance=0.025, low=0.8, high=1.3)
VOLUME = 1.7
"""The volume multiple at which the baseline bears its load; capacity is a multiple of that."""


class Institutions:
    """Designs that bear a known multiple; the replications scatter around it, their mean does not.

    `on_time` is the share on time by multiple; without it no matter has a deadline. Of a run that ends with the window
    it is not told rightly: late matters that are still open count as late, those not yet due as well.
    """

    def __init__(self, on_time=None, **bears):
        self.bears, self.on_time = bears, on_time
        self.jobs = []

    def __call__(self, jobs):
        self.jobs.extend(jobs)
        return [{design: self.read(job, design) for design in job.designs} for job in jobs]

    def read(self, job, design):
        multiple, scatter = job.volume_multiple / VOLUME, job.replication - 1
        measures = {"backlog_growth_share": GROWTH_LIMIT + 0.5 * (multiple - self.bears[design]) + 0.2 * scatter}
        if self.on_time is not None:
            measures["on_time_share"] = self.on_time(multiple) + 0.05 * scatter if job.until_closed else 0.0
        return Reading(measures=measures, groups={}, elapsed_counts=np.zeros(1), people=np.zeros((1, 6)))

    def tried(self, design="one", *, until_closed=None):
        """Return the multiples at which a design was tried, in their order."""
        found = []
        for job in self.jobs:
            multiple = round(job.volume_multiple / VOLUME, 6)
            if design in job.designs and multiple not in found and until_closed in (None, job.until_closed):
                found.append(multiple)
        return found


def known(multiple, growth, on_time=None):
    """Return readings of three replications at a multiple, all alike."""
    measures = {"backlog_growth_share": growth} | ({} if on_time is None else {"on_time_share": on_time})
    one = Reading(measures=measures, groups={}, elapsed_counts=np.zeros(1), people=np.zeros((1, 6)))
    return {multiple: [one] * 3}


def search(institutions, seen=None, block=BLOCK):
    return find_capacity(list(institutions.bears), block, VOLUME, institutions, seen or {})


@pytest.mark.parametrize("capacity", [0.2, 0.5, 0.79, 0.81, 0.999, 1.01, 1.2, 1.31, 2.2, 6.0])
def test_the_capacity_is_found_within_the_tolerance_from_below(capacity):
    found = search(Institutions(one=capacity)).growth["one"].multiple

    assert capacity - BLOCK.tolerance <= found <= capacity + 1e-9


def test_a_finer_tolerance_finds_it_more_closely():
    found = search(Institutions(one=1.11), block=BLOCK.model_copy(update={"tolerance": 0.001})).growth["one"].multiple

    assert 1.109 <= found <= 1.11


def test_designs_are_searched_side_by_side_and_do_not_disturb_each_other():
    bears = {"a": 0.9, "b": 1.2, "c": 3.0}

    found = search(Institutions(**bears))

    assert found.growth == {name: search(Institutions(**{name: one})).growth[name] for name, one in bears.items()}


def test_designs_at_one_multiple_share_a_workload():
    institutions = Institutions(a=0.9, b=1.2, c=3.0)

    search(institutions)

    assert set(Counter((job.volume_multiple, job.replication) for job in institutions.jobs).values()) == {1}
    assert institutions.jobs[0].designs == ("a", "b", "c")


def test_each_multiple_is_tried_once_on_the_same_replications():
    institutions = Institutions(one=1.11)

    search(institutions)

    assert set(Counter((job.volume_multiple, job.replication) for job in institutions.jobs).values()) == {1}
    assert {job.replication for job in institutions.jobs} == {0, 1, 2}


def test_two_looks_either_side_of_where_a_straight_line_crosses_end_the_search():
    """1 bears it by 0.055, 1.3 lacks 0.095: the line crosses at 1.11, between 1.1, which bears it, and 1.125."""
    institutions = Institutions(one=1.11)

    assert search(institutions).growth == {"one": Found(1.1)}
    assert institutions.tried() == [1.0, 1.3, 1.1, 1.125]


def test_a_bend_that_three_looks_show_is_followed():
    """Margins 0.05 at 0.8 and at 1, and -0.06 at 1.2, lie on 0.05 - 0.275 x - 1.375 x² with x counted from 1.

    That is 0 at x = 0.1153, next to 1.125. A straight line from 1 to 1.2 would be 0 at 1.0909, next to 1.1. 1.125 is
    not borne; then 1.1 is the other look, and is borne.
    """
    seen = {"one": known(0.8, 0.0) | known(1.0, 0.0) | known(1.2, GROWTH_LIMIT + 0.06)}
    institutions = Institutions(one=1.11)

    assert search(institutions, seen).growth == {"one": Found(1.1)}
    assert institutions.tried() == [1.125, 1.1]


def test_a_jump_is_found_by_halves_where_lines_and_bends_mislead():
    """Up to 1.93 the margin is a hair above 0, behind it far below: interpolation would creep along in 25 looks."""

    class Jump(Institutions):
        def read(self, job, design):
            grown = 0.0499 if job.volume_multiple / VOLUME < 1.93 else 5.0
            return known(0, grown)[0][0]

    institutions = Jump(one=1)

    assert search(institutions).growth == {"one": Found(1.925)}
    assert len(institutions.tried()) < 15


def test_what_is_known_is_not_tried_again():
    seen = {"one": known(1.0, GROWTH_LIMIT - 0.1) | known(1.25, GROWTH_LIMIT + 0.1) | known(0.6, -0.4)}
    institutions = Institutions(one=1.1)

    found = search(institutions, seen).growth["one"].multiple

    assert found in (1.075, 1.1)
    assert not set(institutions.tried()) & {0.6, 1.0, 1.25, 0.8, 1.3}
    assert not any(job.until_closed for job in institutions.jobs)  # no matter that is known has a deadline


@pytest.mark.parametrize(("bears", "reason"), [(0.0, "misses"), (0.1, "misses"), (WIDEST + 2, "bears"), (1e3, "bears")])
def test_a_search_without_end_is_given_up_and_says_why(bears, reason):
    institutions = Institutions(one=bears)

    assert search(institutions).growth == {"one": Found(None, reason)}
    assert len(institutions.tried()) < 12
    assert all(1 / WIDEST < multiple < WIDEST for multiple in institutions.tried())


# on time -------------------------------------------------------------------------------------------


def falling(multiple):
    return 1.305 - 0.5 * multiple


def test_both_capacities_are_found_and_the_first_look_serves_both():
    """90% are on time at 0.81. 1 misses it by 0.095, 0.8 exceeds it by 0.005: the line says 0.81, so 0.825 is the other

    look, and misses. Growth: as above, 1.3, 1.1 and 1.125. In all two looks until all is closed and three until the
    window's end, besides the first; three replications each.
    """
    institutions = Institutions(falling, one=1.11)

    found = search(institutions)

    assert found.on_time == {"one": Found(0.8)}
    assert found.growth == {"one": Found(1.1)}
    assert institutions.tried(until_closed=True) == [1.0, 0.8, 0.825]
    assert institutions.tried(until_closed=False) == [1.3, 1.1, 1.125]
    assert len(institutions.jobs) == 6 * 3


def test_a_look_that_both_searches_want_is_one_run_until_all_is_closed():
    """Both want 0.8 next: of a backlog that grows at 1, and of too few on time there."""
    institutions = Institutions(falling, one=0.9)

    search(institutions)

    assert [(job.until_closed, round(job.volume_multiple / VOLUME, 6)) for job in institutions.jobs[3:6]] == [
        (True, 0.8)
    ] * 3


def test_runs_that_are_known_tell_the_share_on_time_too():
    seen = {"one": known(1.0, 0.0, 0.8) | known(0.75, 0.0, 0.95) | known(1.2, 1.0, 0.1)}
    institutions = Institutions(falling, one=1.11)

    assert search(institutions, seen).on_time == {"one": Found(0.8)}
    assert not set(institutions.tried(until_closed=True)) & {0.75, 1.0, 1.2}


def test_of_a_noisy_share_the_largest_multiple_that_keeps_it_counts_with_the_next_one_below():
    """0.9 misses, 1 keeps it again, and from 1.03 on all miss: what was looked at below 1 does not matter."""
    seen = {"one": known(0.9, 0.0, 0.89) | known(1.0, 0.0, 0.91) | known(1.2, 0.0, 0.5)}
    institutions = Institutions(lambda multiple: 0.95 if multiple < 1.03 else 0.6, one=5)

    assert search(institutions, seen).on_time == {"one": Found(1.025)}


@pytest.mark.parametrize(
    ("share", "reason"), [(lambda _: 0.5, "misses"), (lambda _: 1.0, "bears")], ids=["never", "always"]
)
def test_a_share_that_is_never_or_always_kept_has_no_multiple_but_a_reason(share, reason):
    assert search(Institutions(share, one=1.1)).on_time == {"one": Found(None, reason)}


def test_without_deadlines_there_is_a_reason_and_one_look_is_enough():
    institutions = Institutions(one=1.11)

    assert search(institutions).on_time == {"one": Found(None, "no_deadline")}
    assert institutions.tried(until_closed=True) == [1.0]


def test_a_replication_without_a_deadline_is_left_out_of_the_mean():
    class Few(Institutions):
        def read(self, job, design):
            reading = super().read(job, design)
            if job.replication == 0:  # which is 0.05 below the mean of the three
                del reading.measures["on_time_share"]
            return reading

    assert search(Few(lambda multiple: falling(multiple) - 0.025, one=1.11)).on_time == {"one": Found(0.8)}


def test_the_share_may_be_another_or_not_asked_for():
    """Half are on time at 1.61."""
    half = BLOCK.model_copy(update={"on_time_share": 0.5})
    none = BLOCK.model_copy(update={"on_time_share": None})
    institutions = Institutions(falling, one=1.11)

    assert search(Institutions(falling, one=1.11), block=half).on_time == {"one": Found(1.6)}
    assert search(institutions, block=none).on_time is None
    assert not any(job.until_closed for job in institutions.jobs)
