# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C while a graph runs: the first drains, the second halts, the third leaves."""

import json
import signal
import subprocess
import unittest

from command import GATE, OMMA, PATIENCE, CommandTest, omma, wait_until


class Signals(CommandTest):
    """A graph whose last actor keeps a frame until a file is there."""

    def setUp(self) -> None:
        super().setUp()
        self.came, self.opens = self.folder / "came", self.folder / "opens"
        settings = f'came = "{self.came}"\nopens = "{self.opens}"\n'
        graph = self.write("gate.toml", GATE + settings)
        self.report_file, self.messages = self.folder / "report.json", self.folder / "messages"
        command = [OMMA, "run", graph, "--report", self.report_file]
        with open(self.messages, "w", encoding="utf-8") as messages:
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=messages)
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)
        self.wait_until(self.came.exists, "the first frame")

    def wait_until(self, condition, what: str) -> None:
        """Wait for the condition, or for the end of omma."""
        wait_until(lambda: condition() or self.process.poll() is not None, what)
        self.assertTrue(condition(), f"omma ended before {what}: {self.messages.read_text()}")

    def send(self, number: signal.Signals, answer: str) -> None:
        """Send a signal and wait until omma has said what it does about it."""
        self.process.send_signal(number)
        self.wait_until(lambda: answer in self.messages.read_text(), repr(answer))

    def end(self, status: int) -> dict:
        """Wait for the end, check the exit status and return the report."""
        self.assertEqual(self.process.wait(PATIENCE), status, self.messages.read_text())
        return json.loads(self.report_file.read_text())

    def test_first_finishes_what_is_under_way(self):
        self.send(signal.SIGINT, "finishing the frames under way; Ctrl-C again stops now")
        self.opens.touch()
        report = self.end(0)
        edge = report["edges"]["camera.image -> gate.frames"]
        self.assertEqual(edge["in_flight"], 0)
        self.assertEqual(edge["delivered"], edge["offered"])
        self.assertTrue(report["balanced"])

    def test_termination_is_the_same(self):
        self.send(signal.SIGTERM, "finishing the frames under way")
        self.opens.touch()
        self.end(0)

    def test_second_stops_between_two_frames(self):
        self.send(signal.SIGINT, "finishing the frames under way")
        self.send(signal.SIGINT, "stopping between two frames")
        self.opens.touch()
        report = self.end(1)
        self.assertEqual(report["actors"]["gate"]["processed"], 1)
        self.assertTrue(report["balanced"])
        self.assertIn("stopped before", self.messages.read_text())

    def test_third_leaves_an_actor_behind_that_does_not_come_back(self):
        self.send(signal.SIGINT, "finishing the frames under way")
        self.send(signal.SIGINT, "stopping between two frames")
        self.send(signal.SIGINT, "still in a step: gate")
        self.assertEqual(self.end(1)["failure"], "still in a step: gate")
        (run,) = [run for run in json.loads(omma("ps", "--all", "--format", "json").stdout)
                  if run["pid"] == self.process.pid]
        self.assertEqual(run["state"], "failed")
        self.assertEqual(run["failure"], "still in a step: gate")


if __name__ == "__main__":
    unittest.main()
