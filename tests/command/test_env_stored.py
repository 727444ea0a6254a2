# SPDX-License-Identifier: Apache-2.0
"""Environments that were made: omma env --list and --prune."""

import os
import subprocess
import time
import unittest
from pathlib import Path

import test_env
from command import row

DAY = 86400


class Stored(test_env.UvTest):
    """Two environments, of two versions of a package."""

    def setUp(self) -> None:
        super().setUp()
        self.old, self.new = (self.made(version) for version in ("1.0", "2.0"))

    def made(self, version: str) -> Path:
        """Make an environment with this version; return its folder."""
        before = set(self.folders())
        graph = self.write(f"{version}.toml", self.text_with(f'requirements = ["tone=={version}"]'))
        self.check(self.omma("env", graph), 0)
        return (set(self.folders()) - before).pop()

    def text_with(self, old: str) -> str:
        return test_env.GRAPH.format(old=old, folder=self.folder)

    def folders(self) -> list[Path]:
        """Return what there is in the folder of the environments, without the locks."""
        return [path for path in self.cache.glob("omma/env/*") if path.suffix != ".lock"]

    def use_again(self, folder: Path, days: int) -> None:
        """Make it look as if it was used so many days ago."""
        then = time.time() - days * DAY
        os.utime(folder / "omma.json", (then, then))

    def prune(self, *words) -> str:
        done = self.omma("env", "--prune", *words)
        self.check(done, 0)
        return done.stdout

    def test_the_list_tells_what_is_in_them_and_when_they_were_used(self):
        self.use_again(self.old, 40)
        done = self.omma("env", "--list")
        self.check(done, 0)
        cells = row(done.stdout, str(self.old))
        self.assertEqual(cells[-1], "tone 1.0")
        self.assertEqual(cells[-2], time.strftime("%Y-%m-%d", time.localtime(time.time() - 40 * DAY)))
        self.assertRegex(cells[-3], r"[1-9].* [kM]B")
        self.assertEqual(row(done.stdout, str(self.new))[-1], "tone 2.0")

    def test_an_empty_list_says_where_it_looked(self):
        self.environment["XDG_CACHE_HOME"] = str(self.folder / "empty")
        self.assertEqual(self.omma("env", "--list").stdout,
                         f"there is no environment in {self.folder}/empty/omma/env\n")

    def test_what_no_graph_needs_is_removed(self):
        said = self.prune(self.folder / "2.0.toml")
        self.assertEqual(self.folders(), [self.new])
        self.assertEqual(row(said, str(self.old))[-1], "removed")
        self.assertEqual(row(said, str(self.new))[-1], "kept: a graph needs it")
        self.assertRegex(said, r"removed 1 environment, [1-9]")
        self.check(self.omma("run", self.folder / "1.0.toml", "--quiet"), 0)  # it is made again

    def test_what_was_not_used_for_some_days_is_removed(self):
        self.use_again(self.old, 40)
        self.use_again(self.new, 20)
        self.assertIn("kept: last used on ", self.prune("--days", 30))
        self.assertEqual(self.folders(), [self.new])

    def test_a_run_counts_as_use(self):
        self.use_again(self.old, 40)
        self.check(self.omma("run", self.folder / "1.0.toml", "--quiet"), 0)
        self.assertIn("removed 0 environments", self.prune("--days", 30))

    def test_what_is_not_its_own_is_left(self):
        (self.cache / "omma/env/photos").mkdir()
        (self.cache / f"omma/env/{20 * 'a'}").mkdir()
        (self.cache / f"omma/env/{20 * 'b'}").symlink_to(self.new)
        (self.cache / f"omma/env/{20 * 'b'}.lock").touch()
        for folder in (self.old, self.new):
            self.use_again(folder, 40)
        said = self.prune("--days", 30)
        self.assertEqual(said.count("left: not made by omma"), 3)
        self.assertEqual(len(self.folders()), 3)

    def test_what_is_in_use_is_left(self):
        self.use_again(self.old, 40)
        program = [self.old / "bin" / "python", "-c", "print(flush=True); input()"]
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            self.assertIn(f"left: process {process.pid} runs in it", self.prune("--days", 30))
            process.stdin.write(b"\n")
        self.assertTrue(self.old.exists())

    def test_nothing_is_removed_when_a_graph_is_wrong(self):
        wrong = self.write("wrong.toml", "[actor.a]\nkind = 'nothing'\n")
        done = self.omma("env", "--prune", self.folder / "2.0.toml", wrong)
        self.check(done, 2)
        self.assertIn("nothing was removed, because a graph is wrong", done.stderr)
        self.assertEqual(len(self.folders()), 2)

    def test_what_to_keep_has_to_be_said(self):
        done = self.omma("env", "--prune")
        self.check(done, 2)
        self.assertIn("a graph, or --days is required", done.stderr)
        self.assertEqual(len(self.folders()), 2)


if __name__ == "__main__":
    unittest.main()
