"""What is watched where task forces (专班) are tried: their days, and which matters are none of theirs."""

from __future__ import annotations

from dataclasses import dataclass

from sim.planning.people.seconding import Secondment


@dataclass(frozen=True, kw_only=True)
class Watched:
    """From the first day of any task force of a scenario's designs to the last one, the same for all designs.

    `types` are the types of matter that some task force takes, `secondments` who is away under this design.
    """

    begin_ms: int
    end_ms: int
    types: tuple[int, ...] = ()
    secondments: tuple[Secondment, ...] = ()
