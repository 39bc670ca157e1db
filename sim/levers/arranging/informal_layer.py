"""An informal layer (工作片) that has grown back between the house and the sites, with people drawn from the units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.arrays import Ints
from sim.errors import DesignError
from sim.institution import Rank, Title
from sim.levers.arranging.districts import Districts
from sim.levers.arranging.places import Layer
from sim.levers.stages import Arrangement, Unit
from sim.options import Count, NonNegative, Share, options

NAME = "informal_layer"


@options
class InformalLayer:
    """Options: what passes through the layer, what it costs there, and what it takes off the heads."""

    share: Share = 1.0  # probability that a matter which arises at a site passes through it
    hours: NonNegative = 0.0  # of one of its officers, for each
    takes: Share = 0.0  # share of a head's hours of handing out and countersigning such a matter
    posts: Count = 1  # officers of each of its stations


def add_layer(arrangement: Arrangement, options: InformalLayer | None, districts: Districts) -> Arrangement:
    """Return the arrangement with a station of the layer for each district.

    Its officers keep their unit, and serve the station first: an informal layer has no posts of its own. They come, one
    after another, from the unit with most officers left who lead nothing and serve no station, and of these the last.
    Raises DesignError if there are too few.
    """
    if options is None:
        return arrangement
    n = len(districts.names)
    stations = len(arrangement.units) + np.arange(n, dtype=np.int64)
    people = _drawn(arrangement, n * options.posts)
    serves = np.stack([people, np.tile(stations, options.posts)])
    layer = Layer(
        share=options.share, hours=options.hours, takes=options.takes, station_of_site=stations[districts.of_site]
    )
    return replace(
        arrangement,
        units=(*arrangement.units, *_stations(arrangement, districts)),
        ahead=np.concatenate([serves, arrangement.ahead], axis=1),
        places=replace(arrangement.places, layer=layer),
    )


def _drawn(arrangement: Arrangement, wanted: int) -> Ints:
    """Return so many officers, drawn from the units that have most left."""
    free = (arrangement.rank_of_person == Rank.OFFICER) & (arrangement.unit_of_person >= 0)
    if free.sum() < wanted:
        raise DesignError(
            f"territory.informal_layer asks for {wanted} officers in all, but {free.sum()} lead no unit; expected "
            "fewer posts, or fewer teams."
        )
    found = []
    for _ in range(wanted):
        unit = int(np.argmax(np.bincount(arrangement.unit_of_person[free])))
        found.append(int(np.flatnonzero(free & (arrangement.unit_of_person == unit))[-1]))
        free[found[-1]] = False
    return np.array(found, dtype=np.int64)


def _stations(arrangement: Arrangement, districts: Districts) -> list[Unit]:
    taken = {unit.name for unit in arrangement.units}
    stations = []
    for district, where in zip(districts.names, districts.titles, strict=True):
        name = f"{NAME}_{district}" if district else NAME
        if name in taken:
            raise DesignError(
                f"territory.informal_layer makes a unit {name!r}, as another one is called; expected another name "
                "there."
            )
        stations.append(Unit(name=name, title=Title(zh=f"{where.zh}工作片", en=f"informal layer {where.en}".strip())))
    return stations
