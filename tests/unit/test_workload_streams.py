"""What does not move: a draw depends on the seed, the replication and the name of its stream alone."""

from dataclasses import fields, replace

import numpy as np
import pytest
from houses import GRID, horizon, house, person

from sim.workload.demand import Absences, Across, Demand, Duplicates, MatterType, Season
from sim.workload.draws import stream, uniforms_of
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

HOUSE = house([person("p0", "c0"), person("p1", "c1"), person("p2")], {**GRID, "b0c2": ("b0", "c2")})
DAYS = horizon(56, hours=(("08:00", "12:00"), ("14:00", "18:00")), weekends=False)


def kind(name, **options):
    """Return a type that draws all there is to draw."""
    return MatterType(
        name=name,
        **{
            "per_year": 1_000.0, "work_hours": Law(mean=3.0), "further_needs": (0.4, 0.4, 0.2), "duplicated": True,
            "across": Across(both=0.5), "decisions": (0.2, 0.5, 0.3), "deadline_days": 10.0, "views_share": 0.3,
            "views_days": Law(mean=2.0), "supplement_share": 0.3, "supplement_days": Law(mean=2.0),
            "review_share": 0.3, "review_days": Law(mean=2.0), **options,
        },
    )  # fmt: skip


def demand(*types, **options):
    return Demand(
        types=types,
        **{
            "duplicates": Duplicates(share=0.3, delay_days=Law(mean=2.0)), "misdirected_share": 0.2,
            "resubmission_days": Law(mean=1.0), "contact_weeks": 2.0, "contact_hours": Law(mean=1.0),
            "absences": Absences(spells_per_year=20.0, days=Law(mean=2.0)), **options,
        },
    )  # fmt: skip


BASE = demand(kind("a", from_offices=True), kind("b", batch_mean=3.0), kind("c", season=Season(month_end=3.0)))
CLOCK = ("release_ms", "deadline_ms")


def draw(of, institution=HOUSE, *, seed=2026, replication=0, scale=1.0):
    return draw_workload(of, institution, DAYS, seed=seed, replication=replication, scale=scale)


def matters(of, drawn, *, without=()):
    """Return all that is drawn of each matter, by type name, whether it is a twin, and ordinal."""
    table, needs = drawn.matters, drawn.needs
    columns = [name.name for name in fields(table) if name.name not in ("type", "twin_of", *without)]
    names = [name.name for name in fields(needs) if name.name != "matter"]
    result = {}
    for row in range(table.type.size):
        own = np.flatnonzero(needs.matter == row)
        original = int(table.ordinal[table.twin_of[row]]) if table.twin_of[row] >= 0 else None
        result[of.types[table.type[row]].name, original is not None, int(table.ordinal[row])] = (
            [getattr(table, name)[row].item() for name in columns],
            original,
            [getattr(needs, name)[own].tolist() for name in names],
        )
    return result


def equal(one, other):
    """Say whether two tables are equal to the last bit."""
    return all(np.array_equal(getattr(one, name.name), getattr(other, name.name)) for name in fields(one))


ORIGINAL = matters(BASE, draw(BASE))


def test_the_same_seed_gives_the_same_workload():
    one, other = draw(BASE), draw(BASE)

    assert all(equal(getattr(one, table.name), getattr(other, table.name)) for table in fields(one))


@pytest.mark.parametrize("change", [{"seed": 2027}, {"replication": 1}])
def test_another_seed_or_replication_gives_another(change):
    one, other = draw(BASE), draw(BASE, **change)

    assert not np.array_equal(one.matters.release_ms[:50], other.matters.release_ms[:50])
    assert not np.array_equal(one.needs.work_hours[:50], other.needs.work_hours[:50])
    assert not np.array_equal(one.contacts.release_ms[:10], other.contacts.release_ms[:10])
    assert not np.array_equal(one.absences.from_ms[:5], other.absences.from_ms[:5])


@pytest.mark.parametrize("place", [0, 1, 3], ids=["first", "between", "last"])
@pytest.mark.parametrize("per_year", [0.0, 500.0], ids=["rate zero", "some"])
def test_a_further_type_moves_no_other_draw(place, per_year):
    types = list(BASE.types)
    types.insert(place, kind("new", per_year=per_year, from_offices=True))
    more = replace(BASE, types=tuple(types))

    drawn = draw(more)

    others = {key: value for key, value in matters(more, drawn).items() if key[0] != "new"}
    assert others == ORIGINAL
    assert equal(drawn.contacts, draw(BASE).contacts)
    assert equal(drawn.absences, draw(BASE).absences)
    assert (len(matters(more, drawn)) > len(ORIGINAL)) is (per_year > 0)


