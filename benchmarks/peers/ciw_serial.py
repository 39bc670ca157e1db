"""A tandem of five units in Ciw, which has no fork and join that would fit the whole network.

Ciw draws its own times from the same laws. Floats are its fastest arithmetic.
"""

from __future__ import annotations

import ciw

from benchmarks.network import AN_HOUR, STAFF, UNITS, WORK_HOURS


def complete(customers: int, *, seed: int) -> ciw.Simulation:
    """Return the simulation of the tandem after so many customers have left its last unit."""
    ciw.seed(seed)
    onward = [ciw.routing.Direct(to=unit + 2) for unit in range(UNITS - 1)]  # Ciw counts units from 1
    tandem = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=AN_HOUR)] + [None] * (UNITS - 1),
        service_distributions=[ciw.dists.Exponential(rate=1 / WORK_HOURS.mean)] * UNITS,
        number_of_servers=[STAFF] * UNITS,
        routing=ciw.routing.NetworkRouting(routers=[*onward, ciw.routing.Leave()]),
    )
    simulation = ciw.Simulation(tandem, exact=False)
    simulation.simulate_until_max_customers(customers, method="Complete")
    return simulation


def mean_wait_hours(simulation: ciw.Simulation) -> float:
    """Return the mean wait over all visits that have ended."""
    waits = [record.waiting_time for record in simulation.get_all_records(only=["service"])]
    return float(sum(waits) / len(waits))
