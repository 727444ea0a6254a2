# SPDX-License-Identifier: Apache-2.0
"""omma new: what it writes is right, and builds out of the tree (that part is slow)."""

import json
import os
import shlex
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from command import OMMA, CommandTest, omma


class StepsTest(CommandTest):
    """A test that does what omma new tells."""

    def take(self, *step, cwd):
        """Take one step; return what it printed."""
        clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(
            step, cwd=cwd, env=clean, capture_output=True, text=True, check=False
        )
        self.check(done, 0)
        return done.stdout

    def take_python_steps(self, program):
        """Begin an actor in Python, test it and run it."""
        told = self.take(program, "new", "actor", "soft_parts", "--python", cwd=self.folder)
        steps = [shlex.split(line) for line in told.splitlines()[1:]]
        self.assertEqual([step[0] for step in steps], ["cd", program, program])
        folder = self.folder / steps[0][1]
        for path in folder.iterdir():
            self.assertNotRegex(path.read_text(), "@[A-Z]+@")
        self.assertIn("1 passed", self.take(*steps[1], cwd=folder))
        printed = self.take(*steps[2], cwd=folder)
        self.assertRegex(printed, r"\ntried +soft_parts.py:soft_parts +100 ")
        return folder, steps[1]


class New(StepsTest):
    """omma new"""

    def test_graph_is_right_and_runs(self):
        self.check(omma("new", "graph", "parts", cwd=self.folder), 0)
        graph = self.folder / "parts.toml"
        self.check(omma("check", graph), 0)
        self.check(
            omma("run", graph, "--frames", 3, "--set", "level=100", "--set", "camera.rate=0"), 0
        )

    def test_actor_is_short_and_its_steps_are_told(self):
        done = omma("new", "actor", "bright_parts", cwd=self.folder)
        self.check(done, 0)
        source = (self.folder / "bright_parts" / "bright_parts.cpp").read_text()
        self.assertLessEqual(len(source.splitlines()), 20)
        self.assertIn("struct BrightParts {", source)
        for path in (self.folder / "bright_parts").iterdir():
            self.assertNotRegex(path.read_text(), "@[A-Z]+@")
        self.assertIn("  cd bright_parts\n  cmake -B build", done.stdout)

    def test_nothing_is_overwritten(self):
        for words in (("actor", "bright_parts"), ("graph", "parts")):
            self.check(omma("new", *words, cwd=self.folder), 0)
            done = omma("new", *words, cwd=self.folder)
            self.check(done, 2)
            self.assertIn("exists already; choose another name", done.stderr)

    def test_names_are_checked(self):
        for name in ("", "Bright", "1st", "a-b", "a b", "../a", "end_", "x" * 50):
            self.check(omma("new", "actor", name, cwd=self.folder), 2)
        for name, message in (
            ("threshold", "there is a kind 'threshold' already"),
            ("test", "reserved by CMake"),
        ):
            done = omma("new", "actor", name, cwd=self.folder)
            self.check(done, 2)
            self.assertIn(message, done.stderr)
        done = omma("new", "actor", "lambda", "--python", cwd=self.folder)
        self.check(done, 2)
        self.assertIn("the name 'lambda' is reserved in Python", done.stderr)

    def test_steps_of_an_actor_in_python_can_be_taken_in_any_folder(self):
        folder, test = self.take_python_steps(OMMA)
        for path in folder.iterdir():
            if path.is_file():
                self.assertNotRegex(path.read_text(), r"(?<![\w/.])/\w", path)  # an absolute path
        with tempfile.TemporaryDirectory() as name:
            moved = shutil.move(folder, Path(name) / "moved")
            self.assertIn("1 passed", self.take(*test, cwd=moved))

    def test_omma_has_nothing_to_say_about_what_it_writes(self):
        self.check(omma("new", "actor", "soft_parts", "--python", cwd=self.folder), 0)
        folder = self.folder / "soft_parts"
        done = omma("check", "soft_parts.toml", cwd=folder)
        self.check(done, 0)
        self.assertEqual((done.stdout, done.stderr), ("soft_parts.toml: 3 actors, 2 edges, ok\n", ""))
        done = omma("run", "soft_parts.toml", "--frames", 100, "--quiet", "--events", "events", "--report", "report", cwd=folder)
        self.check(done, 0)
        self.assertEqual(done.stderr, "")
        self.assertNotRegex((folder / "events").read_text(), "copied|hint|warning")
        self.assertEqual(json.loads((folder / "report").read_text())["copies"]["pixels"], 0)


@unittest.skipUnless(os.environ.get("OMMA_TEST_SLOW"), "slow")
class NewActor(StepsTest):
    """The steps that omma new actor prints, one after the other."""

    def take_all(self, program, options):
        told = self.take(program, "new", "actor", "bright_parts", cwd=self.folder)
        steps = [shlex.split(line) for line in told.splitlines()[1:]]
        self.assertEqual([step[0] for step in steps], ["cd", "cmake", "cmake", "ctest", program])
        steps[1] += options + shlex.split(os.environ.get("OMMA_TEST_CMAKE_OPTIONS", ""))
        folder = self.folder / steps[0][1]
        for step in steps[1:]:
            printed = self.take(*step, cwd=folder)
        self.assertIn("bright_parts", printed)
        plugin = folder / "build" / "libbright_parts.so"
        told = self.take(program, "actors", "bright_parts", "--plugin", plugin, cwd="/")
        self.assertIn("level", told)

    def test_builds_is_tested_and_runs(self):
        self.take_all(OMMA, [])

    def test_does_so_with_an_installed_omma(self):
        prefix = self.folder / "installed"
        self.take("cmake", "--install", os.environ["OMMA_BUILD"], "--prefix", prefix, cwd="/")
        program = str(prefix / "bin" / "omma")
        self.take_python_steps(program)
        self.take_all(program, [f"-DCMAKE_PREFIX_PATH={prefix}"])
        cache = (self.folder / "bright_parts" / "build" / "CMakeCache.txt").read_text()
        self.assertIn(f"omma_DIR:PATH={prefix}", cache)
        self.assertRegex(self.take(program, "doctor", cwd="/"), "ok +ffmpeg")


if __name__ == "__main__":
    unittest.main()
