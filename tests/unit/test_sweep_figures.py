"""The pictures of a sweep: what is drawn where, in both languages, and that no labels overlap."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest
from drawing import drawn, overlap, texts_of
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_hex

from analysis.figures import canvas, sweep_heat, sweep_line, sweep_parallel, sweep_scatter
from analysis.figures.sweep_axis import axis_of
from analysis.figures.sweep_colours import NOTHING
from analysis.figures.sweep_picture import Picture
from analysis.intervals import Estimate
from analysis.report.words import LANGUAGES, words
from analysis.sweep_table import Cell, SweepTable

NAMES = {
    "zh": {"sections": "科室", "modules": "模块"},
    "en": {"sections": "Sections", "modules": "Modules"},
}
LOAD, COUNT = "demand.load", "designs.modules.units.count"
HANDLER, RATE = "designs.modules.authority.handler", "institution.abilities.error_rate"


def cell(point, design, mean, *, difference=None, status="steady", bound=None, difference_bound=None):
    """Return a cell with an interval of one to each side, unless the figure is a bound, or there is none."""

    def estimate(value, of):
        return None if value is None else Estimate(value, *((None, None) if of else (value - 1, value + 1)))

    return Cell(
        point=point, design=design, replications=3, status=status, estimate=estimate(mean, bound), bound=bound,
        baseline_status="steady", difference=estimate(difference, difference_bound), difference_bound=difference_bound,
    )  # fmt: skip


def picture(keys, points, cells, *, lang="en", difference=False, measure="elapsed_days_mean"):
    designs = tuple(dict.fromkeys(one.design for one in cells))
    table = SweepTable(measure=measure, baseline="sections", designs=designs, cells=tuple(cells), family=4)
    return Picture(
        words=words(lang), table=table, names=NAMES[lang], keys=keys,
        points=dict(enumerate(points)), difference=difference, replications=3, note="小局 Tiny bureau. 3",
    )  # fmt: skip


def along_load(**more):
    """Return five loads: two steady ones, a capped, a steady and an overloaded one; the baseline steady at all."""
    modules = [
        cell(0, "modules", 5.0, difference=-3.0), cell(1, "modules", 6.0, difference=0.5),
        cell(2, "modules", 20.0, difference=9.0, status="capped", bound="lower", difference_bound="lower"),
        cell(3, "modules", 9.0, difference=-2.0), cell(4, "modules", None, status="overloaded"),
    ]  # fmt: skip
    sections = [cell(place, "sections", 8.0 + place) for place in range(5)]
    return picture((LOAD,), [(0.5,), (0.7,), (0.8,), (0.9,), (1.0,)], sections + modules, **more)


def grid(**more):
    """Return three loads by two counts of modules: each kind of cell once, and one not played yet."""
    points = [(load, count) for load in (0.5, 0.7, 0.9) for count in (4, 8)]
    cells = [
        cell(0, "modules", 5.0, difference=-3.0), cell(1, "modules", 6.0, difference=0.5),
        cell(2, "modules", 20.0, difference=9.0, status="capped", bound="lower", difference_bound="lower"),
        cell(3, "modules", None, status="overloaded"), cell(4, "modules", 7.0, status="capped"),
    ]  # fmt: skip
    return picture((LOAD, COUNT), points, cells, **more)


def many(**more):
    """Return points of four keys, one of them of words."""
    points = [
        (load, count, handler, rate)
        for load in (0.5, 0.9) for count in (4, 8, 26) for handler in ("held", "set_aside") for rate in (0.0, 0.25)
    ]  # fmt: skip
    cells = [cell(place, "modules", 5.0 + place, difference=place - 10.0) for place in range(len(points) - 2)]
    cells.append(cell(len(points) - 2, "modules", None, status="overloaded"))
    return picture((LOAD, COUNT, HANDLER, RATE), points, cells, **more)


PICTURES = {
    "line": lambda **more: (sweep_line.draw, along_load(**more)),
    "heat": lambda **more: (sweep_heat.draw, grid(**more), "modules"),
    "scatter": lambda **more: (sweep_scatter.draw, grid(**more), "modules"),
    "parallel": lambda **more: (sweep_parallel.draw, many(**more), "modules"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_no_labels_overlap_or_leave_the_picture_and_titles_name_what_is_drawn(name, lang):
    draw, found, *of = PICTURES[name](lang=lang, difference=lang == "zh")
    figure, places = drawn(draw, found, *of)
    said = texts_of(figure)
    wanted = {
        ("zh", True): "平均用时（天）：模块减科室", ("zh", False): "平均用时（天）：与科室之差",
        ("en", True): "Elapsed days, mean: Modules", ("en", False): "Elapsed days, mean",
    }[lang, bool(of)]  # fmt: skip
    letters = "".join(said).replace("\n", "")

    assert wanted in said
    assert LOAD in said
    assert "□" not in letters
    assert canvas.printable(letters) == letters
    assert not [(a, b) for (a, one), (b, other) in combinations(places, 2) if overlap(one, other, slack=1.5)]
    assert all(place.x0 >= -1 and place.x1 <= figure.bbox.x1 + 1 for _, place in places)
    assert all(place.y0 >= -1 and place.y1 <= figure.bbox.y1 + 1 for _, place in places)


# one key ---------------------------------------------------------------------------------------------


@cache
def of_line():
    return drawn(sweep_line.draw, along_load())[0]


def lines(figure, marker):
    return [line for line in figure.axes[0].lines if line.get_marker() == marker and len(line.get_xdata())]


def test_only_neighbours_with_steady_figures_are_joined():
    figure = of_line()
    joined = [list(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in lines(figure, "o")]

    assert joined == [
        [(0.5, 8), (0.7, 9), (0.8, 10), (0.9, 11), (1.0, 12)],  # the baseline
        [(0.5, 5), (0.7, 6)],
        [(0.9, 9)],
    ]


def test_bounds_and_overloaded_points_are_marked():
    figure = of_line()
    (bound,), (overloaded,) = lines(figure, "^"), lines(figure, "x")

    assert (list(bound.get_xdata()), list(bound.get_ydata()), bound.get_markerfacecolor()) == ([0.8], [20], "white")
    assert list(overloaded.get_xdata()) == [1.0]
    assert "≥ only a bound (matters open at the cap)" in texts_of(figure)
    assert "overloaded: no steady figure" in texts_of(figure)
    assert texts_of(figure).count("Modules") == 1


def test_bands_are_the_intervals():
    figure, _ = drawn(sweep_line.draw, along_load(difference=True))
    (band,) = [one for one in figure.axes[0].collections if isinstance(one, PolyCollection)]
    (alone,) = [one for one in figure.axes[0].collections if isinstance(one, LineCollection)]

    assert sorted(set(band.get_paths()[0].vertices[:, 1])) == [-4, -2, -0.5, 1.5]  # -3 ± 1 and 0.5 ± 1
    assert [list(end) for end in alone.get_segments()[0]] == [[0.9, -3], [0.9, -1]]
    assert "Sections" not in texts_of(figure)


def test_marks_at_the_edge_stand_above_all_that_is_drawn():
    figure = of_line()
    axes = figure.axes[0]
    (mark,) = lines(figure, "x")
    height = axes.get_xaxis_transform().transform((1.0, mark.get_ydata()[0]))[1]

    assert height > axes.transData.transform((0, 20))[1]


def test_values_that_are_no_numbers_are_not_joined():
    cells = [cell(place, name, 5.0 + place) for name in ("sections", "modules") for place in range(2)]
    figure, _ = drawn(sweep_line.draw, picture((HANDLER,), [("set_aside",), ("held",)], cells))

    assert [len(line.get_xdata()) for line in lines(figure, "o")] == [1, 1, 1, 1]
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == ["set_aside", "held"]
    assert len({line.get_xdata()[0] for line in lines(figure, "o")}) == 4  # beside one another


def test_shares_are_percentages_and_their_differences_points():
    shares = [cell(0, "modules", 0.5, difference=0.25), cell(1, "modules", 0.75, difference=0.5)]
    of, less = (
        picture(
            (LOAD,), [(0.5,), (0.7,)], [cell(0, "sections", 0.25), *shares], measure="on_time_share", difference=one
        )
        for one in (False, True)
    )

    assert of.number(0.75) == "75%"
    assert less.number(0.25) == "+25"
    assert less.quantity() == "On time: difference from Sections (percentage points)"


# two keys --------------------------------------------------------------------------------------------


@cache
def of_grid():
    return drawn(sweep_heat.draw, grid(difference=True), "modules")[0]


def cells_of(figure):
    """Return the cells of a map by their column and row: colour and hatching."""
    return {
        tuple(path.vertices.min(axis=0).astype(int).tolist()): (to_hex(face), kind.get_hatch() or "")
        for kind in figure.axes[0].collections
        for path, face in zip(kind.get_paths(), kind.get_facecolors(), strict=True)
    }


def test_each_combination_has_its_cell():
    figure = of_grid()
    found = cells_of(figure)

    assert set(found) == {(column, row) for column in range(3) for row in range(2)}
    assert found[0, 0][1] == ""  # -3 ± 1
    assert found[0, 1][1] == "////"  # 0.5 ± 1
    assert found[1, 1] == (NOTHING, "xxxx")
    assert found[2, 0] == (NOTHING, "++++")  # between a bound and a figure
    assert found[2, 1] == (NOTHING, "....")
    assert {"−3", "+0.5", "≥ +9"} <= set(texts_of(figure))
    assert {"interval contains 0", "overloaded: no steady figure", "no figure (yet)"} <= set(texts_of(figure))


def test_colours_of_differences_are_even_around_0_and_blue_is_better():
    figure = of_grid()
    better, worse = (np.array([int(found[i : i + 2], 16) for i in (1, 3, 5)]) for found in
                     (cells_of(figure)[0, 0][0], cells_of(figure)[1, 0][0]))  # fmt: skip

    assert figure.axes[1].get_ylim() == (-9, 9)
    assert better[2] > better[0]  # -3 days: more blue than red
    assert worse[0] > worse[2]


def test_a_map_of_a_measure_hatches_no_interval_and_gives_bounds_a_sign():
    figure, _ = drawn(sweep_heat.draw, grid(), "modules")

    assert [hatch for _, hatch in cells_of(figure).values()].count("////") == 0
    assert {"5", "6", "≥ 20"} <= set(texts_of(figure))
    assert "≥ ≤ only a bound (matters open at the cap)" not in texts_of(
        drawn(sweep_heat.draw, without_bounds(), "modules")[0]
    )


def without_bounds():
    return picture((LOAD, COUNT), [(0.5, 4), (0.5, 8), (0.7, 4), (0.7, 8)], [cell(p, "modules", 5.0) for p in range(4)])


def test_a_large_map_has_no_numbers():
    points = [(load, count) for load in range(30) for count in range(25)]
    figure, _ = drawn(
        sweep_heat.draw,
        picture((LOAD, COUNT), points, [cell(p, "modules", 1000.0 + p) for p in range(750)]),
        "modules",
    )

    assert not figure.axes[0].texts
    assert len(figure.axes[0].get_xticks()) <= 30


def test_sampled_points_are_dots_of_their_colour():
    figure, _ = drawn(sweep_scatter.draw, grid(difference=True), "modules")
    dots = [one for one in figure.axes[0].collections if isinstance(one, PathCollection)]
    coloured = [one for one in dots if one.get_array() is not None]

    assert [one.get_array().tolist() for one in coloured] == [[-3.0], [0.5], [9.0]]  # decided, undecided, a bound
    assert sorted(tuple(place) for one in dots for place in one.get_offsets().tolist()) == [
        (load, count) for load in (0.5, 0.7, 0.9) for count in (4, 8)
    ]  # fmt: skip


def test_without_any_figure_there_is_no_scale():
    found = picture((LOAD, COUNT), [(0.5, 4), (0.7, 8)], [cell(0, "modules", None, status="overloaded")])

    for draw in (sweep_heat.draw, sweep_scatter.draw):
        assert len(drawn(draw, found, "modules")[0].axes) == 1


# more keys -------------------------------------------------------------------------------------------


def test_each_point_is_a_line_through_all_axes():
    found = many()
    figure, _ = drawn(sweep_parallel.draw, found, "modules")
    through = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 4]

    assert len(through) == len(found.points)
    assert {"held", "set_aside", "4", "8", "26", "0.25"} <= set(texts_of(figure))


def test_a_line_crosses_each_axis_near_its_value():
    figure, _ = drawn(sweep_parallel.draw, many(), "modules")
    last = max((line for line in figure.axes[0].lines if len(line.get_xdata()) == 4), key=lambda line: line.zorder)
    shares = {0: (0, 1), 1: (0, 4 / 22, 1), 2: (0, 1), 3: (0, 1)}  # counts 4, 8 and 26

    for place, height in enumerate(last.get_ydata()):
        assert min(abs(height - share) for share in shares[place]) <= sweep_parallel.BUNDLE / 2 + 1e-9


def test_long_keys_are_broken_behind_dots():
    assert sweep_parallel.label_lines("demand.types.request.per_year", 110) == ["demand.types.", "request.per_year"]
    assert sweep_parallel.label_lines("seed", 110) == ["seed"]


# axes ------------------------------------------------------------------------------------------------


def test_numbers_lie_at_their_size_and_words_in_a_row():
    load, words_ = axis_of("demand.load", [0.9, 0.5, 0.9]), axis_of("x", ["b", "a", "b"])
    flags = axis_of("y", [True, False])

    assert (load.values, load.places, load.is_numeric) == ((0.5, 0.9), (0.5, 0.9), True)
    assert (words_.values, words_.places, words_.is_numeric) == (("b", "a"), (0.0, 1.0), False)
    assert [flags.text(value) for value in flags.values] == ["true", "false"]
    assert axis_of("z", [None, 3]).is_numeric is False


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1000), min_size=1, max_size=30, unique=True))
def test_labels_that_are_shown_have_room(places):
    places.sort()
    axis = axis_of("seed", list(range(len(places))))
    chosen = axis.labelled(places)
    halves = [canvas.text_width(axis.text(axis.values[number]), canvas.NORMAL) / 2 for number in range(len(places))]

    assert chosen[0] == 0
    assert all(places[b] - halves[b] >= places[a] + halves[a] for a, b in pairwise(chosen))


def test_a_picture_is_the_same_every_time():
    assert canvas.svg(sweep_line.draw, along_load()) == canvas.svg(sweep_line.draw, along_load())
