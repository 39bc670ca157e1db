"""Lever `membership`: who works where, and who leads."""

import pytest
from houses import CHIEF, DEPUTIES, build, expecting, house, matter, need, officers, person
from worlds import Log, done, log

from sim.errors import DesignError
from sim.institution import Rank
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.membership import Membership, arrange_membership
from sim.levers.stages import Arrangement
from sim.levers.units import Units, arrange_units
from sim.procedure import Abilities, Procedure

THREE_BUREAUS = {"x": ("b0", "c0"), "y": ("b1", "c0"), "z": ("b2", "c0")}


def placed(institution, membership, hours=None, by="bureau"):
    """Return the arrangement of these people in sections (or modules)."""
    expected = expecting(institution, hours)
    units = arrange_units(Arrangement.whole(institution), Units(by=by), institution, expected)
    return arrange_membership(units, membership, institution, expected)


def posts(arrangement):
    return [int((arrangement.unit_of_person == unit).sum()) for unit in range(len(arrangement.units))]


@pytest.mark.parametrize(
    ("total", "hours", "expected"),
    [
        (3, (100, 0, 0), [1, 1, 1]),  # each unit needs somebody
        (4, (90, 5, 5), [2, 1, 1]),
        (5, (45, 35, 20), [2, 2, 1]),  # the fourth post to 45, the fifth to 35 (45 has two, so 22.5 a post)
        (7, (60, 30, 10), [4, 2, 1]),  # to 60; at 30 against 30 to the first; 20 against 30: second; 20: first
        (6, (0, 0, 0), [2, 2, 2]),  # nothing is expected of anybody: equal shares
    ],
)
def test_each_post_goes_where_most_work_falls_to_one(total, hours, expected):
    """One post each, then one after another to the unit with most expected hours a post."""
    institution = house(officers(total), THREE_BUREAUS)

    arrangement = placed(institution, Membership(posts="by_work"), dict(zip("xyz", hours, strict=True)))

    assert posts(arrangement) == expected


def test_posts_follow_the_counterparts():
    """Section b0 faces three offices and has little work, b1 faces one and has much; two functions share an office."""
    functions = {"a": ("b0", "c0"), "b": ("b0", "c0"), "c": ("b0", "c0"), "d": ("b0", "c0"), "e": ("b1", "c0")}
    institution = house(officers(4), functions, offices={"c": "shared", "d": "shared"})
    hours = {"a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0, "e": 12.0}

    by_counterparts = placed(institution, Membership(posts="by_counterparts"), hours)
    by_work = placed(institution, Membership(posts="by_work"), hours)

    assert posts(by_counterparts) == [3, 1]
    assert posts(by_work) == [1, 3]


def test_people_go_where_their_expertise_lies(simulate):
    """Person 0 knows c1, person 1 knows c0; outside their expertise they would be half as fast."""
    institution = house([person("p0", "c1"), person("p1", "c0")])
    built = build(
        institution, [matter(need("b0c0", 2)), matter(need("b1c1", 3))], Levers(units=Units(by="category")),
        abilities=Abilities(skill_elsewhere=0.5),
    )  # fmt: skip

    trace = simulate(built.plan)

    assert log(trace) == Log([done(0, 0, 2, by=1), done(0, 0, 3, by=0)], [2, 3], 3)


def test_who_knows_one_category_only_goes_first():
    """Person 0 could serve either module; the best for both together is to leave c0 to person 1."""
    arrangement = placed(house([person("p0", "c0", "c1"), person("p1", "c0")]), Membership(), by="category")

    assert arrangement.unit_of_person.tolist() == [1, 0]


def test_leaders_are_in_no_unit_and_keep_their_rank():
    arrangement = placed(house([CHIEF, *officers(2), *DEPUTIES]), Membership(heads="one_each"))

    assert arrangement.unit_of_person.tolist() == [-1, 0, 1, -1, -1]
    assert arrangement.rank_of_person.tolist() == [Rank.CHIEF, Rank.HEAD, Rank.HEAD, Rank.DEPUTY, Rank.DEPUTY]


def test_without_heads_everybody_in_a_unit_is_an_officer():
    assert placed(house(officers(4)), Membership(heads="none")).rank_of_person.tolist() == [Rank.OFFICER] * 4


def test_the_head_is_who_knows_most_of_the_units_work(simulate):
    """Persons 0 and 1 are in one unit; person 1 is versed in what it does, so only person 1 signs."""
    institution = house([person("p0"), person("p1", "c0", "c1")])
    levers = Levers(membership=Membership(heads="one_each"), authority=Authority(non_core=("head",)))
    built = build(
        institution, [matter(need("b0c0", 1), decision=1), matter(need("b0c0", 3), decision=1)], levers,
        procedure=Procedure(sign_hours={"head": 0.5}),
    )  # fmt: skip

    trace = simulate(built.plan)

    # person 0 handles the first 0-1, person 1 the second 0-3; the head signs both when free: 3-3.5 and 3.5-4.
    # Steps of a matter: handle, sign, and a second round that is skipped.
    assert built.steps() == [("handle", "all", 1.0), ("sign", "all", 0.5), ("handle", "all", 1.0), ("sign", "all", 0.5)]
    skipped = ("skipped", None, None, None, None, None)
    assert log(trace) == Log(
        [
            done(0, 0, 1, by=0), done(1, 3, 3.5, by=1), skipped, skipped,
            done(0, 0, 3, by=1), done(3, 3.5, 4, by=1), skipped, skipped,
        ],
        [3.5, 4], 4,
    )  # fmt: skip


def test_of_equals_the_first_in_the_list_becomes_head():
    assert placed(house(officers(4)), Membership(heads="one_each")).rank_of_person.tolist() == [2, 1, 2, 1]


def test_more_units_than_officers_are_refused():
    with pytest.raises(DesignError, match=r"2 units for 1 officers; each unit needs at least one"):
        placed(house([*officers(1), CHIEF]), Membership())


def test_who_was_born_a_head_is_refused_or_placed():
    """A head is appointed by a design: a person given that rank must not land in the first unit unasked."""
    head = person("h", "c1", rank=Rank.HEAD)

    with pytest.raises(DesignError, match="head"):
        house([*officers(2), head])
