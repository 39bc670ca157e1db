"""Reproducing, piece by piece: points, acceptance by hand, distributions, posts, the ledger, and frozen ranges."""

from collections.abc import Mapping
from math import isclose

import numpy as np
import pytest
from checkouts import git, needs_git
from evidence_example import evidence_file

from conf.evidence import Figure
from experiments.configuring import configure
from experiments.reproducing.cases import Target, case_of
from experiments.reproducing.drawing import Draw, draws_of, fate, first_replication, judging_tasks
from experiments.reproducing.evidence import check_evidence, traced
from experiments.reproducing.frozen import frozen_commit
from experiments.reproducing.judging import place_in
from experiments.reproducing.ledger import entries_of, new_entries, read_ledger, written
from experiments.reproducing.parameters import Key, Parameter, sobol_points, values_at
from experiments.reproducing.posts import _smallest
from experiments.reproducing.quantities import Quantity, conditions_of, is_of_one_type, unit_of
from experiments.reproducing.tasks import Task, only
from scenarios.reported_figures import Told
from sim.errors import InputError
from sim.institution import Title

TITLE = Title(zh="天数", en="Days")
SPLIT = "split_outside_days_mean/elapsed_days_mean"


EIGHTY = Told(80, 80)


def target(before=EIGHTY, **more):
    given = {"title": TITLE, "kind": "calibrated", "facts": ("1",), "unit": "day", "design": "after", "tolerance": 0.05}
    figure = Figure(**(given | more))
    return Target(name="days", figure=figure, before=before, ratios={}, quantities=(Quantity("elapsed_days_mean"),),
                  conditions=conditions_of(figure), distributions=())  # fmt: skip


def draw(below=1.0, factor=1.0):
    return Draw(place=3, shares=(), below=below, quantity=Quantity("elapsed_days_mean"), factor=factor)


def seen(days, *, growth=(0.0, 0.0), completion=(1.0, 1.0), outside=(30.0, 30.0)) -> Mapping[str, np.ndarray]:
    values = {"elapsed_days_mean": days, "backlog_growth_share": growth, "completion_share": completion,
              "split_outside_days_mean": outside}  # fmt: skip
    return {name: np.array(many, dtype=float) for name, many in values.items()}


def test_one_number_moves_all_keys_of_a_parameter():
    """A quarter of the way: 1 + 1/4 of 8, and 3 - 1/4 of 2; the whole number is 1 + 2/4, rounded to the even 2."""
    both = Parameter(
        name="a", keys=(Key(key="x", low=1, high=9, whole=False), Key(key="y", low=3, high=1, whole=False))
    )
    whole = Parameter(name="b", keys=(Key(key="n", low=1, high=3, whole=True),))
    found = values_at((both, whole), (0.25, 0.25))

    assert found == {"x": 3.0, "y": 2.5, "n": 2}
    assert isinstance(found["n"], int)


def test_the_first_points_are_the_same_however_many_there_are():
    points = sobol_points(3, 100, 7)

    assert len(points) == 100
    assert sobol_points(3, 10, 7) == points[:10]
    assert sobol_points(3, 10, 8) != points[:10]
    assert np.allclose(np.mean(sobol_points(3, 128, 7), axis=0), 0.5, atol=0.01)


def test_a_draw_is_accepted_for_the_mean_of_its_replications():
    """74 and 86 are 80 on average, and 70 and 80 are 75, below the 76 that a twentieth allows."""
    assert fate(target(), draw(), seen((74, 86))) == "accepted"
    assert fate(target(), draw(), seen((70, 80))) == "before"


def test_what_a_measure_stands_for_goes_by_share_and_unit():
    """A mean of 40 days is half of a limit of 80; 40 hours at 1/24 day each are 5/3 days."""
    assert fate(target(), draw(below=0.5), seen((40, 40))) == "accepted"
    assert draw(factor=1 / 24).figure(np.array([40.0])).tolist() == pytest.approx([5 / 3])


