"""Practice: what a reorganisation costs at first, by how much of their work is new to people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from houses import PLAIN, expecting, horizon, house, matter, need, officers, person, workload
from tiny import tiny, tiny_file
from worlds import Log, done, log

from experiments.configuring import configure
from scenarios.building import build_scenario
from sim.calendar import MS_PER_DAY
from sim.errors import CalendarError
from sim.institution import Institution
from sim.levers.design import Design, Levers, organise
from sim.levers.membership import Membership
from sim.levers.units import Units
from sim.planning.build import build_plan
from sim.planning.people.practice import new_work, practice_of
from sim.procedure import Abilities, Learning, Procedure
from sim.workload.demand import Demand

WEEK = 7 * MS_PER_DAY


def organised(institution: Institution, expected=None, *, by="whole", **membership):
    levers = Levers(units=Units(by=by), membership=Membership(**membership))
    return organise(
        Design(name="d", title=institution.title, levers=levers), institution, expected or expecting(institution)
    )


def rows(learning: Learning, *new: float, days=None):
    table = practice_of(Abilities(learning=learning), np.array(new), days or horizon())
    return list(
        zip(
            table.person.tolist(), (table.from_ms / WEEK).tolist(), table.hours_factor.tolist(),
            table.error_factor.tolist(), strict=True,
        )
    )  # fmt: skip


def test_both_fade_by_half_each_half_life_week_by_week():
    """Half of the first person's work is new: 0.4 and 2 are 0.2 and 1, then half, a quarter, an eighth of that, for the
    four weeks of the run. Nothing is new to the second."""
    found = rows(Learning(dip=0.4, errors=3.0, half_life_weeks=1), 0.5, 0.0)

    assert found == [(0, 0, 1.2, 2.0), (0, 1, 1.1, 1.5), (0, 2, 1.05, 1.25), (0, 3, 1.025, 1.125)]


def test_it_is_over_when_neither_is_one_percent():
    """0.05 is 0.0125 after two half-lives, and below 0.01 after the third; half-lives of half a week."""
    found = rows(Learning(dip=0.05, half_life_weeks=0.5), 1.0, 0.5, 0.1)

    assert found == [
        (0, 0, 1.05, 1.0), (0, 1, 1.0125, 1.0), (0, 2, 1.0, 1.0),  # a week is two half-lives
        (1, 0, 1.025, 1.0), (1, 1, 1.0, 1.0),
    ]  # fmt: skip
    assert rows(Learning(errors=0.5, half_life_weeks=1), 0.5)[:2] == [(0, 0, 1.0, 0.75), (0, 1, 1.0, 0.875)]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2021, 3, 15), [(0, 2, 1.4, 1.0), (0, 3, 1.2, 1.0)]),  # as skilled as ever in the first two weeks
        (date(2021, 2, 24), [(0, 0, 1.4, 1.0), (0, 2 / 7, 1.2, 1.0), (0, 9 / 7, 1.1, 1.0), (0, 16 / 7, 1.05, 1.0)]),
        (date(2021, 2, 15), [(0, 0, 1.1, 1.0), (0, 1, 1.05, 1.0), (0, 2, 1.025, 1.0), (0, 3, 1.0125, 1.0)]),
    ],
)
def test_the_reorganisation_happens_on_its_day(since, expected):
    """The run has four weeks from Monday, 1 March 2021 on. Before the run the dip has begun to fade."""
    found = rows(Learning(dip=0.4, half_life_weeks=1, since=since), 1.0)

    assert found[: len(expected)] == [pytest.approx(row) for row in expected]


def test_without_it_there_is_no_practice():
    assert practice_of(Abilities(), np.ones(2), horizon()).person.size == 0
    assert practice_of(Abilities(learning=Learning(dip=1.0, half_life_weeks=1)), None, horizon()).person.size == 0


def test_what_is_new_is_the_work_of_functions_that_fell_to_ones_unit_never_before():
    """From section b0 to module c0: b0c0 (3 hours) is known, b1c0 (1 hour) is new, so a quarter; to p1 b1c1 is known (1
    of 2)."""
    institution = house([person("p0", "c0"), person("p1", "c1")])
    expected = expecting(institution, {"b0c0": 3.0})
    sections, modules = (organised(institution, expected, by=by).arrangement for by in ("bureau", "category"))
    both = organised(institution, expected, by="bureau", posts_per_person=2).arrangement

    assert new_work(modules, sections, institution, expected).tolist() == [0.25, 0.5]
    assert new_work(sections, sections, institution, expected).tolist() == [0, 0]
    # sections of 4 and 2 hours and two people each: 2 and 1 for everybody, of which the other section's are new
    assert new_work(both, sections, institution, expected) == pytest.approx([1 / 3, 2 / 3])


def test_work_takes_longer_and_goes_wrong_more_often_until_it_is_known(simulate):
    """All work is new: hours are times 1.5 in the first week, 1.25 in the second; errors 0.1 are 0.3, then 0.2."""
    institution = house(officers(1))
    organisation = replace(organised(institution), new_work=np.ones(1))
    matters = [matter(need("b0c0", 2, errors=(0.25, 1.0)), at=at) for at in (0, 168, 336)]
    plan = build_plan(
        workload(matters, institution), organisation, institution=institution, demand=Demand(types=(PLAIN,)),
        procedure=Procedure(), meetings=(), horizon=horizon(),
        abilities=Abilities(error_rate_elsewhere=0.1, learning=Learning(dip=0.5, errors=3.0, half_life_weeks=1)),
    )  # fmt: skip

    trace = simulate(replace(plan, least_ms=0))

    assert log(trace) == Log(
        [
            done(0, 0, 3, by=0, erred=True), done(168, 168, 170.5, by=0),
            done(336, 336, 338.25, by=0),
        ],
        [3, 170.5, 338.25], 338.25,
    )  # fmt: skip


def test_a_scenario_compares_with_the_units_of_its_baseline(tmp_path):
    """Where nothing is learnt nothing is asked; the baseline's people know their work."""
    plain = build_scenario(tiny(tmp_path).file)
    learning = "institution.abilities.learning={dip: 0.3, half_life_weeks: 4}"
    scenario = build_scenario(tiny(tmp_path, f"+{learning}").file)

    assert plain.organise("modules").new_work is None
    assert scenario.organise("sections").new_work is None
    new = scenario.organise("modules").new_work
    assert (new[:2] == 0).all()  # leaders
    assert ((new[2:] > 0) & (new[2:] < 1)).all()
    work = scenario.draw(seed=1, replication=0, scale=0.1)
    table = scenario.plan(work, scenario.organise("modules")).practice
    assert table.from_ms.min() == scenario.horizon.window_ms[0]
    assert set(table.person.tolist()) == {2, 3, 4, 5}
    assert scenario.plan(work, scenario.organise("sections")).practice.person.size == 0


def test_a_reorganisation_after_the_run_is_refused(tmp_path):
    learning = "error_rate_elsewhere: 0.1, learning: {dip: 0.3, half_life_weeks: 4, since: 2021-07-01}"
    file = tiny_file(tmp_path, ("error_rate_elsewhere: 0.1", learning))

    with pytest.raises(
        CalendarError, match=r"^institution.abilities.learning.since is 2021-07-01, but the run ends bef"
    ):
        build_scenario(configure([f"scenario={file}"]).file)
