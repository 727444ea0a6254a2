# SPDX-License-Identifier: Apache-2.0
"""The tables of a graph file, and where in Python each of their lines was said."""

import sys
from typing import Any, Callable, Dict, List, NamedTuple

from omma import _toml
from omma._paths import Paths


class Spot(NamedTuple):
    """A line of a Python file."""

    file: str
    line: int


class Line(NamedTuple):
    """A line of a table; the key is written as it is."""

    key: str
    value: Any
    spot: Spot


class Table(NamedTuple):
    """A table of the file; the name is written as it is."""

    name: str
    lines: List[Line]
    spot: Spot


def caller() -> Spot:
    """Return the line outside of this package that is being run."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("omma."):
        frame = frame.f_back
    return Spot(frame.f_code.co_filename, frame.f_lineno)


def lines_of(members: Dict[str, Any], spot: Spot) -> List[Line]:
    """Return a line for each member."""
    return [Line(_toml.write_key(key), value, spot) for key, value in members.items()]


def text_of(tables: List[Table]) -> str:
    """Return the text of a file with these tables."""
    texts = []
    for table in tables:
        lines = [f"{line.key} = {_toml.write(line.value)}\n" for line in table.lines]
        texts.append(f"[{table.name}]\n{''.join(lines)}")
    return "\n".join(texts)


def spots_of(tables: List[Table]) -> List[Spot]:
    """Return where each line of that text was said."""
    spots: List[Spot] = []
    for table in tables:
        spots += [table.spot, *(line.spot for line in table.lines), table.spot]
    return spots


def moved(table: Table, paths: Paths) -> Table:
    """Return the table with its paths moved."""
    ways: Dict[str, Callable[[Any], Any]] = {}
    if table.name == "graph":
        ways = {"plugins": lambda value: list(map(paths.moved, value)),
                "python_path": lambda value: list(map(paths.place, value))}
    elif table.name == "host" or table.name.startswith("host."):
        ways = {"python": paths.interpreter, "requirements": paths.requirements, "wheels": paths.moved}
    elif table.name.startswith("actor."):
        ways = {"kind": paths.kind}
    lines = [line._replace(value=ways[line.key](line.value)) if line.key in ways else line
             for line in table.lines]
    return table._replace(lines=lines)
