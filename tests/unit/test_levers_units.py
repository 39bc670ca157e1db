"""Lever `units`: which functions go together, and in which order a unit works."""

from dataclasses import replace

import numpy as np
import pytest
from houses import build, expecting, house, matter, need, officers, person
from worlds import Log, done, log

from sim.errors import DesignError, UnknownName
from sim.institution import Title
from sim.levers.design import Levers
from sim.levers.stages import Arrangement
from sim.levers.units import Units, arrange_units

TWO = house(officers(2))
MATTERS = [matter(need("b0c0", 2)), matter(need("b1c0", 2)), matter(need("b0c1", 1))]


def arranged(institution, units, expected=None):
    """Return the units' names and the functions that each of them covers."""
    whole = Arrangement.whole(institution)
    arrangement = arrange_units(whole, units, institution, expected or expecting(institution))
    covers = {unit.name: [] for unit in arrangement.units}
    for function, unit in zip(institution.functions, arrangement.unit_of_function, strict=True):
        covers[arrangement.units[unit].name].append(function.name)
    return covers


def test_one_unit_for_everything(simulate):
    """Whoever is free takes whatever comes first."""
    built = build(TWO, MATTERS, Levers(units=Units(by="whole")))

    trace = simulate(built.plan)

    assert [built.steps(index) for index in range(3)] == [
        [("handle", "all", 2.0)], [("handle", "all", 2.0)], [("handle", "all", 1.0)]
    ]  # fmt: skip
    assert log(trace) == Log([done(0, 0, 2, by=0), done(0, 0, 2, by=1), done(0, 2, 3, by=0)], [2, 2, 3], 3)


def test_a_section_for_each_bureau(simulate):
    """The two matters of bureau b0 queue for its section."""
    built = build(TWO, MATTERS, Levers(units=Units(by="bureau")))

    trace = simulate(built.plan)

    assert [built.steps(index) for index in range(3)] == [
        [("handle", "section_b0", 2.0)], [("handle", "section_b1", 2.0)], [("handle", "section_b0", 1.0)]
    ]  # fmt: skip
    assert log(trace) == Log([done(0, 0, 2, by=0), done(0, 0, 2, by=1), done(0, 2, 3, by=0)], [2, 2, 3], 3)


def test_a_module_for_each_category(simulate):
    """The two matters of category c0 queue for its module, whichever bureau they come from."""
    built = build(TWO, MATTERS, Levers(units=Units(by="category")))

    trace = simulate(built.plan)

    assert [built.steps(index) for index in range(3)] == [
        [("handle", "module_c0", 2.0)], [("handle", "module_c0", 2.0)], [("handle", "module_c1", 1.0)]
    ]  # fmt: skip
    assert log(trace) == Log([done(0, 0, 2, by=0), done(0, 2, 4, by=0), done(0, 0, 1, by=1)], [2, 4, 1], 4)


def test_units_by_table(simulate):
    """A table lists categories and functions; here one desk has all of category c0 and one function more."""
    levers = Levers(units=Units(by="table", table={"desk": ("c0", "b0c1"), "rest": ("b1c1",)}))
    built = build(TWO, MATTERS, levers)

    trace = simulate(built.plan)

    assert arranged(TWO, levers.units) == {"desk": ["b0c0", "b0c1", "b1c0"], "rest": ["b1c1"]}
    assert built.steps(2) == [("handle", "desk", 1.0)]
    # posts by work: three functions of one hour against one, two officers: one each
    assert log(trace) == Log([done(0, 0, 2, by=0), done(0, 2, 4, by=0), done(0, 4, 5, by=0)], [2, 4, 5], 5)


def test_units_carry_titles_in_both_languages():
    whole = Arrangement.whole(TWO)

    sections = arrange_units(whole, Units(by="bureau"), TWO, expecting(TWO))
    modules = arrange_units(whole, Units(by="category"), TWO, expecting(TWO))

    assert sections.units[0].title == Title(zh="B0科", en="b0 section")
    assert modules.units[1].title == Title(zh="C1模块", en="c1 module")


def test_units_of_a_table_may_be_given_titles():
    """Who has none is called by the name; titles of nothing, or without a table, are refused."""
    table = {"desk": ("c0",), "rest": ("c1",)}
    window = Title(zh="窗口", en="Window")

    units = arrange_units(
        Arrangement.whole(TWO), Units(by="table", table=table, titles={"desk": window}), TWO, expecting(TWO)
    ).units

    assert [unit.title for unit in units] == [window, Title(zh="rest", en="rest")]
    with pytest.raises(
        UnknownName, match=r"units.titles names unit 'dsk', which units.table lacks. Did you mean 'desk'"
    ):
        arrange_units(
            Arrangement.whole(TWO), Units(by="table", table=table, titles={"dsk": window}), TWO, expecting(TWO)
        )
    with pytest.raises(DesignError, match=r"units.titles goes with by=table, but by=category"):
        arrange_units(Arrangement.whole(TWO), Units(by="category", titles={"c0": window}), TWO, expecting(TWO))


