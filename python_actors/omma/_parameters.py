# SPDX-License-Identifier: Apache-2.0
"""The parameters of an actor while it runs: set all or none, and what is in force."""

import math
import numbers
from typing import Any, Callable, Dict, List, Optional, Sequence

from omma._declare import _param_type

_MISSING = object()


class Param:
    """A parameter that only an instance knows: a feature of a camera. `parameters` returns these."""

    __slots__ = ("name", "type", "min", "max", "increment", "unit", "choices", "writable", "doc")

    def __init__(
        self,
        name: str,
        type: Any,
        *,
        min: Optional[float] = None,
        max: Optional[float] = None,
        increment: Optional[float] = None,
        unit: str = "",
        choices: Sequence[str] = (),
        writable: bool = True,
        doc: str = "",
    ) -> None:
        """Say what there is to say about it.

        Args:
            name: what it is called.
            type: bool, int, float, str, List[float] or List[str].
            min, max: the values allowed, inclusive; of a list: of each element.
            increment: numbers are `min` plus a multiple of it.
            unit: "px", "ms", "Hz", ...
            choices: the only texts allowed.
            writable: False: at the moment, or ever, it can only be read.
            doc: what it means, in a few words.

        Raises:
            TypeError: parameters do not have such a type.
        """
        self.name, self.type = name, _param_type(name, type, None)
        self.min, self.max, self.increment = _bound(min), _bound(max), _bound(increment)
        self.unit, self.choices, self.writable, self.doc = unit, list(choices), writable, doc

    def describe(self) -> Dict[str, Any]:
        """What it says, in the words of JSON."""
        return {name: getattr(self, name) for name in self.__slots__}

    def __repr__(self) -> str:
        return f"Param({self.name!r}, {self.type})"


def _bound(number: Optional[float]) -> Optional[float]:
    return None if number is None or not math.isfinite(number) else float(number)


class Parameters:
    """The parameters of one actor; its functions are called between two steps."""

    def __init__(self, contract: Any) -> None:
        self._declared: Dict[str, Any] = contract.params
        self._instance: Any = None
        self.values: Dict[str, Any] = {name: each[1] for name, each in contract.params.items()}

    def make(self, target: Any, wanted: Dict[str, Any]) -> Any:
        """Return a new instance with these values; what only it knows is set then."""
        own = {name: value for name, value in wanted.items() if name not in self._declared}
        self.begin(wanted)
        self._instance = target(**self.values)
        for name, value in own.items():
            self._set(name, value)
        return self._instance

    def begin(self, wanted: Dict[str, Any]) -> None:
        """Take the first values of what is declared."""
        self.values.update((name, value) for name, value in wanted.items() if name in self._declared)

    def change(self, wanted: Dict[str, Any]) -> None:
        """Set these, or none of them.

        Raises:
            Exception: whatever the actor raised; the values of before are in force.
        """
        before = {name: self._read(name) for name in wanted}
        try:
            self._set_all(wanted)
        except BaseException as refusal:
            try:
                self._set_all({name: value for name, value in before.items() if value is not _MISSING})
            except Exception as again:
                raise RuntimeError(f"{refusal}; and the value before is refused, too: {again}") from refusal
            raise

    def settings(self) -> Dict[str, Any]:
        """What is in force, and what only the instance knows, in the words of JSON."""
        known = self._known()
        kinds = {name: each[0] for name, each in self._declared.items()}
        kinds.update((each.name, each.type) for each in known)
        values = {name: _plain(kind, self._read(name), self.values.get(name)) for name, kind in kinds.items()}
        return {"values": {name: value for name, value in values.items() if value is not None},
                "params": [each.describe() for each in known]}

    def _known(self) -> List[Param]:
        return list(self._instance.parameters()) if hasattr(self._instance, "parameters") else []

    def _read(self, name: str) -> Any:
        if name in self._declared:
            value = self.values[name]
            return value if self._instance is None else getattr(self._instance, name, value)
        return self._instance.parameter(name) if hasattr(self._instance, "parameter") else _MISSING

    def _set_all(self, wanted: Dict[str, Any]) -> None:
        calls = []
        for name, value in wanted.items():
            self._set(name, value)
            call = self._declared[name][3] if name in self._declared else None
            if call is not None and call not in calls:
                calls.append(call)
        for call in calls:
            getattr(self._instance, call)()

    def _set(self, name: str, value: Any) -> None:
        if name not in self._declared:
            if not hasattr(self._instance, "set_parameter"):
                raise ValueError(f"there is no parameter {name!r}; there are: "
                                 f"{', '.join(self._declared) or 'none'}")
            self._instance.set_parameter(name, value)
            return
        if self._instance is not None:
            setattr(self._instance, name, value)
        self.values[name] = value


def _list_of(kind: str) -> Callable[[Any], List[Any]]:
    return lambda value: [_KINDS[kind](each) for each in value]


def _number(kind: Any, convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if not isinstance(value, kind) or value != value or value in (math.inf, -math.inf):
            raise TypeError(value)
        return convert(value)

    return check


_KINDS: Dict[str, Callable[[Any], Any]] = {
    "boolean": bool, "integer": _number(numbers.Integral, int), "number": _number(numbers.Real, float),
    "text": _number(str, str), "numbers": _list_of("number"), "texts": _list_of("text")}


def _plain(kind: str, value: Any, otherwise: Any) -> Any:
    """The value as JSON has it; what was set where the actor keeps something else under its name."""
    try:
        return _KINDS[kind](value)
    except (TypeError, ValueError):
        return otherwise
