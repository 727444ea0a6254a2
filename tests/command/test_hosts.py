# SPDX-License-Identifier: Apache-2.0
"""Interpreters of a graph and what becomes of them when omma itself is killed."""

import ctypes
import os
import signal
import subprocess
import unittest
from pathlib import Path

from command import OMMA, CommandTest, wait_until

GRAPH = """
[actor.camera]
kind = "pattern"
format = "Mono8"
rate = 100

[actor.tool]
kind = "tool.py:tool"
in = "camera"

[actor.end]
kind = "null"
in = "tool"

[host.shared]
spare = true
"""

TOOL = '''
import os, subprocess, sys
from omma import Frame, actor

@actor
class tool:
    """Say which processes it consists of."""

    def __init__(self):
        waiting = [sys.executable, "-c", "import signal; signal.pause()"]
        child = subprocess.Popen(waiting, start_new_session=True)
        with open("pids.new", "w") as file:
            file.write(f"{os.getpid()} {child.pid}")
        os.rename("pids.new", "pids")

    def process(self, frame: Frame) -> Frame:
        return frame
'''


def alive(pid: int) -> bool:
    """A process that has ended and was not waited for yet does not count."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def shared() -> set:
    """Memory with a name, which outlives who made it."""
    return {path for path in Path("/dev/shm").iterdir() if "omma" in path.name}


class Orphans(CommandTest):
    """A graph with an actor in Python that has a child of its own."""

    def setUp(self):
        super().setUp()
        (self.folder / "tool.py").write_text(TOOL)
        (self.folder / "graph.toml").write_text(GRAPH)
        self.before = shared()
        self.temporary = self.folder / "temporary"
        self.temporary.mkdir()
        messages = self.folder / "messages"
        with open(messages, "w", encoding="utf-8") as stderr:
            command = [OMMA, "run", "graph.toml"]
            self.omma = subprocess.Popen(
                command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=stderr,
                env={**os.environ, "TMPDIR": str(self.temporary), "XDG_RUNTIME_DIR": str(self.folder)}
            )
        self.addCleanup(self.omma.wait)
        self.addCleanup(self.omma.kill)
        wait_until(lambda: "running graph" in messages.read_text(), "the first frame")
        self.pids = [int(word) for word in (self.folder / "pids").read_text().split()]

    def check_nothing_is_left(self):
        self.assertEqual(shared() - self.before, set())
        self.assertEqual(list(self.temporary.iterdir()), [])

    def test_host_ends_when_omma_is_killed(self):
        self.assertTrue(alive(self.pids[0]))
        self.omma.send_signal(signal.SIGKILL)
        self.omma.wait()
        for pid in self.pids:
            wait_until(lambda pid=pid: not alive(pid), f"the end of process {pid}")
        self.check_nothing_is_left()

    def test_what_a_host_leaves_behind_ends_with_it(self):
        os.kill(self.pids[0], signal.SIGKILL)
        for pid in self.pids:
            wait_until(lambda pid=pid: not alive(pid), f"the end of process {pid}")
        self.assertIsNone(self.omma.poll(), "the run goes on")

    def test_a_process_is_titled_after_its_host(self):
        title = Path(f"/proc/{self.pids[0]}/cmdline").read_text()
        self.assertIn("omma host of tool", title)

    def test_nothing_stays_after_an_orderly_end(self):
        self.omma.send_signal(signal.SIGINT)
        self.assertEqual(self.omma.wait(), 0)
        for pid in self.pids:
            wait_until(lambda pid=pid: not alive(pid), f"the end of process {pid}")
        self.check_nothing_is_left()


PARENT = '''
import subprocess
from omma import Image, actor

@actor
class parent:
    """Have children that end, and wait for none of them."""

    def __init__(self):
        self.children = [subprocess.Popen(["true"], start_new_session=session, stdout=subprocess.PIPE)
                         for session in (False, True)]
        for each in self.children:
            each.stdout.read()

    def process(self, image: Image) -> None:
        pass
'''


class Ended(CommandTest):
    """What an actor started has ended by itself, and nobody has waited for it."""

    def test_omma_waits_for_what_it_inherits(self):
        (self.folder / "parent.py").write_text(PARENT)
        graph = self.write("graph.toml", "[actor.camera]\nkind = 'pattern'\nframes = 3\n"
                           "[actor.parent]\nkind = 'parent.py:parent'\nin = 'camera'\n")
        self.inherit(True)
        self.addCleanup(self.inherit, False)
        self.check(subprocess.run([OMMA, "run", graph], capture_output=True, text=True), 0)
        names = []
        while True:  # what omma did not wait for is this process's now
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
            except ChildProcessError:
                break
            names.append(Path(f"/proc/{ended.si_pid}/comm").read_text().strip())
            os.waitpid(ended.si_pid, 0)
        self.assertLessEqual(set(names), {"omma.keeper"})

    @staticmethod
    def inherit(whether: bool) -> None:
        """Become the parent of those whose parents end (prctl(2))."""
        set_child_subreaper = 36
        ctypes.CDLL(None).prctl(set_child_subreaper, int(whether))


if __name__ == "__main__":
    unittest.main()
