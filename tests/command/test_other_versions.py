# SPDX-License-Identifier: Apache-2.0
"""omma top, events and logs, of runs that another version of omma serves or left. The test plays them."""

import fcntl
import json
import os
import socket
import threading
import unittest

from command import OwnRuns

# What a run said before it told all that it does now.
REPORT = {
    "actors": {"camera": {"kind": "pattern", "processed": 10, "errors": 3, "busy_us": 5.0}},
    "edges": {"camera.image -> end.frames": {"rule": "wait", "delivered": 10}},
}


class OtherVersions(OwnRuns):
    """A folder of a run that is written by hand."""

    def setUp(self):
        super().setUp()
        self.run_folder = self.runtime / "omma" / "old"
        self.run_folder.mkdir(parents=True)
        self.write("runtime/omma/old/run", f"graph = old\npid = {os.getpid()}\nstate = running\n")

    def live(self):
        """Hold the lock by which a run shows that it is alive."""
        lock = open(self.run_folder / "lock", "w", encoding="utf-8")
        self.addCleanup(lock.close)
        fcntl.flock(lock, fcntl.LOCK_EX)

    def serve(self):
        """Answer each request with the report, a second later each time."""
        self.live()
        server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.addCleanup(server.close)
        server.bind(str(self.run_folder / "control"))
        server.listen()

        def answer():
            client, _ = server.accept()
            with client:
                seconds = 0
                while client.recv(1 << 17):
                    seconds += 1
                    client.send(b"." + json.dumps({"report": {**REPORT, "seconds": seconds}}).encode())

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        self.addCleanup(thread.join)

    def keep(self, file, *lines):
        self.write(f"runtime/omma/old/{file}", "".join(line + "\n" for line in lines))

    def test_top_shows_what_is_told(self):
        self.serve()
        done = self.ask("top", "--once", "--every", "0.1")
        self.check(done, 0)
        self.assertRegex(done.stdout, r"old  2\.0 s\n")
        self.assertRegex(done.stdout, r"camera +0\.0 +0\.0 +3 +pattern")
        self.assertRegex(done.stdout, r"camera\.image -> end\.frames +0\.0 +wait")

    def test_lines_that_are_no_events_are_passed_over(self):
        good = {"number": 1, "kind": "output", "time": 1.5, "actor": "tool", "text": "seen"}
        others = ({"number": "2"}, {"number": -1}, {"time": "noon"}, {"kind": 3}, {"actor": None}, {"place": []},
                  {"text": {}}, {"source": 1}, {"source": "camera", "sequence": "x"})
        lines = [json.dumps({**good, **other}) for other in others]
        for verb, file in (("logs", "log"), ("events", "events")):
            for form in ("text", "json"):
                with self.subTest(verb=verb, form=form):
                    self.keep(file, "{", "[]", *lines, json.dumps(good))
                    done = self.ask(verb, "--format", form)
                    self.check(done, 0)
                    self.assertEqual(len(done.stdout.splitlines()), 1, done.stdout)
                    self.assertIn("seen", done.stdout)

    def test_events_until_a_moment_begin_with_the_first(self):
        self.live()
        self.keep("events", json.dumps({"number": 1, "kind": "began", "time": 1.5, "text": "began"}))
        done = self.ask("events", "--until", "1h", "--format", "json")
        self.check(done, 0)
        self.assertEqual([json.loads(line)["kind"] for line in done.stdout.splitlines()], ["began"])


if __name__ == "__main__":
    unittest.main()
