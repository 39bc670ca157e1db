"""Where matters arise, which needs ask for a visit, and that nothing else is moved by that."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from houses import PLAIN, horizon, officers
from towns import FIELD, ROAD, THREE, expected, town

from sim.errors import InputError
from sim.workload.demand import Across, Demand, Duplicates
from sim.workload.sites import check_sites, site_shares
from sim.workload.workload import draw_workload

BUSY = replace(PLAIN, per_year=20_000.0, further_needs=(1.0, 1.0), across=Across(bureaus=1.0))
MANY = replace(BUSY, sites="by_population", on_site=True, visits_share=0.25)


def drawn(kind, sites=ROAD, **demand):
    institution = replace(THREE, sites=sites)
    return draw_workload(Demand(types=(kind,), **demand), institution, horizon(90), seed=5, replication=0)


def test_matters_arise_by_population_or_evenly():
    """100, 20, 60 and 50 of 230; about 4900 matters, so shares are known to two hundredths."""
    by_population = np.bincount(drawn(MANY).matters.site) / drawn(MANY).matters.site.size
    evenly = drawn(replace(MANY, sites="evenly")).matters.site

    assert by_population == pytest.approx(np.array([100, 20, 60, 50]) / 230, abs=0.025)
    assert np.bincount(evenly) / evenly.size == pytest.approx([0.25] * 4, abs=0.025)
    assert site_shares(MANY, ROAD).tolist() == pytest.approx([100 / 230, 20 / 230, 60 / 230, 50 / 230])
    assert site_shares(BUSY, ROAD).tolist() == [0.0] * 4


def test_a_share_of_the_needs_asks_for_a_visit_and_none_where_nobody_goes():
    needs = drawn(MANY).needs

    assert needs.visits.mean() == pytest.approx(0.25, abs=0.02)
    assert drawn(replace(MANY, visits_share=1.0)).needs.visits.all()
    assert not drawn(replace(BUSY, sites="evenly")).needs.visits.any()


def test_places_move_no_other_draw():
    plain, placed = drawn(BUSY), drawn(MANY)

    for table in ("matters", "needs"):
        one, other = getattr(plain, table), getattr(placed, table)
        for column in fields(one):
            if column.name not in ("site", "point", "online", "informal", "visits"):
                assert np.array_equal(getattr(one, column.name), getattr(other, column.name)), column.name
    assert set(plain.matters.site.tolist()) == {-1}


def test_fewer_visits_are_among_the_more():
    few, many = drawn(MANY).needs.visits, drawn(replace(MANY, visits_share=0.5)).needs.visits

    assert not (few & ~many).any()


def test_a_twin_arises_where_its_original_does():
    kind = replace(MANY, duplicated=True)
    found = drawn(kind, duplicates=Duplicates(share=0.5))
    twins = np.flatnonzero(found.matters.twin_of >= 0)

    assert twins.size > 500
    assert (found.matters.site[twins] == found.matters.site[found.matters.twin_of[twins]]).all()


def test_what_is_in_hand_has_places_of_its_own():
    found = drawn(replace(MANY, in_hand=200))

    assert (found.matters.site[found.matters.in_hand] >= 0).all()
    assert len(set(found.matters.site[found.matters.in_hand].tolist())) == 4


def test_expected_hours_are_told_by_site():
    """230 field matters of an hour a year: one for each inhabitant, evenly over the four functions."""
    found = expected(THREE, FIELD, replace(PLAIN, name="other", per_year=1000.0))

    assert found.placed.sum(axis=0).tolist() == pytest.approx([100, 20, 60, 50])
    assert found.placed.sum(axis=1).tolist() == pytest.approx([57.5] * 4)
    assert found.hours.tolist() == pytest.approx([57.5 + 250] * 4)
    assert found.on_site.all()
    assert not expected(THREE, PLAIN).on_site.any()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"on_site": True}, "type 'plain' has on_site=true, but its matters lie nowhere; expected sites=by_population"),
        ({"trips": 1}, "type 'plain' has trips=1, but its matters lie nowhere"),
        ({"trips": -1}, "type 'plain' has trips=-1; expected 0 or more"),
        ({"visits_share": 0.5, "sites": "evenly"}, "has visits_share=0.5, but nobody goes anywhere for it"),
    ],
)
def test_a_type_that_contradicts_itself_is_refused(options, told):
    with pytest.raises(InputError, match=told):
        replace(PLAIN, **options)


def test_a_type_that_cannot_be_spread_is_refused():
    with pytest.raises(
        InputError, match=r"types\.field.sites=evenly, but the institution has no site; expected instit"
    ):
        check_sites("field", "evenly", ())
    with pytest.raises(InputError, match=r"types\.field.sites=by_population, but nobody lives at any site; expected"):
        check_sites("field", "by_population", tuple(replace(site, population=0) for site in ROAD))
    with pytest.raises(InputError, match=r"types\.field.sites=by_population, but the institution has no site"):
        draw_workload(Demand(types=(FIELD,)), town(officers(1), ()), horizon(90), seed=1, replication=0)
    check_sites("plain", "nowhere", ())