def test_a_range_is_kept_to_as_it_is():
    house = target(before=Told(91.25, 182.5))

    assert [fate(house, draw(), seen((days, days))) for days in (91, 92, 182, 183)] == [
        "before", "accepted", "accepted", "before"
    ]  # fmt: skip


def test_a_house_that_is_not_steady_is_no_draw():
    assert fate(target(), draw(), seen((80, 80), completion=(1, 0.99))) == "status"
    assert fate(target(), draw(), seen((80, 80), growth=(0.5, 0.5))) == "status"


def test_conditions_must_hold_on_average():
    """30 outside of 80 days are 37.5%; 50 and 60 outside are 68.75%."""
    held = target(conditions={SPLIT: (0.5, 0.9)})

    assert fate(held, draw(), seen((80, 80))) == "conditions"
    assert fate(held, draw(), seen((80, 80), outside=(50, 60))) == "accepted"


def test_what_is_missing_or_refused_is_told_apart():
    assert fate(target(), draw(), None) == "refused"
    assert fate(target(), draw(), seen((80, np.nan))) == "missing"


def test_draws_hang_on_seed_and_name_and_are_judged_by_the_baseline_alone(tmp_path):
    case = case_of(str(evidence_file(tmp_path)))
    [days] = case.targets
    draws = draws_of(case, days)
    tasks = judging_tasks(case, days, draws)

    assert len(draws) == 10
    assert {one.designs for one in tasks} == {("sections",)}
    assert [first_replication(days, one) for one in draws[:3]] == [0, 4, 8]
    assert {one.quantity.measure for one in draws} == {"elapsed_days_mean", "working_days_mean"}
    assert all(0.02 <= one.below <= 0.06 and len(one.shares) == 3 for one in draws)
    assert draws == draws_of(case, days)


def test_a_worker_builds_no_design_that_it_does_not_play(tmp_path):
    case = case_of(str(evidence_file(tmp_path)))

    assert list(only(case.file, ("sections",)).designs) == ["sections"]
    assert list(only(case.file, ("modules",)).designs) == ["sections", "modules"]


def test_the_question_holds_nothing_of_afterwards(tmp_path):
    case = case_of(str(evidence_file(tmp_path)))

    assert not hasattr(case.targets[0], "after")
    assert case.ranged == case.predicted == ("sections", "modules")
    assert [(one.name, one.first, one.last) for one in case.axes] == [
        ("transit", 0, 20), ("work", 3, 5), ("rounds", 1, 3)
    ]  # fmt: skip
    assert [key.whole for one in case.parameters for key in one.keys] == [False, False, False, True]


def test_ends_outside_the_range_under_sources_are_refused(tmp_path):
    key = "demand.types.directive.work_hours.mean"
    sources = f"sources: [{{keys: [{key}], kind: assumed, range: [3, 4.5], reason: {{zh: 工时, en: hours}}}}]\n"
    file = evidence_file(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + sources, encoding="utf-8")
    case = case_of(str(file))

    with pytest.raises(InputError, match=r"work_hours.mean has the end 5; expected one in \[3, 4.5\], its range"):
        check_evidence(case.configuration, traced(case.configuration), case.composition)


def test_a_key_has_one_parameter(tmp_path):
    twice = ("keys: {demand.rounds: [1, 3]}", "keys: {designs.sections.data.transit_hours: [1, 3]}")
    case = case_of(str(evidence_file(tmp_path, twice)))

    with pytest.raises(InputError, match="transit_hours is moved by 'transit' too"):
        check_evidence(case.configuration, traced(case.configuration), case.composition)


