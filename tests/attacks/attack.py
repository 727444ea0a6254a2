# SPDX-License-Identifier: Apache-2.0
"""Attacks that omma has to stand: it ends by itself, says why, and no frame is another than it was.

Each script beside this file is one kind of attack. As tests they are short; with OMMA_ATTACKS=20
there are twenty times as many of each.
"""

import os
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Dict, List

sys.path.insert(0, str(Path(__file__).parents[1] / "command"))
from command import OMMA, PATIENCE, CommandTest  # noqa: E402

TIMES = int(os.environ.get("OMMA_ATTACKS", "1"))
ACTORS = Path(__file__).with_name("actors.py")
CAMERA = """
[actor.camera]
kind = "pattern"
width = 128
height = 96
format = "Mono8"
"""
NATIVE = """
[actor.native]
kind = "threshold"
host = "native"
in = "camera"

[actor.nothing]
kind = "null"
in = "native"

[host.native]
"""
WITNESS = f"""
[actor.witness]
kind = "{ACTORS}:witness"
path = "seen"
"""
# Words of a program that did not end by itself.
CRASHED = ("terminate called", "crashed: SIG", "Segmentation fault", "AddressSanitizer", "Assertion")


class Attack(CommandTest):
    """A run of omma that somebody attacks."""

    def setUp(self) -> None:
        super().setUp()
        self.looks = self.reference()

    def reference(self) -> Dict[int, str]:
        """What the first pictures of the camera look like."""
        self.run_graph(CAMERA + "frames = 300\n" + WITNESS + 'in = "camera"\n', statuses=(0,))
        return dict(self.seen())

    def seen(self) -> List[tuple]:
        """The numbers and looks of what the witness saw, in its order; then it has seen nothing."""
        path = self.folder / "seen"
        lines = path.read_text().split("\n") if path.exists() else [""]
        path.unlink(missing_ok=True)
        self.assertEqual(lines.pop(), "", "the last line is whole")
        return [(int(number), looks) for number, looks in map(str.split, lines)]

    def run_graph(self, text: str, *words: str, statuses=(0, 1), crashes=()) -> str:
        """Run it to its end; return what was said."""
        graph = self.write("graph.toml", text)
        done = subprocess.run([OMMA, "run", graph, *words], cwd=self.folder, text=True, timeout=PATIENCE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, errors="replace")
        self.stands(done.returncode, done.stderr, statuses, crashes)
        return done.stderr

    def stands(self, status: int, said: str, statuses=(0, 1, 2), crashes=()) -> None:
        """The exit status is one of these, and what was said explains it."""
        self.assertIn(status, statuses, said)
        own = "\n".join(line for line in said.splitlines() if not line.startswith(("actor '", "host '")))
        for word in CRASHED:
            self.assertTrue(word not in own or word in crashes, said)
        if status != 0:
            self.assertNotEqual(said.strip(), "", "it failed without a word")

    def all_as_they_were(self, seen: List[tuple]) -> None:
        """Each picture came once, in order, as the camera made it."""
        numbers = [number for number, _ in seen]
        self.assertEqual(numbers, sorted(set(numbers)))
        for number, looks in seen:
            self.assertEqual(looks, self.looks[number], f"frame {number} has changed")


main = unittest.main
