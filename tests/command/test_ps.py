# SPDX-License-Identifier: Apache-2.0
"""omma ps, and what a run tells others: events in a file, its state as text."""

import json
import os
import signal
import subprocess
import unittest

from command import OMMA, PATIENCE, OwnRuns, omma, wait_until


class Runs(OwnRuns):
    """A run with a folder for its state that no other test sees."""

    def begin(self, *words):
        run = subprocess.Popen([OMMA, "run", self.graph, "--quiet", *words], env=self.environment,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(run.communicate)
        self.addCleanup(run.kill)
        wait_until(lambda: self.listed() and self.state(self.listed()[0]["folder"], "report"), "the run")
        return run

    @staticmethod
    def state(folder, name):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            return ""
        with open(path, encoding="utf-8") as file:
            return file.read()

    def test_lists_what_runs_and_what_has_ended(self):
        self.check(omma("ps", env=self.environment), 0)
        self.assertEqual(omma("ps", env=self.environment).stdout, "no graph is running\n")
        run = self.begin()
        (listed,) = self.listed()
        self.assertEqual(listed["state"], "running")
        self.assertEqual(listed["pid"], run.pid)
        self.assertEqual(listed["file"], str(self.graph))
        self.assertIn("bright", omma("ps", env=self.environment).stdout)
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=PATIENCE)
        self.assertEqual(self.listed(), [])
        (listed,) = self.listed("--all")
        self.assertEqual(listed["state"], "ended")
        self.assertIn("edge camera.image -> bright.image rule=wait offered=",
                      self.state(listed["folder"], "report"))
        self.assertIn("bright.level=90", self.state(listed["folder"], "parameters"))

    def test_a_run_that_was_killed_has_died(self):
        run = self.begin()
        run.kill()
        run.communicate(timeout=PATIENCE)
        self.assertEqual(self.listed(), [])
        self.assertEqual([each["state"] for each in self.listed("--all")], ["died"])

    def test_events_are_written_as_they_happen(self):
        events = self.folder / "events.jsonl"
        done = omma("run", self.graph, "--quiet", "--frames", "20", "--events", events, env=self.environment)
        self.check(done, 0)
        kinds = [json.loads(line)["kind"] for line in events.read_text(encoding="utf-8").splitlines()]
        self.assertEqual(kinds[0], "began")
        self.assertEqual(kinds[-1], "ended")

    def test_events_that_can_not_be_written_are_an_error_at_once(self):
        done = omma("run", self.graph, "--events", self.folder / "no" / "file", env=self.environment)
        self.check(done, 2)
        self.assertIn("--events: can not write", done.stderr)

    def test_a_run_without_a_folder_says_so_and_runs(self):
        environment = {**os.environ, "XDG_RUNTIME_DIR": str(self.graph)}
        done = omma("run", self.graph, "--frames", "3", env=environment)
        self.check(done, 0)
        self.assertIn("this run can not be seen from another terminal", done.stderr)


if __name__ == "__main__":
    unittest.main()
