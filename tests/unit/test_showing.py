"""`tiaokuai show`: what it prints of a stored sweep, whole or half done, and what it refuses."""

from __future__ import annotations

import json

import pytest
from sweeps import KEYS, counted, play, shown, steady, stored_sweep
from tiny import tiaokuai, tiny_file

from sim.errors import RunTimeout

POINTS = ((0.5, 4), (0.5, 8), (0.9, 4), (0.9, 8))
SECTIONS = (10.0, 12.0, 14.0)
MODULES = {(0.5, 4): (9.0, 10.0, 14.0), (0.5, 8): (8.0, 10.0, 12.0), (0.9, 4): (20.0, 22.0, 24.0), (0.9, 8): (9.0,) * 3}


def figures(point, replication):
    """Return figures under which modules are steady at the first points, then capped, then overloaded."""
    modules = steady(MODULES[point][replication], on_time_share=0.9 - 0.1 * replication)
    modules |= {(0.9, 4): {"completion_share": 0.9}, (0.9, 8): {"backlog_growth_share": 0.3}}.get(point, {})
    return {"sections": steady(SECTIONS[replication], on_time_share=0.5), "modules": modules}


@pytest.fixture
def stored(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return counted(tmp_path, POINTS)


@pytest.fixture
def whole(stored):
    play(stored, figures)
    return stored


def refused(capsys, *words):
    code, out, err = tiaokuai(capsys, "show", *words)

    assert (code, out, err.count("\n")) == (2, "", 1)
    return err


# the text --------------------------------------------------------------------------------------------
# Of the 4 differences each has t(2 degrees, 0.99375) = 8.8602: -1 ± 8.8602/√3 = -1 ± 5.12, and -2 ± 0.


ENGLISH = """\
Tiny bureau: 12 of 12 runs are done, 0 failed; the sweep is complete.

Elapsed days, mean

demand.load  units.count  design    n  status      mean              minus sections
0.5          4            sections  3  steady      12.0 [7.0, 17.0]  baseline
0.5          4            modules   3  steady      11.0 [4.4, 17.6]  −1.00 [−6.12, +4.12]
0.5          8            sections  3  steady      12.0 [7.0, 17.0]  baseline
0.5          8            modules   3  steady      10.0 [5.0, 15.0]  −2.00 [−2.00, −2.00]
0.9          4            sections  3  steady      12.0 [7.0, 17.0]  baseline
0.9          4            modules   3  capped      ≥ 22              ≥ +10
0.9          8            sections  3  steady      12.0 [7.0, 17.0]  baseline
0.9          8            modules   3  overloaded  –                 –

Brackets hold 95% intervals, each mean's its own; those of differences hold together over all 4 that are shown (points × designs).
≥ or ≤: matters were still open at the cap, so that the figure is only a bound, without interval; a difference that bounds leave open is –.
Overloaded: the backlog keeps growing, so that there is no steady figure, nor a difference from one.
units.count = designs.modules.units.count
A picture: tiaokuai show counts --plot sweep.png
"""  # noqa: E501  (as it is printed)

CHINESE_HALF = """\
小局：共 12 次运行，完成 5 次，失败 1 次；扫描没有在运行，可接着运行：tiaokuai sweep --resume counts。
  1 次超时，如 demand.load=0.9, designs.modules.units.count=8：RunTimeout: over 3 s

平均用时（天），其中 demand.load=0.5

units.count  方案      次数  状态  均值              与 sections 之差
4            sections  3     稳定  12.0 [7.0, 17.0]  基准
4            modules   3     稳定  11.0 [4.4, 17.6]  −1.00 [−4.58, +2.58]
8            sections  2     稳定  11.0 [−1.7, 23.7]  基准
8            modules   2     稳定  9.0 [−3.7, 21.7]  −2.00 [−2.00, −2.00]

方括号内为 95% 区间：均值的区间各自成立，差值的区间对所显示的全部 2 个差值（点 × 方案）同时成立。
“次数”为已完成的重复次数，共应 3 次；差值只在两个方案都已完成的重复上成对计算。
units.count = designs.modules.units.count
作图：tiaokuai show counts --where demand.load=0.5 --plot sweep.png
"""


def test_a_whole_sweep_in_english(whole, capsys):
    assert shown(capsys, "counts") == ENGLISH


def test_half_a_sweep_in_chinese(stored, capsys):
    """Sixteen parts would be put together; of 12 each is there, and some are taken away."""
    play(stored, figures, apart=True)
    for part in sorted((stored.folder / "runs").glob("part-*"))[5:]:
        part.unlink()
    run = next(run for run in runs(stored) if run.place == 3)
    stored.failures.append(run, dict(zip(KEYS, run.point, strict=True)), RunTimeout("over 3 s"))

    code, out, _ = tiaokuai(capsys, "show", "counts", "--where", "demand.load=0.5", "--lang", "zh")

    assert code == 0
    assert [line.split() for line in out.splitlines()] == [line.split() for line in CHINESE_HALF.splitlines()]


def runs(stored):
    from experiments.sweep.run import runs_of

    sweep = stored.sweep
    return runs_of(sweep.space.digest, sweep.space.keys, sweep.points, sweep.replications)


def test_a_sweep_that_runs_is_said_to_run(stored, capsys):
    play(stored, lambda point, replication: figures(point, replication) if replication == 0 else None)
    with stored.locked():
        out = shown(capsys, "counts")

    assert out.startswith("Tiny bureau: 4 of 12 runs are done, 0 failed; the sweep is running.\n")
    assert "n counts the replications that are done, of 3" in out
    assert "0.5          4            sections  1  steady      10    baseline" in out


def test_a_sweep_without_any_run_says_so(stored, capsys):
    out = shown(capsys, "counts")

    assert out == (
        "Tiny bureau: 0 of 12 runs are done, 0 failed; the sweep is not running; go on with: tiaokuai sweep --resume "
        "counts.\n\nNo run is done yet, so there is nothing to show.\n"
    )
    assert json.loads(shown(capsys, "counts", "--json"))["rows"] == []
    assert "No run is done yet" in refused(capsys, "counts", "--plot", "sweep.png")


def test_points_that_are_not_begun_have_nothing_to_show(stored, capsys):
    play(stored, lambda point, replication: figures(point, replication) if point[0] == 0.5 else None)

    assert "No run is done yet at the points that were asked for" in shown(capsys, "counts", "--where", "load=0.9")


def test_failures_are_counted_by_what_was_wrong(stored, capsys):
    for run in runs(stored):
        stored.failures.append(run, dict(zip(KEYS, run.point, strict=True)), RunTimeout(f"over {run.replication} s"))
    out = shown(capsys, "counts")

    assert "0 of 12 runs are done, 12 failed; the sweep has ended." in out
    assert "  4 × took too long, such as demand.load=0.5, designs.modules.units.count=4: RunTimeout: over 0 s\n" in out


def test_differences_of_shares_are_in_points(whole, capsys):
    out = shown(
        capsys, "counts", "--measure", "on_time_share", "--difference", "--where", "count=4", "--design", "modules"
    )

    # 90, 80 and 70% less 50%: 30 points, deviation 10; t(2 degrees, 0.9875) = 6.20535 at both points: ± 35.8
    line = next(line for line in out.splitlines() if line.startswith("0.5 "))
    assert line.split("  ")[-1].strip() == "+30.0 [−5.8, +65.8]"
    assert "sections  " not in out
    assert "On time, where designs.modules.units.count=4" in out
    assert "--measure on_time_share --design modules --difference --where count=4 --plot sweep.png" in out


def test_where_takes_values_and_intervals(whole, capsys):
    def counts(*where):
        words = [word for text in where for word in ("--where", text)]
        return [
            row["point"] for row in json.loads(shown(capsys, "counts", "--design", "modules", "--json", *words))["rows"]
        ]

    assert counts("designs.modules.units.count=8") == [1, 3]
    assert counts("count=8.0", "load=0.9") == [3]
    assert counts("load=0.5,0.9") == [0, 1, 2, 3]
    assert counts("load=interval(0.6,1.0)", "count=range(4,6)") == [2]


def test_json_gives_the_same_figures(whole, capsys):
    found = json.loads(shown(capsys, "counts", "--json", "--design", "modules"))

    assert (found["directory"], found["runs"], found["done"], found["failed"]) == ("counts", 12, 12, 0)
    assert (found["running"], found["measure"], found["family"]) == (False, "elapsed_days_mean", 4)
    assert found["rows"][1] == {
        "point": 1, "parameters": dict(zip(KEYS, (0.5, 8), strict=True)), "design": "modules", "replications": 3,
        "status": "steady", "estimate": {"mean": 10.0, **bounds(10, 4.302652729911275 * 2 / 3**0.5)}, "bound": None,
        "baseline_status": "steady", "pairs": 3, "difference": {"mean": -2.0, "low": -2.0, "high": -2.0},
        "difference_bound": None,
    }  # fmt: skip
    assert [row["bound"] for row in found["rows"]] == [None, None, "lower", None]
    assert found["rows"][2]["estimate"] == {"mean": 22.0, "low": None, "high": None}
    assert found["rows"][3]["estimate"] is None
    assert (found["elementary_effects"], found["plot"]) == (None, None)


def bounds(mean, half):
    return {"low": pytest.approx(mean - half), "high": pytest.approx(mean + half)}


def test_a_long_table_is_cut_and_says_how_to_see_it_all(tmp_path, capsys):
    stored = stored_sweep(tmp_path / "long", ("seed",), [(seed,) for seed in range(25)], replications=1)
    stored.parts.append([
        {"run": f"{place}-{name}", "point": place, "replication": 0, "design": name, "seed": place, **steady(5.0)}
        for place in range(25) for name in ("sections", "modules")
    ])  # fmt: skip

    cut, whole = shown(capsys, stored.folder), shown(capsys, stored.folder, "--all")

    assert cut.count(" sections ") == 20
    assert "40 of 50 rows; --all shows every one" in cut
    assert whole.count(" sections ") == 25
    assert "--all" not in whole


# Morris ----------------------------------------------------------------------------------------------


def morris(folder, figures, *, without=None):
    """Store a Morris sweep of two keys whose outcome `figures` gives; `without` is a point that was not played."""
    from experiments.sweep.axes import Axis
    from experiments.sweep.sampling import sample

    axes = (Axis(key="demand.load", low=0.5, high=1.5), Axis(key="designs.modules.units.count", values=(4, 8, 12, 16)))
    points = sample("morris", axes, samples=4, seed=7, current=lambda key: None)
    told = [
        {"key": axes[0].key, "low": 0.5, "high": 1.5, "whole": False},
        {"key": axes[1].key, "values": [4, 8, 12, 16]},
    ]
    facts = {"axes": told, "sampling": "morris", "samples": 4, "seed": 7}
    stored = stored_sweep(folder, [axis.key for axis in axes], points, replications=2, **facts)
    play(stored, lambda point, _: None if stored.sweep.points.index(point) == without else figures(*point))
    return stored


def straight(load, count):
    """Return figures that grow by 6 days over the range of the load, and fall by 3 over that of the count."""
    return {"sections": steady(10 + 6 * load), "modules": steady(20 + 6 * load - count / 4)}


def test_elementary_effects_of_a_straight_line_are_its_slopes(tmp_path, capsys):
    stored = morris(tmp_path / "morris", straight)
    found = json.loads(shown(capsys, stored.folder, "--json"))["elementary_effects"]
    modules, difference = found[1], found[2]

    assert [(one["design"], one["of_difference"], one["used"]) for one in found] == [
        ("sections", False, 4), ("modules", False, 4), ("modules", True, 4),
    ]  # fmt: skip
    assert [effect["key"] for effect in modules["effects"]] == ["demand.load", "designs.modules.units.count"]
    assert [effect["mu"] for effect in modules["effects"]] == pytest.approx([6, -3])
    assert [effect["mu_star"] for effect in modules["effects"]] == pytest.approx([6, 3])
    assert [effect["sigma"] for effect in modules["effects"]] == pytest.approx([0, 0], abs=1e-9)
    assert {effect["key"]: round(effect["mu"], 9) for effect in difference["effects"]} == {
        "demand.load": 0, "designs.modules.units.count": -3,
    }  # fmt: skip


def test_trajectories_with_a_point_that_is_missing_are_left_out(tmp_path, capsys):
    out = shown(capsys, morris(tmp_path / "morris", straight, without=0).folder, "--difference")

    assert "(Morris) on Elapsed days, mean: modules minus sections, over the whole range of each key; 3 of 4 " in out
    assert out.count("(Morris)") == 1
    assert "\ndesigns.modules.units.count  3   −3" in out


def test_without_two_trajectories_there_are_no_effects(tmp_path, capsys):
    def overloaded(load, count):
        found = straight(load, count)
        return {**found, "modules": found["modules"] | {"backlog_growth_share": 0.5}}

    out = shown(capsys, morris(tmp_path / "morris", overloaded).folder, "--design", "modules")

    assert "on Elapsed days, mean: modules: 0 of 4 trajectories have a steady figure" in out


def test_effects_need_all_points(tmp_path, capsys):
    stored = morris(tmp_path / "morris", straight)
    out = shown(capsys, stored.folder, "--where", "count=4,8")

    assert "No elementary effects (Morris): they need all points" in out


# what is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["count"], "count does not exist; expected the folder of a `tiaokuai sweep`, with manifest.json in it. "
         "Did you mean 'counts'?"),
        (["."], ". holds no sweep; expected the folder of a `tiaokuai sweep`, with manifest.json in it. "
         "Known: counts."),
        (["counts", "--measure", "elapsed_day_mean"], "--measure 'elapsed_day_mean' is no measure of a run. "
         "Did you mean 'elapsed_days_mean'?"),
        (["counts", "--design", "module"], "--design 'module' is no design of this sweep. Did you mean 'modules'?"),
        (["counts", "--difference", "--design", "sections"], "--difference needs a design besides the baseline "
         "'sections', the only one here."),
        (["counts", "--where", "demand.loud=1"], "--where 'demand.loud' is no key that this sweep varies. "
         "Did you mean 'demand.load'?"),
        (["counts", "--where", "load=0.8"], "--where load=0.8: no point has 0.8 there. The nearest is 0.9."),
        (["counts", "--where", "load=interval(0.6,0.7)"], "--where load=interval(0.6,0.7): no point lies there. "
         "The nearest is 0.5."),
        (["counts", "--where", "count=range(9,12)"], "--where count=range(9,12): no point lies there. "
         "The nearest is 8."),
        (["counts", "--where", "load=0.5", "--where", "demand.load=0.9"], "--where names a key twice; expected once, "
         "such as --where demand.load=0.7,0.9."),
        (["counts", "--where", "load"], "'load' is no override"),
        (["counts", "--plot", "sweep.gif"], "--plot sweep.gif ends in '.gif'; expected one of .png, .svg, .pdf."),
        (["counts", "--plot", "count/sweep.png"], "--plot count/sweep.png: count is no folder. Did you mean 'counts'?"),
        (["counts", "--plot", "s.png", "--where", "load=0.5", "--where", "count=4"], "--plot: all points that are "
         "shown are one; a picture needs a key that varies."),
        (["counts", "--plot", "s.png", "--design", "sections", "--design", "modules"], "--design gives sections, "
         "modules; a picture over several keys shows one of them, so expected one."),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_in_a_sentence(whole, capsys, words, sentence):
    assert refused(capsys, *words).startswith(f"tiaokuai: {sentence}")
    assert not list(whole.folder.parent.glob("*.png"))


