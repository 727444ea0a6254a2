# SPDX-License-Identifier: Apache-2.0
"""Standard streams that are closed, full, gone, or read by nobody."""

import itertools
import os
import subprocess

from attack import ACTORS, CAMERA, NATIVE, OMMA, PATIENCE, WITNESS, Attack, main
from command import wait_until

GRAPH = CAMERA + f"""frames = 60
{NATIVE}
[actor.chatty]
kind = "{ACTORS}:chatty"
in = "camera"
{WITNESS}in = "chatty"
"""


class Streams(Attack):
    """A run with a host of each language, one of which prints much."""

    def setUp(self) -> None:
        super().setUp()
        self.write("graph.toml", GRAPH)

    def all_came(self) -> None:
        seen = self.seen()
        self.all_as_they_were(seen)
        self.assertEqual(len(seen), 60)

    def run_shell(self, words: str, statuses=(0,)) -> None:
        """Run it with these words of the shell behind it; whatever they are, all frames pass."""
        (self.folder / "seen").unlink(missing_ok=True)
        command = f"exec '{OMMA}' run graph.toml {words}"
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, timeout=PATIENCE)
        self.assertIn(done.returncode, statuses, words)
        self.all_came()

    def test_closed_ones(self):
        for closed in itertools.product(("", "<&-"), ("", ">&-"), ("2>/dev/null", "2>&-")):
            with self.subTest(closed=closed):
                self.run_shell(" ".join(closed))

    def test_full_ones(self):
        for words in ("2>/dev/full", ">/dev/full 2>/dev/null", ">/dev/full 2>/dev/full"):
            with self.subTest(words=words):
                self.run_shell(words, (1,) if words.startswith(">") else (0,))

    def test_one_that_is_gone(self):
        self.run_shell("2>&1 | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}")
        self.run_shell("2>&1 | true; exit ${PIPESTATUS[0]}")

    def test_one_that_nobody_reads(self):
        """All frames pass while nobody reads; then the run ends."""
        reading, writing = os.pipe()
        with subprocess.Popen([OMMA, "run", "graph.toml"], cwd=self.folder, stdout=writing, stderr=writing) as run:
            os.close(writing)
            seen = self.folder / "seen"
            wait_until(lambda: seen.exists() and seen.read_text().count("\n") == 60, "all frames")
            with os.fdopen(reading, "rb") as pipe:
                self.assertNotEqual(pipe.read(), b"")
            self.assertEqual(run.wait(PATIENCE), 0)
        self.all_came()

    def test_verbs_say_that_nobody_can_read_them(self):
        for verb in ("check --format plan graph.toml", "actors", "actors --format json", "actors canny",
                     "schema", "completion bash", "draw graph.toml", "--help", "run --help", "--version"):
            with self.subTest(verb=verb):
                done = subprocess.run(["bash", "-c", f"exec '{OMMA}' {verb} >/dev/full"], cwd=self.folder,
                                      timeout=PATIENCE, text=True, stderr=subprocess.PIPE)
                self.stands(done.returncode, done.stderr, (1, 2))


if __name__ == "__main__":
    main()
