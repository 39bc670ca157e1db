"""Whether the ranks that a lever asks for are held."""

from __future__ import annotations

from sim.errors import DesignError
from sim.institution import Rank
from sim.levers.stages import RANK_OF, Arrangement


def check_held(key: str, name: str, arrangement: Arrangement, *, task: str = "take that decision") -> None:
    """Raise DesignError if `key` asks for a rank that nobody holds, or for heads where a unit has none.

    `task` says what nobody may do then.
    """
    rank = RANK_OF[name]
    held = {Rank(value) for value in arrangement.rank_of_person.tolist()}
    if rank == Rank.OFFICER or (rank in held and rank != Rank.HEAD):  # what an officer may do, a head may do
        return
    if rank == Rank.HEAD:
        led = set(arrangement.unit_of_person[arrangement.rank_of_person == Rank.HEAD].tolist())
        facing = arrangement.units[: len(arrangement.units) - arrangement.n_teams]  # for a team the others' heads sign
        headless = [unit.name for index, unit in enumerate(facing) if index not in led]
        if not headless:
            return
        raise DesignError(
            f"{key} asks for the head of a unit, but {headless[0]!r} has none, so nobody may {task}. "
            "Set membership.heads=one_each."
        )
    names = ", ".join(sorted(value.name.lower() for value in held))
    raise DesignError(f"{key} asks for rank {name!r}, which nobody holds, so nobody may {task}. Ranks held: {names}.")
