#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the documentation: README.md links every page in docs, and no link leads nowhere."""

import re
from pathlib import Path

import tree

CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")


def targets(page: Path) -> list[Path]:
    """List the files of the repository that a page links to, relative to the root."""
    text = CODE.sub("", tree.read(page) or "")
    names = [first or second for first, second in LINK.findall(text)]
    local = [name.partition("#")[0] for name in names if not re.match(r"[a-z]+:", name)]
    here = (tree.ROOT / page).parent
    return [Path((here / name).resolve()) for name in local if name]


def main() -> None:
    """Check every Markdown page."""
    pages = [path for path in tree.files() if path.suffix == ".md"]
    problems = [
        f"{page}: links to {target}, which is not there"
        for page in pages
        for target in targets(page)
        if not target.exists()
    ]
    readme = Path("README.md")
    linked = targets(readme) if readme in pages else []
    problems += [
        f"{page}: README.md has no link to this page"
        for page in pages
        if page.parts[0] == "docs" and tree.ROOT / page not in linked
    ]
    tree.finish(problems)


if __name__ == "__main__":
    main()
