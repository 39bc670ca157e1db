"""`tiaokuai show --minimum`: the optima of a stored sweep as a table, as JSON and as a picture, and what is refused."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from drawing import drawn, overlap, texts_of
from sweeps import KEYS, counted, play, shown, steady, stored_sweep
from tiny import tiaokuai, tiny_file

from analysis.figures import sweep_optimum
from analysis.figures.sweep_optimum import is_geometric
from analysis.report.words import LANGUAGES, words
from experiments.sweep.show.drawn import lines_of, picture_of_optima
from experiments.sweep.show.optima import optima_of
from experiments.sweep.show.showing import Asked, show

POINTS = tuple((load, count) for load in (0.5, 0.9) for count in (4, 8, 16))
MODULES = {
    (0.5, 4): (10.0, 12.0, 14.0), (0.5, 8): (7.0, 10.0, 10.0), (0.5, 16): (8.0, 9.0, 13.0),
    (0.9, 4): (29.0, 30.0, 31.0), (0.9, 8): (20.0, 21.0, 22.0), (0.9, 16): (40.0, 41.0, 42.0),
}  # fmt: skip
"""At the lower load the curve of tests/unit/test_optimum.py; at the higher one differences that never vary."""


def figures(point, replication):
    """Return figures under which only modules depend on their number."""
    modules = steady(MODULES[point][replication], on_time_share=0.9 if point[1] == 8 else 0.5)
    return {"sections": steady(20.0 + replication, on_time_share=0.5), "modules": modules}


@pytest.fixture
def stored(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return counted(tmp_path, POINTS)


@pytest.fixture
def whole(stored):
    play(stored, figures)
    return stored


def optimum(capsys, *words):
    return json.loads(shown(capsys, "counts", *words, "--json"))["optimum"]


# the text --------------------------------------------------------------------------------------------
# Of two rows and two rivals each, t(2 degrees, 1 - 0.05/4) is 6.2053: 3 is not beyond 6.2053 x 1/√3 = 3.58. Intervals
# of their own have t(2 degrees, 0.975) = 4.3027. Of the lower load: 12/9 is a third more, ± 4.3027 x 0.128300/√3 =
# 0.3187; 10/9 is a ninth more, and of 1, -1, 3 without a ninth of 7, 10, 10 there are left 0.2222, -2.1111, 1.8889, of
# 9 a deviation of 0.223249, so ± 0.5546. Of the higher load: 9/21 = 0.4286, and of 9 without 0.4286 x 20, 21, 22 there
# are left 0.4286, 0, -0.4286, of 21 a deviation of 0.020408, so ± 0.0507; 20/21 = 0.9524, ± 4.3027 x 0.045351/√3 =
# 0.1127.

ENGLISH = """\
Tiny bureau: 18 of 18 runs are done, 0 failed; the sweep is complete.

Elapsed days, mean: where it is least along designs.modules.units.count

demand.load  design   n  least at  may be at  singly   mean there         at 4                   at 16                   interior
0.5          modules  3  8         [4, 16]    [8, 16]  9.0 [4.7, 13.3]    +33.3% [+1.5, +65.2]   +11.1% [−44.3, +66.6]  no
0.9          modules  3  8         [8, 8]     [8, 8]   21.0 [18.5, 23.5]  +42.9% [+37.8, +47.9]  +95% [+84, +107]       yes

