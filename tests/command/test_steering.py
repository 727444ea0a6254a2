# SPDX-License-Identifier: Apache-2.0
"""`omma run --script`: what a script in Python asks, and what none should."""

import json
import os
import select
import socket
import subprocess
import sys
import unittest

from command import OMMA, PATIENCE, CommandTest

# A script that asks and never reads, has a child that keeps its socket, and dies. The child goes
# with what it reads from.
FLOODS = r"""
import os, socket, subprocess, sys
ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
command = [sys.argv[1], "run", sys.argv[2], "--quiet", "--script", str(theirs.fileno())]
runner = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdout=subprocess.DEVNULL)
theirs.close()
ours.recv(1 << 20)
if os.fork() == 0:
    sys.stdin.read()
    os._exit(0)
ours.settimeout(1)
try:
    for number in range(10_000):
        ours.send(b'{"do": "report", "id": %d}' % number)
except socket.timeout:
    pass
os.write(1, b"%d\n" % runner.pid)
os._exit(0)
"""


class Steering(CommandTest):
    """A run at one end of a socket, the test at the other."""

    def begin(self, *words: str) -> None:
        """Start omma, and hear that the graph runs."""
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.addCleanup(self.socket.close)
        self.socket.settimeout(PATIENCE)
        command = [OMMA, "run", self.graph, "--quiet", "--script", str(theirs.fileno()), *words]
        self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.process.stderr.close)
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)
        theirs.close()

    def hear(self) -> dict:
        """Return the next answer."""
        text = b""
        while True:
            message = self.socket.recv(1 << 20)
            text += message[1:]
            if message[:1] != b"+":
                return json.loads(text or b"{}")

    def ask(self, **request) -> dict:
        """Return the answer to a request."""
        self.socket.send(json.dumps({"id": 1, **request}).encode())
        return self.hear()

    def test_garbage_is_answered_and_the_run_goes_on(self) -> None:
        """Whatever is sent gets one answer that says what is wrong."""
        self.begin()
        self.assertTrue(self.hear()["runs"])
        deep = b"[" * 100_000
        for garbage in (b"x", b"{", b"\xff\xfe", b"[]", b"3", b"{}", b'{"do": 7, "id": 1}', deep,
                        b'{"do": "get", "id": 1}', b'{"do": "look", "port": ["end"], "id": 1}',
                        b'{"do": "set", "actor": 3, "id": 1}'):
            self.socket.send(garbage)
            self.assertIn("this request cannot be answered", self.hear()["error"], garbage[:20])
        self.assertIn("there is no request 'dance'; there are: events, list, ",
                      self.ask(do="dance", actor="end", param="x")["error"])
        self.assertTrue(self.ask(do="report")["report"]["balanced"])
        self.assertEqual(self.ask(do="halt"), {"done": True, "id": 1})
        self.socket.close()
        self.assertEqual(self.process.wait(PATIENCE), 0, self.process.stderr.read())

    def test_the_run_ends_with_the_socket(self) -> None:
        """The script went without a word."""
        self.begin()
        self.hear()
        self.socket.close()
        self.assertEqual(self.process.wait(PATIENCE), 0, self.process.stderr.read())

    def test_a_graph_that_is_wrong_is_refused(self) -> None:
        """The script gets what is otherwise printed."""
        self.graph = self.write("wrong.toml", "[actor.x]\nkind = \"nothing\"\n")
        self.begin()
        self.assertIn("wrong.toml:2:8: error: there is no kind of actor 'nothing'", self.hear()["error"])
        self.assertEqual(self.process.wait(PATIENCE), 2)

    def test_the_run_ends_with_a_script_that_never_read(self) -> None:
        """Although a child of it keeps the socket open."""
        script = subprocess.Popen([sys.executable, "-c", FLOODS, OMMA, self.graph], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE)
        self.addCleanup(script.stdout.close)
        self.addCleanup(script.stdin.close)
        runner = int(script.stdout.readline())
        script.wait(PATIENCE)
        try:
            descriptor = os.pidfd_open(runner)
        except ProcessLookupError:  # it has ended already
            return
        self.addCleanup(os.close, descriptor)
        ended, _, _ = select.select([descriptor], [], [], PATIENCE)
        self.assertTrue(ended, "omma still runs")


if __name__ == "__main__":
    unittest.main()
