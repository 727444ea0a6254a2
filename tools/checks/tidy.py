#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy over every C++ file that a build folder compiles.

    tidy.py BUILD_FOLDER [--changed]

With --changed, only over what differs from the branch main or includes something that does. A file
that passed is not looked at again until it, a header of ours that it includes, its compile command
or the rules change.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tree

PROGRAM = "clang-tidy-14"
CACHE = tree.ROOT / "build" / "tidy-cache"
FOLDERS = ["runtime", "dsl", "actors", "python_actors", "tools", "tests"]
NOISE = re.compile(r"\d+ (warnings?|errors?) .*(generated|treated)|Suppressed |Use -")


def commands(build: Path) -> dict[Path, str]:
    """Map each file of ours to the command that compiles it."""
    entries = json.loads((build / "compile_commands.json").read_text())
    ours = {}
    for entry in entries:
        path = Path(entry["directory"], entry["file"]).resolve()
        if path.is_relative_to(tree.ROOT) and not path.is_relative_to(tree.ROOT / "build"):
            ours[path.relative_to(tree.ROOT)] = entry["command"]
    return ours


def fingerprint(path: Path, command: str, rules: str) -> str:
    """Return a name for all that decides what clang-tidy says about a file."""
    content = [rules, command]
    content += [f"{header}\n{tree.read(header)}" for header in sorted(tree.reachable(path))]
    return hashlib.sha256("\0".join(content).encode()).hexdigest()


def tidy(path: Path, build: Path) -> list[str]:
    """Return what clang-tidy says about one file, one string per finding."""
    pattern = re.escape(str(tree.ROOT)) + "/(" + "|".join(FOLDERS) + ")/"
    command = [PROGRAM, "--quiet", "-p", str(build), f"--header-filter={pattern}"]
    command += ["--extra-arg=-Wno-error", str(path)]  # warnings are the compiler's business
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return []
    lines = [line for line in done.stdout.splitlines() if not NOISE.match(line)]
    findings = re.split(r"\n(?=\S*?:\d+:\d+: (?:error|warning))", "\n".join(lines))
    return [finding for finding in findings if finding.strip()] or [done.stderr]


def main() -> None:
    """Check the files that are new or changed and remember those that pass."""
    build = Path(sys.argv[1]).resolve()
    only = tree.changed() if "--changed" in sys.argv else None
    version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True)
    rules = version.stdout + (tree.ROOT / ".clang-tidy").read_text()
    CACHE.mkdir(parents=True, exist_ok=True)
    wanted = {}
    for path, command in commands(build).items():
        if only is None or only & tree.reachable(path):
            passed = CACHE / fingerprint(path, command, rules)
            if not passed.exists():
                wanted[path] = passed
    print(f"clang-tidy: {len(wanted)} files to look at", flush=True)

    findings = {}  # a header is seen from many files: one finding for each place
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for path, found in zip(wanted, pool.map(lambda path: tidy(path, build), wanted)):
            if found:
                findings.update((finding.split("\n")[0], finding) for finding in found)
            else:
                wanted[path].touch()
    tree.finish(sorted(findings.values()))


if __name__ == "__main__":
    main()