def test_measures_of_one_type_are_those_that_a_reading_has(tmp_path):
    """Every measure that is said to be told of one type is, and no other; types together come to the whole."""
    case = case_of(str(evidence_file(tmp_path)))
    from experiments.playing import read_design
    from scenarios.building import build_scenario

    scenario = build_scenario(case.file)
    drawn = scenario.draw(seed=1, replication=0, scale=1.0)
    plain = read_design(scenario, "sections", drawn, "simpy")
    reading = read_design(scenario, "sections", drawn, "simpy", apart=("directive", "request"))
    shares = [reading.by_type[name, "matters_released"] / reading.measures["matters_released"]
              for name in ("directive", "request")]  # fmt: skip
    mean = sum(share * reading.by_type[name, "elapsed_days_mean"]
               for share, name in zip(shares, ("directive", "request"), strict=True))  # fmt: skip

    assert {name for _, name in reading.by_type} == {name for name in reading.measures if is_of_one_type(name)}
    assert sum(shares) == pytest.approx(1)
    assert isclose(mean, reading.measures["elapsed_days_mean"])
    assert reading.by_type["request", "elapsed_days_mean"] == reading.groups["type", "request", "elapsed_days_mean"]
    assert (sum(reading.elapsed_counts_by_type.values()) == reading.elapsed_counts).all()
    assert plain.by_type == plain.elapsed_counts_by_type == {}
    assert plain.measures == reading.measures


def test_units_of_measures():
    names = ("elapsed_days_p90", "travel_hours_per_matter", "on_time_share", "trips_mean")

    assert [unit_of(name) for name in names] == ["day", "hour", "share", "number"]


def test_the_place_of_a_time_is_the_share_that_takes_at_most_as_long():
    """Of ten matters 2 take less than a day, 3 up to two, 5 longer: half by day two, a half of the 3 by day one and a
    half."""
    counts = [2, 3, 0, 5]

    assert [place_in(counts, days) for days in (0, 1, 1.5, 2, 3, 400)] == pytest.approx([0, 0.2, 0.35, 0.5, 0.5, 0.5])


@pytest.mark.parametrize(
    ("enough", "built_from", "found"),
    [
        (7, 1, {"posts": 7, "bound": None}),
        (13, 1, {"posts": 13, "bound": None}),
        (2, 1, {"posts": 5, "bound": "at_most"}),  # half of ten suffices
        (31, 1, {"posts": 30, "bound": "at_least"}),  # three times ten do not
        (2, 8, {"posts": 8, "bound": "at_most"}),  # with seven it cannot be built
        (9, 8, {"posts": 9, "bound": None}),
    ],
)
def test_equivalent_posts_are_the_fewest_that_are_as_quick(enough, built_from, found):
    asked = []

    def quick(officers):
        asked.append(officers)
        return None if officers < built_from else officers >= enough

    assert _smallest(quick, 5, 10, 30) == found
    assert len(asked) <= 8


def entry(figure="days", mean=60.0, digest="abc", after=40.0):
    return {
        "scenario": "tiny", "figure": figure, "after": {"mean": mean, "low": mean - 10, "high": mean + 10.5},
        "reported": {"before": 80, "after": after}, "inside": False,
        "frozen": {"date": "2021-05-06", "commit": "c0ffee", "digest": digest},
    }  # fmt: skip


def test_the_ledger_grows_by_what_is_new_alone(tmp_path):
    """A row for each prediction whose digest or value is new; what is reported beside it is no prediction."""
    path = tmp_path / "predictions.csv"
    first = new_entries([], entries_of([entry(), entry("house", after=[7, 15]), {**entry("none"), "after": None}]))
    path.write_text(written(first), encoding="utf-8")
    there = read_ledger(path)
    later = entries_of([entry(after=20), entry("house", mean=61), entry(digest="abd")])

    assert there == first
    assert [row["reported"] for row in there] == ["40", "7-15"]
    assert (there[0]["mean"], there[0]["high"], there[0]["inside"], there[0]["commit"]) == (
        "60",
        "70.5",
        "false",
        "c0ffee",
    )
    assert new_entries(there, later) == later[1:]
    assert new_entries([*there, *later], later) == []


def test_another_table_is_no_ledger(tmp_path):
    (tmp_path / "predictions.csv").write_text("date,figure\n")

    assert read_ledger(tmp_path / "nowhere.csv") == []
    with pytest.raises(InputError, match=r"predictions.csv has the columns date, figure; expected date, commit"):
        read_ledger(tmp_path / "predictions.csv")


