# SPDX-License-Identifier: Apache-2.0
"""Hosts that write too far and answer what makes no sense, again and again."""

import os

from attack import ACTORS, CAMERA, TIMES, WITNESS, Attack, main

MOST = 300  # frames of a run
PLUGIN = f'[graph]\nplugins = ["{os.environ["OMMA_ATTACKERS"]}"]\n'

TOOL = """
[host.tool]
spare = true
retries = 3

[actor.tool]
kind = "%s"
host = "tool"
on_error = "skip"
folder = "."
every = %d
in = "camera"
"""


class Hosts(Attack):
    """A camera, an actor that attacks, and a witness behind it."""

    def attack(self, kind: str, times: int, every: int, settings: str = "") -> None:
        """So many attacks, in as many runs as they take."""
        while times > 0:
            now = min(times, MOST // every)
            for done in self.folder.glob("*.done"):
                done.unlink()
            camera = f"{CAMERA}frames = {now * every}\n"
            text = PLUGIN + camera + TOOL % (kind, every) + settings + WITNESS + 'in = "tool"\n'
            self.run_graph(text, crashes=("crashed: SIG", "Segmentation fault"))
            self.all_as_they_were(self.seen())
            times -= now

    def test_writing_too_far(self):
        self.attack(f"{ACTORS}:overflow", 10 * TIMES, 5)

    def test_writing_too_far_in_cpp(self):
        self.attack("overflow", 10 * TIMES, 5)

    def test_answers_that_make_no_sense(self):
        for kind in (0, *range(2, 8), 9, 16, 18, 19, 999):
            with self.subTest(kind=kind):
                self.attack(f"{ACTORS}:strange", 4 * TIMES, 2, f"answer = {kind}\n")


if __name__ == "__main__":
    main()
