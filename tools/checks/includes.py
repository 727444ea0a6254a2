#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks who includes whom: the folders of the project, and libraries that have one home."""

from dataclasses import dataclass
from pathlib import Path

import tree

# Layers inside of a folder, lowest first: a row may include itself and the rows below it. Entries
# of one row do not know each other.
RUNTIME = (
    ("base",),
    ("frames",),
    ("contract",),
    ("plan",),
    ("flow", "hosts"),
    ("scripts",),
    ("graph",),
    ("control",),
)
DSL = (("read",), ("expand",), ("check",), ("plan",), ("draw", "schema"))


def layers(root: str, rows: tuple[tuple[str, ...], ...]) -> dict[str, set[str]]:
    """Return what each layer of a folder may include of it."""
    below: set[str] = set()
    allowed = {}
    for row in rows:
        names = {f"{root}/{name}" for name in row}
        allowed |= {name: below | {name} for name in names}
        below |= names
    return allowed


# folder -> folders it may include; the longest matching folder counts.
MAY_INCLUDE = {
    "runtime": {"runtime"},
    **layers("runtime", RUNTIME),
    "dsl": {"dsl", "runtime"},
    **{name: below | {"runtime"} for name, below in layers("dsl", DSL).items()},
    "actors": {"actors", "runtime"},
    "python_actors": set(),
    "python_actors/native": {"python_actors", "runtime"},
    "tools": {"tools", "runtime", "dsl", "actors", "python_actors"},
    "tests": {"tests", "tools", "runtime", "dsl", "actors", "python_actors"},
}

@dataclass(frozen=True)
class Library:
    """A library that few may know: its headers, the files that may reach them, and the reason."""

    name: str
    headers: tuple[str, ...]
    sources: tuple[str, ...]  # folders or files whose .cpp may include it
    private: tuple[str, ...]  # folders whose headers may include it too

    def holds(self, header: str) -> bool:
        """Tell whether a header belongs to this library."""
        return header.startswith(self.headers)

    def rule(self) -> str:
        """Say where this library may be included."""
        headers = f", and in headers of {', '.join(self.private)}" if self.private else ""
        return f"{self.name} is included only in .cpp files of {', '.join(self.sources)}{headers}"

    def may_reach(self, path: Path) -> bool:
        """Tell whether this file may include the library, directly or through our headers."""
        homes = self.private if path.suffix == ".hpp" else self.sources + self.private
        return any(path == Path(home) or Path(home) in path.parents for home in homes)


TRIALS = ("tests/runtime", "tests/support", "tools/benchmarks")
LIBRARIES = [
    Library("CAF", ("caf/",), ("runtime", *TRIALS), ("runtime/flow", "runtime/graph")),
    Library("ZeroMQ", ("zmq.h", "zmq_addon.hpp"), ("runtime", *TRIALS), ("runtime/transport",)),
    Library("Aravis", ("arv", "aravis"), ("actors/camera", "tests/actors"), ("actors/camera",)),
    Library("toml++", ("toml++/", "toml.hpp"), ("dsl/read/parse.cpp",), ()),
]


def folder_of(path: Path) -> str | None:
    """Return the entry of MAY_INCLUDE that a file falls under."""
    under = [name for name in MAY_INCLUDE if Path(name) in path.parents]
    return max(under, key=len, default=None)


def check_direction(path: Path) -> list[str]:
    """Check that a file includes only folders it may know."""
    folder = folder_of(path) or ""
    allowed = MAY_INCLUDE.get(folder, set())
    return [
        f"{path}: includes {header}; {folder or path} may include only "
        f"{', '.join(sorted(allowed)) or 'nothing of ours'}"
        for header in tree.own_includes(path)
        if not any(Path(name) in header.parents for name in allowed)
    ]


def check_libraries(path: Path) -> list[str]:
    """Check that a file reaches none of the libraries whose home is elsewhere."""
    problems = []
    for reached in tree.reachable(path):
        through = "" if reached == path else f" through {reached}"
        for header in tree.INCLUDE.findall(tree.read(reached) or ""):
            problems += [
                f"{path}: includes <{header}>{through}; {library.rule()}"
                for library in LIBRARIES
                if library.holds(header) and not library.may_reach(path)
            ]
    return problems


def main() -> None:
    """Check every C++ file of the repository."""
    problems = []
    for path in tree.files():
        if path.suffix in tree.CPP:
            problems += check_direction(path) + check_libraries(path)
    tree.finish(problems)


if __name__ == "__main__":
    main()
