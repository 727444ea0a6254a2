# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a graph, found without running it."""

from __future__ import annotations

import os
from typing import Any, List, Mapping, NamedTuple, Optional, Union

from omma import _command, _toml
from omma._graph import Graph


class Diagnostic(NamedTuple):
    """One thing that is wrong with a graph, or that its author should look at again."""

    severity: str  #: "error", or "warning", which keeps no graph from running
    file: str  #: of a graph in code: the Python file that made the part that is meant
    line: int  #: from 1; 0 when it is about the whole file
    column: int  #: from 1; 0 when it is about the whole line
    what: str
    expected: str
    found: str
    mend: str  #: the remedy; like `expected` and `found`, empty if there is none

    @property
    def place(self) -> str:
        """"file:line:column", as far as it is known."""
        numbers = [str(number) for number in (self.line, self.column) if number > 0]
        return ":".join([self.file, *numbers])

    def __str__(self) -> str:
        text = f"{self.place}: {self.severity}: {self.what}"
        text += f"; expected {self.expected}" if self.expected else ""
        text += f"; found {self.found}" if self.found else ""
        return text + (f"; {self.mend}" if self.mend else "")


def check(
    graph: Union[str, os.PathLike[str], Graph], set: Optional[Mapping[str, Any]] = None
) -> List[Diagnostic]:
    """Return the errors and warnings of a graph, in the order of its text.

        for diagnostic in omma.check(graph, {"level": 70, "edges.low": 20}):
            print(diagnostic)

    Args:
        graph: the path of a graph file, or a graph in code.
        set: other values for parameters of the graph, "name", or of its actors, "actor.name".

    Raises:
        FileNotFoundError: there is no program `omma`.
        RuntimeError: it gave no answer.
    """
    sets = [f"--set={name}={_toml.write(_toml.plain(value))}" for name, value in (set or {}).items()]
    if not isinstance(graph, Graph):
        return _diagnostics(os.fspath(graph), sets)
    with graph.as_file() as path:
        found = _diagnostics(path, sets)
    return [_in_code(each, graph) if each.file == path else each for each in found]


def _in_code(diagnostic: Diagnostic, graph: Graph) -> Diagnostic:
    file, line = graph._spot_of(diagnostic.line)
    return diagnostic._replace(file=file, line=line, column=0)


def _diagnostics(path: str, sets: List[str]) -> List[Diagnostic]:
    (answer,) = _command.ask("check", path, *sets)
    return [Diagnostic(*(each[name] for name in Diagnostic._fields)) for each in answer["diagnostics"]]