@needs_git
def test_ranges_are_frozen_by_the_oldest_commit_since_which_nothing_assumed_has_changed(tmp_path):
    """Another file, other words and another window are no other ranges; what came before an earlier change is past."""
    with pytest.raises(InputError, match="is no checkout; expected one"):
        frozen_commit("tiny", tmp_path)
    git(tmp_path, "init", "-q")
    file = tmp_path / "conf" / "scenario" / "tiny.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("demand: {load: 1, title: T}\n")
    with pytest.raises(InputError, match=r"conf/scenario/tiny.yaml differs from its last commit; expected the ranges"):
        frozen_commit("tiny", tmp_path)
    git(tmp_path, "add", "."), git(tmp_path, "commit", "-qm", "ranges")
    first = git(tmp_path, "rev-parse", "HEAD").strip()
    (tmp_path / "other.txt").write_text("more")
    git(tmp_path, "add", "."), git(tmp_path, "commit", "-qm", "something else")
    file.write_text("demand: {load: 1, title: U}\nwindow: {}\n")
    git(tmp_path, "add", "."), git(tmp_path, "commit", "-qm", "words")
    assert frozen_commit("tiny", tmp_path) == first

    file.write_text("demand: {load: 2, title: U}\n")
    with pytest.raises(InputError, match="differs from its last commit"):
        frozen_commit("tiny", tmp_path)
    git(tmp_path, "add", "."), git(tmp_path, "commit", "-qm", "another load")
    second = git(tmp_path, "rev-parse", "HEAD").strip()
    assert frozen_commit("tiny", tmp_path) == second

    file.write_text("demand: {load: 1, title: T}\n")
    git(tmp_path, "add", "."), git(tmp_path, "commit", "-qm", "back again")
    assert frozen_commit("tiny", tmp_path) not in (first, second)


def test_designs_beyond_the_reform_are_those_like_it_near_or_far(tmp_path):
    """One that is written without any key is like the baseline; the reform itself is not beyond itself."""
    designs = ("    units: {by: category}\n", """\
    units: {by: category}
  more: {like: modules, data: {transit_hours: 1}}
  most: {like: more, data: {transit_hours: 0}}
  nothing:
""")  # fmt: skip
    nulls = ("        modules_too: {title: {zh: 模块, en: Modules}, design: modules}\n", "".join(
        f"        {name}_too: {{title: {{zh: 又, en: Too}}, design: {name}}}\n"
        for name in ("nothing", "most", "modules", "more")
    ))  # fmt: skip
    case = case_of(str(evidence_file(tmp_path, designs, nulls)))

    assert case.further(case.figures["days"]) == ("most_too", "more_too")


def test_a_task_is_named_by_its_stage_and_its_draw():
    task = Task(stage="range", draw=7, designs=(), first=0, replications=1, quantities=())

    assert task.id == "range:7"


RANGE_OF_WORK = """\
sources:
  - keys: [demand.types.directive.work_hours.mean]
    kind: assumed
    range_factor: [0.75, 1.25]
    reason: {zh: 估计, en: Estimated}
"""


@pytest.mark.parametrize("overrides", [[], ["demand.types.directive.work_hours.mean=8"]])
@pytest.mark.parametrize(("high", "refused"), [("5", False), ("5.5", True)])
def test_ends_are_held_to_the_range_that_the_file_gives_whatever_is_overridden(tmp_path, overrides, high, refused):
    """4 hours times 0.75 and 1.25 are 3 and 5; of the 8 that the command line says they would be 6 and 10."""
    file = evidence_file(tmp_path, ("work_hours.mean: [3, 5]", f"work_hours.mean: [3, {high}]"))
    file.write_text(file.read_text(encoding="utf-8") + RANGE_OF_WORK, encoding="utf-8")
    configuration = configure([f"scenario={file}", *overrides])

    if refused:
        with pytest.raises(InputError, match=r"has the end 5.5; expected one in \[3, 5\], its range"):
            check_evidence(configuration, traced(configuration))
    else:
        check_evidence(configuration, traced(configuration))


def test_a_shipped_case_can_be_checked_with_a_number_of_its_ranges_changed():
    configuration = configure(["scenario=task_force", "demand.types.directive.per_year=9000"])

    check_evidence(configuration, traced(configuration))
