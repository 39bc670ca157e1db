"""The model as a plain function of its parameters, for tools that drive one: SALib, EMA Workbench, scipy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from experiments.configuring import Composition, compose_files, configuration_of, copied
from experiments.engine_choice import AUTO
from experiments.overrides import GROUPS, parse, set_value
from experiments.preparing import prepare
from experiments.sweep.axes import UNSWEPT
from experiments.sweep.rows import READ
from experiments.sweep.run import Run
from experiments.sweep.sampling import Point
from experiments.sweep.space import Space
from experiments.sweep.work import SweepWork
from sim.errors import InputError, UnknownName, nearest


class Model:
    """A design of a scenario as a function: `model(count=9, load=0.8)` returns its measures by name.

        model = Model("scenario=econ_bureau", design="modules", measures=["elapsed_days_mean"], replications=10,
                      keys={"count": "designs.modules.units.count", "load": "demand.load"})

    `overrides` are those of a command; `keys` gives a parameter's name for each key that varies, or is a list of
    keys, which are then the names. A measure is the mean over the replications, with `difference` that of the paired
    differences to the baseline; it is nan if a replication lacks it. The values are those that a sweep has at the
    same point. Every call plays the same replications, so that only the parameters make a difference.

    What calls share is remembered. A model can be pickled, and remembers nothing after that. Raises InputError for a
    key, a design or a measure that is not there.
    """

    def __init__(
        self, *overrides: str, design: str, keys: Mapping[str, str] | Sequence[str], measures: Sequence[str],
        replications: int | None = None, difference: bool = False,
    ) -> None:  # fmt: skip
        self.keys = dict(keys) if isinstance(keys, Mapping) else {key: key for key in _many(keys)}
        self.measures = tuple(_many(measures))
        _check_keys(self.keys)
        _check_measures(self.measures)
        given = [*overrides, *([] if replications is None else [f"replications={replications}"])]
        parsed = parse(given)
        composition = compose_files(parsed.choices, parsed.settings)
        _expect_keys(self.keys, composition)
        configuration = configuration_of(composition, given)
        file = configuration.file
        self._designs = _designs(design, file.baseline, list(file.designs), difference)
        prepare(configuration)
        self.replications = file.replications
        self._engine = "compiled" if file.engine == AUTO else file.engine
        self._space = Space(
            keys=tuple(self.keys.values()), compositions={(): replace(composition, raw=copied(composition.raw))}
        )
        self._work: SweepWork | None = None

    def __call__(self, **parameters: Any) -> dict[str, float]:
        """Return each measure at these values, of which every parameter needs one.

        A value may be a numpy scalar, and a whole number may come as a float such as 9.0. Raises InputError for one
        that the schema does not allow, with its key.
        """
        point = self._point(parameters)
        try:
            work = self._ready(point)
            found = [work.perform(Run("", 0, point, replication)) for replication in range(self.replications)]
        except InputError as error:
            raise type(error)(str(error).replace("command line: ", "")) from None
        return {name: float(np.mean([self._read(designs, name) for designs in found])) for name in self.measures}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_work": None}

    def _read(self, found: Mapping[str, Mapping[str, float]], measure: str) -> float:
        """Return the measure of the design, less that of the baseline where there is one beside it."""
        values = [found[design].get(measure, float("nan")) for design in self._designs]
        return values[0] if len(values) == 1 else values[1] - values[0]

    def _ready(self, point: Point) -> SweepWork:
        """Return what plays runs, ready to, with all that it remembers."""
        if self._work is None:
            work = SweepWork(space=self._space, designs=self._designs, engine=self._engine, first=point)
            work.prepare()
            self._work = work
        return self._work

    def _point(self, parameters: Mapping[str, Any]) -> Point:
        for name in parameters:
            if name not in self.keys:
                raise UnknownName(f"{name!r} is no parameter of this model. {nearest(name, self.keys)}")
        missing = [name for name in self.keys if name not in parameters]
        if missing:
            raise InputError(f"{missing[0]} is missing; expected a value for each of {', '.join(self.keys)}.")
        return tuple(_plain(parameters[name]) for name in self.keys)


def _many(names: Sequence[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _check_keys(keys: Mapping[str, str]) -> None:
    """Refuse keys that are none of the scenario's, or that stand under two names."""
    if not keys:
        raise InputError("keys is empty; expected at least one, such as {'load': 'demand.load'}.")
    for name, key in keys.items():
        if key.removeprefix("+").partition(".")[0] in UNSWEPT or key in GROUPS:
            raise InputError(f"keys: {name} is {key!r}; expected a key of the scenario, such as demand.load.")
        if list(keys.values()).count(key) > 1:
            raise InputError(f"keys: {key!r} stands under two names; expected one.")


def _expect_keys(keys: Mapping[str, str], composition: Composition) -> None:
    """Raise UnknownName for a key that the schema does not know."""
    for key in keys.values():
        try:
            set_value(key.removeprefix("+"), None, copied(composition.raw), adds=key.startswith("+"))
        except InputError as error:
            raise type(error)(str(error).replace("command line: ", "keys: ")) from None


def _designs(design: str, baseline: str, known: Sequence[str], difference: bool) -> tuple[str, ...]:
    """Return the designs that are played, the one that is asked for last."""
    if design not in known:
        raise UnknownName(f"design={design!r} is no design. {nearest(design, known)}")
    if difference and design == baseline:
        raise InputError(f"design={design!r} is the baseline, from which it does not differ; expected another one.")
    return (baseline, design) if difference else (design,)


def _check_measures(measures: Sequence[str]) -> None:
    if not measures:
        raise InputError("measures is empty; expected at least one, such as ['elapsed_days_mean'].")
    for name in measures:
        if name.startswith("capacity_"):
            raise InputError(f"{name!r} is found by a search over many runs; expected a measure that one run has.")
        if name not in READ:
            raise UnknownName(f"{name!r} is no measure. {nearest(name, READ)}")


def _plain(value: Any) -> Any:
    """Return a numpy scalar as Python's own, and 9.0 as 9, so that both are one point; the schema makes either fit."""
    value = value.item() if isinstance(value, np.generic) else value
    return int(value) if isinstance(value, float) and value.is_integer() else value
