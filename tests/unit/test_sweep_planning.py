"""Planning a sweep: what it comes to, and what is refused before the first run."""

from __future__ import annotations

import pytest
from tiny import tiny_file

from experiments.sweep.planning import plan_sweep
from experiments.sweep.run import point_id, runs_of
from sim.errors import InputError


@pytest.fixture
def planned(tmp_path):
    path = tiny_file(tmp_path)
    return lambda *texts, **more: plan_sweep([f"scenario={path}", *texts], "tiaokuai sweep …", **more)


@pytest.fixture
def refused(planned):
    def sentence(*texts):
        with pytest.raises(InputError) as caught:
            planned(*texts)
        return str(caught.value)

    return sentence


def test_a_sweep_knows_its_points_its_designs_and_where_it_came_from(planned):
    found = planned("designs.modules.data.transit_hours=1,2", "demand.load=0.5", "replications=4")
    sweep = found.sweep

    assert sweep.points == ((1,), (2,))
    assert sweep.kinds == {"designs.modules.data.transit_hours": "whole"}
    assert (sweep.designs, sweep.replications, sweep.runs) == (("sections", "modules"), 4, 8)
    assert sweep.engine == "compiled"
    assert sweep.facts["axes"] == [{"key": "designs.modules.data.transit_hours", "values": [1, 2]}]
    assert (sweep.facts["scenario"], sweep.facts["baseline"], sweep.facts["seed"]) == ("tiny", "sections", 2026)
    assert found.executor.name == "serial"
    assert found.data["demand"]["load"] == 0.5


def test_kinds_of_columns_follow_the_values(planned):
    kinds = planned(
        "demand.load=0.5,1", "seed=1,2", "designs.modules.units.by=category,bureau",
        "designs.modules.authority.stand_ins=true,false", "demand.types.request.further_needs=[1],[1,1]",
        "demand.report_days=null,3",
    ).sweep.kinds  # fmt: skip

    assert list(kinds.values()) == ["number", "whole", "text", "flag", "json", "whole"]


def test_files_can_be_an_axis(planned):
    sweep = planned("calendar=china,weekdays", "experiment=null,equal_skills", "demand.load=0.5,0.6").sweep

    assert len(sweep.points) == 8
    _, first = sweep.space.file_at(sweep.points[0])
    _, last = sweep.space.file_at(sweep.points[-1])
    assert (first.calendar.days, first.institution.abilities.setup_hours) != (
        last.calendar.days, last.institution.abilities.setup_hours,
    )  # fmt: skip
    assert last.institution.abilities.skill_elsewhere == 1.0
    assert last.demand.load == 0.6


def test_one_at_a_time_starts_from_the_configuration_also_from_what_a_design_inherits(planned):
    sweep = planned(
        "designs.modules.data.transit_hours=1,3", "demand.contact_weeks=interval(1,4)", "sweep.sampling=one_at_a_time"
    ).sweep

    # transit is 2 in sections, and so in modules
    assert sweep.points == ((2.0, 2.0), (1, 2.0), (3, 2.0), (2.0, 1.0), (2.0, 4.0))


def test_designs_beside_the_baseline_can_be_chosen(planned, refused):
    assert planned("seed=1,2", "sweep.designs=[modules]").sweep.designs == ("sections", "modules")
    assert planned("seed=1,2", "sweep.designs=[]").sweep.designs == ("sections",)
    assert refused("seed=1,2", "sweep.designs=[modlues]") == (
        "sweep.designs has 'modlues', which is no design. Did you mean 'modules'?"
    )


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["demand.laod=0.5,0.6"], "at demand.laod=0.5: command line: demand.laod is no key that is known here. "),
        (["designs.modlues.units.count=1,2"], "designs has no 'modlues'. Did you mean 'modules'?"),
        (["demand.load=0.5,-1"], "at demand.load=-1: command line: demand.load is -1; expected more than 0."),
        (["demand.load=0.5,many"], "at demand.load=many: command line: demand.load is 'many'; expected a number."),
        (["designs.modules.units.count=int(interval(0,9))", "sweep.sampling=latin_hypercube", "sweep.samples=40"],
         "units.count=7; expected 1 to 3, the number of business groups."),
        (["designs.modules.units.count=1,9"], "at designs.modules.units.count=9: designs.modules: "),
        (["replications=1,2"], "replications says how a sweep is played, not what is"),
        (["executor=serial,processes"], "executor says how a sweep is played"),
        (["calendar=china,weekdays", "calendar=always"],
         "calendar is given one value and several values; expected one of them."),
        (["scenario=a,b"], "scenario is given one value and several values"),
        (["sweep.axes={seed:[1]}", "sweep.points=p.csv"],
         "sweep.points='p.csv' gives the points, and so do the axes seed"),
        (["sweep.points=p.csv"], "p.csv"),
        ([], "a sweep needs at least one axis"),
        (["sweep.smapling=sobol"], "Did you mean 'sampling'?"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_before_the_first_run(refused, texts, told):
    assert told in refused(*texts)


def test_a_table_gives_the_points(planned, refused, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("demand.load,designs.modules.data.transit_hours\n0.5,1\n0.6,2\n0.5,1\n", encoding="utf-8")

    assert planned(f"sweep.points={path}").sweep.points == ((0.5, 1), (0.6, 2))
    assert planned(f"sweep.points={path}").sweep.facts["sampling"] == "points"
    path.write_text('demand.types.request.further_needs\n"[1]"\n"[1,1]"\n"[1]"\n', encoding="utf-8")
    assert planned(f"sweep.points={path}").sweep.points == (([1],), ([1, 1],))
    path.write_text("demand.load\n0.5\n\n-1\n-1\n", encoding="utf-8")
    assert refused(f"sweep.points={path}") == (
        f"{path}, row 4, at demand.load=-1: command line: demand.load is -1; expected more than 0."
    )


# runs and their names


def test_the_name_of_a_run_comes_from_its_values_alone(planned):
    one = planned("demand.load=0.5,0.6", "seed=1,2").sweep
    other = planned("seed=2,3,1", "demand.load=0.7,0.6").sweep

    def named(sweep):
        keys = sweep.space.keys
        return {
            (*sorted(zip(keys, run.point, strict=True)), run.replication): run.id
            for run in runs_of(sweep.space.digest, keys, sweep.points, 2)
        }

    shared = named(one).keys() & named(other).keys()
    assert len(shared) == 4  # load 0.6, two seeds, two replications
    assert all(named(one)[run] == named(other)[run] for run in shared)
    assert len(set(named(one).values())) == 8


def test_other_settings_make_other_runs_but_where_they_are_played_does_not(planned):
    def digest(*texts):
        return planned("demand.load=0.5,0.6", *texts).sweep.space.digest

    assert digest() == digest("executor=processes", "replications=9", "results=elsewhere", "engine=compiled")
    assert len({digest(), digest("seed=5"), digest("demand.contact_weeks=3"), digest("calendar=weekdays")}) == 4


def test_runs_that_are_done_are_left_out():
    keys, points = ("a",), [(1,), (2,)]
    first = point_id("s", keys, (1,))

    ids = [run.id for run in runs_of("s", keys, points, 2)]
    assert ids[:2] == [f"{first}-0000", f"{first}-0001"]
    left = runs_of("s", keys, points, 2, without={ids[0], ids[3]})
    assert [(run.id, run.place, run.replication) for run in left] == [(ids[1], 0, 1), (ids[2], 1, 0)]
