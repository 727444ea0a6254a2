#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks who includes whom: the folders of the project, and libraries that have one home.

`includes.py --draw > docs/layers.svg` draws the rule anew.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import layers
import tree

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
    """Return the entry of layers.MAY_INCLUDE that a file falls under."""
    under = [name for name in layers.MAY_INCLUDE if Path(name) in path.parents]
    return max(under, key=len, default=None)


def check_direction(path: Path) -> list[str]:
    """Check that a file includes only folders it may know."""
    folder = folder_of(path) or ""
    allowed = layers.MAY_INCLUDE.get(folder, set())
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
    """Check every C++ file of the repository, and that the picture shows the rule."""
    if sys.argv[1:] == ["--draw"]:
        sys.stdout.write(layers.picture())
        return
    problems = []
    if tree.read(Path("docs/layers.svg")) != layers.picture():
        problems.append("docs/layers.svg: draw it anew with tools/checks/includes.py --draw")
    for path in tree.files():
        if path.suffix in tree.CPP:
            problems += check_direction(path) + check_libraries(path)
    tree.finish(problems)


if __name__ == "__main__":
    main()