FOUR = {"f0": ("b0", "c0"), "f1": ("b0", "c1"), "f2": ("b0", "c2"), "f3": ("b0", "c3")}


def sharing(institution, pairs, hours=None):
    """Return expectations in which these pairs of functions share so many matters a year."""
    names = [function.name for function in institution.functions]
    together = np.zeros((len(names), len(names)))
    for (one, other), count in pairs.items():
        together[names.index(one), names.index(other)] = together[names.index(other), names.index(one)] = count
    return replace(expecting(institution, hours), together=together)


def test_fewer_modules_than_categories_join_those_that_share_most():
    institution = house(officers(4), FOUR)
    expected = sharing(institution, {("f0", "f2"): 10, ("f1", "f3"): 5, ("f0", "f1"): 1})

    joined = [arranged(institution, Units(by="category", count=count), expected) for count in (4, 3, 2, 1)]

    assert joined == [
        {"module_c0": ["f0"], "module_c1": ["f1"], "module_c2": ["f2"], "module_c3": ["f3"]},
        {"module_c0_c2": ["f0", "f2"], "module_c1": ["f1"], "module_c3": ["f3"]},
        {"module_c0_c2": ["f0", "f2"], "module_c1_c3": ["f1", "f3"]},
        {"module_c0_c1_c2_c3": ["f0", "f1", "f2", "f3"]},
    ]


