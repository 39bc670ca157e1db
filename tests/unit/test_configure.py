"""From overrides to a resolved configuration: groups, files of one's own, what the command line changed."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from tiny import tiny, tiny_file

from experiments.configuring import configure, options_of
from scenarios.tracing import sources_of
from sim.errors import InputError, UnknownName


@pytest.fixture(scope="module")
def shipped():
    return configure()


def kinds(configuration):
    rows = sources_of(configuration.data, configuration.file, changed=configuration.changed, own=configuration.own)
    return {row.key: row for row in rows}


# groups


def test_an_experiment_that_chooses_a_scenario_is_named_by_that_one():
    assert configure(["experiment=service_points"]).where == "conf/scenario/communities.yaml"


def test_without_overrides_the_groups_compose_to_the_shipped_scenario(shipped):
    file = shipped.file

    assert (file.name, file.baseline, shipped.own) == ("econ_bureau", "sections", False)
    assert (file.replications, file.seed, file.engine, file.executor.name) == (30, 2026, "auto", "processes")
    assert file.calendar.hours == [("08:30", "12:00"), ("14:00", "17:30")]
    assert (file.window.warm_up_from, file.window.last) == (date(2020, 10, 1), date(2021, 12, 31))
    assert shipped.where == "conf/scenario/econ_bureau.yaml"
    assert shipped.overrides == ()
    assert shipped.given == shipped.changed == frozenset()


def test_a_group_is_chosen_by_name(shipped):
    chosen = configure(["executor=serial", "calendar=weekdays"])

    assert chosen.file.executor.name == "serial"
    assert chosen.file.calendar.days == "weekdays"
    assert {key: value for key, value in chosen.data.items() if shipped.data[key] != value}.keys() == {
        "executor", "calendar",
    }  # fmt: skip


def test_groups_offer_what_stands_in_their_folder():
    assert options_of("executor") == ["dask", "processes", "serial", "threads"]
    assert options_of("calendar") == ["always", "china", "weekdays"]
    assert "econ_bureau" in options_of("scenario")


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (
            "scenario=econ_bureu",
            "scenario='econ_bureu' is unknown. Did you mean 'econ_bureau'? A file of your own is named by its path, "
            "such as scenario=./mine.yaml.",
        ),
        ("executor=procesess", "executor='procesess' is unknown. Did you mean 'processes'?"),
        ("calendar=lunar", "calendar='lunar' is unknown. Known: always, china, weekdays."),
    ],
)
def test_an_unknown_choice_is_refused_with_the_nearest(choice, told):
    with pytest.raises(UnknownName) as error:
        configure([choice])

    assert str(error.value) == told


# a file of one's own


def test_a_file_of_ones_own_is_named_by_its_path_and_completed_from_the_defaults(tmp_path):
    configuration = tiny(tmp_path)

    assert (configuration.file.name, configuration.own) == ("tiny", True)
    assert configuration.where == str(tmp_path / "tiny.yaml")
    assert configuration.file.replications == 2  # its own
    assert configuration.file.seed == 2026  # from config.yaml
    assert configuration.file.calendar.days == "china"  # from the group
    assert configuration.file.load_axis is None  # switched off in the file


@pytest.mark.parametrize("path", ["tiny.yaml", "./tiny.yaml", "../here/tiny.yaml"])
def test_the_path_is_read_from_where_the_command_is_run(tmp_path, monkeypatch, path):
    here = tmp_path / "here"
    here.mkdir()
    tiny_file(here)
    monkeypatch.chdir(here)

    assert configure([f"scenario={path}"]).file.name == "tiny"


def test_the_file_may_be_named_as_people_name_files(tmp_path):
    path = tiny_file(tmp_path).rename(tmp_path / "方案, 二稿 (1).yml")

    assert configure([f"scenario={path}"]).where == str(path)


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tiny_file(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert configure([f"scenario={path}"]).file.name == "tiny"


def test_the_command_line_has_the_last_word_in_keys_and_in_groups(tmp_path):
    """The tiny file asks for the serial executor and two replications."""
    configuration = tiny(tmp_path, "executor=processes", "executor.workers=3", "calendar=weekdays", "replications=7")

    assert (configuration.file.executor.name, configuration.file.executor.workers) == ("processes", 3)
    assert configuration.file.calendar.days == "weekdays"
    assert configuration.file.replications == 7


# what was changed


def test_keys_that_were_given_and_numbers_that_were_changed_are_recorded(tmp_path):
    """What is no number of the scenario (replications) and what stays as it was (request) did not change a number."""
    overrides = ("demand.types.directive.per_year=900", "replications=3", "demand.types.request.per_year=200")

    configuration = tiny(tmp_path, *overrides)

    assert configuration.overrides[1:] == overrides
    assert configuration.given == {
        "demand.types.directive.per_year", "replications", "demand.types.request.per_year",
    }  # fmt: skip
    assert configuration.changed == {"demand.types.directive.per_year"}


def test_a_change_reaches_every_design_that_inherits_it(shipped):
    changed = configure(["designs.sections.data.transit_hours=5"]).changed

    # reform and mechanisms_only set their own
    assert changed == {
        f"designs.{design}.data.transit_hours"
        for design in ("sections", "sections_delegated", "modules_central", "modules", "dual_track")
    }


def test_what_is_removed_counts_as_changed(tmp_path):
    configuration = tiny(tmp_path, "~demand.types.request")

    assert list(configuration.file.demand.types) == ["directive"]
    assert configuration.given == {"demand.types.request"}
    assert configuration.changed == {"demand.types.request.per_year", "demand.types.request.work_hours.mean"}


def test_an_overridden_number_becomes_an_own_estimate_and_keeps_its_range(shipped):
    before = kinds(shipped)["demand.load"]
    after = kinds(configure(["demand.load=0.8"]))

    assert (before.kind, before.value, before.changed) == ("assumed", 0.9, False)
    assert (after["demand.load"].kind, after["demand.load"].value, after["demand.load"].changed) == (
        "own_estimate", 0.8, True,
    )  # fmt: skip
    assert after["demand.load"].range == before.range
    assert after["demand.load"].reason is None
    assert [key for key, row in after.items() if row.kind == "own_estimate"] == ["demand.load"]


def test_all_numbers_of_a_file_of_ones_own_are_own_estimates(tmp_path):
    rows = kinds(tiny(tmp_path))

    assert {row.kind for row in rows.values()} == {"own_estimate"}
    assert rows["demand.types.directive.per_year"].value == 300
    assert not any(row.changed for row in rows.values())


def test_a_reported_total_that_an_override_breaks_is_no_longer_reported(shipped):
    key = "institution (staff in all)"

    assert (kinds(shipped)[key].kind, kinds(shipped)[key].fact) == ("reported", "000-011")
    after = kinds(configure(["institution.staff.officer=44"]))[key]
    assert (after.kind, after.fact, after.value) == ("own_estimate", None, "49")


# designs


def test_designs_are_spelt_out(tmp_path):
    """`modules` says only how units are formed; all else is the baseline's, whose title it does not take."""
    sections, modules = (tiny(tmp_path).file.designs[name] for name in ("sections", "modules"))

    assert modules.units.by == "category"
    assert modules.model_copy(update={"units": sections.units, "title": sections.title}) == sections
    assert modules.title is None