def test_a_larger_share_of_duplicates_only_adds_twins():
    more = replace(BASE, duplicates=replace(BASE.duplicates, share=0.6))

    drawn = matters(more, draw(more))

    assert {key: drawn[key] for key in ORIGINAL} == ORIGINAL
    assert {key for key in drawn if key not in ORIGINAL} == {key for key in drawn if key[1]} - ORIGINAL.keys()
    assert len(drawn) > len(ORIGINAL)
    less, more_contacts = draw(BASE).contacts, draw(more).contacts
    assert np.array_equal(less.release_ms, more_contacts.release_ms)
    assert np.array_equal(less.hours, more_contacts.hours)
    repeated = less.duplicate_of >= 0
    assert np.array_equal(less.duplicate_of[repeated], more_contacts.duplicate_of[repeated])


@pytest.mark.parametrize("scale", [0.5, 1.5])
def test_another_scale_keeps_the_matters_and_moves_their_times(scale):
    """The first matters of each type are the same; at a larger scale more of them come, and earlier."""
    scaled, original = (
        matters(BASE, draw(BASE, scale=factor), without=CLOCK) for factor in (scale, 1.0)
    )  # fmt: skip

    few, many = sorted((scaled, original), key=len)
    assert {key: many[key] for key in few} == few
    assert len(scaled) == pytest.approx(scale * len(original), rel=0.2)
    released = [draw(BASE, scale=factor).matters.release_ms for factor in (1.0, 1.5)]
    assert released[1][0] < released[0][0]


def test_another_scale_leaves_contacts_and_absences_alone():
    assert equal(draw(BASE, scale=2.0).contacts, draw(BASE).contacts)
    assert equal(draw(BASE, scale=2.0).absences, draw(BASE).absences)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("contact_weeks", {"contact_weeks": 0.0}),
        ("absences", {"absences": Absences()}),
        ("misdirected_share", {"misdirected_share": 0.9}),
    ],
)
def test_another_source_of_chance_moves_no_matter(name, changed):
    other = replace(BASE, **changed)

    assert getattr(other, name) != getattr(BASE, name)
    assert matters(other, draw(other)) == ORIGINAL


def test_more_rounds_keep_the_earlier_ones():
    two, four = draw(BASE).needs.errors, draw(replace(BASE, rounds=4)).needs.errors

    assert four.shape[1] == 4
    assert np.array_equal(four[:, :2], two)


def test_further_needs_keep_the_draws_of_those_before_them():
    """With up to four further needs, a matter that had one or two has the same ones first."""
    fewer, more = (demand(kind("a", further_needs=weights)) for weights in ((0.5, 0.5), (0.0, 0.5, 0.0, 0.5)))

    short, long = matters(fewer, draw(fewer)), matters(more, draw(more))

    assert short.keys() == long.keys()
    for key, (columns, original, needs) in short.items():
        assert long[key][0] == columns
        assert long[key][1] == original
        shared = min(len(needs[0]), len(long[key][2][0]))
        assert [column[:shared] for column in needs] == [column[:shared] for column in long[key][2]]


@pytest.mark.parametrize(("share", "column"), [("views_share", 2), ("supplement_share", None), ("review_share", None)])
def test_a_larger_share_adds_to_those_who_were_hit_before(share, column):
    """Whoever had to wait at a smaller share waits as long at a larger one."""
    fewer, more = (demand(kind("a", **{share: value})) for value in (0.2, 0.7))
    short, long = draw(fewer), draw(more)

    few, many = (
        drawn.needs.views_ms if share == "views_share" else getattr(drawn.matters, f"{share.split('_')[0]}_ms")
        for drawn in (short, long)
    )
    assert 0 < (few > 0).sum() < (many > 0).sum()
    assert np.array_equal(few[few > 0], many[few > 0])


def test_a_further_person_moves_nobodys_absences():
    more = house([person("new"), *HOUSE.staff], {**GRID, "b0c2": ("b0", "c2")})

    before, after = draw(BASE).absences, draw(BASE, more).absences

    kept = after.person > 0
    assert np.array_equal(after.person[kept] - 1, before.person)
    assert np.array_equal(after.from_ms[kept], before.from_ms)
    assert np.array_equal(after.to_ms[kept], before.to_ms)
    assert not kept.all()


def test_a_stream_depends_on_its_name_alone():
    uniforms = uniforms_of(2026, 3)

    first = uniforms("work/a/0", 5)
    uniforms("arrival/a", 100)

    assert np.array_equal(uniforms("work/a/0", 5), first)
    assert np.array_equal(uniforms("work/a/0", 3), first[:3])  # more draws go on where fewer end
    assert not np.array_equal(uniforms("work/a/1", 5), first)
    assert np.array_equal(stream(2026, 3, "work/a/0").random(5), first)


def test_matters_stand_in_the_order_of_their_release():
    table = draw(BASE).matters

    order = np.lexsort((table.ordinal, table.twin_of >= 0, table.type, table.release_ms))
    assert np.array_equal(order, np.arange(table.type.size))


def test_needs_stand_by_matter_and_place_and_the_first_is_always_there():
    needs = draw(BASE).needs

    assert (np.diff(needs.matter) >= 0).all()
    first = np.concatenate([[True], np.diff(needs.matter) > 0])
    assert (needs.place[first] == 0).all()
    assert (np.diff(needs.place)[~first[1:]] == 1).all()
