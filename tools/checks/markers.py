#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the text of files: licence line, nothing left for later, no path of one machine."""

import re
from pathlib import Path

import tree

LICENCE = "SPDX-License-Identifier: Apache-2.0"
# Written in pieces so that this file passes its own check.
LATER = re.compile(r"\b(" + "|".join(["TO" "DO", "FIX" "ME", "XX" "X", "HA" "CK"]) + r")\b")
MACHINE = re.compile(r"(?<![\w.~$}*-])/(" + "|".join(["work", "root", "home"]) + r")/")


def check(path: Path, text: str) -> list[str]:
    """Check one file and return what is wrong with it."""
    problems = []
    if text and tree.is_source(path) and LICENCE not in "\n".join(text.splitlines()[:3]):
        problems.append(f"{path}:1: one of the first three lines must hold {LICENCE}")
    for number, line in enumerate(text.splitlines(), 1):
        if marker := LATER.search(line):
            problems.append(f"{path}:{number}: {marker[0]}; do it now or say it in an issue")
        if folder := MACHINE.search(line):
            problems.append(f"{path}:{number}: {folder[0]} is a folder of one machine")
    return problems


def main() -> None:
    """Check every text file of the repository."""
    problems = []
    for path in tree.files():
        text = tree.read(path)
        if text is not None and path.name != "LICENSE":
            problems += check(path, text)
    tree.finish(problems)


if __name__ == "__main__":
    main()