def test_the_shipped_designs_are_a_clean_two_by_two(shipped):
    """Only units and authority differ between the four, and each of them has two values."""
    designs = {name: block.levers() for name, block in shipped.file.designs.items()}
    four = [designs[name] for name in ("sections", "sections_delegated", "modules_central", "modules")]

    def values(lever):
        """Return for each design the place of the first that has the same options."""
        options = [getattr(design, lever) for design in four]
        return [options.index(option) for option in options]

    assert values("units") == [0, 0, 2, 2]
    assert values("authority") == [0, 1, 0, 1]
    assert [values(lever) for lever in ("membership", "coordination", "data", "counterparts")] == [[0, 0, 0, 0]] * 4
    assert designs["mechanisms_only"].units == designs["sections"].units
    assert all(
        getattr(designs["mechanisms_only"], lever) == getattr(designs["reform"], lever)
        for lever in ("membership", "coordination", "authority", "data", "counterparts")
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([("baseline: sections\n", "")], "baseline is missing; expected the name of a design: sections, modules."),
        ([("baseline: sections", "baseline: section")], "baseline='section' is no design. Did you mean 'sections'?"),
        ([("  modules:\n    units: {by: category}\n", "  modules: {like: section}\n")],
         "designs.modules.like names design 'section', which does not exist. Did you mean 'sections'?"),
    ],
)  # fmt: skip
def test_designs_that_lead_nowhere_are_refused_with_the_file(tmp_path, changes, told):
    path = tiny_file(tmp_path, *changes)

    with pytest.raises(InputError) as error:
        configure([f"scenario={path}"])

    assert str(error.value) == f"{path}: {told}"


# what is stored


def test_the_resolved_configuration_is_plain_and_makes_itself_again(tmp_path):
    """What is stored as config.yaml is a scenario file of one's own."""
    first = tiny(tmp_path, "seed=5", "calendar.hours=[[09:00, 12:00]]", "+designs.third.units.by=whole")
    stored = tmp_path / "config.yaml"
    stored.write_text(yaml.safe_dump(first.data, allow_unicode=True), encoding="utf-8")

    again = configure([f"scenario={stored}"])

    assert again.file == first.file
    assert again.data == first.data
