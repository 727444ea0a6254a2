#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that each C++, Python and TOML block of README.md and docs/notes.md stands, word for word, in a file that a test uses."""

import re
from pathlib import Path

import tree

PAGES = [Path("README.md"), Path("docs/notes.md")]
BLOCK = re.compile(r"^```(?:cpp|python|toml)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Compare the blocks with the files of tests/readme."""
    sources = [path for path in tree.files() if path.parts[:2] == ("tests", "readme")]
    texts = [tree.read(path) or "" for path in sources]
    problems = []
    for page in PAGES:
        blocks = BLOCK.findall(tree.read(page) or "")
        problems += [
            f"{page}: no file of tests/readme holds the block that begins with {block.splitlines()[0]!r}"
            for block in blocks
            if not any(block in text for text in texts)
        ]
        if not blocks:
            problems.append(f"{page}: expected blocks of C++ and TOML, found none")
    tree.finish(problems)


if __name__ == "__main__":
    main()
