"""Crews and licences as a scenario says them, and what is refused before anything is played."""

import pytest
from tiny import TINY, tiny, tiny_file

from experiments.checking import check
from experiments.configuring import configure
from experiments.load import find_load
from scenarios.building import build_scenario
from sim.errors import InputError


def refused(folder, *overrides, text=TINY):
    path = tiny_file(folder)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        build_scenario(configure([f"scenario={path}", *overrides]).file)
    return str(error.value)


LICENSED = TINY.replace("officer: 4, expertise: 1}", "officer: 4, expertise: 1, licences: {law: 3}}")


def test_licences_are_dealt_round_the_bureaus(tmp_path):
    """Officers 1 and 2 come from reform, 3 and 4 from industry: one of each, then the second of the first."""
    path = tiny_file(tmp_path)
    path.write_text(LICENSED, encoding="utf-8")
    staff = build_scenario(configure([f"scenario={path}"]).file).institution.staff

    assert [(one.bureau, sorted(one.licences)) for one in staff if one.rank == 1] == [
        ("reform", ["law"]), ("reform", ["law"]), ("industry", ["law"]), ("industry", []),
    ]  # fmt: skip


def test_a_crew_doubles_the_load_that_is_offered(tmp_path):
    def direct(*overrides):
        scenario = build_scenario(tiny(tmp_path, "+demand.types.directive.further_needs=[1]", *overrides).file)
        return find_load(scenario, seed=1).offered["direct"]

    zero = ("demand.types.directive.work_hours.mean=0", "demand.types.request.per_year=0")
    alone, crew, nothing = (
        direct("demand.types.request.per_year=0"),
        direct("demand.types.request.per_year=0", "+demand.types.directive.crew=2"),
        direct(*zero),
    )

    assert crew - nothing == pytest.approx(2 * (alone - nothing))


def test_a_crew_that_is_larger_than_a_unit_is_refused(tmp_path):
    assert refused(tmp_path, "+demand.types.request.crew=3") == (
        "designs.sections: demand.types.request.crew=3 asks for so many people of one unit, but unit 'section_reform' "
        "has 2. Set a smaller crew or larger units."
    )


def test_a_crew_with_more_licences_than_a_unit_has_is_refused(tmp_path):
    """Officers 1 and 4, who know projects, are in the section with most of them; officer 4 has no licence."""
    overrides = ("+demand.types.request.crew=2", "+demand.types.request.crew_licence=law")

    assert refused(tmp_path, *overrides, text=LICENSED) == (
        "designs.sections: demand.types.request.crew=2 asks for so many people of one unit with the licence 'law', but "
        "unit 'section_reform' has 1. Set a smaller crew, larger units, or a larger institution.staff.licences.law."
    )


def test_a_unit_that_the_type_never_comes_to_may_be_small(tmp_path):
    path = tiny_file(tmp_path)
    path.write_text(LICENSED, encoding="utf-8")
    overrides = [
        f"+demand.types.request.{option}"
        for option in ("crew=2", "crew_licence=law", "bureaus={reform: 0, industry: 1}")
    ]

    built = build_scenario(configure([f"scenario={path}", *overrides, "~designs.modules"]).file)

    assert built.demand.types[1].crew == 2


@pytest.mark.parametrize("text", [TINY, LICENSED])
def test_a_licence_that_nobody_has_is_refused(tmp_path, text):
    hint = "There are none." if text is TINY else "Did you mean 'law'?"

    assert refused(tmp_path, "+demand.types.request.crew_licence=laws", text=text) == (
        "designs.sections: demand.types.request.crew_licence is 'laws', which nobody has; expected one of "
        f"institution.staff.licences. {hint}"
    )


def test_more_licences_than_officers_are_refused(tmp_path):
    text = LICENSED.replace("law: 3", "law: 5")

    assert refused(tmp_path, text=text) == (
        "institution.staff.licences.law=5, but there are 4 officers; expected at most so many."
    )


def test_what_could_not_run_is_shown_by_check(tmp_path):
    """Officers of reform come in the morning only, the others in the afternoon; each section is headed by its own."""
    overrides = [
        "institution.staff.expertise=2", "+procedure.meet_hours=1",
        "+institution.hours.early={bureaus: [reform], hours: [['08:30', '12:00']]}",
        "+institution.hours.late={bureaus: [industry], hours: [['14:00', '17:30']]}",
        "+designs.joint={like: sections, coordination: {order: lead, joint_meeting: true, meets: head}}",
    ]  # fmt: skip

    with pytest.raises(InputError) as error:
        check(tiny(tmp_path, *overrides))

    assert str(error.value) == (
        "designs.joint: the heads of 'section_reform', 'section_industry' are never there at the same time, so they "
        "could not meet. Set coordination.meets=officer, or give them hours in common (institution.hours, "
        "institution.meetings)."
    )
    overrides[-1] = overrides[-1].replace("meets: head", "meets: officer")
    with pytest.raises(
        InputError, match=r"^designs\.joint: the people of .* could not meet\. Give them hours in common"
    ):
        check(tiny(tmp_path, *overrides))
    overrides[-2] = overrides[-2].replace("14:00", "11:00")
    assert set(check(tiny(tmp_path, *overrides))["designs"]) == {"sections", "modules", "joint"}
