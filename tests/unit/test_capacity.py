"""The search for capacity: on made-up institutions whose threshold is known."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from analysis.measures.backlog import GROWTH_LIMIT
from analysis.measures.reading import Reading
from conf.schema import CapacityBlock
from experiments.capacity import WIDEST, find_capacity

BLOCK = CapacityBlock(replications=3, tolerance=0.025, low=0.8, high=1.3)
VOLUME = 1.7
"""The volume multiple at which the baseline bears its load; capacity is a multiple of that."""


class Institutions:
    """Designs that bear a known multiple; the replications scatter around it, their mean does not."""

    def __init__(self, **bears):
        self.bears = bears
        self.jobs = []

    def __call__(self, jobs):
        self.jobs.extend(jobs)
        return [{design: self._read(job, design) for design in job.designs} for job in jobs]

    def _read(self, job, design):
        growth = 0.5 * (job.volume_multiple / VOLUME - self.bears[design])
        scatter = 0.2 * (job.replication - 1)
        return Reading(
            measures={"backlog_growth_share": GROWTH_LIMIT + growth + scatter},
            groups={}, elapsed_counts=np.zeros(1), people=np.zeros((1, 6)),
        )  # fmt: skip

    @property
    def tried(self):
        """Multiples in the order in which each design was tried at them."""
        found = {design: [] for design in self.bears}
        for job in self.jobs:
            multiple = round(job.volume_multiple / VOLUME, 6)
            for design in job.designs:
                if multiple not in found[design]:
                    found[design].append(multiple)
        return found


def search(institutions, seen=None, block=BLOCK):
    return find_capacity(list(institutions.bears), block, VOLUME, institutions, seen or {})


@pytest.mark.parametrize("capacity", [0.2, 0.5, 0.79, 0.81, 0.999, 1.0, 1.2, 1.31, 2.2, 6.0])
def test_the_capacity_is_found_within_the_tolerance_from_below(capacity):
    found = search(Institutions(one=capacity))["one"]

    assert capacity - BLOCK.tolerance <= found <= capacity + 1e-9


def test_a_finer_tolerance_finds_it_more_closely():
    found = search(Institutions(one=1.11), block=BLOCK.model_copy(update={"tolerance": 0.001}))["one"]

    assert 1.109 <= found <= 1.11


def test_designs_are_searched_side_by_side_and_do_not_disturb_each_other():
    together, alone = Institutions(a=0.9, b=1.2, c=3.0), {"a": 0.9, "b": 1.2, "c": 3.0}

    found = search(together)

    assert found == {name: search(Institutions(**{name: bears}))[name] for name, bears in alone.items()}


def test_designs_at_one_multiple_share_a_workload():
    institutions = Institutions(a=0.9, b=1.2, c=3.0)

    search(institutions)

    tried = Counter((job.volume_multiple, job.replication) for job in institutions.jobs)
    assert set(tried.values()) == {1}
    assert institutions.jobs[0].designs == ("a", "b", "c")


def test_each_multiple_is_tried_once_on_the_same_replications():
    institutions = Institutions(one=1.11)

    search(institutions)

    tried = Counter((job.volume_multiple, job.replication) for job in institutions.jobs)
    assert set(tried.values()) == {1}
    assert {replication for _, replication in tried} == {0, 1, 2}
    assert all(not job.until_closed for job in institutions.jobs)


def test_the_bracket_is_halved_from_one_to_the_bounds():
    """1 bears it, 1.3 does not; then halves: 1.15 not, 1.075 yes, 1.1125 not, 1.09375 yes: 0.01875 is narrow enough."""
    institutions = Institutions(one=1.1)

    assert search(institutions) == {"one": 1.09375}
    assert institutions.tried["one"] == [1.0, 1.3, 1.15, 1.075, 1.1125, 1.09375]


def test_what_is_known_is_not_tried_again():
    seen = {"one": {1.0: GROWTH_LIMIT - 0.1, 1.25: GROWTH_LIMIT + 0.1, 0.6: -0.4}}
    institutions = Institutions(one=1.1)

    found = search(institutions, seen)["one"]

    assert 1.075 <= found <= 1.1
    assert institutions.tried["one"][0] == 1.125
    assert not set(institutions.tried["one"]) & {0.6, 1.0, 1.25, 0.8, 1.3}


def test_learning_only_narrows():
    """A multiple that bears it is no news below one that did, and one that does not none above one that did not."""
    seen = {"one": {1.0: -1.0, 0.7: -1.0, 1.2: 1.0, 1.29: 1.0}}

    assert search(Institutions(one=1.1), seen) == search(Institutions(one=1.1), {"one": {1.0: -1.0, 1.2: 1.0}})


@pytest.mark.parametrize("bears", [0.0, 0.1, WIDEST + 2, 1000.0])
def test_a_search_without_end_is_given_up(bears):
    institutions = Institutions(one=bears)

    assert search(institutions) == {"one": None}
    assert len(institutions.tried["one"]) < 12
    assert all(1 / WIDEST < multiple < WIDEST for multiple in institutions.tried["one"])
