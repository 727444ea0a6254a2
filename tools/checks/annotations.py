#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks with mypy --strict the types of the package omma, and of a script and an actor that use it."""

import os
import shutil
import subprocess

import tree

PROGRAM = "mypy"
PACKAGE = tree.ROOT / "python_actors"
USES = [tree.ROOT / "tests" / "python_actors" / "typed_script.py", tree.ROOT / "tests" / "readme" / "bright.py"]


def find_mypy() -> str | None:
    """Return Debian's program, which knows Python 3.8 still, else another one."""
    return shutil.which(PROGRAM, path="/usr/bin") or shutil.which(PROGRAM)


def main() -> None:
    """Ask mypy about the package, then about what uses it."""
    mypy = find_mypy()
    if mypy is None:
        print(f"left out: no {PROGRAM} here; tools/setup --check installs it")
        return
    options = ["--no-error-summary", f"--cache-dir={tree.ROOT / 'build' / 'mypy'}"]
    command = [mypy, *options, f"--config-file={PACKAGE / 'pyproject.toml'}"]
    problems = []
    for files in ([], USES):
        done = subprocess.run([*command, *files], cwd=PACKAGE, env={**os.environ, "MYPYPATH": str(PACKAGE)},
                              capture_output=True, text=True, check=False)
        problems += (done.stdout + done.stderr).splitlines()
    tree.finish(problems)


if __name__ == "__main__":
    main()
