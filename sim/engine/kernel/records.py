"""From a plan's columns to records, and from records to the trace's columns."""

from __future__ import annotations

from sim.engine.kernel.compiling import inlined
from sim.engine.kernel.tables import Columns, House, Notes
from sim.trace import NOT_YET


@inlined
def read_columns(columns: Columns, house: House) -> None:
    """Write each step and each edge of the plan into its record, as nothing has happened yet."""
    for row in range(columns.matter.size):
        step = house.steps[row]
        step.matter, step.category, step.calendar = columns.matter[row], columns.category[row], columns.calendar[row]
        step.work_hours, step.chance = columns.work_hours[row], columns.chance[row]
        step.priority, step.order_key = columns.priority[row], columns.order_key[row]
        step.lag_ms, step.queue = columns.lag_ms[row], columns.queue[row]
        step.ready_ms = step.started_ms = step.ended_ms = NOT_YET
        step.person = step.outcome = NOT_YET
        step.unresolved = step.state = step.has_live = 0
        step.first_edge = -1
    n_edges = columns.source.size
    for row in range(n_edges):
        edge, source = house.edges[row], columns.source[row]
        edge.target, edge.judged, edge.guard = columns.target[row], columns.judged[row], columns.guard[row]
        edge.is_last = row + 1 == n_edges or columns.source[row + 1] != source
        house.steps[edge.target].unresolved += 1
        if house.steps[source].first_edge < 0:
            house.steps[source].first_edge = row


@inlined
def write_notes(house: House, notes: Notes) -> None:
    """Write what became of each step into the columns of the trace."""
    for row in range(notes.state.size):
        step = house.steps[row]
        notes.state[row], notes.person[row], notes.outcome[row] = step.state, step.person, step.outcome
        notes.ready_ms[row], notes.started_ms[row], notes.ended_ms[row] = step.ready_ms, step.started_ms, step.ended_ms
