# SPDX-License-Identifier: Apache-2.0
"""omma top, look, get, set, events and stop: what a second terminal sees and steers."""

import json
import socket
import subprocess
import unittest

from command import OMMA, PATIENCE, OwnRuns, omma, wait_until


class SecondTerminal(OwnRuns):
    """A run without an end, in a folder for its state that no other test sees."""

    def setUp(self):
        super().setUp()
        self.process = self.begin()

    def begin(self):
        before = len(self.listed())
        process = subprocess.Popen([OMMA, "run", self.graph, "--quiet"], env=self.environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        wait_until(lambda: len(self.listed()) > before and self.ask("get").returncode in (0, 2), "the run")
        return process

    def client(self):
        """Connect to the only run."""
        (run,) = self.listed()
        client = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.addCleanup(client.close)
        client.connect(str(self.runtime / "omma" / run["name"] / "control"))
        return client

    def test_examples(self):
        for verb, place in (("top", None), ("get", None), ("set", None), ("look", None)):
            example = self.ask(verb, "--help").stdout.split("Example: ")[1].splitlines()[1].split()[1:]
            if place is not None:
                example[1] = place
            done = omma(*example, env=self.environment, cwd=self.folder)
            self.check(done, 0)

    def test_top_shows_rates_and_queues(self):
        done = self.ask("top", "--once", "--every", "0.2")
        self.check(done, 0)
        self.assertRegex(done.stdout, r"camera +[0-9,.]+ ")
        self.assertRegex(done.stdout, r"camera.image -> bright.image +[0-9,.]+ +\d+ +[0-9,.]+ +[0-9,.]+ +[0-9,.]+ +0 +0 +wait")
        report = json.loads(self.ask("top", "--once", "--every", "0.1", "--format", "json").stdout)
        self.assertGreater(report["actors"]["camera"]["processed"], 0)

    def test_set_tells_what_is_in_force_with_unit_and_range(self):
        done = self.ask("set", "bright.level=40")
        self.check(done, 0)
        self.assertIn("bright.level = 40", done.stdout)
        self.assertIn("[0 to ", done.stdout)
        self.assertIn("bright.level = 40", self.ask("get", "bright.level").stdout)
        refused = self.ask("set", "bright.level=-1")
        self.check(refused, 1)
        self.assertIn("level", refused.stderr)
        self.assertIn("bright.level = 40", self.ask("get", "bright").stdout)

    def test_get_as_json(self):
        found = json.loads(self.ask("get", "bright.level", "--format", "json").stdout)
        self.assertEqual(list(found), ["bright.level"])
        self.assertEqual(found["bright.level"]["min"], 0)

    def test_wrong_words_say_what_is_expected(self):
        cases = {
            ("set", "bright.level"): "expected ACTOR.PARAM=VALUE",
            ("set", "level=3"): "expected ACTOR.PARAM, such as",
            ("set", "bright.levle=3"): "level",
            ("get", "bright.levle"): "there is no parameter 'bright.levle'",
            ("look", "bright.nothing"): "nothing",
            ("top", "brigth"): "did you mean 'bright'?",
            ("events", "--kind", "nothing"): "nothing",
        }
        for words, expected in cases.items():
            with self.subTest(words):
                done = self.ask(*words)
                self.assertIn(done.returncode, (1, 2))
                self.assertIn(expected, done.stderr)

    def test_look_writes_a_picture(self):
        done = self.ask("look", "camera.image", "-o", self.folder / "now.png")
        self.check(done, 0)
        self.assertTrue((self.folder / "now.png").read_bytes().startswith(b"\x89PNG"))
        self.assertIn("of 'camera'", done.stdout)
        about = json.loads(self.ask("look", "camera.image", "--format", "json").stdout)
        self.assertEqual(about["source"], "camera")

    def test_events_are_followed_until_the_run_ends(self):
        events = subprocess.Popen([OMMA, "events", "--kind", "parameter", "--format", "json"],
                                  env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(events.communicate)
        self.assertIn("events of bright", events.stderr.readline())
        self.check(self.ask("set", "bright.level=41"), 0)
        self.assertEqual(json.loads(events.stdout.readline())["place"], "level")
        self.check(self.ask("stop"), 0)
        self.assertEqual(events.wait(PATIENCE), 0)

    def test_stop_ends_the_run_and_waits_for_it(self):
        self.check(self.ask("stop"), 0)
        self.assertEqual(self.process.wait(PATIENCE), 0)
        done = self.ask("stop")
        self.check(done, 2)
        self.assertIn("no graph is running", done.stderr)

    def test_a_run_that_serves_as_many_as_it_can_has_not_ended(self):
        clients = [self.client() for _ in range(64)]
        for client in clients:
            client.send(b'{"do": "list"}')
            client.recv(1 << 17)
        for words in (("get",), ("top", "--once"), ("stop",)):
            with self.subTest(words=words):
                done = self.ask(*words)
                self.check(done, 1)
                self.assertIn("64 clients are served already; one has to leave first", done.stderr)
        clients.pop().close()
        self.check(self.ask("stop"), 0)

    def test_who_does_not_read_does_not_hold_up_the_end(self):
        """One subscribes to events and reads none of them."""
        client, steering = self.client(), self.client()
        client.send(b'{"do": "events"}')
        client.recv(1 << 17)
        for level in range(2000):
            steering.send(json.dumps({"do": "set", "actor": "bright", "param": "level", "value": level % 200}).encode())
            steering.recv(1 << 17)
        steering.send(b'{"do": "drain"}')
        self.assertEqual(self.process.wait(PATIENCE), 0)

    def test_several_runs_have_to_be_named(self):
        other = self.begin()
        done = self.ask("top", "--once")
        self.check(done, 2)
        self.assertIn("several graphs are running; say which one: ", done.stderr)
        for run in self.listed():
            self.check(self.ask("set", run["name"], "bright.level=7"), 0)
            self.check(self.ask("stop", run["name"], "--now"), 0)
        self.assertEqual(other.wait(PATIENCE), 1)
        ended = json.loads(self.ask("ps", "--all", "--format", "json").stdout)
        self.assertEqual([(run["state"], run["failure"]) for run in ended],
                         [("failed", "stopped before all frames under way were finished")] * 2)


if __name__ == "__main__":
    unittest.main()