# a real one ------------------------------------------------------------------------------------------


def test_a_sweep_that_was_really_played_is_shown_and_drawn(tmp_path, capsys):
    folder, picture = tmp_path / "loads", tmp_path / "loads.svg"
    axis = "designs.modules.data.transit_hours=1,4"
    assert tiaokuai(capsys, "sweep", f"scenario={tiny_file(tmp_path)}", axis, "--to", folder)[0] == 0

    found = json.loads(shown(capsys, folder, "--json", "--plot", picture))

    assert [(row["point"], row["design"]) for row in found["rows"]] == [
        (0, "sections"), (0, "modules"), (1, "sections"), (1, "modules"),
    ]  # fmt: skip
    assert all(row["replications"] == 2 for row in found["rows"])
    assert picture.read_text(encoding="utf-8").lstrip().startswith("<?xml")
    assert found["plot"] == str(picture)


@pytest.mark.parametrize("suffix", ["png", "pdf", "svg"])
def test_a_picture_is_written_whole_and_the_same_every_time(whole, capsys, suffix):
    out = shown(capsys, "counts", "--difference", "--plot", f"gain.{suffix}")
    first = (whole.folder.parent / f"gain.{suffix}").read_bytes()
    shown(capsys, "counts", "--difference", "--plot", f"gain.{suffix}")

    assert out.endswith(f"\ngain.{suffix}\n")
    assert first == (whole.folder.parent / f"gain.{suffix}").read_bytes()
    assert first[:4] == {"png": b"\x89PNG", "pdf": b"%PDF", "svg": b"<?xm"}[suffix]
    assert sorted(path.name for path in whole.folder.parent.iterdir()) == ["counts", f"gain.{suffix}"]


@pytest.mark.parametrize(
    ("where", "keys", "kind"), [(["count=4"], 1, "line"), ([], 2, "heat")],
)  # fmt: skip
def test_keys_that_vary_decide_the_picture(whole, where, keys, kind):
    from analysis.report.words import words
    from experiments.sweep.show.drawn import draw
    from experiments.sweep.show.showing import Asked, show

    found = show(whole.folder, Asked(where=where))
    figure = draw(found, words("en"))

    assert len(found.varying()) == keys
    assert bool(figure.axes[0].lines) == (kind == "line")
    assert any(text.get_text() == "Elapsed days, mean: Modules" for text in figure.texts) == (kind == "heat")
