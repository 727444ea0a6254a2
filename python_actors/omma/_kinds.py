# SPDX-License-Identifier: Apache-2.0
"""The kinds of actors that there are."""

from __future__ import annotations

import os
import warnings
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple, Union

from omma import _command

Place = Union[str, "os.PathLike[str]"]


class KindPort(NamedTuple):
    """An input or output of a kind."""

    name: str
    doc: str
    payload: str  #: "picture", "notes" or "any"
    formats: Dict[str, Any]  #: {"any_of": [...]}, {"like": input} or {"param": parameter}
    size: Optional[Dict[str, str]]
    optional: bool
    many_sources: bool  #: frames of several sources, whose numbers are the same

    def __repr__(self) -> str:
        return f"[{self.name}]" if self.optional else self.name


class KindParam(NamedTuple):
    """A parameter of a kind."""

    name: str
    doc: str
    type: str  #: "boolean", "integer", "number", "text", "list of numbers" or "list of texts"
    unit: str
    default: Any
    min: Optional[float]  #: inclusive, as `max`
    max: Optional[float]
    increment: Optional[float]  #: numbers are `min` (or 0) plus a multiple of it
    choices: List[str]  #: the only texts allowed; empty when all are
    writes: Optional[Dict[str, Any]]  #: of files to write: {"endings": [...], "unless": parameter}
    required: bool
    change: str  #: "immediate", or "reinitialise" when the actor initialises again before the next frame
    writable: bool  #: False: it can only be read
    visibility: str  #: "beginner", "expert" or "guru"

    def __repr__(self) -> str:
        return self.name if self.required else f"{self.name}={self.default!r}"


class Kind(NamedTuple):
    """What is known about a kind of actors without running it."""

    kind: str  #: as a graph names it
    doc: str
    family: str
    origin: str  #: "built in", or the file that it comes from
    inputs: Tuple[KindPort, ...]
    outputs: Tuple[KindPort, ...]
    params: Tuple[KindParam, ...]
    rate: str  #: results for a frame: "one", "maybe" one, or "many"
    stateful: bool
    heavy: bool
    example: str  #: as an actor of a graph file

    def __repr__(self) -> str:
        inputs, outputs, params = (", ".join(map(repr, each)) for each in self[4:7])
        ports = f"{inputs} -> {outputs}".strip()
        return f"<{self.kind}: {ports}{'; ' if params else ''}{params}>"


def actors(path: Union[Place, Sequence[Place]] = (), python: Optional[Place] = None) -> List[Kind]:
    """Return the kinds of actors: the built-in ones, those of installed packages, and those in
    Python at `path`.

    Args:
        path: files, folders or importable packages with actors in Python.
        python: the interpreter that imports them; else the one of hosts, /usr/bin/python3.

    Warns:
        RuntimeWarning: a file cannot be imported; its kinds are missing.

    Raises:
        FileNotFoundError: there is no program `omma`.
        RuntimeError: it gave no answer.
    """
    places = [path] if isinstance(path, (str, os.PathLike)) else path
    words = [word for place in places for word in ("--path", os.fspath(place))]
    words += ["--python", os.fspath(python)] if python is not None else []
    kinds = []
    for each in _command.ask("actors", *words):
        if "error" in each:
            warnings.warn(f"{each['origin']} cannot be imported: {each['error']}", RuntimeWarning,
                          stacklevel=2)
        else:
            kinds.append(_kind(each))
    return kinds


def _kind(told: Dict[str, Any]) -> Kind:
    parts = {"inputs": KindPort, "outputs": KindPort, "params": KindParam}
    tuples = {name: tuple(_of(part, each) for each in told[name]) for name, part in parts.items()}
    return _of(Kind, {**told, **tuples})  # type: ignore[no-any-return]


def _of(kind: Any, told: Dict[str, Any]) -> Any:
    """A named tuple of the answer; fields that only a newer program has are left out."""
    return kind(**{name: told[name] for name in kind._fields})
