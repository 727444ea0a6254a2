# SPDX-License-Identifier: Apache-2.0
"""One, two or three signals that end a run, at any moment of it."""

import json
import random
import signal
import subprocess
import time

from attack import ACTORS, CAMERA, NATIVE, OMMA, PATIENCE, TIMES, WITNESS, Attack, main

GRAPH = CAMERA + f"""frames = 60
{NATIVE}
[actor.notes]
kind = "notes_file"
path = "notes.jsonl"
in = "camera"

[actor.slow]
kind = "{ACTORS}:slow"
in = "camera"
{WITNESS}in = "slow"
"""


class Signals(Attack):
    """A run with two hosts and a file, ended by signals."""

    def setUp(self) -> None:
        super().setUp()
        begin = time.monotonic()
        self.run_graph(GRAPH, statuses=(0,))
        self.length = time.monotonic() - begin  # of a run that nobody ends, s

    def attack(self, rng: random.Random) -> None:
        """Start it, send the signals, and look at what it leaves."""
        for name in ("seen", "notes.jsonl", "report.json"):
            (self.folder / name).unlink(missing_ok=True)
        command = [OMMA, "run", self.folder / "graph.toml", "--report", "report.json"]
        with subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, errors="replace") as process:
            for _ in range(rng.randrange(1, 4)):
                time.sleep(rng.random() * rng.choice([0.01, self.length]))
                process.send_signal(rng.choice([signal.SIGINT, signal.SIGTERM]))
            said = process.communicate(timeout=PATIENCE)[1]
        # Before it listens, and after its last word, a signal ends it as any other program.
        unheard = (-signal.SIGINT, -signal.SIGTERM)
        self.stands(process.returncode, said or "nothing", (0, 1, 2, *unheard))
        self.all_as_they_were(self.seen())
        self.files_are_whole(process.returncode in unheard)

    def files_are_whole(self, unheard: bool) -> None:
        """Every line of the notes, and the report."""
        notes, report = self.folder / "notes.jsonl", self.folder / "report.json"
        if notes.exists():
            lines = notes.read_text().split("\n")
            self.assertEqual(lines.pop(), "")
            for line in lines:
                json.loads(line)
        if report.exists() and not (unheard and not report.stat().st_size):
            self.assertTrue(json.loads(report.read_text())["balanced"])

    def test_at_any_moment(self):
        for seed in range(10 * TIMES):
            with self.subTest(seed=seed):
                self.attack(random.Random(seed))


if __name__ == "__main__":
    main()
