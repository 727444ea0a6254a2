#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that no source file is longer than 400 lines; warns from 300 on."""

import tree

LOOK_AGAIN = 300
SPLIT = 400


def main() -> None:
    """Count the lines of every source file."""
    problems = []
    for path in filter(tree.is_source, tree.files()):
        lines = len((tree.read(path) or "").splitlines())
        if lines > SPLIT:
            problems.append(f"{path}: {lines} lines; split it, {SPLIT} is the limit")
        elif lines > LOOK_AGAIN:
            print(f"{path}: {lines} lines; look whether it holds two things (warning)")
    tree.finish(problems)


if __name__ == "__main__":
    main()
