# SPDX-License-Identifier: Apache-2.0
"""The parts of a graph in code: its actors, their ports and the edges between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Optional, Union

from omma import _rules, _toml
from omma._tables import Line, Spot, Table, caller

if TYPE_CHECKING:
    from omma._graph import Graph


class Port:
    """A port of an actor in a graph, as "camera.image"; one that is given as an input is an edge.

    `str` gives the text that the graph file has.
    """

    __slots__ = ("_actor", "_name")

    def __init__(self, actor: Actor, name: str) -> None:
        self._actor, self._name = actor, name

    def edge(
        self,
        *,
        queue: Union[int, str, None] = None,
        when_full: Optional[str] = None,
        convert: Union[bool, str, None] = None,
    ) -> Edge:
        """Return an edge from here that is not the usual one.

        Args:
            queue: frames that it keeps, 1 to 10000; else 4.
            when_full: "wait", "drop_oldest", "drop_newest" or "latest"; else "wait".
            convert: put a converter in where the formats of both ends do not meet.

        Raises:
            ValueError: a value that is none of these.
        """
        return Edge(self, _toml.plain(_rules.given(queue=queue, when_full=when_full, convert=convert)))

    def __str__(self) -> str:
        return f"{self._actor}.{self._name}" if self._name else str(self._actor)

    def __repr__(self) -> str:
        return f"<{self}>"


class Edge:
    """An edge with options of its own; see `Port.edge`."""

    __slots__ = ("_options", "_port")

    def __init__(self, port: Port, options: Dict[str, Any]) -> None:
        _rules.check_keys(f"the edge from {port}", options, _rules.EDGE)
        self._port, self._options = port, options

    def __repr__(self) -> str:
        return f"<{', '.join([str(self._port), *(f'{k}={v!r}' for k, v in self._options.items())])}>"


Source = Union["Actor", Port, Edge]


class Actor:
    """An actor of a graph; `Graph.actor` makes it.

    Its ports are its attributes, `camera.image`; `camera["edge"]` is the same for names that
    methods have. The actor itself stands for its only output.
    """

    __slots__ = ("_graph", "_inputs", "_lines", "_name", "_spot")

    def __init__(self, graph: Graph, name: str, lines: List[Line], spot: Spot) -> None:
        self._graph, self._name, self._lines, self._spot = graph, name, lines, spot
        self._inputs: Dict[str, Line] = {}

    def __getattr__(self, name: str) -> Port:
        if name.startswith("_"):
            raise AttributeError(f"an actor of a graph has no attribute {name!r}")
        return Port(self, name)

    def __getitem__(self, name: str) -> Port:
        return Port(self, name)

    def edge(
        self,
        *,
        queue: Union[int, str, None] = None,
        when_full: Optional[str] = None,
        convert: Union[bool, str, None] = None,
    ) -> Edge:
        """Return an edge from the only output, with the options of `Port.edge`."""
        return Port(self, "").edge(queue=queue, when_full=when_full, convert=convert)

    def connect(self, source: Optional[Source] = None, /, **inputs: Source) -> None:
        """Feed inputs from actors that were made later, which closes a circle.

            paint.connect(memory=tracker.regions.edge(when_full="latest"))

        Args:
            source: what feeds the only input.
            inputs: what feeds each of the inputs named here.

        Raises:
            ValueError: an input is fed already, or by an actor of another graph.
            TypeError: what is given is no output of an actor.
        """
        given = dict(inputs) if source is None else {"": source, **inputs}
        for name, each in given.items():
            self._connect(name, each)

    def _connect(self, name: str, source: Source) -> None:
        what = f"the input {name!r} of {self._name!r}" if name else f"the input of {self._name!r}"
        value = _value_of(source, self._graph, what)
        if name in self._inputs or self._inputs and "" in (name, *self._inputs):
            raise ValueError(f"{what} is fed twice: from {_from(self._inputs)} and from {value!r}; an input "
                             "takes one output, and what feeds the only input is given without its name")
        key = f"in.{_toml.write_key(name)}" if name else "in"
        self._inputs[name] = Line(key, value, caller())

    def _table(self) -> Table:
        return Table(f"actor.{self._name}", [*self._lines, *self._inputs.values()], self._spot)

    def __str__(self) -> str:
        return self._name

    def __repr__(self) -> str:
        return f"<{self._name}: {self._lines[0].value}>"


def reference(port: Union[Actor, Port], graph: Graph, what: str) -> str:
    """Return the text that a graph file has for a port of one of its actors.

    Raises:
        TypeError: it is no port.
        ValueError: it is one of another graph.
    """
    if isinstance(port, Actor):
        port = Port(port, "")
    if not isinstance(port, Port):
        raise TypeError(f"{what}: expected a port, as camera.image; found {port!r}")
    if port._actor._graph is not graph:
        raise ValueError(f"{what}: expected a port of {graph!r}; found {port!r}, which is one of "
                         f"{port._actor._graph!r}")
    return str(port)


def _value_of(source: Source, graph: Graph, what: str) -> Any:
    if isinstance(source, Edge):
        text = reference(source._port, graph, what)
        return {"from": text, **source._options} if source._options else text
    return reference(source, graph, what)


def _from(inputs: Dict[str, Line]) -> str:
    return ", ".join(repr(line.value) for line in inputs.values())
