#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that clang-format would change no C++ file.

    format.py [--changed] [--fix]

--changed looks only at what differs from the branch main, --fix formats instead of complaining.
"""

import subprocess
import sys
from pathlib import Path

import tree

PROGRAM = "clang-format-14"


def formatted(path: Path) -> str:
    """Return what clang-format makes of a file."""
    command = [PROGRAM, str(path)]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def main() -> None:
    """Compare each file with its formatted self."""
    paths = tree.changed() if "--changed" in sys.argv else tree.files()
    problems = []
    for path in sorted(paths):
        text = tree.read(path) if path.suffix in tree.CPP else None
        if text is None or (wanted := formatted(path)) == text:
            continue
        if "--fix" in sys.argv:
            (tree.ROOT / path).write_text(wanted, encoding="utf-8")
        else:
            problems.append(f"{path}: not formatted; mend with tools/checks/format.py --fix")
    tree.finish(problems)


if __name__ == "__main__":
    main()
