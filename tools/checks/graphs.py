#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks with Taplo that the JSON Schema of omma accepts our graphs and rejects broken ones.

    graphs.py BUILD_FOLDER
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import tree

GRAPHS = tree.ROOT / "graphs"
SCHEMA = GRAPHS / "omma.schema.json"

# (graph, what stands there, what breaks it)
BROKEN = [
    ("edges", 'kind = "canny"', 'kind = "cany"'),
    ("edges", "low = 80", "low = -1"),
    ("edges", "low = 80", 'low = "80"'),
    ("edges", "low = 80", "lo = 80"),
    ("edges", 'in = "edges"', 'in = ["edges"]'),
    ("edges", 'in = "edges"', 'in = { form = "edges" }'),
    ("edges", 'in = "edges"', 'in = { from = "edges", when_full = "drop" }'),
    ("edges", 'in = "edges"', 'in = { from = "edges", queue = 0 }'),
    ("edges", 'kind = "canny"', 'kind = "canny", replicas = 0'),
    ("edges", 'kind = "canny"', 'kind = "canny", on_error = "ignore"'),
    ("two_versions", 'wheels = "wheels"', 'wheel = "wheels"'),
    ("two_versions", '["tone==1.0"]', "[1.0]"),
    ("diamond", "[graph]", "[grahp]"),
    ("diamond", "[graph]", "[graph]\nslab_mb = true"),
]


def find_taplo() -> str | None:
    """Return the program: the user's own, else the one that tools/setup --check fetches."""
    ours = tree.ROOT / "build" / "node" / "node_modules" / ".bin" / "taplo"
    return shutil.which("taplo") or (str(ours) if ours.exists() else None)


def lint(taplo: str, graphs: list[Path]) -> tuple[set[str], str]:
    """Return the names of the files that Taplo refuses, and what it says."""
    done = subprocess.run([taplo, "lint", *graphs], capture_output=True, text=True, check=False)
    refused = set(re.findall(r'invalid file .*path="?([^"\n]+)', done.stderr))
    if done.returncode != 0 and not refused:
        refused = {"(none)"}
    return {Path(path).name for path in refused}, done.stderr


def accepted_broken(taplo: str) -> list[str]:
    """Return the broken graphs that Taplo let pass."""
    problems = []
    broken = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(SCHEMA, folder)
        for number, (graph, good, bad) in enumerate(BROKEN):
            text = (GRAPHS / f"{graph}.toml").read_text()
            if good not in text:
                problems.append(f"graphs/{graph}.toml: holds no '{good}' any more; mend graphs.py")
            path = folder / f"{number}.toml"
            path.write_text(text.replace(good, bad, 1))
            broken[path] = f"graphs/{graph}.toml: the schema accepts '{bad}' for '{good}'"
        refused, _ = lint(taplo, list(broken))
    return problems + [text for path, text in broken.items() if path.name not in refused]


def main() -> None:
    """Compare the schema with the program, then ask Taplo."""
    omma = Path(sys.argv[1]) / "bin" / "omma"
    current = subprocess.run([omma, "schema"], capture_output=True, text=True, check=True).stdout
    problems = []
    if SCHEMA.read_text() != current:
        problems.append(f"{SCHEMA}: not up to date; mend with: omma schema > {SCHEMA}")
    taplo = find_taplo()
    if taplo is None:
        print("left out: no Taplo here; tools/setup --check fetches it when there is npm")
        tree.finish(problems)
    graphs = sorted(GRAPHS.glob("*.toml"))
    for graph in graphs:
        if f"#:schema ./{SCHEMA.name}" not in graph.read_text().splitlines():
            problems.append(f"{graph}: begin it with '#:schema ./{SCHEMA.name}'")
    refused, said = lint(taplo, graphs)
    problems += [said] if refused else []
    tree.finish(problems + accepted_broken(taplo))


if __name__ == "__main__":
    main()