May be at: from the lowest to the highest of all values that are not significantly worse than any other, paired over replications; with 95% they hold the best one, in all 2 rows together. Singly: from where to where single replications have their best. Mean there, and by how much the ends differ from it: 95% intervals, each one's own. Interior: neither end may be the best.
Left out: sections, in which nothing changes along designs.modules.units.count.
units.count = designs.modules.units.count
A picture: tiaokuai show counts --minimum --plot sweep.png
"""  # noqa: E501  (as it is printed)


def test_the_table_in_english(whole, capsys):
    found = shown(capsys, "counts", "--minimum")

    assert [line.split() for line in found.splitlines()] == [line.split() for line in ENGLISH.splitlines()]


def test_the_table_in_chinese(whole, capsys):
    code, out, _ = tiaokuai(capsys, "show", "counts", "--maximum", "--where", "load=0.9", "--lang", "zh")

    assert code == 0
    assert "平均用时（天），其中 demand.load=0.9：沿 designs.modules.units.count 在何处最大" in out
    assert "已略去 sections：沿 designs.modules.units.count 不起变化。" in out
    # 21 of 41 days less at 8, which is no end; at 4 it is 11 of 41
    line = next(line.split() for line in out.splitlines() if line.startswith("modules "))
    assert line[:6] == ["modules", "3", "16", "[16,", "16]", "[16,"]
    assert "−26.8%" in line
    assert line[-2:] == ["即最优", "否"]


def test_a_share_has_ends_in_points(whole, capsys):
    found = shown(capsys, "counts", "--maximum", "--measure", "on_time_share", "--where", "load=0.9")

    assert "90.0% [90.0, 90.0]  −40.0 [−40.0, −40.0]  −40.0 [−40.0, −40.0]  yes" in found


def test_differences_from_the_baseline_have_ends_in_days(whole, capsys):
    """8 modules less sections are 0, 0, 0 at the higher load, 4 are 9 days more than that."""
    found = optimum(capsys, "--minimum", "--difference", "--where", "load=0.9")

    assert found["relative"] is False
    assert found["rows"][0]["optimum"]["estimate"] == {"mean": 0.0, "low": 0.0, "high": 0.0}
    assert found["rows"][0]["optimum"]["ends"][0] == {
        "value": 4, "more": {"mean": 9.0, "low": 9.0, "high": 9.0}, "bound": False,
    }  # fmt: skip


def test_json_gives_the_same_figures(whole, capsys):
    found = optimum(capsys, "--minimum")
    row = found["rows"][0]

    assert {key: found[key] for key in ("kind", "axis", "by", "family", "still", "relative")} == {
        "kind": "minimum", "axis": KEYS[1], "by": [KEYS[0]], "family": 2, "still": ["sections"], "relative": True,
    }  # fmt: skip
    assert (row["parameters"], row["design"]) == ({KEYS[0]: 0.5}, "modules")
    assert {key: row["optimum"][key] for key in ("at", "span", "among", "singly", "interior", "replications")} == {
        "at": 8, "span": [4, 16], "among": [4, 8, 16], "singly": [8, 16, 8], "interior": False, "replications": 3,
    }  # fmt: skip
    assert "optimum" not in json.loads(shown(capsys, "counts", "--json"))


def test_a_key_that_makes_rows_is_not_the_axis(whole, capsys):
    found = optimum(capsys, "--minimum", "--by", "count", "--design", "sections")

    assert (found["axis"], found["by"], found["still"]) == (KEYS[0], [KEYS[1]], [])
    assert [row["optimum"]["among"] for row in found["rows"]] == [[0.5, 0.9]] * 3


def test_days_of_an_overloaded_value_are_surely_no_minimum(stored, capsys):
    """Days that go on growing are at least 40, nine more than 31; an overloaded share on time says nothing."""

    def overloaded(point, replication):
        found = figures(point, replication)
        return {**found, "modules": {**found["modules"], "backlog_growth_share": 0.5 if point[1] == 16 else 0.0}}

    play(stored, overloaded)
    found = optimum(capsys, "--minimum", "--where", "load=0.9")["rows"][0]["optimum"]
    share = optimum(capsys, "--minimum", "--measure", "on_time_share", "--where", "load=0.9")["rows"][0]["optimum"]

    assert (found["at"], found["among"], found["interior"], found["ends"][1]["bound"]) == (8, [8], True, True)
    assert "≥ +95.2%  yes" in shown(capsys, "counts", "--minimum", "--where", "load=0.9")
    assert (share["without"], share["ends"][1]["more"]) == ([16], None)


def test_half_a_sweep_shows_what_it_can(stored, capsys):
    play(stored, lambda point, replication: figures(point, replication) if point[0] == 0.5 or replication < 1 else None)
    found = shown(capsys, "counts", "--minimum")

    assert [line.split()[2:5] for line in found.splitlines() if line.startswith("0.")] == [
        ["3", "8", "[4,"], ["1", "8", "–"],
    ]  # fmt: skip
    assert "A single replication does not say where else the best may be." in found


def test_without_any_run_there_is_nothing_to_show(stored, capsys):
    assert "No run is done yet" in shown(capsys, "counts", "--minimum")
    assert optimum(capsys, "--minimum") is None


# the picture -----------------------------------------------------------------------------------------


def of_picture(lang, **asked):
    found = show_here(**asked)
    optima = optima_of(found)
    say = words(lang)
    return drawn(sweep_optimum.draw, picture_of_optima(found, optima, say), lines_of(found, optima, say))


def show_here(**asked):
    return show(Path("counts"), Asked(**asked))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_combination_has_a_line_with_its_minimum(whole, lang):
    figure, places = of_picture(lang)
    axes = figure.axes[0]
    lines = [line for line in axes.lines if line.get_marker() == "o"]
    minima = [line for line in axes.lines if line.get_marker() == "D"]
    spans = [line for line in axes.lines if line.get_marker() == "|"]

    assert [list(line.get_xdata()) for line in lines] == [[4, 8, 16]] * 2
    assert [(list(line.get_xdata()), list(line.get_ydata())) for line in minima] == [([8], [9.0]), ([8], [21.0])]
    assert [list(line.get_xdata()) for line in spans] == [[4, 16], [8, 8]]
    assert axes.get_xscale() == "log"
    assert {"0.5", "0.9", "demand.load"} <= set(texts_of(figure))
    assert not [(a, b) for (a, one), (b, other) in combinations(places, 2) if overlap(one, other, slack=1.5)]
    assert all(place.x0 >= -1 and place.x1 <= figure.bbox.x1 + 1 for _, place in places)
    assert not [text for text in texts_of(figure) if "□" in text or "row 0" in text]


def test_the_title_names_the_only_design(whole):
    figure, _ = of_picture("en", difference=True)

    assert "Elapsed days, mean: Modules minus Sections" in texts_of(figure)


def test_designs_and_one_key_have_a_colour_and_a_dash_each(whole):
    figure, _ = of_picture("en", designs=("sections", "modules"))
    handles = figure.axes[0].get_legend().legend_handles
    looks = [(handle.get_color(), handle.get_linestyle(), handle.get_label()) for handle in handles]

    assert [label for _, _, label in looks] == ["Sections · 0.5", "Modules · 0.5", "Sections · 0.9", "Modules · 0.9"]
    assert len({colour for colour, _, _ in looks}) == 2
    assert len({dash for _, dash, _ in looks}) == 2


@pytest.mark.parametrize(
    ("places", "geometric"),
    [((1, 2, 4, 8), True), ((1, 2, 3, 4, 5), False), ((4, 8, 12, 16), False), ((0, 1, 2, 4), False), ((1, 102), False)],
)
def test_an_axis_is_logarithmic_where_its_steps_are_ratios(places, geometric):
    assert is_geometric(places) is geometric


def test_the_picture_is_written(whole, capsys, tmp_path):
    out = shown(capsys, "counts", "--minimum", "--plot", "least.png")

    assert out.endswith("\nleast.png\n")
    assert (tmp_path / "least.png").read_bytes()[:4] == b"\x89PNG"


# what is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--minimum", "--maximum"], "--minimum and --maximum are both given; expected one of them."),
        (["--by", "load"], "--by load says what makes rows beside --minimum or --maximum; expected one of these."),
        (["--minimum", "--by", "demand.laod"], "--by 'demand.laod' is no key that this sweep varies. Did you mean "
         "'demand.load'?"),
        (["--minimum", "--by", "load", "--where", "load=0.5"], "--by demand.load: all points that are shown have one "
         "value there; expected a key that varies."),
        (["--minimum", "--by", "load", "--by", "count"], "no key that is left has several numbers at the points that "
         "are shown; expected one as axis."),
        (["--minimum", "--where", "count=4,8"], "demand.load and designs.modules.units.count have equally many values, "
         "so that each could be the axis; expected --by with what makes rows, such as --by "
         "designs.modules.units.count."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(whole, capsys, options, sentence):
    code, out, err = tiaokuai(capsys, "show", "counts", *options)

    assert (code, out) == (2, "")
    assert sentence in err


def test_points_that_all_differ_in_several_keys_have_no_axis(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    stored = stored_sweep(tmp_path / "spread", KEYS, ((0.5, 4), (0.6, 8), (0.7, 8)), replications=2)
    play(stored, lambda point, _: {"sections": steady(1.0), "modules": steady(point[0])})
    code, _, err = tiaokuai(capsys, "show", "spread", "--minimum", "--by", "count")
    _, _, other = tiaokuai(capsys, "show", "spread", "--minimum", "--where", "count=4,8", "--where", "load=0.5,0.6",
                           "--by", "count")  # fmt: skip

    assert code == 0, err
    assert "no two points that are shown differ in demand.load alone; expected such, or --where or --by." in other


def test_more_lines_than_can_be_told_apart_are_refused(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    points = [(seed, count) for seed in range(13) for count in range(14)]
    stored = stored_sweep(tmp_path / "many", ("seed", KEYS[1]), points, replications=2)
    play(stored, lambda point, _: {"sections": steady(1.0), "modules": steady(float(point[1]))})
    code, _, err = tiaokuai(capsys, "show", "many", "--minimum", "--plot", "many.png")

    assert code == 2
    assert "--plot: these are 13 lines; expected at most 12 that can be told apart: --where or --design leave" in err


@pytest.mark.long
def test_a_sweep_that_was_played_has_a_minimum(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tiny_file(tmp_path)
    code, _, err = tiaokuai(capsys, "sweep", f"scenario={path}", "demand.load=0.5,0.6,0.7", "replications=3",
                            "executor=serial", "--to", "counts")  # fmt: skip
    assert code == 0, err
    found = optimum(capsys, "--minimum")

    assert found["axis"] == "demand.load"
    assert all(row["optimum"]["replications"] == 3 for row in found["rows"])
