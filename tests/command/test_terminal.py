# SPDX-License-Identifier: Apache-2.0
"""omma on a terminal: progress on one line, colours, and neither where they are not wanted."""

import os
import pty
import subprocess
import unittest

from command import GATE, OMMA, PATIENCE, CommandTest


class OnTerminal(CommandTest):
    """A graph that runs until a file is there, with a terminal as its output."""

    def run_on_terminal(self, *words: str, **variables: str) -> str:
        """Return everything that omma prints; the graph may end when progress was shown."""
        opens = self.folder / "opens"
        graph = self.write("gate.toml", GATE + f'opens = "{opens}"\n')
        ours, its = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", **variables}
        command = [OMMA, "run", str(graph), "--frames", "40", *words]
        process = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=environment)
        os.close(its)
        self.addCleanup(os.close, ours)
        self.addCleanup(process.kill)
        printed = ""
        while chunk := self.read(ours):
            printed += chunk
            if "of 40 frames" in printed:
                opens.touch()
        self.assertEqual(process.wait(PATIENCE), 0, printed)
        return printed

    @staticmethod
    def read(terminal: int) -> str:
        """Return what is there; nothing when the other side is closed."""
        try:
            return os.read(terminal, 65536).decode()
        except OSError:
            return ""

    def test_shows_progress_on_one_line_and_colours(self):
        printed = self.run_on_terminal()
        self.assertRegex(printed, r"\r\x1b\[K[^\n]*of 40 frames  [0-9.,]+ fps  0 dropped")
        self.assertIn("\x1b[1m", printed)
        self.assertIn("40 frames in", printed)

    def test_leaves_colours_out_when_told_so(self):
        self.assertNotIn("\x1b[1m", self.run_on_terminal(NO_COLOR="1"))


if __name__ == "__main__":
    unittest.main()
