# SPDX-License-Identifier: Apache-2.0
"""Runs the omma command for the tests beside this file.

CTest sets OMMA to the program and OMMA_TEST_PLUGINS to the folder of the plug-ins.
"""

import json
import os
import re
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

OMMA = os.environ["OMMA"]
PLUGINS = Path(os.environ["OMMA_TEST_PLUGINS"])
PATIENCE = 120  # s, until something that never comes is given up; sanitizers are slow

GRAPH = """
[actor.camera]
kind = "pattern"
format = "Mono8"

[actor.bright]
kind = "threshold"
in = "camera"
level = 90

[actor.end]
kind = "null"
in = "bright"
"""

TOOL_GRAPH = """
[actor.camera]
kind = "pattern"
format = "Mono8"
rate = 200

[actor.tool]
kind = "tool.py:Tool"
in = "camera"

[actor.end]
kind = "null"
in = "tool"
"""

GATE = f"""
[graph]
plugins = ["{PLUGINS}/libgate.so"]

[actor.camera]
kind = "pattern"
width = 128
height = 64

[actor.gate]
kind = "gate"
in = "camera"
"""


def omma(*words: str, **options) -> subprocess.CompletedProcess:
    """Run omma to its end."""
    command = [OMMA, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, **options)


def wait_until(condition, what: str) -> None:
    """Return as soon as the condition holds; fail when it never does."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.005)


def row(text: str, first: str) -> list[str]:
    """Return the cells of the line of a table that starts with this one."""
    lines = [line for line in text.splitlines() if line.startswith(first + "  ")]
    return re.split(r" {2,}", lines[0]) if lines else []


class CommandTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        """Make the folder and a graph in it."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.graph = self.write("bright.toml", GRAPH)

    def write(self, name: str, text: str) -> Path:
        """Write a file into the folder."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def check(self, done: subprocess.CompletedProcess, status: int) -> None:
        """Check the exit status, showing what was printed when it is another."""
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)


class OwnRuns(CommandTest):
    """A test whose runs keep their state where no other test sees it."""

    def setUp(self) -> None:
        """Make the folder for it."""
        super().setUp()
        self.runtime = self.folder / "runtime"
        self.runtime.mkdir()
        self.environment = {**os.environ, "XDG_RUNTIME_DIR": str(self.runtime)}

    def ask(self, *words: str) -> subprocess.CompletedProcess:
        """Run omma to its end."""
        return omma(*words, env=self.environment)

    def listed(self, *words: str) -> list:
        """Return what `omma ps` tells."""
        done = self.ask("ps", "--format", "json", *words)
        self.check(done, 0)
        return json.loads(done.stdout)
