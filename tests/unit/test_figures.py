"""The figures: nothing overlaps, every letter has a glyph, nothing leaks, always the same."""

import os
import subprocess
import sys
from itertools import combinations

import matplotlib
import pytest
from drawing import drawn, overlap
from matplotlib.patches import FancyBboxPatch
from report_example import comparison
from sensitivity_example import ranking

from analysis.figures import canvas, distribution, institution, load_axis, people_load, time_split, tornado, warm_up
from analysis.figures.institution_layout import MOST_BOXES, arrange
from analysis.report.reading import Reading
from analysis.report.shape_sensitivity import Sensitivity
from analysis.report.stored import checked
from analysis.report.words import LANGUAGES, words


def reading(lang="zh", stored=None):
    return Reading(checked(stored or comparison()), words(lang))


def warm_up_arguments(found):
    names = {design: found.name(design) for design in found.comparison.designs}
    return found.words, found.comparison.warm_up, names, found.comparison.baseline


def large_comparison():
    """Return a comparison with 12 deputies, 14 bureaus and 30 units in the reform."""
    stored = comparison()
    stored["leaders"] = [{"name": "chief", "rank": "chief"}]
    stored["leaders"] += [{"name": f"deputy_{i}", "rank": "deputy"} for i in range(12)]
    stored["bureaus"] = [
        {"name": f"b{i}", "title": {"zh": f"第{i}上级主管局", "en": f"Upper-level bureau number {i}"}, "offices": 5}
        for i in range(14)
    ]
    units = [
        {
            "name": f"u{i}",
            "title": {"zh": f"第{i}模块", "en": f"A module with a rather long name, number {i}"},
            "staff": 2,
            "offices": 3,
            "deputy": f"deputy_{i % 12}",
        }
        for i in range(30)
    ]
    faces = {f"b{i}": {f"u{j}": 1 + (i + j) % 4 for j in range(30) if (i * j) % 3 == 0} for i in range(14)}
    stored["designs"]["reform"] |= {"unit_list": units, "faces": faces}
    return stored


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("stored", [comparison(), large_comparison()], ids=["usual", "large"])
def test_no_boxes_and_no_labels_of_the_institution_overlap(lang, stored):
    figure, texts = drawn(institution.draw, reading(lang, stored), "sections", "reform")
    boxes = [patch.get_window_extent() for patch in figure.findobj(FancyBboxPatch)]

    assert figure.bbox.width == pytest.approx(1200)
    assert 20 < len(boxes) <= MOST_BOXES
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert not [(a, b) for (a, one), (b, other) in combinations(texts, 2) if overlap(one, other)]
    for text, place in texts:
        touched = [box for box in boxes if overlap(place, box)]
        assert len(touched) <= 1, text
        assert all(box.x0 <= place.x0 and place.x1 <= box.x1 for box in touched), text
        assert all(box.y0 <= place.y0 and place.y1 <= box.y1 for box in touched), text
        assert figure.bbox.x0 <= place.x0, text
        assert place.x1 <= figure.bbox.x1, text


def test_boxes_that_are_folded_together_keep_their_lines():
    layout = arrange(reading(stored=large_comparison()), "sections", "reform")
    folded = next(box for box in layout.boxes if box.kind == "unit" and len(box.names) > 1)

    assert len(folded.names) == 30 - 10
    assert any(line.start == folded for line in layout.lines)


