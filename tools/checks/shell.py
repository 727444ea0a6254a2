#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that bash can read every script and that scripts can be executed."""

import os
import subprocess

import tree


def main() -> None:
    """Check every file that starts as a bash script."""
    problems = []
    for path in tree.files():
        if (tree.read(path) or "").startswith("#!/usr/bin/env bash"):
            done = subprocess.run(
                ["bash", "-n", str(path)], cwd=tree.ROOT, capture_output=True, text=True
            )
            problems += done.stderr.splitlines()
            if not os.access(tree.ROOT / path, os.X_OK):
                problems.append(f"{path}: not executable; mend with chmod +x '{path}'")
    tree.finish(problems)


if __name__ == "__main__":
    main()