def test_sharing_counts_in_proportion_to_size():
    """Five matters between two categories of 100 hours are less (0.05) than one of 1 hour gives to c0 (0.1)."""
    institution = house(officers(3), {name: FOUR[name] for name in ("f0", "f1", "f2")})
    expected = sharing(institution, {("f0", "f1"): 5, ("f0", "f2"): 1}, hours={"f0": 100.0, "f1": 100.0, "f2": 1.0})

    assert arranged(institution, Units(by="category", count=2), expected) == {
        "module_c0_c2": ["f0", "f2"], "module_c1": ["f1"]
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_as_many_modules_as_asked_for_where_no_categories_share_anything(count):
    """All distances are equal then; a cut must still give `count` modules."""
    institution = house(officers(4), FOUR)

    assert len(arranged(institution, Units(by="category", count=count))) == count


@pytest.mark.parametrize(
    ("functions", "title"),
    [
        (("f0", "f1"), Title(zh="C0、C1模块", en="c0 + c1 module")),
        (("f0", "f1", "f2"), Title(zh="C0、C1、C2模块", en="c0 + c1 + c2 module")),
        (("f0", "f1", "f2", "f3"), Title(zh="C0、C1等4类模块", en="c0 + c1 + 2 more module")),
    ],
)
def test_a_joined_module_is_called_by_its_categories_or_the_first_of_many(functions, title):
    institution = house(officers(4), {name: FOUR[name] for name in functions})

    units = arrange_units(
        Arrangement.whole(institution), Units(by="category", count=1), institution, expecting(institution)
    ).units

    assert [unit.title for unit in units] == [title]


GROUPED = {"f0": "g0", "f1": "g1", "f2": "g2", "f3": "h0", "f4": "h1"}
SPLIT = house(
    officers(5),
    {"f0": ("b0", "c0"), "f1": ("b0", "c0"), "f2": ("b0", "c0"), "f3": ("b0", "c1"), "f4": ("b0", "c1")},
    groups=GROUPED,
)
HOURS = expecting(SPLIT, {"f0": 5.0, "f1": 3.0, "f2": 2.0, "f3": 4.0, "f4": 3.0})  # c0: 10, c1: 7


def test_more_modules_than_categories_split_where_most_work_is():
    """Each further module goes to the category with most hours a module; groups are dealt out, heaviest first."""
    split = [arranged(SPLIT, Units(by="category", count=count), HOURS) for count in (2, 3, 4, 5)]

    # c0 has 10 hours against 7: it is split first, 5 against 3 + 2; then c1 (7 against 5 a module); then c0 again
    assert split == [
        {"module_c0": ["f0", "f1", "f2"], "module_c1": ["f3", "f4"]},
        {"module_c0_1": ["f0"], "module_c0_2": ["f1", "f2"], "module_c1": ["f3", "f4"]},
        {"module_c0_1": ["f0"], "module_c0_2": ["f1", "f2"], "module_c1_1": ["f3"], "module_c1_2": ["f4"]},
        {"module_c0_1": ["f0"], "module_c0_2": ["f1"], "module_c0_3": ["f2"], "module_c1_1": ["f3"],
         "module_c1_2": ["f4"]},
    ]  # fmt: skip


def test_a_part_of_a_category_is_numbered_in_its_title():
    units = arrange_units(Arrangement.whole(SPLIT), Units(by="category", count=3), SPLIT, HOURS).units

    assert [unit.title.en for unit in units] == ["c0 1 module", "c0 2 module", "c1 module"]
    assert [unit.title.zh for unit in units] == ["C01模块", "C02模块", "C1模块"]


def test_split_modules_work_side_by_side(simulate):
    """Functions f0 and f1 of one category queue together in one module, and apart in two."""
    matters = [matter(need("f0", 2)), matter(need("f1", 2))]
    people = [person("p0", "c0"), person("p1", "c0"), person("p2", "c1")]
    institution = replace(SPLIT, staff=tuple(people))
    joined, split = (
        build(institution, matters, Levers(units=Units(by="category", count=count)), expected=HOURS) for count in (2, 3)
    )
    one_post = replace(institution, staff=(people[0], people[2]))
    single = build(one_post, matters, Levers(units=Units(by="category", count=2)), expected=HOURS)

    assert log(simulate(split.plan)) == Log([done(0, 0, 2, by=0), done(0, 0, 2, by=1)], [2, 2], 2)
    assert log(simulate(joined.plan)) == Log([done(0, 0, 2, by=0), done(0, 0, 2, by=1)], [2, 2], 2)
    assert log(simulate(single.plan)) == Log([done(0, 0, 2, by=0), done(0, 2, 4, by=0)], [2, 4], 4)


@pytest.mark.parametrize(
    ("order", "ends"),
    [
        ("in_order", [2, 3, 4, 5]),  # by arrival
        ("by_deadline", [2, 4, 3, 5]),  # 10 before 30 before none
        ("by_priority", [2, 4, 5, 3]),  # 1 before 2 before 3
    ],
)
def test_a_unit_works_in_the_order_that_is_set(simulate, order, ends):
    """One clerk is busy until 2; three matters of an hour wait by then."""
    matters = [
        matter(need("b0c0", 2)),
        matter(need("b0c0", 1), at=0.5, deadline=30, priority=2),
        matter(need("b0c0", 1), at=1, deadline=10, priority=3),
        matter(need("b0c0", 1), at=1.5, priority=1),
    ]
    built = build(house(officers(1)), matters, Levers(units=Units(order=order)))

    trace = simulate(built.plan)

    starts = [end - 1 for end in ends]
    assert log(trace) == Log(
        [done(0, 0, 2, by=0), done(0.5, starts[1], ends[1], by=0), done(1, starts[2], ends[2], by=0),
         done(1.5, starts[3], ends[3], by=0)],
        ends, 5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("units", "error", "words"),
    [
        (Units(by="bureau", count=2), DesignError, r"units\.count=2 goes with by=category or district, but by=bureau"),
        (Units(by="category", count=6), DesignError, r"units\.count=6; expected 1 to 5, the number of business groups"),
        (Units(by="category", count=0), DesignError, r"units\.count=0; expected 1 to 5"),
        (Units(by="category", table={"a": ("c0",)}), DesignError, r"units\.table goes with by=table, but by=category"),
        (Units(by="table"), DesignError, r"units\.by=table, but there is no units\.table"),
        (
            Units(by="table", table={"a": ("c1", "c00")}), UnknownName,
            r"units\.table gives unit 'a' 'c00', which is no category and no function\. Did you mean 'c0'\?",
        ),
        (Units(by="table", table={"a": ("c0",), "b": ("c1", "f1")}), DesignError, r"function 'f1' to two units"),
        (
            Units(by="table", table={"a": ("c0",), "b": ("f3",)}), DesignError,
            r"no unit covers function 'f4' \(1 in all\); add them to units\.table",
        ),
    ],
    ids=["count elsewhere", "count too large", "count too small", "table elsewhere", "no table", "unknown name",
         "covered twice", "not covered"],
)  # fmt: skip
def test_units_that_cannot_be_are_refused_with_a_sentence(units, error, words):
    with pytest.raises(error, match=words):
        arranged(SPLIT, units)