def test_the_lines_of_a_unit_are_as_many_as_the_bureaus_it_faces():
    layout = arrange(reading(), "sections", "reform")
    faced = comparison()["designs"]["reform"]["faces"]
    drawn_lines = [line for line in layout.lines if line.weight and line.start.side == "right"]

    assert len(drawn_lines) == sum(len(units) for units in faced.values())
    assert sum(line.weight for line in drawn_lines) == sum(n for units in faced.values() for n in units.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_labels_overlap_in_the_other_figures(lang):
    found = reading(lang)
    axis = found.comparison.load_axis
    for draw, *arguments in (
        (distribution.draw, found),
        (time_split.draw, found),
        (people_load.draw, found, ["sections", "reform"]),
        (load_axis.draw, found, axis),
        (warm_up.draw, *warm_up_arguments(found)),
    ):
        figure, texts = drawn(draw, *arguments)

        clashes = [(a, b) for (a, one), (b, other) in combinations(texts, 2) if overlap(one, other, slack=1.5)]
        assert not clashes, draw.__module__
        assert all(p.x0 >= -1 and p.x1 <= figure.bbox.x1 + 1 for _, p in texts), draw.__module__


def travelling(*, somebody):
    """Return a comparison in which somebody is on the way and held, or nobody is."""
    stored = comparison()
    for design in stored["designs"].values():
        if not somebody:
            del design["measures"]["split_travel_days_mean"]
    first = stored["people"]["reform"][0]
    first |= {"travel": 0.1, "held": 0.05, "idle": first["idle"] - 0.15} if somebody else {}
    return stored


@pytest.mark.parametrize(
    ("lang", "names", "somebody"),
    [("zh", {"在途", "候决"}, True), ("zh", {"在途", "候决"}, False), ("en", {"travel", "held", "on the way"}, True)],
)
def test_travel_is_named_only_where_somebody_travels(lang, names, somebody):
    found = reading(lang, travelling(somebody=somebody))
    named = set()
    for draw, *arguments in ((time_split.draw, found), (people_load.draw, found, ["sections", "reform"])):
        figure, texts = drawn(draw, *arguments)
        named |= {text for text, _ in texts}

        assert not [(a, b) for (a, one), (b, other) in combinations(texts, 2) if overlap(one, other, slack=1.5)]
        assert all(p.x0 >= -1 and p.x1 <= figure.bbox.x1 + 1 for _, p in texts), draw.__module__

    assert named & names == (names if somebody else set())


def test_overloaded_points_are_hollow():
    found = reading()
    figure, _ = drawn(load_axis.draw, found, found.comparison.load_axis)
    points = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    hollow = [line for line in points if line.get_markerfacecolor() == "white"]

    assert (len(points), len(hollow)) == (24, 2)


def test_a_missing_median_leaves_a_gap():
    stored = comparison()
    stored["load_axis"]["designs"]["reform"]["elapsed_days_median"][3] = None

    assert "<svg" in canvas.svg(load_axis.draw, reading(stored=stored), checked(stored).load_axis)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_is_the_same_every_time_and_leaves_no_trace(lang):
    found, before = reading(lang), dict(matplotlib.rcParams)

    first = canvas.svg(institution.draw, found, "sections", "modules")

    assert first == canvas.svg(institution.draw, found, "sections", "modules")
    assert dict(matplotlib.rcParams) == before
    assert "<text" not in first
    assert "dc:date" not in first


def test_figures_and_report_do_without_pyplot_and_engines():
    code = (
        "import sys; import analysis.report; assert 'matplotlib' not in sys.modules; "
        "from report_example import comparison; analysis.report.render(comparison(), 'en'); "
        "assert 'matplotlib.pyplot' not in sys.modules; "
        "assert not [name for name in sys.modules if name.startswith(('sim.engine', 'experiments', 'conf'))]"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}

    done = subprocess.run(command, env=paths, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_a_text_is_wrapped_into_the_room_there_is():
    lines = canvas.wrapped("Economy and Information Technology Bureau", 9, 150, lines=3)

    assert " ".join(lines) == "Economy and Information Technology Bureau"
    assert all(canvas.text_width(line, 9) <= 150 for line in lines)
    assert canvas.wrapped("国有资产监督管理委员会", 9, 60)[1].endswith("…")
    assert canvas.wrapped("", 9, 60) == [""]


@pytest.mark.parametrize("width", range(30, 90, 4))
def test_no_line_begins_with_a_mark_that_closes(width):
    lines = canvas.wrapped("投资立项、用地规划、建设、生态环境、水利、市政园林模块", 9, width, lines=30)

    assert not {line[0] for line in lines} & set(canvas.NOT_FIRST)
    assert "".join(lines) == "投资立项、用地规划、建设、生态环境、水利、市政园林模块"


def test_labels_at_the_ends_of_lines_are_moved_apart():
    assert load_axis.spread([10.0, 10.0, 10.0], 4) == [6.0, 10.0, 14.0]
    assert load_axis.spread([], 4) == []


def test_the_warm_up_is_shaded_up_to_the_window_and_each_design_has_a_line_with_a_band():
    found = reading("en")
    figure, texts = drawn(warm_up.draw, *warm_up_arguments(found))
    axes, written = figure.axes[0], [text for text, _ in texts]
    (shade,) = [patch for patch in axes.patches if patch.get_width() == 92]

    assert shade.get_x() == 0
    assert len(axes.lines) == len(axes.collections) == 6
    assert axes.lines[0].get_xdata()[:2].tolist() == [3.5, 10.5]  # the middles of the first two weeks
    assert {"Warm-up", "Open matters", "2021-01", "2021-04", "Sections"} <= set(written)
    assert "2020-11" not in written  # one label a quarter


def test_the_figure_of_a_warm_up_of_no_length_has_no_shade():
    stored = comparison()
    stored["warm_up"] |= {"days": 0}
    figure, texts = drawn(warm_up.draw, *warm_up_arguments(reading("zh", stored)))

    assert not figure.axes[0].patches
    assert "预热" not in [text for text, _ in texts]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_the_tornado_nothing_overlaps_and_all_is_inside(lang):
    figure, places = drawn(tornado.draw, words(lang), Sensitivity.model_validate(ranking()))

    assert not [(one[0], other[0]) for one, other in combinations(places, 2) if overlap(one[1], other[1])]
    assert all(figure.bbox.x0 <= place.x0 and place.x1 <= figure.bbox.x1 for _, place in places)


def test_bars_of_the_tornado_begin_at_the_difference_as_configured():
    figure, _ = drawn(tornado.draw, words("en"), Sensitivity.model_validate(ranking()))
    bars = [value for patch in figure.axes[0].patches for value in (patch.get_x(), patch.get_width())]

    # as configured −2: to +1.5 and −3; to −1, the other end being overloaded; to −2 and −1.9
    assert bars == pytest.approx([-2.0, 3.5, -2.0, -1.0, -2.0, 1.0, -2.0, 0.0, -2.0, 0.1])
